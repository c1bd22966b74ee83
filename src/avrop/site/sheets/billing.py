"""Invoices and credit notes as sheets, whoever of the two writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from avrop.documents import Invoice, InvoiceLine
from avrop.documents.code_names import CodeList
from avrop.documents.invoice import COMMERCIAL_INVOICE, CREDIT_NOTE, PaymentMeans
from avrop.documents.reading import kind_of
from avrop.site.sheets.items import charge_notes, item_cell, price_cell
from avrop.site.sheets.pieces import (
    attached,
    day,
    figure,
    language_of,
    lines_of,
    lines_table,
    money,
    period,
    place,
    reference,
    side,
    word,
)
from avrop.site.sheets.shapes import Cell, Column, Line, Row, Sheet, Side
from avrop.site.sheets.sums import charges, rate, taxes, totals

#: The Swedish giros, as Peppol BIS Billing marks them (BT-86).
GIROS: Mapping[str, Any] = {"SE:BANKGIRO": "Bankgiro", "SE:PLUSGIRO": "Plusgiro"}
HYPHEN_BEFORE_LAST = {"SE:BANKGIRO": 4, "SE:PLUSGIRO": 1}
#: Ways to pay that another place tells of (UNCL4461).
AS_AGREED = {"1", "57", "97", "ZZZ"}
#: Kinds that the name of the document says already; 389 and 261 are self-billed.
PLAIN_TYPES = {COMMERCIAL_INVOICE, CREDIT_NOTE, "389", "261"}


def invoice(document: Invoice) -> Sheet:
    """An invoice or a credit note."""
    lang, currency = language_of(document.seller, document.buyer), document.currency
    columns = (
        Column(_("Line")),
        Column(_("Item")),
        figure(_("Quantity")),
        figure(_("Price")),
        figure(_("VAT rate")),
        figure(_("Amount")),
    )
    return Sheet(
        kind=kind_of(document).name,
        number=document.number,
        lead=_lead(document),
        sides=tuple(_sides(document)),
        facts=(*_facts(document), *_payment_facts(document)),
        tables=(
            lines_table(columns, (_invoiced(line, currency, lang) for line in document.lines)),
            *charges(document.allowances_charges, currency, lang),
            *taxes(document.tax_breakdown, currency, lang),
        ),
        sums=_sums(document),
        notes=(
            *lines_of(
                (_("Terms of payment"), document.payment_terms),
                (_("Note"), document.note),
                lang=lang,
            ),
            *attached(document.attachments, lang),
        ),
    )


def _lead(document: Invoice) -> str:
    if document.is_self_billed:
        if document.is_credit_note:
            return _("Written by the buyer in the seller’s name. Money back to the buyer.")
        return _("Written by the buyer in the seller’s name.")
    return _("Money back to the buyer.") if document.is_credit_note else ""


def _sides(document: Invoice) -> Iterator[Side]:
    for role, party in (
        (_("Seller"), document.seller),
        (_("Buyer"), document.buyer),
        (_("Payee"), document.payee),
        (_("The seller’s tax representative"), document.tax_representative),
    ):
        # An invoice has no room for the seat (in Sweden it stands in BT-33), so that one that is about
        # to be sent is shown as it will arrive.
        yield from side(role, replace(party, registered_city=None) if party else None)
    delivery = document.delivery
    if delivery is not None:
        known = list(place(_("Delivered to"), delivery.location))
        for one in known or ([Side(_("Delivered to"), "")] if delivery.party_name else []):
            names = [part for part in (delivery.party_name, one.name) if part]
            yield Side(one.role, names[0] if names else "", (*names[1:], *one.lines))


def _facts(document: Invoice) -> tuple[Line, ...]:
    kind = None if document.type_code in PLAIN_TYPES else document.type_code
    point = document.period.description_code if document.period else None
    return lines_of(
        (_("Invoice date"), day(document.issue_date, document.issue_time)),
        (_("To be paid by"), day(document.due_date)),
        (_("Kind"), word(CodeList.INVOICE_TYPE, kind)),
        (_("Order"), document.order_number),
        (_("Buyer reference"), document.buyer_reference),
        (_("Seller’s number"), document.sales_order_number),
        (_("Agreement"), document.contract),
        (_("Project"), document.project),
        (_("Requisition"), document.originator_document),
        (_("Accounting"), document.accounting_cost),
        (_("Despatch advice"), document.despatch_number),
        (_("Receipt advice"), document.receipt_number),
        (_("Delivered"), day(document.delivery.actual_date if document.delivery else None)),
        (_("Period"), period(document.period)),
        (_("Day for VAT"), day(document.tax_point_date) or word(CodeList.TAX_POINT, point)),
        (_("Corrects"), ", ".join(reference(one) for one in document.preceding)),
    )


def _payment_facts(document: Invoice) -> tuple[Line, ...]:
    """How to pay. What several ways have in common is said once."""
    lines = (line for means in document.payment_means for line in _means_lines(means))
    return tuple(dict.fromkeys(lines))


def _means_lines(means: PaymentMeans) -> tuple[Line, ...]:
    account = means.account
    card = " ".join(part for part in (means.card_number, means.card_network) if part)
    return lines_of(
        (_("To be paid by"), day(means.due_date)),
        (_("Way to pay"), _way_to_pay(means)),
        (_account_name(means), _account_number(means)),
        (_("Account in the name of"), account.name if account else None),
        (_("Bank"), account.branch if account and account.branch not in GIROS else None),
        (_("Payment reference"), means.reference),
        (_("Card"), ", ".join(part for part in (card, means.card_holder) if part)),
        (_("Mandate"), means.mandate_id),
        (_("Account to be debited"), means.debited_account),
    )


def _way_to_pay(means: PaymentMeans) -> str:
    """The word for its code, unless that says no more than that there is an agreement."""
    known = word(CodeList.PAYMENT_MEANS, means.code)
    says_nothing = known == means.code or means.code in AS_AGREED
    return means.name if means.name and says_nothing else known


def _account_name(means: PaymentMeans) -> Any:
    """What kind of account it is: a number of a giro is written like many other numbers."""
    branch = means.account.branch if means.account else None
    return GIROS.get(branch or "", pgettext("at a bank", "Account"))


def _account_number(means: PaymentMeans) -> str | None:
    """The number as it is typed at the bank: a giro's with its hyphen."""
    if means.account is None:
        return None
    number, end = means.account.id, HYPHEN_BEFORE_LAST.get(means.account.branch or "")
    is_bare = number.isascii() and number.isdigit()
    return f"{number[:-end]}-{number[-end:]}" if end and is_bare else number


