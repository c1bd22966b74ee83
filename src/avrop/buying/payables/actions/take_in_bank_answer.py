"""What the bank answers: pain.002 says accepted or rejected, camt.054 says paid."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority import queries as authority
from avrop.buying.payables import chart, permissions
from avrop.buying.payables.bookkeeping import NewVoucher, write_voucher
from avrop.buying.payables.clearing import clear
from avrop.buying.payables.entries import Word, keep_entries, oddity_of
from avrop.buying.payables.events import BankAnswered
from avrop.buying.payables.kinds import Oddity
from avrop.buying.payables.lifecycle import PAYMENT, PROPOSAL, ProposalState
from avrop.buying.payables.models import BankFile, Payment, Proposal
from avrop.buying.payables.rules import Paid, key_of_bank_file, rows_of_payments
from avrop.buying.payables.shapes import BankAnswer
from avrop.documents.finance import camt054, pain002
from avrop.documents.findings import UnreadableDocument
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Invalid, Problem, refuse_if
from avrop.tasks import actions as tasks
from avrop.tasks.shapes import NewTask

#: What moved money means for a payment.
_VERBS = {camt054.Direction.DEBIT: "pay", camt054.Direction.CREDIT: "come"}


@dataclass(frozen=True, slots=True)
class _Answer:
    kind: str
    message_id: str
    words: tuple[Word, ...]


@command(permissions.TAKE_IN)
def take_in_bank_answer(content: bytes, *, actor: Actor, at: datetime) -> BankAnswer:
    """Take in a file of the bank: payments are accepted, rejected or paid, and what is paid is booked.

    A rejected payment lets go of its invoices and becomes a task. What fits no payment, or came to the
    account, is kept until somebody has explained it: a task too. The same file, or another with the
    same message number, is `Refused`: it would count twice (INV-09).
    """
    actor = require(actor, permissions.TAKE_IN, at=at, within=EVERYWHERE)

    answer = _read(content)
    file = _keep(content, answer, actor, at)
    payments = {
        payment.end_to_end_id: payment
        for payment in Payment.objects.select_for_update()
        .filter(end_to_end_id__in=[word.end_to_end_id for word in answer.words])
        .order_by("id")
    }
    outcome = _Outcome()
    for word in answer.words:
        outcome.hear(word, payments.get(word.end_to_end_id))
    update_rows(Payment, ["state", "paid_on", "rejection"], outcome.changed)
    _close_proposals(outcome.changed, at)
    _book(outcome, file, actor, at)
    _ask_about(outcome.rejected, actor, at)
    keep_entries(outcome.odd, file, actor, at)

    counts = {verb: len(outcome.by_verb(verb)) for verb in ("accept", "reject", "pay")}
    outbox.publish(
        BankAnswered(
            file.id,
            answer.kind,
            counts["accept"],
            counts["reject"],
            counts["pay"],
            unexplained=len(outcome.odd),
        ),
        actor=actor,
        at=at,
    )
    return BankAnswer(
        file_id=file.id,
        kind=answer.kind,
        accepted=counts["accept"],
        rejected=counts["reject"],
        paid=counts["pay"],
        unknown=tuple(word.end_to_end_id or word.why for word, _, _ in outcome.odd),
    )


@dataclass(slots=True)
class _Outcome:
    """What the words of the bank have done to our payments."""

    heard: dict[UUID, tuple[str, Payment]] = field(default_factory=dict)
    odd: list[tuple[Word, Payment | None, Oddity]] = field(default_factory=list)

    def hear(self, word: Word, payment: Payment | None) -> None:
        """Apply one word; one that does not fit the payment's life, or its amount, is kept apart."""
        oddity = oddity_of(word, payment)
        if oddity is not None:
            self.odd.append((word, payment, oddity))
            return
        if payment is None or word.verb not in PAYMENT.verbs_from(payment.state):
            return
        payment.state = PAYMENT.after(payment.state, word.verb)
        payment.paid_on = word.on or payment.paid_on
        payment.rejection = word.why[:300]
        self.heard[payment.id] = (word.verb, payment)

    def by_verb(self, verb: str) -> list[Payment]:
        """The payments this was said of."""
        return [payment for said, payment in self.heard.values() if said == verb]

    @property
    def changed(self) -> list[Payment]:
        """Every payment something was said of."""
        return [payment for _, payment in self.heard.values()]

    @property
    def rejected(self) -> list[Payment]:
        """Those that will not be paid."""
        return self.by_verb("reject")


def _read(content: bytes) -> _Answer:
    readers: tuple[tuple[str, Callable[[bytes], _Answer]], ...] = (
        ("pain.002", _read_report),
        ("camt.054", _read_booking),
    )
    problems: list[Problem] = []
    for kind, reads in readers:
        try:
            return reads(content)
        except UnreadableDocument as fault:
            problems += [
                Problem("payables.file_unreadable", {"kind": kind, "code": finding.code})
                for finding in fault.findings
            ]
    raise Invalid(problems)


