"""What happens to goods that come. Names are public: webhooks and the audit trail know them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class DespatchNoted(Event):
    """A seller said what has left him."""

    name: ClassVar[str] = "receipts.despatch_noted"
    despatch_id: UUID
    order_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class GoodsArrived(Event):
    """Goods came to the distribution centre."""

    name: ClassVar[str] = "receipts.goods_arrived"
    arrival_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class ReceiptRegistered(Event):
    """Somebody received goods, or looked and found none."""

    name: ClassVar[str] = "receipts.receipt_registered"
    receipt_id: UUID
    order_id: UUID
    claim_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class ReceiptCorrected(Event):
    """A receipt was not as written down. `claim_ids` are the claims that changed with it."""

    name: ClassVar[str] = "receipts.receipt_corrected"
    receipt_id: UUID
    order_id: UUID
    corrects_id: UUID
    claim_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class PhotosAdded(Event):
    """Somebody put photographs beside a receipt."""

    name: ClassVar[str] = "receipts.photos_added"
    receipt_id: UUID
    order_id: UUID
    photo_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class ClaimNotified(Event):
    """The seller was told of a claim."""

    name: ClassVar[str] = "receipts.claim_notified"
    claim_id: UUID


@dataclass(frozen=True)
class ClaimsClosed(Event):
    """Claims are over: replaced, credited or withdrawn, all of them alike."""

    name: ClassVar[str] = "receipts.claims_closed"
    claim_id: UUID
    claim_ids: tuple[UUID, ...]
    outcome: str


@dataclass(frozen=True)
class LimitsChanged(Event):
    """Another version of how much may be received over what was ordered was decided."""

    name: ClassVar[str] = "receipts.limits_changed"
    reference: str
