"""Reading sales orders; the documents to send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from avrop import documents
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.finding import Found, fitting, narrowed
from avrop.kernel.models import EventRow
from avrop.kernel.outbox import read_act
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.selling.sales.answer_document import (
    AnsweredLine,
    AnswerFacts,
    SubstituteFacts,
    order_response,
)
from avrop.selling.sales.lifecycle import CHANGE_LIFECYCLE, ENDED, LIFECYCLE, ChangeState
from avrop.selling.sales.models import (
    Answer,
    AnswerLine,
    Change,
    ChangeLine,
    Contact,
    HandOff,
    Hold,
    SalesLine,
    SalesOrder,
)
from avrop.selling.sales.shapes import (
    AnswerView,
    ChangeLineView,
    ChangeView,
    ContactView,
    FindingView,
    HandOffView,
    HoldView,
    LineView,
    OrderParties,
    OrderSummary,
    OrderToFulfil,
    OrderView,
    TimelineEntry,
)
from avrop.values import Money, Quantity, money_or_none, plain, plain_or_none


@query
def orders_numbered(text: str, *, actor: Actor, at: datetime, limit: int = 8) -> tuple[Found, ...]:
    """The sales orders whose number begins so, the latest first."""
    beginning = fitting(text, series="SO", at=at)
    rows = narrowed(
        SalesOrder.objects.visible_to(actor), SalesOrder.objects.all(), "number", beginning
    )
    return tuple(
        Found("sales_order", row.id, row.number, row.customer_name, row.stage)
        for row in rows[:limit]
    )


@query
def orders_page(
    *,
    stage: str = "",
    source: str = "",
    department: str = "",
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderSummary]:
    """Sales orders, the newest first, narrowed by stage, source or department."""
    wanted = {"stage": stage, "source": source, "owner_department": department}
    rows = SalesOrder.objects.visible_to(actor).filter(
        **{name: value for name, value in wanted.items() if value}
    )
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(summary_of(row) for row in found), following)


@query
def overdue_orders(
    *, moment: datetime, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[OrderSummary]:
    """Orders that have been in their stage for longer than its norm."""
    rows = (
        SalesOrder.objects.visible_to(actor)
        .filter(stage_due_at__lt=moment)
        .exclude(stage__in=ENDED)
    )
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(summary_of(row) for row in found), following)


@query
def order(order_id: UUID, *, actor: Actor) -> OrderView:
    """A sales order with everything on it."""
    row = SalesOrder.objects.visible_to(actor).filter(id=order_id).first()
    if row is None:
        raise missing("sales_order", order_id)
    return _view(row)


@query
def order_by_number(number: str, *, actor: Actor) -> OrderView:
    """The order with this number, ours or the buyer's; the newest where two buyers chose the same."""
    row = (
        SalesOrder.objects.visible_to(actor)
        .filter(Q(number=number) | Q(buyer_order_number=number))
        .order_by("-id")
        .first()
    )
    if row is None:
        raise missing("sales_order", number)
    return _view(row)


#: The states of a change in which somebody has to say something.
WAITING = (ChangeState.PENDING.value, ChangeState.STOPPING.value)


