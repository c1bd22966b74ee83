"""Invoices, credit notes and payments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop import documents
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Missing, Refused
from avrop.selling.billing import actions, queries
from avrop.selling.billing.shapes import CreditLine, Deviation, InvoiceForm
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales import actions as sales
from avrop.selling.sales.shapes import OrderView
from avrop.selling.sales.tests.builders import (
    ASSORTMENT,
    NOW,
    Market,
    a_line,
    a_market,
    a_received_order,
    came_to_the_buyer,
    findings_at_the_buyer,
    stage_of,
)
from avrop.values import OcrReference, Quantity

pytestmark = pytest.mark.django_db


def a_shipped_order(
    market: Market,
    drain: Callable[[], int],
    *lines: documents.OrderLine,
    picks: tuple[Pick, ...] = (),
) -> OrderView:
    """An order whose goods have left."""
    order = a_received_order(market, drain, *lines)
    sales.accept_order(order.id, actor=market.seller, at=NOW)
    fulfilment.despatch_order(order.id, picks=picks, actor=market.seller, at=NOW)
    drain()
    return order


def test_what_has_left_is_invoiced_once() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_shipped_order(market, drain)

        actions.bill_order(order.id, actor=market.seller, at=NOW)
        drain()
        with pytest.raises(Refused) as refusal:
            actions.bill_order(order.id, actor=market.seller, at=NOW)

    (invoice,) = came_to_the_buyer(market, "invoice")
    assert (invoice.order_number, invoice.buyer_reference) == (
        order.buyer_order_number,
        "REF00017",
    )
    assert [(line.order_line, line.line_amount) for line in invoice.lines] == [
        ("1", Decimal("105.00")),
        ("2", Decimal("105.00")),
        ("3", Decimal("890.00")),
    ]
    (means,) = invoice.payment_means
    assert OcrReference.parse(means.reference) == means.reference
    assert (means.account.id, means.account.branch) == (
        market.seller_organisation.bankgiro,
        "SE:BANKGIRO",
    )
    assert refusal.value.codes == ["billing.nothing_to_bill"]
    assert stage_of(market, order.id) == "invoiced"
    assert findings_at_the_buyer(market) == []


@pytest.mark.parametrize(
    ("form", "order_number", "buyer_reference"),
    [
        (InvoiceForm(reference_in="buyer_reference"), False, "the order's number"),
        (InvoiceForm(reference_in="note"), False, "REF00017"),
        (InvoiceForm(reference_in="nowhere", line_references=False), False, "REF00017"),
    ],
)
def test_sellers_put_the_order_s_number_where_they_like(
    form: InvoiceForm, order_number: bool, buyer_reference: str
) -> None:
    market = a_market()
    with running_here() as drain:
        order = a_shipped_order(market, drain)

        actions.bill_order(order.id, form=form, actor=market.seller, at=NOW)
        drain()

    (invoice,) = came_to_the_buyer(market, "invoice")
    wanted = buyer_reference.replace("the order's number", order.buyer_order_number)
    assert (bool(invoice.order_number), invoice.buyer_reference) == (order_number, wanted)
    assert invoice.note == (order.buyer_order_number if form.reference_in == "note" else None)
    assert {line.order_line is None for line in invoice.lines} == {not form.line_references}
    assert findings_at_the_buyer(market) == []


@pytest.mark.parametrize("as_line", [False, True])
def test_freight_and_deposit_stand_on_the_invoice(as_line: bool) -> None:
    market = a_market()
    form = InvoiceForm(freight=Decimal(250), freight_as_line=as_line)
    with running_here() as drain:
        order = a_shipped_order(market, drain, a_line(1, ASSORTMENT[4], 3))

        actions.bill_order(order.id, form=form, actor=market.seller, at=NOW)
        drain()

    (invoice,) = came_to_the_buyer(market, "invoice")
    numbers = [line.item.sellers_id for line in invoice.lines]
    assert numbers == ["A-005", "PANT", *(["FRAKT"] if as_line else [])]
    assert invoice.lines[1].line_amount == Decimal("72.00")
    assert [charge.reason_code for charge in invoice.allowances_charges] == (
        [] if as_line else ["FC"]
    )
    assert invoice.total.tax_exclusive == Decimal("682.00")
    assert findings_at_the_buyer(market) == []


def test_four_pieces_ordered_are_invoiced_as_what_they_weigh() -> None:
    market = a_market()
    pick = Pick("1", Decimal(4), weight=Decimal("9.64"))
    with running_here() as drain:
        order = a_shipped_order(market, drain, a_line(1, ASSORTMENT[3], 4), picks=(pick,))

        actions.bill_order(order.id, actor=market.seller, at=NOW)
        drain()

    (invoice,) = came_to_the_buyer(market, "invoice")
    (line,) = invoice.lines
    assert line.quantity == Quantity(Decimal("9.64"), "KGM")
    assert (line.price.amount, line.line_amount) == (Decimal("82.5"), Decimal("795.30"))
    assert findings_at_the_buyer(market) == []


def test_a_wrong_quantity_and_price_can_be_invoiced_and_leave_nothing_to_bill() -> None:
    market = a_market()
    form = InvoiceForm(
        deviations=(Deviation("1", quantity=Decimal(12)), Deviation("3", price=Decimal(95)))
    )
    with running_here() as drain:
        order = a_shipped_order(market, drain)

        actions.bill_order(order.id, form=form, actor=market.seller, at=NOW)
        drain()

    (invoice,) = came_to_the_buyer(market, "invoice")
    assert [(line.quantity.value, line.price.amount) for line in invoice.lines] == [
        (Decimal(12), Decimal("10.5")),
        (Decimal(10), Decimal("10.5")),
        (Decimal(10), Decimal(95)),
    ]
    assert stage_of(market, order.id) == "invoiced"


def test_a_claim_is_credited_and_never_twice() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_shipped_order(market, drain)
        invoice_id = actions.bill_order(order.id, actor=market.seller, at=NOW)
        claim = (CreditLine("1", Decimal(6)),)

        actions.credit_invoice(invoice_id, "Sex trasiga", lines=claim, actor=market.seller, at=NOW)
        with pytest.raises(Refused) as refusal:
            actions.credit_invoice(invoice_id, "Igen", lines=claim, actor=market.seller, at=NOW)
        drain()

    (credit_note,) = came_to_the_buyer(market, "credit_note")
    (invoice,) = came_to_the_buyer(market, "invoice")
    assert [reference.number for reference in credit_note.preceding] == [invoice.number]
    assert (credit_note.order_number, credit_note.note) == (
        order.buyer_order_number,
        "Sex trasiga",
    )
    assert credit_note.total.payable == Decimal("66.78")
    assert refusal.value.codes == ["billing.credited_too_much"]
    assert findings_at_the_buyer(market) == []


def test_a_line_named_twice_is_not_credited_beyond_what_was_invoiced() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_shipped_order(market, drain)
    invoice_id = actions.bill_order(order.id, actor=market.seller, at=NOW)
    twice = (CreditLine("1", Decimal(6)), CreditLine("1", Decimal(6)))
    added = (CreditLine("1", Decimal(12)), CreditLine("1", Decimal(2), price=Decimal(-10)))

    refused = []
    for lines in (twice, added):
        with pytest.raises(Refused) as refusal:
            actions.credit_invoice(invoice_id, "Fel", lines=lines, actor=market.seller, at=NOW)
        refused.append(refusal.value.codes)

    assert refused == [["billing.credited_too_much"], ["billing.credited_too_much"] * 2]


def test_crediting_all_of_an_invoice_gives_its_charges_back_too_and_once() -> None:
    market = a_market()
    form = InvoiceForm(freight=Decimal(250))
    with running_here() as drain:
        order = a_shipped_order(market, drain)
        invoice_id = actions.bill_order(order.id, form=form, actor=market.seller, at=NOW)
        part = (CreditLine("1", Decimal(3)),)
        actions.credit_invoice(invoice_id, "Tre trasiga", lines=part, actor=market.seller, at=NOW)

        note_id = actions.credit_invoice(invoice_id, "Resten", actor=market.seller, at=NOW)
        drain()
        with pytest.raises(Refused) as refusal:
            actions.credit_invoice(invoice_id, "Igen", actor=market.seller, at=NOW)

    invoice, note = (queries.invoice(each, actor=market.seller) for each in (invoice_id, note_id))
    assert (note.line_amount.amount, note.charge_amount.amount) == (Decimal("1068.50"), 250)
    assert invoice.summary.state == "credited"
    assert refusal.value.codes == ["billing.credited_already"]
    sent = came_to_the_buyer(market, "credit_note")[-1]
    assert [charge.reason_code for charge in sent.allowances_charges] == ["FC"]
    assert findings_at_the_buyer(market) == []


def test_a_payment_settles_the_invoice_once_and_the_order_with_it() -> None:
    market = a_market()
    finance = market.person("seller_finance")
    with running_here() as drain:
        order = a_shipped_order(market, drain)
    invoice_id = actions.bill_order(order.id, actor=finance, at=NOW)
    owed = queries.invoice(invoice_id, actor=finance).summary

    payments = {
        actions.register_payment(
            owed.ocr,
            owed.payable.amount,
            "SEK",
            NOW.date(),
            bank_reference="B-1",
            actor=finance,
            at=NOW,
        )
        for _ in range(2)
    }

    assert len(payments) == 1
    assert queries.invoice(invoice_id, actor=finance).summary.state == "paid"
    assert stage_of(market, order.id) == "paid"
    with pytest.raises(Missing):
        actions.register_payment("1000099", Decimal(1), "SEK", NOW.date(), actor=finance, at=NOW)


def test_invoice_numbers_have_no_gaps_although_some_are_refused() -> None:
    market = a_market()
    with running_here() as drain:
        first, second = a_shipped_order(market, drain), a_shipped_order(market, drain)
    actions.bill_order(first.id, actor=market.seller, at=NOW)
    with pytest.raises(Refused):
        actions.bill_order(first.id, actor=market.seller, at=NOW)
    actions.bill_order(second.id, actor=market.seller, at=NOW)

    page = queries.invoices_page(actor=market.seller)

    assert [invoice.number for invoice in page.items] == ["100002", "100001"]


def test_the_warehouse_sends_no_invoices() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_shipped_order(market, drain)

    with pytest.raises(Forbidden):
        actions.bill_order(order.id, actor=market.person("warehouse"), at=NOW)


def test_the_invoice_to_come_is_the_invoice_that_is_sent() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_shipped_order(market, drain)

        come = queries.invoice_to_come(
            order.id, freight=Decimal(120), payment_days=14, actor=market.seller, at=NOW
        )
        nothing_yet = queries.invoices_of(order.id, actor=market.seller)
        form = InvoiceForm(freight=Decimal(120), payment_days=14)
        invoice_id = actions.bill_order(order.id, form=form, actor=market.seller, at=NOW)
        drain()

    (sent,) = came_to_the_buyer(market, "invoice")
    assert nothing_yet == ()
    assert (come.number, come.due_date) == (sent.number, NOW.date() + timedelta(days=14))
    assert come.total == sent.total
    assert come.tax_totals == sent.tax_totals
    assert come.payment_means == sent.payment_means
    assert queries.invoice_document(invoice_id, actor=market.seller).total == sent.total
    with pytest.raises(Refused) as refusal:
        queries.invoice_to_come(order.id, actor=market.seller, at=NOW)
    assert refusal.value.codes == ["billing.nothing_to_bill"]


def test_the_invoice_to_come_costs_as_many_statements_for_one_line_as_for_three() -> None:
    market = a_market()
    with running_here() as drain:
        one = a_shipped_order(market, drain, a_line(1, ASSORTMENT[0]))
        three = a_shipped_order(market, drain)

    counted = []
    for order in (one, three):
        with CaptureQueriesContext(connection) as captured:
            queries.invoice_to_come(order.id, actor=market.seller, at=NOW)
        counted.append(len(captured))

    assert counted[0] == counted[1]
