"""What people look for in the shop: narrowing, labels, comparison prices, favourites."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from avrop.catalogues import actions, events, queries
from avrop.catalogues.describing import description_in, labels_in
from avrop.catalogues.tests.builders import Shop, a_line, a_shop
from avrop.documents.common import Certificate, Classification, ItemProperty
from avrop.kernel.problems import Missing, Refused
from avrop.testing.worlds import AT, TODAY, a_person, publishing
from avrop.values import Money, PackFactor, Quantity, uuid7

pytestmark = pytest.mark.django_db

ORGANIC = (Certificate("1", "label", "KRAV", "KRAV"),)


def names(shop: Shop, text: str = "", **narrowing: Any) -> list[str]:
    """The articles found, by their numbers."""
    found = queries.search(text, TODAY, actor=shop.actor, **narrowing).items
    return sorted(offer.seller_item_id for offer in found)


@pytest.fixture
def shop() -> Shop:
    made = a_shop()
    made.activate(
        a_line("100", certificates=ORGANIC, properties=(ItemProperty("allergen", "milk"),)),
        a_line("101", properties=(ItemProperty("allergen", "gluten"),)),
        a_line("102", classifications=(Classification("39831210", "STI"),)),
    )
    return made


def test_articles_are_found_by_what_they_are_whose_they_are_and_what_they_hold(shop: Shop) -> None:
    assert names(shop) == ["100", "101", "102"]
    assert names(shop, category="15") == ["100", "101"]
    assert names(shop, label="krav") == ["100"]
    assert names(shop, label="swan") == []
    assert names(shop, label="none of ours") == []
    assert names(shop, without_allergens="milk") == ["101", "102"]
    assert names(shop, without_allergens="milk, gluten") == ["102"]
    assert names(shop, agreement_id=shop.agreement_id, seller_organisation_id=shop.seller_id)
    assert names(shop, agreement_id=uuid7()) == []


def test_the_divisions_are_those_that_there_are_articles_of(shop: Shop) -> None:
    assert queries.divisions(actor=shop.actor) == ("15", "39")


def test_an_article_is_somebodys_favourite_once_and_nobody_elses(shop: Shop) -> None:
    cook, other = a_person(shop.actor.tenant_id), a_person(shop.actor.tenant_id)
    item_id = shop.offers()["100"].item_id

    with publishing(shop.actor.tenant_id) as published:
        for _ in range(2):
            actions.keep_favourite(item_id, actor=cook, at=AT)

    assert [one.item_id for one in queries.favourites(TODAY, actor=cook).items] == [item_id]
    assert queries.favourites(TODAY, actor=other).items == ()
    assert published == [events.FavouriteKept(item_id)]


def test_a_favourite_is_dropped_once(shop: Shop) -> None:
    cook, item_id = a_person(shop.actor.tenant_id), shop.offers()["100"].item_id
    actions.keep_favourite(item_id, actor=cook, at=AT)

    with publishing(shop.actor.tenant_id) as published:
        for _ in range(2):
            actions.drop_favourite(item_id, actor=cook, at=AT)

    assert queries.favourites(TODAY, actor=cook).items == ()
    assert published == [events.FavouriteDropped(item_id)]


def test_favourites_are_of_articles_there_are_and_of_people(shop: Shop) -> None:
    with pytest.raises(Missing):
        actions.keep_favourite(uuid7(), actor=a_person(shop.actor.tenant_id), at=AT)
    with pytest.raises(Refused):
        actions.keep_favourite(shop.offers()["100"].item_id, actor=shop.actor, at=AT)


def test_a_description_tells_labels_from_other_certificates(shop: Shop) -> None:
    item_id = shop.offers()["100"].item_id

    assert queries.description(item_id, actor=shop.actor).labels == ("krav",)
    assert labels_in(("KRAV", "MSC Chain of Custody", "ISO 9001")) == ("krav", "msc")
    assert description_in(item_id, {}).marks == ()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (Quantity(Decimal(500), "GRM"), (Money(Decimal("25.00"), "SEK"), "KGM")),
        (Quantity(Decimal("1.5"), "LTR"), (Money(Decimal("8.33"), "SEK"), "LTR")),
        (Quantity(Decimal(12), "C62"), None),
    ],
)
def test_what_a_kilogram_or_litre_costs_follows_from_the_declared_content(
    shop: Shop, content: Quantity, expected: Any
) -> None:
    shop.activate(a_line("100", content=content))

    offer = shop.offers()["100"]

    assert offer.pack_factors == (PackFactor("XCT", content.unit, content.value),)
    assert queries.comparison_price(offer) == expected
    assert queries.order_price(offer) == Money(Decimal("12.50"), "SEK")
