"""Words that invoices are described with: stored values, and what people call them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InvoiceKind(TextChoices):
    """Whether the seller asks for money or returns it."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class DifferenceKind(TextChoices):
    """What is not as it was ordered, received or agreed."""

    PRICE = "price", _("Price")
    QUANTITY = "quantity", _("More than ordered")
    NOT_RECEIVED = "not_received", _("Not received yet")
    WEIGHT = "weight", _("Weight")
    UNIT = "unit", _("Unit")
    UNKNOWN_ITEM = "unknown_item", _("Not on the order")
    CHARGE = "charge_not_agreed", _("Charge not agreed")
    VAT = "vat", _("VAT")
    TOTAL = "total", _("Sums")
    CURRENCY = "currency", _("Currency")
    NO_ORDER = "no_order", _("No order found")
    DUPLICATE = "duplicate", _("Perhaps invoiced twice")
    CODING = "coding", _("Coding missing")
    ACCOUNT = "account", _("Another account than is known")
    CREDITED = "credited_too_much", _("More credited than invoiced")


class Settlement(TextChoices):
    """How a difference was settled."""

    ACCEPT = "accept", pgettext_lazy("settlement of a difference", "Accepted")
    EXPECT_CREDIT = (
        "expect_credit",
        pgettext_lazy("settlement of a difference", "Withheld until a credit note comes"),
    )
    DISPUTE = "dispute", pgettext_lazy("settlement of a difference", "Disputed")


class Reference(TextChoices):
    """Where the order of an invoice was found."""

    ORDER_REFERENCE = "order_reference", _("Order reference")
    BUYER_REFERENCE = "buyer_reference", _("Buyer reference")
    NOTE = "note", _("Note")
    CREDITED_INVOICE = "credited_invoice", _("The invoice credited")
    ITEMS = "items", _("The goods")
    ATTACHED = "attached", _("Chosen by a person")


class AttestKind(TextChoices):
    """The acts of attest after receiving."""

    REVIEW = "review", _("Review attest")
    DECISION = "decision", _("Decision attest")
