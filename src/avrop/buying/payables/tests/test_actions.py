"""From an approved invoice to booked and paid, in one tenant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from avrop.authority import actions as authority
from avrop.authority.separation import ALWAYS, DEFAULT, Pair
from avrop.buying.invoices import queries as invoices
from avrop.buying.orders import queries as orders
from avrop.buying.payables import actions, queries
from avrop.buying.payables.tests.builders import (
    AT,
    LATER,
    TODAY,
    Billed,
    Money,
    a_credit_note,
    a_paying_town,
    a_released_proposal,
    an_approved_invoice,
    statements,
    taken_in,
    the_file,
)
from avrop.documents.finance import answering, camt054, pain002
from avrop.documents.finance.pain002 import StatusReason
from avrop.kernel.jobs import running_here
from avrop.kernel.ports import Deed
from avrop.kernel.problems import Forbidden, Invalid, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person
from avrop.values import Money as Kronor

pytestmark = pytest.mark.django_db

FOREVER = date(2100, 1, 1)
TOMORROW = TODAY + timedelta(days=1)
MISSING = {"received": Decimal(10), "short": Decimal(2), "reason": "missing", "remedy": "credit"}


def rows_of(money: Money, invoice_id: object) -> list[tuple[str, Decimal, Decimal]]:
    (voucher,) = queries.vouchers_of_invoice(invoice_id, actor=money.town.office)  # type: ignore[arg-type]
    return [(row.account, row.debit, row.credit) for row in voucher.rows]


def answer(money: Money, raw: bytes) -> queries.BankAnswer:
    with running_here() as drain:
        told = actions.take_in_bank_answer(raw, actor=money.first, at=AT)
        drain()
    return told


def paid_by_bank(money: Money, proposal: object) -> None:
    file = the_file(money, proposal)  # type: ignore[arg-type]
    booked = answering.booking_of(file, message_id=f"B-{file.message_id}", at=AT, on=TODAY)
    answer(money, camt054.write(booked))


def test_an_approved_invoice_is_booked_once_by_coding_with_vat_and_debt() -> None:
    money = a_paying_town()

    _, invoice = an_approved_invoice(money)

    # 12 at 11 kr and 12 at 12 kr, a quarter in VAT.
    assert rows_of(money, invoice.id) == [
        ("64400", Decimal(276), 0),
        ("1681", Decimal(69), 0),
        ("2511", 0, Decimal(345)),
    ]
    with running_here():
        again = actions.book_invoice(invoice.id, actor=money.finance, at=AT)
    (voucher,) = queries.vouchers_of_invoice(invoice.id, actor=money.finance)
    assert (voucher.id, voucher.series, voucher.number) == (again, "L", 1)


def test_an_invoice_is_paid_by_a_file_that_two_released_and_the_bank_answered() -> None:
    money = a_paying_town()
    order, invoice = an_approved_invoice(money)
    proposal = a_released_proposal(money)
    file = the_file(money, proposal)
    (payment,) = file.payments
    assert (payment.amount.amount, payment.account.number) == (345, "50501055")
    assert payment.remittance[0].reference == invoice.payment_reference

    report = answer(money, pain002.write(answering.report_on(file, message_id="R1", at=AT)))
    accepted = queries.proposal(proposal.id, actor=money.first).payments[0].state
    booked = answering.booking_of(file, message_id="B1", at=AT, on=TODAY)
    notice = answer(money, camt054.write(booked))

    assert (report.accepted, accepted) == (1, "accepted")
    assert notice.paid == 1
    assert invoices.invoice(invoice.id, actor=money.town.office).state == "paid"
    newest = queries.vouchers_page(actor=money.finance).items[0]
    assert newest.bank_file_id == notice.file_id
    rows = queries.voucher_rows(newest.id, actor=money.finance).items
    assert [(row.account, row.debit, row.credit) for row in rows] == [
        ("2511", Decimal(345), 0),
        ("1931", 0, Decimal(345)),
    ]
    standing = orders.standing(order.id, actor=money.town.office, at=AT)
    assert standing.code == "orders.stands_payment_paid"


def test_payment_is_released_by_two_who_neither_prepared_nor_decided() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    keeper = a_person(money.town.tenant_id, roles=("ap_clerk", "payment_releaser"))
    with running_here():
        proposal = actions.propose_payments(LATER, actor=keeper, at=AT)

        with pytest.raises(Refused):
            actions.release_payments(proposal.id, actor=keeper, at=AT)
        first = actions.release_payments(proposal.id, actor=money.first, at=AT)
        with pytest.raises(Refused):
            actions.release_payments(proposal.id, actor=money.first, at=AT)
        with pytest.raises(Refused):
            actions.send_payment_file(proposal.id, actor=money.first, at=AT)
        with pytest.raises(Forbidden):
            actions.release_payments(proposal.id, actor=money.office.decider, at=AT)

    assert first.state == "released_once"


def test_no_rules_let_one_person_prepare_a_payment_and_release_it_or_release_it_twice() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    one = a_person(money.town.tenant_id, roles=("ap_clerk", "payment_releaser"))

    def keep_only(*pairs: Pair) -> None:
        authority.change_separation(
            pairs, valid_from=TODAY, reason="By the board", actor=money.town.office, at=AT
        )

    with pytest.raises(Refused) as refusal:
        keep_only(Pair(Deed.NEED, Deed.APPROVE))
    keep_only(*ALWAYS)
    with running_here():
        proposal = actions.propose_payments(LATER, actor=one, at=AT)
        with pytest.raises(Refused) as prepared:
            actions.release_payments(proposal.id, actor=one, at=AT)
        actions.release_payments(proposal.id, actor=money.first, at=AT)
        with pytest.raises(Refused) as released:
            actions.release_payments(proposal.id, actor=money.first, at=AT)
        with pytest.raises(Refused) as by_routine:
            actions.release_payments(proposal.id, actor=money.town.office, at=AT)

    assert refusal.value.codes == ["authority.separation_too_weak"]
    assert prepared.value.codes == ["payables.you_prepared"]
    assert released.value.codes == ["payables.you_released"]
    assert by_routine.value.codes == ["payables.released_by_people"]
    assert queries.proposal(proposal.id, actor=money.finance).state == "released_once"


def test_whoever_received_the_goods_pays_them_unless_the_organisation_keeps_that_apart() -> None:
    money = a_paying_town()
    both = a_person(money.town.tenant_id, roles=("receiver", "payment_releaser"))
    an_approved_invoice(replace(money, office=replace(money.office, receiver=both)))
    pairs = (*DEFAULT.pairs, Pair(Deed.RECEIVE, Deed.RELEASE_PAYMENT))
    preparer = a_person(money.town.tenant_id, roles=("ap_clerk",))
    with running_here():
        proposal = actions.propose_payments(LATER, actor=preparer, at=AT)
        authority.change_separation(
            pairs, valid_from=TOMORROW, reason="By the board", actor=money.town.office, at=AT
        )

        with pytest.raises(Refused) as refusal:
            actions.release_payments(proposal.id, actor=both, at=AT + timedelta(days=1))
        first = actions.release_payments(proposal.id, actor=both, at=AT)

    assert refusal.value.codes == ["authority.duties_not_separated"]
    assert first.state == "released_once"


def test_what_is_withheld_is_not_paid_and_its_credit_note_settles_it() -> None:
    money = a_paying_town()
    order, invoice = an_approved_invoice(money, **MISSING)
    first = a_released_proposal(money)
    assert first.total.amount == Decimal("317.50")
    paid_by_bank(money, first)
    assert invoices.invoice(invoice.id, actor=money.town.office).state == "approved"

    note = taken_in(money.town, a_credit_note(order, money.seller, Billed(1, 2), of=invoice.number))
    second = a_released_proposal(money)

    assert (second.total.amount, second.state) == (0, "answered")
    states = [
        invoices.invoice(each, actor=money.town.office).state for each in (invoice.id, note.id)
    ]
    assert states == ["paid", "paid"]
    assert rows_of(money, note.id) == [
        ("64400", 0, Decimal(22)),
        ("1681", 0, Decimal("5.50")),
        ("2511", Decimal("27.50"), 0),
    ]


def test_a_credit_note_that_came_in_time_is_taken_off_the_payment() -> None:
    money = a_paying_town()
    order, invoice = an_approved_invoice(money, **MISSING)
    note = taken_in(money.town, a_credit_note(order, money.seller, Billed(1, 2), of=invoice.number))

    proposal = a_released_proposal(money)
    file = the_file(money, proposal)

    (payment,) = file.payments
    assert payment.amount.amount == Decimal("317.50")
    assert [(part.document_type, part.amount.amount) for part in payment.remittance] == [  # type: ignore[union-attr]
        ("CINV", Decimal("345.00")),
        ("CREN", Decimal("27.50")),
    ]
    assert note.state == "approved"


def test_a_rejected_payment_lets_go_of_its_invoice() -> None:
    money = a_paying_town()
    _, invoice = an_approved_invoice(money)
    proposal = a_released_proposal(money)
    file = the_file(money, proposal)
    refused = {file.payments[0].end_to_end_id: StatusReason("AC04", ("Kontot är avslutat",))}

    told = answer(
        money, pain002.write(answering.report_on(file, message_id="R1", at=AT, refused=refused))
    )
    again = a_released_proposal(money)

    assert (told.rejected, again.total.amount) == (1, 345)
    payments = queries.payments_of_invoice(invoice.id, actor=money.finance)
    assert [each.state for each in payments] == ["rejected", "proposed"]
    assert payments[0].rejection == "AC04 Kontot är avslutat"


def test_the_banks_file_counts_once() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    file = the_file(money, a_released_proposal(money))
    raw = camt054.write(answering.booking_of(file, message_id="B1", at=AT, on=TODAY))
    answer(money, raw)

    other_bytes = camt054.write(
        answering.booking_of(file, message_id="B1", at=AT, on=TODAY + timedelta(days=1))
    )
    for repeated in (raw, other_bytes):
        with running_here(), pytest.raises(Refused) as refusal:
            actions.take_in_bank_answer(repeated, actor=money.first, at=AT)
        assert refusal.value.codes == ["payables.file_taken_in_already"]
    with running_here(), pytest.raises(Invalid):
        actions.take_in_bank_answer(b"<x/>", actor=money.first, at=AT)


def test_the_same_invoice_is_not_proposed_twice_unless_withdrawn() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    with running_here():
        first = actions.propose_payments(LATER, actor=money.office.clerk, at=AT)
        with pytest.raises(Refused) as refusal:
            actions.propose_payments(LATER, actor=money.office.clerk, at=AT)
        actions.withdraw_proposal(first.id, "Fel dag", actor=money.office.clerk, at=AT)
        second = actions.propose_payments(LATER, actor=money.office.clerk, at=AT)

    assert refusal.value.codes == ["payables.nothing_to_pay"]
    assert second.total == first.total


def test_whoever_has_nothing_to_do_with_money_sees_none_of_it() -> None:
    money = a_paying_town()
    an_approved_invoice(money)

    assert queries.vouchers_page(actor=money.office.receiver).items == ()
    assert len(queries.vouchers_page(actor=money.finance).items) == 1


def test_the_trace_of_an_order_ends_with_the_money() -> None:
    money = a_paying_town()
    order, _ = an_approved_invoice(money)
    proposal = a_released_proposal(money)
    the_file(money, proposal)

    entries = orders.trace(order.id, actor=money.town.office)

    codes = [entry.code for entry in entries]
    for code in (
        "receipts.trace_received",
        "invoices.trace_invoice",
        "invoices.trace_decision",
        "payables.trace_booked",
        "payables.trace_released",
        "payables.trace_file_made",
    ):
        assert code in codes
    with tenant_scope(money.town.tenant_id):
        standing = queries.money_standing(order.id)
    assert standing is not None
    assert standing.state == "sent"


@pytest.mark.parametrize("lines", [1, 100, 1000])
def test_booking_takes_the_same_statements_however_many_lines(lines: int) -> None:
    from avrop.buying.invoices import actions as invoice_actions
    from avrop.buying.invoices.tests.builders import a_delivered_order, a_document, a_seller

    money = a_paying_town()
    seller = a_seller(money.town, items=lines, name="Grossisten AB")
    order = a_delivered_order(money.town, seller, money.office.receiver, lines=lines)
    invoice = taken_in(money.town, a_document(order, seller))
    with running_here():
        with statements() as attesting:
            invoice_actions.attest_review(invoice.id, actor=money.office.clerk, at=AT)
            invoice_actions.attest_decision(invoice.id, actor=money.office.decider, at=AT)
        with statements() as booking:
            actions.book_invoice(invoice.id, actor=money.finance, at=AT)

    assert (len(attesting), len(booking)) == (30, 12)


def test_what_the_bank_books_that_fits_no_payment_is_kept_until_somebody_explains_it() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    proposal = a_released_proposal(money)
    file = the_file(money, proposal)
    booked = answering.booking_of(file, message_id="B-1", at=AT, on=TODAY)
    (notified,) = booked.notifications
    (entry,) = notified.entries
    (paid,) = entry.transactions
    less = replace(paid, amount=Kronor(Decimal(1), "SEK"))
    back = replace(paid, direction=camt054.Direction.CREDIT, end_to_end_id="", return_reason="AC04")
    odd = (
        replace(entry, amount=less.amount, transactions=(less,)),
        replace(entry, direction=camt054.Direction.CREDIT, transactions=(back,)),
        replace(entry, transactions=(replace(paid, end_to_end_id="SOMEBODY-ELSES"),)),
        replace(entry, transactions=()),
    )
    raw = camt054.write(replace(booked, notifications=(replace(notified, entries=odd),)))

    told = answer(money, raw)

    kept = queries.bank_entries_page(state="open", actor=money.finance).items
    assert (told.paid, len(told.unknown)) == (0, 4)
    assert [(each.oddity, each.amount and each.amount.amount) for each in reversed(kept)] == [
        ("other_amount", 1),
        ("returned", 345),
        ("unknown", 345),
        ("unknown", 345),
    ]
    assert kept[-1].payment_id == proposal.payments[0].id
    with tenant_scope(money.town.tenant_id):
        (task,) = tasks.tasks_of(told.file_id)
    assert money.finance.person_id in task.assignees
    with running_here() as drain:
        with pytest.raises(Refused):
            actions.explain_bank_entry(kept[0].id, " ", actor=money.finance, at=AT)
        with pytest.raises(Forbidden):
            actions.explain_bank_entry(kept[0].id, "Avgift", actor=money.first, at=AT)
        for each in kept:
            actions.explain_bank_entry(each.id, "Avgift", actor=money.finance, at=AT)
        drain()
    with tenant_scope(money.town.tenant_id):
        (task,) = tasks.tasks_of(told.file_id)
    assert task.state == "done"
    assert queries.bank_entry(kept[0].id, actor=money.finance).explanation == "Avgift"


def test_a_bank_that_says_again_that_it_accepts_is_no_matter_for_anybody() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    file = the_file(money, a_released_proposal(money))

    for number in ("R1", "R2"):
        told = answer(money, pain002.write(answering.report_on(file, message_id=number, at=AT)))

    assert (told.accepted, told.unknown) == (0, ())
    assert queries.bank_entries_page(actor=money.finance).items == ()


def test_a_second_booking_of_the_same_payment_is_asked_about() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    file = the_file(money, a_released_proposal(money))

    for number in ("B1", "B2"):
        booked = answering.booking_of(file, message_id=number, at=AT, on=TODAY)
        told = answer(money, camt054.write(booked))

    (kept,) = queries.bank_entries_page(actor=money.finance).items
    assert (told.paid, kept.oddity) == (0, "not_expected")


@pytest.mark.parametrize("number", [1, 40])
def test_what_fits_no_payment_is_kept_in_the_same_statements_however_much(number: int) -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    file = the_file(money, a_released_proposal(money))
    booked = answering.booking_of(file, message_id="B-1", at=AT, on=TODAY)
    (notified,) = booked.notifications
    strangers = tuple(replace(notified.entries[0], transactions=()) for _ in range(number))
    raw = camt054.write(replace(booked, notifications=(replace(notified, entries=strangers),)))

    with running_here(), statements() as taking:
        actions.take_in_bank_answer(raw, actor=money.first, at=AT)

    assert len(taking) == 15
