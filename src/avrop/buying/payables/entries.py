"""What the bank says that fits no payment of ours: kept, and somebody is asked, so that no money moves
unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from avrop.authority import queries as authority
from avrop.buying.payables import permissions
from avrop.buying.payables.kinds import Oddity
from avrop.buying.payables.lifecycle import PAYMENT, PaymentState
from avrop.buying.payables.models import BankEntry, BankFile, Payment
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.ports import EVERYWHERE
from avrop.tasks import actions as tasks
from avrop.tasks.shapes import NewTask
from avrop.values import Money

#: What the bank may say again of a payment that has come further.
SAID_AGAIN = frozenset({PaymentState.ACCEPTED, PaymentState.PAID})


@dataclass(frozen=True, slots=True)
class Word:
    """What the bank says of one payment: a verb of its life, the day it was booked, or why not.

    The verb "come" is money that came to the account. `counterparty` is who is at the other end.
    """

    end_to_end_id: str
    verb: str
    on: date | None = None
    amount: Money | None = None
    why: str = ""
    counterparty: str = ""
    is_return: bool = False


def oddity_of(word: Word, payment: Payment | None) -> Oddity | None:
    """Why a word does not fit a payment; None where it does, or only says again what we know."""
    if word.verb == "come":
        is_ours = payment is not None or word.is_return
        return Oddity.RETURNED if is_ours else Oddity.CAME_IN
    if payment is None:
        return Oddity.UNKNOWN
    if word.verb == "accept" and payment.state in SAID_AGAIN:
        return None
    if word.verb not in PAYMENT.verbs_from(payment.state):
        return Oddity.NOT_EXPECTED
    if word.amount is not None and word.amount.amount != payment.amount:
        return Oddity.OTHER_AMOUNT
    return None


def keep_entries(
    odd: Sequence[tuple[Word, Payment | None, Oddity]], file: BankFile, actor: Actor, at: datetime
) -> None:
    """Keep what fits nothing, and ask those who can explain it. The same statements however many."""
    if not odd:
        return
    insert_rows(BankEntry, [_row(word, payment, kind, file) for word, payment, kind in odd])
    assignees = authority.people_who_may(permissions.EXPLAIN, EVERYWHERE, at)
    if not assignees:
        return
    task = NewTask(
        kind="payables.entries_unexplained",
        subject_kind="bank_file",
        subject_id=file.id,
        assignees=assignees,
        once_key=f"payables.entries/{file.id}",
        values={"number": len(odd), "file": file.message_id},
    )
    tasks.open_tasks((task,), actor=actor, at=at)


def _row(word: Word, payment: Payment | None, kind: Oddity, file: BankFile) -> BankEntry:
    return BankEntry(
        file=file,
        oddity=kind,
        payment_id=payment.id if payment else None,
        end_to_end_id=word.end_to_end_id[:35],
        said=word.verb,
        amount=word.amount.amount if word.amount else None,
        currency=word.amount.currency if word.amount else "",
        booked_on=word.on,
        counterparty=word.counterparty[:300],
        text=word.why[:300],
        recorded_at=file.recorded_at,
    )
