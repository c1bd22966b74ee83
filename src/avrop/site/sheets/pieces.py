"""What the kinds of documents have in common on paper: parties, places, items, prices, periods, sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avrop.documents.common import (
    Address,
    AllowanceCharge,
    DocumentReference,
    Item,
    Location,
    MonetaryTotal,
    Period,
    Price,
)
from avrop.documents.parties import Party
from avrop.kernel.presentation import shown, unit_name
from avrop.site.sheets.shapes import Cell, Column, Line, Row, Side, Table
from avrop.values import Money

#: What documents are written in, by the country of their parties; nothing is said of other countries.
LANGUAGES = {"SE": "sv"}
GTIN = "0160"


def language_of(*parties: Party | None) -> str:
    """The language that a document is most likely written in; "" where nobody can say."""
    for party in parties:
        country = party.address.country if party is not None and party.address is not None else None
        if country:
            return LANGUAGES.get(country, "")
    return ""


def side(role: Any, party: Party | None) -> Iterator[Side]:
    """A party in its role: name, address, numbers and whom to speak with."""
    if party is None:
        return
    lines = [*address_lines(party.address)]
    if party.legal_id is not None:
        lines.append(_("Organisation number: %(number)s") % {"number": party.legal_id.value})
    if party.vat_id:
        lines.append(_("VAT number: %(number)s") % {"number": party.vat_id})
    if party.endpoint is not None:
        lines.append(_("Electronic address: %(address)s") % {"address": str(party.endpoint)})
    if party.contact is not None:
        known = (party.contact.name, party.contact.telephone, party.contact.email)
        lines.extend(one for one in known if one)
    yield Side(role, party.display_name, tuple(lines))


def place(role: Any, location: Location | None) -> Iterator[Side]:
    """A place that goods go to."""
    if location is None:
        return
    lines = [*address_lines(location.address)]
    if location.identifier is not None:
        lines.append(_("GLN: %(number)s") % {"number": location.identifier.value})
    if location.name or lines:
        yield Side(role, location.name or "", tuple(lines))


def address_lines(address: Address | None) -> Iterator[str]:
    """An address as it is written on a letter."""
    if address is None:
        return
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    for line in (address.street, address.additional_street, address.line, town, address.region):
        if line:
            yield line


def lines_of(*pairs: tuple[Any, Any], lang: str = "") -> tuple[Line, ...]:
    """Names with what goes with them; without a value they are left out."""
    return tuple(
        Line(name, value, lang=lang) for name, value in pairs if value not in (None, "", ())
    )


def period(given: Period | None) -> str:
    """A period as people write it; one day is one day."""
    if given is None:
        return ""
    days = [shown(day) for day in dict.fromkeys((given.start, given.end)) if day is not None]
    hours = [f"{time:%H:%M}" for time in (given.start_time, given.end_time) if time is not None]
    if not days:
        return ""
    return " ".join(part for part in ("–".join(days), "–".join(hours)) if part)


def day(given: date | None) -> str:
    """A day, or nothing."""
    return shown(given) if given is not None else ""


def money(amount: Decimal | None, currency: str) -> Money | None:
    """An amount of the document in its currency."""
    return Money(amount, currency) if amount is not None else None


def item_cell(item: Item, *more: str | None, lang: str = "") -> Cell:
    """An article: what it is called, and below it its numbers and what else is said of it."""
    numbers = [item.sellers_id] if item.sellers_id else []
    if item.standard_id is not None:
        name = _("GTIN %(number)s") if item.standard_id.scheme == GTIN else "%(number)s"
        numbers.append(name % {"number": item.standard_id.value})
    notes = [" · ".join(numbers), *(one for one in more if one), *_instances(item)]
    name = item.name or item.description or item.sellers_id or ""
    return Cell(name, tuple(one for one in notes if one), lang)


def _instances(item: Item) -> Iterator[str]:
    """Batches and best-before days: what a kitchen looks for first."""
    for one in item.instances:
        if one.lot:
            yield _("Batch %(lot)s") % {"lot": one.lot}
        if one.best_before_date:
            yield _("Best before %(day)s") % {"day": shown(one.best_before_date)}
        if one.serial:
            yield _("Serial number %(serial)s") % {"serial": one.serial}


def price_cell(price: Price | None, currency: str) -> Cell:
    """A price, and for how much it is where that is not one."""
    if price is None:
        return Cell("")
    base = price.base_quantity
    notes: list[str] = []
    if base is not None and base != 1:
        unit = unit_name(price.base_unit) if price.base_unit else ""
        notes.append(_("for %(quantity)s") % {"quantity": f"{shown(base)} {unit}".strip()})
    return Cell(Money(price.amount, currency), tuple(notes))


def charges(given: Iterable[AllowanceCharge], currency: str, lang: str) -> Iterator[Table]:
    """Deductions and charges on the whole document."""
    rows = tuple(
        Row(
            (
                Cell(_("Charge") if one.is_charge else _("Deduction")),
                Cell(one.reason or one.reason_code or "", lang=lang),
                Cell(Money(one.amount if one.is_charge else -one.amount, currency)),
            )
        )
        for one in given
    )
    if rows:
        columns = (
            Column(_("Kind")),
            Column(_("Reason")),
            Column(_("Amount"), is_figure=True),
        )
        yield Table(_("Deductions and charges"), columns, rows)


def totals(total: MonetaryTotal | None, currency: str, tax: Decimal | None) -> tuple[Line, ...]:
    """The sums at the foot; what is to be paid stands last."""
    if total is None:
        return ()
    rows = (
        (gettext_lazy("Sum of the lines"), total.line_amount),
        (gettext_lazy("Deductions"), -total.allowances if total.allowances else None),
        (gettext_lazy("Charges"), total.charges or None),
        (gettext_lazy("Total without VAT"), total.tax_exclusive),
        (gettext_lazy("VAT"), tax),
        (gettext_lazy("Total with VAT"), total.tax_inclusive),
        (gettext_lazy("Paid already"), -total.prepaid if total.prepaid else None),
        (gettext_lazy("Rounding"), total.rounding or None),
    )
    known = [Line(name, Money(amount, currency)) for name, amount in rows if amount is not None]
    payable = Line(gettext_lazy("To pay"), Money(total.payable, currency), is_sum=True)
    return (*known, payable)


def attached(given: Iterable[DocumentReference], lang: str) -> tuple[Line, ...]:
    """What lies with the document."""
    return tuple(
        Line(gettext_lazy("Attachment"), one.description or one.number, lang) for one in given
    )
