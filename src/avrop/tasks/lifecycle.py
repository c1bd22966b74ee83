"""The life of a task."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where a task stands."""

    OPEN = "open", pgettext_lazy("state of a task", "Open")
    DONE = "done", pgettext_lazy("state of a task", "Done")
    CANCELLED = "cancelled", pgettext_lazy("state of a task", "Cancelled")


LIFECYCLE = Lifecycle(
    "task",
    ("take", {State.OPEN}, State.OPEN),
    ("give_back", {State.OPEN}, State.OPEN),
    ("escalate", {State.OPEN}, State.OPEN),
    ("finish", {State.OPEN}, State.DONE),
    ("cancel", {State.OPEN}, State.CANCELLED),
)
#: How closing a task by what has happened to its subject is called.
CLOSING_VERBS = {State.DONE.value: "finish", State.CANCELLED.value: "cancel"}
