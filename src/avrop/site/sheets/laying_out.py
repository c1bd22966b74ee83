"""Each kind of document as a sheet. Pure but for the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from avrop.documents import (
    Catalogue,
    CatalogueLine,
    DespatchAdvice,
    DespatchLine,
    Document,
    Invoice,
    InvoiceLine,
    Order,
    OrderCancellation,
    OrderChange,
    OrderLine,
    OrderResponse,
    OrderResponseLine,
)
from avrop.documents.catalogue import CataloguePrice
from avrop.documents.invoice import PaymentMeans
from avrop.kernel.presentation import shown, unit_name
from avrop.site.sheets.pieces import (
    attached,
    charges,
    day,
    item_cell,
    language_of,
    lines_of,
    money,
    period,
    place,
    price_cell,
    side,
    totals,
)
from avrop.site.sheets.shapes import Cell, Column, Line, Row, Sheet, Side, Table
from avrop.values import Money

#: UNCL4343, as an order response says it.
ANSWERS: Mapping[str, Any] = {
    "AB": gettext_lazy("The order has come in and will be answered later."),
    "AP": gettext_lazy("The order is accepted as it is."),
    "CA": gettext_lazy("The order is accepted with the changes below."),
    "RE": gettext_lazy("The order is rejected."),
}
#: The Swedish giros, as Peppol BIS Billing marks them (BT-86).
GIROS: Mapping[str, Any] = {"SE:BANKGIRO": "Bankgiro", "SE:PLUSGIRO": "Plusgiro"}
HYPHEN_BEFORE_LAST = {"SE:BANKGIRO": 4, "SE:PLUSGIRO": 1}
#: UNCL1229, what is said of a line.
LINE_ANSWERS: Mapping[str, Any] = {
    "1": gettext_lazy("Added"),
    "2": gettext_lazy("Taken out"),
    "3": gettext_lazy("Changed"),
    "4": gettext_lazy("As before"),
    "5": gettext_lazy("Accepted"),
    "7": gettext_lazy("Rejected"),
    "42": gettext_lazy("Delivered already"),
}


def sheet_of(document: Document) -> Sheet:
    """The document, laid out."""
    lay_out = cast(Callable[[Document], Sheet], _LAYING_OUT[type(document)])
    return lay_out(document)


def is_laid_out(document: Document) -> bool:
    """Whether there is a sheet for documents of this kind; others are shown as their file."""
    return type(document) in _LAYING_OUT


def _lines(columns: Iterable[Column], rows: Iterable[Row]) -> Table:
    return Table(_("Lines"), tuple(columns), tuple(rows))


def _figure(name: Any) -> Column:
    return Column(name, is_figure=True)


# --- orders ------------------------------------------------------------------------------------------


def _order(document: Order) -> Sheet:
    lang = language_of(document.buyer, document.seller)
    delivery = document.delivery
    wanted = period(delivery.requested) if delivery else ""
    return Sheet(
        kind="order",
        number=document.number,
        sides=(
            *side(_("Buyer"), document.buyer),
            *side(_("Seller"), document.seller),
            *_delivered_to(document),
            *side(_("For"), document.originator),
            *side(_("Invoice to"), document.invoicee),
        ),
        facts=lines_of(
            (_("Date"), day(document.issue_date)),
            (_("Wanted"), wanted),
            (_("Agreement"), document.contract),
            (_("Buyer reference"), document.customer_reference),
            (_("Accounting"), document.accounting_cost),
            (_("Requisition"), document.originator_document),
            (_("Earlier order"), document.previous_order),
            (_("Quotation"), document.quotation),
            (_("Valid until"), day(document.valid_until)),
            (_("Terms of payment"), document.payment_terms),
        ),
        tables=(
            _ordered(document.lines, document.currency, lang),
            *charges(document.allowances_charges, document.currency, lang),
        ),
        sums=totals(document.total, document.currency, document.tax_amount),
        notes=(
            *lines_of((_("Note"), document.note), lang=lang),
            *attached(document.attachments, lang),
        ),
    )


def _delivered_to(document: Order | OrderChange) -> Iterator[Side]:
    if document.delivery is not None:
        yield from place(_("Delivered to"), document.delivery.location)
        yield from side(_("For delivery to"), document.delivery.party)


def _ordered(
    lines: Iterable[OrderLine], currency: str, lang: str, *, change: bool = False
) -> Table:
    columns = [
        Column(_("Line")),
        Column(_("Item")),
        _figure(_("Quantity")),
        Column(_("Delivery")),
        _figure(_("Price")),
        _figure(_("Amount")),
    ]
    if change:
        columns.append(Column(_("What happens to it")))
    return _lines(columns, (_ordered_row(line, currency, lang, change) for line in lines))


def _ordered_row(line: OrderLine, currency: str, lang: str, change: bool) -> Row:
    cells = [
        Cell(line.id),
        item_cell(line.item, line.note, lang=lang),
        Cell(line.quantity),
        Cell(period(line.requested)),
        price_cell(line.price, currency),
        Cell(money(line.line_amount, currency)),
    ]
    if change:
        cells.append(Cell(LINE_ANSWERS.get(line.status_code or "", line.status_code or "")))
    return Row(tuple(cells), line.id)


def _order_change(document: OrderChange) -> Sheet:
    lang = language_of(document.buyer, document.seller)
    return Sheet(
        kind="order_change",
        number=document.number,
        lead=_("Order %(number)s as the buyer now wants it.") % {"number": document.order_number},
        sides=(
            *side(_("Buyer"), document.buyer),
            *side(_("Seller"), document.seller),
            *_delivered_to(document),
        ),
        facts=lines_of(
            (_("Date"), day(document.issue_date)),
            (_("Order"), document.order_number),
            (_("Change number"), document.sequence_number),
            (_("Agreement"), document.contract),
            (_("Buyer reference"), document.customer_reference),
        ),
        tables=(_ordered(document.lines, document.currency, lang, change=True),),
        sums=totals(document.total, document.currency, document.tax_amount),
        notes=lines_of((_("Note"), document.note), lang=lang),
    )


def _order_cancellation(document: OrderCancellation) -> Sheet:
    lang = language_of(document.buyer, document.seller)
    return Sheet(
        kind="order_cancellation",
        number=document.number,
        lead=_("The buyer takes back the whole order %(number)s.")
        % {"number": document.order_number},
        sides=(*side(_("Buyer"), document.buyer), *side(_("Seller"), document.seller)),
        facts=lines_of((_("Date"), day(document.issue_date)), (_("Order"), document.order_number)),
        notes=lines_of((_("Reason"), document.reason), (_("Note"), document.note), lang=lang),
    )


def _order_response(document: OrderResponse) -> Sheet:
    lang = language_of(document.seller, document.buyer)
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        Column(_("Answer")),
        _figure(_("Quantity")),
        Column(_("Delivery")),
        _figure(_("Price")),
    )
    rows = (_answered(line, document.currency, lang) for line in document.lines)
    return Sheet(
        kind="order_response",
        number=document.number,
        lead=ANSWERS.get(document.code, document.code),
        sides=(*side(_("Seller"), document.seller), *side(_("Buyer"), document.buyer)),
        facts=lines_of(
            (_("Date"), day(document.issue_date)),
            (_("Order"), document.order_number),
            (_("Seller’s number"), document.sales_order_number),
            (_("Delivery"), period(document.promised)),
            (_("Buyer reference"), document.customer_reference),
        ),
        tables=(_lines(columns, rows),) if document.lines else (),
        notes=lines_of((_("Note"), document.note), lang=lang),
    )


def _answered(line: OrderResponseLine, currency: str, lang: str) -> Row:
    instead = line.substitute.item.name if line.substitute is not None else None
    cells = (
        Cell(line.order_line),
        item_cell(
            line.item,
            _("Instead: %(item)s") % {"item": instead} if instead else None,
            line.note,
            lang=lang,
        ),
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


# --- goods on their way --------------------------------------------------------------------------------


def _despatch_advice(document: DespatchAdvice) -> Sheet:
    lang = language_of(document.despatcher, document.consignee)
    shipment = document.shipment
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        _figure(pgettext("quantity", "Despatched")),
        _figure(_("Still to come")),
        Column(_("Order line")),
        Column(_("Pallet or parcel")),
    )
    estimated = period(shipment.estimated) if shipment else ""
    return Sheet(
        kind="despatch_advice",
        number=document.number,
        sides=(
            *side(_("Sent by"), document.despatcher),
            *side(_("Taken in by"), document.consignee),
            *side(_("For delivery to"), document.delivery_party),
        ),
        facts=lines_of(
            (_("Date"), day(document.issue_date)),
            (_("Orders"), ", ".join(document.order_numbers)),
            (_("Expected"), estimated),
            (_("Left"), day(shipment.despatch_date) if shipment else ""),
            (_("Carrier"), shipment.carrier.name if shipment and shipment.carrier else None),
            (_("Tracking number"), shipment.tracking_id if shipment else None),
            (_("Weight"), shipment.gross_weight if shipment else None),
            (_("Pallets and parcels"), shipment.handling_unit_count if shipment else None),
        ),
        tables=(_lines(columns, (_despatched(line, lang) for line in document.lines)),),
        notes=lines_of((_("Note"), document.note), lang=lang),
    )


def _despatched(line: DespatchLine, lang: str) -> Row:
    units = tuple(unit.id.value for unit in line.handling_units if unit.id is not None)
    where = " ".join(part for part in (line.order_number, line.order_line) if part)
    return Row(
        (
            Cell(line.id),
            item_cell(line.item, line.note, lang=lang),
            Cell(line.delivered),
            Cell(line.outstanding, line.outstanding_reasons, lang),
            Cell(where),
            Cell(units[0] if units else "", units[1:]),
        ),
        line.id,
    )


# --- invoices ---------------------------------------------------------------------------------------


def _invoice(document: Invoice) -> Sheet:
    lang, currency = language_of(document.seller, document.buyer), document.currency
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        _figure(_("Quantity")),
        _figure(_("Price")),
        _figure(_("VAT rate")),
        _figure(_("Amount")),
    )
    delivery = document.delivery
    return Sheet(
        kind="credit_note" if document.is_credit_note else "invoice",
        number=document.number,
        lead=_("Money back to the buyer.") if document.is_credit_note else "",
        sides=(
            *side(_("Seller"), document.seller),
            *side(_("Buyer"), document.buyer),
            *side(_("Payee"), document.payee),
            *(place(_("Delivered to"), delivery.location) if delivery else ()),
        ),
        facts=_invoice_facts(document),
        tables=(
            _lines(columns, (_invoiced(line, currency, lang) for line in document.lines)),
            *charges(document.allowances_charges, currency, lang),
            *_tax(document),
        ),
        sums=totals(document.total, currency, document.tax_amount),
        notes=(
            *lines_of(
                (_("Terms of payment"), document.payment_terms),
                (_("Note"), document.note),
                lang=lang,
            ),
            *attached(document.attachments, lang),
        ),
    )


def _invoice_facts(document: Invoice) -> tuple[Line, ...]:
    delivered = document.delivery.actual_date if document.delivery else None
    return lines_of(
        (_("Invoice date"), day(document.issue_date)),
        (_("To be paid by"), day(document.due_date)),
        (_("Order"), document.order_number),
        (_("Buyer reference"), document.buyer_reference),
        (_("Despatch advice"), document.despatch_number),
        (_("Seller’s number"), document.sales_order_number),
        (_("Agreement"), document.contract),
        (_("Accounting"), document.accounting_cost),
        (_("Delivered"), day(delivered)),
        (_("Period"), period(document.period)),
        (_("Corrects"), ", ".join(one.number for one in document.preceding)),
        *(
            pair
            for means in document.payment_means
            for pair in (
                (_account_name(means), _account_number(means)),
                (_("Payment reference"), means.reference),
            )
        ),
    )


def _account_name(means: PaymentMeans) -> Any:
    """What kind of account it is: a number of a giro is written like many other numbers."""
    branch = means.account.branch if means.account else None
    return GIROS.get(branch or "", _("Account"))


def _account_number(means: PaymentMeans) -> str | None:
    """The number as it is typed at the bank: a giro's with its hyphen."""
    if means.account is None:
        return None
    number, end = means.account.id, HYPHEN_BEFORE_LAST.get(means.account.branch or "")
    is_bare = number.isascii() and number.isdigit()
    return f"{number[:-end]}-{number[-end:]}" if end and is_bare else number


