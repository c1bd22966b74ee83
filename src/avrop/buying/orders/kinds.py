"""Words that orders are described with: stored values, and what people call them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Extent(TextChoices):
    """How much of an order something has happened to."""

    NONE = "none", _("Nothing")
    PARTLY = "partly", _("Partly")
    FULLY = "fully", _("Fully")


class EntryKind(TextChoices):
    """What an entry of the quantity ledger says. Arrived at the centre is not received."""

    ORDERED = "ordered", _("Ordered")
    CONFIRMED = "confirmed", _("Confirmed")
    DESPATCHED = "despatched", _("Despatched")
    ARRIVED_AT_CENTRE = "arrived_at_centre", _("Arrived at the distribution centre")
    DELIVERED = "delivered", _("Delivered")
    RECEIVED = "received", _("Received")
    REJECTED = "rejected", _("Rejected at receipt")
    SHORT = "short", _("Will never come")
    CREDITED = "credited", _("Credited")
    INVOICED = "invoiced", _("Invoiced")


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
