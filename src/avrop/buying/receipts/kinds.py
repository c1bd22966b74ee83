"""Words that receipts are described with: stored values, and what people call them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

TO_CENTRE = "to_centre"
TO_UNIT = "to_unit"


class Reason(TextChoices):
    """What is the matter with goods (after the Receipt Advice of Logistics BIS)."""

    BROKEN = "broken", _("Broken")
    WRONG = "wrong", _("Another item than ordered")
    QUALITY = "quality", _("Poor quality")
    LABEL = "label", _("Wrong or missing label")
    PACKAGING = "packaging", _("Damaged packaging")
    MISSING = "missing", _("Missing")
    OTHER = "other", _("Other")


class Remedy(TextChoices):
    """What the buyer wants the seller to do about it."""

    REPLACE = "replace", _("Send new goods")
    CREDIT = "credit", _("Credit")


class ContactMeans(TextChoices):
    """How the seller was told."""

    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    PORTAL = "portal", _("The seller's portal")
    MEETING = "meeting", _("Meeting")
    LETTER = "letter", _("Letter")
