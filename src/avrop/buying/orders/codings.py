"""How the cost of order lines is divided over codings: of the needs that each line was ordered for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from uuid import UUID

from avrop.buying.orders.models import Allocation, OrderLine
from avrop.buying.orders.shapes import CodedShare, CodingWeight
from avrop.buying.requisitions import queries as requisitions
from avrop.kernel.compiled import Given, compiled
from avrop.values import rounded_half_up

_allocations = compiled(
    lambda: (
        Allocation.objects.filter(order_line_id__any_of=Given("line_ids"))
        .order_by("order_line_id", "id")
        .values_list("order_line_id", "requisition_line_id")
    )
)


def coding_of_lines(order_line_ids: Iterable[UUID]) -> dict[UUID, tuple[CodingWeight, ...]]:
    """How each order line's cost is divided over codings; weights for `Money.allocate`.

    Percentages are of what a need was to cost; shares without one are what the others leave. Two
    statements however many lines.
    """
    allocations = _allocations(line_ids=list(order_line_ids))
    coded = requisitions.coding_of_needs({need_id for _, need_id in allocations})
    weights: dict[UUID, dict[str, Decimal]] = {}
    for line_id, need_id in allocations:
        own = weights.setdefault(line_id, {})
        parts = requisitions.weights_of(coded[need_id]) if need_id in coded else ()
        for coding, weight in parts:
            own[coding] = own.get(coding, Decimal(0)) + weight
    return {
        line_id: tuple(CodingWeight(coding, weight) for coding, weight in own.items())
        for line_id, own in weights.items()
    }


def shares_of(lines: Sequence[OrderLine]) -> dict[UUID, tuple[CodedShare, ...]]:
    """What each coding bears of each line. A line that is on one coding says so itself; two statements
    where others are among them, however many."""
    several = [line.id for line in lines if not line.accounting_cost]
    weights = coding_of_lines(several) if several else {}
    return {
        line.id: (CodedShare(line.accounting_cost, Decimal(100)),)
        if line.accounting_cost
        else _in_percent(weights.get(line.id, ()))
        for line in lines
    }


def _in_percent(weights: Sequence[CodingWeight]) -> tuple[CodedShare, ...]:
    whole = sum((each.weight for each in weights), Decimal(0))
    return tuple(
        CodedShare(
            each.coding, rounded_half_up(each.weight * 100 / whole, 2) if whole else Decimal(0)
        )
        for each in weights
    )
