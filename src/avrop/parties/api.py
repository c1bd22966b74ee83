"""Addresses of the parties app in the API."""

from avrop.kernel.routes import get, post
from avrop.parties import actions, queries

ROUTES = (
    get("organisations", queries.organisations_page),
    post("organisations", actions.register_organisation),
    get("organisations/{organisation_id}", queries.organisation_card),
    post("organisations/{organisation_id}/change", actions.change_organisation),
    post("organisations/{organisation_id}/contacts", actions.set_contact),
    post("organisations/{organisation_id}/terms", actions.agree_terms),
    post("organisations/{organisation_id}/customer-number", actions.set_customer_number),
    get("contacts/doubtful", queries.doubtful_contacts),
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
    post("units/gln-reservations", actions.reserve_gln),
    post("units/{unit_id}/await-suppliers", actions.await_suppliers),
    get("people", queries.people_page),
    post("people", actions.add_person),
    post("people/{person_id}/change", actions.change_person),
    post("people/{person_id}/move", actions.move_person),
    post("people/{person_id}/end", actions.end_person),
    post("people/{person_id}/invite", actions.invite_person),
    post("people/{person_id}/api-keys", actions.issue_api_key),
    get("api-keys", queries.api_keys_page),
    post("api-keys/{key_id}/revoke", actions.revoke_api_key),
)
