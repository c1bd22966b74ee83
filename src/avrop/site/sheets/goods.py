"""Goods on their way and goods that came, as sheets: despatch advices and the receipts of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from avrop.documents import (
    AdvancedDespatchAdvice,
    DespatchAdvice,
    DespatchLine,
    ReceiptAdvice,
    ReceiptLine,
)
from avrop.documents.code_names import CodeList
from avrop.documents.despatch_advice import HandlingUnit, Shipment
from avrop.documents.receipt_advice import Condition, ReceivedShipment
from avrop.site.sheets.items import item_cell, measures
from avrop.site.sheets.pieces import (
    address_side,
    attached,
    carrier_side,
    contact_side,
    day,
    delivery_terms,
    figure,
    language_of,
    lines_of,
    lines_table,
    named,
    period,
    reference,
    side,
    word,
)
from avrop.site.sheets.shapes import Cell, Column, Row, Sheet, Side, Table
from avrop.site.sheets.transport import packed, transport_facts, transport_sides

NOTHING = Shipment(id="")
#: What needs no saying: the advice is of goods on their way.
OF_GOODS = "1"
#: UNCL1225: what becomes of an advice of the same number that was sent before.
ADVICE_LEADS: Mapping[str, Any] = {
    "1": gettext_lazy("Takes back what was sent before under this number."),
    "5": gettext_lazy("Takes the place of what was sent before under this number."),
    "22": gettext_lazy("The final one."),
}


def despatch_advice(document: DespatchAdvice) -> Sheet:
    """Goods that have left the seller."""
    lang = language_of(document.despatcher, document.consignee)
    shipment = document.shipment or NOTHING
    return Sheet(
        kind="despatch_advice",
        number=document.number,
        sides=(
            *side(_("Sent by"), document.despatcher),
            *side(_("Taken in by"), document.consignee),
            *contact_side(_("Receives the goods"), document.delivery_contact),
            *side(_("For delivery to"), document.delivery_party),
            *_traders(document),
            *carrier_side(_("Carrier"), shipment.carrier),
            *address_side(_("Sent from"), shipment.despatch_address),
        ),
        facts=lines_of(
            (_("Date"), day(document.issue_date, document.issue_time)),
            (_("Orders"), ", ".join(document.order_numbers)),
            (_("Expected"), period(shipment.estimated)),
            (_("Left"), day(shipment.despatch_date, shipment.despatch_time)),
            (_("Way of transport"), word(CodeList.TRANSPORT_MODE, shipment.transport_mode_code)),
            (_("Tracking number"), shipment.tracking_id),
            (_("Consignment"), shipment.consignment_id),
            (_("Weight"), shipment.gross_weight),
            (_("Volume"), shipment.gross_volume),
            (_("Pallets and parcels"), shipment.handling_unit_count),
        ),
        tables=(_despatched(document.lines, lang),),
        notes=(
            *lines_of(
                (_("Note"), document.note),
                *((_("About the shipment"), told) for told in shipment.information),
                (_("About the consignment"), shipment.consignment_information),
                lang=lang,
            ),
            *attached(document.attachments, lang),
        ),
    )


def _traders(document: DespatchAdvice | AdvancedDespatchAdvice) -> Iterator[Side]:
    """Who trades, where those are others than who sends and who takes in."""
    yield from side(_("Buyer"), document.buyer)
    yield from side(_("Seller"), document.seller)
    yield from side(_("For"), document.originator)


def _despatched(lines: Iterable[DespatchLine], lang: str) -> Table:
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        figure(pgettext("quantity", "Despatched")),
        figure(_("Still to come")),
        Column(_("Order line")),
        Column(_("Pallet or parcel")),
    )
    return lines_table(columns, (_despatched_row(line, lang) for line in lines))


def _despatched_row(line: DespatchLine, lang: str) -> Row:
    units = [_unit(unit) for unit in line.handling_units]
    units = [unit for unit in units if unit]
    where = " ".join(part for part in (line.order_number, line.order_line) if part)
    sales = " ".join(part for part in (line.sales_order_number, line.sales_order_line) if part)
    sales_note = (_("Seller’s number: %(number)s") % {"number": sales},) if sales else ()
    details = (note for unit in line.handling_units for note in _unit_notes(unit))
    return Row(
        (
            Cell(line.id),
            item_cell(
                line.item,
                *(reference(one) for one in line.references),
                words=(line.note,),
                lang=lang,
            ),
            Cell(line.delivered),
            Cell(line.outstanding, lang=lang, words=line.outstanding_reasons),
            Cell(where, sales_note),
            Cell(units[0] if units else "", (*units[1:], *details)),
        ),
        line.id,
    )


def _unit(unit: HandlingUnit) -> str:
    kind = word(CodeList.PACKAGE, unit.type_code)
    number = unit.id.value if unit.id is not None else ""
    return f"{number} ({kind})" if number and kind else number or kind


def _unit_notes(unit: HandlingUnit) -> Iterator[str]:
    if unit.hazardous:
        yield _("Dangerous goods")
    yield from unit.shipping_marks
    yield from measures(unit.dimensions)
    for package in unit.packages:
        kind = word(CodeList.PACKAGE, package.type_code)
        yield f"{kind} {package.id}".strip()


def advanced_despatch_advice(document: AdvancedDespatchAdvice) -> Sheet:
    """Goods that have left the seller, and how they travel."""
    lang = language_of(document.despatcher, document.consignee)
    kind = document.type_code if document.type_code != OF_GOODS else None
    return Sheet(
        kind="advanced_despatch_advice",
        number=document.number,
        lead=ADVICE_LEADS.get(document.status_code or "", ""),
        sides=(
            *side(_("Sent by"), document.despatcher),
            *side(_("Taken in by"), document.consignee),
            *transport_sides(document.shipment),
            *_traders(document),
        ),
        facts=(
            *lines_of(
                (_("Date"), day(document.issue_date, document.issue_time)),
                (_("Kind"), word(CodeList.ADVICE_TYPE, kind)),
                (_("Orders"), ", ".join(document.order_numbers)),
            ),
            *transport_facts(document.shipment),
        ),
        tables=(_despatched(document.lines, lang), *packed(document, lang)),
        notes=(
            *lines_of(
                (_("Note"), document.note),
                *((_("About the shipment"), told) for told in document.shipment.information),
                lang=lang,
            ),
            *attached(document.attachments, lang),
        ),
    )


# --- what came ------------------------------------------------------------------------------------


def receipt_advice(document: ReceiptAdvice) -> Sheet:
    """What the consignee took in, and what he did not."""
    lang = language_of(document.consignee, document.despatcher)
    shipment = document.shipment
    consignment = shipment.consignment if shipment else None
    return Sheet(
        kind="receipt_advice",
        number=document.number,
        lead=ADVICE_LEADS.get(document.status_code or "", ""),
        sides=(
            *side(_("Taken in by"), document.consignee),
            *side(_("Sent by"), document.despatcher),
            *side(_("Buyer"), document.buyer),
            *side(_("Seller"), document.seller),
            *carrier_side(_("Carrier"), consignment.carrier if consignment else None),
        ),
        facts=lines_of(
            (_("Date"), day(document.issue_date, document.issue_time)),
            (_("Kind"), word(CodeList.RECEIPT_TYPE, document.type_code)),
            (_("Despatch advice"), reference(document.despatch)),
            (_("Order"), document.order_number),
            *_arrival(shipment),
        ),
        tables=(_received(document.lines, lang), *_units_received(shipment)),
        notes=(
            *lines_of(
                (_("Note"), document.note),
                (_("About the shipment"), shipment.information if shipment else None),
                lang=lang,
            ),
            *attached(document.attachments, lang),
        ),
    )


def _arrival(shipment: ReceivedShipment | None) -> Iterator[tuple[Any, Any]]:
    if shipment is None:
        return
    yield _("Came"), day(shipment.delivery_date, shipment.delivery_time)
    yield _("Shipment"), shipment.id.value
    yield _("Terms of delivery"), delivery_terms(shipment.delivery_terms)
    if shipment.consignment is not None:
        yield _("Consignment"), shipment.consignment.id.value
        condition = _condition(shipment.consignment.condition, CodeList.CONSIGNMENT_REASON)
        yield _("State of the consignment"), condition


def _condition(condition: Condition, reasons: CodeList) -> str:
    known = word(CodeList.ACCEPTANCE, condition.code)
    why = "; ".join(
        part for part in (word(reasons, condition.reason_code), condition.reason) if part
    )
    return named(known, why) if why else known


def _received(lines: Iterable[ReceiptLine], lang: str) -> Table:
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        figure(_("Came")),
        figure(_("Missing")),
        figure(_("Not taken")),
        figure(_("Too much")),
    )
    return lines_table(columns, (_received_row(line, lang) for line in lines))


def _received_row(line: ReceiptLine, lang: str) -> Row:
    about = tuple(_about(line))
    action = word(CodeList.RECEIPT_ACTION, line.shortage_action_code)
    rejected = (
        word(CodeList.REJECTION, line.reject_reason_code),
        word(CodeList.RECEIPT_ACTION, line.reject_action_code),
    )
    head = (
        item_cell(line.item, *about, words=(line.note,), lang=lang)
        if line.item is not None
        else Cell(about[0] if about else "", about[1:], lang, (line.note,) if line.note else ())
    )
    return Row(
        (
            Cell(line.id),
            head,
            Cell(line.received),
            Cell(line.short, (action,) if action else ()),
            Cell(
                line.rejected,
                tuple(part for part in rejected if part),
                lang,
                (line.reject_reason,) if line.reject_reason else (),
            ),
            Cell(line.oversupply),
        ),
        line.id,
    )


def _about(line: ReceiptLine) -> Iterator[str]:
    yield _("Line %(line)s of the despatch advice") % {"line": line.despatch_line}
    for told, parts in (
        (_("Order line %(value)s"), (line.order_number, line.order_line)),
        (_("Seller’s number: %(value)s"), (line.sales_order_number, line.sales_order_line)),
    ):
        value = " ".join(part for part in parts if part)
        if value:
            yield told % {"value": value}


def _units_received(shipment: ReceivedShipment | None) -> Iterator[Table]:
    if shipment is None or not shipment.handling_units:
        return
    columns = (
        Column(_("Kind")),
        Column(_("Number")),
        Column(_("State")),
    )
    rows = tuple(
        Row(
            (
                Cell(word(CodeList.PACKAGE, unit.type_code)),
                Cell(unit.id.value),
                Cell(_condition(unit.condition, CodeList.UNIT_REASON)),
            )
        )
        for unit in shipment.handling_units
    )
    yield Table(_("Pallets and parcels"), columns, rows)
