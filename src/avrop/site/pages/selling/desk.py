"""The pages of those who carry orders out, in the order that work goes through them; the navigation
keeps it. What is reached from an order is registered beside its view."""

from django.utils.translation import gettext_lazy

from avrop.site.pages import sitemap
from avrop.site.pages.sitemap import SitePage

sitemap.register(
    SitePage(
        gettext_lazy("My work"),
        "work",
        sitemap.SELL,
        "order_clerk",
        rights=("sales.answer_order", "fulfilment.pick", "billing.bill"),
        help=gettext_lazy(
            "Orders that wait for your department, what is due first on top. Open one to do the next "
            "step. Choose another department to see what waits there."
        ),
    ),
    SitePage(
        gettext_lazy("Sales orders"),
        "sales_orders",
        sitemap.SELL,
        "order_clerk",
        rights=("sales.see",),
        help=gettext_lazy(
            "Every order that customers have sent, the newest first. Choose a stage or a department to "
            "see less of them; open one to see where it stands and what can be done."
        ),
    ),
    SitePage(
        gettext_lazy("Key an order"),
        "key_sales_order",
        sitemap.SELL,
        "order_clerk",
        rights=("sales.key_order",),
        help=gettext_lazy(
            "For orders that come by telephone, letter or mail. Write our article number, or what the "
            "customer calls the goods. Somebody else looks through the order before it is answered."
        ),
    ),
    SitePage(
        gettext_lazy("Stock"),
        "stock",
        sitemap.SELL,
        "warehouse",
        rights=("stock.see",),
        help=gettext_lazy(
            "What there is of each article, what is set aside for orders, and what can still be "
            "promised. Open an article to see its movements and to book what comes in or is counted."
        ),
    ),
    SitePage(
        gettext_lazy("Deliveries"),
        "despatches",
        sitemap.SELL,
        "warehouse",
        rights=("fulfilment.pick", "fulfilment.ship"),
        help=gettext_lazy(
            "Goods that are packed or on their way. Print labels and send off from a delivery’s page."
        ),
    ),
    SitePage(
        gettext_lazy("Invoices we have sent"),
        "sales_invoices",
        sitemap.SELL,
        "seller_finance",
        rights=("billing.see",),
        help=gettext_lazy(
            "Invoices and credit notes to customers, the newest first, and what is owed to us by how "
            "long it is overdue. Open one to register a payment or to credit it."
        ),
    ),
    SitePage(
        gettext_lazy("Send a price list"),
        "send_price_list",
        sitemap.SELL,
        "order_clerk",
        rights=("stock.publish",),
        help=gettext_lazy(
            "Download the spreadsheet, fill in one article a row, and send it. The customer looks "
            "through the prices before they hold."
        ),
    ),
)
