"""Rows of receiving as others see them: frozen values, put together in as few statements as there are
tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from avrop.buying.receipts.lifecycle import CLAIM
from avrop.buying.receipts.models import (
    Claim,
    ClaimContact,
    Despatch,
    DespatchLine,
    ExpectedCredit,
    Photo,
    Receipt,
    ReceiptLine,
)
from avrop.buying.receipts.shapes import (
    ClaimView,
    ContactView,
    DespatchLineView,
    DespatchView,
    ExpectedCreditView,
    PhotoView,
    ReceiptLineView,
    ReceiptView,
)
from avrop.values import Money, Quantity


def despatch_views(rows: Sequence[Despatch]) -> tuple[DespatchView, ...]:
    """Advices with their lines. One statement."""
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


def receipt_views(rows: Sequence[Receipt]) -> tuple[ReceiptView, ...]:
    """Receipts with their lines, claims and photographs. Three statements."""
    lines: dict[UUID, list[ReceiptLine]] = {row.id: [] for row in rows}
    for line in ReceiptLine.objects.filter(receipt_id__in=lines).order_by("id"):
        lines[line.receipt_id].append(line)
    claims: dict[UUID, list[UUID]] = {row.id: [] for row in rows}
    raised = Claim.objects.filter(receipt_line__receipt_id__in=claims).order_by("id")
    for claim_id, receipt_id in raised.values_list("id", "receipt_line__receipt_id"):
        claims[receipt_id].append(claim_id)
    photos = photos_of(claims)
    return tuple(
        receipt_view(row, lines[row.id], claims[row.id], photos=photos[row.id]) for row in rows
    )


def one_receipt_view(row: Receipt) -> ReceiptView:
    """A stored receipt with all that stands beside it. Three statements."""
    return receipt_views([row])[0]


def receipt_view(
    row: Receipt,
    lines: Iterable[ReceiptLine],
    claim_ids: Iterable[UUID],
    *,
    photos: Iterable[Photo] = (),
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
        photos=tuple(photo_view(photo) for photo in photos),
    )


def photos_of(receipt_ids: Iterable[UUID]) -> dict[UUID, list[Photo]]:
    """The photographs beside each receipt, without their pictures. One statement."""
    found: dict[UUID, list[Photo]] = {receipt_id: [] for receipt_id in receipt_ids}
    rows = Photo.objects.filter(receipt_id__in=found).defer("content", "sha256").order_by("id")
    for row in rows:
        found[row.receipt_id].append(row)
    return found


def photo_view(row: Photo) -> PhotoView:
    """A stored photograph as others see it."""
    return PhotoView(
        id=row.id,
        receipt_id=row.receipt_id,
        order_line_id=row.order_line_id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        person_id=row.person_id,
        added_at=row.added_at,
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


def claim_views(rows: Sequence[Claim]) -> tuple[ClaimView, ...]:
    """Claims with what the seller has been told, and the photographs of their goods. Three
    statements."""
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
    receipts = dict(
        ReceiptLine.objects.filter(id__in=[row.receipt_line_id for row in rows]).values_list(
            "id", "receipt_id"
        )
    )
    photos = photos_of(set(receipts.values()))
    return tuple(
        _claim(
            row,
            contacts[row.id],
            receipts[row.receipt_line_id],
            [
                photo
                for photo in photos[receipts[row.receipt_line_id]]
                if photo.order_line_id in (None, row.order_line_id)
            ],
        )
        for row in rows
    )


def claim_view(row: Claim) -> ClaimView:
    """A stored claim as others see it."""
    return claim_views([row])[0]


def _claim(
    row: Claim, contacts: Iterable[ContactView], receipt_id: UUID, photos: Iterable[Photo]
) -> ClaimView:
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
        receipt_id=receipt_id,
        photos=tuple(photo_view(photo) for photo in photos),
    )


def credit_view(row: ExpectedCredit) -> ExpectedCreditView:
    """A stored expected credit as others see it."""
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
