"""Words that orders are described with: stored values, and what people call them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Extent(TextChoices):
    """How much of an order something has happened to."""

    NONE = "none", _("Nothing")
    PARTLY = "partly", _("Partly")
    FULLY = "fully", _("Fully")


class EntryKind(TextChoices):
    """What an entry of the quantity ledger says. Arrived at the centre is not received."""

    ORDERED = "ordered", pgettext_lazy("what happened to a quantity", "Ordered")
    CONFIRMED = "confirmed", pgettext_lazy("what happened to a quantity", "Confirmed")
    DESPATCHED = "despatched", pgettext_lazy("what happened to a quantity", "Despatched")
    ARRIVED_AT_CENTRE = (
        "arrived_at_centre",
        pgettext_lazy("what happened to a quantity", "Arrived at the distribution centre"),
    )
    DELIVERED = "delivered", pgettext_lazy("what happened to a quantity", "Delivered")
    RECEIVED = "received", pgettext_lazy("what happened to a quantity", "Received")
    REJECTED = "rejected", pgettext_lazy("what happened to a quantity", "Rejected at receipt")
    SHORT = "short", pgettext_lazy("what happened to a quantity", "Will never come")
    CREDITED = "credited", pgettext_lazy("what happened to a quantity", "Credited")
    INVOICED = "invoiced", pgettext_lazy("what happened to a quantity", "Invoiced")


class ContactMeans(TextChoices):
    """How somebody spoke with the seller."""

    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    PORTAL = "portal", _("The seller's portal")
    MEETING = "meeting", _("Meeting")
    LETTER = "letter", _("Letter")


class ChangeKind(TextChoices):
    """What the buyer asks for after sending."""

    CHANGE = "change", _("Change")
    CANCELLATION = "cancellation", _("Cancellation")
