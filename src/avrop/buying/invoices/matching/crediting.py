"""What a credit note takes back. Pure.

Goods that were withheld when they were billed never stood as billed, so their credit only meets what
was waited for. Goods that were billed and then claimed, or billed wrongly, are taken out of what was
billed. A credit of a part of the price takes back money and no goods. What was neither billed nor
waited for cannot be taken back: somebody must look at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from avrop.buying.invoices.kinds import DifferenceKind
from avrop.buying.invoices.matching.comparing import TYPICAL_SLACK, WEIGHED_SLACK
from avrop.buying.invoices.matching.facts import NOTHING, ORE, Deviation, LineFacts, Portion
from avrop.buying.invoices.matching.measuring import measure, price_by_weight, price_of
from avrop.buying.invoices.matching.pairing import Pair, Pairing
from avrop.buying.orders.queries import LineToMatch
from avrop.values import PackFactor, rounded_half_up

#: Credited at less than this part of the agreed price, it is the price that is credited.
WHOLE_PRICE = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class AwaitedCredit:
    """What is left of an expected credit. No `quantity`: only money is waited for."""

    id: UUID
    order_line_id: UUID | None
    quantity: Decimal
    amount: Decimal
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class Met:
    """How much of an expected credit has come."""

    expected_credit_id: UUID
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Crediting:
    """What is taken out of what was billed, which credits are met, which lines nobody knows, and what
    is credited that nobody was billed for."""

    portions: tuple[Portion, ...]
    met: tuple[Met, ...]
    unknown: tuple[LineFacts, ...]
    too_much: tuple[Deviation, ...] = ()


@dataclass(slots=True)
class _Left:
    """What is left to take while lines are gone through: goods, and money without VAT."""

    billed: dict[UUID, Decimal]
    money: dict[UUID, Decimal]
    credits: tuple[AwaitedCredit, ...]
    quantity: dict[UUID, Decimal] = field(default_factory=dict)
    amount: dict[UUID, Decimal] = field(default_factory=dict)


def take_back(
    pairing: Pairing,
    credits: Sequence[AwaitedCredit],
    packs: Mapping[UUID, Sequence[PackFactor]],
    money: Mapping[UUID, Decimal],
) -> Crediting:
    """Each line of the credit note on what it takes back.

    `money` is what invoices have asked for each order line, less what has been credited.
    """
    left = _Left(
        billed={
            each.order_line_id: each.sums.invoiced - each.sums.credited
            for pair in pairing.pairs
            for each in pair.candidates
        },
        money=dict(money),
        credits=tuple(sorted(credits, key=lambda each: not each.is_withheld)),
        quantity={each.id: each.quantity for each in credits},
        amount={each.id: each.amount for each in credits},
    )
    portions: list[Portion] = []
    met: list[Met] = []
    too_much: list[Deviation] = []
    for pair in pairing.pairs:
        for taken in _take(pair, left, packs):
            if isinstance(taken, Met):
                met.append(taken)
            elif isinstance(taken, Portion):
                portions.append(taken)
            else:
                too_much.append(taken)
    return Crediting(tuple(portions), tuple(met), pairing.unknown, tuple(too_much))


def _take(
    pair: Pair, left: _Left, packs: Mapping[UUID, Sequence[PackFactor]]
) -> Iterator[Met | Portion | Deviation]:
    first = pair.candidates[0]
    measured = measure(pair.line, first, packs.get(first.item_id, ()))
    if measured is None or _is_price_only(pair.line, first, measured.quantity):
        yield from _money(pair, left)
        return
    whole = measured.quantity
    if measured.weighed:
        billed = sum((left.billed[each.order_line_id] for each in pair.candidates), NOTHING)
        slack = TYPICAL_SLACK if measured.is_typical else WEIGHED_SLACK
        whole = measured.pieces(pair.line.quantity.value, billed, slack)
    # What nobody has claimed yet of this line, and what of it was neither withheld nor billed yet.
    unclaimed = rest = whole
    for credit in _about(pair, left):
        quantity = min(unclaimed, left.quantity[credit.id])
        if quantity <= 0:
            continue
        amount = _share(pair.line, quantity, whole)
        left.quantity[credit.id] -= quantity
        unclaimed -= quantity
        yield Met(credit.id, quantity, amount)
        if credit.is_withheld and credit.order_line_id is not None:
            rest -= quantity
            left.money[credit.order_line_id] -= amount
            yield _portion(pair.line, _line_of(pair, credit), NOTHING, amount)
    for order_line in pair.candidates:
        quantity = min(rest, left.billed[order_line.order_line_id])
        if quantity > 0:
            rest -= quantity
            left.billed[order_line.order_line_id] -= quantity
            amount = _share(pair.line, quantity, whole)
            left.money[order_line.order_line_id] -= amount
            yield _portion(pair.line, order_line, quantity, amount)
    # A claim is credited before the goods are billed, too: they are then billed less, or withheld.
    nobodys = min(rest, unclaimed)
    if nobodys > 0:
        yield _too_much(pair, _share(pair.line, nobodys, whole), whole - nobodys, whole)
    yield from _overdrawn(pair, left)


def _overdrawn(pair: Pair, left: _Left) -> Iterator[Deviation]:
    """More money than was asked for the order lines, but for an öre of rounding. Said once."""
    over = -sum((left.money[each.order_line_id] for each in pair.candidates), NOTHING)
    if over > ORE:
        left.money[pair.candidates[0].order_line_id] += over
        yield _too_much(pair, over)


def _too_much(
    pair: Pair, amount: Decimal, expected: Decimal | None = None, actual: Decimal | None = None
) -> Deviation:
    """The part of a line that nobody was billed for; quantities where goods are taken back."""
    first = pair.candidates[0]
    return Deviation(
        kind=DifferenceKind.CREDITED,
        amount=amount,
        line_id=pair.line.id,
        order_line_id=first.order_line_id,
        order_id=first.order_id,
        position=pair.line.position,
        name=pair.line.name,
        expected=expected,
        actual=actual,
        unit=first.unit if actual is not None else "",
    )


def _is_price_only(line: LineFacts, order_line: LineToMatch, quantity: Decimal) -> bool:
    if not quantity:
        weight = line.quantity.value
        return bool(weight) and line.amount < weight * price_by_weight(order_line) * WHOLE_PRICE
    return line.amount < quantity * price_of(order_line) * WHOLE_PRICE


def _money(pair: Pair, left: _Left) -> Iterator[Met | Portion | Deviation]:
    rest = pair.line.amount
    for credit in _about(pair, left):
        amount = min(rest, left.amount[credit.id]) if not credit.quantity else NOTHING
        if amount > 0:
            left.amount[credit.id] -= amount
            rest -= amount
            yield Met(credit.id, NOTHING, amount)
    yield _portion(pair.line, pair.candidates[0], NOTHING, pair.line.amount)
    left.money[pair.candidates[0].order_line_id] -= pair.line.amount
    yield from _overdrawn(pair, left)


def _line_of(pair: Pair, credit: AwaitedCredit) -> LineToMatch:
    return next(each for each in pair.candidates if each.order_line_id == credit.order_line_id)


def _about(pair: Pair, left: _Left) -> Iterator[AwaitedCredit]:
    ours = {each.order_line_id for each in pair.candidates}
    return (each for each in left.credits if each.order_line_id in ours)


def _share(line: LineFacts, quantity: Decimal, whole: Decimal) -> Decimal:
    return rounded_half_up(line.amount * quantity / whole, 2) if whole else NOTHING


def _portion(
    line: LineFacts, order_line: LineToMatch, quantity: Decimal, amount: Decimal
) -> Portion:
    return Portion(line.id, order_line.order_line_id, order_line.order_id, quantity, amount)
