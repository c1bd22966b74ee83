"""Which accounts invoices and payments are booked on: a dated rule set of each organisation.

The defaults follow the numbering of Kommun-Bas (liabilities in 25, VAT and other claims in 16 and 17,
bank in 19) and are there to be changed: every municipality has its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from avrop.kernel.problems import Problem

NAME = "payables.chart"


@dataclass(frozen=True, slots=True)
class SieDimension:
    """A dimension of the coding string and its number in SIE (1 is cost centre, 6 project)."""

    code: str
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Accounts by use, series of vouchers, and how dimensions are numbered in SIE files."""

    liability: str = "2511"
    input_vat: str = "1681"
    bank: str = "1931"
    prepaid: str = "1791"
    rounding: str = "6993"
    unknown_cost: str = "2999"
    invoice_series: str = "L"
    payment_series: str = "U"
    dimensions: tuple[SieDimension, ...] = (
        SieDimension("ansvar", 1, "Ansvar"),
        SieDimension("projekt", 6, "Projekt"),
        SieDimension("verksamhet", 20, "Verksamhet"),
        SieDimension("aktivitet", 21, "Aktivitet"),
        SieDimension("objekt", 22, "Objekt"),
        SieDimension("motpart", 23, "Motpart"),
    )

    def number_of(self, dimension: str) -> int | None:
        """The SIE number of a dimension, where it has one."""
        return next((each.number for each in self.dimensions if each.code == dimension), None)


DEFAULT = Chart()
_ACCOUNTS = ("liability", "input_vat", "bank", "prepaid", "rounding", "unknown_cost")


def problems_with_chart(chart: Chart) -> Iterator[Problem]:
    """A chart that no accounting system would take."""
    for name in _ACCOUNTS:
        account = getattr(chart, name)
        if not account.isdigit():
            values = {"account": account}
            yield Problem("payables.not_an_account", values, ("chart", name))
    numbers = [each.number for each in chart.dimensions]
    if len(set(numbers)) != len(numbers) or any(number < 1 for number in numbers):
        yield Problem("payables.dimension_numbers", {}, ("chart", "dimensions"))
    if chart.invoice_series == chart.payment_series:
        yield Problem("payables.same_series", {}, ("chart", "payment_series"))
