"""The lives of payment proposals and of payments, as data."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class ProposalState(TextChoices):
    """Where a payment proposal is."""

    PREPARED = "prepared", pgettext_lazy("state of a payment proposal", "Prepared")
    RELEASED_ONCE = "released_once", pgettext_lazy("state of a payment proposal", "Released by one")
    RELEASED = "released", pgettext_lazy("state of a payment proposal", "Released")
    SENT = "sent", pgettext_lazy("state of a payment proposal", "Sent to the bank")
    ANSWERED = "answered", pgettext_lazy("state of a payment proposal", "Answered by the bank")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a payment proposal", "Withdrawn")


PROPOSAL = Lifecycle(
    "payment proposal",
    # Two people release (INV-09); the third step away from the preparer is the bank's.
    ("release", {ProposalState.PREPARED}, ProposalState.RELEASED_ONCE),
    ("release", {ProposalState.RELEASED_ONCE}, ProposalState.RELEASED),
    ("send", {ProposalState.RELEASED}, ProposalState.SENT),
    (
        "answer",
        {ProposalState.RELEASED, ProposalState.SENT, ProposalState.ANSWERED},
        ProposalState.ANSWERED,
    ),
    (
        "withdraw",
        {ProposalState.PREPARED, ProposalState.RELEASED_ONCE, ProposalState.RELEASED},
        ProposalState.WITHDRAWN,
    ),
)

LIFECYCLE = PROPOSAL


class EntryState(TextChoices):
    """Whether somebody has said what a booking of the bank is."""

    OPEN = "open", pgettext_lazy("state of a booking of the bank", "Not explained")
    EXPLAINED = "explained", pgettext_lazy("state of a booking of the bank", "Explained")


ENTRY = Lifecycle("booking of the bank", ("explain", {EntryState.OPEN}, EntryState.EXPLAINED))


class PaymentState(TextChoices):
    """Where one payment is."""

    PROPOSED = "proposed", pgettext_lazy("state of a payment", "Proposed")
    SENT = "sent", pgettext_lazy("state of a payment", "Sent to the bank")
    ACCEPTED = "accepted", pgettext_lazy("state of a payment", "Accepted by the bank")
    REJECTED = "rejected", pgettext_lazy("state of a payment", "Rejected by the bank")
    PAID = "paid", pgettext_lazy("state of a payment", "Paid")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a payment", "Withdrawn")


PAYMENT = Lifecycle(
    "payment",
    ("send", {PaymentState.PROPOSED}, PaymentState.SENT),
    ("accept", {PaymentState.SENT}, PaymentState.ACCEPTED),
    ("reject", {PaymentState.SENT, PaymentState.ACCEPTED}, PaymentState.REJECTED),
    ("pay", {PaymentState.SENT, PaymentState.ACCEPTED}, PaymentState.PAID),
    # An invoice and its credit note that take each other out need no bank.
    ("set_off", {PaymentState.PROPOSED}, PaymentState.PAID),
    ("withdraw", {PaymentState.PROPOSED}, PaymentState.WITHDRAWN),
)

#: Payments of these states hold no invoice: it can be proposed again.
UNDONE = frozenset({PaymentState.REJECTED, PaymentState.WITHDRAWN})
