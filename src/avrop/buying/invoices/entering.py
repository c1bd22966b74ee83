"""Invoice documents as rows. Pure: nothing is judged here, what came is what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop import documents
from avrop.buying.invoices.kinds import InvoiceKind
from avrop.buying.invoices.models import Invoice, InvoiceCharge, InvoiceLine
from avrop.documents.finance.bank_accounts import AccountKind
from avrop.documents.invoice import PaymentMeans
from avrop.parties.queries import OrganisationView
from avrop.values import Bankgiro, Iban, InvalidIdentifier, Plusgiro, uuid7

NOTHING = Decimal(0)
_BRANCHES: Mapping[str, tuple[AccountKind, Callable[[str], str]]] = {
    "SE:BANKGIRO": (AccountKind.BANKGIRO, Bankgiro.parse),
    "SE:PLUSGIRO": (AccountKind.PLUSGIRO, Plusgiro.parse),
}


def invoice_row(
    document: documents.Invoice, seller: OrganisationView, message_id: UUID | None, at: datetime
) -> Invoice:
    """The head. A stated sum decides; what is not stated is nothing."""
    total = document.total
    net = total.tax_exclusive if total.tax_exclusive is not None else total.line_amount
    account_kind, account, reference = _to_pay(document.payment_means, seller)
    delivered = document.delivery.actual_date if document.delivery else None
    return Invoice(
        kind=InvoiceKind.CREDIT_NOTE if document.is_credit_note else InvoiceKind.INVOICE,
        number=document.number[:100],
        seller_organisation_id=seller.id,
        seller_name=seller.name,
        agreement_number=(document.contract or "")[:100],
        buyer_reference=(document.buyer_reference or "")[:200],
        order_reference=(document.order_number or "")[:200],
        despatch_reference=(document.despatch_number or "")[:200],
        preceding_number=(document.preceding[0].number if document.preceding else "")[:100],
        note=document.note or "",
        issue_date=document.issue_date,
        due_date=_due_date(document),
        # Mervärdesskattelagen: the tax point is the delivery, where the invoice states one.
        tax_date=document.tax_point_date or delivered or document.issue_date,
        currency=document.currency,
        line_amount=total.line_amount,
        charge_amount=total.charges or NOTHING,
        allowance_amount=total.allowances or NOTHING,
        net=net,
        tax=document.tax_amount,
        prepaid=(total.prepaid or NOTHING) - (total.rounding or NOTHING),
        payable=total.payable,
        taxes=[
            [row.category.code, str(row.category.percent or 0), str(row.tax_amount)]
            for row in document.tax_breakdown
        ],
        account_kind=account_kind,
        account_number=account,
        payment_reference=reference,
        message_id=message_id,
        received_at=at,
    )


def _due_date(document: documents.Invoice) -> date | None:
    stated = (means.due_date for means in document.payment_means if means.due_date)
    return document.due_date or next(stated, None)


def _to_pay(means: Sequence[PaymentMeans], seller: OrganisationView) -> tuple[str, str, str]:
    """Kind and number of the account, and the payer's reference. Of the accounts we can pay to the
    first that is on the seller's card, else the first; where none is stated, the card's first."""
    reference = next((each.reference for each in means if each.reference), "") or ""
    stated = [account for each in means if (account := _stated(each))]
    known = _on_card(seller)
    chosen = next((each for each in stated if each in known), None)
    kind, number = chosen or next(iter((*stated, *known)), ("", ""))
    return kind, number, reference[:64]


def _stated(means: PaymentMeans) -> tuple[str, str] | None:
    account = means.account
    if account is None:
        return None
    kind, reads = _BRANCHES.get((account.branch or "").upper(), (AccountKind.IBAN, Iban.parse))
    try:
        return str(kind), str(reads(account.id))
    except InvalidIdentifier:
        if account.id.strip() and kind is AccountKind.IBAN:
            return str(AccountKind.BBAN), account.id.strip()[:64]
        return None


def _on_card(seller: OrganisationView) -> tuple[tuple[str, str], ...]:
    """The accounts on the seller's card, the one we would rather pay to first."""
    written: tuple[tuple[AccountKind, str, Callable[[str], str]], ...] = (
        (AccountKind.BANKGIRO, seller.bankgiro, Bankgiro.parse),
        (AccountKind.PLUSGIRO, seller.plusgiro, Plusgiro.parse),
        (AccountKind.IBAN, seller.iban, Iban.parse),
    )
    return tuple((str(kind), _plain(number, reads)) for kind, number, reads in written if number)


def _plain(number: str, reads: Callable[[str], str]) -> str:
    try:
        return str(reads(number))
    except InvalidIdentifier:
        return number


def pays_elsewhere(invoice: Invoice, seller: OrganisationView) -> bool:
    """Whether an invoice is to be paid to another account than those on the seller's card. A card
    without any says nothing."""
    known = _on_card(seller)
    to_pay = (invoice.account_kind, invoice.account_number)
    return bool(known) and invoice.kind == InvoiceKind.INVOICE and to_pay not in known


def line_rows(document: documents.Invoice, invoice: Invoice) -> list[InvoiceLine]:
    """The lines, in the document's order."""
    return [_line(position, line, invoice) for position, line in enumerate(document.lines, start=1)]


def _line(position: int, line: documents.InvoiceLine, invoice: Invoice) -> InvoiceLine:
    item = line.item
    return InvoiceLine(
        id=uuid7(),
        invoice=invoice,
        position=position,
        line_number=line.id[:50],
        name=(item.name or item.description or "")[:500],
        seller_item_id=(item.sellers_id or "")[:100],
        gtin=(item.standard_id.value if item.standard_id else "")[:40],
        quantity=line.quantity.value,
        unit=line.quantity.unit,
        price=line.price.amount,
        base_quantity=line.price.base_quantity or 1,
        amount=line.line_amount,
        vat_category=item.tax.code if item.tax else "",
        vat_percent=item.tax.percent if item.tax else None,
        order_line_reference=(line.order_line or "")[:100],
        note=line.note or "",
    )


def charge_rows(document: documents.Invoice, invoice: Invoice) -> list[InvoiceCharge]:
    """What stands on the document as a whole."""
    return [
        InvoiceCharge(
            invoice=invoice,
            is_charge=each.is_charge,
            code=(each.reason_code or "")[:16],
            reason=(each.reason or "")[:300],
            amount=each.amount,
            vat_percent=each.tax.percent if each.tax else None,
        )
        for each in document.allowances_charges
    ]
