"""A unit with two places to deliver to: what is ordered to the second goes there, by every document, and
when the place has ended nothing more does (requirement ORG-01)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.utils.translation import override

from avrop import documents
from avrop.buying.invoices import queries as invoices
from avrop.buying.orders import queries as ordered
from avrop.buying.receipts import queries as receipts
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions import queries as carts
from avrop.documents.common import Identifier
from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import actions as parties
from avrop.parties import queries as known_parties
from avrop.parties.queries import DeliveryPlaceFacts, PostalAddress
from avrop.selling.sales import queries as sold
from avrop.selling.twin.shapes import Script, Step
from avrop.testing.trade import Trade, a_cart, a_trade, approve, submit
from avrop.values.identifiers import gln

DELIVERS = Script((Step("accept"), Step("despatch", final=True), Step("bill")), name="delivers")
DOCK_GLN = str(gln("735000", 4711))
DOCK = Identifier(DOCK_GLN, "0088")


def now() -> datetime:
    """The story is played for real."""
    return datetime.now(UTC)


@pytest.fixture
def settle(committed: None) -> Iterator[Callable[[], int]]:
    """Runs the jobs that follow from what was done."""
    with running_here() as drain:
        yield drain


def a_dock(trade: Trade) -> UUID:
    address = PostalAddress("Bakgatan 2", "123 46", "Ekbacken", gln=DOCK_GLN)
    facts = DeliveryPlaceFacts("Köket, lastkaj B", address, "Mån–fre 6–14", takes_food=True)
    return parties.add_delivery_place(
        trade.unit_id, facts, valid_from=trade.today, actor=trade.buyer_routine, at=now()
    )


def a_cart_for(trade: Trade, place: UUID) -> UUID:
    cart = a_cart(trade, lines=2, at=now())
    requisitions.choose_delivery_place(cart, place, actor=trade.requester, at=now())
    return cart


def the_order(trade: Trade, cart: UUID, settle: Callable[[], int]) -> ordered.OrderView:
    """What became of a cart that was approved: sent, delivered and billed by the seller's twin."""
    approve(trade, submit(trade, cart, at=now()), at=now())
    settle()
    (found,) = ordered.orders_page(actor=trade.requester).items
    return ordered.order(found.id, actor=trade.requester)


def came_in(actor: Actor, kind: str) -> documents.Document:
    """The one document of a kind that an organisation has received."""
    (message,) = exchange.messages_page(direction="in", kind=kind, actor=actor).items
    return documents.read(exchange.payload(message.id, actor=actor)).document


def test_what_is_ordered_to_the_second_place_of_a_unit_goes_there_by_every_document(
    settle: Callable[[], int],
) -> None:
    trade = a_trade(items=2, script=DELIVERS, drain=settle)
    dock = a_dock(trade)

    order = the_order(trade, a_cart_for(trade, dock), settle)

    assert order.delivery_place_id == dock
    (expected,) = receipts.expected_page(actor=trade.receiver).items
    assert (expected.order_id, expected.delivery_place_id) == (order.id, dock)
    at_seller = sold.order_by_number(order.number, actor=trade.seller).parties
    assert at_seller.consignee is not None
    assert at_seller.consignee.address is not None
    assert (at_seller.consignee.identifier, at_seller.consignee.name) == (DOCK, "Köket, lastkaj B")
    assert at_seller.consignee.address.street == "Bakgatan 2"
    assert at_seller.delivery_party is not None
    assert at_seller.originator is not None
    assert at_seller.delivery_party.name == at_seller.originator.name

    advice = came_in(trade.buyer_routine, "despatch_advice")
    assert isinstance(advice, documents.DespatchAdvice)
    assert advice.consignee.identifications == (DOCK,)
    (despatch,) = receipts.despatches_page(order_id=order.id, actor=trade.receiver).items
    assert {line.order_id for line in despatch.lines} == {order.id}
    (invoice,) = invoices.invoices_of_order(order.id, actor=trade.clerk)
    found = invoices.invoice(invoice.id, actor=trade.clerk)
    assert found.unit_id == trade.unit_id
    with tenant_scope(trade.requester.tenant_id):
        unit = known_parties.unit_by_gln(DOCK_GLN)
    assert unit is not None
    assert unit.id == trade.unit_id


def test_when_the_place_has_ended_a_cart_for_it_is_stopped_with_a_sentence(
    settle: Callable[[], int],
) -> None:
    trade = a_trade(items=2, script=DELIVERS, drain=settle)
    dock = a_dock(trade)
    cart = a_cart_for(trade, dock)
    parties.end_delivery_place(dock, last_day=trade.today, actor=trade.buyer_routine, at=now())

    with pytest.raises(Refused) as refusal:
        submit(trade, cart, at=now())

    (problem,) = refusal.value.problems
    with override("en"):
        assert say(problem).sentence.startswith("No goods are taken in at Köket, lastkaj B after")
    assert say(problem).fixer == "requester"
    requisitions.choose_delivery_place(cart, None, actor=trade.requester, at=now())
    order = the_order(trade, cart, settle)
    assert order.delivery_place_id is None
    at_seller = sold.order_by_number(order.number, actor=trade.seller).parties
    assert at_seller.consignee is not None
    assert at_seller.consignee.identifier is None


def test_what_was_approved_before_the_place_ended_waits_for_another_to_be_chosen(
    settle: Callable[[], int],
) -> None:
    trade = a_trade(items=2, script=DELIVERS, drain=settle)
    dock = a_dock(trade)
    cart = a_cart_for(trade, dock)
    request = submit(trade, cart, at=now())
    parties.end_delivery_place(
        dock, last_day=trade.today + timedelta(days=1), actor=trade.buyer_routine, at=now()
    )

    approve(trade, request, at=now())
    settle()

    (order,) = ordered.orders_page(actor=trade.requester).items
    assert order.state == "draft"
    obstacles = ordered.obstacles(order.id, actor=trade.requester, at=now())
    assert [one.code for one in obstacles] == ["parties.place_has_ended"]
    assert carts.requisition(cart, actor=trade.requester).state == "ordered"
