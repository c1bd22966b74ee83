"""What may be done with money."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Asks, Deed
from avrop.kernel.permissions import Kind, Permission

READ = Permission(
    "payables.read",
    "paying",
    Kind.ASSURE,
    _("See vouchers, payment proposals and bank files"),
    roles=("finance_officer", "ap_clerk", "payment_releaser", "auditor", "manager"),
)
BOOK = Permission(
    "payables.book",
    "bookkeeping",
    Kind.EXECUTE,
    _("Book invoices"),
    roles=("finance_officer", "ap_clerk"),
)
PREPARE = Permission(
    "payables.prepare",
    "paying",
    Kind.EXECUTE,
    _("Prepare payments"),
    roles=("ap_clerk", "finance_officer"),
    deeds=(Deed.PREPARE_PAYMENT,),
    asks=(Asks.AMOUNT,),
)
RELEASE = Permission(
    "payables.release",
    "paying",
    Kind.MANAGE,
    _("Release payments"),
    roles=("payment_releaser", "finance_officer"),
    personal=True,
    deeds=(Deed.RELEASE_PAYMENT,),
    asks=(Asks.EVERYWHERE, Asks.AMOUNT),
    needs_proof=True,
)
SEND = Permission(
    "payables.send",
    "paying",
    Kind.EXECUTE,
    _("Make payment files for the bank"),
    roles=("payment_releaser", "finance_officer", "ap_clerk"),
)
TAKE_IN = Permission(
    "payables.take_in",
    "paying",
    Kind.EXECUTE,
    _("Take in the bank's answers"),
    roles=("ap_clerk", "finance_officer", "payment_releaser"),
)
EXPLAIN = Permission(
    "payables.explain",
    "paying",
    Kind.EXECUTE,
    _("Say what the bank's bookings are that fit no payment"),
    roles=("finance_officer", "ap_clerk"),
)
SET_CHART = Permission(
    "payables.set_chart",
    "bookkeeping",
    Kind.MANAGE,
    _("Decide which accounts liabilities, VAT and payments are booked on"),
    roles=("finance_officer",),
)
FETCH = Permission(
    "payables.fetch",
    "bookkeeping",
    Kind.EXECUTE,
    _("Fetch vouchers for the accounting system"),
    roles=("finance_officer",),
)