def _invoiced(line: InvoiceLine, currency: str, lang: str) -> Row:
    charged = tuple(charge_notes(line.allowances_charges, currency))
    return Row(
        (
            Cell(line.id),
            item_cell(line.item, *_line_notes(line), words=(line.note,), lang=lang),
            Cell(line.quantity),
            price_cell(line.price, currency),
            Cell(rate(line.item.tax)),
            Cell(money(line.line_amount, currency), charged),
        ),
        line.id,
    )


def _line_notes(line: InvoiceLine) -> Iterator[str]:
    thing = line.object_reference.number if line.object_reference else None
    for told, value in (
        (_("Order line %(value)s"), line.order_line),
        (_("Period: %(value)s"), period(line.period)),
        (_("Accounting: %(value)s"), line.accounting_cost),
        (_("Concerns: %(value)s"), thing),
    ):
        if value:
            yield told % {"value": value}


def _sums(document: Invoice) -> tuple[Line, ...]:
    """The sums, and VAT in the currency of the tax authority where that is another (BT-111)."""
    others = [one for one in document.tax_totals if one.currency != document.currency]
    sums = totals(document.total, document.currency, document.tax_amount)
    told = tuple(
        Line(_("VAT in %(currency)s") % {"currency": one.currency}, money(one.amount, one.currency))
        for one in others
    )
    return (*sums[:-1], *told, *sums[-1:])
