"""Rights over who answers for what. Everybody in the organisation may see it."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

ACTIVITY = "responsibility"
DECIDERS = ("manager", "system_administrator")

DECIDE = Permission(
    "responsibility.decide",
    ACTIVITY,
    Kind.MANAGE,
    _("Decide who answers for what, and what is decided centrally and locally"),
    roles=DECIDERS,
    personal=True,
)
PLAN = Permission(
    "responsibility.plan",
    ACTIVITY,
    Kind.EXECUTE,
    _("Plan changes of responsibilities, and their hours"),
    roles=(*DECIDERS, "coordinator"),
)
CONFIRM = Permission(
    "responsibility.confirm",
    ACTIVITY,
    Kind.EXECUTE,
    _("Confirm the duties of a unit"),
    roles=("manager",),
    personal=True,
)
HAND_OVER = Permission(
    "responsibility.hand_over",
    ACTIVITY,
    Kind.EXECUTE,
    _("Note what has been handed over with a position"),
    roles=(
        "requester",
        "approver",
        "receiver",
        "category_manager",
        "agreement_manager",
        "finance_officer",
        "ap_clerk",
        "payment_releaser",
        "auditor",
        "order_manager",
        "order_clerk",
        "warehouse",
        "seller_finance",
        "centre_operator",
        *DECIDERS,
        "coordinator",
    ),
)
ASSURE = Permission(
    "responsibility.assure",
    ACTIVITY,
    Kind.ASSURE,
    _("See what every unit has confirmed"),
    roles=("auditor", "coordinator", "system_administrator", "manager"),
)
WATCH = Permission(
    "responsibility.watch",
    ACTIVITY,
    Kind.ASSURE,
    _("Have vacant positions, hand-overs, late confirmations and faulty data announced"),
    roles=("system_administrator",),
)
