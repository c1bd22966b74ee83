"""The lives of a new department, of a question to somebody outside, and of a requester's change.
docs/lifecycles is drawn from these tables."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where a new department is on its way."""

    DRAFT = "draft", pgettext_lazy("state of a new department", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a new department", "With the coordinator")
    NUMBERED = "numbered", pgettext_lazy("state of a new department", "Has its GLN")
    AT_CENTRE = "at_centre", pgettext_lazy("state of a new department", "Waits for delivery days")
    INFORMING = "informing", pgettext_lazy("state of a new department", "Waits for suppliers")
    READY = "ready", pgettext_lazy("state of a new department", "Ready to order")
    REJECTED = "rejected", pgettext_lazy("state of a new department", "Sent back")
    CANCELLED = "cancelled", pgettext_lazy("state of a new department", "Cancelled")


#: Not yet in the register of units, and not given up.
OPEN = frozenset({State.DRAFT, State.SUBMITTED, State.NUMBERED, State.AT_CENTRE, State.REJECTED})
LIFECYCLE = Lifecycle(
    "department",
    ("save", {State.DRAFT, State.REJECTED}, State.DRAFT),
    ("submit", {State.DRAFT}, State.SUBMITTED),
    ("assign_gln", {State.SUBMITTED}, State.NUMBERED),
    ("ask_centre", {State.NUMBERED}, State.AT_CENTRE),
    ("take_days", {State.AT_CENTRE}, State.NUMBERED),
    ("register", {State.NUMBERED}, State.INFORMING),
    ("finish", {State.INFORMING}, State.READY),
    ("restart", {State.INFORMING, State.READY}, State.INFORMING),
    ("reject", {State.SUBMITTED, State.NUMBERED, State.AT_CENTRE}, State.REJECTED),
    ("cancel", OPEN, State.CANCELLED),
    ("hand_over", {State.SUBMITTED}, State.SUBMITTED),
    ("hand_over", {State.NUMBERED}, State.NUMBERED),
    ("hand_over", {State.AT_CENTRE}, State.AT_CENTRE),
    ("hand_over", {State.INFORMING}, State.INFORMING),
)


class QuestionState(TextChoices):
    """Where a question to a supplier or a distribution centre is."""

    ASKED = "asked", pgettext_lazy("state of a question", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("state of a question", "Answered")
    REPLACED = "replaced", pgettext_lazy("state of a question", "Replaced by a new one")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a question", "Taken back")


QUESTION = Lifecycle(
    "question",
    ("answer", {QuestionState.ASKED}, QuestionState.ANSWERED),
    ("replace", {QuestionState.ASKED}, QuestionState.REPLACED),
    ("withdraw", {QuestionState.ASKED}, QuestionState.WITHDRAWN),
)


class ChangeState(TextChoices):
    """Whether anything is left of what follows from somebody's coming, moving or leaving."""

    OPEN = "open", pgettext_lazy("state of a requester's change", "Something is left")
    DONE = "done", pgettext_lazy("state of a requester's change", "Done")


CHANGE = Lifecycle(
    "requester_change",
    ("name_taker", {ChangeState.OPEN}, ChangeState.OPEN),
    ("finish", {ChangeState.OPEN}, ChangeState.DONE),
)
