"""Invoiced quantities and prices in the units of an order line.

Units convert by declared pack factors only. Catch weight: the goods were ordered by the piece and are
invoiced by weight; what one piece weighs is known from the receipt, else from the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from avrop.buying.invoices.matching.facts import NOTHING, LineFacts
from avrop.buying.orders.queries import LineToMatch
from avrop.values import PackFactor, Quantity, UnitMismatch, convert, rounded_half_up

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Measure:
    """How an invoice line counts one order line's goods.

    `quantity` is the line's in the order line's unit. A `weighed` line has the weight of one piece,
    which `is_typical` when nobody weighed the goods at receipt.
    """

    quantity: Decimal
    weighed: bool = False
    piece_weight: Decimal = NOTHING
    is_typical: bool = False

    def pieces(self, weight: Decimal, whole: Decimal, typical_slack: Decimal) -> Decimal:
        """How many pieces a weight is: all that are left where it fits them, else the nearest."""
        expected = whole * self.piece_weight
        if whole and abs(weight - expected) <= expected * typical_slack:
            return whole
        if weight <= 0:
            return NOTHING
        return max(ONE, rounded_half_up(weight / self.piece_weight, 0))


def measure(
    line: LineFacts, order_line: LineToMatch, packs: Sequence[PackFactor]
) -> Measure | None:
    """The invoice line's quantity as the order line counts; None where the units have no relation."""
    count = line.quantity
    if count.unit == order_line.unit:
        return Measure(count.value)
    if order_line.catch_weight and count.unit in (order_line.price_unit, _weight_unit(order_line)):
        return _weighed(count, order_line)
    if count.unit == order_line.price_unit and order_line.price_factor:
        return Measure(count.value / order_line.price_factor)
    try:
        return Measure(convert(count, order_line.unit, tuple(packs)).value)
    except UnitMismatch:
        return None


def _weighed(count: Quantity, order_line: LineToMatch) -> Measure | None:
    sums = order_line.sums
    if sums.received and sums.received_weight and sums.weight_unit == count.unit:
        return Measure(NOTHING, True, sums.received_weight / sums.received)
    if order_line.price_factor and count.unit == order_line.price_unit:
        return Measure(NOTHING, True, order_line.price_factor, is_typical=True)
    return None


def _weight_unit(order_line: LineToMatch) -> str:
    return order_line.sums.weight_unit


def price_of(order_line: LineToMatch) -> Decimal:
    """The agreed price of one ordered unit, not rounded."""
    return order_line.price * order_line.price_factor / order_line.base_quantity


def price_by_weight(order_line: LineToMatch) -> Decimal:
    """The agreed price of one unit of weight, not rounded."""
    return order_line.price / order_line.base_quantity
