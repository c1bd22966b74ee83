"""The lives of payment proposals and of payments, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from avrop.kernel.lifecycle import Lifecycle


class ProposalState(TextChoices):
    """Where a payment proposal is."""

    PREPARED = "prepared", _("Prepared")
    RELEASED_ONCE = "released_once", _("Released by one")
    RELEASED = "released", _("Released")
    SENT = "sent", _("Sent to the bank")
    ANSWERED = "answered", _("Answered by the bank")
    WITHDRAWN = "withdrawn", _("Withdrawn")


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


class PaymentState(TextChoices):
    """Where one payment is."""

    PROPOSED = "proposed", _("Proposed")
    SENT = "sent", _("Sent to the bank")
    ACCEPTED = "accepted", _("Accepted by the bank")
    REJECTED = "rejected", _("Rejected by the bank")
    PAID = "paid", _("Paid")
    WITHDRAWN = "withdrawn", _("Withdrawn")


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
