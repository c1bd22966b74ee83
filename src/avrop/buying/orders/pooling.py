"""From needs to orders and back. Pure.

Needs are split by seller, agreement, delivery and currency; equal needs of different people become
one order line with an allocation to each. What then comes is shared out among them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from avrop.buying.requisitions.amounts import amount_of
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Goods:
    """What is bought at what price: the snapshot that a line carries (invariant 4)."""

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


@dataclass(frozen=True, slots=True)
class Need:
    """A line of a cart that is to be ordered; `coding` is its only coding string, "" when split."""

    line_id: UUID
    chain_id: UUID
    seller_id: UUID
    agreement_id: UUID
    unit_id: UUID
    currency: str
    goods: Goods
    quantity: Decimal
    wanted: date | None
    coding: str


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an order line is for which need."""

    need_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line of an order to be: `coding` only where all its needs have the same one."""

    goods: Goods
    quantity: Decimal
    wanted: date | None
    coding: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """An order to be."""

    seller_id: UUID
    agreement_id: UUID
    unit_id: UUID
    currency: str
    lines: tuple[PlannedLine, ...]
    chains: tuple[UUID, ...]

    @property
    def amount(self) -> Money:
        """The sum of the line amounts, without VAT."""
        amounts = (line_amount(line.quantity, line.goods) for line in self.lines)
        return Money(sum(amounts, Decimal(0)), self.currency)

    @property
    def wanted(self) -> date | None:
        """The first day on which something is wanted."""
        return min((line.wanted for line in self.lines if line.wanted), default=None)


def line_amount(quantity: Decimal, goods: Goods) -> Decimal:
    """What so much of these goods costs without VAT, rounded to two decimals."""
    return amount_of(quantity, goods.price, goods.base_quantity, goods.price_factor)


def plan_orders(needs: Iterable[Need]) -> tuple[PlannedOrder, ...]:
    """One order per seller, agreement, delivery and currency, in the order of the needs."""
    groups: dict[tuple[UUID, UUID, UUID, str], list[Need]] = {}
    for need in needs:
        key = (need.seller_id, need.agreement_id, need.unit_id, need.currency)
        groups.setdefault(key, []).append(need)
    return tuple(
        PlannedOrder(
            *key,
            lines=pool(group),
            chains=tuple(dict.fromkeys(need.chain_id for need in group)),
        )
        for key, group in groups.items()
    )


def pool(needs: Sequence[Need]) -> tuple[PlannedLine, ...]:
    """Equal goods wanted on the same day by different chains become one line.

    Two lines of one chain stay two lines: somebody wrote them apart on purpose.
    """
    pooled: dict[tuple[Goods, date | None, int], list[Need]] = {}
    seen: dict[tuple[Goods, date | None, UUID], int] = {}
    for need in needs:
        own = (need.goods, need.wanted, need.chain_id)
        occurrence = seen[own] = seen.get(own, -1) + 1
        pooled.setdefault((need.goods, need.wanted, occurrence), []).append(need)
    return tuple(_line(goods, wanted, group) for (goods, wanted, _), group in pooled.items())


def _line(goods: Goods, wanted: date | None, needs: Sequence[Need]) -> PlannedLine:
    codings = {need.coding for need in needs}
    return PlannedLine(
        goods=goods,
        quantity=sum((need.quantity for need in needs), Decimal(0)),
        wanted=wanted,
        coding=codings.pop() if len(codings) == 1 else "",
        shares=tuple(Share(need.line_id, need.quantity) for need in needs),
    )


def share_out(quantity: Decimal, shares: Sequence[Share]) -> tuple[Share, ...]:
    """Share what came among the needs in proportion to what each wanted, in whole units where the
    needs are whole; the largest remainder first, then the earlier need. Sums to `quantity`.
    """
    if not shares:
        return ()
    wanted = sum((share.quantity for share in shares), Decimal(0))
    if quantity == wanted or not wanted:
        return tuple(shares)
    step = _step([quantity, *(share.quantity for share in shares)])
    parts = [(quantity * share.quantity / wanted) // step * step for share in shares]
    rest = int((quantity - sum(parts, Decimal(0))) / step)
    remainders = [
        quantity * share.quantity / wanted - part for share, part in zip(shares, parts, strict=True)
    ]
    for place in sorted(range(len(shares)), key=lambda place: -remainders[place])[:rest]:
        parts[place] += step
    return tuple(Share(share.need_id, part) for share, part in zip(shares, parts, strict=True))


def _step(quantities: Iterable[Decimal]) -> Decimal:
    """The smallest decimal place that any of the quantities uses: 1 when all are whole."""
    exponents = (int(quantity.normalize().as_tuple().exponent) for quantity in quantities)
    return Decimal(1).scaleb(min(0, *exponents))
