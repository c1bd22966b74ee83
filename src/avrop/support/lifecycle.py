"""The life of a case, as data. docs/lifecycles/support-case.md is drawn from this table.

An answer is not enough: a case is closed only after the one who asked has been told, by reading the
answer or in person.
"""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where a case is."""

    OPEN = "open", pgettext_lazy("state of a case", "Open")
    ANSWERED = "answered", pgettext_lazy("state of a case", "Answered")
    TOLD = "told", pgettext_lazy("state of a case", "Told")
    CLOSED = "closed", pgettext_lazy("state of a case", "Closed")


LIFECYCLE = Lifecycle(
    "case",
    ("take", {State.OPEN, State.ANSWERED}, State.OPEN),
    ("answer", {State.OPEN, State.ANSWERED, State.TOLD}, State.ANSWERED),
    ("tell", {State.ANSWERED}, State.TOLD),
    ("ask_more", {State.OPEN, State.ANSWERED, State.TOLD, State.CLOSED}, State.OPEN),
    ("close", {State.TOLD}, State.CLOSED),
)
