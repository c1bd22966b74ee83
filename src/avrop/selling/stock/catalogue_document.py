"""The Peppol Catalogue (T19) of an assortment. Pure.

What T19 has no element for travels as item properties that avrop's own catalogues app reads: one
"allergen" each, "vat_kind", "catch_weight", "typical_weight", "deposit".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from avrop import documents
from avrop.documents.catalogue import CatalogueLine, CataloguePrice
from avrop.documents.common import (
    Classification,
    Identifier,
    Item,
    ItemProperty,
    Period,
    TaxCategory,
)
from avrop.documents.parties import Party
from avrop.values import Money, Quantity, Text, vat_rate

CPV = "STI"  # UNCL7143: the code list that Peppol names for CPV
GTIN = "0160"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the lines."""

    number: str
    version: str
    name: str
    action: str
    contract: str
    published_on: date
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Article:
    """A line to be: the article with its price under the contract."""

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
    minimum_quantity: Decimal | None
    multiple_quantity: Decimal | None
    content: Decimal | None
    content_unit: str
    lead_time_days: int


def catalogue_document(
    heading: Heading, articles: Iterator[Article], *, provider: Party, receiver: Party
) -> documents.Catalogue:
    """The whole catalogue."""
    return documents.Catalogue(
        number=heading.number,
        issue_date=heading.published_on,
        validity=Period(start=heading.valid_from, end=heading.valid_until),
        provider=provider,
        receiver=receiver,
        lines=tuple(
            _line(position, article, heading) for position, article in enumerate(articles, start=1)
        ),
        action_code=heading.action,
        name=heading.name or None,
        version=heading.version,
        contract=heading.contract or None,
    )


def _line(position: int, article: Article, heading: Heading) -> CatalogueLine:
    # Line actions mean something only when the header says Update (BIS Catalogue 3).
    return CatalogueLine(
        id=str(position),
        item=_item(article, heading.valid_from),
        action_code="Update" if heading.action == "Update" else None,
        orderable=True,
        orderable_unit=article.unit,
        content=Quantity(article.content, article.content_unit)
        if article.content and article.content_unit
        else None,
        order_increment=article.multiple_quantity,
        minimum_order=Quantity(article.minimum_quantity, article.unit)
        if article.minimum_quantity
        else None,
        prices=(
            CataloguePrice(
                amount=article.price.amount,
                currency=article.price.currency,
                base_quantity=article.base_quantity,
                base_unit=article.price_unit,
                # How many price units one ordered unit holds as a rule: kilograms to the piece.
                orderable_unit_factor=article.typical_weight if article.catch_weight else None,
                validity=Period(start=heading.valid_from, end=heading.valid_until),
                lead_time=Quantity(Decimal(article.lead_time_days), "DAY"),
            ),
        ),
    )


def _item(article: Article, on: date) -> Item:
    rate = vat_rate(article.vat_kind, on)
    return Item(
        name=article.name.in_language("sv"),
        description=article.description.in_language("sv") or None,
        sellers_id=article.seller_item_id,
        standard_id=Identifier(article.gtin, GTIN) if article.gtin else None,
        classifications=(Classification(article.category, CPV),) if article.category else (),
        tax=TaxCategory(rate.category, rate.percent),
        properties=tuple(_properties(article)),
    )


def _properties(article: Article) -> Iterator[ItemProperty]:
    for allergen in article.allergens:
        yield ItemProperty("allergen", allergen)
    yield ItemProperty("vat_kind", article.vat_kind)
    if article.deposit is not None:
        yield ItemProperty("deposit", str(article.deposit))
    if article.catch_weight:
        yield ItemProperty("catch_weight", "true")
    if article.typical_weight is not None:
        weight = Quantity(article.typical_weight, article.price_unit)
        yield ItemProperty("typical_weight", str(article.typical_weight), quantity=weight)
