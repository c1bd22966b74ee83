"""What an invoice costs, by coding. Pure.

Matched money follows the coding of its order line, unmatched money the coding of its own line; what
has neither (freight, deposits, what is withheld) is divided as the rest is. The parts sum to the
invoice's amount without VAT, to the öre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from avrop.buying.invoices.shapes import CostPart
from avrop.buying.orders.queries import CodingWeight
from avrop.values import Money

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Costs:
    """`lines` are (id, amount, own coding), `matched` (line, order line, amount); `weights` say how
    each order line's cost is divided, `own` how a line's own is where it is split."""

    net: Money
    lines: Sequence[tuple[UUID, Decimal, str]]
    matched: Sequence[tuple[UUID, UUID, Decimal]]
    weights: Mapping[UUID, Sequence[CodingWeight]] = field(default_factory=dict)
    own: Mapping[UUID, Sequence[CodingWeight]] = field(default_factory=dict)


def cost_parts(costs: Costs) -> tuple[CostPart, ...]:
    """The invoice's cost by coding, in the order in which codings first appear."""
    direct = _direct(costs)
    whole = sum(direct.values(), NOTHING)
    rest = costs.net.amount - whole
    if rest and direct:
        _spread(direct, rest, costs.net.currency)
    elif rest:
        direct[""] = rest
    return tuple(
        CostPart(coding, Money(amount, costs.net.currency))
        for coding, amount in direct.items()
        if amount
    )


def _direct(costs: Costs) -> dict[str, Decimal]:
    """What is coded by an order line or by the line itself."""
    parts: dict[str, Decimal] = {}
    taken: dict[UUID, Decimal] = {}
    for line_id, order_line_id, amount in costs.matched:
        taken[line_id] = taken.get(line_id, NOTHING) + amount
        for coding, part in _divided(amount, costs.weights.get(order_line_id, ()), costs.net):
            parts[coding] = parts.get(coding, NOTHING) + part
    for line_id, amount, coding in costs.lines:
        own = amount - taken.get(line_id, NOTHING)
        if not own:
            continue
        divided = costs.own.get(line_id, (CodingWeight(coding, Decimal(1)),))
        for text, part in _divided(own, divided, costs.net):
            parts[text] = parts.get(text, NOTHING) + part
    return {coding: amount for coding, amount in parts.items() if coding}


def _divided(
    amount: Decimal, weights: Sequence[CodingWeight], net: Money
) -> list[tuple[str, Decimal]]:
    usable = [each for each in weights if each.weight > 0]
    if not usable:
        return []
    shares = Money(amount, net.currency).allocate([each.weight for each in usable])
    return [(each.coding, share.amount) for each, share in zip(usable, shares, strict=True)]


def _spread(parts: dict[str, Decimal], rest: Decimal, currency: str) -> None:
    weights = [abs(amount) for amount in parts.values()]
    if not any(weights):
        weights = [Decimal(1)] * len(parts)
    shares = Money(rest, currency).allocate(weights)
    for coding, share in zip(tuple(parts), shares, strict=True):
        parts[coding] += share.amount
