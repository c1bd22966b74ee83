"""The life of a claim, as data. Receipts have none: a correction is a receipt of its own."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class ClaimState(TextChoices):
    """Where a claim is."""

    OPEN = "open", pgettext_lazy("state of a claim", "Open")
    NOTIFIED = "notified", pgettext_lazy("state of a claim", "The seller has been told")
    REPLACED = "replaced", pgettext_lazy("state of a claim", "Replaced")
    CREDITED = "credited", pgettext_lazy("state of a claim", "Credited")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a claim", "Withdrawn")


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

    OPEN = "open", pgettext_lazy("state of an expected credit", "Expected")
    MET = "met", pgettext_lazy("state of an expected credit", "Come")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an expected credit", "No longer expected")
