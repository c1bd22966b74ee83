"""Quantities with their unit of measure, converted only by factors that somebody declared."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self


class UnitMismatch(ValueError):
    """Two quantities of different units met, or no declared factor leads from one to the other."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be combined")
        self.left = left
        self.right = right


def plain(number: Decimal) -> Decimal:
    """A number without the zeros that a column's scale adds, and never with an exponent."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def plain_or_none(number: Decimal | None) -> Decimal | None:
    """The same of a number that may be missing."""
    return None if number is None else plain(number)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much, in a unit by UN/ECE Recommendation 20 or 21 (with the prefix X).

    The unit is not looked up here: a document may carry one that its rules refuse. Raises TypeError
    for anything but a Decimal and ValueError for NaN or infinity.
    """

    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal):
            raise TypeError(f"a quantity is a Decimal, not {type(self.value).__name__}")
        if not self.value.is_finite():
            raise ValueError(f"{self.value} is not a quantity")

    @classmethod
    def zero(cls, unit: str) -> Self:
        """Nothing, in a unit."""
        return cls(Decimal(0), unit)

    @classmethod
    def sum(cls, quantities: Iterable[Quantity], unit: str) -> Self:
        """The exact sum, zero when there is nothing to sum; raises UnitMismatch."""
        total = Decimal(0)
        for each in quantities:
            if each.unit != unit:
                raise UnitMismatch(unit, each.unit)
            total += each.value
        return cls(total, unit)

    def __add__(self, other: Quantity) -> Self:
        return type(self)(self.value + self._same_unit(other).value, self.unit)

    def __sub__(self, other: Quantity) -> Self:
        return type(self)(self.value - self._same_unit(other).value, self.unit)

    def __mul__(self, factor: Decimal | int) -> Self:
        if not isinstance(factor, Decimal | int):
            raise TypeError(f"a factor is a Decimal or an int, not {type(factor).__name__}")
        return type(self)(self.value * factor, self.unit)

    __rmul__ = __mul__

    def __neg__(self) -> Self:
        return type(self)(-self.value, self.unit)

    def __lt__(self, other: Quantity) -> bool:
        return self.value < self._same_unit(other).value

    def __le__(self, other: Quantity) -> bool:
        return self.value <= self._same_unit(other).value

    def __gt__(self, other: Quantity) -> bool:
        return self.value > self._same_unit(other).value

    def __ge__(self, other: Quantity) -> bool:
        return self.value >= self._same_unit(other).value

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}"

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left."""
        return not self.value

    def _same_unit(self, other: Quantity) -> Quantity:
        if other.unit != self.unit:
            raise UnitMismatch(self.unit, other.unit)
        return other


@dataclass(frozen=True, slots=True)
class PackFactor:
    """A declared content: one `unit` holds `factor` of `base_unit`, such as 1 XBX = 12 C62.

    Raises ValueError for a factor that is not positive.
    """

    unit: str
    base_unit: str
    factor: Decimal

    def __post_init__(self) -> None:
        if not self.factor.is_finite() or self.factor <= 0:
            raise ValueError(f"a pack factor is positive, not {self.factor}")


def convert(quantity: Quantity, to_unit: str, factors: Iterable[PackFactor]) -> Quantity:
    """The same quantity in another unit, by the shortest chain of declared factors.

    Nothing is assumed, not even that a kilogram is a thousand grams. Raises UnitMismatch when no
    chain leads there. The value is exact unless the division has no end; round it in the rules.
    """
    if quantity.unit == to_unit:
        return quantity
    ratio = _ratio(quantity.unit, to_unit, tuple(factors))
    if ratio is None:
        raise UnitMismatch(quantity.unit, to_unit)
    value = quantity.value * ratio.numerator / ratio.denominator
    return Quantity(value, to_unit)


def _ratio(from_unit: str, to_unit: str, factors: tuple[PackFactor, ...]) -> Fraction | None:
    reached = {from_unit: Fraction(1)}
    waiting = deque([from_unit])
    while waiting:
        unit = waiting.popleft()
        for neighbour, step in _steps(unit, factors):
            if neighbour not in reached:
                reached[neighbour] = reached[unit] * step
                waiting.append(neighbour)
    return reached.get(to_unit)


def _steps(unit: str, factors: tuple[PackFactor, ...]) -> Iterable[tuple[str, Fraction]]:
    for each in factors:
        if each.unit == unit:
            yield each.base_unit, Fraction(each.factor)
        elif each.base_unit == unit:
            yield each.unit, 1 / Fraction(each.factor)
