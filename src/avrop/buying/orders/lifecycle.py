"""The life of an order, as data. docs/lifecycles/orders-order.md is drawn from this table.

Only what somebody decided is a state. Sent, delivered, received and invoiced amounts are functions
of the quantity ledger; transmission is a state in `exchange`.
"""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where an order is."""

    DRAFT = "draft", pgettext_lazy("state of an order", "Draft")
    SENT = "sent", pgettext_lazy("state of an order", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("state of an order", "Accepted")
    ACCEPTED_WITH_CHANGES = (
        "accepted_with_changes",
        pgettext_lazy("state of an order", "Accepted with changes"),
    )
    CHANGE_PENDING = "change_pending", pgettext_lazy("state of an order", "Change asked for")
    REJECTED = "rejected", pgettext_lazy("state of an order", "Rejected")
    CANCELLED = "cancelled", pgettext_lazy("state of an order", "Cancelled")
    CLOSED = "closed", pgettext_lazy("state of an order", "Closed")


OPEN = frozenset({State.SENT, State.ACCEPTED, State.ACCEPTED_WITH_CHANGES, State.CHANGE_PENDING})

LIFECYCLE = Lifecycle(
    "order",
    # verb, leaves, reaches. The seller's answers: acknowledge, accept, offer_changes, reject,
    # stand_by_offer. Ours: the others.
    ("send", {State.DRAFT}, State.SENT),
    ("acknowledge", {State.SENT}, State.SENT),
    ("acknowledge", {State.CHANGE_PENDING}, State.CHANGE_PENDING),
    ("accept", {State.SENT, State.CHANGE_PENDING, State.ACCEPTED_WITH_CHANGES}, State.ACCEPTED),
    ("offer_changes", OPEN, State.ACCEPTED_WITH_CHANGES),
    ("stand_by_offer", {State.CHANGE_PENDING}, State.ACCEPTED_WITH_CHANGES),
    ("reject", {State.SENT, State.ACCEPTED, State.ACCEPTED_WITH_CHANGES}, State.REJECTED),
    ("accept_changes", {State.ACCEPTED_WITH_CHANGES}, State.ACCEPTED),
    (
        "ask_for_change",
        {State.SENT, State.ACCEPTED, State.ACCEPTED_WITH_CHANGES},
        State.CHANGE_PENDING,
    ),
    (
        "cancel",
        {
            State.DRAFT,
            State.SENT,
            State.ACCEPTED,
            State.ACCEPTED_WITH_CHANGES,
            State.CHANGE_PENDING,
        },
        State.CANCELLED,
    ),
    ("close", {State.SENT, State.ACCEPTED}, State.CLOSED),
    ("reopen", {State.CLOSED}, State.ACCEPTED),
)
