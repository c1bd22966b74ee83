"""Addresses of the parties app in the API."""

from avrop.kernel.routes import FileTaken, get, post, post_file
from avrop.parties import actions, queries
from avrop.parties.importing.reading import LARGEST_FILE


def _largest() -> int:
    return LARGEST_FILE


ROUTES = (
    get("organisations", queries.organisations_page),
    post("organisations", actions.register_organisation),
    get("organisations/{organisation_id}", queries.organisation_card),
    post("organisations/{organisation_id}/change", actions.change_organisation),
    post("organisations/{organisation_id}/contacts", actions.set_contact),
    post("organisations/{organisation_id}/terms", actions.agree_terms),
    post("organisations/{organisation_id}/customer-number", actions.set_customer_number),
    get("contacts", queries.contact_matrix),
    get("contacts/doubtful", queries.doubtful_contacts),
    post("contacts/bounced", actions.note_bounce),
    post("contacts/{contact_id}/confirm", actions.confirm_contact),
    post("contacts/{contact_id}/flag", actions.flag_contact),
    get("units", queries.units_page),
    post("units", actions.open_unit),
    get("units/{unit_id}", queries.unit_card),
    get("units/{unit_id}/readiness", queries.unit_readiness),
    post("units/{unit_id}/change", actions.change_unit),
    post("units/{unit_id}/move", actions.move_unit),
    post("units/{unit_id}/close", actions.close_unit),
    post("units/{unit_id}/gln", actions.allocate_gln),
    get("units/{unit_id}/effects", queries.effects_on_unit),
    post("units/{unit_id}/split", actions.split_unit),
    post("units/{unit_id}/stay", actions.call_off_move),
    post("units/{into_id}/merge", actions.merge_units),
    get("organisation-tree", queries.organisation_tree),
    post("organisation-tree/take-effect", actions.take_effect),
    get("imports", queries.imports_page),
    post_file("imports", actions.take_in_import, FileTaken("content", "file_name", _largest)),
    get("imports/{import_id}", queries.one_import),
    get("imports/{import_id}/lines", queries.import_lines),
    get("imports/{import_id}/file", queries.import_file),
    post("imports/{import_id}/apply", actions.apply_import),
    get("people", queries.people_page),
    post("people/provision", actions.provision_person),
    get("find/people", queries.find_people),
    post("units/{unit_id}/staff", actions.staff_unit),
    get("people/{person_id}/employments", queries.employments_of),
    post("people/{person_id}/employments", actions.begin_employment),
    post("employments/{employment_id}/end", actions.end_employment),
    post("people", actions.add_person),
    post("people/{person_id}/change", actions.change_person),
    post("people/{person_id}/move", actions.move_person),
    post("people/{person_id}/end", actions.end_person),
    post("people/{person_id}/invite", actions.invite_person),
    post("people/{person_id}/api-keys", actions.issue_api_key),
    get("api-keys", queries.api_keys_page),
    post("api-keys/{key_id}/revoke", actions.revoke_api_key),
)
