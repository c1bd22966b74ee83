"""What is ordered and what is agreed on, as sheets: orders, their changes and the answers to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avrop.documents import (
    Order,
    OrderAgreement,
    OrderAgreementLine,
    OrderCancellation,
    OrderChange,
    OrderLine,
    OrderResponse,
    OrderResponseAdvanced,
    OrderResponseLine,
)
from avrop.documents.code_names import CodeList
from avrop.documents.order import OrderDelivery
from avrop.documents.reading import kind_of
from avrop.kernel.presentation import shown, unit_name
from avrop.site.sheets.items import charge_notes, item_cell, price_cell
from avrop.site.sheets.pieces import (
    attached,
    contact_side,
    day,
    delivery_terms,
    figure,
    language_of,
    lines_of,
    lines_table,
    money,
    numbered,
    period,
    place,
    side,
    word,
)
from avrop.site.sheets.shapes import Cell, Column, Line, Row, Sheet, Side, Table
from avrop.site.sheets.sums import charges, taxes, totals

#: UNCL4343, as an order response says it.
ANSWERS: Mapping[str, Any] = {
    "AB": gettext_lazy("The order has come in and will be answered later."),
    "AP": gettext_lazy("The order is accepted as it is."),
    "CA": gettext_lazy("The order is accepted with the changes below."),
    "RE": gettext_lazy("The order is rejected."),
}
#: The same of an order change.
ANSWERS_TO_CHANGES: Mapping[str, Any] = {
    "AB": gettext_lazy("The order change has come in and will be answered later."),
    "AP": gettext_lazy("The order change is accepted as it is."),
    "CA": gettext_lazy("The order change is accepted with the changes below."),
    "RE": gettext_lazy("The order change is rejected."),
}
#: UNCL1229, what is said of a line.
LINE_ANSWERS: Mapping[str, Any] = {
    "1": gettext_lazy("Added"),
    "2": gettext_lazy("Taken out"),
    "3": gettext_lazy("Changed"),
    "4": gettext_lazy("As before"),
    "5": gettext_lazy("Accepted"),
    "7": gettext_lazy("Rejected"),
    "42": gettext_lazy("Delivered already"),
    "74": gettext_lazy("Opened again"),
}
PLAIN_ORDER = "220"


def order(document: Order) -> Sheet:
    """An order."""
    kind = document.type_code if document.type_code != PLAIN_ORDER else None
    return _wanted(
        document,
        "order",
        facts=(
            (_("Kind"), word(CodeList.ORDER_TYPE, kind)),
            (_("Earlier order"), document.previous_order),
            (_("Catalogue"), document.catalogue),
            (_("Project"), document.project),
        ),
    )


def order_change(document: OrderChange) -> Sheet:
    """An order as it now is to be."""
    return _wanted(
        document,
        "order_change",
        lead=_("Order %(number)s as the buyer now wants it.") % {"number": document.order_number},
        facts=(
            (_("Order"), document.order_number),
            (_("Change number"), document.sequence_number),
        ),
        is_change=True,
    )


def _wanted(
    document: Order | OrderChange,
    kind: str,
    *,
    facts: Iterable[tuple[Any, Any]],
    lead: str = "",
    is_change: bool = False,
) -> Sheet:
    lang = language_of(document.buyer, document.seller)
    return Sheet(
        kind=kind,
        number=document.number,
        lead=lead,
        sides=(
            *side(_("Buyer"), document.buyer),
            *side(_("Seller"), document.seller),
            *_delivered_to(document.delivery),
            *side(_("For"), document.originator),
            *side(_("Invoice to"), document.invoicee),
        ),
        facts=(*_order_facts(document), *lines_of(*facts)),
        tables=(
            _ordered(document.lines, document.currency, lang, is_change=is_change),
            *charges(document.allowances_charges, document.currency, lang),
        ),
        sums=totals(document.total, document.currency, document.tax_amount),
        notes=(
            *lines_of(
                (_("Note"), document.note),
                (_("Terms of payment"), document.payment_terms),
                lang=lang,
            ),
            *attached(document.attachments, lang),
        ),
    )


def _order_facts(document: Order | OrderChange) -> tuple[Line, ...]:
    delivery = document.delivery or OrderDelivery()
    return lines_of(
        (_("Date"), day(document.issue_date, document.issue_time)),
        (_("Wanted"), period(delivery.requested)),
        (_("To be sent"), day(delivery.despatch_date, delivery.despatch_time)),
        (_("Speed"), word(CodeList.PRIORITY, delivery.priority_code)),
        (_("Shipment"), delivery.shipment_id),
        (_("Shipping marks"), delivery.shipping_marks),
        (_("Terms of delivery"), delivery_terms(document.delivery_terms)),
        (_("Agreement"), document.contract),
        (_("Buyer reference"), document.customer_reference),
        (_("Accounting"), document.accounting_cost),
        (_("Requisition"), document.originator_document),
        (_("Seller’s number"), document.sales_order_number),
        (_("Quotation"), document.quotation),
        (_("Valid until"), day(document.valid_until)),
    )


def _delivered_to(delivery: OrderDelivery | None) -> Iterator[Side]:
    if delivery is not None:
        yield from place(_("Delivered to"), delivery.location)
        yield from side(_("For delivery to"), delivery.party)


def _ordered(lines: Iterable[OrderLine], currency: str, lang: str, *, is_change: bool) -> Table:
    columns = [
        Column(_("Line")),
        Column(_("Item")),
        figure(_("Quantity")),
        Column(_("Delivery")),
        figure(_("Price")),
        figure(_("Amount")),
    ]
    if is_change:
        columns.append(Column(_("What happens to it")))
    return lines_table(columns, (_ordered_row(line, currency, lang, is_change) for line in lines))


def _ordered_row(line: OrderLine, currency: str, lang: str, is_change: bool) -> Row:
    whole = line.partial_delivery is False
    cells = [
        Cell(line.id),
        item_cell(line.item, *_line_notes(line), words=(line.note,), lang=lang),
        Cell(line.quantity, (_("All at once"),) if whole else ()),
        Cell(period(line.requested), tuple(_line_places(line))),
        price_cell(line.price, currency),
        Cell(
            money(line.line_amount, currency),
            tuple(charge_notes(line.allowances_charges, currency)),
        ),
    ]
    if is_change:
        cells.append(Cell(LINE_ANSWERS.get(line.status_code or "", line.status_code or "")))
    return Row(tuple(cells), line.id)


def _line_notes(line: OrderLine) -> Iterator[str]:
    for told, value in (
        (_("Accounting: %(value)s"), line.accounting_cost),
        (_("For: %(value)s"), line.originator.display_name if line.originator else None),
        (_("Quotation line %(value)s"), line.quotation_line),
    ):
        if value:
            yield told % {"value": value}


def _line_places(line: OrderLine) -> Iterator[str]:
    for one in place("", line.location):
        yield ", ".join(part for part in (one.name, *one.lines) if part)
    if line.delivery_id is not None:
        yield _("Delivery %(number)s") % {"number": numbered(line.delivery_id)}


def order_cancellation(document: OrderCancellation) -> Sheet:
    """An order that is taken back."""
    lang = language_of(document.buyer, document.seller)
    return Sheet(
        kind="order_cancellation",
        number=document.number,
        lead=_("The buyer takes back the whole order %(number)s.")
        % {"number": document.order_number},
        sides=(
            *side(_("Buyer"), document.buyer),
            *side(_("Seller"), document.seller),
            *side(_("For"), document.originator),
        ),
        facts=lines_of(
            (_("Date"), day(document.issue_date, document.issue_time)),
            (_("Order"), document.order_number),
            (_("Agreement"), document.contract),
            (_("Requisition"), document.originator_document),
        ),
        notes=(
            *lines_of((_("Reason"), document.reason), (_("Note"), document.note), lang=lang),
            *attached(document.attachments, lang),
        ),
    )


# --- answers --------------------------------------------------------------------------------------


def order_response(document: OrderResponse | OrderResponseAdvanced) -> Sheet:
    """The seller's answer, line by line where he gives one."""
    lang = language_of(document.seller, document.buyer)
    change = document.order_change_number if isinstance(document, OrderResponseAdvanced) else None
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        Column(_("Answer")),
        figure(_("Quantity")),
        Column(_("Delivery")),
        figure(_("Price")),
    )
    rows = (_answered(line, document.currency, lang) for line in document.lines)
    answers = ANSWERS_TO_CHANGES if change else ANSWERS
    return Sheet(
        kind=kind_of(document).name,
        number=document.number,
        lead=answers.get(document.code, document.code),
        sides=(*side(_("Seller"), document.seller), *side(_("Buyer"), document.buyer)),
        facts=lines_of(
            (_("Date"), day(document.issue_date, document.issue_time)),
            (_("Order"), document.order_number),
            (_("Order change"), change),
            (_("Seller’s number"), document.sales_order_number),
            (_("Delivery"), period(document.promised)),
            (_("Buyer reference"), document.customer_reference),
        ),
        tables=(lines_table(columns, rows),) if document.lines else (),
        notes=lines_of((_("Note"), document.note), lang=lang),
    )


