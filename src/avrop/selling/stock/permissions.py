"""Rights of the stock app."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission

SEE = Permission(
    "stock.see",
    "stock",
    Kind.ASSURE,
    _("See the assortment and the stock"),
    roles=(
        "order_manager",
        "order_clerk",
        "warehouse",
        "seller_finance",
        "auditor",
        "logistics",
        "marketing",
    ),
)
KEEP_ITEMS = Permission(
    "stock.keep_items",
    "assortment",
    Kind.EXECUTE,
    _("Keep the assortment"),
    roles=("order_clerk", "marketing"),
)
SET_PRICES = Permission(
    "stock.set_prices",
    "assortment",
    Kind.MANAGE,
    _("Decide the prices agreed with customers"),
    # The clerk too: a price list that is sent under an agreement states its prices, and the customer
    # looks through them before they hold.
    roles=("order_manager", "order_clerk"),
)
PUBLISH = Permission(
    "stock.publish",
    "assortment",
    Kind.EXECUTE,
    _("Send catalogues to customers"),
    roles=("order_clerk", "marketing"),
)
BOOK = Permission(
    "stock.book",
    "stock",
    Kind.EXECUTE,
    _("Book goods in, out and as counted"),
    roles=("warehouse",),
)
RESERVE = Permission(
    "stock.reserve",
    "stock",
    Kind.EXECUTE,
    _("Reserve goods for orders"),
    roles=("order_clerk", "warehouse"),
)
