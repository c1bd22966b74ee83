"""Goods and what they cost, as the cells of a line say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from avrop.documents.code_names import CodeList
from avrop.documents.common import (
    AllowanceCharge,
    Classification,
    Dimension,
    HazardousItem,
    Item,
    ItemInstance,
    ItemProperty,
    Price,
)
from avrop.kernel.presentation import shown, unit_name
from avrop.site.sheets.pieces import country, money, named, negative, numbered, word
from avrop.site.sheets.shapes import Cell

GTIN = "0160"
#: The lists of goods that people know by name (UNCL7143).
CLASSIFICATIONS = {"STI": "CPV", "TST": "UNSPSC", "HS": "HS", "IB": "ISBN", "SRV": "GTIN"}


def item_cell(
    item: Item, *notes: str | None, words: Iterable[str | None] = (), lang: str = ""
) -> Cell:
    """An article: what it is called, and below it its numbers, what it is like and what else is said
    of it. `words` are the document's own, and so are its description and its properties."""
    name = item.name or item.description or item.sellers_id or ""
    described = item.description if item.description != name else None
    own = (described, *words, *_properties(item.properties), ", ".join(item.keywords))
    told = (" · ".join(_numbers(item)), *notes, *_described(item))
    return Cell(
        name,
        tuple(one for one in told if one),
        lang,
        words=tuple(dict.fromkeys(one for one in own if one)),
    )


def _numbers(item: Item) -> Iterator[str]:
    if item.sellers_id:
        extended = f" {item.sellers_extended_id}" if item.sellers_extended_id else ""
        yield f"{item.sellers_id}{extended}"
    if item.standard_id is not None:
        is_gtin = item.standard_id.scheme == GTIN
        number = item.standard_id.value
        yield _("GTIN %(number)s") % {"number": number} if is_gtin else numbered(item.standard_id)
    if item.buyers_id:
        yield _("The buyer’s number: %(number)s") % {"number": item.buyers_id}
    if item.manufacturers_id:
        yield _("The maker’s number: %(number)s") % {"number": item.manufacturers_id}


def _described(item: Item) -> Iterator[str]:
    """What an article is like, from what a kitchen looks for first to what customs wants."""
    for instance in item.instances:
        yield from _instance(instance)
    yield from (_hazard(hazard) for hazard in item.hazards)
    if item.pack_quantity is not None:
        yield _("Pack: %(quantity)s") % {"quantity": shown(item.pack_quantity)}
    made_by = item.manufacturer or (item.made_by.name if item.made_by is not None else None)
    for told, value in (
        (_("Brand: %(value)s"), ", ".join(item.brands)),
        (_("Made by: %(value)s"), made_by),
        (_("From: %(value)s"), country(item.origin_country)),
        (_("Class: %(value)s"), ", ".join(map(_classification, item.classifications))),
        (_("Marked: %(value)s"), ", ".join(one.type_name for one in item.certificates)),
    ):
        if value:
            yield told % {"value": value}
    yield from (word(CodeList.CONDITION, code) for code in item.transaction_conditions)
    yield from measures(item.dimensions)


def _instance(one: ItemInstance) -> Iterator[str]:
    if one.lot:
        yield _("Batch %(lot)s") % {"lot": one.lot}
    if one.best_before_date:
        yield _("Best before %(day)s") % {"day": shown(one.best_before_date)}
    if one.lot_expiry_date:
        yield _("Expires %(day)s") % {"day": shown(one.lot_expiry_date)}
    if one.manufacture_date:
        yield _("Made on %(day)s") % {"day": shown(one.manufacture_date)}
    if one.serial:
        yield _("Serial number %(serial)s") % {"serial": one.serial}
    if one.trace_id is not None:
        yield _("Trace number %(number)s") % {"number": one.trace_id.value}
    yield from _properties(one.properties)


def _hazard(one: HazardousItem) -> str:
    known = (
        f"UN {one.undg_code}" if one.undg_code else None,
        _("class %(class)s") % {"class": one.hazard_class} if one.hazard_class else None,
        one.technical_name,
        one.category_name,
        one.information,
    )
    told = ", ".join(part for part in known if part)
    return _("Dangerous goods: %(facts)s") % {"facts": told} if told else _("Dangerous goods")


def _classification(one: Classification) -> str:
    known = CLASSIFICATIONS.get(one.list_id or "")
    return " ".join(part for part in (known, one.code, one.name) if part)


def _properties(given: Iterable[ItemProperty]) -> Iterator[str]:
    for one in given:
        amount = str(shown(one.quantity)) if one.quantity is not None else ""
        value = one.value if not amount or one.value == amount else f"{one.value} ({amount})"
        yield named(one.name, value or amount)


def measures(given: Iterable[Dimension]) -> Iterator[str]:
    """Measured sides: Gross weight: 12 kilogram."""
    for one in given:
        bounds = [str(shown(bound)) for bound in (one.minimum, one.maximum) if bound is not None]
        value = str(shown(one.measure)) if one.measure is not None else "–".join(bounds)
        if value or one.description:
            yield named(word(CodeList.MEASURE, one.attribute), value or one.description)


# --- what it costs --------------------------------------------------------------------------------


def price_cell(price: Price | None, currency: str) -> Cell:
    """A price, for how much it is where that is not one, and how it came about."""
    if price is None:
        return Cell("")
    notes = list(base_notes(price.base_quantity, price.base_unit))
    if price.gross_amount is not None and price.gross_amount != price.amount:
        gross = shown(money(price.gross_amount, currency))
        notes.append(_("List price %(amount)s") % {"amount": gross})
    return Cell(money(price.amount, currency), tuple(notes))


def base_notes(base: Decimal | None, unit: str | None) -> Iterator[str]:
    """For how much a price is, where that is not one."""
    if base is not None and base != 1:
        known = unit_name(unit) if unit else ""
        yield _("for %(quantity)s") % {"quantity": f"{shown(base)} {known}".strip()}


def charge_notes(given: Iterable[AllowanceCharge], currency: str) -> Iterator[str]:
    """Deductions and charges of a line, each with its reason."""
    for one in given:
        amount = shown(money(one.amount if one.is_charge else negative(one.amount), currency))
        yield named(charge_reason(one), amount)


def charge_reason(one: AllowanceCharge) -> str:
    """Why something is deducted or charged, in the document's words, else in those of its code."""
    if one.reason:
        return one.reason
    names = CodeList.CHARGE if one.is_charge else CodeList.DEDUCTION
    known = word(names, one.reason_code)
    return known or (_("Charge") if one.is_charge else _("Deduction"))
