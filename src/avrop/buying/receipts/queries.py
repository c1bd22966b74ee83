"""Reading what has come, what is claimed, and what credits are waited for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q

from avrop.authority.queries import sight
from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import TraceEntry
from avrop.buying.receipts import rules
from avrop.buying.receipts.lifecycle import CLAIM, CreditState
from avrop.buying.receipts.models import (
    Arrival,
    Claim,
    ClaimContact,
    Despatch,
    DespatchLine,
    ExpectedCredit,
    Receipt,
    ReceiptLine,
)
from avrop.buying.receipts.shapes import (
    ClaimView,
    ContactView,
    DespatchLineView,
    DespatchView,
    ExpectedCreditView,
    LineToReceive,
    ReceiptLineView,
    ReceiptView,
)
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.values import Money, Quantity

__all__ = [
    "ClaimView",
    "DespatchView",
    "ExpectedCreditView",
    "LineToReceive",
    "ReceiptView",
    "claim",
    "claims_page",
    "credits_about",
    "despatch",
    "despatches_page",
    "expected_credits_page",
    "invoices_withheld_for",
    "orders_sent_by",
    "receipt",
    "receipts_page",
    "to_receive",
    "trace_source",
]


@query
def despatches_page(
    *,
    order_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[DespatchView]:
    """Advices of goods on their way, the newest first."""
    rows = Despatch.objects.visible_to(actor)
    if order_id is not None:
        named = DespatchLine.objects.filter(order_id=order_id).values("despatch_id")
        rows = rows.filter(id__in=named)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(_despatch_views(found), following)


@query
def despatch(despatch_id: UUID, *, actor: Actor) -> DespatchView:
    """One advice with its lines."""
    row = Despatch.objects.visible_to(actor).filter(id=despatch_id).first()
    if row is None:
        raise missing("despatch", despatch_id)
    return _despatch_views([row])[0]


@query
def receipts_page(
    *,
    order_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ReceiptView]:
    """Receipts and their corrections, the newest first."""
    rows = Receipt.objects.visible_to(actor)
    found, following = page_of(
        rows.filter(order_id=order_id) if order_id else rows, cursor=cursor, limit=limit
    )
    return Page(_receipt_views(found), following)


@query
def receipt(receipt_id: UUID, *, actor: Actor) -> ReceiptView:
    """One receipt with its lines and the claims that came of it."""
    row = Receipt.objects.visible_to(actor).filter(id=receipt_id).first()
    if row is None:
        raise missing("receipt", receipt_id)
    return _receipt_views([row])[0]


@query
def to_receive(order_id: UUID, *, actor: Actor) -> tuple[LineToReceive, ...]:
    """An order as the goods entrance sees it: what has come, and what can still come."""
    lines = orders.lines_for_matching(order_ids=[order_id])
    seen = sight(actor)
    if not lines or not (seen.everything or lines[0].unit_id in seen.unit_ids):
        raise missing("order", order_id)
    return tuple(
        LineToReceive(
            order_line_id=line.order_line_id,
            position=line.position,
            name=line.agreed_name or line.name,
            unit=line.unit,
            agreed=line.quantity,
            despatched=line.sums.despatched,
            received=line.sums.received,
            rejected=line.sums.rejected,
            short=line.sums.short,
            still_expected=rules.still_expected(line),
            catch_weight=line.catch_weight,
        )
        for line in lines
    )


@query
def claims_page(
    *,
    state: str = "",
    order_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ClaimView]:
    """Claims on sellers, the newest first."""
    rows = Claim.objects.visible_to(actor)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(order_id=order_id) if order_id else rows
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(_claim_views(found), following)


@query
def claim(claim_id: UUID, *, actor: Actor) -> ClaimView:
    """One claim, and when the seller was told of it."""
    row = Claim.objects.visible_to(actor).filter(id=claim_id).first()
    if row is None:
        raise missing("claim", claim_id)
    return claim_view(row)


@query
def expected_credits_page(
    *,
    state: str = "",
    order_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ExpectedCreditView]:
    """Credits that are waited for, and those that have come; the newest first."""
    rows = ExpectedCredit.objects.visible_to(actor)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(order_id=order_id) if order_id else rows
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(_credit_view(row) for row in found), following)


def credits_about(
    *, order_line_ids: Iterable[UUID], invoice_ids: Iterable[UUID] = ()
) -> tuple[ExpectedCreditView, ...]:
    """Credits still waited for of these order lines, and all that were withheld from these invoices,
    the oldest first. Locked, since whoever asks decides by what is left. One statement."""
    lines, invoices = list(order_line_ids), list(invoice_ids)
    about = Q(order_line_id__in=lines, state=CreditState.OPEN) | Q(invoice_id__in=invoices)
    rows = ExpectedCredit.objects.select_for_update().filter(about)
    rows = rows.exclude(state=CreditState.WITHDRAWN).order_by("id")
    return tuple(_credit_view(row) for row in rows)


def invoices_withheld_for(claim_id: UUID) -> tuple[UUID, ...]:
    """The invoices of which a part waits, or waited, for the credit of a claim. One statement."""
    rows = ExpectedCredit.objects.filter(claim_id=claim_id, invoice_id__isnull=False)
    return tuple(rows.values_list("invoice_id", flat=True))


def orders_sent_by(seller_organisation_id: UUID, limit: int = 50) -> tuple[UUID, ...]:
    """The orders this seller has sent goods for lately: where an invoice names none. One statement."""
    despatches = Despatch.objects.filter(seller_organisation_id=seller_organisation_id)
    newest = despatches.order_by("-id").values("id")[:limit]
    lines = DespatchLine.objects.filter(despatch_id__in=newest)
    return tuple(lines.order_by("order_id").values_list("order_id", flat=True).distinct())


def trace_source(order_id: UUID, *, actor: Actor) -> Iterator[TraceEntry]:
    """What is known here of an order's way: advices, arrivals, receipts and claims."""
    yield from _traced_despatches(order_id)
    for row in Arrival.objects.filter(order_id=order_id):
        yield TraceEntry(
            row.arrived_at, "receipts.trace_arrived", "receipts", row.id, person_id=row.person_id
        )
    for row in Receipt.objects.filter(order_id=order_id):
        kind = "corrected" if row.corrects_id else "received"
        yield TraceEntry(
            at=row.received_at,
            code=f"receipts.trace_{kind}",
            source="receipts",
            subject_id=row.id,
            values={"number": row.number},
            person_id=row.person_id,
            on_behalf_of=row.on_behalf_of,
        )
    yield from _traced_claims(order_id)


