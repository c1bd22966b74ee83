"""Reading invoices: for people and programs, and for the app that pays and books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from avrop.buying.invoices.costing import chains_on, parts_of
from avrop.buying.invoices.kinds import AttestKind, InvoiceKind
from avrop.buying.invoices.lifecycle import DifferenceState, State, actions_from
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
    DifferenceView,
    DocumentToPay,
    InvoiceLineView,
    InvoiceOutcome,
    InvoiceSummary,
    InvoiceView,
    MatchView,
    OrderLinkView,
    Posting,
)
from avrop.buying.orders.queries import TraceEntry
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.values import Money, Quantity

__all__ = [
    "DifferenceView",
    "DocumentToPay",
    "InvoiceOutcome",
    "InvoiceSummary",
    "InvoiceView",
    "Posting",
    "chains_of",
    "deciders_of",
    "documents_named",
    "documents_to_pay",
    "invoice",
    "invoice_by_number",
    "invoice_ids_of_order",
    "invoices_of_order",
    "invoices_page",
    "posting_of",
    "states_of",
    "trace_source",
]


@query
def invoices_page(
    *,
    state: str = "",
    kind: str = "",
    order_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[InvoiceSummary]:
    """Invoices and credit notes, the newest first."""
    rows = Invoice.objects.visible_to(actor)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(kind=kind) if kind else rows
    if order_id is not None:
        rows = rows.filter(id__in=_of_order(order_id))
    found, following = page_of(_counted(rows), cursor=cursor, limit=limit)
    return Page(tuple(_summary(row) for row in found), following)


@query
def invoice(invoice_id: UUID, *, actor: Actor) -> InvoiceView:
    """One invoice or credit note."""
    row = Invoice.objects.visible_to(actor).filter(id=invoice_id).first()
    if row is None:
        raise missing("invoice", invoice_id)
    return invoice_view(row)


@query
def invoice_by_number(
    number: str, *, seller_organisation_id: UUID | None = None, actor: Actor
) -> InvoiceView:
    """One invoice by the seller's number; the newest where sellers use the same."""
    rows = Invoice.objects.visible_to(actor).filter(number=number)
    if seller_organisation_id is not None:
        rows = rows.filter(seller_organisation_id=seller_organisation_id)
    row = rows.order_by("-id").first()
    if row is None:
        raise missing("invoice", number)
    return invoice_view(row)


@query
def invoices_of_order(order_id: UUID, *, actor: Actor) -> tuple[InvoiceSummary, ...]:
    """The invoices and credit notes for an order, the oldest first."""
    rows = Invoice.objects.visible_to(actor).filter(id__in=_of_order(order_id))
    return tuple(_summary(row) for row in _counted(rows).order_by("id"))


def invoice_ids_of_order(order_id: UUID) -> tuple[UUID, ...]:
    """The invoices and credit notes for an order. One statement."""
    return tuple(_of_order(order_id).order_by("invoice_id"))


def _of_order(order_id: UUID) -> Any:
    return OrderLink.objects.filter(order_id=order_id).values_list("invoice_id", flat=True)


def _counted(rows: Any) -> Any:
    waiting = (
        Difference.objects.filter(invoice_id=OuterRef("id"), state=DifferenceState.OPEN)
        .values("invoice_id")
        .annotate(number=Count("id"))
        .values("number")
    )
    return rows.annotate(open_differences=Coalesce(Subquery(waiting), 0))


def _summary(row: Any) -> InvoiceSummary:
    return InvoiceSummary(
        id=row.id,
        kind=row.kind,
        number=row.number,
        seller_name=row.seller_name,
        unit_id=row.unit_id,
        issue_date=row.issue_date,
        due_date=row.due_date,
        payable=Money(row.payable, row.currency),
        withheld=Money(row.withheld, row.currency),
        state=row.state,
        open_differences=row.open_differences,
    )


def invoice_view(row: Invoice) -> InvoiceView:
    """A stored invoice as others see it."""
    links = list(OrderLink.objects.filter(invoice_id=row.id).order_by("id"))
    differences = list(Difference.objects.filter(invoice_id=row.id).order_by("id"))
    attests = list(Attestation.objects.filter(invoice_id=row.id).order_by("id"))
    charges = list(InvoiceCharge.objects.filter(invoice_id=row.id).order_by("id"))
    return InvoiceView(
        id=row.id,
        version=row.version,
        kind=row.kind,
        number=row.number,
        state=row.state,
        seller_organisation_id=row.seller_organisation_id,
        seller_name=row.seller_name,
        unit_id=row.unit_id,
        agreement_number=row.agreement_number,
        buyer_reference=row.buyer_reference,
        order_reference=row.order_reference,
        preceding_number=row.preceding_number,
        credits_invoice_id=row.credits_invoice_id,
        issue_date=row.issue_date,
        due_date=row.due_date,
        tax_date=row.tax_date,
        line_amount=Money(row.line_amount, row.currency),
        charge_amount=Money(row.charge_amount, row.currency),
        net=Money(row.net, row.currency),
        tax=Money(row.tax, row.currency),
        payable=Money(row.payable, row.currency),
        withheld=Money(row.withheld, row.currency),
        account_kind=row.account_kind,
        account_number=row.account_number,
        payment_reference=row.payment_reference,
        message_id=row.message_id,
        rule_set=row.rule_set,
        received_at=row.received_at,
        matched_at=row.matched_at,
        paid_date=row.paid_date,
        orders=tuple(OrderLinkView(each.order_id, each.order_number, each.how) for each in links),
        lines=_lines(row, links),
        charges=tuple(_charge(each, row.currency) for each in charges),
        differences=tuple(difference_view(each, row.currency) for each in differences),
        attestations=tuple(_attestation(each, row.currency) for each in attests),
        available_actions=actions_from(row.state),
    )


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
    numbers = {link.order_id: link.order_number for link in links}
    matched: dict[UUID, list[MatchView]] = {}
    for line_id, order_id, order_line_id, quantity, amount in _sums(row.id):
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
            matched=tuple(matched.get(line.id, ())),
        )
        for line in InvoiceLine.objects.filter(invoice_id=row.id).order_by("position")
    )


