"""Vouchers as a SIE 4I file. Pure: vouchers in, bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from avrop.buying.payables.chart import Chart
from avrop.buying.payables.shapes import VoucherRowView, VoucherView
from avrop.coding.rules import CodingString
from avrop.documents.finance import sie4
from avrop.values import Money

#: What SIE files say made them; the form of what we write, not the release.
PROGRAM_VERSION = "1"


def write(
    vouchers: Sequence[VoucherView],
    accounts: Chart,
    *,
    company: str,
    organisation_number: str,
    made_on: date,
) -> bytes:
    """The vouchers as a SIE 4I file, for the accounting system (INV-10).

    Raises `UnwritableDocument` where no accounting system would take one of them.
    """
    used = sorted(
        {part for each in vouchers for row in each.rows for part in _objects(row, accounts)}
    )
    numbers = {number for number, _ in used}
    return sie4.write(
        sie4.SieFile(
            program="avrop",
            program_version=PROGRAM_VERSION,
            generated_date=made_on,
            company=company,
            organisation_number=organisation_number,
            vouchers=tuple(_voucher(each, accounts) for each in vouchers),
            dimensions=tuple(
                sie4.Dimension(each.number, each.name)
                for each in accounts.dimensions
                if each.number in numbers
            ),
            objects=tuple(sie4.CodingObject(number, code) for number, code in used),
        )
    )


def _voucher(each: VoucherView, accounts: Chart) -> sie4.Voucher:
    return sie4.Voucher(
        series=each.series,
        number=str(each.number),
        voucher_date=each.voucher_date,
        text=each.text,
        transactions=tuple(
            sie4.Transaction(
                account=row.account,
                amount=Money(row.debit - row.credit, each.currency),
                objects=_objects(row, accounts),
                text=row.text,
            )
            for row in each.rows
        ),
    )


def _objects(row: VoucherRowView, accounts: Chart) -> tuple[tuple[int, str], ...]:
    if not row.coding:
        return ()
    parts = CodingString.parse(row.coding).parts
    return tuple(
        (number, value) for code, value in parts if (number := accounts.number_of(code)) is not None
    )
