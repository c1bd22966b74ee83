"""The life of an invoice that we have issued, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class InvoiceState(TextChoices):
    """Whether an invoice is settled."""

    ISSUED = "issued", pgettext_lazy("state of an invoice", "Issued")
    PAID = "paid", pgettext_lazy("state of an invoice", "Paid")
    CREDITED = "credited", pgettext_lazy("state of an invoice", "Credited")


class InvoiceKind(TextChoices):
    """Which way the money goes."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class LineKind(TextChoices):
    """What a line of an invoice is for."""

    GOODS = "goods", _("Goods")
    DEPOSIT = "deposit", _("Deposit")
    FREIGHT = "freight", _("Freight")


LIFECYCLE = Lifecycle(
    "sales_invoice",
    ("pay", {InvoiceState.ISSUED}, InvoiceState.PAID),
    ("credit", {InvoiceState.ISSUED}, InvoiceState.CREDITED),
)
