"""What goes into the stock app and comes out of it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.values import Money, Quantity, Text


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A text in another language than Swedish."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class NewItem:
    """An article as somebody states it; `name` and `description` are Swedish.

    `price` is for `base_quantity` of `price_unit` ("" = `unit`). A catch-weight article is ordered
    in pieces and priced by weight. What is not `is_stocked` is bought or made to order, never short.
    """

    seller_item_id: str
    name: str
    unit: str
    price: Decimal
    currency: str = "SEK"
    names: tuple[InLanguage, ...] = ()
    gtin: str = ""
    description: str = ""
    base_quantity: Decimal = Decimal(1)
    price_unit: str = ""
    vat_kind: str = "standard"
    category: str = ""
    allergens: tuple[str, ...] = ()
    catch_weight: bool = False
    typical_weight: Decimal | None = None
    deposit: Decimal | None = None
    minimum_quantity: Decimal | None = None
    multiple_quantity: Decimal | None = None
    content: Decimal | None = None
    content_unit: str = ""
    lead_time_days: int = 1
    is_stocked: bool = True

    @property
    def all_names(self) -> Text:
        """The name in every language given."""
        return Text({"sv": self.name, **{each.language: each.text for each in self.names}})


@dataclass(frozen=True, slots=True)
class PriceLine:
    """An article as a supplier's price list states it: what a spreadsheet has room for."""

    seller_item_id: str
    name: str
    unit: str
    price: Decimal
    vat_kind: str = "standard"
    gtin: str = ""
    allergens: tuple[str, ...] = ()
    category: str = ""


@dataclass(frozen=True, slots=True)
class PriceInput:
    """A price agreed for an article, in the article's currency and price unit."""

    seller_item_id: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MovementInput:
    """Goods booked by hand; `kind` is a `MovementKind` of `rules.BY_HAND`."""

    seller_item_id: str
    kind: str
    quantity: Decimal
    location: str = "main"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReservedLine:
    """So much of an article is set aside for a line of an order."""

    line_id: UUID
    item_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class ItemView:
    """An article as it is stored, without prices of contracts."""

    id: UUID
    version: int
    seller_item_id: str
    gtin: str
    name: Text
    description: Text
    unit: str
    price: Money
    base_quantity: Decimal
    price_unit: str
    vat_kind: str
    category: str
    allergens: tuple[str, ...]
    catch_weight: bool
    typical_weight: Decimal | None
    deposit: Decimal | None
    is_stocked: bool
    state: str
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """An article as one customer is offered it on one day: a snapshot for a line of an order."""

    item_id: UUID
    seller_item_id: str
    gtin: str
    name: str
    unit: str
    price: Money
    base_quantity: Decimal
    price_unit: str
    vat_kind: str
    category: str
    allergens: tuple[str, ...]
    catch_weight: bool
    typical_weight: Decimal | None
    deposit: Decimal | None
    lead_time_days: int
    is_stocked: bool
    is_active: bool


@dataclass(frozen=True, slots=True)
class StockAt:
    """What lies at a place."""

    location: str
    on_hand: Quantity
    reserved: Quantity
    available: Quantity
    quarantine: Quantity


@dataclass(frozen=True, slots=True)
class LevelView:
    """What there is of an article over all places."""

    item: ItemView
    on_hand: Quantity
    reserved: Quantity
    available: Quantity
    quarantine: Quantity

    @property
    def seller_item_id(self) -> str:
        """The article's number."""
        return self.item.seller_item_id


@dataclass(frozen=True, slots=True)
class MovementView:
    """An entry of the ledger."""

    id: UUID
    kind: str
    location: str
    quantity: Quantity
    reason: str
    document_kind: str
    document_id: UUID | None
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class StockView:
    """An article's stock by place, and the latest entries of its ledger."""

    item: ItemView
    places: tuple[StockAt, ...]
    movements: tuple[MovementView, ...]


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """A catalogue that was sent."""

    id: UUID
    number: str
    contract: str
    organisation_id: UUID
    action: str
    catalogue_version: int
    valid_from: date
    published_at: datetime
