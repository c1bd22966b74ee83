"""The life of a planned change, as data."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where a planned change is."""

    DRAFT = "draft", pgettext_lazy("state of a planned change", "Planned")
    MADE = "made", pgettext_lazy("state of a planned change", "Made")
    DROPPED = "dropped", pgettext_lazy("state of a planned change", "Dropped")


LIFECYCLE = Lifecycle(
    "planned_change",
    ("make", {State.DRAFT}, State.MADE),
    ("drop", {State.DRAFT}, State.DROPPED),
)
