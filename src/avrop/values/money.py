"""Amounts of money that cannot be mixed, guessed or rounded twice.

An amount is a `Decimal` beside its ISO 4217 currency. Arithmetic keeps every decimal; `rounded()`
is called once, in the rules, where EN 16931 says that an amount is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import lcm
from typing import Self

# ISO 4217: currencies whose minor unit is not the hundredth.
_MINOR_UNIT_DIGITS = {
    **dict.fromkeys(
        ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI"), 0
    ),
    **dict.fromkeys(("VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}

# With at most 21 digits before the point, every amount can be rounded in Decimal's 28 digits.
_LARGEST_MAGNITUDE = 20


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met; `left` and `right` are the currencies."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be combined")
        self.left = left
        self.right = right


@cache
def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency by ISO 4217: 0.01 for SEK, 1 for JPY."""
    return Decimal(1).scaleb(-_MINOR_UNIT_DIGITS.get(currency, 2))


def rounded_half_up(number: Decimal, decimals: int) -> Decimal:
    """Round once, a half away from zero, as EN 16931 rounds amounts (BR-DEC-*, BR-CO-*)."""
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217, three capital letters).

    Raises TypeError for anything but a Decimal, so that no float slips in, and ValueError for NaN,
    infinity, more than 21 digits before the point or what does not look like a currency code.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"an amount is a Decimal, not {type(self.amount).__name__}")
        if not self.amount.is_finite() or self.amount.adjusted() > _LARGEST_MAGNITUDE:
            raise ValueError(f"{self.amount} is not an amount")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not a currency code")

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in a currency."""
        return cls(Decimal(0), currency)

    @classmethod
    def sum(cls, amounts: Iterable[Money], currency: str) -> Self:
        """The exact sum, zero when there is nothing to sum; raises CurrencyMismatch."""
        total = Decimal(0)
        for each in amounts:
            if each.currency != currency:
                raise CurrencyMismatch(currency, each.currency)
            total += each.amount
        return cls(total, currency)

    def __add__(self, other: Money) -> Self:
        return type(self)(self.amount + self._same_currency(other).amount, self.currency)

    def __sub__(self, other: Money) -> Self:
        return type(self)(self.amount - self._same_currency(other).amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Self:
        return type(self)(self.amount * _factor(factor), self.currency)

    __rmul__ = __mul__

    def __truediv__(self, divisor: Decimal | int) -> Self:
        """A price per unit from a price per base quantity (BT-146 / BT-149); not rounded."""
        return type(self)(self.amount / _factor(divisor), self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.amount, self.currency)

    def __abs__(self) -> Self:
        return type(self)(abs(self.amount), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same_currency(other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same_currency(other).amount

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same_currency(other).amount

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same_currency(other).amount

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left."""
        return not self.amount

    @property
    def is_negative(self) -> bool:
        """Whether the amount is owed the other way."""
        return self.amount < 0

    def rounded(self) -> Self:
        """To the currency's minor unit, a half away from zero (EN 16931: two decimals)."""
        unit = minor_unit(self.currency)
        return type(self)(self.amount.quantize(unit, rounding=ROUND_HALF_UP), self.currency)

    def allocate(self, weights: Sequence[Decimal]) -> list[Self]:
        """Split the rounded amount by weights, so that the parts sum to it to the minor unit.

        Largest remainder; equal remainders go to the earlier part, so the same question always has
        the same answer. Raises ValueError when a weight is negative or none is positive.
        """
        unit = minor_unit(self.currency)
        whole = int(self.rounded().amount / unit)
        sign = -1 if whole < 0 else 1
        parts = _largest_remainder(abs(whole), _whole_numbers(weights))
        return [type(self)(sign * part * unit, self.currency) for part in parts]

    def _same_currency(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other


def money_or_none(amount: Decimal | None, currency: str) -> Money | None:
    """Money of an amount that may be missing."""
    return None if amount is None else Money(amount, currency)


def _factor(number: Decimal | int) -> Decimal | int:
    if not isinstance(number, Decimal | int):
        raise TypeError(f"money is multiplied by a Decimal or an int, not {type(number).__name__}")
    return number


def _whole_numbers(weights: Sequence[Decimal]) -> list[int]:
    """The weights in the same proportions as whole numbers: no precision is lost on the way."""
    if any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("weights are not negative, and at least one is positive")
    ratios = [weight.as_integer_ratio() for weight in weights]
    common = lcm(*(denominator for _, denominator in ratios))
    return [numerator * (common // denominator) for numerator, denominator in ratios]


def _largest_remainder(whole: int, weights: Sequence[int]) -> list[int]:
    total = sum(weights)
    shares = [divmod(whole * weight, total) for weight in weights]
    parts = [part for part, _ in shares]
    missing = whole - sum(parts)
    by_remainder = sorted(range(len(shares)), key=lambda position: -shares[position][1])
    for position in by_remainder[:missing]:
        parts[position] += 1
    return parts
