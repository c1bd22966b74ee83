"""The life of a requisition, as data. docs/lifecycles/requisitions-requisition.md is drawn
from this table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where a requisition is."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned for change")
    ORDERED = "ordered", _("Ordered")
    CLOSED = "closed", _("Closed")


class LineState(TextChoices):
    """Where one line of a requisition is."""

    OPEN = "open", _("Open")
    HANDED_OVER = "handed_over", _("Handed over")
    ORDERED = "ordered", _("Ordered")
    CANCELLED = "cancelled", _("Cancelled")


LIFECYCLE = Lifecycle(
    "requisition",
    # verb      leaves                          reaches
    ("edit", {State.DRAFT}, State.DRAFT),
    ("edit", {State.RETURNED}, State.RETURNED),
    ("submit", {State.DRAFT, State.RETURNED}, State.SUBMITTED),
    ("withdraw", {State.SUBMITTED, State.RETURNED}, State.DRAFT),
    ("approve", {State.SUBMITTED}, State.APPROVED),
    ("return", {State.SUBMITTED}, State.RETURNED),
    ("order", {State.APPROVED}, State.ORDERED),
    ("close", {State.DRAFT, State.RETURNED, State.ORDERED}, State.CLOSED),
)