@query
def changes_waiting(
    *, states: tuple[str, ...] = WAITING, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[ChangeView]:
    """What buyers ask for that nobody has answered: of `states` "pending" it waits for the office, of
    "stopping" for the warehouse."""
    visible = SalesOrder.objects.visible_to(actor).values("id")
    wanted = [state for state in WAITING if state in states]
    rows = Change.objects.filter(state__in=wanted, order_id__in=visible).select_related("order")
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(_changes(found), following)


@query
def timeline(order_id: UUID, *, actor: Actor) -> tuple[TimelineEntry, ...]:
    """Everything that happened to the order, by whom and when, the oldest first."""
    if not SalesOrder.objects.visible_to(actor).filter(id=order_id).exists():
        raise missing("sales_order", order_id)
    bodies = (
        EventRow.objects.filter(subject_id=order_id)
        .exclude(body=None)
        .order_by("id")
        .values_list("body", flat=True)
    )
    acts = (read_act(body) for body in bodies if body is not None)
    return tuple(
        TimelineEntry(
            name=act.name,
            at=act.occurred_at,
            person_id=act.person_id,
            system=act.system,
            reason=act.reason,
            facts={name: str(value) for name, value in act.facts.items()},
        )
        for act in acts
    )


# --- for the floors above, inside a scope --------------------------------------------------------


_order = compiled(lambda: SalesOrder.objects.filter(id=Given("id")))
_order_for_change = compiled(lambda: SalesOrder.objects.select_for_update().filter(id=Given("id")))
_stage = compiled(lambda: SalesOrder.objects.filter(id=Given("id")).values_list("stage", flat=True))


def order_to_fulfil(
    order_id: UUID, *, for_change: bool = False, with_lines: bool = True
) -> OrderToFulfil:
    """What fulfilment and billing need of an order: two statements, one without its lines. Missing
    where it is not there.

    `for_change` locks it, so that nobody else bills or packs the same goods.
    """
    row = (_order_for_change if for_change else _order).first(id=order_id)
    if row is None:
        raise missing("sales_order", order_id)
    return OrderToFulfil(
        id=row.id,
        number=row.number,
        buyer_order_number=row.buyer_order_number,
        stage=row.stage,
        source=row.source,
        currency=row.currency,
        customer_organisation_id=row.customer_organisation_id,
        customer_endpoint=row.customer_endpoint,
        own_endpoint=row.own_endpoint,
        customer_reference=row.customer_reference,
        accounting_cost=row.accounting_cost,
        contract=row.contract,
        originator_document=row.originator_document,
        requested_date=row.requested_date,
        message_id=row.message_id,
        parties=from_plain(row.parties, OrderParties),
        lines=_lines(row) if with_lines else (),
    )


def stage_of(order_id: UUID) -> str:
    """The stage of an order. Missing where it is not there."""
    stage: str | None = _stage.first(id=order_id)
    if stage is None:
        raise missing("sales_order", order_id)
    return stage


def state_of_change(change_id: UUID) -> str:
    """Whether a change or cancellation waits for an answer. Missing where it is not there."""
    state = Change.objects.filter(id=change_id).values_list("state", flat=True).first()
    if state is None:
        raise missing("sales_change", change_id)
    return state


@dataclass(frozen=True, slots=True)
class AnswerToSend:
    """A response, ready to be transmitted."""

    document: documents.OrderResponse
    customer_organisation_id: UUID
    sender: str
    receiver: str
    in_reply_to: UUID | None


_answer = compiled(lambda: Answer.objects.select_related("order").filter(id=Given("id")))
_answer_lines = compiled(
    lambda: (
        AnswerLine.objects.select_related("line")
        .filter(answer_id=Given("answer_id"))
        .order_by("position")
    )
)


def answer_to_send(answer_id: UUID) -> AnswerToSend | None:
    """The response to transmit; None where the order came by no document, or from no address."""
    answer = _answer.first(id=answer_id)
    if answer is None:
        raise missing("sales_answer", answer_id)
    order = answer.order
    if order.message_id is None or not order.customer_endpoint:
        return None
    parties = from_plain(order.parties, OrderParties)
    facts = AnswerFacts(
        number=answer.number,
        issue_date=day_of(answer.answered_at),
        code=answer.code,
        currency=order.currency,
        order_number=order.buyer_order_number,
        sales_order_number=order.number,
        customer_reference=order.customer_reference,
        note=answer.note,
    )
    rows = _answer_lines(answer_id=answer_id)
    return AnswerToSend(
        document=order_response(
            facts,
            (_answered_line(row) for row in rows),
            seller=parties.seller,
            buyer=parties.buyer,
        ),
        customer_organisation_id=order.customer_organisation_id,
        sender=order.own_endpoint,
        receiver=order.customer_endpoint,
        in_reply_to=answer.in_reply_to,
    )


def _answered_line(row: AnswerLine) -> AnsweredLine:
    line = row.line
    substitute = None
    if row.substitute_seller_item_id:
        substitute = SubstituteFacts(
            seller_item_id=row.substitute_seller_item_id,
            gtin=row.substitute_gtin,
            name=row.substitute_name,
            allergens=tuple(row.substitute_allergens.split()),
            tax_category=row.substitute_tax_category,
            tax_percent=plain_or_none(row.substitute_tax_percent),
        )
    return AnsweredLine(
        position=row.position,
        order_line=line.line_id,
        code=row.code,
        quantity=Quantity(plain(row.quantity or Decimal(0)), line.unit),
        backorder=plain_or_none(row.backorder),
        promised_date=row.promised_date,
        price=plain_or_none(row.price),
        base_quantity=plain(line.base_quantity),
        price_unit=line.price_unit,
        seller_item_id=line.seller_item_id,
        buyer_item_id=line.buyer_item_id,
        gtin=line.gtin,
        name=line.name,
        substitute=substitute,
        note=row.note,
    )


# --- views ---------------------------------------------------------------------------------------


def summary_of(row: SalesOrder) -> OrderSummary:
    return OrderSummary(
        id=row.id,
        version=row.version,
        number=row.number,
        buyer_order_number=row.buyer_order_number,
        customer_name=row.customer_name,
        source=row.source,
        stage=row.stage,
        owner_department=row.owner_department,
        stage_due_at=row.stage_due_at,
        priority=row.priority,
        answer_code=row.answer_code,
        received_at=row.received_at,
        total=Money(row.total, row.currency),
        line_count=row.line_count,
        available_actions=LIFECYCLE.verbs_from(row.stage),
    )


def _view(row: SalesOrder) -> OrderView:
    return OrderView(
        id=row.id,
        version=row.version,
        number=row.number,
        buyer_order_number=row.buyer_order_number,
        customer_organisation_id=row.customer_organisation_id,
        customer_name=row.customer_name,
        customer_endpoint=row.customer_endpoint,
        source=row.source,
        message_id=row.message_id,
        advanced_ordering=row.advanced_ordering,
        received_at=row.received_at,
        entered_at=row.entered_at,
        keyed_by=row.keyed_by,
        needs_review=row.needs_review,
        reviewed_by=row.reviewed_by,
        stage=row.stage,
        stage_since=row.stage_since,
        stage_due_at=row.stage_due_at,
        owner_department=row.owner_department,
        priority=row.priority,
        answer_code=row.answer_code,
        answer_due_at=row.answer_due_at,
        currency=row.currency,
        total=Money(row.total, row.currency),
        requested_date=row.requested_date,
        customer_reference=row.customer_reference,
        contract=row.contract,
        note=row.note,
        parties=from_plain(row.parties, OrderParties),
        findings=tuple(
            FindingView(found["code"], found["values"], tuple(found["place"]))
            for found in row.findings
        ),
        lines=_lines(row),
        holds=tuple(_hold(hold) for hold in Hold.objects.filter(order_id=row.id).order_by("id")),
        hand_offs=tuple(
            _hand_off(hand_off)
            for hand_off in HandOff.objects.filter(order_id=row.id).order_by("id")
        ),
        answers=tuple(
            AnswerView(
                answer.id,
                answer.number,
                answer.code,
                answer.note,
                answer.person_id,
                answer.answered_at,
            )
            for answer in Answer.objects.filter(order_id=row.id).order_by("id")
        ),
        changes=_changes(
            Change.objects.filter(order_id=row.id).select_related("order").order_by("id")
        ),
        contacts=tuple(
            ContactView(
                contact.id,
                contact.channel,
                contact.counterpart,
                contact.summary,
                contact.effect,
                contact.spoke_at,
                contact.person_id,
            )
            for contact in Contact.objects.filter(order_id=row.id).order_by("id")
        ),
        available_actions=LIFECYCLE.verbs_from(row.stage),
    )


_lines_of = compiled(
    lambda: SalesLine.objects.filter(order_id=Given("order_id")).order_by("position")
)


def _lines(row: SalesOrder) -> tuple[LineView, ...]:
    return tuple(_line(line, row.currency) for line in _lines_of(order_id=row.id))


def _line(line: SalesLine, currency: str) -> LineView:
    return LineView(
        id=line.id,
        position=line.position,
        line_id=line.line_id,
        item_id=line.item_id,
        seller_item_id=line.seller_item_id,
        gtin=line.gtin,
        name=line.name,
        quantity=Quantity(line.quantity, line.unit),
        price=money_or_none(line.price, currency),
        base_quantity=line.base_quantity,
        price_unit=line.price_unit,
        vat_kind=line.vat_kind,
        tax_category=line.tax_category,
        tax_percent=line.tax_percent,
        catch_weight=line.catch_weight,
        deposit=money_or_none(line.deposit, currency),
        allergens=tuple(line.allergens.split()),
        requested_date=line.requested_date,
        accounting_cost=line.accounting_cost,
        note=line.note,
        state=line.state,
        agreed_quantity=None
        if line.agreed_quantity is None
        else Quantity(line.agreed_quantity, line.unit),
        agreed_date=line.agreed_date,
        agreed_price=money_or_none(line.agreed_price, currency),
        agreed_item_id=line.agreed_item_id,
        agreed_seller_item_id=line.agreed_seller_item_id,
        agreed_gtin=line.agreed_gtin,
        agreed_name=line.agreed_name,
        agreed_allergens=tuple(line.agreed_allergens.split()),
        agreed_vat_kind=line.agreed_vat_kind,
    )


def _hold(row: Hold) -> HoldView:
    return HoldView(
        id=row.id,
        hold_type=row.hold_type,
        stops=tuple(row.stops.split()),
        reason=row.reason,
        set_by=row.set_by,
        set_at=row.set_at,
        released_by=row.released_by,
        released_at=row.released_at,
        release_reason=row.release_reason,
    )


def _hand_off(row: HandOff) -> HandOffView:
    return HandOffView(
        id=row.id,
        order_id=row.order_id,
        from_department=row.from_department,
        to_department=row.to_department,
        state=row.state,
        note=row.note,
        due_at=row.due_at,
        given_by=row.given_by,
        given_at=row.given_at,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        return_reason=row.return_reason,
    )


def _changes(rows: Iterable[Any]) -> tuple[ChangeView, ...]:
    changes = list(rows)
    if not changes:
        return ()
    lines: dict[UUID, list[ChangeLineView]] = {}
    found = ChangeLine.objects.filter(change_id__in=[change.id for change in changes])
    for line in found.order_by("position"):
        lines.setdefault(line.change_id, []).append(
            ChangeLineView(
                line_id=line.line_id,
                code=line.code,
                quantity=Quantity(line.quantity, line.unit),
                requested_date=line.requested_date,
                name=line.name,
            )
        )
    return tuple(
        ChangeView(
            id=row.id,
            order_id=row.order_id,
            order_number=row.order.number,
            kind=row.kind,
            number=row.number,
            reason=row.reason,
            state=row.state,
            received_at=row.received_at,
            due_at=row.due_at,
            settled_at=row.settled_at,
            settled_reason=row.settled_reason,
            lines=tuple(lines.get(row.id, ())),
            available_actions=CHANGE_LIFECYCLE.verbs_from(row.state),
        )
        for row in changes
    )