def _sums(invoice_id: UUID) -> Iterable[tuple[UUID, UUID, UUID, Decimal, Decimal]]:
    """Matches summed; those taken back again are not there."""
    rows: Iterable[tuple[UUID, UUID, UUID, Decimal, Decimal]] = (
        Match.objects.filter(invoice_id=invoice_id)
        .values_list("line_id", "order_id", "order_line_id")
        .annotate(quantity=Sum("quantity"), amount=Sum("amount"))
        .order_by("line_id", "order_line_id")
    )
    return [row for row in rows if row[3] or row[4]]


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


def posting_of(invoice_id: UUID) -> Posting:
    """What booking needs of an invoice: its cost by coding, VAT and what is owed. One statement."""
    row = Invoice.objects.filter(id=invoice_id).first()
    if row is None:
        raise missing("invoice", invoice_id)
    return Posting(
        invoice_id=row.id,
        is_credit_note=row.kind == InvoiceKind.CREDIT_NOTE,
        state=row.state,
        number=row.number,
        seller_name=row.seller_name,
        issue_date=row.issue_date,
        net=Money(row.net, row.currency),
        tax=Money(row.tax, row.currency),
        prepaid=Money(row.prepaid, row.currency),
        payable=Money(row.payable, row.currency),
        parts=parts_of(row),
    )


def chains_of(invoice_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The chains of deeds that invoices are on: those of their orders, and their own. One statement."""
    rows = Invoice.objects.filter(id__in=list(invoice_ids)).only("id", "chains")
    return {row.id: chains_on(row) for row in rows}


def deciders_of(invoice_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who gave decision attest to invoices, and for whom. One statement."""
    rows = Attestation.objects.filter(invoice_id__in=list(invoice_ids), kind=AttestKind.DECISION)
    found: dict[UUID, frozenset[UUID]] = {}
    for invoice_id, *people in rows.values_list("invoice_id", "person_id", "on_behalf_of"):
        known = frozenset(person for person in people if person is not None)
        found[invoice_id] = found.get(invoice_id, frozenset()) | known
    return found


def documents_to_pay(due_until: date | None = None) -> tuple[DocumentToPay, ...]:
    """Approved invoices due by a day, and every approved credit note; locked, the earliest due first.

    Paid ones of which a part was withheld are there too: that part is still owed. One statement.
    """
    rows = Invoice.objects.select_for_update().filter(
        Q(state=State.APPROVED) | Q(state=State.PAID, withheld__gt=0)
    )
    if due_until is not None:
        rows = rows.filter(Q(due_date__lte=due_until) | Q(due_date=None) | _CREDIT_NOTES)
    return tuple(_to_pay(row) for row in rows.order_by("id"))


_CREDIT_NOTES = Q(kind=InvoiceKind.CREDIT_NOTE)


def _to_pay(row: Invoice) -> DocumentToPay:
    return DocumentToPay(
        invoice_id=row.id,
        is_credit_note=row.kind == InvoiceKind.CREDIT_NOTE,
        number=row.number,
        seller_organisation_id=row.seller_organisation_id,
        seller_name=row.seller_name,
        payable=Money(row.payable, row.currency),
        withheld=Money(row.withheld, row.currency),
        account_kind=row.account_kind,
        account_number=row.account_number,
        payment_reference=row.payment_reference,
        due_date=row.due_date or row.issue_date,
        credits_invoice_id=row.credits_invoice_id,
    )


def documents_named(invoice_ids: Iterable[UUID]) -> tuple[DocumentToPay, ...]:
    """Invoices and credit notes by id, whatever their state. One statement."""
    rows = Invoice.objects.filter(id__in=list(invoice_ids)).order_by("id")
    return tuple(_to_pay(row) for row in rows)


def states_of(invoice_ids: Iterable[UUID]) -> dict[UUID, tuple[str, date | None]]:
    """State and due date of invoices. One statement."""
    rows = Invoice.objects.filter(id__in=list(invoice_ids))
    return {row[0]: (row[1], row[2]) for row in rows.values_list("id", "state", "due_date")}


def trace_source(order_id: UUID, *, actor: Actor) -> Iterator[TraceEntry]:
    """What is known here of an order's way: invoices, how they matched, and who attested them."""
    rows = list(Invoice.objects.filter(id__in=_of_order(order_id)).order_by("id"))
    by_id = {row.id: row for row in rows}
    for row in rows:
        about = {"number": row.number, "amount": Money(row.payable, row.currency)}
        yield TraceEntry(
            at=row.received_at,
            code=f"invoices.trace_{row.kind}",
            source="invoices",
            subject_id=row.id,
            values=about,
            message_id=row.message_id,
        )
        if row.matched_at:
            yield TraceEntry(
                row.matched_at, "invoices.trace_matched", "invoices", row.id, {"number": row.number}
            )
    for attest in Attestation.objects.filter(invoice_id__in=by_id):
        yield TraceEntry(
            at=attest.attested_at,
            code=f"invoices.trace_{attest.kind}",
            source="invoices",
            subject_id=attest.invoice_id,
            values={"number": by_id[attest.invoice_id].number},
            person_id=attest.person_id,
            on_behalf_of=attest.on_behalf_of,
        )
