"""Writing vouchers: checked, numbered without gaps, once for each thing they book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.buying.payables.models import Voucher, VoucherRow
from avrop.buying.payables.rules import NOTHING, Row, problems_with_voucher
from avrop.kernel.bulk import insert_rows
from avrop.kernel.numbers import next_number
from avrop.kernel.problems import refuse_if


@dataclass(frozen=True, slots=True)
class NewVoucher:
    """A voucher to write. `once_key` names what it books."""

    series: str
    voucher_date: date
    text: str
    currency: str
    once_key: str
    rule_set: str
    invoice_id: UUID | None = None


def write_voucher(new: NewVoucher, rows: Sequence[Row], *, at: datetime) -> UUID:
    """Write a voucher and its rows; `Refused` where they don't balance. Three statements.

    The number is taken last, and given back where the transaction fails: a series has no gaps.
    """
    refuse_if(problems_with_voucher(rows))
    voucher = Voucher(
        series=new.series,
        fiscal_year=new.voucher_date.year,
        number=next_number(f"vouchers.{new.series}.{new.voucher_date.year}"),
        voucher_date=new.voucher_date,
        text=new.text[:300],
        currency=new.currency,
        invoice_id=new.invoice_id,
        once_key=new.once_key,
        rule_set=new.rule_set,
        registered_at=at,
    )
    voucher.save(force_insert=True)
    insert_rows(
        VoucherRow,
        [
            VoucherRow(
                voucher=voucher,
                position=position,
                account=row.account,
                coding=row.coding,
                debit=max(row.amount, NOTHING),
                credit=max(-row.amount, NOTHING),
                text=row.text[:300],
                payment_id=row.payment_id,
            )
            for position, row in enumerate(rows, start=1)
        ],
    )
    written: UUID = voucher.id
    return written
