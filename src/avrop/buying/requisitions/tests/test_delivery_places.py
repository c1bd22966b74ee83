"""Where a cart is to be delivered: chosen among the unit's places, remembered, in force when wanted."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.events import RequisitionEdited
from avrop.buying.requisitions.tests.builders import (
    AT,
    THURSDAY,
    TODAY,
    Town,
    a_cart,
    a_seller,
    a_town,
    statements,
)
from avrop.kernel.problems import Denial, Missing, Refused
from avrop.parties import actions as parties
from avrop.parties.queries import DeliveryPlaceFacts, PostalAddress
from avrop.testing.worlds import a_person, a_unit, publishing
from avrop.values import uuid7

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


def a_place(
    town: Town,
    name: str = "Köket",
    *,
    unit_id: UUID | None = None,
    valid_from: date = TODAY,
    valid_until: date | None = None,
) -> UUID:
    facts = DeliveryPlaceFacts(name, PostalAddress("Bakgatan 2", "123 46", "Ekbacken"))
    return parties.add_delivery_place(
        unit_id or town.school,
        facts,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=town.office,
        at=AT,
    )


def choose(town: Town, cart: UUID, place: UUID | None) -> None:
    actions.choose_delivery_place(cart, place, actor=town.requester, at=AT)


def chosen(town: Town, cart: UUID) -> UUID | None:
    return queries.requisition(cart, actor=town.requester).delivery_place_id


def begin(town: Town) -> UUID:
    return actions.start_requisition(town.school, actor=town.requester, at=AT)


def stops(town: Town, cart: UUID) -> list[tuple[str, tuple[str | int, ...], str]]:
    found = queries.preflight(cart, actor=town.requester, at=AT).findings
    return [(one.code, one.place, one.remedy) for one in found]


def test_a_cart_goes_to_the_place_that_is_chosen_and_else_to_the_unit_s_own_address() -> None:
    town = a_town()
    place, cart = a_place(town), a_cart(town, a_seller(town))
    assert chosen(town, cart) is None

    with publishing(town.tenant_id) as events:
        choose(town, cart, place)

    assert chosen(town, cart) == place
    assert events == [RequisitionEdited(cart, "choose_delivery_place", 0)]
    assert stops(town, cart) == []
    choose(town, cart, None)
    assert chosen(town, cart) is None


def test_the_next_cart_begins_with_the_last_choice_of_the_same_person_for_the_unit() -> None:
    town = a_town()
    place = a_place(town)
    colleague = a_person(town.tenant_id, roles=("requester",), unit_id=town.school)
    choose(town, begin(town), place)

    again = begin(town)
    others = actions.start_requisition(town.school, actor=colleague, at=AT)

    assert (chosen(town, again), chosen(town, others)) == (place, None)
    choose(town, again, None)
    assert chosen(town, begin(town)) is None


def test_a_place_that_is_over_is_not_begun_with_again() -> None:
    town = a_town()
    place = a_place(town)
    choose(town, begin(town), place)
    parties.end_delivery_place(place, last_day=TODAY, actor=town.office, at=AT)

    later = actions.start_requisition(town.school, actor=town.requester, at=AT + DAY)

    assert chosen(town, later) is None


def test_a_place_of_another_unit_that_is_over_or_unknown_cannot_be_chosen() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town))
    park = a_place(town, "Parken", unit_id=a_unit(town.tenant_id, "Parken"))
    former = a_place(town, "Gamla köket", valid_from=TODAY - 9 * DAY, valid_until=TODAY - DAY)
    version = queries.requisition(cart, actor=town.requester).version

    found = []
    for place in (park, former):
        with publishing(town.tenant_id) as events, pytest.raises(Refused) as refusal:
            choose(town, cart, place)
        found.append((refusal.value.codes, events))
    with pytest.raises(Missing):
        choose(town, cart, uuid7())

    assert found == [
        (["parties.place_of_another_unit"], []),
        (["parties.place_has_ended"], []),
    ]
    after = queries.requisition(cart, actor=town.requester)
    assert (after.delivery_place_id, after.version) == (None, version)


def test_nobody_else_chooses_where_the_unit_s_cart_goes() -> None:
    town = a_town()
    place, cart = a_place(town), a_cart(town, a_seller(town))
    stranger = a_person(
        town.tenant_id, roles=("requester",), unit_id=a_unit(town.tenant_id, "Parken")
    )

    with pytest.raises(Denial):
        actions.choose_delivery_place(cart, place, actor=stranger, at=AT)

    assert chosen(town, cart) is None


def test_a_place_that_ends_before_the_goods_are_wanted_stops_the_cart() -> None:
    town = a_town()
    place, cart = a_place(town), a_cart(town, a_seller(town))
    choose(town, cart, place)
    parties.end_delivery_place(place, last_day=THURSDAY - DAY, actor=town.office, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.submit_requisition(cart, actor=town.requester, at=AT)

    assert refusal.value.codes == ["parties.place_has_ended"]
    assert stops(town, cart) == [("parties.place_has_ended", ("delivery_place",), "choose")]
    parties.end_delivery_place(place, last_day=THURSDAY, actor=town.office, at=AT)
    assert stops(town, cart) == []
    assert actions.submit_requisition(cart, actor=town.requester, at=AT)


def test_a_place_that_has_not_begun_when_the_goods_are_wanted_stops_the_cart() -> None:
    town = a_town()
    place, cart = a_place(town, valid_from=THURSDAY + DAY), a_cart(town, a_seller(town))
    choose(town, cart, place)
    assert stops(town, cart) == [("parties.place_has_not_begun", ("delivery_place",), "choose")]

    actions.set_wanted_date(cart, THURSDAY + DAY, actor=town.requester, at=AT)

    assert stops(town, cart) == []


def test_a_further_place_is_where_goods_go_of_a_unit_without_an_address_of_its_own() -> None:
    town = a_town(delivery_address=None)
    cart = a_cart(town, a_seller(town))
    choose(town, cart, a_place(town))

    assert stops(town, cart) == []


def test_what_is_handed_over_or_set_aside_goes_to_the_same_place() -> None:
    town = a_town()
    place, cart = a_place(town), a_cart(town, a_seller(town), lines=2)
    colleague = a_person(town.tenant_id, roles=("requester",), unit_id=town.school)
    choose(town, cart, place)
    assert colleague.person_id is not None

    line = queries.requisition(cart, actor=town.requester).lines[0].id
    (handed,) = actions.hand_over_lines(
        cart, (line,), to_person_id=colleague.person_id, actor=town.requester, at=AT
    )

    assert chosen(town, handed) == place
    choose(town, cart, None)
    (own,) = (
        one.id for one in queries.requisition(cart, actor=town.requester).lines if one.id != line
    )
    with pytest.raises(Refused) as refusal:
        actions.hand_over_lines(
            cart,
            (own,),
            to_person_id=colleague.person_id,
            into_requisition_id=handed,
            actor=town.requester,
            at=AT,
        )
    assert refusal.value.codes == ["requisitions.cart_to_other_place"]


def test_what_is_ordered_again_begins_a_cart_for_the_same_place() -> None:
    town = a_town()
    place, seller = a_place(town), a_seller(town)
    item = next(iter(seller.items.values()))

    cart = actions.fill_cart(
        town.school,
        (actions.NewLine(item, 1),),
        delivery_place_id=place,
        actor=town.requester,
        at=AT,
    )

    assert chosen(town, cart) == place


def test_a_cart_for_a_further_place_costs_one_statement_more_however_long_it_is() -> None:
    counted = []
    for lines in (1, 100):
        town = a_town()
        cart, coordinator = a_cart(town, a_seller(town), lines=lines), town.office
        place = a_place(town)
        spent = []
        for where in (None, place):
            choose(town, cart, where)
            with statements() as checking:
                assert stops(town, cart) == []
            with statements() as looking:
                queries.stopped_carts(actor=coordinator, at=AT)
            spent.append((len(checking), len(looking)))
        counted.append(spent)

    assert counted[0] == counted[1]
    (own, further) = counted[0]
    assert (further[0] - own[0], further[1] - own[1]) == (1, 1)
