"""Vouchers to look at, and to fetch for the accounting system: each once, or a copy of a period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from avrop.buying.payables import actions, queries
from avrop.buying.payables.bookkeeping import NewVoucher, write_voucher
from avrop.buying.payables.events import SieFileMade
from avrop.buying.payables.models import Voucher
from avrop.buying.payables.queries import sie as fetching
from avrop.buying.payables.rules import Row
from avrop.buying.payables.tests.builders import (
    AT,
    TODAY,
    Money,
    a_paying_town,
    a_released_proposal,
    an_approved_invoice,
    statements,
    the_file,
)
from avrop.documents.finance import answering, camt054, sie4
from avrop.kernel.jobs import running_here
from avrop.kernel.models import EventRow
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.values import Money as Kronor

pytestmark = pytest.mark.django_db

#: What follows by itself, such as the booking of an invoice, has the clock's own day.
BOOKED = datetime.now(UTC).astimezone(ZoneInfo("Europe/Stockholm")).date()


def paid_by_bank(money: Money) -> None:
    file = the_file(money, a_released_proposal(money))
    booked = answering.booking_of(file, message_id=f"B-{file.message_id}", at=AT, on=TODAY)
    with running_here() as drain:
        actions.take_in_bank_answer(camt054.write(booked), actor=money.first, at=AT)
        drain()


def fetched(money: Money, **days: Any) -> queries.SieFileView:
    return actions.make_sie_file(actor=money.finance, at=AT, **days)


def held(money: Money, file_id: UUID) -> list[str]:
    """The vouchers of a file as an accounting system reads it; raises where one does not balance."""
    read = sie4.read(queries.sie_content(file_id, actor=money.finance))
    return [f"{each.series}{each.number}" for each in read.vouchers]


# --- looking -----------------------------------------------------------------------------------------


def test_vouchers_are_found_by_series_number_day_and_whether_they_were_fetched() -> None:
    money = a_paying_town()
    for _ in range(2):
        an_approved_invoice(money, lines=1)
    fetched(money)
    paid_by_bank(money)

    def names(**chosen: Any) -> list[str]:
        found = queries.vouchers_page(actor=money.finance, **chosen).items
        return [f"{one.series}{one.number}" for one in found]

    assert names() == ["U1", "L2", "L1"]
    assert names(sort="date") == ["L2", "L1", "U1"]
    assert names(number="L") == ["L2", "L1"]
    assert names(number="L 2") == names(number="l2") == ["L2"]
    assert names(number="1") == ["U1", "L1"]
    assert names(number="X1") == names(number="L 2 3") == []
    assert names(fetched="no") == ["U1"]
    assert names(fetched="yes") == ["L2", "L1"]
    assert names(from_date=TODAY + timedelta(days=1)) == ["L2", "L1"]
    assert names(until_date=TODAY) == ["U1"]


def test_a_voucher_says_what_it_books_and_that_its_sides_are_the_same() -> None:
    money = a_paying_town()
    _, invoice = an_approved_invoice(money)
    paid_by_bank(money)
    payment, booked = queries.vouchers_page(actor=money.finance).items

    of_invoice = queries.voucher_head(booked.id, actor=money.finance)
    of_payment = queries.voucher_head(payment.id, actor=money.finance)
    first = queries.voucher_rows(payment.id, actor=money.finance, limit=1)
    second = queries.voucher_rows(payment.id, actor=money.finance, cursor=first.next_cursor)

    assert (of_invoice.invoice_id, of_invoice.bank_file_id) == (invoice.id, None)
    assert of_payment.invoice_id is None
    assert of_payment.bank_file_id is not None
    assert of_invoice.debit == of_invoice.credit == Kronor(Decimal(345), "SEK")
    assert of_invoice.is_balanced
    assert booked.total == of_invoice.debit
    assert (of_invoice.rows, of_payment.rows) == (3, 2)
    (row,) = first.items
    (proposal,) = queries.proposals_page(actor=money.finance).items
    assert (row.invoice_id, row.proposal_id) == (invoice.id, proposal.id)
    assert [one.account for one in second.items] == ["1931"]


def test_a_list_of_vouchers_takes_the_same_statements_however_many() -> None:
    money = a_paying_town()
    counts = []
    for _ in range(2):
        an_approved_invoice(money, lines=1)
        with statements() as captured:
            queries.vouchers_page(actor=money.finance, fetched="no")
        counts.append(len(captured))

    assert counts[0] == counts[1]


# --- fetching ----------------------------------------------------------------------------------------


def test_vouchers_leave_once_as_a_sie_file_that_balances() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    first = fetched(money)
    paid_by_bank(money)
    waits = queries.to_fetch(actor=money.finance)

    second = fetched(money)

    assert waits == queries.ToFetch((queries.Span("U", TODAY.year, 1, 1),), 0)
    assert (held(money, first.id), held(money, second.id)) == (["L1"], ["U1"])
    assert (first.number, first.vouchers, first.debit) == (1, 1, Kronor(Decimal(345), "SEK"))
    assert (first.made_by, first.made_at) == (money.finance.person_id, AT)
    with tenant_scope(money.town.tenant_id):
        told = EventRow.objects.filter(name=SieFileMade.name).order_by("id").last()
    assert told is not None
    assert told.person_id == money.finance.person_id
    read = sie4.read(queries.sie_content(first.id, actor=money.finance))
    assert ((1, "4100"),) in [row.objects for each in read.vouchers for row in each.transactions]
    (voucher,) = queries.vouchers_page(actor=money.finance, number="L").items
    head = queries.voucher_head(voucher.id, actor=money.finance)
    assert (head.fetched_in, head.fetched_as, head.fetched_at) == (first.id, 1, AT)


def test_what_has_been_fetched_is_not_fetched_again() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    fetched(money)

    with pytest.raises(Refused) as refusal:
        fetched(money)

    assert refusal.value.codes == ["payables.nothing_to_fetch"]
    assert len(queries.sie_files_page(actor=money.finance).items) == 1


def test_a_copy_of_a_period_counts_nothing_as_fetched() -> None:
    money = a_paying_town()
    an_approved_invoice(money)

    copy = fetched(money, from_date=BOOKED, until_date=BOOKED)

    assert held(money, copy.id) == ["L1"]
    assert (copy.is_copy, copy.spans) == (True, ())
    assert queries.to_fetch(actor=money.finance).vouchers == 1


def test_a_period_must_have_both_days_the_right_way_round_and_something_in_it() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    before = TODAY - timedelta(days=1)

    def said(**days: Any) -> list[str]:
        with pytest.raises(Refused) as refusal:
            fetched(money, **days)
        return list(refusal.value.codes)

    assert said(from_date=TODAY) == ["payables.period_without_end"]
    assert said(until_date=TODAY) == ["payables.period_without_beginning"]
    assert said(from_date=TODAY, until_date=before) == ["payables.period_ends_first"]
    assert said(from_date=before, until_date=before) == ["payables.nothing_in_period"]
    assert queries.sie_files_page(actor=money.finance).items == ()


def test_a_file_holds_no_more_than_an_accounting_system_can_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    money = a_paying_town()
    for _ in range(3):
        an_approved_invoice(money, lines=1)
    for module in (fetching, actions.fetch):
        monkeypatch.setattr(module, "MOST_VOUCHERS", 2)
    waits = queries.to_fetch(actor=money.finance)

    with pytest.raises(Refused) as refusal:
        fetched(money, from_date=BOOKED, until_date=BOOKED)
    first, second = fetched(money), fetched(money)

    assert (waits.vouchers, waits.left) == (2, 1)
    assert refusal.value.codes == ["payables.period_too_long"]
    assert (held(money, first.id), held(money, second.id)) == (["L1", "L2"], ["L3"])


def test_fetching_takes_the_same_statements_however_many_vouchers() -> None:
    money = a_paying_town()
    counts = []
    for number in (1, 4):
        for _ in range(number):
            an_approved_invoice(money, lines=1)
        with statements() as captured:
            fetched(money)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_vouchers_are_fetched_by_whoever_keeps_the_books_and_seen_by_those_who_see_money() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    made = fetched(money)
    outsider = money.office.receiver

    with pytest.raises(Forbidden):
        actions.make_sie_file(actor=outsider, at=AT)

    assert queries.sie_files_page(actor=outsider).items == ()
    assert queries.to_fetch(actor=outsider).vouchers == 0
    assert queries.sie_files_page(actor=money.first).items == (made,)
    with tenant_scope(money.town.tenant_id):
        assert Voucher.objects.count() == 1


def test_a_voucher_that_no_accounting_system_would_take_is_named() -> None:
    money = a_paying_town()
    with tenant_scope(money.town.tenant_id):
        new = NewVoucher("L", TODAY, "Kurs", "EUR", "seed/1", "payables.chart/0")
        write_voucher(new, [Row("1681", Decimal(5)), Row("2511", Decimal(-5))], at=AT)

    with pytest.raises(Refused) as refusal:
        fetched(money)

    (problem, *_) = refusal.value.problems
    assert (problem.code, problem.values["voucher"]) == ("payables.sie_not_writable", "L1")
