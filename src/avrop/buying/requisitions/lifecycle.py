"""The life of a requisition, as data. docs/lifecycles/requisitions-requisition.md is drawn
from this table."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where a requisition is."""

    DRAFT = "draft", pgettext_lazy("state of a requisition", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a requisition", "Waiting for approval")
    APPROVED = "approved", pgettext_lazy("state of a requisition", "Approved")
    RETURNED = "returned", pgettext_lazy("state of a requisition", "Returned for change")
    ORDERED = "ordered", pgettext_lazy("state of a requisition", "Ordered")
    CLOSED = "closed", pgettext_lazy("state of a requisition", "Closed")


class LineState(TextChoices):
    """Where one line of a requisition is."""

    OPEN = "open", pgettext_lazy("state of a line", "Open")
    HANDED_OVER = "handed_over", pgettext_lazy("state of a line", "Handed over")
    ORDERED = "ordered", pgettext_lazy("state of a line", "Ordered")
    CANCELLED = "cancelled", pgettext_lazy("state of a line", "Cancelled")


LIFECYCLE = Lifecycle(
    "requisition",
    # verb      leaves                          reaches
    ("edit", {State.DRAFT}, State.DRAFT),
    ("edit", {State.RETURNED}, State.RETURNED),
    ("submit", {State.DRAFT, State.RETURNED}, State.SUBMITTED),
    # Whoever is asked to approve may order less or code otherwise; all are asked again.
    ("change", {State.SUBMITTED}, State.SUBMITTED),
    ("withdraw", {State.SUBMITTED, State.RETURNED}, State.DRAFT),
    ("approve", {State.SUBMITTED}, State.APPROVED),
    ("return", {State.SUBMITTED}, State.RETURNED),
    ("order", {State.APPROVED}, State.ORDERED),
    ("close", {State.DRAFT, State.RETURNED, State.ORDERED}, State.CLOSED),
)