def _invoiced(line: InvoiceLine, currency: str, lang: str) -> Row:
    tax = line.item.tax
    rate = f"{shown(tax.percent)} %" if tax is not None and tax.percent is not None else ""
    ordered = _("Order line %(line)s") % {"line": line.order_line} if line.order_line else None
    return Row(
        (
            Cell(line.id),
            item_cell(line.item, ordered, line.note, lang=lang),
            Cell(line.quantity),
            price_cell(line.price, currency),
            Cell(rate),
            Cell(Money(line.line_amount, currency)),
        ),
        line.id,
    )


def _tax(document: Invoice) -> Iterator[Table]:
    rows = tuple(
        Row(
            (
                Cell(
                    f"{shown(one.category.percent)} %"
                    if one.category.percent is not None
                    else one.category.code
                ),
                Cell(one.category.exemption_reason or ""),
                Cell(Money(one.taxable_amount, document.currency)),
                Cell(Money(one.tax_amount, document.currency)),
            )
        )
        for one in document.tax_breakdown
    )
    if rows:
        columns = (
            Column(_("VAT rate")),
            Column(_("Reason for no VAT")),
            _figure(_("Amount without VAT")),
            _figure(_("VAT")),
        )
        yield Table(_("VAT"), columns, rows)


# --- price lists ------------------------------------------------------------------------------------


