"""What follows in the stock app: a published catalogue is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from avrop import documents
from avrop.exchange import actions as exchange
from avrop.exchange import permissions as exchange_permissions
from avrop.exchange.lifecycle import Direction
from avrop.exchange.seeing import shows_messages
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.selling.stock import queries
from avrop.selling.stock.catalogue_document import Article, Heading, catalogue_document
from avrop.selling.stock.events import CataloguePublished
from avrop.selling.stock.lifecycle import ItemState
from avrop.selling.stock.models import Catalogue, Item
from avrop.values import Text, plain, plain_or_none


@reacts_to(CataloguePublished, may=(exchange_permissions.TRANSMIT,))
def transmit_catalogue(event: CataloguePublished, *, actor: Actor, at: datetime) -> None:
    """Send the catalogue to the customer."""
    row = Catalogue.objects.get(id=event.catalogue_id)
    own = parties.own_organisation()
    customer = parties.organisation(row.organisation_id)
    document = catalogue_document(
        _heading(row),
        _articles(row),
        provider=parties.party_of_organisation(own.id),
        receiver=parties.party_of_organisation(customer.id),
    )
    terms = parties.trading_terms(customer.id, None, on=row.valid_from)
    exchange.transmit(
        "catalogue",
        row.number,
        documents.write(document),
        sender=own.endpoint,
        receiver=customer.endpoint,
        channel=terms.channel_for("catalogue"),
        once_key=f"catalogue/{row.id}",
        subject_id=row.id,
        actor=actor,
        at=at,
    )


def _heading(row: Catalogue) -> Heading:
    return Heading(
        number=row.number,
        version=str(row.catalogue_version),
        name=row.name,
        action=row.action,
        contract=row.contract,
        published_on=day_of(row.published_at),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _articles(row: Catalogue) -> Iterator[Article]:
    items = list(Item.objects.filter(state=ItemState.ACTIVE).order_by("seller_item_id"))
    offers = queries.offers_for(
        item_ids=[item.id for item in items], contract=row.contract, on=row.valid_from
    )
    prices = {offer.item_id: offer.price for offer in offers}
    for item in items:
        yield Article(
            seller_item_id=item.seller_item_id,
            gtin=item.gtin,
            name=Text.from_json(item.name),
            description=Text.from_json(item.description),
            unit=item.unit,
            price=prices[item.id],
            base_quantity=plain(item.base_quantity),
            price_unit=item.price_unit,
            vat_kind=item.vat_kind,
            category=item.category,
            allergens=tuple(item.allergens.split()),
            catch_weight=item.catch_weight,
            typical_weight=plain_or_none(item.typical_weight),
            deposit=plain_or_none(item.deposit),
            minimum_quantity=plain_or_none(item.minimum_quantity),
            multiple_quantity=plain_or_none(item.multiple_quantity),
            content=plain_or_none(item.content),
            content_unit=item.content_unit,
            lead_time_days=item.lead_time_days,
        )


@shows_messages(Direction.OUT, "catalogue")
def catalogues_seen(actor: Actor) -> QuerySet[Any]:
    """Who sees the price lists sees the documents that were sent."""
    return Catalogue.objects.visible_to(actor)
