"""Catalogue (Peppol BIS transaction T19): articles and prices that a seller offers.

A catalogue has no document currency: each price carries its own. `read_catalogue_lines` streams
the lines of a large one; `Catalogue.lines` is for those that fit in memory.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from avrop.documents.common import Address, Item, Period
from avrop.documents.parties import Party
from avrop.values import Quantity


@dataclass(frozen=True, slots=True)
class ItemComparison:
    """A comparison price: what `quantity` of the content costs."""

    amount: Decimal | None = None
    currency: str | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class RelatedItem:
    """Another article by its identifier: part, accessory, deposit or predecessor."""

    id: str | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class CataloguePrice:
    """A price and its conditions: quantities from and to, places, dates, lead time.

    `amount` is None when only conditions are stated. `type_code` is UNCL5387. The price is net of
    discounts, excluding tax, for `base_quantity` (one when None) of `base_unit`.
    """

    amount: Decimal | None = None
    currency: str | None = None
    base_quantity: Decimal | None = None
    base_unit: str | None = None
    type_code: str | None = None
    orderable_unit_factor: Decimal | None = None
    validity: Period | None = None
    lead_time: Quantity | None = None
    minimum: Quantity | None = None
    maximum: Quantity | None = None
    territories: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """An article on offer. The key of an update is the item identifier, never the line id.

    `action_code` is Add, Update or Delete, and means something only when the header says Update.
    """

    id: str
    item: Item
    action_code: str | None = None
    orderable: bool | None = None
    orderable_unit: str | None = None
    content: Quantity | None = None
    order_increment: Decimal | None = None
    minimum_order: Quantity | None = None
    maximum_order: Quantity | None = None
    warranty: str | None = None
    pack_level_code: str | None = None
    validity: Period | None = None
    comparisons: tuple[ItemComparison, ...] = ()
    components: tuple[RelatedItem, ...] = ()
    accessories: tuple[RelatedItem, ...] = ()
    required: tuple[RelatedItem, ...] = ()
    replaces: tuple[RelatedItem, ...] = ()
    prices: tuple[CataloguePrice, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A catalogue from a provider to a receiver. `action_code` is Add, Update, Replace, Delete."""

    number: str
    issue_date: date
    validity: Period
    provider: Party
    receiver: Party
    lines: tuple[CatalogueLine, ...] = ()
    action_code: str | None = None
    name: str | None = None
    version: str | None = None
    contract: str | None = None
    source_catalogue: str | None = None
    seller: Party | None = None
    contractor: Party | None = None
    trading_terms: tuple[str, ...] = ()
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:catalogue:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3"