def _catalogue(document: Catalogue) -> Sheet:
    lang = language_of(document.provider, document.receiver)
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        Column(_("Sold by")),
        _figure(_("Price")),
        _figure(_("At least")),
        Column(_("Valid")),
    )
    return Sheet(
        kind="catalogue",
        number=document.number,
        lead=document.name or "",
        sides=(
            *side(_("Seller"), document.seller or document.provider),
            *side(_("Buyer"), document.receiver),
        ),
        facts=lines_of(
            (_("Date"), day(document.issue_date)),
            (_("Valid"), period(document.validity)),
            (_("Version"), document.version),
            (_("Agreement"), document.contract),
        ),
        tables=(_lines(columns, (_offered(line, lang) for line in document.lines)),),
        notes=tuple(Line(_("Terms"), terms, lang) for terms in document.trading_terms),
    )


def _offered(line: CatalogueLine, lang: str) -> Row:
    price = line.prices[0] if line.prices else None
    return Row(
        (
            Cell(line.id),
            item_cell(line.item, line.item.description, lang=lang),
            Cell(unit_name(line.orderable_unit) if line.orderable_unit else ""),
            _offered_price(price),
            Cell(line.minimum_order),
            Cell(period(line.validity)),
        ),
        line.id,
    )


def _offered_price(price: CataloguePrice | None) -> Cell:
    if price is None or price.amount is None or price.currency is None:
        return Cell("")
    base = price.base_quantity
    notes: tuple[str, ...] = ()
    if base is not None and base != 1:
        unit = unit_name(price.base_unit) if price.base_unit else ""
        notes = (_("for %(quantity)s") % {"quantity": f"{shown(base)} {unit}".strip()},)
    return Cell(Money(price.amount, price.currency), notes)


_LAYING_OUT: Mapping[type[Any], Callable[[Any], Sheet]] = {
    Order: _order,
    OrderChange: _order_change,
    OrderCancellation: _order_cancellation,
    OrderResponse: _order_response,
    DespatchAdvice: _despatch_advice,
    Invoice: _invoice,
    Catalogue: _catalogue,
}
