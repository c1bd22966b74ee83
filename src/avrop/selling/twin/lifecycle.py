"""The life of a run of a script, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class RunState(TextChoices):
    """What the twin is at with an order."""

    RUNNING = "running", pgettext_lazy("state of a run", "Working")
    WAITING = "waiting", pgettext_lazy("state of a run", "Waiting for somebody")
    STUCK = "stuck", pgettext_lazy("state of a run", "Stuck")
    STOPPED = "stopped", pgettext_lazy("state of a run", "Stopped")
    DONE = "done", pgettext_lazy("state of a run", "Done")


_ALIVE = frozenset({RunState.RUNNING, RunState.WAITING, RunState.STUCK})

LIFECYCLE = Lifecycle(
    "twin_run",
    ("go_on", _ALIVE, RunState.RUNNING),
    ("wait", _ALIVE, RunState.WAITING),
    ("get_stuck", _ALIVE, RunState.STUCK),
    ("stop", _ALIVE, RunState.STOPPED),
    ("finish", _ALIVE, RunState.DONE),
)


class Deeds(TextChoices):
    """What a step of a script can be."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge the order")
    ACCEPT = "accept", _("Accept the order")
    ACCEPT_WITH_CHANGES = "accept_with_changes", _("Accept with changes")
    REJECT = "reject", _("Reject the order")
    CANCEL = "cancel", _("Cancel the order")
    SILENT = "silent", _("Stay silent")
    WAIT = "wait", _("Wait for somebody")
    DESPATCH = "despatch", _("Send goods off")
    DELIVER = "deliver", _("Deliver")
    BILL = "bill", _("Send an invoice")
    CREDIT = "credit", _("Send a credit note")


class Reply(TextChoices):
    """What the twin says to a buyer's change or cancellation."""

    ACCEPT = "accept", _("Agree")
    REFUSE = "refuse", _("Refuse")
    HAND = "hand", _("Leave it to somebody")
