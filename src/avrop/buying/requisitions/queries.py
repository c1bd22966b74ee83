"""Reading carts, and the list of everything that stops one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.buying.requisitions.amounts import amount_of
from avrop.buying.requisitions.changing import ChangePreview, LineDifference, change_preview
from avrop.buying.requisitions.coordinating import OpenNeed, OpenNeeds, needs_of_my_groups
from avrop.buying.requisitions.differing import AskedDifferently, asked_differently
from avrop.buying.requisitions.facts import gather, with_approvers
from avrop.buying.requisitions.freeing import stopped_lines
from avrop.buying.requisitions.lifecycle import LIFECYCLE, LineState
from avrop.buying.requisitions.looking import BoughtBefore, bought_before, marks
from avrop.buying.requisitions.marks import Mark
from avrop.buying.requisitions.models import LineCoding, Requisition, RequisitionLine
from avrop.buying.requisitions.remedies import Finding, Fix, Remedy, findings_in
from avrop.buying.requisitions.rules import problems_submitting
from avrop.buying.requisitions.shapes import (
    LineView,
    PersonToHandTo,
    Preflight,
    RequisitionSummary,
    RequisitionView,
    ShareView,
)
from avrop.buying.requisitions.stopping import (
    WAITING,
    people_who_cannot_send,
    stopped_carts,
    told,
    what_stops_most,
)
from avrop.buying.requisitions.stops import Reason, Stop, StoppedCart, StoppedPerson, WhatStops
from avrop.buying.requisitions.summaries import open_carts, people_to_hand_to, summaries_of
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.finding import Found, fitting, narrowed
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.values import Money, Quantity

__all__ = [
    "AskedDifferently",
    "BoughtBefore",
    "ChangePreview",
    "CodedNeed",
    "Finding",
    "Fix",
    "LineDifference",
    "LineView",
    "Mark",
    "NeedToOrder",
    "OpenNeed",
    "OpenNeeds",
    "PersonToHandTo",
    "Preflight",
    "Reason",
    "Remedy",
    "RequisitionSummary",
    "RequisitionToOrder",
    "RequisitionView",
    "ShareView",
    "Stop",
    "StoppedCart",
    "StoppedPerson",
    "WhatStops",
    "asked_differently",
    "bought_before",
    "change_preview",
    "coding_of_needs",
    "latest_of_person",
    "marks",
    "needs_of_my_groups",
    "open_carts",
    "people_to_hand_to",
    "people_who_cannot_send",
    "preflight",
    "requisition",
    "requisition_by_number",
    "requisition_to_order",
    "requisitions_named",
    "requisitions_page",
    "stopped_carts",
    "weights_of",
    "what_stops_most",
]


def number_being_filled(person_id: UUID, unit_id: UUID | None = None) -> int:
    """How many carts somebody is filling: for a unit and below it, or everywhere. For other apps, inside
    a scope."""
    rows = Requisition.objects.filter(requester_person_id=person_id, state__in=WAITING)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=parties.subtree(unit_id))
    return rows.count()


@query
def requisition(requisition_id: UUID, *, actor: Actor) -> RequisitionView:
    """One cart with its lines and their coding."""
    row = Requisition.objects.visible_to(actor).filter(id=requisition_id).first()
    if row is None:
        raise missing("requisition", requisition_id)
    return _view(row)


@query
def requisition_by_number(number: str, *, actor: Actor) -> RequisitionView:
    """One cart, by the number people see."""
    row = Requisition.objects.visible_to(actor).filter(number=number).first()
    if row is None:
        raise missing("requisition", number)
    return _view(row)


@query
def requisitions_numbered(
    text: str, *, actor: Actor, at: datetime, limit: int = 8
) -> tuple[Found, ...]:
    """The requisitions whose number begins so, the latest first."""
    beginning = fitting(text, series="R", at=at)
    rows = narrowed(
        Requisition.objects.visible_to(actor), Requisition.objects.all(), "number", beginning
    )
    return tuple(Found("requisition", row.id, row.number, "", row.state) for row in rows[:limit])


@query
def requisitions_page(
    *,
    state: str = "",
    unit_id: UUID | None = None,
    mine: bool = False,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[RequisitionSummary]:
    """Carts, the newest first: in one state, of one unit, the reader's own, where asked for."""
    rows = Requisition.objects.visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if mine:
        own = actor.person_id
        rows = rows.filter(requester_person_id=own) if own is not None else rows.none()
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(summaries_of(found), following)


def latest_of_person(person_id: UUID, limit: int) -> dict[UUID, str]:
    """The latest requisitions that somebody made: id → number. For pages, inside a scope."""
    rows = Requisition.objects.filter(requester_person_id=person_id).order_by("-id")
    return dict(rows.values_list("id", "number")[:limit])


