"""Rights over master data."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Asks, Deed
from avrop.kernel.permissions import Kind, Permission

ACTIVITY = "master_data"
LENDING = "authority"  # who is away lends
KEEPERS = ("system_administrator", "coordinator")

#: Whoever holds a mandate that somebody may use in his place while he is away.
WHO_ARE_STOOD_IN_FOR = (
    "requester",
    "approver",
    "receiver",
    "coordinator",
    "category_manager",
    "agreement_manager",
    "finance_officer",
    "ap_clerk",
    "payment_releaser",
    "system_administrator",
    "manager",
    "order_manager",
    "order_clerk",
    "warehouse",
    "seller_finance",
    "centre_operator",
    "central_management",
    "local_management",
    "process_owner",
    "process_leader",
    "system_owner",
    "purchasing_coordinator",
    "logistics",
    "customer_service",
    "marketing",
)

CHANGE_ORGANISATIONS = Permission(
    "parties.change_organisations",
    ACTIVITY,
    Kind.MANAGE,
    _("Register and change organisations"),
    roles=KEEPERS,
    deeds=(Deed.CHANGE_SUPPLIER, Deed.CHANGE_ACCOUNT),
    asks=(Asks.EVERYWHERE,),
)
CHANGE_UNITS = Permission(
    "parties.change_units",
    ACTIVITY,
    Kind.MANAGE,
    _("Open, change, move and close units"),
    roles=KEEPERS,
)
# Finance officers set up new requesters in the organisation that the requirements come from (C10).
CHANGE_PEOPLE = Permission(
    "parties.change_people",
    ACTIVITY,
    Kind.MANAGE,
    _("Add, move and end people"),
    roles=(*KEEPERS, "finance_officer"),
)
SET_CONTACTS = Permission(
    "parties.set_contacts",
    ACTIVITY,
    Kind.MANAGE,
    _("Set whom to speak with"),
    roles=(*KEEPERS, "agreement_manager"),
)
AGREE_TERMS = Permission(
    "parties.agree_terms",
    ACTIVITY,
    Kind.MANAGE,
    _("Set trading terms and customer numbers"),
    roles=(*KEEPERS, "agreement_manager"),
)
INVITE = Permission(
    "parties.invite",
    ACTIVITY,
    Kind.MANAGE,
    _("Give people the link by which they choose a password"),
    roles=("system_administrator",),
    personal=True,
)
ISSUE_KEYS = Permission(
    "parties.issue_keys",
    ACTIVITY,
    Kind.MANAGE,
    _("Issue API keys"),
    roles=("system_administrator",),
    personal=True,
)
PROTECT = Permission(
    "parties.protect_identity",
    "personal_data",
    Kind.MANAGE,
    _("Protect somebody's identity, and read it where it is protected"),
    roles=("system_administrator",),
    personal=True,
    needs_proof=True,
)
ALLOW_OTHER_SIDE = Permission(
    "parties.allow_other_side",
    ACTIVITY,
    Kind.MANAGE,
    _("Let somebody who buys for us work for a supplier too, or the other way round"),
    roles=("system_administrator",),
    personal=True,
    needs_proof=True,
)
IMPORT = Permission(
    "parties.import",
    ACTIVITY,
    Kind.MANAGE,
    _("Import units, people and employments from a file"),
    roles=KEEPERS,
)
PUT_ASIDE = Permission(
    "parties.put_findings_aside",
    ACTIVITY,
    Kind.MANAGE,
    _("Put aside what rules find in the basic data, for a reason and a time"),
    roles=KEEPERS,
)
TAKE_EFFECT = Permission(
    "parties.take_effect",
    ACTIVITY,
    Kind.EXECUTE,
    _("Let moves take effect on the day they were decided for"),
    roles=("system_administrator",),
)
TELL_ABSENCE = Permission(
    "parties.tell_absence",
    LENDING,
    Kind.EXECUTE,
    _("Tell when one is away oneself"),
    roles=WHO_ARE_STOOD_IN_FOR,
)
# Finance officers keep the people of the organisation (C10), so also when they are away.
TELL_ABSENCE_OF_OTHERS = Permission(
    "parties.tell_absence_of_others",
    LENDING,
    Kind.MANAGE,
    _("Tell when somebody else is away, or let the HR system tell it"),
    roles=("manager", "local_management", "finance_officer", "system_administrator"),
)
