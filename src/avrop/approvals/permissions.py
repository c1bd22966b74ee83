"""Rights over approvals."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Asks, Deed
from avrop.kernel.permissions import Kind, Permission

ACTIVITY = "approvals"

REQUEST = Permission(
    "approvals.request",
    ACTIVITY,
    Kind.EXECUTE,
    _("Ask for approval"),
    # An approver who changes something asks again, of everybody whom the change concerns.
    roles=(
        "requester",
        "coordinator",
        "category_manager",
        "approver",
        "manager",
        "purchasing_coordinator",
    ),
)
WITHDRAW = Permission(
    "approvals.withdraw",
    ACTIVITY,
    Kind.EXECUTE,
    _("Take back a request for approval"),
    roles=("requester", "coordinator", "category_manager", "purchasing_coordinator"),
)
APPROVE = Permission(
    "approvals.approve",
    ACTIVITY,
    Kind.EXECUTE,
    _("Approve what others need, for what one answers for"),
    roles=("approver", "manager"),
    personal=True,
    deeds=(Deed.APPROVE,),
    asks=(Asks.UNIT, Asks.RESPONSIBILITY, Asks.AMOUNT),
)
CHANGE_RULES = Permission(
    "approvals.change_rules",
    ACTIVITY,
    Kind.MANAGE,
    _("Change the rules that route approvals"),
    roles=("finance_officer", "system_administrator"),
)
