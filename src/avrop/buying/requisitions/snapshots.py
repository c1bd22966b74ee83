"""From a catalogue's offer to what a line keeps of it."""

from __future__ import annotations

from typing import Any

from avrop.catalogues.queries import ItemOffer


def snapshot_of(offer: ItemOffer) -> dict[str, Any]:
    """The columns of a line that are a snapshot of the item and its price (invariant 4).

    The offer has a price; without one it can't be put in a cart.
    """
    assert offer.price is not None
    return {
        "item_id": offer.item_id,
        "seller_item_id": offer.seller_item_id,
        "gtin": offer.gtin,
        "name": offer.name,
        "unit": offer.unit,
        "price": offer.price.amount,
        "base_quantity": offer.base_quantity,
        "price_unit": offer.price_unit,
        "price_factor": offer.price_factor,
        "vat_kind": offer.vat_kind,
        "category": offer.category,
        "agreement_id": offer.agreement_id,
        "seller_organisation_id": offer.seller_organisation_id,
        "allergens": list(offer.allergens),
        "catch_weight": offer.catch_weight,
    }
