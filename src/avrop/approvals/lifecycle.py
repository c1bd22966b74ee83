"""The life of a request for approval and of its steps, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where a request stands."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned for change")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class StepState(TextChoices):
    """Where a step stands. `PENDING`: an earlier level must be approved first."""

    PENDING = "pending", _("Not yet its turn")
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned for change")
    SKIPPED = "skipped", _("Not needed any more")


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
