"""The organisation's tree over time: moved on a day, merged, split; and what hangs on a unit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from avrop.kernel.actors import Actor
from avrop.kernel.problems import Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, events, queries
from avrop.parties.actions import Part
from avrop.parties.jobs import let_days_take_effect
from avrop.parties.models import Employment, Unit
from avrop.parties.queries import ContactFacts, UnitFacts
from avrop.parties.rules import lies_in, parents_on
from avrop.parties.shapes import UnitMoveFacts
from avrop.testing.worlds import (
    AT,
    TODAY,
    a_person,
    a_tenant,
    a_unit,
    an_organisation,
    everything,
    publishing,
)
from avrop.values import uuid7

LATER = TODAY + timedelta(days=30)


def at_noon(day: date) -> datetime:
    return AT + (day - TODAY)


@pytest.fixture
def office(db: None) -> Actor:
    return everything(a_tenant().tenant_id)


def tree_on(day: date, office: Actor, at: datetime = AT) -> list[tuple[str, int]]:
    nodes = queries.organisation_tree(actor=office, on=day, at=at)
    return [(node.name, node.depth) for node in nodes]


def unit_of(office: Actor, unit_id: UUID) -> queries.UnitView:
    with tenant_scope(office.tenant_id):
        return queries.unit(unit_id)


def test_where_a_unit_lay_and_will_lie_follows_from_its_moves() -> None:
    a, b, c, unit = (uuid7() for _ in range(4))
    moves = (
        UnitMoveFacts(unit, a, b, date(2026, 1, 10), is_applied=True),
        UnitMoveFacts(unit, b, c, date(2026, 2, 10), is_applied=True),
        UnitMoveFacts(unit, c, a, date(2026, 5, 1), is_applied=False),
    )

    def lay(day: date) -> UUID | None:
        return parents_on(day, date(2026, 3, 1), {unit: c}, moves)[unit]

    assert [lay(date(2026, month, 15)) for month in (1, 2, 4, 5)] == [b, c, c, a]
    assert lay(date(2025, 12, 31)) == a


def test_a_unit_lies_in_itself_and_in_all_above_it() -> None:
    top, middle, leaf = (uuid7() for _ in range(3))
    parents = {leaf: middle, middle: top, top: None}

    assert [lies_in(leaf, outer, parents) for outer in (leaf, middle, top)] == [True] * 3
    assert not lies_in(top, leaf, parents)
    assert not lies_in(None, leaf, parents)


def test_a_move_on_a_later_day_waits_until_that_day_has_come(office: Actor) -> None:
    school, park = a_unit(office.tenant_id, "Skolan"), a_unit(office.tenant_id, "Parken")
    kitchen = a_unit(office.tenant_id, "Köket", parent_id=school)

    actions.move_unit(kitchen, parent_id=park, valid_from=LATER, actor=office, at=AT)

    assert unit_of(office, kitchen).parent_id == school
    assert tree_on(LATER, office) == [("Parken", 0), ("Köket", 1), ("Skolan", 0)]
    let_days_take_effect(int(at_noon(LATER - timedelta(days=1)).timestamp()))
    assert unit_of(office, kitchen).parent_id == school
    let_days_take_effect(int(at_noon(LATER).timestamp()))
    let_days_take_effect(int(at_noon(LATER).timestamp()))
    moved = unit_of(office, kitchen)
    assert (moved.parent_id, moved.path) == (park, f"/{park}/{kitchen}/")
    assert tree_on(TODAY, office, at_noon(LATER)) == [("Parken", 0), ("Skolan", 0), ("Köket", 1)]


def test_two_planned_moves_never_close_a_ring(office: Actor) -> None:
    first, second = a_unit(office.tenant_id, "A"), a_unit(office.tenant_id, "B")
    actions.move_unit(first, parent_id=second, valid_from=LATER, actor=office, at=AT)
    actions.move_unit(second, parent_id=first, valid_from=LATER, actor=office, at=AT)

    with publishing(office.tenant_id) as published:
        actions.take_effect(actor=office, at=at_noon(LATER))

    assert published == [
        events.UnitMoved(first, None, second),
        events.UnitMoveCalledOff(second, LATER),
    ]
    assert unit_of(office, second).parent_id is None


def test_a_planned_move_is_called_off_and_none_is_made_in_the_past(office: Actor) -> None:
    school, park = a_unit(office.tenant_id, "Skolan"), a_unit(office.tenant_id, "Parken")
    actions.move_unit(school, parent_id=park, valid_from=LATER, actor=office, at=AT)

    actions.call_off_move(school, actor=office, at=AT)

    with pytest.raises(Missing):
        actions.call_off_move(school, actor=office, at=AT)
    with pytest.raises(Refused) as refusal:
        actions.move_unit(
            school, parent_id=park, valid_from=TODAY - timedelta(days=1), actor=office, at=AT
        )
    assert refusal.value.codes == ["parties.move_in_the_past"]
    assert actions.take_effect(actor=office, at=at_noon(LATER)) == 0


def test_merged_units_close_and_their_people_and_what_lies_below_go_on(office: Actor) -> None:
    into, old = a_unit(office.tenant_id, "Nya"), a_unit(office.tenant_id, "Gamla")
    below = a_unit(office.tenant_id, "Köket", parent_id=old)
    person = a_person(office.tenant_id, unit_id=old).person_id
    assert person is not None

    with publishing(office.tenant_id) as published:
        actions.merge_units(into, (old,), last_day=LATER, actor=office, at=AT)

    assert published == [
        events.UnitMoved(below, old, into),
        events.UnitClosed(old, LATER, into),
        events.UnitsMerged(into, (old,), LATER),
    ]
    assert unit_of(office, below).path == f"/{into}/{below}/"
    with tenant_scope(office.tenant_id):
        assert queries.person(person).unit_id == old
        ends = list(Employment.objects.order_by("valid_from").values_list("unit_id", "valid_until"))
    assert ends == [(old, LATER), (into, None)]
    actions.take_effect(actor=office, at=at_noon(LATER + timedelta(days=1)))
    with tenant_scope(office.tenant_id):
        assert queries.person(person).unit_id == into


def test_a_unit_is_not_merged_with_itself_or_into_what_lies_in_it(office: Actor) -> None:
    top = a_unit(office.tenant_id, "Skolan")
    below = a_unit(office.tenant_id, "Köket", parent_id=top)

    with pytest.raises(Refused) as itself:
        actions.merge_units(top, (top,), last_day=LATER, actor=office, at=AT)
    with pytest.raises(Refused) as inside:
        actions.merge_units(below, (top,), last_day=LATER, actor=office, at=AT)

    assert itself.value.codes == ["parties.merge_with_itself"]
    assert inside.value.codes == ["parties.unit_inside_itself"]
    assert unit_of(office, top).valid_until is None


def test_a_split_unit_shares_out_its_people_and_the_new_ones_open_the_day_after(
    office: Actor,
) -> None:
    above = a_unit(office.tenant_id, "Området")
    old = a_unit(office.tenant_id, "Skolan", parent_id=above)
    people = [a_person(office.tenant_id, unit_id=old, name=name) for name in ("A", "B", "C")]
    ids = [one.person_id for one in people if one.person_id]

    first, second = actions.split_unit(
        old,
        (Part(UnitFacts("Låg", code="L")), Part(UnitFacts("Hög", code="H"), (ids[2],))),
        last_day=TODAY,
        actor=office,
        at=AT,
    )
    actions.take_effect(actor=office, at=at_noon(TODAY + timedelta(days=1)))

    opened = unit_of(office, first)
    assert (opened.parent_id, opened.valid_from) == (above, TODAY + timedelta(days=1))
    assert (unit_of(office, old).valid_until, unit_of(office, old).successor_id) == (TODAY, first)
    with tenant_scope(office.tenant_id):
        where = [queries.person(one).unit_id for one in ids]
    assert where == [first, first, second]


def test_a_split_into_one_or_with_somebody_twice_is_refused_and_changes_nothing(
    office: Actor,
) -> None:
    old = a_unit(office.tenant_id, "Skolan")
    person = a_person(office.tenant_id, unit_id=old).person_id
    assert person is not None
    twice = (Part(UnitFacts("A"), (person,)), Part(UnitFacts("B"), (person,)))

    with pytest.raises(Refused) as one:
        actions.split_unit(old, (Part(UnitFacts("A")),), last_day=TODAY, actor=office, at=AT)
    with pytest.raises(Refused) as both:
        actions.split_unit(old, twice, last_day=TODAY, actor=office, at=AT)

    assert one.value.codes == ["parties.split_into_too_few"]
    assert both.value.codes == ["parties.split_people"]
    with tenant_scope(office.tenant_id):
        assert Unit.objects.count() == 1


def test_what_hangs_on_a_unit_is_counted_with_all_below_it(office: Actor) -> None:
    top = a_unit(office.tenant_id, "Skolan")
    below = a_unit(office.tenant_id, "Köket", parent_id=top)
    a_person(office.tenant_id, ("requester", "receiver"), unit_id=below)

    found = queries.effects_on_unit(top, actor=office, on=TODAY)

    assert (found.people, found.people_below, found.units_below) == (0, 1, 1)
    assert {one.code: one.count for one in found.touched} == {"authority.mandates": 2}


def test_whoever_works_in_two_units_has_one_main_employment(office: Actor) -> None:
    school, park = a_unit(office.tenant_id, "Skolan"), a_unit(office.tenant_id, "Parken")
    person = a_person(office.tenant_id, unit_id=school).person_id
    assert person is not None

    also = actions.begin_employment(
        person, park, valid_from=TODAY, title="Tränare", actor=office, at=AT
    )
    held = queries.employments_of(person, actor=office)
    with pytest.raises(Refused) as refusal:
        main = next(one for one in held if one.is_main)
        actions.end_employment(main.id, last_day=TODAY, actor=office, at=AT)
    actions.end_employment(also, last_day=TODAY, actor=office, at=AT)

    assert [(one.unit_id, one.is_main) for one in held] == [(park, False), (school, True)]
    assert refusal.value.codes == ["parties.employment_is_main"]
    actions.end_person(person, last_day=TODAY, actor=office, at=AT)
    assert all(one.valid_until == TODAY for one in queries.employments_of(person, actor=office))


def test_a_number_is_one_person_s(office: Actor) -> None:
    actions.add_person(
        "Åsa Ek", "", number="A1", signs_in=False, valid_from=TODAY, actor=office, at=AT
    )

    with pytest.raises(Refused) as refusal:
        actions.add_person(
            "Bo Al", "", number="A1", signs_in=False, valid_from=TODAY, actor=office, at=AT
        )

    assert refusal.value.codes == ["parties.number_is_anothers"]


def test_mail_that_comes_back_flags_every_contact_with_the_address_once(office: Actor) -> None:
    partners = [an_organisation(office.tenant_id, name) for name in ("Ett AB", "Två AB")]
    for partner in partners:
        facts = ContactFacts("orders", "Kim", "Order@Example.com")
        actions.set_contact(partner, facts, actor=office, at=AT)

    counts = [actions.note_bounce("order@example.com", actor=office, at=AT) for _ in range(2)]

    assert counts == [2, 0]
    doubtful = queries.contact_matrix(actor=office, on=TODAY, state="doubtful").items
    assert {one.id for one in doubtful} == set(partners)