def _read_report(content: bytes) -> _Answer:
    report = pain002.read(content)
    named = [
        (batch.batch_id, transaction.end_to_end_id)
        for batch in report.batches
        for transaction in batch.transactions
    ]
    ids = {end_to_end_id for _, end_to_end_id in named}
    named += [(batch_id, each) for each, batch_id in _of_file(report).items() if each not in ids]
    return _Answer("pain.002", report.message_id, tuple(_verdicts(report, named)))


def _of_file(report: pain002.PaymentStatusReport) -> Mapping[str, str]:
    """The payments of the file that is answered: a bank need not name those it takes."""
    rows = Payment.objects.filter(proposal__number=report.original_message_id)
    return dict.fromkeys(
        rows.values_list("end_to_end_id", flat=True), f"{report.original_message_id}-1"
    )


def _verdicts(
    report: pain002.PaymentStatusReport, named: Iterable[tuple[str, str]]
) -> Iterator[Word]:
    for batch_id, end_to_end_id in named:
        verdict = pain002.status_of(report, batch_id, end_to_end_id)
        if verdict is None:
            continue
        if verdict.status in pain002.FINAL_FAILURES:
            why = "; ".join(" ".join((each.code, *each.text)) for each in verdict.reasons)
            yield Word(end_to_end_id, "reject", why=why)
        elif verdict.status not in (pain002.PaymentStatus.RECEIVED, pain002.PaymentStatus.PENDING):
            yield Word(end_to_end_id, "accept")


def _read_booking(content: bytes) -> _Answer:
    booking = camt054.read(content)
    words = tuple(
        word
        for notification in booking.notifications
        for entry in notification.entries
        if entry.is_booked
        for word in _moved(entry, booking)
    )
    return _Answer("camt.054", booking.message_id, words)


def _moved(entry: camt054.Entry, booking: camt054.BookingNotification) -> Iterator[Word]:
    """The money that an entry says has moved: each transaction of it, or all where none is told."""
    on = entry.booking_date or entry.value_date or booking.created_at.date()
    if not entry.transactions:
        yield Word("", _VERBS[entry.direction], on, entry.amount, entry.bank_reference)
    for transaction in entry.transactions:
        yield Word(
            transaction.end_to_end_id,
            _VERBS[transaction.direction],
            on,
            transaction.amount,
            transaction.return_reason or " ".join(transaction.remarks),
            transaction.counterparty.name,
            is_return=bool(transaction.return_reason),
        )


def _keep(content: bytes, answer: _Answer, actor: Actor, at: datetime) -> BankFile:
    digest = hashlib.sha256(content).hexdigest()
    same = Q(sha256=digest) | Q(kind=answer.kind, message_id=answer.message_id)
    refuse_if(
        [Problem("payables.file_taken_in_already", {"number": answer.message_id})]
        if BankFile.objects.filter(same, direction="received").exists()
        else []
    )
    return BankFile.objects.create(
        direction="received",
        kind=answer.kind,
        message_id=answer.message_id,
        sha256=digest,
        content=content,
        person_id=actor.person_id,
        recorded_at=at,
    )


def _close_proposals(payments: Sequence[Payment], at: datetime) -> None:
    answered = {payment.proposal_id for payment in payments}
    if answered:
        Proposal.objects.filter(id__in=answered, state=ProposalState.SENT).update(
            state=PROPOSAL.after(ProposalState.SENT, "answer")
        )


def _book(outcome: _Outcome, file: BankFile, actor: Actor, at: datetime) -> None:
    """A voucher for each day on which the bank booked: debts gone, money gone."""
    by_day: dict[date, list[Payment]] = {}
    for payment in outcome.by_verb("pay"):
        by_day.setdefault(payment.paid_on or day_of(at), []).append(payment)
    for day, payments in sorted(by_day.items()):
        accounts, rule_set = ruleset.in_force(chart.NAME, chart.DEFAULT, on=day)
        rows = rows_of_payments(
            [
                Paid(each.id, f"{each.seller_name} {each.end_to_end_id}", each.amount)
                for each in payments
            ],
            accounts,
        )
        new = NewVoucher(
            series=accounts.payment_series,
            voucher_date=day,
            text=f"{file.kind} {file.message_id}",
            currency=_currency(payments[0]),
            once_key=key_of_bank_file(file.id, day),
            rule_set=rule_set,
        )
        write_voucher(new, rows, at=at)
        clear([each.id for each in payments], day, actor=actor, at=at)


def _currency(payment: Payment) -> str:
    found: str = Proposal.objects.values_list("currency", flat=True).get(id=payment.proposal_id)
    return found


def _ask_about(rejected: Sequence[Payment], actor: Actor, at: datetime) -> None:
    """Whoever prepares payments sees what the bank would not pay."""
    assignees = authority.people_who_may(permissions.PREPARE, EVERYWHERE, at) if rejected else ()
    if not assignees:
        return
    tasks.open_tasks(
        tuple(
            NewTask(
                kind="payables.payment_rejected",
                subject_kind="payment",
                subject_id=payment.id,
                assignees=assignees,
                once_key=f"payables.rejected/{payment.id}",
                values={"seller": payment.seller_name, "reason": payment.rejection},
            )
            for payment in rejected
        ),
        actor=actor,
        at=at,
    )
