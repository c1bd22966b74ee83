"""Swedish value added tax by kind of goods and date, with its law.

The rates are dated rows: the cut of food VAT from 2026-04-01 to 2027-12-31 is data, not code.
Which kind an article is of is the seller's judgement; categories are UNCL5305 as EN 16931 uses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from avrop.values.dates import Dated, DatedTable

_LAW_OF_1994 = "7 kap. mervärdesskattelagen (1994:200)"
_LAW_OF_2023 = "9 kap. mervärdesskattelagen (2023:200)"
_SCOPE_OF_2023 = "3 kap. mervärdesskattelagen (2023:200)"
_EXEMPTIONS_OF_2023 = "10 kap. mervärdesskattelagen (2023:200)"
_FOOD_CUT = "9 kap. mervärdesskattelagen (2023:200), prop. 2025/26:55"
_REVERSE_CHARGE = "16 kap. mervärdesskattelagen (2023:200)"
_NEW_LAW = date(2023, 7, 1)
_OLD_LAW = date(2004, 1, 1)

# UNCL5305 as far as Swedish invoices use it; the rules of EN 16931 treat each in its own group.
STANDARD = "S"
ZERO = "Z"
EXEMPT = "E"
REVERSE_CHARGE = "AE"
OUTSIDE_SCOPE = "O"
VAT_CATEGORIES = frozenset({STANDARD, ZERO, EXEMPT, REVERSE_CHARGE, OUTSIDE_SCOPE})


@dataclass(frozen=True, slots=True)
class VatRate:
    """A category by UNCL5305 and its percentage; `percent` is None outside the scope (BR-O-5)."""

    category: str
    percent: Decimal | None


class UnknownVatKind(LookupError):
    """No table for a kind of goods; `kind` is what was asked for."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def _taxed(percent: int) -> VatRate:
    return VatRate(STANDARD, Decimal(percent))


def _unchanged(rate: VatRate, law: str = _LAW_OF_2023) -> DatedTable[VatRate]:
    """A rate that the act of 2023 took over as it stood."""
    return DatedTable(
        [
            Dated(_OLD_LAW, date(2023, 6, 30), rate, _LAW_OF_1994),
            Dated(_NEW_LAW, None, rate, law),
        ]
    )


_FOOD = DatedTable(
    [
        Dated(_OLD_LAW, date(2023, 6, 30), _taxed(12), _LAW_OF_1994),
        Dated(_NEW_LAW, date(2026, 3, 31), _taxed(12), _LAW_OF_2023),
        Dated(date(2026, 4, 1), date(2027, 12, 31), _taxed(6), _FOOD_CUT),
        Dated(date(2028, 1, 1), None, _taxed(12), _FOOD_CUT),
    ]
)

# Restaurant services were taxed at the standard rate until 2012.
_RESTAURANT = DatedTable(
    [
        Dated(_OLD_LAW, date(2011, 12, 31), _taxed(25), _LAW_OF_1994),
        Dated(date(2012, 1, 1), date(2023, 6, 30), _taxed(12), _LAW_OF_1994),
        Dated(_NEW_LAW, None, _taxed(12), _LAW_OF_2023),
    ]
)

VAT_TABLES: Mapping[str, DatedTable[VatRate]] = {
    "standard": _unchanged(_taxed(25)),
    "food": _FOOD,
    "restaurant": _RESTAURANT,
    "accommodation": _unchanged(_taxed(12)),
    "books": _unchanged(_taxed(6)),
    "passenger_transport": _unchanged(_taxed(6)),
    "culture": _unchanged(_taxed(6)),
    "zero_rated": _unchanged(VatRate(ZERO, Decimal(0)), _EXEMPTIONS_OF_2023),
    "exempt": _unchanged(VatRate(EXEMPT, Decimal(0)), _EXEMPTIONS_OF_2023),
    "reverse_charge": _unchanged(VatRate(REVERSE_CHARGE, Decimal(0)), _REVERSE_CHARGE),
    "outside_scope": _unchanged(VatRate(OUTSIDE_SCOPE, None), _SCOPE_OF_2023),
}
VAT_KINDS = tuple(VAT_TABLES)


def vat_table(kind: str) -> DatedTable[VatRate]:
    """The rows of a kind, with their citations; raises UnknownVatKind."""
    try:
        return VAT_TABLES[kind]
    except KeyError:
        raise UnknownVatKind(kind) from None


def vat_rate(kind: str, on: date) -> VatRate:
    """The rate of a kind on the day of supply; raises UnknownVatKind or NothingInForce."""
    return vat_table(kind).in_force(on)


def rates_in_force(on: date) -> frozenset[Decimal]:
    """The percentages above zero that Swedish law knows on a date (SE-R-006 compares with them)."""
    rates = (table.in_force(on).percent for table in VAT_TABLES.values())
    return frozenset(rate for rate in rates if rate)
