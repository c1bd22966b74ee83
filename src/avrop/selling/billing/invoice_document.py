"""The Peppol BIS Billing 3 document of an invoice or a credit note. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from avrop import documents
from avrop.documents.common import (
    Address,
    AllowanceCharge,
    DocumentReference,
    Identifier,
    Item,
    MonetaryTotal,
    Price,
    TaxCategory,
)
from avrop.documents.invoice import (
    COMMERCIAL_INVOICE,
    CREDIT_NOTE,
    InvoiceDelivery,
    PaymentAccount,
    PaymentMeans,
    TaxSubtotal,
    TaxTotal,
)
from avrop.documents.parties import Party
from avrop.selling.billing import rules
from avrop.values import Quantity, VatRate

GTIN = "0160"
CREDIT_TRANSFER = "30"  # UNCL4461, as Peppol uses it for giro
BANKGIRO, PLUSGIRO = "SE:BANKGIRO", "SE:PLUSGIRO"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the lines."""

    number: str
    is_credit_note: bool
    issue_date: date
    due_date: date | None
    currency: str
    order_reference: str
    sales_order_number: str
    buyer_reference: str
    accounting_cost: str
    contract: str
    note: str
    despatch_number: str
    delivered_on: date | None
    preceding_number: str
    preceding_date: date | None
    ocr: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line, and which of its references the sender's system gives."""

    line: rules.Line
    shows_order_line: bool


@dataclass(frozen=True, slots=True)
class Accounts:
    """Where we want to be paid."""

    bankgiro: str
    plusgiro: str
    iban: str


def billing_document(
    heading: Heading,
    lines: Sequence[ShownLine],
    charges: Sequence[rules.Charge],
    accounts: Accounts,
    *,
    seller: Party,
    buyer: Party,
) -> documents.Invoice:
    """The whole document."""
    sums = rules.totals((shown.line for shown in lines), charges)
    return documents.Invoice(
        number=heading.number,
        issue_date=heading.issue_date,
        currency=heading.currency,
        seller=seller,
        buyer=buyer,
        lines=tuple(_line(position, shown) for position, shown in enumerate(lines, start=1)),
        total=_total(sums),
        tax_totals=(_tax_total(sums, heading.currency),),
        is_credit_note=heading.is_credit_note,
        type_code=CREDIT_NOTE if heading.is_credit_note else COMMERCIAL_INVOICE,
        due_date=None if heading.is_credit_note else heading.due_date,
        note=heading.note or None,
        accounting_cost=heading.accounting_cost or None,
        buyer_reference=heading.buyer_reference or None,
        order_number=heading.order_reference or None,
        # BT-14 has no element of its own: it stands beside the buyer's number.
        sales_order_number=heading.sales_order_number if heading.order_reference else None,
        despatch_number=heading.despatch_number or None,
        contract=heading.contract or None,
        preceding=(DocumentReference(heading.preceding_number, heading.preceding_date),)
        if heading.preceding_number
        else (),
        delivery=InvoiceDelivery(actual_date=heading.delivered_on)
        if heading.delivered_on
        else None,
        payment_means=() if heading.is_credit_note else tuple(_means(accounts, heading.ocr)),
        allowances_charges=tuple(_charge(charge) for charge in charges),
    )


def bill_to(*parties: Party | None) -> Party:
    """One party from several that know parts of it, the first stated first.

    A buyer on an invoice needs an address (electronic and postal, with country) and a name
    (PEPPOL-EN16931-R010, BR-08, BR-11, BR-07).
    """
    known = [party for party in parties if party is not None]
    found = known[0]
    for party in known[1:]:
        found = replace(
            found,
            endpoint=found.endpoint or party.endpoint,
            name=found.name or party.name,
            address=found.address if _has_country(found) else party.address,
            tax_registrations=found.tax_registrations or party.tax_registrations,
            legal_name=found.legal_name or party.legal_name,
            legal_id=found.legal_id or party.legal_id,
        )
    if not _has_country(found):
        found = replace(found, address=Address(country=found.registered_country or "SE"))
    # BT-46 is one identifier; an order's party may have several.
    return replace(
        found,
        identifications=found.identifications[:1],
        legal_name=found.legal_name or found.display_name,
        legal_form=None,
    )


def _has_country(party: Party) -> bool:
    return party.address is not None and bool(party.address.country)


def _line(position: int, shown: ShownLine) -> documents.InvoiceLine:
    line = shown.line
    return documents.InvoiceLine(
        id=str(position),
        quantity=Quantity(line.quantity, line.unit),
        line_amount=line.amount,
        item=Item(
            name=line.name,
            sellers_id=line.seller_item_id or None,
            standard_id=Identifier(line.gtin, GTIN) if line.gtin else None,
            tax=_tax(line.rate),
        ),
        # The base quantity is in the unit that is invoiced (PEPPOL-EN16931-R130).
        price=Price(line.price, line.base_quantity, line.unit),
        accounting_cost=line.accounting_cost or None,
        order_line=line.order_line if shown.shows_order_line and line.order_line else None,
    )


def _tax(rate: VatRate) -> TaxCategory:
    return TaxCategory(rate.category, rate.percent)


def _charge(charge: rules.Charge) -> AllowanceCharge:
    return AllowanceCharge(
        is_charge=True,
        amount=charge.amount,
        reason=charge.reason,
        reason_code=charge.code,
        tax=_tax(charge.rate),
    )


def _total(sums: rules.Totals) -> MonetaryTotal:
    return MonetaryTotal(
        line_amount=sums.line_amount,
        payable=sums.payable,
        tax_exclusive=sums.tax_exclusive,
        tax_inclusive=sums.payable,
        charges=sums.charges or None,
    )


def _tax_total(sums: rules.Totals, currency: str) -> TaxTotal:
    return TaxTotal(
        amount=sums.tax,
        currency=currency,
        breakdown=tuple(
            TaxSubtotal(row.taxable, row.tax, _exempted(row.rate)) for row in sums.breakdown
        ),
    )


def _exempted(rate: VatRate) -> TaxCategory:
    """What is not taxed says why (BR-E-10, BR-AE-10, BR-O-10)."""
    reasons = {
        "E": ("VATEX-EU-132", "Undantag från skatteplikt, 10 kap. mervärdesskattelagen"),
        "AE": ("VATEX-EU-AE", "Omvänd skattskyldighet"),
        "O": ("VATEX-EU-O", "Utanför mervärdesskattens tillämpningsområde"),
    }
    code, reason = reasons.get(rate.category, (None, None))
    return TaxCategory(rate.category, rate.percent, code, reason)


def _means(accounts: Accounts, ocr: str) -> list[PaymentMeans]:
    stated = (
        (accounts.bankgiro, BANKGIRO),
        (accounts.plusgiro, PLUSGIRO),
        (accounts.iban, None),
    )
    return [
        PaymentMeans(
            code=CREDIT_TRANSFER,
            reference=ocr or None,
            account=PaymentAccount(id=account, branch=branch),
        )
        for account, branch in stated
        if account
    ]
