"""The life of a request for approval and of its steps, as data."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where a request stands."""

    WAITING = "waiting", pgettext_lazy("state of a request for approval", "Waiting")
    APPROVED = "approved", pgettext_lazy("state of a request for approval", "Approved")
    RETURNED = "returned", pgettext_lazy("state of a request for approval", "Returned for change")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request for approval", "Withdrawn")


class StepState(TextChoices):
    """Where a step stands. `PENDING`: an earlier level must be approved first."""

    PENDING = "pending", pgettext_lazy("state of a step of approval", "Not yet its turn")
    WAITING = "waiting", pgettext_lazy("state of a step of approval", "Waiting")
    APPROVED = "approved", pgettext_lazy("state of a step of approval", "Approved")
    RETURNED = "returned", pgettext_lazy("state of a step of approval", "Returned for change")
    SKIPPED = "skipped", pgettext_lazy("state of a step of approval", "Not needed any more")


LIFECYCLE = Lifecycle(
    "approval request",
    ("approve", {State.WAITING}, State.APPROVED),
    ("return_for_change", {State.WAITING}, State.RETURNED),
    ("withdraw", {State.WAITING}, State.WITHDRAWN),
)
STEP_LIFECYCLE = Lifecycle(
    "approval step",
    ("open", {StepState.PENDING}, StepState.WAITING),
    ("approve", {StepState.WAITING}, StepState.APPROVED),
    ("return_for_change", {StepState.WAITING}, StepState.RETURNED),
    ("skip", {StepState.PENDING, StepState.WAITING}, StepState.SKIPPED),
)
