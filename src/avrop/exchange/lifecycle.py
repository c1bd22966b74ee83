"""The life of a message, as data: one table for each direction."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class Direction(TextChoices):
    """Whether the message came to us or left us."""

    IN = "in", _("Incoming")
    OUT = "out", _("Outgoing")


class State(TextChoices):
    """Where a message stands. The first eight are of incoming messages, the rest of outgoing."""

    RECEIVED = "received", pgettext_lazy("state of a message", "Received")
    TAKEN_IN = "taken_in", pgettext_lazy("state of a message", "Taken in")
    REFUSED = "refused", pgettext_lazy("state of a message", "Refused")
    UNDELIVERABLE = "undeliverable", pgettext_lazy("state of a message", "Undeliverable")
    CONFLICT = (
        "conflict",
        pgettext_lazy("state of a message", "In conflict with an earlier message"),
    )
    SETTLED = "settled", pgettext_lazy("state of a message", "Conflict settled")
    REPEATED = "repeated", pgettext_lazy("state of a message", "Repeats an earlier message")
    FORWARDED = "forwarded", pgettext_lazy("state of a message", "Forwarded to the receiver")
    QUEUED = "queued", pgettext_lazy("state of a message", "Waiting to be sent")
    HANDED_OVER = "handed_over", pgettext_lazy("state of a message", "Handed over")
    DELIVERED = "delivered", pgettext_lazy("state of a message", "Delivered")
    FAILED = "failed", pgettext_lazy("state of a message", "Not delivered")
    REFUSED_BY_ACCESS_POINT = (
        "refused_by_access_point",
        pgettext_lazy("state of a message", "Refused by the access point"),
    )


#: An incoming message. `receive` is where it begins; a decision that a person may ask to be made
#: again is only one that took no effect. A conflict stays until somebody has looked at it: nothing is
#: taken in by settling it, since the first message holds.
INBOUND = Lifecycle(
    "message",
    ("take_in", {State.RECEIVED}, State.TAKEN_IN),
    ("refuse", {State.RECEIVED}, State.REFUSED),
    ("find_undeliverable", {State.RECEIVED}, State.UNDELIVERABLE),
    ("find_conflicting", {State.RECEIVED}, State.CONFLICT),
    ("find_repeated", {State.RECEIVED}, State.REPEATED),
    ("forward", {State.RECEIVED}, State.FORWARDED),
    ("retry_take_in", {State.UNDELIVERABLE, State.REFUSED}, State.RECEIVED),
    ("settle_conflict", {State.CONFLICT}, State.SETTLED),
)

#: An outgoing message. Only the access point's own refusal is final (ORD-13); a failure that is
#: reported late changes the same record.
OUTBOUND = Lifecycle(
    "message",
    ("hand_over", {State.QUEUED}, State.HANDED_OVER),
    ("deliver", {State.QUEUED, State.HANDED_OVER, State.FAILED}, State.DELIVERED),
    ("fail", {State.QUEUED, State.HANDED_OVER, State.DELIVERED, State.FAILED}, State.FAILED),
    (
        "refuse_finally",
        {State.QUEUED, State.HANDED_OVER, State.DELIVERED, State.FAILED},
        State.REFUSED_BY_ACCESS_POINT,
    ),
    ("resend", {State.FAILED, State.HANDED_OVER, State.DELIVERED}, State.QUEUED),
)

LIFECYCLES = {Direction.IN: INBOUND, Direction.OUT: OUTBOUND}
