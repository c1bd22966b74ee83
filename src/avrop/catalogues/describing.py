"""What a shop says of an article beside its price: labels, origin, pictures, what a kilogram or litre
costs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.catalogues.shapes import ItemOffer
from avrop.values import Money

#: Properties that avrop's own seller puts among the item's, because T19 has no element for them; they
#: are shown by names of their own.
OWN_TRAITS = frozenset({"allergen", "vat_kind", "catch_weight", "typical_weight", "deposit"})
#: What people compare by, and how much of it each unit of measure is (UN/ECE Recommendation 20).
COMPARABLE: Mapping[str, tuple[str, Decimal]] = {
    "KGM": ("KGM", Decimal(1)),
    "HGM": ("KGM", Decimal("0.1")),
    "GRM": ("KGM", Decimal("0.001")),
    "MGM": ("KGM", Decimal("0.000001")),
    "TNE": ("KGM", Decimal(1000)),
    "LTR": ("LTR", Decimal(1)),
    "DLT": ("LTR", Decimal("0.1")),
    "CLT": ("LTR", Decimal("0.01")),
    "MLT": ("LTR", Decimal("0.001")),
    "MTQ": ("LTR", Decimal(1000)),
    "MTR": ("MTR", Decimal(1)),
    "MTK": ("MTK", Decimal(1)),
}
#: Certificates that buyers look for, by the words that name them in price lists.
LABELS: Mapping[str, tuple[str, ...]] = {
    "krav": ("krav",),
    "eu_organic": ("eu organic", "eu-ekologisk", "organic", "ekologisk"),
    "fairtrade": ("fairtrade",),
    "msc": ("msc",),
    "asc": ("asc",),
    "keyhole": ("nyckelhål", "keyhole"),
    "swan": ("svanen", "nordic swan"),
    "eu_ecolabel": ("eu ecolabel", "eu-blomman"),
    "good_environmental_choice": ("bra miljöval",),
    "from_sweden": ("från sverige",),
}


@dataclass(frozen=True, slots=True)
class ItemDescription:
    """What is said of an article and nobody orders by (CAT-09).

    `labels` are codes of `LABELS`; `marks` are all certificates as the seller wrote them; `pictures`
    are addresses at the seller's.
    """

    item_id: UUID
    brands: tuple[str, ...] = ()
    manufacturer: str = ""
    origin_country: str = ""
    labels: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    conditions: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


def description_in(item_id: UUID, details: Mapping[str, Any]) -> ItemDescription:
    """The description that an article's stored details hold; what is not stated is empty."""
    marks = tuple(str(mark[0]) for mark in details.get("marks", ()) if mark and mark[0])
    return ItemDescription(
        item_id=item_id,
        brands=_texts(details.get("brands")),
        manufacturer=str(details.get("manufacturer") or ""),
        origin_country=str(details.get("origin_country") or ""),
        labels=labels_in(marks),
        marks=marks,
        properties=tuple(
            (str(name), str(value))
            for name, value in details.get("properties", ())
            if value and str(name).strip().lower() not in OWN_TRAITS
        ),
        conditions=_texts(details.get("conditions")),
        pictures=_texts(details.get("pictures")),
    )


def _texts(stored: Any) -> tuple[str, ...]:
    if isinstance(stored, str):
        return (stored,) if stored else ()
    return tuple(str(text) for text in stored or () if text)


def labels_in(marks: tuple[str, ...]) -> tuple[str, ...]:
    """The labels that certificates of these names stand for, in our order."""
    written = [mark.casefold() for mark in marks]
    return tuple(
        label
        for label, words in LABELS.items()
        if any(mark == word or mark.startswith(f"{word} ") for mark in written for word in words)
    )


def order_price(offer: ItemOffer) -> Money | None:
    """What one orderable unit costs, without VAT; for catch weight, at its typical weight."""
    if offer.price is None:
        return None
    return Money(
        offer.price.amount * offer.price_factor / offer.base_quantity, offer.price.currency
    ).rounded()


def comparison_price(offer: ItemOffer) -> tuple[Money, str] | None:
    """What a kilogram, litre or metre costs, and of which; None where the seller has declared no such
    content (SRC-07)."""
    if offer.price is None:
        return None
    each = offer.price.amount / offer.base_quantity
    if offer.price_unit in COMPARABLE:
        unit, size = COMPARABLE[offer.price_unit]
        return Money(each / size, offer.price.currency).rounded(), unit
    for pack in offer.pack_factors:
        if pack.unit == offer.unit and pack.base_unit in COMPARABLE and pack.factor > 0:
            unit, size = COMPARABLE[pack.base_unit]
            whole = each * offer.price_factor
            return Money(whole / (pack.factor * size), offer.price.currency).rounded(), unit
    return None
