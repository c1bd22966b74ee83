"""What can happen to an order from its sending to its invoices, by the real commands on both sides of a
trade, and what must then be true of its ledgers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from avrop.agreements.models import CallOff, Drawn
from avrop.buying.invoices import actions as invoices
from avrop.buying.invoices import queries as invoiced
from avrop.buying.invoices.models import Invoice, InvoiceLine, Match
from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as ordered
from avrop.buying.orders.models import QuantityEntry
from avrop.buying.orders.progress import LineStanding, progress_of
from avrop.buying.orders.shapes import OrderView
from avrop.buying.receipts import actions as receipts
from avrop.buying.receipts.models import ExpectedCredit
from avrop.buying.receipts.shapes import CorrectedLine, NewReceiptLine
from avrop.kernel.problems import Denial, missing
from avrop.kernel.scope import tenant_scope
from avrop.selling.billing.shapes import CreditLine
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales import queries as sold
from avrop.selling.stock.models import Level, Movement
from avrop.selling.stock.rules import EFFECTS
from avrop.selling.twin import actions as twin
from avrop.selling.twin.shapes import Script, Step
from avrop.testing.trade import Trade, a_cart, approve, submit

ORDERED = Decimal(5)
ACCEPTS = Script((Step("accept"),), name="accepts")
NOTHING = Decimal(0)
LEVELS = ("on_hand", "reserved", "quarantine")


def now() -> datetime:
    """The trade goes on for real."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Course:
    """An order of two lines on its way, and what has been received of it so far."""

    trade: Trade
    order_id: UUID
    sales_order_id: UUID
    settle: Callable[[], int]
    receipt_lines: list[tuple[UUID, UUID]] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)

    @property
    def order(self) -> OrderView:
        """The order as its requester sees it."""
        return ordered.order(self.order_id, actor=self.trade.requester)

    def line_id(self, line: int) -> UUID:
        """The first or the second line of the order."""
        return self.order.lines[line].id


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that somebody tries; `name` shows in a failing example."""

    name: str
    line: int = 0
    quantity: Decimal = NOTHING
    rejected: Decimal = NOTHING

    def on(self, course: Course) -> None:
        """Try it, and let what follows from it happen. What is refused changes nothing."""
        try:
            HAPPENINGS[self.name](course, self)
        except Denial:
            course.taken["refused"] += 1
        else:
            course.taken[self.name] += 1
        course.settle()


def _seller_does(course: Course, step: Step) -> None:
    twin.run_step(course.sales_order_id, step, actor=course.trade.seller, at=now())


def _despatch(course: Course, it: Happening) -> None:
    pick = Pick(f"#{it.line + 1}", it.quantity)
    _seller_does(course, Step("despatch", picks=(pick,), final=False))


def _bill(course: Course, it: Happening) -> None:
    _seller_does(course, Step("bill"))


def _credit(course: Course, it: Happening) -> None:
    credited = (CreditLine(f"#{it.line + 1}", it.quantity),)
    _seller_does(course, Step("credit", note="Broken", credits=credited))


def _receive(course: Course, it: Happening) -> None:
    reason = ("broken", "credit") if it.rejected else ("", "")
    line = NewReceiptLine(
        course.line_id(it.line),
        it.quantity,
        rejected=min(it.rejected, it.quantity),
        reason=reason[0],
        remedy=reason[1],
    )
    receipt = receipts.register_receipt(
        course.order_id, (line,), actor=course.trade.receiver, at=now()
    )
    course.receipt_lines += [(receipt.id, each.id) for each in receipt.lines]


def _count_again(course: Course, it: Happening) -> None:
    if not course.receipt_lines:
        raise missing("receipt", course.order_id)
    receipt_id, line_id = course.receipt_lines[it.line % len(course.receipt_lines)]
    counted = CorrectedLine(line_id, it.quantity, min(it.rejected, it.quantity))
    receipts.correct_receipt(
        receipt_id, (counted,), "Counted again", actor=course.trade.receiver, at=now()
    )


def _attest(course: Course, it: Happening) -> None:
    """The latest invoice on the order."""
    found = invoiced.invoices_of_order(course.order_id, actor=course.trade.buyer_routine)
    if not found:
        raise missing("invoice", course.order_id)
    invoices.attest_review(found[-1].id, actor=course.trade.clerk, at=now())
    invoices.attest_decision(found[-1].id, actor=course.trade.decider, at=now())


HAPPENINGS: dict[str, Callable[[Course, Happening], None]] = {
    "despatch": _despatch,
    "bill": _bill,
    "credit": _credit,
    "receive": _receive,
    "count again": _count_again,
    "attest": _attest,
}


#: All has come, and nothing been despatched or invoiced.
RECEIVED = (Happening("receive", 0, ORDERED), Happening("receive", 1, ORDERED))
#: Three are invoiced and two of them matched, two more are on their way.
INVOICED = (
    Happening("despatch", quantity=Decimal(3)),
    Happening("receive", quantity=Decimal(2)),
    Happening("bill"),
    Happening("despatch", quantity=Decimal(2)),
)
#: Three are invoiced and matched, two more are on their way.
MATCHED = (
    Happening("despatch", quantity=Decimal(3)),
    Happening("receive", quantity=Decimal(3)),
    Happening("bill"),
    Happening("despatch", quantity=Decimal(2)),
)


def an_order(trade: Trade, settle: Callable[[], int]) -> Course:
    """Two lines of five, sent and accepted."""
    requisition_id = a_cart(trade, lines=2, at=now(), quantity=ORDERED)
    approve(trade, submit(trade, requisition_id, at=now()), at=now())
    settle()
    order = ordered.orders_page(actor=trade.requester, limit=1).items[0]
    sales_order = sold.order_by_number(order.number, actor=trade.seller)
    return Course(trade, order.id, sales_order.id, settle)


def assert_ledgers_hold(course: Course) -> None:
    """Whatever is derived equals its ledger, and nothing is matched that did not come."""
    assert_order_is_its_ledger(course)
    assert_matches_are_covered(course)
    assert_levels_are_their_movements(course)
    assert_drawn_is_called_off(course)


def assert_order_is_its_ledger(course: Course) -> None:
    """Sums, extents and the closing of an order are functions of its entries."""
    trade, before = course.trade, course.order
    with tenant_scope(trade.requester.tenant_id):
        rows = QuantityEntry.objects.filter(order_id=course.order_id)
        entries = list(rows.values_list("order_line_id", "kind", "quantity"))
    summed: defaultdict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
    for line_id, kind, quantity in entries:
        summed[line_id, kind] += quantity
    found = ordered.quantities(course.order_id, actor=trade.requester)
    for line in found:
        for kind in ("despatched", "received", "rejected", "short", "invoiced", "credited"):
            assert getattr(line.sums, kind) == summed[line.order_line_id, kind], kind
            assert getattr(line.sums, kind) >= 0, kind
    progress = progress_of([LineStanding(line.agreed, line.sums) for line in found])
    assert (before.despatched, before.received, before.invoiced) == (
        progress.despatched,
        progress.received,
        progress.invoiced,
    )
    assert (before.state == "closed") == progress.is_complete
    orders.reconcile_order(course.order_id, actor=trade.buyer_routine, at=now())
    assert course.order == before


def assert_matches_are_covered(course: Course) -> None:
    """Matched is what the ledger calls invoiced, and never more than was accepted or charged."""
    trade = course.trade
    sums = {
        line.order_line_id: line.sums
        for line in ordered.quantities(course.order_id, actor=trade.requester)
    }
    with tenant_scope(trade.requester.tenant_id):
        matches = list(
            Match.objects.filter(order_id=course.order_id).values_list(
                "invoice__kind", "line_id", "order_line_id", "quantity"
            )
        )
        charged = dict(
            InvoiceLine.objects.filter(
                invoice_id__in=Invoice.objects.values("id"), id__in=[row[1] for row in matches]
            ).values_list("id", "quantity")
        )
    by_order_line: defaultdict[tuple[str, UUID], Decimal] = defaultdict(Decimal)
    by_line: defaultdict[UUID, Decimal] = defaultdict(Decimal)
    for kind, line_id, order_line_id, quantity in matches:
        by_order_line[kind, order_line_id] += quantity
        by_line[line_id] += quantity
    for order_line_id, found in sums.items():
        matched = by_order_line["invoice", order_line_id]
        assert matched == found.invoiced, (matched, found)
        credited = by_order_line["credit_note", order_line_id]
        assert credited == found.credited, (credited, found)
        assert credited <= matched, (credited, found)
        # What was charged too much and credited again need not have come.
        assert matched - credited <= found.accepted, (matched, credited, found)
    assert all(quantity <= charged[line_id] for line_id, quantity in by_line.items())


def assert_levels_are_their_movements(course: Course) -> None:
    """What the seller has on its shelves is what went in and out; credits due are met by amounts."""
    with tenant_scope(course.trade.seller.tenant_id):
        levels = {level.item_id: level for level in Level.objects.all()}
        summed: defaultdict[tuple[UUID, str], Decimal] = defaultdict(Decimal)
        for item_id, kind, quantity in Movement.objects.values_list("item_id", "kind", "quantity"):
            for name, sign in zip(LEVELS, EFFECTS[kind], strict=True):
                summed[item_id, name] += sign * quantity
    for item_id, level in levels.items():
        for name in LEVELS:
            assert getattr(level, name) == summed[item_id, name], name
    with tenant_scope(course.trade.requester.tenant_id):
        for credit in ExpectedCredit.objects.filter(order_id=course.order_id):
            is_met = credit.met_quantity >= credit.quantity
            assert (credit.state == "met") == is_met, credit.state


def assert_drawn_is_called_off(course: Course) -> None:
    """What an agreement says has been drawn is the sum of its call-offs."""
    trade = course.trade
    with tenant_scope(trade.requester.tenant_id):
        called_off = CallOff.objects.filter(agreement_id=trade.agreement_id)
        drawn = Drawn.objects.get(agreement_id=trade.agreement_id)
        assert drawn.amount == called_off.aggregate(sum=Sum("amount"))["sum"]
