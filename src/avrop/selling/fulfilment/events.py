"""What happens to goods on their way out."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class OrderAllocated(Event):
    """Goods are set aside for the order."""

    name: ClassVar[str] = "fulfilment.order_allocated"
    order_id: UUID


@dataclass(frozen=True)
class Picked(Event):
    """Goods were picked and packed; `is_short` when some were not on the shelf."""

    name: ClassVar[str] = "fulfilment.picked"
    despatch_id: UUID
    order_id: UUID
    is_short: bool


@dataclass(frozen=True)
class Despatched(Event):
    """Goods left the house; after the final despatch nothing more comes."""

    name: ClassVar[str] = "fulfilment.despatched"
    despatch_id: UUID
    order_id: UUID
    is_final: bool


@dataclass(frozen=True)
class Delivered(Event):
    """Goods have reached the consignee, by the carrier's word."""

    name: ClassVar[str] = "fulfilment.delivered"
    despatch_id: UUID
    order_id: UUID
