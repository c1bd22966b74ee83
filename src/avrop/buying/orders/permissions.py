"""What may be done with orders."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Asks, Deed
from avrop.kernel.permissions import Kind, Permission

CREATE = Permission(
    "orders.create",
    "ordering",
    Kind.EXECUTE,
    _("Make orders of approved carts"),
    roles=("requester", "coordinator", "purchasing_coordinator"),
)
SEND = Permission(
    "orders.send",
    "ordering",
    Kind.EXECUTE,
    _("Send orders"),
    roles=("requester", "coordinator", "category_manager", "purchasing_coordinator"),
    deeds=(Deed.ORDER,),
    asks=(Asks.UNIT, Asks.CATEGORY, Asks.AGREEMENT, Asks.AMOUNT),
)
PASS_ON = Permission(
    "orders.pass_on",
    "ordering",
    Kind.MANAGE,
    _("Give the orders of somebody who moves or leaves to another one"),
    roles=("finance_officer", "coordinator"),
)
DECIDE = Permission(
    "orders.decide",
    "ordering",
    Kind.EXECUTE,
    _("Accept or refuse what the seller changed, and cancel orders"),
    roles=("requester", "coordinator", "category_manager", "purchasing_coordinator"),
)
LOG_CONTACT = Permission(
    "orders.log_contact",
    "ordering",
    Kind.EXECUTE,
    _("Write down contacts with the seller"),
    roles=(
        "requester",
        "coordinator",
        "category_manager",
        "receiver",
        "ap_clerk",
        "purchasing_coordinator",
    ),
)
TAKE_ANSWER = Permission(
    "orders.take_answer",
    "ordering",
    Kind.EXECUTE,
    _("Take in what the seller answers"),
    roles=("coordinator",),
)
CHASE = Permission(
    "orders.act_on_silence",
    "ordering",
    Kind.MANAGE,
    _("Act on orders that the seller has not answered in time"),
    roles=("coordinator",),
)
INVITE = Permission(
    "orders.invite_seller",
    "supplier_access",
    Kind.MANAGE,
    _("Let a supplier without an account in to an order, and take that back"),
    roles=("coordinator",),
)
USE_INVITATION = Permission(
    "orders.use_invitation",
    "supplier_access",
    Kind.EXECUTE,
    _("Come to an order by an invitation"),
)
RECONCILE = Permission(
    "orders.reconcile",
    "ordering",
    Kind.MANAGE,
    _("Compute again where an order stands from its ledger"),
    roles=("coordinator", "system_administrator"),
)
