"""The assortment, the ledger, reservations and catalogues."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction

from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Invalid, Refused
from avrop.kernel.scope import tenant_scope
from avrop.selling.sales.tests.builders import (
    ASSORTMENT,
    NOW,
    Market,
    a_market,
    an_article,
    came_to_the_buyer,
    findings_at_the_buyer,
)
from avrop.selling.stock import actions, queries
from avrop.selling.stock.models import Movement
from avrop.selling.stock.shapes import (
    InLanguage,
    MovementInput,
    PriceInput,
    PriceLine,
    ReservedLine,
)

pytestmark = pytest.mark.django_db


def _available(market: Market, number: str = "A-001") -> Decimal:
    (place,) = queries.stock_of(number, actor=market.seller).places
    return place.available.value


def _line(market: Market, quantity: int, number: str = "A-001") -> ReservedLine:
    item = queries.stock_of(number, actor=market.seller).item
    return ReservedLine(uuid4(), item.id, Decimal(quantity))


def test_an_article_that_is_known_is_replaced_whole() -> None:
    market = a_market()
    dearer = replace(ASSORTMENT[0], price=Decimal("11.25"), allergens=("milk", "soy"))

    actions.add_items((dearer, an_article(77)), actor=market.seller, at=NOW)

    found = queries.stock_of("A-001", actor=market.seller).item
    assert (found.price.amount, found.allergens, found.version) == (
        Decimal("11.25"),
        ("milk", "soy"),
        2,
    )
    assert len(queries.items_page(actor=market.seller).items) == 6


def test_a_contract_has_prices_of_its_own_from_a_day_on() -> None:
    market = a_market()
    actions.set_agreed_prices(
        "R-1", (PriceInput("A-001", Decimal("9.90")),), NOW.date(), actor=market.seller, at=NOW
    )

    with tenant_scope(market.seller.tenant_id):
        (agreed,) = queries.offers_for(seller_item_ids=["A-001"], contract="R-1", on=NOW.date())
        (listed,) = queries.offers_for(seller_item_ids=["A-001"], on=NOW.date())

    assert (agreed.price.amount, listed.price.amount) == (Decimal("9.90"), Decimal("10.50"))


def test_a_clerk_sends_a_price_list_under_an_agreement_and_names_in_other_languages_stay() -> None:
    market = a_market()
    clerk = market.person("order_clerk")
    named = replace(ASSORTMENT[0], names=(InLanguage("en", "Milk"),))
    actions.add_items((named,), actor=market.seller, at=NOW)
    line = PriceLine(named.seller_item_id, named.name, named.unit, Decimal("9.90"), named.vat_kind)

    actions.send_price_list(
        market.customer_id, (line,), NOW.date(), contract="R-1", actor=clerk, at=NOW
    )

    with tenant_scope(market.seller.tenant_id):
        (agreed,) = queries.offers_for(seller_item_ids=["A-001"], contract="R-1", on=NOW.date())
    assert agreed.price.amount == Decimal("9.90")
    assert queries.stock_of("A-001", actor=clerk).item.name.in_language("en") == "Milk"


def test_goods_are_set_aside_all_or_none_and_given_back() -> None:
    market, order_id = a_market(), uuid4()
    some = (_line(market, 400),)
    too_much = (_line(market, 1, "A-002"), _line(market, 601))
    with tenant_scope(market.seller.tenant_id):
        actions.reserve(order_id, some, actor=market.seller, at=NOW)

    with (
        pytest.raises(Refused) as refusal,
        transaction.atomic(),
        tenant_scope(market.seller.tenant_id),
    ):
        actions.reserve(uuid4(), too_much, actor=market.seller, at=NOW)

    assert refusal.value.codes == ["stock.not_available"]
    assert (_available(market), _available(market, "A-002")) == (Decimal(600), Decimal(1000))
    with tenant_scope(market.seller.tenant_id):
        actions.release_reservations(order_id, actor=market.seller, at=NOW)
    assert _available(market) == Decimal(1000)


def test_what_is_not_on_the_shelf_falls_out_of_stock_and_promise_at_once() -> None:
    market, order_id = a_market(), uuid4()
    line = _line(market, 400)
    missing = replace(line, quantity=Decimal(5))

    with tenant_scope(market.seller.tenant_id):
        actions.reserve(order_id, (line,), actor=market.seller, at=NOW)
        actions.report_missing(order_id, (missing,), actor=market.seller, at=NOW)

    (place,) = queries.stock_of("A-001", actor=market.seller).places
    assert (place.on_hand.value, place.reserved.value) == (Decimal(995), Decimal(395))


def test_no_entry_of_the_ledger_is_ever_changed() -> None:
    market = a_market()

    with tenant_scope(market.seller.tenant_id), pytest.raises(Exception, match="denied"):
        Movement.objects.update(quantity=0)


def test_a_shipment_is_not_booked_by_hand() -> None:
    market = a_market()
    moved = MovementInput("A-001", "shipped", Decimal(1))

    with pytest.raises(Invalid) as refusal:
        actions.book_movements((moved,), actor=market.seller, at=NOW)

    assert refusal.value.codes == ["stock.not_by_hand"]


def test_a_manager_decides_prices_and_books_nothing() -> None:
    market = a_market()
    manager: Actor = market.person("order_manager")

    actions.set_agreed_prices(
        "R-1", (PriceInput("A-001", Decimal(9)),), NOW.date(), actor=manager, at=NOW
    )

    with pytest.raises(Forbidden):
        actions.book_movements(
            (MovementInput("A-001", "received", Decimal(1)),), actor=manager, at=NOW
        )


def test_a_catalogue_reaches_the_customer_with_the_prices_of_the_contract() -> None:
    market = a_market()
    actions.set_agreed_prices(
        "R-1", (PriceInput("A-001", Decimal("9.90")),), NOW.date(), actor=market.seller, at=NOW
    )

    with running_here() as drain:
        actions.publish_catalogue(
            market.customer_id, NOW.date(), contract="R-1", actor=market.seller, at=NOW
        )
        drain()

    (catalogue,) = came_to_the_buyer(market, "catalogue")
    milk, meat = catalogue.lines[0], catalogue.lines[3]
    assert (catalogue.contract, catalogue.action_code, len(catalogue.lines)) == (
        "R-1",
        "Replace",
        5,
    )
    assert (milk.item.sellers_id, milk.prices[0].amount) == ("A-001", Decimal("9.9"))
    assert [(each.name, each.value) for each in milk.item.properties] == [
        ("allergen", "milk"),
        ("vat_kind", "food"),
    ]
    assert (meat.orderable_unit, meat.prices[0].base_unit) == ("C62", "KGM")
    assert findings_at_the_buyer(market) == []
