"""Putting needs in a cart, changing them, taking them out. Set-based: the same statements for one
line and for a thousand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.authority import actions as authority
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change, edited, open_lines
from avrop.buying.requisitions.events import RequisitionEdited
from avrop.buying.requisitions.lifecycle import LineState
from avrop.buying.requisitions.models import LineCoding, Requisition, RequisitionLine
from avrop.buying.requisitions.shapes import LineChange, NewLine
from avrop.buying.requisitions.snapshots import snapshot_of
from avrop.catalogues import queries as catalogues
from avrop.catalogues.queries import ItemOffer
from avrop.coding import queries as coding
from avrop.coding.rules import CodingString
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows, update_rows
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.ports import Deed, Within, record_deed, require
from avrop.kernel.problems import Problem, invalid_if, refuse_if

SNAPSHOT = (
    "item_id",
    "seller_item_id",
    "gtin",
    "name",
    "unit",
    "price",
    "base_quantity",
    "price_unit",
    "price_factor",
    "vat_kind",
    "category",
    "agreement_id",
    "seller_organisation_id",
    "catch_weight",
)


@command(permissions.WRITE)
def add_lines(
    requisition_id: UUID,
    lines: tuple[NewLine, ...],
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> tuple[UUID, ...]:
    """Put needs in a cart at today's price, coded as is proposed where nothing else is said."""
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    invalid_if(_problems_with_new(lines))
    offers = catalogues.items_for_order([line.item_id for line in lines], on=day_of(at))
    refuse_if(_problems_offering(lines, offers, requisition.currency))

    rows = _rows(requisition, lines, offers, actor)
    insert_rows(RequisitionLine, rows)
    _code(requisition, lines, rows, on=day_of(at))
    edited(requisition, expected_version)

    outbox.publish(RequisitionEdited(requisition.id, "add_lines", len(rows)), actor=actor, at=at)
    return tuple(row.id for row in rows)


def _problems_with_new(lines: tuple[NewLine, ...]) -> Iterable[Problem]:
    for position, line in enumerate(lines):
        if line.quantity <= 0:
            yield Problem("requisitions.quantity_not_positive", {}, ("lines", position, "quantity"))
    for text in {line.coding for line in lines}:
        CodingString.parse(text)  # Invalid where it can't be read


def _problems_offering(
    lines: tuple[NewLine, ...], offers: Mapping[UUID, ItemOffer], currency: str
) -> Iterable[Problem]:
    for position, line in enumerate(lines):
        offer = offers.get(line.item_id)
        place = ("lines", position, "item_id")
        if offer is None:
            yield Problem("requisitions.no_such_item", {"item": str(line.item_id)}, place)
        elif offer.price is None:
            yield Problem("requisitions.not_for_sale", {"name": offer.name}, place)
        elif offer.price.currency != currency:
            yield Problem(
                "requisitions.item_in_other_currency",
                {"name": offer.name, "ours": currency, "theirs": offer.price.currency},
                place,
            )


_last_position = compiled(
    lambda: (
        RequisitionLine.objects.filter(requisition_id=Given("requisition_id"))
        .order_by("-position")
        .values_list("position", flat=True)[:1]
    )
)


def _rows(
    requisition: Requisition,
    lines: tuple[NewLine, ...],
    offers: Mapping[UUID, ItemOffer],
    actor: Actor,
) -> list[RequisitionLine]:
    last = _last_position.first(requisition_id=requisition.id)
    return [
        RequisitionLine(
            requisition_id=requisition.id,
            position=position,
            quantity=line.quantity,
            wanted_date=line.wanted_date or requisition.wanted_date,
            chain_id=requisition.id,
            needed_by_person_id=actor.person_id or requisition.requester_person_id,
            **snapshot_of(offers[line.item_id]),
        )
        for position, line in enumerate(lines, start=(last or 0) + 1)
    ]


