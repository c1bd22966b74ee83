"""The arithmetic of the quantity ledger. Pure: sums in, extents and completeness out.

Received includes what was rejected at receipt; accepted is the difference (invariant 8). An order is
complete when what can still come is here and all of it has been invoiced or credited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from avrop.buying.orders.kinds import Extent
from avrop.values import Quantity

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class LineSums:
    """The ledger of one order line, summed by kind, in the line's unit."""

    ordered: Decimal = NOTHING
    confirmed: Decimal = NOTHING
    despatched: Decimal = NOTHING
    arrived_at_centre: Decimal = NOTHING
    delivered: Decimal = NOTHING
    received: Decimal = NOTHING
    rejected: Decimal = NOTHING
    short: Decimal = NOTHING
    credited: Decimal = NOTHING
    invoiced: Decimal = NOTHING
    received_weight: Decimal = NOTHING
    weight_unit: str = ""

    @property
    def accepted(self) -> Decimal:
        """What was received and kept."""
        return self.received - self.rejected

    @property
    def weight(self) -> Quantity | None:
        """What was weighed at receipt, where anything was."""
        return Quantity(self.received_weight, self.weight_unit) if self.weight_unit else None


@dataclass(frozen=True, slots=True)
class LineStanding:
    """A line's agreed quantity beside its sums."""

    agreed: Decimal
    sums: LineSums

    @property
    def expected(self) -> Decimal:
        """What can still be expected in all: as agreed, less what will never come."""
        return max(NOTHING, self.agreed - self.sums.short)


@dataclass(frozen=True, slots=True)
class OrderProgress:
    """How far an order has come, in extents. What has been received has also been despatched."""

    despatched: Extent = Extent.NONE
    at_centre: Extent = Extent.NONE
    received: Extent = Extent.NONE
    invoiced: Extent = Extent.NONE
    is_complete: bool = False


def progress_of(lines: Sequence[LineStanding]) -> OrderProgress:
    """Where an order with these lines stands. Lines that nothing is expected of don't hold it up."""
    return OrderProgress(
        despatched=_extent(lines, lambda line: max(line.sums.despatched, line.sums.received)),
        at_centre=_extent(lines, lambda line: line.sums.arrived_at_centre),
        received=_extent(lines, lambda line: line.sums.received),
        invoiced=_extent(lines, lambda line: line.sums.invoiced, _to_be_invoiced),
        is_complete=_is_complete(lines),
    )


def _to_be_invoiced(line: LineStanding) -> Decimal:
    """What was not kept need not be invoiced; where it is, it is credited."""
    return line.expected - line.sums.rejected


def _extent(
    lines: Iterable[LineStanding],
    of: Callable[[LineStanding], Decimal],
    wanted_of: Callable[[LineStanding], Decimal] = attrgetter("expected"),
) -> Extent:
    counts = [(of(line), wanted_of(line)) for line in lines]
    if not any(count > 0 for count, _ in counts):
        return Extent.NONE
    return Extent.FULLY if all(count >= wanted for count, wanted in counts) else Extent.PARTLY


def _is_complete(lines: Sequence[LineStanding]) -> bool:
    """All that is expected has been received, and all that was kept has been invoiced.

    Goods invoiced and then rejected stay open until the credit for them has come.
    """
    return any(line.expected for line in lines) and all(
        line.sums.received >= line.expected
        and line.sums.invoiced - line.sums.credited == line.sums.accepted
        for line in lines
    )