def _traced_despatches(order_id: UUID) -> Iterator[TraceEntry]:
    named = DespatchLine.objects.filter(order_id=order_id).values("despatch_id")
    for row in Despatch.objects.filter(id__in=named):
        yield TraceEntry(
            at=row.received_at,
            code="receipts.trace_despatched",
            source="receipts",
            subject_id=row.id,
            values={"number": row.number},
            message_id=row.message_id,
        )


def _traced_claims(order_id: UUID) -> Iterator[TraceEntry]:
    for row in Claim.objects.filter(order_id=order_id):
        quantity = Quantity(row.quantity, row.unit)
        yield TraceEntry(
            at=row.raised_at,
            code="receipts.trace_claimed",
            source="receipts",
            subject_id=row.id,
            values={"number": row.number, "quantity": quantity, "name": row.name},
        )
    contacts = ClaimContact.objects.filter(claim__order_id=order_id).select_related("claim")
    for contact in contacts:
        yield TraceEntry(
            at=contact.contact_at,
            code="receipts.trace_told",
            source="receipts",
            subject_id=contact.claim_id,
            values={"number": contact.claim.number},
            person_id=contact.person_id,
        )


def _despatch_views(rows: Sequence[Despatch]) -> tuple[DespatchView, ...]:
    lines: dict[UUID, list[DespatchLineView]] = {row.id: [] for row in rows}
    for line in DespatchLine.objects.filter(despatch_id__in=lines).order_by("position", "id"):
        lines[line.despatch_id].append(_despatch_line(line))
    return tuple(
        DespatchView(
            id=row.id,
            number=row.number,
            seller_organisation_id=row.seller_organisation_id,
            seller_name=row.seller_name,
            issue_date=row.issue_date,
            arrives_on=row.arrives_on,
            carrier=row.carrier,
            tracking_id=row.tracking_id,
            message_id=row.message_id,
            received_at=row.received_at,
            lines=tuple(lines[row.id]),
        )
        for row in rows
    )


