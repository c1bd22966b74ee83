"""The life of a price list and of an article, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where a version of a catalogue stands. `RECEIVED`: nobody knows yet of which agreement."""

    RECEIVED = "received", pgettext_lazy("state of a price list", "Received")
    IN_REVIEW = "in_review", pgettext_lazy("state of a price list", "In review")
    SCHEDULED = "scheduled", pgettext_lazy("state of a price list", "Will come into force")
    ACTIVE = "active", pgettext_lazy("state of a price list", "In force")
    SUPERSEDED = "superseded", pgettext_lazy("state of a price list", "Superseded")
    REJECTED = "rejected", pgettext_lazy("state of a price list", "Rejected")


class Action(TextChoices):
    """What a catalogue, or a line of one that updates, asks for (BIS Catalogue 3)."""

    ADD = "add", _("Add")
    REPLACE = "replace", _("Replace")
    UPDATE = "update", _("Update")
    DELETE = "delete", _("Delete")


class Verdict(TextChoices):
    """What is thought of a line. A quarantined one waits for a person, a rejected one never counts."""

    CLEAN = "clean", pgettext_lazy("state of a line", "Clean")
    QUARANTINED = "quarantined", pgettext_lazy("state of a line", "Quarantined")
    REJECTED = "rejected", pgettext_lazy("state of a line", "Rejected")


class Decision(TextChoices):
    """What a person decided of a quarantined line."""

    ACCEPT = "accept", _("Accept")
    REJECT = "reject", _("Reject")


class ItemState(TextChoices):
    """Whether an article can be ordered at all."""

    ACTIVE = "active", pgettext_lazy("state of an article", "Active")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an article", "Withdrawn")


LIFECYCLE = Lifecycle(
    "catalogue version",
    ("assign", {State.RECEIVED}, State.IN_REVIEW),
    ("reject", {State.RECEIVED, State.IN_REVIEW, State.SCHEDULED}, State.REJECTED),
    ("schedule", {State.IN_REVIEW}, State.SCHEDULED),
    ("activate", {State.IN_REVIEW, State.SCHEDULED}, State.ACTIVE),
    ("supersede", {State.ACTIVE}, State.SUPERSEDED),
)