def _answered(line: OrderResponseLine, currency: str, lang: str) -> Row:
    instead = None
    if line.substitute is not None:
        other = line.substitute.item
        instead = _("Instead: %(item)s") % {"item": other.name or other.sellers_id or "–"}
    cells = (
        Cell(line.order_line),
        item_cell(line.item, instead, words=(line.note,), lang=lang),
        Cell(LINE_ANSWERS.get(line.status_code, line.status_code)),
        Cell(line.quantity, _later(line)),
        Cell(period(line.promised)),
        price_cell(line.price, currency),
    )
    return Row(cells, line.id)


def _later(line: OrderResponseLine) -> tuple[str, ...]:
    if line.maximum_backorder is None:
        return ()
    if not line.maximum_backorder:
        return (_("The rest will not come."),)
    unit = unit_name(line.quantity.unit) if line.quantity is not None else ""
    return (
        _("%(quantity)s later") % {"quantity": f"{shown(line.maximum_backorder)} {unit}".strip()},
    )


# --- agreements -----------------------------------------------------------------------------------


def order_agreement(document: OrderAgreement) -> Sheet:
    """What buyer and seller have agreed on without an order."""
    lang, currency = language_of(document.seller, document.buyer), document.currency
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        figure(_("Quantity")),
        Column(_("Delivery")),
        figure(_("Price")),
        figure(_("Amount")),
    )
    return Sheet(
        kind="order_agreement",
        number=document.number,
        lead=_("What the buyer and the seller have agreed on. It serves as the order."),
        sides=(
            *side(_("Seller"), document.seller),
            *side(_("Buyer"), document.buyer),
            *side(_("For delivery to"), document.delivery_party),
            *contact_side(_("Receives the goods"), document.delivery_contact),
            *side(_("For"), document.originator),
            *side(_("Invoice to"), document.invoicee),
        ),
        facts=lines_of(
            (_("Date"), day(document.issue_date, document.issue_time)),
            (_("Delivery"), period(document.promised)),
            (_("Terms of delivery"), delivery_terms(document.delivery_terms)),
            (_("Agreement"), document.contract),
            (_("Buyer reference"), document.customer_reference),
            (_("Seller’s number"), document.sales_order_number),
            (_("Requisition"), document.originator_document),
            (_("Takes the place of"), document.previous_agreement),
        ),
        tables=(
            lines_table(columns, (_agreed(line, currency, lang) for line in document.lines)),
            *charges(document.allowances_charges, currency, lang),
            *taxes(document.tax_breakdown, currency, lang),
        ),
        sums=totals(document.total, currency, document.tax_amount),
        notes=(
            *lines_of((_("Note"), document.note), lang=lang),
            *attached(document.attachments, lang),
        ),
    )


def _agreed(line: OrderAgreementLine, currency: str, lang: str) -> Row:
    notes: tuple[str, ...] = ()
    if line.accepted is not None and line.accepted != line.quantity:
        notes = (_("To be delivered: %(quantity)s") % {"quantity": shown(line.accepted)},)
    return Row(
        (
            Cell(line.id),
            item_cell(line.item, words=(line.note,), lang=lang),
            Cell(line.quantity, notes),
            Cell(period(line.promised)),
            price_cell(line.price, currency),
            Cell(money(line.line_amount, currency)),
        ),
        line.id,
    )
