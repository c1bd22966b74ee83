"""The books' desk: vouchers and what they book; what is fetched for the accounting system, by whom."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from avrop.buying.payables import actions, queries
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
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db


def paid_by_bank(money: Money) -> None:
    file = the_file(money, a_released_proposal(money))
    booked = answering.booking_of(file, message_id=f"B-{file.message_id}", at=AT, on=TODAY)
    with running_here() as drain:
        actions.take_in_bank_answer(camt054.write(booked), actor=money.first, at=AT)
        drain()


def test_vouchers_are_listed_with_what_they_book_and_whether_they_were_fetched() -> None:
    money = a_paying_town()
    _, invoice = an_approved_invoice(money)
    actions.make_sie_file(actor=money.finance, at=AT)
    paid_by_bank(money)
    client = a_client_of(money.finance)

    everything = page(client, "vouchers")
    waiting = page(client, "vouchers", fetched="no")

    assert ">L1</a>" in everything
    assert reverse("invoice", args=[invoice.id]) in everything
    assert ">U1</a>" in waiting
    assert ">L1</a>" not in waiting
    assert "345.00" in waiting


def test_a_voucher_shows_both_sides_the_same_and_leads_to_what_it_books() -> None:
    money = a_paying_town()
    _, invoice = an_approved_invoice(money)
    paid_by_bank(money)
    payment, booked = queries.vouchers_page(actor=money.finance).items
    (proposal,) = queries.proposals_page(actor=money.finance).items
    client = a_client_of(money.finance)

    of_invoice = page(client, "voucher", booked.id)
    of_payment = page(client, "voucher", payment.id)

    assert "on each side: debit and credit are the same, to the öre" in of_invoice
    assert reverse("invoice", args=[invoice.id]) in of_invoice
    assert "64400" in of_invoice
    assert reverse("payment_proposal", args=[proposal.id]) in of_payment
    assert reverse("payment_file", args=[payment.bank_file_id]) in of_payment
    assert reverse("voucher", args=[booked.id]) in page(client, "invoice", invoice.id)


def test_whoever_keeps_the_books_fetches_what_is_new_and_sees_who_fetched_it() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    client = a_client_of(money.finance)
    address = reverse("sie_files")

    before = page(client, "sie_files")
    status, to = sent(client, address, "FetchForm")
    after = client.get(to).content.decode()
    download = client.get(re.search(r'href="([^"]+/file)"', after)[1])  # type: ignore[index]
    history = client.get(to).content.decode()

    assert "1 voucher has not been fetched yet." in before
    assert status == 302
    assert [one.number for one in sie4.read(download.content).vouchers] == ["1"]
    assert download["Content-Disposition"] == 'attachment; filename="avrop-1.si"'
    assert "The file was downloaded." not in after
    assert "The file was downloaded." in history
    assert "Everything that is booked has been fetched." in page(client, "sie_files")


def test_what_stands_in_the_way_of_fetching_is_said_at_the_day() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    client = a_client_of(money.finance)
    address = reverse("sie_files")
    keys = {"from_date": "2026-03-02", "until_date": "2026-03-01"}

    status, shown = sent(client, address, "CopyForm", **keys)

    assert status == 409
    assert 'href="#until_date"' in shown
    assert 'value="2026-03-02"' in shown


def test_whoever_only_reads_the_books_fetches_nothing() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    auditor = a_client_of(a_person(money.town.tenant_id, roles=("auditor",)))

    shown = page(auditor, "sie_files")

    assert "Fetch as a SIE file" not in shown
    assert ">L1</a>" in page(auditor, "vouchers")
    assert "Nothing has been booked yet." in page(a_client_of(money.office.receiver), "vouchers")


def test_pages_of_vouchers_take_the_same_statements_however_many() -> None:
    money = a_paying_town()
    client = a_client_of(money.finance)
    counts = []
    for number in (1, 4):
        for _ in range(number):
            an_approved_invoice(money, lines=1)
        made = actions.make_sie_file(actor=money.finance, at=AT)
        voucher = queries.vouchers_page(actor=money.finance).items[0]
        each = []
        for name, key in (("vouchers", ()), ("sie_files", ()), ("voucher", (voucher.id,))):
            page(client, name, *key)
            with statements() as captured:
                page(client, name, *key)
            each.append(len(captured))
        assert made.vouchers == number
        counts.append(each)

    assert counts[0] == counts[1]
