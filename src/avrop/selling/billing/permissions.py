"""Rights of the billing app."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Deed
from avrop.kernel.permissions import Kind, Permission

SEE = Permission(
    "billing.see",
    "billing",
    Kind.ASSURE,
    _("See the invoices we have issued"),
    roles=("order_manager", "order_clerk", "seller_finance", "auditor"),
)
BILL = Permission(
    "billing.bill",
    "billing",
    Kind.EXECUTE,
    _("Issue invoices"),
    roles=("seller_finance",),
    deeds=(Deed.BILL,),
)
CREDIT = Permission(
    "billing.credit",
    "billing",
    Kind.EXECUTE,
    _("Issue credit notes"),
    roles=("seller_finance",),
    deeds=(Deed.BILL,),
)
COLLECT = Permission(
    "billing.collect",
    "collecting",
    Kind.EXECUTE,
    _("Register payments that have come in"),
    roles=("seller_finance",),
)