@query
def preflight(requisition_id: UUID, *, actor: Actor, at: datetime) -> Preflight:
    """Everything that stops the cart from being sent: what, where, who can mend it, and how (X1).

    The same rules decide in `submit_requisition`, so an empty list means that it will go through.
    """
    row = Requisition.objects.visible_to(actor).filter(id=requisition_id).first()
    if row is None:
        raise missing("requisition", requisition_id)
    cart = with_approvers(row, gather(row, at=at), at=at)
    findings = tuple(told(finding) for finding in findings_in(cart))
    stopped = stopped_lines(cart, problems_submitting(cart)) if findings else frozenset()
    return Preflight(
        requisition_id=row.id,
        version=row.version,
        can_be_submitted=not findings and "submit" in LIFECYCLE.verbs_from(row.state),
        findings=findings,
        stopped_line_ids=tuple(line.id for line in cart.lines if line.id in stopped),
    )


def _view(row: Requisition) -> RequisitionView:
    lines = _line_views(row)
    standing = (line for line in lines if line.state in (LineState.OPEN, LineState.ORDERED))
    return RequisitionView(
        id=row.id,
        version=row.version,
        number=row.number,
        state=row.state,
        unit_id=row.unit_id,
        requester_person_id=row.requester_person_id,
        currency=row.currency,
        wanted_date=row.wanted_date,
        short_code_id=row.short_code_id,
        customer_reference=row.customer_reference,
        send_when_approved=row.send_when_approved,
        handed_over_from=row.handed_over_from,
        approval_request_id=row.approval_request_id,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        total=Money.sum((line.amount for line in standing), row.currency),
        lines=lines,
        available_actions=LIFECYCLE.verbs_from(row.state),
        delivery_place_id=row.delivery_place_id,
    )


def _line_views(row: Requisition) -> tuple[LineView, ...]:
    codings: dict[UUID, list[ShareView]] = {}
    for line_id, text, percent, amount in (
        LineCoding.objects.filter(requisition_id=row.id)
        .order_by("position")
        .values_list("line_id", "coding", "percent", "amount")
    ):
        codings.setdefault(line_id, []).append(ShareView(text, percent, amount))
    return tuple(
        _line_view(line, row, tuple(codings.get(line.id, ())))
        for line in RequisitionLine.objects.filter(requisition_id=row.id).order_by("position")
    )


def _line_view(line: RequisitionLine, row: Requisition, codings: tuple[ShareView, ...]) -> LineView:
    is_ordered = row.ordered_at is not None and line.state == LineState.OPEN
    amount = amount_of(line.quantity, line.price, line.base_quantity, line.price_factor)
    return LineView(
        id=line.id,
        position=line.position,
        state=LineState.ORDERED if is_ordered else line.state,
        item_id=line.item_id,
        seller_item_id=line.seller_item_id,
        gtin=line.gtin,
        name=line.name,
        quantity=Quantity(line.quantity, line.unit),
        price=Money(line.price, row.currency),
        base_quantity=line.base_quantity,
        price_unit=line.price_unit,
        price_factor=line.price_factor,
        vat_kind=line.vat_kind,
        category=line.category,
        agreement_id=line.agreement_id,
        seller_organisation_id=line.seller_organisation_id,
        allergens=tuple(line.allergens),
        catch_weight=line.catch_weight,
        wanted_date=line.wanted_date,
        amount=Money(amount, row.currency),
        chain_id=line.chain_id,
        needed_by_person_id=line.needed_by_person_id,
        handed_to_person_id=line.handed_to_person_id,
        from_line_id=line.from_line_id,
        codings=codings,
    )


# For the floors above, inside a scope.


@dataclass(frozen=True, slots=True)
class NeedToOrder:
    """A line that is to become an order line; `coding` is its only coding string, "" when split."""

    line_id: UUID
    chain_id: UUID
    agreement_id: UUID
    seller_organisation_id: UUID
    item_id: UUID
    seller_item_id: str
    gtin: str
    name: str
    unit: str
    price: Decimal
    base_quantity: Decimal
    price_unit: str
    price_factor: Decimal
    vat_kind: str
    category: str
    allergens: tuple[str, ...]
    catch_weight: bool
    quantity: Decimal
    wanted_date: date | None
    coding: str


_NEED_COLUMNS = tuple(
    "id" if field.name == "line_id" else field.name
    for field in fields(NeedToOrder)
    if field.name != "coding"
)


