"""What happens in the stock app."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class AssortmentChanged(Event):
    """Articles came, changed or were withdrawn; `count` is how many."""

    name: ClassVar[str] = "stock.assortment_changed"
    batch_id: UUID
    count: int


@dataclass(frozen=True)
class PricesAgreed(Event):
    """Prices of a customer's contract were decided."""

    name: ClassVar[str] = "stock.prices_agreed"
    batch_id: UUID
    contract: str
    count: int


@dataclass(frozen=True)
class StockMoved(Event):
    """Goods were booked by hand: in, out, counted, put in quarantine."""

    name: ClassVar[str] = "stock.stock_moved"
    batch_id: UUID
    count: int


@dataclass(frozen=True)
class CataloguePublished(Event):
    """A catalogue is to be sent to a customer."""

    name: ClassVar[str] = "stock.catalogue_published"
    catalogue_id: UUID
