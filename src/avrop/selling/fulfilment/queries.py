"""Reading despatches; the despatch advice to send."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from avrop import documents
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.selling.fulfilment.despatch_document import AdviceFacts, AdviceLine, despatch_advice
from avrop.selling.fulfilment.lifecycle import LIFECYCLE
from avrop.selling.fulfilment.models import Despatch, DespatchLine
from avrop.selling.fulfilment.rules import LineToPick
from avrop.selling.fulfilment.shapes import DespatchedLine, DespatchLineView, DespatchView, PickLine
from avrop.selling.sales import queries as sales
from avrop.selling.sales.shapes import OrderToFulfil
from avrop.values import Quantity, plain


@query
def despatches_page(
    *, state: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[DespatchView]:
    """Despatches, the newest first."""
    rows = Despatch.objects.visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(_views(found), following)


@query
def despatch(despatch_id: UUID, *, actor: Actor) -> DespatchView:
    """One despatch with its lines."""
    row = Despatch.objects.visible_to(actor).filter(id=despatch_id).first()
    if row is None:
        raise missing("despatch", despatch_id)
    return _views([row])[0]


@query
def despatches_of(order_id: UUID, *, actor: Actor) -> tuple[DespatchView, ...]:
    """The despatches of an order, the oldest first."""
    rows = Despatch.objects.visible_to(actor).filter(order_id=order_id).order_by("id")
    return _views(rows)


@query
def pick_list(order_id: UUID, *, actor: Actor) -> tuple[PickLine, ...]:
    """What is still to be picked of an order, line by line."""
    seen = sales.order(order_id, actor=actor)
    left = {line.line_id: line.left for line in lines_to_pick(sales.order_to_fulfil(seen.id))}
    return tuple(
        PickLine(
            line_id=line.line_id,
            position=line.position,
            seller_item_id=line.agreed_seller_item_id or line.seller_item_id,
            gtin=line.agreed_gtin if line.agreed_item_id else line.gtin,
            name=line.agreed_name or line.name,
            quantity=Quantity(plain(left[line.line_id]), line.quantity.unit),
            catch_weight=line.catch_weight,
            note=line.note,
        )
        for line in seen.lines
        if left.get(line.line_id)
    )


# --- for this app and the floors above, inside a scope -------------------------------------------


def lines_to_pick(order: OrderToFulfil) -> tuple[LineToPick, ...]:
    """How much of each line is to be delivered, and has been packed: one statement."""
    packed = {line.sales_line_id: line.quantity for line in packed_lines(order.id)}
    return tuple(
        LineToPick(
            sales_line_id=line.id,
            line_id=line.line_id,
            to_deliver=line.to_deliver.value,
            packed=packed.get(line.id, Decimal(0)),
            catch_weight=line.catch_weight,
        )
        for line in order.lines
    )


_packed = compiled(
    lambda: (
        DespatchLine.objects.filter(order_id=Given("order_id"))
        .values_list("sales_line_id")
        .annotate(Sum("quantity"), Sum("weight"))
    )
)
_despatched = compiled(
    lambda: (
        DespatchLine.objects.filter(
            order_id=Given("order_id"), despatch__despatched_at__isnull=False
        )
        .values_list("sales_line_id")
        .annotate(Sum("quantity"), Sum("weight"))
    )
)
_last = compiled(
    lambda: (
        Despatch.objects.filter(order_id=Given("order_id"), despatched_at__isnull=False)
        .order_by("-id")
        .values_list("number", "despatched_at", "is_final")[:1]
    )
)
_by_id = compiled(lambda: Despatch.objects.filter(id=Given("id")))
_lines_of = compiled(
    lambda: DespatchLine.objects.filter(despatch_id=Given("despatch_id")).order_by("position")
)


def packed_lines(order_id: UUID) -> tuple[DespatchedLine, ...]:
    """What has been packed of each line of an order, sent off or not."""
    return _sums(_packed(order_id=order_id))


def despatched_lines(order_id: UUID) -> tuple[DespatchedLine, ...]:
    """What has left the house of each line of an order."""
    return _sums(_despatched(order_id=order_id))


def _sums(rows: Iterable[tuple[UUID, Decimal, Decimal | None]]) -> tuple[DespatchedLine, ...]:
    return tuple(DespatchedLine(line_id, quantity, weight) for line_id, quantity, weight in rows)


@dataclass(frozen=True, slots=True)
class LastDespatch:
    """The latest goods that left for an order."""

    number: str
    despatched_on: date
    is_final: bool


def last_despatch(order_id: UUID) -> LastDespatch | None:
    """The latest despatch that has left, if any."""
    row = _last.first(order_id=order_id)
    return LastDespatch(row[0], row[1].date(), row[2]) if row and row[1] else None


def undelivered(order_id: UUID) -> tuple[UUID, ...]:
    """The despatches of an order that are on their way, the oldest first."""
    return tuple(
        Despatch.objects.filter(order_id=order_id, despatched_at__isnull=False, delivered_at=None)
        .order_by("id")
        .values_list("id", flat=True)
    )


@dataclass(frozen=True, slots=True)
class AdviceToSend:
    """A despatch advice, ready to be transmitted."""

    document: documents.DespatchAdvice
    order_id: UUID
    customer_organisation_id: UUID
    sender: str
    receiver: str


def advice_to_send(despatch_id: UUID) -> AdviceToSend | None:
    """The advice to transmit; None where the order came by no document, or from no address."""
    row = _by_id.first(id=despatch_id)
    if row is None:
        raise missing("despatch", despatch_id)
    order = sales.order_to_fulfil(row.order_id, with_lines=False)
    if order.message_id is None or not order.customer_endpoint:
        return None
    own = parties.own_organisation()
    facts = AdviceFacts(
        number=row.number,
        issue_date=(row.despatched_at or row.packed_at).date(),
        order_number=row.order_number,
        carrier=row.carrier,
        tracking_id=row.tracking_id,
        arrives_on=row.arrives_on,
        why_outstanding=_why_outstanding(),
    )
    lines = _lines_of(despatch_id=despatch_id)
    return AdviceToSend(
        document=despatch_advice(
            facts,
            [_advice_line(line) for line in lines],
            order.parties,
            despatcher=parties.as_party(own),
        ),
        order_id=order.id,
        customer_organisation_id=order.customer_organisation_id,
        sender=order.own_endpoint,
        receiver=order.customer_endpoint,
    )


def _why_outstanding() -> str:
    # The documents are Swedish, whoever runs the command.
    with translation.override("sv"):
        return _("Comes with a later delivery")


def _advice_line(line: DespatchLine) -> AdviceLine:
    weight = None
    if line.weight is not None:
        weight = Quantity(plain(line.weight), line.weight_unit)
    return AdviceLine(
        position=line.position,
        order_line=line.order_line,
        seller_item_id=line.seller_item_id,
        gtin=line.gtin,
        name=line.name,
        quantity=Quantity(plain(line.quantity), line.unit),
        outstanding=Quantity(plain(line.outstanding), line.unit),
        weight=weight,
        lot=line.lot,
        best_before=line.best_before,
        handling_unit=line.handling_unit,
        is_sscc=line.is_sscc,
    )


def _views(rows: Iterable[Despatch]) -> tuple[DespatchView, ...]:
    despatches = list(rows)
    lines: dict[UUID, list[DespatchLineView]] = {}
    found = DespatchLine.objects.filter(despatch_id__in=[row.id for row in despatches])
    for line in found.order_by("position"):
        lines.setdefault(line.despatch_id, []).append(_line_view(line))
    return tuple(
        DespatchView(
            id=row.id,
            version=row.version,
            number=row.number,
            order_id=row.order_id,
            order_number=row.order_number,
            sales_order_number=row.sales_order_number,
            state=row.state,
            is_final=row.is_final,
            packed_at=row.packed_at,
            despatched_at=row.despatched_at,
            delivered_at=row.delivered_at,
            carrier=row.carrier,
            tracking_id=row.tracking_id,
            arrives_on=row.arrives_on,
            lines=tuple(lines.get(row.id, ())),
            available_actions=LIFECYCLE.verbs_from(row.state),
        )
        for row in despatches
    )


def _line_view(line: DespatchLine) -> DespatchLineView:
    return DespatchLineView(
        id=line.id,
        order_line=line.order_line,
        sales_line_id=line.sales_line_id,
        seller_item_id=line.seller_item_id,
        name=line.name,
        quantity=Quantity(line.quantity, line.unit),
        outstanding=Quantity(line.outstanding, line.unit),
        weight=None if line.weight is None else Quantity(line.weight, line.weight_unit),
        lot=line.lot,
        best_before=line.best_before,
        handling_unit=line.handling_unit,
    )
