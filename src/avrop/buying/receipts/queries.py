"""Reading what has come, what is claimed, and what credits are waited for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Q

from avrop.authority.queries import sight
from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import TraceEntry
from avrop.buying.receipts import expecting, rules, scanning
from avrop.buying.receipts.lifecycle import CreditState
from avrop.buying.receipts.models import (
    Arrival,
    Claim,
    ClaimContact,
    Despatch,
    DespatchLine,
    ExpectedCredit,
    Photo,
    Receipt,
)
from avrop.buying.receipts.shapes import (
    ClaimView,
    ContactView,
    DespatchView,
    ExpectedCreditView,
    ExpectedDelivery,
    Finding,
    FoundGoods,
    LineToReceive,
    PhotoFile,
    PhotoView,
    ReceiptLineStanding,
    ReceiptView,
)
from avrop.buying.receipts.shaping import (
    claim_view,
    claim_views,
    credit_view,
    despatch_views,
    one_receipt_view,
    receipt_view,
    receipt_views,
)
from avrop.buying.receipts.written import written_lines
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.paging import LARGEST_PAGE, Page, page_of
from avrop.kernel.problems import missing
from avrop.values import Quantity

__all__ = [
    "ClaimView",
    "ContactView",
    "DespatchView",
    "ExpectedCreditView",
    "ExpectedDelivery",
    "Finding",
    "FoundGoods",
    "LineToReceive",
    "PhotoFile",
    "PhotoView",
    "ReceiptLineStanding",
    "ReceiptView",
    "claim",
    "claim_view",
    "claims_page",
    "credits_about",
    "despatch",
    "despatches_page",
    "expected_credits_page",
    "expected_page",
    "find_goods",
    "invoices_withheld_for",
    "one_receipt_view",
    "orders_sent_by",
    "photo",
    "receipt",
    "receipt_as_it_stands",
    "receipt_view",
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
    return Page(despatch_views(found), following)


@query
def despatch(despatch_id: UUID, *, actor: Actor) -> DespatchView:
    """One advice with its lines."""
    row = Despatch.objects.visible_to(actor).filter(id=despatch_id).first()
    if row is None:
        raise missing("despatch", despatch_id)
    return despatch_views([row])[0]


@query
def expected_page(
    *,
    unit_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ExpectedDelivery]:
    """Goods that are to come to the units the actor sees, by the day they were wanted; three
    statements."""
    size = max(1, min(limit, LARGEST_PAGE))
    units = _units_seen(actor, unit_id)
    page = orders.awaited_orders(units, cursor=cursor, limit=size)
    return Page(expecting.deliveries(page.items), page.next_cursor)


@query
def find_goods(code: str, *, actor: Actor) -> Finding:
    """Where a scanned or typed code leads: an SSCC, a GTIN, an order number or an advice's number.

    At most six statements; an article is looked for among what is still to come.
    """
    scanned = scanning.read_code(code)
    units = _units_seen(actor, None)
    return Finding(scanned.kind, scanned.value, expecting.goods_of(scanned, units))


def _units_seen(actor: Actor, chosen: UUID | None) -> frozenset[UUID] | None:
    """The units to look in; None for all of them."""
    seen = sight(actor)
    if chosen is None:
        return None if seen.everything else seen.unit_ids
    return frozenset({chosen}) if seen.everything or chosen in seen.unit_ids else frozenset()


@query
def receipts_page(
    *,
    order_id: UUID | None = None,
    unit_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ReceiptView]:
    """Receipts and their corrections, the newest first."""
    rows = Receipt.objects.visible_to(actor)
    rows = rows.filter(order_id=order_id) if order_id else rows
    rows = rows.filter(unit_id=unit_id) if unit_id else rows
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(receipt_views(found), following)


@query
def receipt(receipt_id: UUID, *, actor: Actor) -> ReceiptView:
    """One receipt with its lines and the claims that came of it."""
    row = Receipt.objects.visible_to(actor).filter(id=receipt_id).first()
    if row is None:
        raise missing("receipt", receipt_id)
    return receipt_views([row])[0]


@query
def receipt_as_it_stands(receipt_id: UUID, *, actor: Actor) -> tuple[ReceiptLineStanding, ...]:
    """The lines of a receipt as they stand now, its corrections counted in."""
    row = Receipt.objects.visible_to(actor).filter(id=receipt_id, corrects_id=None).first()
    if row is None:
        raise missing("receipt", receipt_id)
    return tuple(
        ReceiptLineStanding(
            line.id,
            line.order_line_id,
            line.received,
            line.rejected,
            line.weight,
            line.weight_unit,
        )
        for line in written_lines(receipt_id)
    )


@query
def photo(photo_id: UUID, *, actor: Actor) -> PhotoFile:
    """A photograph as it came."""
    seen = Receipt.objects.visible_to(actor).values("id")
    row = Photo.objects.filter(id=photo_id, receipt_id__in=seen).first()
    if row is None:
        raise missing("photo", photo_id)
    return PhotoFile(row.media_type, bytes(row.content))


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
            gtin=line.agreed_gtin or line.gtin,
            seller_item_id=line.agreed_seller_item_id or line.seller_item_id,
            ordered_name=line.name if line.agreed_name else "",
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
    return Page(claim_views(found), following)


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
    claim_id: UUID | None = None,
    invoice_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ExpectedCreditView]:
    """Credits that are waited for, and those that have come; the newest first."""
    rows = ExpectedCredit.objects.visible_to(actor)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(order_id=order_id) if order_id else rows
    rows = rows.filter(claim_id=claim_id) if claim_id else rows
    rows = rows.filter(invoice_id=invoice_id) if invoice_id else rows
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(credit_view(row) for row in found), following)


_about = compiled(
    lambda: (
        ExpectedCredit.objects.select_for_update()
        .filter(
            Q(order_line_id__any_of=Given("lines"), state=CreditState.OPEN)
            | Q(invoice_id__any_of=Given("invoices"))
        )
        .exclude(state=CreditState.WITHDRAWN)
        .order_by("id")
    )
)


def credits_about(
    *, order_line_ids: Iterable[UUID], invoice_ids: Iterable[UUID] = ()
) -> tuple[ExpectedCreditView, ...]:
    """Credits still waited for of these order lines, and all that were withheld from these invoices,
    the oldest first. Locked, since whoever asks decides by what is left. One statement."""
    lines, invoices = list(order_line_ids), list(invoice_ids)
    return tuple(credit_view(row) for row in _about(lines=lines, invoices=invoices))


def invoices_withheld_for(claim_ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """The invoices of which a part waits, or waited, for the credits of claims. One statement."""
    rows = ExpectedCredit.objects.filter(claim_id__in=list(claim_ids), invoice_id__isnull=False)
    return tuple(rows.order_by("invoice_id").values_list("invoice_id", flat=True).distinct())


def orders_sent_by(seller_organisation_id: UUID, limit: int = 50) -> tuple[UUID, ...]:
    """The orders this seller has sent goods for lately: where an invoice names none. One statement."""
    despatches = Despatch.objects.filter(seller_organisation_id=seller_organisation_id)
    newest = despatches.order_by("-id").values("id")[:limit]
    lines = DespatchLine.objects.filter(despatch_id__in=newest)
    return tuple(lines.order_by("order_id").values_list("order_id", flat=True).distinct())


_arrivals = compiled(lambda: Arrival.objects.filter(order_id=Given("order_id")))
_receipts = compiled(lambda: Receipt.objects.filter(order_id=Given("order_id")))
_claims = compiled(lambda: Claim.objects.filter(order_id=Given("order_id")))
_despatches = compiled(
    lambda: Despatch.objects.filter(
        id__in=DespatchLine.objects.filter(order_id=Given("order_id")).values("despatch_id")
    )
)
_contacts = compiled(
    lambda: ClaimContact.objects.filter(claim__order_id=Given("order_id")).select_related("claim")
)


def trace_source(order_id: UUID, *, actor: Actor) -> Iterator[TraceEntry]:
    """What is known here of an order's way: advices, arrivals, receipts and claims."""
    yield from _traced_despatches(order_id)
    for row in _arrivals(order_id=order_id):
        yield TraceEntry(
            row.arrived_at, "receipts.trace_arrived", "receipts", row.id, person_id=row.person_id
        )
    for row in _receipts(order_id=order_id):
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
    for row in _despatches(order_id=order_id):
        yield TraceEntry(
            at=row.received_at,
            code="receipts.trace_despatched",
            source="receipts",
            subject_id=row.id,
            values={"number": row.number},
            message_id=row.message_id,
        )


def _traced_claims(order_id: UUID) -> Iterator[TraceEntry]:
    for row in _claims(order_id=order_id):
        quantity = Quantity(row.quantity, row.unit)
        yield TraceEntry(
            at=row.raised_at,
            code="receipts.trace_claimed",
            source="receipts",
            subject_id=row.id,
            values={"number": row.number, "quantity": quantity, "name": row.name},
        )
    for contact in _contacts(order_id=order_id):
        yield TraceEntry(
            at=contact.contact_at,
            code="receipts.trace_told",
            source="receipts",
            subject_id=contact.claim_id,
            values={"number": contact.claim.number},
            person_id=contact.person_id,
        )
