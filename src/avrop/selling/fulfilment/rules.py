"""What can be picked of an order, and what is still to come. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.selling.fulfilment.shapes import Pick

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineToPick:
    """A line of the order: how much is to be delivered in all, and how much was packed before."""

    sales_line_id: UUID
    line_id: str
    to_deliver: Decimal
    packed: Decimal
    catch_weight: bool

    @property
    def left(self) -> Decimal:
        """What has not been packed yet."""
        return max(ZERO, self.to_deliver - self.packed)


@dataclass(frozen=True, slots=True)
class PickedLine:
    """A line of the despatch."""

    sales_line_id: UUID
    line_id: str
    pick: Pick
    outstanding: Decimal


def picks_of_all(lines: Sequence[LineToPick]) -> tuple[Pick, ...]:
    """Everything that is left, in the order's order."""
    return tuple(Pick(line.line_id, line.left) for line in lines if line.left)


def problems_picking(lines: Sequence[LineToPick], picks: Sequence[Pick]) -> Iterator[Problem]:
    """Every reason why these picks are no despatch."""
    known = {line.line_id: line for line in lines}
    if not any(pick.quantity > 0 for pick in picks):
        yield Problem("fulfilment.nothing_to_pick")
    seen: set[tuple[str, int]] = set()
    taken: dict[str, Decimal] = {}
    for position, pick in enumerate(picks, start=1):
        place, values = ("picks", position), {"line": pick.line_id}
        line = known.get(pick.line_id)
        if line is None:
            yield Problem("fulfilment.line_unknown", values, place)
            continue
        if (pick.line_id, pick.handling_unit) in seen:
            yield Problem("fulfilment.line_twice", values, place)
        seen.add((pick.line_id, pick.handling_unit))
        taken[pick.line_id] = taken.get(pick.line_id, ZERO) + pick.quantity + pick.missing
        if pick.quantity < 0 or pick.missing < 0 or taken[pick.line_id] > line.left:
            yield Problem("fulfilment.picked_too_much", {**values, "left": line.left}, place)
        if line.catch_weight and pick.quantity and pick.weight is None:
            yield Problem("fulfilment.weight_missing", values, place)


def despatch_lines(
    lines: Sequence[LineToPick], picks: Sequence[Pick], *, final: bool
) -> tuple[PickedLine, ...]:
    """The lines of a despatch, with what comes later of each: nothing where it is final."""
    known = {line.line_id: line for line in lines}
    left = {line.line_id: line.left for line in lines}
    for pick in picks:
        left[pick.line_id] -= pick.quantity + pick.missing
    return tuple(
        PickedLine(
            sales_line_id=known[pick.line_id].sales_line_id,
            line_id=pick.line_id,
            pick=pick,
            outstanding=ZERO if final else left[pick.line_id],
        )
        for pick in picks
    )


def nothing_is_left(lines: Sequence[LineToPick], picks: Sequence[Pick]) -> bool:
    """Whether the order is complete with these picks."""
    taken: dict[str, Decimal] = {}
    for pick in picks:
        taken[pick.line_id] = taken.get(pick.line_id, ZERO) + pick.quantity + pick.missing
    return all(line.left <= taken.get(line.line_id, ZERO) for line in lines)
