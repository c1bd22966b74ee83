"""What may be done with invoices."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Asks, Deed
from avrop.kernel.permissions import Kind, Permission

TAKE_IN = Permission(
    "invoices.take_in",
    "invoicing",
    Kind.EXECUTE,
    _("Take in invoices and credit notes"),
    roles=("ap_clerk",),
)
MATCH = Permission(
    "invoices.match",
    "invoicing",
    Kind.EXECUTE,
    _("Match invoices to orders and receipts"),
    roles=("ap_clerk", "coordinator"),
)
ATTACH = Permission(
    "invoices.attach_order",
    "invoicing",
    Kind.EXECUTE,
    _("Say which order an invoice is for"),
    roles=("ap_clerk",),
)
SETTLE = Permission(
    "invoices.settle",
    "invoicing",
    Kind.EXECUTE,
    _("Settle what differs on invoices"),
    roles=(
        "ap_clerk",
        "finance_officer",
        "agreement_manager",
        "category_manager",
        "coordinator",
        "receiver",
        "requester",
    ),
)
SETTLE_PRICE = Permission(
    "invoices.settle_price",
    "invoicing",
    Kind.EXECUTE,
    _("Settle prices and charges that differ"),
    roles=("agreement_manager", "category_manager", "coordinator"),
)
SETTLE_QUANTITY = Permission(
    "invoices.settle_quantity",
    "invoicing",
    Kind.EXECUTE,
    _("Settle quantities that differ"),
    roles=("receiver", "requester"),
)
SETTLE_REFERENCE = Permission(
    "invoices.settle_reference",
    "invoicing",
    Kind.EXECUTE,
    _("Settle references, VAT and sums that differ"),
    roles=("ap_clerk",),
)
SETTLE_ACCOUNT = Permission(
    "invoices.settle_account",
    "invoicing",
    Kind.EXECUTE,
    _("Settle accounts that are not known of the supplier"),
    roles=("finance_officer",),
    deeds=(Deed.CHANGE_ACCOUNT,),
    asks=(Asks.UNIT,),
)
CODE = Permission(
    "invoices.code",
    "invoicing",
    Kind.EXECUTE,
    _("Code lines of invoices that come without an order"),
    roles=("requester", "ap_clerk", "coordinator"),
)
DISPUTE = Permission(
    "invoices.dispute",
    "invoicing",
    Kind.EXECUTE,
    _("Dispute invoices"),
    roles=("ap_clerk", "agreement_manager", "coordinator", "receiver", "requester"),
)
ATTEST_REVIEW = Permission(
    "invoices.attest_review",
    "attesting",
    Kind.ASSURE,
    _("Give review attest"),
    roles=("requester", "ap_clerk", "coordinator"),
    personal=True,
    deeds=(Deed.ATTEST_REVIEW,),
    asks=(Asks.UNIT,),
)
ATTEST_DECISION = Permission(
    "invoices.attest_decision",
    "attesting",
    Kind.MANAGE,
    _("Give decision attest"),
    roles=("approver", "manager"),
    personal=True,
    deeds=(Deed.ATTEST_DECISION,),
    asks=(Asks.UNIT, Asks.RESPONSIBILITY, Asks.AMOUNT),
)
RECORD_PAYMENT = Permission(
    "invoices.record_payment",
    "paying",
    Kind.EXECUTE,
    _("Record that invoices have been paid"),
    roles=("finance_officer", "payment_releaser", "ap_clerk"),
)
SET_TOLERANCES = Permission(
    "invoices.set_tolerances",
    "invoicing",
    Kind.MANAGE,
    _("Decide what may differ on invoices"),
    roles=("finance_officer",),
)
