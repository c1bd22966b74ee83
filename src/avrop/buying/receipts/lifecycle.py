"""The life of a claim, as data. Receipts have none: a correction is a receipt of its own."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from avrop.kernel.lifecycle import Lifecycle


class ClaimState(TextChoices):
    """Where a claim is."""

    OPEN = "open", _("Open")
    NOTIFIED = "notified", _("The seller has been told")
    REPLACED = "replaced", _("Replaced")
    CREDITED = "credited", _("Credited")
    WITHDRAWN = "withdrawn", _("Withdrawn")


_RUNNING = frozenset({ClaimState.OPEN, ClaimState.NOTIFIED})

CLAIM = Lifecycle(
    "claim",
    ("notify", _RUNNING, ClaimState.NOTIFIED),
    ("replace", _RUNNING, ClaimState.REPLACED),
    ("credit", _RUNNING, ClaimState.CREDITED),
    ("withdraw", _RUNNING, ClaimState.WITHDRAWN),
)

LIFECYCLE = CLAIM


class CreditState(TextChoices):
    """Whether a credit that is expected has come."""

    OPEN = "open", _("Expected")
    MET = "met", _("Come")
    WITHDRAWN = "withdrawn", _("No longer expected")
