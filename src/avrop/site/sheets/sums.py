"""Sums, deductions, charges and VAT of a whole document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from avrop.documents.code_names import CodeList, vat_reason
from avrop.documents.common import AllowanceCharge, MonetaryTotal, TaxCategory
from avrop.documents.invoice import TaxSubtotal
from avrop.kernel.presentation import reader_language, shown
from avrop.site.sheets.items import charge_reason
from avrop.site.sheets.pieces import figure, money, negative, word
from avrop.site.sheets.shapes import Cell, Column, Line, Row, Table

#: A category that only its rate tells of.
STANDARD = "S"


def charges(given: Iterable[AllowanceCharge], currency: str, lang: str) -> Iterator[Table]:
    """Deductions and charges on the whole document."""
    rows = tuple(_charge(one, currency, lang) for one in given)
    if rows:
        columns = (
            Column(_("Kind")),
            Column(_("Reason")),
            figure(_("VAT rate")),
            figure(_("Amount")),
        )
        yield Table(_("Deductions and charges"), columns, rows)


def _charge(one: AllowanceCharge, currency: str, lang: str) -> Row:
    notes: tuple[str, ...] = ()
    if one.percent is not None and one.base_amount is not None:
        facts = {"percent": shown(one.percent), "amount": shown(money(one.base_amount, currency))}
        notes = (_("%(percent)s %% of %(amount)s") % facts,)
    return Row(
        (
            Cell(_("Charge") if one.is_charge else _("Deduction")),
            Cell(charge_reason(one), notes, lang if one.reason else ""),
            Cell(rate(one.tax)),
            Cell(money(one.amount if one.is_charge else negative(one.amount), currency)),
        )
    )


def rate(tax: TaxCategory | None) -> str:
    """How something is taxed: by so many percent, or in words why not."""
    if tax is None:
        return ""
    percent = f"{shown(tax.percent)} %" if tax.percent is not None else ""
    if tax.code == STANDARD or not tax.code:
        return percent
    known = word(CodeList.VAT_CATEGORY, tax.code)
    return f"{known}, {percent}" if tax.percent else known


def exemption(tax: TaxCategory) -> str:
    """Why no VAT is asked for, in the document's words, else in those of its code."""
    if tax.exemption_reason:
        return tax.exemption_reason
    return vat_reason(tax.exemption_code, reader_language()) if tax.exemption_code else ""


def taxes(given: Iterable[TaxSubtotal], currency: str, lang: str) -> Iterator[Table]:
    """VAT by category and rate."""
    rows = tuple(
        Row(
            (
                Cell(rate(one.category)),
                Cell(exemption(one.category), lang=lang if one.category.exemption_reason else ""),
                Cell(money(one.taxable_amount, currency)),
                Cell(money(one.tax_amount, currency)),
            )
        )
        for one in given
    )
    if rows:
        columns = (
            Column(_("VAT rate")),
            Column(_("Reason for no VAT")),
            figure(_("Amount without VAT")),
            figure(_("VAT")),
        )
        yield Table(_("VAT"), columns, rows)


def totals(total: MonetaryTotal | None, currency: str, tax: Decimal | None) -> tuple[Line, ...]:
    """The sums at the foot; what is to be paid stands last."""
    if total is None:
        return ()
    rows: tuple[tuple[Any, Decimal | None], ...] = (
        (_("Sum of the lines"), total.line_amount),
        (_("Deductions"), negative(total.allowances) if total.allowances else None),
        (_("Charges"), total.charges or None),
        (_("Total without VAT"), total.tax_exclusive),
        (_("VAT"), tax),
        (_("Total with VAT"), total.tax_inclusive),
        (_("Paid already"), negative(total.prepaid) if total.prepaid else None),
        (_("Rounding"), total.rounding or None),
    )
    known = [Line(name, money(amount, currency)) for name, amount in rows if amount is not None]
    payable = Line(_("To pay"), money(total.payable, currency), is_sum=True)
    return (*known, payable)