def _despatch_line(line: DespatchLine) -> DespatchLineView:
    return DespatchLineView(
        id=line.id,
        position=line.position,
        order_id=line.order_id,
        order_line_id=line.order_line_id,
        name=line.name,
        quantity=Quantity(line.quantity, line.unit),
        outstanding=line.outstanding,
        weight=None if line.weight is None else Quantity(line.weight, line.weight_unit),
        sscc=line.sscc,
        lot=line.lot,
        best_before=line.best_before,
    )


def _receipt_views(rows: Sequence[Receipt]) -> tuple[ReceiptView, ...]:
    lines: dict[UUID, list[ReceiptLine]] = {row.id: [] for row in rows}
    for line in ReceiptLine.objects.filter(receipt_id__in=lines).order_by("id"):
        lines[line.receipt_id].append(line)
    claims: dict[UUID, list[UUID]] = {row.id: [] for row in rows}
    raised = Claim.objects.filter(receipt_line__receipt_id__in=claims).order_by("id")
    for claim_id, receipt_id in raised.values_list("id", "receipt_line__receipt_id"):
        claims[receipt_id].append(claim_id)
    return tuple(receipt_view(row, lines[row.id], claims[row.id]) for row in rows)


def receipt_view(
    row: Receipt, lines: Iterable[ReceiptLine], claim_ids: Iterable[UUID]
) -> ReceiptView:
    """A stored receipt as others see it."""
    return ReceiptView(
        id=row.id,
        number=row.number,
        order_id=row.order_id,
        despatch_id=row.despatch_id,
        unit_id=row.unit_id,
        person_id=row.person_id,
        on_behalf_of=row.on_behalf_of,
        received_at=row.received_at,
        note=row.note,
        corrects_id=row.corrects_id,
        lines=tuple(_receipt_line(line) for line in lines),
        claim_ids=tuple(claim_ids),
    )


def _receipt_line(line: ReceiptLine) -> ReceiptLineView:
    return ReceiptLineView(
        id=line.id,
        order_line_id=line.order_line_id,
        received=line.received,
        rejected=line.rejected,
        accepted=line.received - line.rejected,
        short=line.short,
        reason=line.reason,
        remedy=line.remedy,
        weight=None if line.weight is None else Quantity(line.weight, line.weight_unit or "KGM"),
        sscc=line.sscc,
        note=line.note,
    )


def _claim_views(rows: Sequence[Claim]) -> tuple[ClaimView, ...]:
    contacts: dict[UUID, list[ContactView]] = {row.id: [] for row in rows}
    for contact in ClaimContact.objects.filter(claim_id__in=contacts).order_by("id"):
        contacts[contact.claim_id].append(
            ContactView(
                contact.with_whom,
                contact.means,
                contact.what,
                contact.person_id,
                contact.contact_at,
            )
        )
    return tuple(_claim(row, contacts[row.id]) for row in rows)


def claim_view(row: Claim) -> ClaimView:
    """A stored claim as others see it."""
    return _claim_views([row])[0]


def _claim(row: Claim, contacts: Iterable[ContactView]) -> ClaimView:
    return ClaimView(
        id=row.id,
        version=row.version,
        number=row.number,
        state=row.state,
        order_id=row.order_id,
        order_line_id=row.order_line_id,
        receipt_line_id=row.receipt_line_id,
        seller_organisation_id=row.seller_organisation_id,
        name=row.name,
        reason=row.reason,
        remedy=row.remedy,
        quantity=Quantity(row.quantity, row.unit),
        amount=Money(row.amount, row.currency),
        raised_at=row.raised_at,
        closed_at=row.closed_at,
        contacts=tuple(contacts),
        available_actions=CLAIM.verbs_from(row.state),
    )


def _credit_view(row: ExpectedCredit) -> ExpectedCreditView:
    return ExpectedCreditView(
        id=row.id,
        state=row.state,
        claim_id=row.claim_id,
        invoice_id=row.invoice_id,
        invoice_line_id=row.invoice_line_id,
        order_id=row.order_id,
        order_line_id=row.order_line_id,
        seller_organisation_id=row.seller_organisation_id,
        quantity=Quantity(row.quantity, row.unit),
        amount=Money(row.amount, row.currency),
        met_quantity=row.met_quantity,
        met_amount=Money(row.met_amount, row.currency),
        expected_at=row.expected_at,
    )
