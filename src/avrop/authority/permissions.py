"""What authority's own commands need."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission
from avrop.parties.permissions import WHO_ARE_STOOD_IN_FOR

INSTALL_ROLES = Permission(
    "authority.install_roles",
    "authority",
    Kind.MANAGE,
    _("Install the role catalogue"),
    roles=("system_administrator",),
)
GRANT = Permission(
    "authority.grant",
    "authority",
    Kind.MANAGE,
    _("Grant and revoke mandates"),
    roles=("system_administrator", "finance_officer"),
    personal=True,
    needs_proof=True,
)
DELEGATE = Permission(
    "authority.delegate",
    "authority",
    Kind.MANAGE,
    _("Name a substitute during an absence"),
    roles=WHO_ARE_STOOD_IN_FOR,
)
DELEGATE_FOR_OTHERS = Permission(
    "authority.delegate_for_others",
    "authority",
    Kind.MANAGE,
    _("Name a substitute for somebody who is absent"),
    roles=("system_administrator", "manager"),
    personal=True,
    needs_proof=True,
)
RESTRICT = Permission(
    "authority.restrict_category",
    "authority",
    Kind.MANAGE,
    _("Restrict a category and name who is responsible for it"),
    roles=("system_administrator", "category_manager"),
)
CHANGE_SEPARATION = Permission(
    "authority.change_separation",
    "authority",
    Kind.MANAGE,
    _("Change which deeds the same person may not do"),
    roles=("system_administrator", "system_owner"),
    needs_proof=True,
)
CHANGE_CONDUCT = Permission(
    "authority.change_conduct",
    "authority",
    Kind.MANAGE,
    _("Change who stands too close to a purchase to decide on it"),
    roles=("system_administrator", "system_owner"),
    needs_proof=True,
)
CHANGE_GATES = Permission(
    "authority.change_gates",
    "authority",
    Kind.MANAGE,
    _("Decide which rights ask for a certificate, a licence or a decision"),
    roles=("system_administrator", "system_owner", "process_owner"),
    personal=True,
    needs_proof=True,
)
GRANT_PASS = Permission(
    "authority.grant_pass",
    "authority",
    Kind.MANAGE,
    _("Register certificates, licences and decisions, and withdraw them"),
    roles=("system_administrator", "manager"),
)
WAIVE_GATE = Permission(
    "authority.waive_gate",
    "authority",
    Kind.MANAGE,
    _("Let somebody through without a certificate for a short time"),
    roles=("coordinator", "process_leader"),
    personal=True,
    needs_proof=True,
)
SET_REQUESTER_POLICY = Permission(
    "authority.set_requester_policy",
    "authority",
    Kind.MANAGE,
    _("Decide who may order in a unit: named people or everyone"),
    roles=("manager", "local_management", "central_management"),
    personal=True,
    needs_proof=True,
)
APPOINT = Permission(
    "authority.appoint",
    "authority",
    Kind.MANAGE,
    _("Set up positions and appoint people to them"),
    roles=("system_administrator", "manager", "central_management"),
    personal=True,
    needs_proof=True,
)
NAME_COORDINATOR = Permission(
    "authority.name_coordinator",
    "authority",
    Kind.MANAGE,
    _("Name who coordinates the buying of a group of goods"),
    roles=("coordinator", "category_manager", "central_management"),
)
LOG_SPECIMEN = Permission(
    "authority.log_specimen",
    "authority",
    Kind.EXECUTE,
    _("Log that a specimen of a signature was taken"),
    roles=("finance_officer", "system_administrator"),
)
DISPENSE = Permission(
    "authority.dispense",
    "authority",
    Kind.MANAGE,
    _("Let somebody do two deeds that are kept apart, for a time"),
    roles=("manager",),
    personal=True,
    needs_proof=True,
)
REVIEW_DISPENSATIONS = Permission(
    "authority.review_dispensations",
    "authority",
    Kind.ASSURE,
    _("Look at what was done under dispensations"),
    roles=("auditor", "manager", "finance_officer"),
    personal=True,
)
PROVE = Permission(
    "authority.prove",
    "authority",
    Kind.ASSURE,
    _("Search the whole organisation for forbidden chains"),
    roles=("auditor", "manager", "finance_officer", "system_administrator"),
)
REVIEW_ACCESS = Permission(
    "authority.review_access",
    "audit",
    Kind.ASSURE,
    _("Review who may do what, and when they last signed in"),
    roles=("auditor", "system_administrator"),
)
REPORT_PERSON = Permission(
    "authority.report_person",
    "personal_data",
    Kind.MANAGE,
    _("Take out what is kept about somebody"),
    roles=("system_administrator",),
    personal=True,
)
CHANGE_ROLE = Permission(
    "authority.change_role",
    "authority",
    Kind.MANAGE,
    _("Change what a role may do"),
    roles=("system_administrator",),
    personal=True,
    needs_proof=True,
)
STAND_IN = Permission(
    "authority.stand_in",
    "authority",
    Kind.EXECUTE,
    _("Let standing substitutes take over while somebody is away"),
)
