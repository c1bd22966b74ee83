"""Further places where a unit takes goods in: what they are like, from when to when, their GLN."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from avrop.kernel.actors import Actor
from avrop.kernel.problems import Denial, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.events import DeliveryPlaceAdded, DeliveryPlaceChanged, DeliveryPlaceEnded
from avrop.parties.models import DeliveryPlace, TakenGln
from avrop.parties.places import (
    DeliveryPlaceFacts,
    DeliveryPlaceView,
    checked_place,
    problems_delivering,
    problems_naming,
)
from avrop.parties.shapes import PostalAddress
from avrop.parties.tests.builders import GLN, OTHER_GLN
from avrop.testing.worlds import (
    AT,
    TODAY,
    a_person,
    a_relationship,
    a_tenant,
    a_unit,
    an_organisation,
    everything,
    publishing,
)
from avrop.values import uuid7

DAY = timedelta(days=1)
DOCK = PostalAddress("Bakgatan 2", "123 46", "Ekbacken", gln=GLN)


def dock_facts(**facts: Any) -> DeliveryPlaceFacts:
    kitchen = DeliveryPlaceFacts(
        "Köket, lastkaj B", DOCK, "Mån–fre 6–14", "Kör in från Bakgatan.", takes_food=True
    )
    return replace(kitchen, **facts)


def a_view(**facts: Any) -> DeliveryPlaceView:
    view = DeliveryPlaceView(
        id=uuid7(),
        version=1,
        unit_id=uuid7(),
        name="Köket",
        address=DOCK,
        opening_hours="",
        directions="",
        takes_food=True,
        valid_from=TODAY,
        valid_until=None,
    )
    return replace(view, **facts)


@pytest.fixture
def office(db: None) -> Actor:
    return everything(a_tenant(gs1_prefix="735000").tenant_id)


@pytest.fixture
def school(office: Actor) -> UUID:
    return a_unit(office.tenant_id, "Skolan")


def add(unit_id: UUID, office: Actor, *, valid_from: date = TODAY, **facts: Any) -> UUID:
    return actions.add_delivery_place(
        unit_id, dock_facts(**facts), valid_from=valid_from, actor=office, at=AT
    )


def places_of(unit_id: UUID, office: Actor, on: date = TODAY) -> tuple[DeliveryPlaceView, ...]:
    return queries.delivery_places_of(unit_id, actor=office, on=on)


def test_a_place_is_told_everything_that_is_wrong_with_it_at_once() -> None:
    wrong = DeliveryPlaceFacts(" ", PostalAddress(gln="735000", country="S"), "x" * 201, "y" * 501)

    _, problems = checked_place(wrong)

    assert {(problem.code, problem.place[1:]) for problem in problems} == {
        ("parties.name_missing", ("name",)),
        ("parties.too_long", ("opening_hours",)),
        ("parties.too_long", ("directions",)),
        ("parties.place_without_address", ("address", "street")),
        ("parties.country_shape", ("address", "country")),
        ("identifiers.gln_shape", ("address", "gln")),
    }


def test_two_places_of_a_unit_share_a_name_only_on_different_days() -> None:
    former = a_view(valid_until=TODAY + 9 * DAY)

    def known(name: str, valid_from: date, valid_until: date | None) -> bool:
        return bool(list(problems_naming(name, [former], valid_from, valid_until)))

    assert known("köket", TODAY + 9 * DAY, None)
    assert known("Köket", TODAY - 9 * DAY, TODAY)
    assert not known("Köket", TODAY + 10 * DAY, None)
    assert not known("Förrådet", TODAY, None)


def test_goods_are_delivered_to_a_place_of_the_unit_on_the_days_it_is_in_force() -> None:
    place = a_view(valid_from=TODAY, valid_until=TODAY + 9 * DAY)

    def codes(unit_id: UUID, *days: date) -> list[str]:
        return [problem.code for problem in problems_delivering(place, unit_id, days)]

    assert codes(place.unit_id, TODAY, TODAY + 9 * DAY) == []
    assert codes(place.unit_id, TODAY, TODAY + 10 * DAY) == ["parties.place_has_ended"]
    assert codes(place.unit_id, TODAY - DAY) == ["parties.place_has_not_begun"]
    assert codes(uuid7(), TODAY) == ["parties.place_of_another_unit"]
    assert list(problems_delivering(None, uuid7(), [TODAY])) == []


def test_a_unit_gets_a_further_place_that_is_changed_and_ends_on_a_day(
    office: Actor, school: UUID
) -> None:
    with publishing(office.tenant_id) as events:
        kitchen = add(school, office)
        other = dock_facts(name="Köket, lastkaj C", directions="")
        actions.change_delivery_place(kitchen, other, actor=office, at=AT, expected_version=1)
        actions.change_delivery_place(kitchen, other, actor=office, at=AT, expected_version=2)
        actions.end_delivery_place(kitchen, last_day=TODAY + 3 * DAY, actor=office, at=AT)

    (place,) = places_of(school, office, on=TODAY + 3 * DAY)
    assert (place.name, place.opening_hours, place.directions) == (
        "Köket, lastkaj C",
        "Mån–fre 6–14",
        "",
    )
    assert (place.address, place.takes_food, place.version) == (DOCK, True, 3)
    assert places_of(school, office, on=TODAY + 4 * DAY) == ()
    assert events == [
        DeliveryPlaceAdded(school, kitchen, TODAY),
        DeliveryPlaceChanged(school, kitchen, ("directions", "name")),
        DeliveryPlaceEnded(school, kitchen, TODAY + 3 * DAY),
    ]
    card = queries.unit_card(school, actor=office, on=TODAY)
    assert [place.id for place in card.places] == [kitchen]


def test_a_place_begins_while_its_unit_is_open_under_a_name_of_its_own(
    office: Actor, school: UUID
) -> None:
    add(school, office)
    actions.close_unit(school, last_day=TODAY + 9 * DAY, actor=office, at=AT)

    with publishing(office.tenant_id) as events, pytest.raises(Refused) as refusal:
        add(school, office, valid_from=TODAY + 10 * DAY)

    assert refusal.value.codes == [
        "parties.unit_not_open",
        "parties.place_known",
        "parties.gln_taken",
    ]
    assert events == []


def test_a_place_that_has_ended_is_history(office: Actor, school: UUID) -> None:
    kitchen = add(school, office)
    actions.end_delivery_place(kitchen, last_day=TODAY, actor=office, at=AT)
    actions.end_delivery_place(kitchen, last_day=TODAY + DAY, actor=office, at=AT)  # a day more
    later = AT + 5 * DAY

    with pytest.raises(Refused) as changed:
        actions.change_delivery_place(kitchen, dock_facts(), actor=office, at=later)
    with pytest.raises(Missing):
        actions.end_delivery_place(uuid7(), last_day=TODAY, actor=office, at=AT)

    assert changed.value.codes == ["parties.place_is_over"]


def test_a_last_day_that_was_wrong_is_put_right_but_not_into_the_days_of_a_namesake(
    office: Actor, school: UUID
) -> None:
    kitchen = add(school, office)
    actions.end_delivery_place(kitchen, last_day=TODAY, actor=office, at=AT)
    later = AT + 5 * DAY

    actions.end_delivery_place(kitchen, last_day=TODAY + 9 * DAY, actor=office, at=later)
    actions.change_delivery_place(kitchen, dock_facts(), actor=office, at=later)
    actions.end_delivery_place(kitchen, last_day=TODAY + DAY, actor=office, at=later)
    facts = replace(dock_facts(), address=replace(dock_facts().address, gln=""))
    actions.add_delivery_place(school, facts, valid_from=TODAY + 4 * DAY, actor=office, at=later)
    with pytest.raises(Refused) as refusal:
        actions.end_delivery_place(kitchen, last_day=TODAY + 9 * DAY, actor=office, at=later)

    assert refusal.value.codes == ["parties.place_known"]


def test_a_place_does_not_end_before_it_begins(office: Actor, school: UUID) -> None:
    kitchen = add(school, office)

    with pytest.raises(Refused) as ended:
        actions.end_delivery_place(kitchen, last_day=TODAY - DAY, actor=office, at=AT)
    with pytest.raises(Invalid) as added:
        actions.add_delivery_place(
            school,
            dock_facts(),
            valid_from=TODAY,
            valid_until=TODAY - DAY,
            actor=office,
            at=AT,
        )

    assert ended.value.codes == added.value.codes == ["parties.ends_before_beginning"]
    (place,) = places_of(school, office)
    assert place.valid_until is None


def test_the_gln_of_a_place_is_its_own_for_ever_and_finds_its_unit(
    office: Actor, school: UUID
) -> None:
    park = a_unit(office.tenant_id, "Parken")
    kitchen = add(school, office)
    actions.end_delivery_place(kitchen, last_day=TODAY, actor=office, at=AT)

    with pytest.raises(Refused) as taken:
        add(park, office)

    assert taken.value.codes == ["parties.gln_taken"]
    assert places_of(park, office) == ()
    with tenant_scope(office.tenant_id):
        found = queries.unit_by_gln(GLN)
        assert found is not None
        assert found.id == school
        assert queries.unit_by_gln(OTHER_GLN) is None


def test_a_place_may_get_the_next_gln_of_our_own_series(office: Actor, school: UUID) -> None:
    place = dock_facts(address=replace(DOCK, gln=""))

    kitchen = actions.add_delivery_place(
        school, place, valid_from=TODAY, gets_gln=True, actor=office, at=AT
    )

    (found,) = places_of(school, office)
    assert found.gln.startswith("735000")
    assert len(found.gln) == 13
    with tenant_scope(office.tenant_id):
        assert TakenGln.objects.get(gln=found.gln).holder_id == kitchen


def test_without_a_prefix_of_our_own_no_gln_is_given_and_no_place_is_kept(db: None) -> None:
    office = everything(a_tenant().tenant_id)
    school = a_unit(office.tenant_id)
    place = dock_facts(address=replace(DOCK, gln=""))

    with pytest.raises(Refused) as refusal:
        actions.add_delivery_place(
            school, place, valid_from=TODAY, gets_gln=True, actor=office, at=AT
        )

    assert refusal.value.codes == ["parties.no_gs1_prefix"]
    with tenant_scope(office.tenant_id):
        assert not DeliveryPlace.objects.exists()


def test_another_place_needs_another_gln_unless_the_address_was_only_wrong(
    office: Actor, school: UUID
) -> None:
    kitchen = add(school, office)
    moved = dock_facts(address=replace(DOCK, street="Ny gata 1"))

    with pytest.raises(Refused) as refusal:
        actions.change_delivery_place(kitchen, moved, actor=office, at=AT)
    actions.change_delivery_place(kitchen, moved, address_is_corrected=True, actor=office, at=AT)

    assert refusal.value.codes == ["parties.moved_place_keeps_gln"]
    (found,) = places_of(school, office)
    assert found.address.street == "Ny gata 1"


def test_only_who_changes_the_unit_changes_where_it_takes_goods_in(
    office: Actor, school: UUID
) -> None:
    park = a_unit(office.tenant_id, "Parken")
    kitchen = add(school, office)
    parkkeeper = a_person(office.tenant_id, ("coordinator",), park)

    for attempt in (
        lambda: add(school, parkkeeper),
        lambda: actions.change_delivery_place(kitchen, dock_facts(), actor=parkkeeper, at=AT),
        lambda: actions.end_delivery_place(kitchen, last_day=TODAY, actor=parkkeeper, at=AT),
    ):
        with pytest.raises(Denial):
            attempt()

    assert add(park, parkkeeper, address=replace(DOCK, gln=OTHER_GLN))
    assert [place.version for place in places_of(school, office)] == [1]


def test_an_order_to_a_further_place_names_it_and_not_the_unit_s_own(
    office: Actor, school: UUID, django_assert_num_queries: Any
) -> None:
    seller = an_organisation(office.tenant_id)
    a_relationship(office.tenant_id, seller)
    kitchen = add(school, office)

    with tenant_scope(office.tenant_id):
        with django_assert_num_queries(4):
            own = queries.trade_parties(seller, school, on=TODAY)
        with django_assert_num_queries(5):
            there = queries.trade_parties(seller, school, on=TODAY, place_id=kitchen)

    assert own.consignee.name == "Skolan"
    assert own.place is None
    assert there.consignee.name == "Köket, lastkaj B"
    assert there.consignee.identifier is not None
    assert (there.consignee.identifier.value, there.consignee.identifier.scheme) == (GLN, "0088")
    assert there.consignee.address is not None
    assert there.consignee.address.street == "Bakgatan 2"
    assert there.delivery_party.name == there.originator.name == "Skolan"
    assert there.delivery_party.address == there.consignee.address
    assert there.originator.address == own.originator.address


def test_an_order_by_way_of_the_centre_tells_it_the_place_at_the_unit(
    office: Actor, school: UUID
) -> None:
    seller, centre = (an_organisation(office.tenant_id, name) for name in ("Grossisten", "DC"))
    a_relationship(office.tenant_id, seller, consignee_organisation_id=centre)
    kitchen = add(school, office)

    with tenant_scope(office.tenant_id):
        there = queries.trade_parties(seller, school, on=TODAY, place_id=kitchen)

    assert there.consignee.name == "DC"
    assert there.delivery_party.address is not None
    assert there.delivery_party.address.street == "Bakgatan 2"
