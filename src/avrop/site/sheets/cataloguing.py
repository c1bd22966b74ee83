"""What is on offer, as sheets: price lists, and carts that come from a seller's shop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avrop.documents import Catalogue, CatalogueLine, PunchOut, PunchOutLine
from avrop.documents.catalogue import CataloguePrice
from avrop.documents.code_names import CodeList
from avrop.kernel.presentation import shown, unit_name
from avrop.site.sheets.items import base_notes, item_cell
from avrop.site.sheets.pieces import (
    address_lines,
    day,
    figure,
    language_of,
    lines_of,
    lines_table,
    money,
    period,
    side,
    word,
)
from avrop.site.sheets.shapes import Cell, Column, Line, Row, Sheet

#: What becomes of the price list before.
CATALOGUE_LEADS: Mapping[str, Any] = {
    "Replace": gettext_lazy("Takes the place of the price list before."),
    "Update": gettext_lazy("Changes the price list before; each line says how."),
    "Delete": gettext_lazy("Takes back the price list."),
}


def catalogue(document: Catalogue) -> Sheet:
    """A price list."""
    lang = language_of(document.provider, document.receiver)
    is_update = any(line.action_code not in (None, "Add") for line in document.lines)
    columns = [
        Column(_("Line")),
        Column(_("Item")),
        Column(_("Sold by")),
        figure(_("Price")),
        figure(_("At least")),
        Column(_("Valid")),
    ]
    if is_update:
        columns.append(Column(_("What happens to it")))
    seller = document.seller or document.provider
    return Sheet(
        kind="catalogue",
        number=document.number,
        lead=CATALOGUE_LEADS.get(document.action_code or "", ""),
        sides=(
            *side(_("Seller"), seller),
            *side(_("Sent by"), document.provider if document.provider != seller else None),
            *side(_("Buyer"), document.receiver),
            *side(_("Party to the agreement"), document.contractor),
        ),
        facts=lines_of(
            (_("Name"), document.name),
            (_("Date"), day(document.issue_date)),
            (_("Valid"), period(document.validity)),
            (_("Version"), document.version),
            (_("Agreement"), document.contract),
            (_("Made from"), document.source_catalogue),
        ),
        tables=(
            lines_table(columns, (_offered(line, lang, is_update) for line in document.lines)),
        ),
        notes=tuple(Line(_("Terms"), terms, lang) for terms in document.trading_terms),
    )


def _offered(line: CatalogueLine, lang: str, is_update: bool) -> Row:
    price = line.prices[0] if line.prices else None
    cells = [
        Cell(line.id),
        item_cell(line.item, *_line_notes(line), words=(line.warranty,), lang=lang),
        Cell(unit_name(line.orderable_unit) if line.orderable_unit else "", tuple(_units(line))),
        _price(price, line.prices[1:]),
        Cell(line.minimum_order, tuple(_bounds(line))),
        Cell(period(line.validity or (price.validity if price else None))),
    ]
    if is_update:
        cells.append(Cell(word(CodeList.CATALOGUE_ACTION, line.action_code)))
    return Row(tuple(cells), line.id)


def _line_notes(line: CatalogueLine) -> Iterator[str]:
    if line.orderable is False:
        yield _("Cannot be ordered by itself")
    for told, others in (
        (_("Consists of: %(value)s"), line.components),
        (_("Goes with: %(value)s"), line.accessories),
        (_("Needs: %(value)s"), line.required),
        (_("Takes the place of: %(value)s"), line.replaces),
    ):
        numbers = ", ".join(other.id for other in others if other.id)
        if numbers:
            yield told % {"value": numbers}


def _units(line: CatalogueLine) -> Iterator[str]:
    if line.content is not None:
        yield _("Holds %(quantity)s") % {"quantity": shown(line.content)}
    for one in line.comparisons:
        if one.amount is not None and one.quantity is not None:
            facts = {
                "amount": shown(money(one.amount, one.currency)),
                "quantity": shown(one.quantity),
            }
            yield _("%(amount)s for %(quantity)s") % facts


def _bounds(line: CatalogueLine) -> Iterator[str]:
    if line.maximum_order is not None:
        yield _("at most %(quantity)s") % {"quantity": shown(line.maximum_order)}
    if line.order_increment is not None and line.order_increment != 1:
        yield _("in steps of %(quantity)s") % {"quantity": shown(line.order_increment)}


def _price(price: CataloguePrice | None, others: tuple[CataloguePrice, ...] = ()) -> Cell:
    """A price, for how much, from how many, within how long; and what else it can be."""
    if price is None:
        return Cell("")
    notes = [*_price_notes(price)]
    for other in others:
        if other.amount is not None:
            told = "; ".join((*_price_notes(other), period(other.validity)))
            amount = shown(money(other.amount, other.currency))
            notes.append(", ".join(part for part in (str(amount), told.strip("; ")) if part))
    return Cell(money(price.amount, price.currency) or "", tuple(notes))


def _price_notes(price: CataloguePrice) -> Iterator[str]:
    yield from base_notes(price.base_quantity, price.base_unit)
    for told, value in (
        (_("from %(quantity)s"), price.minimum),
        (_("up to %(quantity)s"), price.maximum),
        (_("delivered within %(quantity)s"), price.lead_time),
    ):
        if value is not None:
            yield told % {"quantity": shown(value)}
    for territory in price.territories:
        yield ", ".join(address_lines(territory))


def punch_out(document: PunchOut) -> Sheet:
    """A cart that a buyer filled in a seller's shop."""
    lang = language_of(document.provider, document.receiver)
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        figure(_("Quantity")),
        figure(_("Price")),
        Column(_("Delivery")),
        Column(_("Offer holds")),
    )
    return Sheet(
        kind="punch_out",
        number=document.number,
        lead=_("The cart from the seller’s shop. Nothing is ordered by it."),
        sides=(*side(_("Seller"), document.provider), *side(_("Buyer"), document.receiver)),
        facts=lines_of(
            (_("Date"), day(document.issue_date, document.issue_time)),
            (_("Offer holds"), period(document.validity)),
            (_("Agreement"), document.contract),
        ),
        tables=(lines_table(columns, (_in_cart(line, lang) for line in document.lines)),),
    )


def _in_cart(line: PunchOutLine, lang: str) -> Row:
    lead_time = line.lead_time or line.price.lead_time
    within = _("within %(quantity)s") % {"quantity": shown(lead_time)} if lead_time else ""
    part = line.contract_subdivision
    return Row(
        (
            Cell(line.id),
            item_cell(
                line.item,
                _("Part of the agreement: %(part)s") % {"part": part} if part else None,
                lang=lang,
            ),
            Cell(line.quantity),
            Cell(
                money(line.price.amount, line.price.currency) or "",
                tuple(base_notes(line.price.base_quantity, line.price.base_unit)),
            ),
            Cell(within, tuple(address_lines(line.territory))),
            Cell(period(line.validity)),
        ),
        line.id,
    )
