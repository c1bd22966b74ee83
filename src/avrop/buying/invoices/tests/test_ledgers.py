"""Whatever happens in whatever order: derived states equal their ledgers, and nothing is billed that
was not received and kept."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avrop.buying.invoices import queries
from avrop.buying.invoices.kinds import InvoiceKind
from avrop.buying.invoices.models import Invoice, Match
from avrop.buying.invoices.tests.builders import (
    AT,
    Billed,
    Office,
    Seller,
    Town,
    a_credit_note,
    a_document,
    a_seller,
    a_sent_order,
    a_town,
    an_office,
    taken_in,
)
from avrop.buying.orders import queries as orders
from avrop.buying.orders.progress import LineStanding, progress_of
from avrop.buying.orders.queries import OrderView
from avrop.buying.receipts import actions as receipts
from avrop.buying.receipts import queries as receipt_queries
from avrop.buying.receipts.actions import CorrectedLine, NewReceiptLine
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope

pytestmark = pytest.mark.django_db

few = st.integers(1, 8)
STEPS = st.one_of(
    st.tuples(st.just("receive"), few, st.integers(0, 3)),
    st.tuples(st.just("short"), few, st.integers(1, 3)),
    st.tuples(st.just("correct"), st.integers(0, 8), st.just(0)),
    st.tuples(st.just("bill"), few, few),
    st.tuples(st.just("credit"), few, st.just(0)),
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=2, max_size=7))
def test_derived_states_equal_their_ledgers_after_any_interleaving(
    steps: list[tuple[str, int, int]],
) -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_sent_order(town, seller)

    for what, first, second in steps:
        try:
            _do(what, first, second, town, seller, office, order)
        except Refused:
            continue
        finally:
            _agrees(town, order)


def _do(
    what: str, first: int, second: int, town: Town, seller: Seller, office: Office, order: OrderView
) -> None:
    match what:
        case "receive" | "short":
            rejected = min(first, second) if what == "receive" else 0
            deviates = bool(rejected) or what == "short"
            line = NewReceiptLine(
                order.lines[0].id,
                Decimal(first),
                rejected=Decimal(rejected),
                short=Decimal(second if what == "short" else 0),
                reason="other" if deviates else "",
                remedy="credit" if deviates else "",
            )
            other = NewReceiptLine(order.lines[1].id, Decimal(first))
            with running_here() as drain:
                receipts.register_receipt(order.id, (line, other), actor=office.receiver, at=AT)
                drain()
        case "correct":
            page = receipt_queries.receipts_page(order_id=order.id, actor=town.office).items
            written = [each for each in page if each.corrects_id is None]
            if written:
                mended = (CorrectedLine(written[0].lines[0].id, Decimal(first)),)
                with running_here() as drain:
                    receipts.correct_receipt(
                        written[0].id, mended, "Fel", actor=office.receiver, at=AT
                    )
                    drain()
        case "bill":
            taken_in(town, a_document(order, seller, Billed(1, first), Billed(2, second)))
        case "credit":
            named = queries.invoices_of_order(order.id, actor=town.office)
            of = next((each.number for each in named if each.kind == InvoiceKind.INVOICE), "")
            taken_in(town, a_credit_note(order, seller, Billed(1, first), of=of))


def _agrees(town: Town, order: OrderView) -> None:
    with tenant_scope(town.tenant_id):
        lines = orders.lines_for_matching(order_ids=[order.id])
        billed: dict[tuple[str, UUID], Decimal] = defaultdict(Decimal)
        per_line: dict[UUID, Decimal] = defaultdict(Decimal)
        money: dict[UUID, Decimal] = defaultdict(Decimal)
        for each in Match.objects.select_related("invoice", "line"):
            billed[each.invoice.kind, each.order_line_id] += each.quantity
            per_line[each.line_id] += each.quantity
            money[each.line_id] += each.amount
        stated = {each.line_id: each.line for each in Match.objects.select_related("line")}
        withheld = sum(Invoice.objects.values_list("withheld", flat=True))
    for line in lines:
        sums = line.sums
        assert sums.invoiced == billed[InvoiceKind.INVOICE.value, line.order_line_id]
        assert sums.credited == billed[InvoiceKind.CREDIT_NOTE.value, line.order_line_id]
        assert 0 <= sums.invoiced - sums.credited <= sums.accepted <= sums.received
    for line_id, invoiced in stated.items():
        assert per_line[line_id] <= invoiced.quantity
        assert money[line_id] <= invoiced.amount
    assert withheld >= 0
    view = orders.order(order.id, actor=town.office)
    progress = progress_of([LineStanding(line.quantity, line.sums) for line in lines])
    assert (view.received, view.invoiced) == (progress.received, progress.invoiced)