@dataclass(frozen=True, slots=True)
class RequisitionToOrder:
    """An approved cart as `orders` needs it."""

    id: UUID
    number: str
    state: str
    unit_id: UUID
    requester_person_id: UUID
    currency: str
    customer_reference: str
    approval_request_id: UUID | None
    send_when_approved: bool
    needs: tuple[NeedToOrder, ...]
    delivery_place_id: UUID | None = None


def hold(requisition_ids: Iterable[UUID]) -> None:
    """Lock carts by key until the command ends, so that what is ordered of each grows by one order at a
    time. One statement."""
    rows = Requisition.objects.select_for_update().filter(id__in=list(requisition_ids))
    list(rows.order_by("id").values_list("id", flat=True))


_by_id = compiled(lambda: Requisition.objects.filter(id=Given("id")))
_codings = compiled(
    lambda: LineCoding.objects.filter(requisition_id=Given("requisition_id")).values_list(
        "line_id", "coding"
    )
)
_needs = compiled(
    lambda: (
        RequisitionLine.objects.filter(requisition_id=Given("requisition_id"), state=LineState.OPEN)
        .order_by("position")
        .values_list(*_NEED_COLUMNS)
    )
)


def requisition_to_order(requisition_id: UUID) -> RequisitionToOrder:
    """The open lines of a cart with their coding: three statements; `Missing` where there is none."""
    row = _by_id.first(id=requisition_id)
    if row is None:
        raise missing("requisition", requisition_id)
    sole = _sole_codings(requisition_id)
    needs = tuple(
        _need(dict(zip(_NEED_COLUMNS, columns, strict=True)), sole)
        for columns in _needs(requisition_id=row.id)
    )
    return RequisitionToOrder(
        id=row.id,
        number=row.number,
        state=row.state,
        unit_id=row.unit_id,
        requester_person_id=row.requester_person_id,
        currency=row.currency,
        customer_reference=row.customer_reference,
        approval_request_id=row.approval_request_id,
        send_when_approved=row.send_when_approved,
        needs=needs,
        delivery_place_id=row.delivery_place_id,
    )


def _sole_codings(requisition_id: UUID) -> dict[UUID, str]:
    """Line → its coding, of those that have just one."""
    codings: dict[UUID, list[str]] = {}
    for line_id, text in _codings(requisition_id=requisition_id):
        codings.setdefault(line_id, []).append(text)
    return {line_id: texts[0] for line_id, texts in codings.items() if len(texts) == 1}


def _need(columns: dict[str, Any], sole: Mapping[UUID, str]) -> NeedToOrder:
    line_id = columns.pop("id")
    allergens = tuple(columns.pop("allergens"))
    return NeedToOrder(
        line_id=line_id, allergens=allergens, coding=sole.get(line_id, ""), **columns
    )


@dataclass(frozen=True, slots=True)
class CodedNeed:
    """How a need is coded, and what it was to cost."""

    amount: Decimal
    shares: tuple[ShareView, ...]


_shares = compiled(
    lambda: (
        LineCoding.objects.filter(line_id__any_of=Given("line_ids"))
        .order_by("line_id", "position")
        .values_list(
            *("line_id", "coding", "percent", "amount"),
            *("line__quantity", "line__price", "line__base_quantity", "line__price_factor"),
        )
    )
)


def coding_of_needs(line_ids: Iterable[UUID]) -> dict[UUID, CodedNeed]:
    """How those lines of carts that are coded are; one statement."""
    shares: dict[UUID, list[ShareView]] = {}
    amounts: dict[UUID, Decimal] = {}
    for line_id, text, percent, amount, *cost in _shares(line_ids=list(line_ids)):
        shares.setdefault(line_id, []).append(ShareView(text, percent, amount))
        amounts[line_id] = amount_of(*cost)
    return {line_id: CodedNeed(amounts[line_id], tuple(own)) for line_id, own in shares.items()}


def requisitions_named(requisition_ids: Iterable[UUID]) -> tuple[RequisitionSummary, ...]:
    """The heads of some carts, the oldest first; two statements."""
    return summaries_of(_heads(ids=list(requisition_ids)))


_heads = compiled(lambda: Requisition.objects.filter(id__any_of=Given("ids")).order_by("id"))


def weights_of(need: CodedNeed) -> tuple[tuple[str, Decimal], ...]:
    """What each coding bears of what a need was to cost: coding and weight, together the whole."""
    fixed = [_fixed(share, need.amount) for share in need.shares]
    rest = need.amount - sum((part for part in fixed if part is not None), Decimal(0))
    return tuple(
        (share.coding, rest if part is None else part)
        for share, part in zip(need.shares, fixed, strict=True)
    )


def _fixed(share: ShareView, amount: Decimal) -> Decimal | None:
    if share.percent is not None:
        return amount * share.percent / 100
    return share.amount
