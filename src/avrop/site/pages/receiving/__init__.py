"""The goods entrance: what is expected, registering what has come, receipts, and working offline.

Its pages are put on the map together, since their order there is that of the navigation.
"""

from django.utils.translation import gettext_lazy

from avrop.site.pages import sitemap
from avrop.site.pages.sitemap import SitePage

sitemap.register(
    SitePage(
        gettext_lazy("Expected goods"),
        "receive",
        sitemap.RECEIVE,
        "receiver",
        rights=("receipts.receive",),
        help=gettext_lazy(
            "Here is what is to come to you, late goods first. Scan a label or choose a delivery, then "
            "say what has come. It works without network too: what you register is kept in the "
            "telephone and sent when there is network again."
        ),
        words=gettext_lazy("receive goods scan barcode delivery unpack"),
    ),
    SitePage(
        gettext_lazy("Goods that a code leads to"),
        "find_goods",
        sitemap.RECEIVE,
        "receiver",
        rights=("receipts.receive",),
        in_navigation=False,
        help=gettext_lazy("The code that you scanned or typed leads to these deliveries."),
    ),
    SitePage(
        gettext_lazy("Received goods"),
        "receipts",
        sitemap.RECEIVE,
        "receiver",
        rights=("receipts.receive",),
        help=gettext_lazy(
            "What has been received for your units, the last first. Open a receipt to correct it or to "
            "add a photograph."
        ),
        words=gettext_lazy("receipts last received correct"),
    ),
    SitePage(
        gettext_lazy("Receipt"),
        "receipt",
        sitemap.RECEIVE,
        "receiver",
        samples=("receipt",),
        help=gettext_lazy(
            "What somebody saw come, what was wrong with it, and what became of that."
        ),
    ),
    SitePage(
        gettext_lazy("Correct a receipt"),
        "correct_receipt",
        sitemap.RECEIVE,
        "receiver",
        rights=("receipts.correct",),
        samples=("receipt",),
        help=gettext_lazy(
            "Say what the receipt should have said. What was first written stays and is seen; the "
            "difference is added."
        ),
    ),
    SitePage(
        gettext_lazy("Register goods"),
        "receive_order",
        sitemap.RECEIVE,
        "receiver",
        rights=("receipts.receive",),
        samples=("order",),
        help=gettext_lazy(
            "Say of each line whether all, some or none of it has come. If something is missing, broken "
            "or wrong, say so under the line and take a photograph: it becomes a claim on the supplier."
        ),
    ),
    SitePage(
        gettext_lazy("Claims"),
        "claims",
        sitemap.RECEIVE,
        "receiver",
        rights=("receipts.claim",),
        help=gettext_lazy(
            "What was missing, broken or wrong, and where it stands with the supplier. A claim for "
            "credit ends by itself when the credit note comes, one for new goods when they do."
        ),
        words=gettext_lazy("complaint deviation damaged missing credit"),
    ),
    SitePage(
        gettext_lazy("Claim"),
        "claim",
        sitemap.RECEIVE,
        "receiver",
        samples=("claim",),
        help=gettext_lazy(
            "What was the matter and what the supplier has been told. Write down each contact; end the "
            "claim when the matter is settled."
        ),
    ),
)
