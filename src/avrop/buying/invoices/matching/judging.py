"""Which of the differences somebody must settle: those the tolerances don't allow.

A deviation is allowed when it is within the percentage and within the amount, both. Quantities have a
percentage of their own; a total that is right does not make a wrong quantity right (INV-02).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from avrop.buying.invoices.kinds import DifferenceKind
from avrop.buying.invoices.matching.comparing import Comparison
from avrop.buying.invoices.matching.facts import NOTHING, ORE, Cover, Deviation, Portion
from avrop.kernel.problems import Problem

NAME = "invoices.tolerances"
IN_PERCENT = ("price_percent", "quantity_percent", "weight_percent", "typical_weight_percent")


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What may differ without anybody looking. Amounts are without VAT, per line or per invoice."""

    price_percent: Decimal = Decimal(1)
    price_amount: Decimal = Decimal(50)
    quantity_percent: Decimal = NOTHING
    weight_percent: Decimal = Decimal(2)
    typical_weight_percent: Decimal = Decimal(15)
    total_amount: Decimal = Decimal(1)


DEFAULT = Tolerances()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is matched, what is withheld, and what somebody must settle."""

    portions: tuple[Portion, ...]
    covers: tuple[Cover, ...]
    differences: tuple[Deviation, ...]

    @property
    def is_match(self) -> bool:
        """Whether nothing waits for anybody."""
        return not self.differences


def judge(comparison: Comparison, tolerances: Tolerances) -> Judgement:
    """What of the comparison needs a person."""
    return Judgement(
        portions=comparison.portions,
        covers=comparison.covers,
        differences=tuple(
            each for each in comparison.deviations if not is_allowed(each, tolerances)
        ),
    )


def is_allowed(deviation: Deviation, tolerances: Tolerances) -> bool:
    """Whether nobody needs to look at it."""
    match deviation.kind:
        case DifferenceKind.PRICE:
            # A single öre is rounding, whatever the percentage of a cheap line says.
            return deviation.amount <= ORE or (
                deviation.amount <= tolerances.price_amount
                and _percent(deviation) <= tolerances.price_percent
            )
        case DifferenceKind.QUANTITY:
            return (
                _percent(deviation) <= tolerances.quantity_percent
                and deviation.amount <= tolerances.price_amount
            )
        case DifferenceKind.WEIGHT if deviation.is_typical_weight:
            return _percent(deviation) <= tolerances.typical_weight_percent
        case DifferenceKind.WEIGHT:
            return _percent(deviation) <= tolerances.weight_percent
        case DifferenceKind.TOTAL:
            return abs(deviation.amount) <= tolerances.total_amount
        case _:
            return False


def _percent(deviation: Deviation) -> Decimal:
    expected, actual = deviation.expected or NOTHING, deviation.actual or NOTHING
    return (actual - expected) / expected * 100 if expected else Decimal("Infinity")


def problems_with_tolerances(tolerances: Tolerances) -> Iterator[Problem]:
    """Tolerances that make no sense."""
    for name in IN_PERCENT:
        percent: Decimal = getattr(tolerances, name)
        if not 0 <= percent <= 100:
            values = {"name": name, "value": percent}
            yield Problem("invoices.tolerance_out_of_range", values, ("tolerances", name))
    for name in ("price_amount", "total_amount"):
        amount: Decimal = getattr(tolerances, name)
        if amount < 0:
            values = {"name": name, "value": amount}
            yield Problem("invoices.tolerance_out_of_range", values, ("tolerances", name))
