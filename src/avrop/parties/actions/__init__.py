"""The verbs of master data, one file each."""

from avrop.parties.actions.absences import be_away, end_absence, state_absence, tell_absence
from avrop.parties.actions.add_person import add_person
from avrop.parties.actions.agree_terms import agree_terms
from avrop.parties.actions.allocate_gln import allocate_gln, reserve_gln
from avrop.parties.actions.arranging import Part, merge_units, split_unit
from avrop.parties.actions.await_suppliers import await_suppliers
from avrop.parties.actions.change_organisation import change_organisation
from avrop.parties.actions.change_person import change_person
from avrop.parties.actions.change_unit import change_unit
from avrop.parties.actions.close_unit import close_unit
from avrop.parties.actions.confirm_contact import confirm_contact
from avrop.parties.actions.delivery_places import (
    add_delivery_place,
    change_delivery_place,
    end_delivery_place,
)
from avrop.parties.actions.end_person import end_person
from avrop.parties.actions.flag_contact import flag_contact
from avrop.parties.actions.found_tenant import found_tenant
from avrop.parties.actions.importing import (
    apply_import,
    begin_import,
    stop_import,
    take_in_import,
)
from avrop.parties.actions.invite_person import invite_person
from avrop.parties.actions.issue_api_key import issue_api_key
from avrop.parties.actions.move_person import move_person, staff_unit
from avrop.parties.actions.move_unit import call_off_move, move_unit
from avrop.parties.actions.note_bounce import note_bounce
from avrop.parties.actions.open_unit import open_unit
from avrop.parties.actions.other_side import allow_other_side, end_other_side
from avrop.parties.actions.protect_identity import end_protection, protect_identity
from avrop.parties.actions.provision_person import provision_person
from avrop.parties.actions.quality import put_finding_aside, take_finding_up
from avrop.parties.actions.register_organisation import register_organisation
from avrop.parties.actions.revoke_api_key import revoke_api_key
from avrop.parties.actions.set_contact import set_contact
from avrop.parties.actions.set_customer_number import set_customer_number
from avrop.parties.actions.staffing import begin_employment, end_employment
from avrop.parties.actions.take_effect import take_effect

__all__ = [
    "Part",
    "add_delivery_place",
    "add_person",
    "agree_terms",
    "allocate_gln",
    "allow_other_side",
    "apply_import",
    "await_suppliers",
    "be_away",
    "begin_employment",
    "begin_import",
    "call_off_move",
    "change_delivery_place",
    "change_organisation",
    "change_person",
    "change_unit",
    "close_unit",
    "confirm_contact",
    "end_absence",
    "end_delivery_place",
    "end_employment",
    "end_other_side",
    "end_person",
    "end_protection",
    "flag_contact",
    "found_tenant",
    "invite_person",
    "issue_api_key",
    "merge_units",
    "move_person",
    "move_unit",
    "note_bounce",
    "open_unit",
    "protect_identity",
    "provision_person",
    "put_finding_aside",
    "register_organisation",
    "reserve_gln",
    "revoke_api_key",
    "set_contact",
    "set_customer_number",
    "split_unit",
    "staff_unit",
    "state_absence",
    "stop_import",
    "take_effect",
    "take_finding_up",
    "take_in_import",
    "tell_absence",
]
