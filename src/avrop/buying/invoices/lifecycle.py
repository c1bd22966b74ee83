"""The life of an invoice or credit note, as data.

docs/lifecycles/invoices-invoice.md is drawn from this table.

Matched and differing follow from comparing; reviewed and approved are acts of people; paid follows
from what the bank says.
"""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class State(TextChoices):
    """Where an invoice is."""

    RECEIVED = "received", pgettext_lazy("state of an invoice", "Received")
    MATCHED = "matched", pgettext_lazy("state of an invoice", "Matched")
    DIFFERING = "differing", pgettext_lazy("state of an invoice", "Differs")
    REVIEWED = "reviewed", pgettext_lazy("state of an invoice", "Reviewed")
    APPROVED = "approved", pgettext_lazy("state of an invoice", "Approved")
    DISPUTED = "disputed", pgettext_lazy("state of an invoice", "Disputed")
    CREDITED = "credited", pgettext_lazy("state of an invoice", "Credited")
    PAID = "paid", pgettext_lazy("state of an invoice", "Paid")


#: Somebody has something to do before it can be paid.
WAITING = (State.RECEIVED, State.MATCHED, State.DIFFERING, State.REVIEWED, State.DISPUTED)
OPEN = frozenset({State.RECEIVED, State.MATCHED, State.DIFFERING})
#: Somebody has gone through it: what it costs and on what is decided.
ATTESTED = frozenset({State.REVIEWED, State.APPROVED, State.PAID})

LIFECYCLE = Lifecycle(
    "invoice",
    ("match", OPEN, State.MATCHED),
    ("differ", OPEN, State.DIFFERING),
    ("review", {State.MATCHED}, State.REVIEWED),
    ("approve", {State.REVIEWED}, State.APPROVED),
    # A credit note that brings back what was billed or withheld asks nobody for money.
    ("approve_by_rule", {State.MATCHED}, State.APPROVED),
    ("dispute", {State.MATCHED, State.DIFFERING, State.REVIEWED}, State.DISPUTED),
    ("resume", {State.DISPUTED}, State.DIFFERING),
    (
        "credit",
        {State.RECEIVED, State.MATCHED, State.DIFFERING, State.REVIEWED, State.DISPUTED},
        State.CREDITED,
    ),
    ("pay", {State.APPROVED}, State.PAID),
    ("reopen_payment", {State.PAID}, State.APPROVED),
)


#: What people do; the other verbs follow from matching and from the bank.
BY_PEOPLE = frozenset({"review", "approve", "dispute", "resume"})


def actions_from(state: str) -> tuple[str, ...]:
    """What people may do next."""
    return tuple(verb for verb in LIFECYCLE.verbs_from(state) if verb in BY_PEOPLE)


class DifferenceState(TextChoices):
    """Whether a difference still waits for somebody."""

    OPEN = "open", pgettext_lazy("state of a difference", "Open")
    SETTLED = "settled", pgettext_lazy("state of a difference", "Settled")
    GONE = "gone", pgettext_lazy("state of a difference", "No longer there")
