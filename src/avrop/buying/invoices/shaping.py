"""Stored invoices as others see them. For the queries and commands of this app."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from avrop.buying.invoices.lifecycle import actions_from
from avrop.buying.invoices.models import (
    Attestation,
    Difference,
    Invoice,
    InvoiceCharge,
    InvoiceLine,
    Match,
    OrderLink,
)
from avrop.buying.invoices.routing import code_of, difference_values
from avrop.buying.invoices.shapes import (
    AttestationView,
    ChargeView,
    CodingShare,
    DifferenceView,
    InvoiceHead,
    InvoiceLineView,
    InvoiceOutcome,
    InvoiceView,
    MatchView,
    OrderLinkView,
)
from avrop.kernel.compiled import Given, compiled
from avrop.values import Money, Quantity

#: Line, order, order line, quantity, amount.
Matched = tuple[UUID, UUID, UUID, Decimal, Decimal]


def invoice_view(row: Invoice) -> InvoiceView:
    """A stored invoice as others see it."""
    links = list(OrderLink.objects.filter(invoice_id=row.id).order_by("id"))
    differences = list(Difference.objects.filter(invoice_id=row.id).order_by("id"))
    return InvoiceView(
        **_facts_of(row, links),
        lines=_lines(row, links),
        differences=tuple(difference_view(each, row.currency) for each in differences),
    )


def invoice_head(row: Invoice, links: Sequence[OrderLink]) -> InvoiceHead:
    """A stored invoice without its lines."""
    return InvoiceHead(**_facts_of(row, links))


_attests = compiled(
    lambda: Attestation.objects.filter(invoice_id=Given("invoice_id")).order_by("id")
)
_charges = compiled(
    lambda: InvoiceCharge.objects.filter(invoice_id=Given("invoice_id")).order_by("id")
)


def _facts_of(row: Invoice, links: Sequence[OrderLink]) -> dict[str, Any]:
    attests, charges = _attests(invoice_id=row.id), _charges(invoice_id=row.id)
    return {
        "id": row.id,
        "version": row.version,
        "kind": row.kind,
        "number": row.number,
        "state": row.state,
        "seller_organisation_id": row.seller_organisation_id,
        "seller_name": row.seller_name,
        "unit_id": row.unit_id,
        "agreement_number": row.agreement_number,
        "buyer_reference": row.buyer_reference,
        "order_reference": row.order_reference,
        "preceding_number": row.preceding_number,
        "credits_invoice_id": row.credits_invoice_id,
        "issue_date": row.issue_date,
        "due_date": row.due_date,
        "tax_date": row.tax_date,
        "line_amount": Money(row.line_amount, row.currency),
        "charge_amount": Money(row.charge_amount, row.currency),
        "net": Money(row.net, row.currency),
        "tax": Money(row.tax, row.currency),
        "payable": Money(row.payable, row.currency),
        "withheld": Money(row.withheld, row.currency),
        "account_kind": row.account_kind,
        "account_number": row.account_number,
        "payment_reference": row.payment_reference,
        "message_id": row.message_id,
        "rule_set": row.rule_set,
        "received_at": row.received_at,
        "matched_at": row.matched_at,
        "paid_date": row.paid_date,
        "orders": tuple(
            OrderLinkView(each.order_id, each.order_number, each.how) for each in links
        ),
        "charges": tuple(_charge(each, row.currency) for each in charges),
        "attestations": tuple(_attestation(each, row.currency) for each in attests),
        "available_actions": actions_from(row.state),
    }


def outcome_of(row: Invoice) -> InvoiceOutcome:
    """What came of a command on an invoice. No statement."""
    return InvoiceOutcome(
        id=row.id,
        version=row.version,
        kind=row.kind,
        number=row.number,
        state=row.state,
        payable=Money(row.payable, row.currency),
        withheld=Money(row.withheld, row.currency),
        available_actions=actions_from(row.state),
    )


def _lines(row: Invoice, links: Sequence[OrderLink]) -> tuple[InvoiceLineView, ...]:
    lines = InvoiceLine.objects.filter(invoice_id=row.id).order_by("position")
    return line_views(lines, row, links, _summed(_matched(invoice_id=row.id)))


def line_views(
    lines: Iterable[InvoiceLine],
    row: Invoice,
    links: Sequence[OrderLink],
    matches: Iterable[Matched],
) -> tuple[InvoiceLineView, ...]:
    """Lines of one invoice with what they were matched to. No statement."""
    numbers = {link.order_id: link.order_number for link in links}
    matched: dict[UUID, list[MatchView]] = {}
    for line_id, order_id, order_line_id, quantity, amount in matches:
        matched.setdefault(line_id, []).append(
            MatchView(
                order_id,
                numbers.get(order_id, ""),
                order_line_id,
                quantity,
                Money(amount, row.currency),
            )
        )
    return tuple(
        InvoiceLineView(
            id=line.id,
            position=line.position,
            name=line.name,
            seller_item_id=line.seller_item_id,
            gtin=line.gtin,
            quantity=Quantity(line.quantity, line.unit),
            price=Money(line.price, row.currency),
            base_quantity=line.base_quantity,
            amount=Money(line.amount, row.currency),
            vat_percent=line.vat_percent,
            order_line_reference=line.order_line_reference,
            coding=line.coding,
            shares=tuple(_share(*each) for each in line.shares),
            matched=tuple(matched.get(line.id, ())),
        )
        for line in lines
    )


def _share(coding: str, percent: str | None, amount: str | None) -> CodingShare:
    return CodingShare(
        coding, Decimal(percent) if percent else None, Decimal(amount) if amount else None
    )


def matches_of(invoice_id: UUID, line_ids: Sequence[UUID]) -> list[Matched]:
    """Matches of some lines, summed by line and order line; those taken back again are not there."""
    return _summed(_matched_lines(invoice_id=invoice_id, line_ids=list(line_ids)))


def _summed(rows: Iterable[Matched]) -> list[Matched]:
    return [row for row in rows if row[3] or row[4]]


def _sums(rows: Any) -> Any:
    return (
        rows.values_list("line_id", "order_id", "order_line_id")
        .annotate(quantity=Sum("quantity"), amount=Sum("amount"))
        .order_by("line_id", "order_line_id")
    )


_matched = compiled(lambda: _sums(Match.objects.filter(invoice_id=Given("invoice_id"))))
_matched_lines = compiled(
    lambda: _sums(
        Match.objects.filter(invoice_id=Given("invoice_id"), line_id__any_of=Given("line_ids"))
    )
)


def difference_view(row: Difference, currency: str) -> DifferenceView:
    """A stored difference as others see it."""
    return DifferenceView(
        id=row.id,
        kind=row.kind,
        code=code_of(row.kind),
        values=difference_values(row, currency),
        line_id=row.line_id,
        order_line_id=row.order_line_id,
        expected=row.expected,
        actual=row.actual,
        unit=row.unit,
        amount=Money(row.amount, currency),
        state=row.state,
        settlement=row.settlement,
        reason=row.reason,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        rule_set=row.rule_set,
    )


def _charge(row: InvoiceCharge, currency: str) -> ChargeView:
    amount = Money(row.amount, currency)
    return ChargeView(row.is_charge, row.code, row.reason, amount, row.vat_percent)


def _attestation(row: Attestation, currency: str) -> AttestationView:
    return AttestationView(
        row.kind,
        row.person_id,
        row.on_behalf_of,
        row.mandate_id,
        Money(row.amount, currency),
        row.note,
        row.attested_at,
    )
