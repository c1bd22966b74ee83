"""The verbs of authority, one file each."""

from avrop.authority.actions.change_conduct import change_conduct
from avrop.authority.actions.change_gates import change_gates
from avrop.authority.actions.change_role import change_role, change_roles
from avrop.authority.actions.change_roles_apart import change_roles_apart
from avrop.authority.actions.change_separation import change_separation
from avrop.authority.actions.check_licences import check_licences
from avrop.authority.actions.coordinators import (
    end_coordinator,
    log_specimen,
    name_coordinator,
)
from avrop.authority.actions.decide_vacancy import decide_vacancy
from avrop.authority.actions.delegate import delegate, lend_mandates
from avrop.authority.actions.end_delegation import end_delegation
from avrop.authority.actions.end_mandates_of import end_mandates_of
from avrop.authority.actions.grant_dispensation import grant_dispensation
from avrop.authority.actions.grant_each import Grant, grant_each
from avrop.authority.actions.grant_mandate import grant_mandate, grant_to_position
from avrop.authority.actions.grant_pass import (
    grant_pass,
    revoke_pass,
    revoke_passes,
    waive_gate,
)
from avrop.authority.actions.install_roles import install_roles
from avrop.authority.actions.lend_role import lend_role
from avrop.authority.actions.lift_restriction import lift_restriction
from avrop.authority.actions.positions import (
    appoint,
    close_position,
    end_appointment,
    open_position,
)
from avrop.authority.actions.prove import ask_for_proof, make_proof, prove
from avrop.authority.actions.renew_mandate import renew_mandate
from avrop.authority.actions.restrict_category import restrict_category
from avrop.authority.actions.review_dispensation import review_dispensation
from avrop.authority.actions.revoke_dispensation import revoke_dispensation
from avrop.authority.actions.revoke_mandate import revoke_each, revoke_mandate
from avrop.authority.actions.set_requester_policy import set_requester_policy
from avrop.authority.actions.substitutes import (
    end_substitute,
    name_substitute,
    reconcile_stand_in,
)
from avrop.authority.adjusting import Adjustment
from avrop.authority.benefits import end_benefits_of, state_benefits, withdraw_benefit

__all__ = [
    "Adjustment",
    "Grant",
    "appoint",
    "ask_for_proof",
    "change_conduct",
    "change_gates",
    "change_role",
    "change_roles",
    "change_roles_apart",
    "change_separation",
    "check_licences",
    "close_position",
    "decide_vacancy",
    "delegate",
    "end_appointment",
    "end_benefits_of",
    "end_coordinator",
    "end_delegation",
    "end_mandates_of",
    "end_substitute",
    "grant_dispensation",
    "grant_each",
    "grant_mandate",
    "grant_pass",
    "grant_to_position",
    "install_roles",
    "lend_mandates",
    "lend_role",
    "lift_restriction",
    "log_specimen",
    "make_proof",
    "name_coordinator",
    "name_substitute",
    "open_position",
    "prove",
    "reconcile_stand_in",
    "renew_mandate",
    "restrict_category",
    "review_dispensation",
    "revoke_dispensation",
    "revoke_each",
    "revoke_mandate",
    "revoke_pass",
    "revoke_passes",
    "set_requester_policy",
    "state_benefits",
    "waive_gate",
    "withdraw_benefit",
]