def _code(
    requisition: Requisition,
    lines: tuple[NewLine, ...],
    rows: list[RequisitionLine],
    *,
    on: date,
) -> None:
    """The coding that was given, else the cart's short code's, else what `coding` proposes."""
    given = [line.coding or requisition.default_coding for line in lines]
    asking = {row.category for row, text in zip(rows, given, strict=True) if not text}
    proposed = (
        coding.proposals(requisition.unit_id, asking, requisition.requester_person_id, on)
        if asking
        else {}
    )
    texts = [text or proposed.get(row.category, "") for row, text in zip(rows, given, strict=True)]
    insert_rows(
        LineCoding,
        [
            LineCoding(
                requisition_id=requisition.id,
                line_id=row.id,
                position=1,
                coding=text,
                percent=Decimal(100),
            )
            for row, text in zip(rows, texts, strict=True)
            if text
        ],
    )


@command(permissions.WRITE)
def change_lines(
    requisition_id: UUID,
    changes: tuple[LineChange, ...],
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Change quantities, days or items, or take today's price; what is not said stays."""
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    rows = {row.id: row for row in open_lines(requisition.id, [c.line_id for c in changes])}
    renewed = {
        change.line_id: change.substitute_item_id or rows[change.line_id].item_id
        for change in changes
        if change.take_current_price or change.substitute_item_id
    }
    offers = catalogues.items_for_order(renewed.values(), on=day_of(at)) if renewed else {}
    invalid_if(_problems_changing(changes))
    asked = tuple(NewLine(item_id, Decimal(1)) for item_id in renewed.values())
    refuse_if(_problems_offering(asked, offers, requisition.currency))
    record_deed(_grown_by(actor, changes, rows), Deed.NEED, actor=actor, at=at)

    for change in changes:
        row = rows[change.line_id]
        row.quantity = change.quantity if change.quantity is not None else row.quantity
        row.wanted_date = change.wanted_date or row.wanted_date
        if change.line_id in renewed:
            for column, value in snapshot_of(offers[renewed[change.line_id]]).items():
                setattr(row, column, value)
    update_rows(RequisitionLine, ["quantity", "wanted_date", *SNAPSHOT], rows.values())
    _keep_allergens([rows[line_id] for line_id in renewed])
    edited(requisition, expected_version)

    outbox.publish(RequisitionEdited(requisition.id, "change_lines", len(rows)), actor=actor, at=at)


def _grown_by(
    actor: Actor, changes: Iterable[LineChange], rows: Mapping[UUID, RequisitionLine]
) -> set[UUID]:
    """The chains of others' needs that somebody makes more of, or into something else: his own too."""
    return {
        row.chain_id
        for change in changes
        if (row := rows[change.line_id]).needed_by_person_id != actor.person_id
        and (change.substitute_item_id or (change.quantity or 0) > row.quantity)
    }


def _problems_changing(changes: tuple[LineChange, ...]) -> Iterable[Problem]:
    for position, change in enumerate(changes):
        if change.quantity is not None and change.quantity <= 0:
            yield Problem(
                "requisitions.quantity_not_positive", {}, ("changes", position, "quantity")
            )


def _keep_allergens(rows: list[RequisitionLine]) -> None:
    """Lists have no plain array form for `update_rows`; still one statement."""
    if rows:
        RequisitionLine.objects.bulk_update(rows, ["allergens"])


@command(permissions.WRITE)
def remove_lines(
    requisition_id: UUID,
    line_ids: tuple[UUID, ...],
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Take needs out of a cart. They stay on record as cancelled."""
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    rows = open_lines(requisition.id, line_ids)
    RequisitionLine.objects.filter(id__in=[row.id for row in rows]).update(
        state=LineState.CANCELLED
    )
    authority.end_benefits_of([row.id for row in rows], actor=actor, at=at)
    edited(requisition, expected_version)

    outbox.publish(RequisitionEdited(requisition.id, "remove_lines", len(rows)), actor=actor, at=at)
