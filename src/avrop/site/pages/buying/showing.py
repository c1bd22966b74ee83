"""Articles as a shop shows them: price, comparison price, agreement, delivery day, labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from avrop.agreements import queries as agreements
from avrop.agreements.queries import AgreementTerms
from avrop.catalogues import queries as catalogues
from avrop.catalogues.queries import ItemDescription, ItemOffer
from avrop.parties import queries as parties
from avrop.parties.queries import TradingTerms
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages.buying.divisions import drawing_for
from avrop.site.pages.performing import actor_of, now
from avrop.site.patterns.forms import keys_of
from avrop.values import Money, Quantity

#: So many delivery days of a seller are looked through for one that an article's lead time allows.
DAYS_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Delivery:
    """The first day that something can come, and the last moment to order for it (None: no cut-off is
    agreed)."""

    day: date | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class Goods:
    """An article in the shop. `price` is of one orderable unit; `comparison` of a kilogram, litre …"""

    offer: ItemOffer
    description: ItemDescription
    seller: str
    agreement: AgreementTerms | None
    price: Money | None
    unit: str
    comparison: Money | None
    comparison_unit: str
    delivery: Delivery
    drawing: str
    labels: tuple[str, ...]
    is_favourite: bool
    in_cart: Quantity | None
    suggested: Decimal
    step: Decimal | None
    keys: tuple[tuple[str, str], ...]

    @property
    def deposit(self) -> Money | None:
        """What is paid for the packaging and given back, in the currency of the price."""
        if self.price is None or not self.offer.deposit:
            return None
        return Money(self.offer.deposit, self.price.currency)

    @property
    def id(self) -> UUID:
        """The article's id."""
        return self.offer.item_id

    @property
    def can_be_ordered(self) -> bool:
        """Whether it is for sale today."""
        return self.offer.is_active and self.price is not None


def goods_of(
    request: Request,
    offers: Sequence[ItemOffer],
    unit_id: UUID | None,
    *,
    in_cart: Mapping[UUID, Quantity] | None = None,
) -> tuple[Goods, ...]:
    """Articles ready to show, in seven statements however many there are; inside a scope."""
    moment, zone = now(), parties.time_zone()
    sellers = {offer.seller_organisation_id for offer in offers}
    names = parties.organisations(sellers)
    terms = parties.trading_terms_with(sellers, unit_id, on=moment.date())
    agreed = agreements.terms_of({offer.agreement_id for offer in offers}, unit_id=unit_id)
    descriptions = catalogues.descriptions_of(offer.item_id for offer in offers)
    kept = catalogues.favourites_among(
        [offer.item_id for offer in offers], actor_of(request).person_id
    )
    return tuple(
        _goods(
            request,
            offer,
            descriptions[offer.item_id],
            seller=names[offer.seller_organisation_id].name,
            agreement=agreed.get(offer.agreement_id),
            delivery=delivery_of(
                terms.get(offer.seller_organisation_id),
                offer.category,
                lead_days=offer.lead_time_days or 0,
                at=moment,
                zone=zone,
            ),
            is_favourite=offer.item_id in kept,
            in_cart=(in_cart or {}).get(offer.item_id),
        )
        for offer in offers
    )


def _goods(request: Request, offer: ItemOffer, description: ItemDescription, **known: Any) -> Goods:
    comparison = catalogues.comparison_price(offer)
    return Goods(
        offer=offer,
        description=description,
        price=catalogues.order_price(offer),
        unit=offer.unit,
        comparison=comparison[0] if comparison else None,
        comparison_unit=comparison[1] if comparison else "",
        drawing=drawing_for(offer.category),
        labels=tuple(words.named(label, "label") for label in description.labels),
        suggested=offer.min_quantity or offer.multiple_quantity or Decimal(1),
        step=offer.multiple_quantity,
        keys=keys_of(request),
        **known,
    )


def delivery_of(
    terms: TradingTerms | None,
    category: str,
    *,
    lead_days: int = 0,
    at: datetime,
    zone: ZoneInfo,
) -> Delivery:
    """The first day that goods of a category can come; the article's own lead time is kept too."""
    earliest = at.astimezone(zone).date() + timedelta(days=lead_days)
    days = terms.days_for(category) if terms else None
    if days is None:
        return Delivery(earliest, None)
    following = (earliest + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    day = next((one for one in following if days.is_open_for(one, at=at, zone=zone)), None)
    return Delivery(day, days.closes_at(day, zone) if day else None)


def quantities_in(lines: Iterable[Any]) -> dict[UUID, Quantity]:
    """How much of each article stands in the open lines of a cart."""
    found: dict[UUID, Quantity] = {}
    for line in lines:
        if line.state == "open":
            former = found.get(line.item_id)
            found[line.item_id] = former + line.quantity if former else line.quantity
    return found
