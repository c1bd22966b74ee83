"""Which order lines the goods of a Despatch Advice belong to. Pure.

The line number of the order decides, unless the item named beside it is another one; then the item
does: by the seller's number, then by GTIN. Counts are turned into our line's unit by pack factors, or
for catch weight by what one piece weighs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from avrop import documents
from avrop.buying.orders.actions import EntryKind, NewEntry
from avrop.buying.orders.queries import LineToMatch
from avrop.documents.common import Item
from avrop.kernel.problems import Problem
from avrop.values import PackFactor, Quantity, UnitMismatch, convert, rounded_half_up

MASS = frozenset({"KGM", "GRM", "HGM", "TNE", "LBR"})
Packs = Mapping[UUID, Sequence[PackFactor]]


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of an advice and the order line it belongs to; counts in that line's unit."""

    position: int
    line: LineToMatch
    name: str
    quantity: Decimal
    outstanding: Decimal | None
    weight: Quantity | None
    sscc: str
    lot: str
    best_before: date | None


@dataclass(frozen=True, slots=True)
class Placing:
    """What was placed, and what could not be."""

    lines: tuple[PlacedLine, ...]
    problems: tuple[Problem, ...]


def order_numbers(advice: documents.DespatchAdvice) -> tuple[str, ...]:
    """Every order the advice names, on its head or on its lines."""
    named = (*advice.order_numbers, *(line.order_number for line in advice.lines))
    return tuple(dict.fromkeys(number for number in named if number))


def needs_packs(advice: documents.DespatchAdvice, order: Sequence[LineToMatch]) -> bool:
    """Whether a unit in the advice is one that no order line is counted in."""
    units = {line.unit for line in order}
    return any(line.delivered.unit not in units for line in advice.lines)


def place_lines(
    advice: documents.DespatchAdvice, order: Sequence[LineToMatch], packs: Packs
) -> Placing:
    """Each line of the advice on its order line."""
    placed: list[PlacedLine] = []
    problems: list[Problem] = []
    single = order_numbers(advice)
    index = _Index(order)
    for position, line in enumerate(advice.lines, start=1):
        number = line.order_number or (single[0] if len(single) == 1 else "")
        known = index.find(line, number)
        values = {"line": line.id, "name": line.item.name or line.item.sellers_id or ""}
        if known is None:
            problems.append(Problem("receipts.advice_line_unknown", values, ("lines", position)))
            continue
        quantity = _in_unit(line.delivered, known, packs)
        if quantity is None:
            units = {**values, "unit": line.delivered.unit, "ordered": known.unit}
            problems.append(Problem("receipts.advice_unit_unknown", units, ("lines", position)))
            continue
        placed.append(_placed(position, line, known, quantity, packs))
    return Placing(tuple(placed), tuple(problems))


class _Index:
    """Order lines by what advices call them."""

    def __init__(self, order: Sequence[LineToMatch]) -> None:
        self._by_place = {(line.order_number, str(line.position)): line for line in order}
        self._by_item: dict[tuple[str, str], LineToMatch] = {}
        for line in order:
            for name in names_of(line):
                for number in (line.order_number, ""):
                    self._by_item.setdefault((number, name), line)

    def find(self, line: documents.DespatchLine, number: str) -> LineToMatch | None:
        """The order line, or None."""
        named = {*item_names(line.item.sellers_id, standard_id(line.item))}
        known = self._by_place.get((number, line.order_line))
        if known is not None and (not named or named & set(names_of(known))):
            return known
        for name in named:
            found = self._by_item.get((number, name))
            if found is not None:
                return found
        # A substitute we were told of nowhere: the line number is all there is.
        return known


def names_of(line: LineToMatch) -> tuple[str, ...]:
    """What an order line's item may be called, the accepted substitute too."""
    return (
        *item_names(line.seller_item_id, line.gtin),
        *item_names(line.agreed_seller_item_id, line.agreed_gtin),
    )


def item_names(seller_item_id: str | None, gtin: str | None) -> Iterator[str]:
    """The names in a form in which two writings of the same name are equal."""
    if seller_item_id and seller_item_id.strip():
        yield "s:" + seller_item_id.strip().casefold()
    if gtin and gtin.strip().isdigit():
        yield "g:" + gtin.strip().zfill(14)


def standard_id(item: Item) -> str:
    """The GTIN of an item, or nothing."""
    return item.standard_id.value if item.standard_id else ""


def _in_unit(count: Quantity, line: LineToMatch, packs: Packs) -> Decimal | None:
    if count.unit == line.unit:
        return count.value
    if line.catch_weight and count.unit in MASS and count.unit == line.price_unit:
        return rounded_half_up(count.value / line.price_factor, 0) if line.price_factor else None
    try:
        return convert(count, line.unit, tuple(packs.get(line.item_id, ()))).value
    except UnitMismatch:
        return None


def _placed(
    position: int,
    line: documents.DespatchLine,
    known: LineToMatch,
    quantity: Decimal,
    packs: Packs,
) -> PlacedLine:
    unit = line.handling_units[0] if line.handling_units else None
    batch = line.item.instances[0] if line.item.instances else None
    return PlacedLine(
        position=position,
        line=known,
        name=line.item.name or known.agreed_name or known.name,
        quantity=quantity,
        outstanding=_in_unit(line.outstanding, known, packs) if line.outstanding else None,
        weight=_weight(line),
        sscc=unit.id.value if unit and unit.id else "",
        lot=(batch.lot or "") if batch else "",
        best_before=(batch.best_before_date or batch.lot_expiry_date) if batch else None,
    )


def _weight(line: documents.DespatchLine) -> Quantity | None:
    if line.delivered.unit in MASS:
        return line.delivered
    stated = (each.quantity for each in line.item.properties if each.name == "net_weight")
    return next((each for each in stated if each), None)


def entries_despatched(lines: Sequence[PlacedLine], document_id: UUID) -> tuple[NewEntry, ...]:
    """What is on its way; and what will never come, where the seller says that nothing is left."""
    sent = tuple(
        NewEntry(
            each.line.order_line_id,
            EntryKind.DESPATCHED,
            each.quantity,
            weight=each.weight,
            sscc=each.sscc[:18],
            document_kind="despatch",
            document_id=document_id,
        )
        for each in lines
        if each.quantity
    )
    gone = (
        NewEntry(
            line_id,
            EntryKind.SHORT,
            quantity,
            document_kind="despatch",
            document_id=document_id,
        )
        for line_id, quantity in never_coming(lines)
    )
    return (*sent, *gone)


def never_coming(lines: Iterable[PlacedLine]) -> Iterator[tuple[UUID, Decimal]]:
    """Agreed, but neither delivered nor outstanding nor given up before (invariant 8).

    An advice that says nothing of what is outstanding decides nothing.
    """
    by_line: dict[UUID, list[PlacedLine]] = {}
    for each in lines:
        by_line.setdefault(each.line.order_line_id, []).append(each)
    for line_id, several in by_line.items():
        if any(each.outstanding is None for each in several):
            continue
        line = several[0].line
        coming = sum((each.quantity for each in several), Decimal(0))
        # The last of several lines knows what is left after all of them.
        left = several[-1].outstanding or Decimal(0)
        sent = max(line.sums.despatched + coming, line.sums.received)
        gone = line.quantity - line.sums.short - sent - left
        if gone > 0:
            yield line_id, gone
