"""What may be done with needs."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Asks, Deed
from avrop.kernel.permissions import Kind, Permission

WRITE = Permission(
    "requisitions.write",
    "ordering",
    Kind.EXECUTE,
    _("Write needs in a cart and hand them over"),
    roles=(
        "requester",
        "coordinator",
        "category_manager",
        "receiver",
        "manager",
        "purchasing_coordinator",
    ),
    deeds=(Deed.NEED,),
    asks=(Asks.UNIT,),
)
SUBMIT = Permission(
    "requisitions.submit",
    "ordering",
    Kind.EXECUTE,
    _("Submit carts for approval"),
    roles=("requester", "coordinator", "category_manager", "purchasing_coordinator"),
    deeds=(Deed.NEED,),
    asks=(Asks.UNIT,),
)
CHANGE_WAITING = Permission(
    "requisitions.change_waiting",
    "approvals",
    Kind.EXECUTE,
    _("Order less, or code otherwise, in carts that one is asked to approve"),
    roles=("approver", "manager"),
)
PASS_ON = Permission(
    "requisitions.pass_on",
    "ordering",
    Kind.MANAGE,
    _("Give the carts of somebody who moves or leaves to another one"),
    roles=("finance_officer", "coordinator"),
)
RECORD_DECISION = Permission(
    "requisitions.record_decision",
    "ordering",
    Kind.EXECUTE,
    _("Record what approvers decided about a cart"),
)
RECORD_ORDER = Permission(
    "requisitions.record_order",
    "ordering",
    Kind.EXECUTE,
    _("Record that a cart has been ordered"),
    roles=("requester", "coordinator", "purchasing_coordinator"),
)
SEE_STOPS = Permission(
    "requisitions.see_stops",
    "ordering",
    Kind.ASSURE,
    _("See who cannot send what they need, and why"),
    roles=(
        "coordinator",
        "system_administrator",
        "manager",
        "process_owner",
        "process_leader",
        "purchasing_coordinator",
    ),
)
COORDINATE = Permission(
    "requisitions.coordinate",
    "ordering",
    Kind.EXECUTE,
    _("See, pool, reject and substitute what others need of the goods that one coordinates"),
    roles=("purchasing_coordinator", "coordinator", "category_manager"),
)
