"""The registers: mandates as of a day and their renewal, positions, policies, coordinators, licences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from avrop.authority import actions, queries
from avrop.authority.models import LicenceCheck
from avrop.authority.passes import Gate, PassKind
from avrop.authority.post_models import Post, Who
from avrop.authority.queries import Moment
from avrop.authority.tests.builders import (
    JUDGE,
    NOON,
    RING,
    TODAY,
    Town,
    a_mandate,
    a_person,
    a_town,
    id_of,
    published,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.ports import ANYWHERE, Within, require
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.values import Money

pytestmark = pytest.mark.django_db
MEDICINE, BREAD = "33651600-4", "15811100-7"
DAY = timedelta(days=1)


@pytest.fixture
def town() -> Town:
    return a_town()


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as denial:
        act()
    return denial.value.codes


def may_ring(town: Town, actor: Actor, within: Within = ANYWHERE, *, days: int = 0) -> bool:
    with tenant_scope(town.tenant_id):
        try:
            require(actor, RING, at=NOON + timedelta(days=days), within=within)
        except Forbidden:
            return False
    return True


def works_in(town: Town, unit_id: UUID, name: str = "Eva") -> Actor:
    person_id = parties.add_person(
        name,
        "",
        valid_from=date(2020, 1, 1),
        unit_id=unit_id,
        signs_in=False,
        actor=town.office,
        at=NOON,
    )
    return Actor(town.tenant_id, person_id=person_id)


# Mandates


def test_the_same_is_not_given_twice_for_the_same_time(town: Town) -> None:
    anna = a_person(town)
    a_mandate(town, anna, valid_until=TODAY)

    assert refused(lambda: a_mandate(town, anna)) == ["authority.overlapping_mandate"]
    assert a_mandate(town, anna, unit_id=town.schools)
    assert a_mandate(town, anna, valid_from=TODAY + DAY)


def test_a_mandate_goes_on_by_a_new_decision_and_its_substitute_with_it(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    former = a_mandate(town, anna)
    actions.delegate(
        former,
        id_of(bo),
        valid_from=TODAY,
        valid_until=TODAY + 9 * DAY,
        reason="Ledig",
        actor=anna,
        at=NOON,
    )

    renewed = actions.renew_mandate(
        former,
        valid_from=TODAY + 2 * DAY,
        valid_until=date(2027, 3, 1),
        decision_reference="KS 2026/2",
        limit=Money(Decimal(500), "SEK"),
        actor=town.office,
        at=NOON,
    )

    newest, oldest = queries.mandates_of(id_of(anna), actor=town.office)
    assert (oldest.id, oldest.valid_until) == (former, TODAY + DAY)
    assert (newest.id, newest.limit) == (renewed, Money(Decimal(500), "SEK"))
    assert [may_ring(town, bo, days=days) for days in (1, 2, 9, 10)] == [True, True, True, False]
    assert published(town)[-1] == "authority.mandate_renewed"


def test_a_renewal_is_for_a_year_at_most(town: Town) -> None:
    mandate = a_mandate(town, a_person(town))

    def act() -> None:
        actions.renew_mandate(
            mandate,
            valid_from=date(2026, 1, 1),
            valid_until=date(2028, 1, 1),
            decision_reference=" ",
            actor=town.office,
            at=NOON,
        )

    assert refused(act) == [
        "authority.renewed_before_it_begins",
        "authority.renewed_too_long",
        "authority.no_decision",
    ]


def test_the_register_is_read_as_of_any_day(town: Town) -> None:
    anna = a_person(town)
    past = a_mandate(town, anna, valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31))
    now = a_mandate(town, anna)
    actions.revoke_mandate(now, "Slutar", actor=town.office, at=NOON)

    def on(day: date) -> list[UUID]:
        page = queries.register_page(on=day, actor=town.office, at=NOON)
        return [row.mandate.id for row in page.items]

    assert on(date(2025, 6, 1)) == [past]
    assert on(TODAY - DAY) == [now]
    assert on(TODAY) == []


def test_the_register_tells_what_must_be_decided_on_anew(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    soon = a_mandate(town, anna, valid_until=TODAY + 30 * DAY)
    a_mandate(town, bo)
    old = a_mandate(town, bo, "approver", valid_from=date(2025, 3, 10))

    page = queries.register_page(due=True, actor=town.office, at=NOON)

    assert {row.id for row in page.items} == {soon, old}
    assert all(row.is_due for row in page.items)


def test_the_register_is_found_by_name_and_role_and_costs_the_same_for_many(town: Town) -> None:
    counted = []
    for more in (1, 15):
        for number in range(more):
            a_mandate(town, a_person(town, f"Person {number}"), unit_id=town.schools)
        with statements(town) as asked:
            queries.register_page(actor=town.office, at=NOON, text="Person", role="requester")
        counted.append(len(asked))

    assert counted[0] == counted[1]


def test_a_specimen_of_a_signature_is_logged_once_taken(town: Town) -> None:
    anna = a_person(town)
    actions.log_specimen(id_of(anna), "Pärm 3", TODAY, actor=town.office, at=NOON)

    (specimen,) = queries.specimens_of(id_of(anna), actor=town.office)

    assert (specimen.reference, specimen.taken_on) == ("Pärm 3", TODAY)
    late = refused(
        lambda: actions.log_specimen(id_of(anna), "", TODAY + DAY, actor=town.office, at=NOON)
    )
    assert late == ["authority.no_specimen_reference", "authority.not_yet"]


# Positions


def a_position(town: Town, title: str = "Rektor", since: date = date(2026, 1, 1)) -> UUID:
    position = actions.open_position(
        title, valid_from=since, unit_id=town.schools, actor=town.office, at=NOON
    )
    actions.grant_to_position(
        position,
        "requester",
        valid_from=date(2026, 1, 1),
        decision_reference="KS 2026/1",
        unit_id=town.schools,
        actor=town.office,
        at=NOON,
    )
    return position


def appointed(town: Town, position: UUID, person: Actor, post: Post = Post.HOLDER) -> UUID:
    return actions.appoint(
        position,
        id_of(person),
        valid_from=TODAY,
        decision_reference="KS 2026/3",
        post=post,
        actor=town.office,
        at=NOON,
    )


def test_the_mandates_of_a_position_are_whoever_holds_it(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    position = a_position(town)
    appointment = appointed(town, position, anna)

    assert (may_ring(town, anna), may_ring(town, bo)) == (True, False)
    with tenant_scope(town.tenant_id):
        assert queries.holders_of("requester", unit_id=town.schools, on=TODAY) == (id_of(anna),)

    actions.end_appointment(appointment, TODAY, actor=town.office, at=NOON)

    assert (may_ring(town, anna), may_ring(town, anna, days=1)) == (True, False)


def test_a_deputy_acts_only_while_nobody_holds_the_position(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    position = a_position(town)
    appointed(town, position, bo, Post.DEPUTY)

    assert may_ring(town, bo)

    appointed(town, position, anna)

    assert (may_ring(town, anna), may_ring(town, bo)) == (True, False)


def test_a_position_has_one_holder_and_nobody_appoints_himself(town: Town) -> None:
    anna, boss = a_person(town), a_person(town, "Bo")
    a_mandate(town, boss, "manager")
    position = a_position(town)
    appointed(town, position, anna)

    def himself() -> None:
        actions.appoint(
            position, id_of(boss), valid_from=TODAY, decision_reference="x", actor=boss, at=NOON
        )

    assert refused(himself) == ["authority.own_mandate", "authority.position_held"]


def test_a_position_has_as_many_deputies_as_needed_and_nobody_has_it_twice(town: Town) -> None:
    anna, bo, cilla = (a_person(town, name) for name in ("Anna", "Bo", "Cilla"))
    position = a_position(town)
    for person, post in ((anna, Post.HOLDER), (bo, Post.DEPUTY), (cilla, Post.DEPUTY)):
        appointed(town, position, person, post)

    twice = refused(lambda: appointed(town, position, anna, Post.DEPUTY))

    found = queries.position(position, actor=town.office, at=NOON)
    assert twice == ["authority.appointed_already"]
    assert found.holder is not None
    assert found.holder.person == "Anna"
    assert {one.person for one in found.deputies} == {"Bo", "Cilla"}
    assert found.state == "held"


def test_nobody_holds_a_position_longer_than_he_works_here(town: Town) -> None:
    anna, last = a_person(town), TODAY + 9 * DAY
    parties.end_person(id_of(anna), last_day=last, actor=town.office, at=NOON)

    position = a_position(town)
    appointed(town, position, anna)

    found = queries.position(position, actor=town.office, at=NOON + 10 * DAY)
    assert found.vacant_since == last + DAY
    assert [one.valid_until for one in found.appointments] == [last]


def test_an_appointment_ends_on_a_day_of_its_own(town: Town) -> None:
    appointment = appointed(town, a_position(town), a_person(town))

    early = refused(
        lambda: actions.end_appointment(appointment, TODAY - DAY, actor=town.office, at=NOON)
    )

    assert early == ["authority.outside_appointment"]


def test_how_long_a_position_may_be_vacant_is_the_organisations_to_decide(town: Town) -> None:
    a_position(town, since=TODAY)
    at = NOON + 3 * DAY
    (before,) = queries.positions(actor=town.office, at=at)
    actions.decide_vacancy(2, reason="Viktigt", actor=town.office, at=NOON)

    (after,) = queries.positions(actor=town.office, at=at)

    assert (before.state, after.state) == ("vacant", "vacant_long")
    assert queries.longest_vacancy(actor=town.office, at=NOON) == 2
    assert refused(lambda: actions.decide_vacancy(366, reason="", actor=town.office, at=NOON)) == [
        "authority.no_reason",
        "authority.days_range",
    ]


def test_what_nobody_looks_after_is_told_with_how_long(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    a_position(town)
    actions.restrict_category(MEDICINE, id_of(anna), valid_from=TODAY, actor=town.office, at=NOON)
    actions.name_coordinator(
        "15000000-8",
        id_of(anna),
        deputy_id=id_of(bo),
        valid_from=TODAY,
        actor=town.office,
        at=NOON,
    )
    parties.end_person(id_of(anna), last_day=TODAY, actor=town.office, at=NOON)

    found = queries.vacancies(actor=town.office, at=NOON + 20 * DAY)

    assert [(one.kind, one.what, one.days, one.deputy, one.is_late) for one in found] == [
        ("position", "Rektor", 81, "", True),
        ("coordinator", "15", 20, "Bo", True),
        ("category", "336516", 20, "", True),
    ]


def test_who_leaves_leaves_his_position_too(town: Town) -> None:
    anna = a_person(town)
    appointed(town, a_position(town), anna)

    count = actions.end_mandates_of(id_of(anna), TODAY, actor=town.office, at=NOON)

    assert count == 1
    assert not may_ring(town, anna, days=1)


# Who may order


def test_everyone_who_works_in_a_unit_may_order_there_where_that_is_decided(town: Town) -> None:
    eva, stranger = works_in(town, town.oak_hill), works_in(town, town.library)
    everyone(town, town.schools, limit=Money(Decimal(500), "SEK"))

    def where(unit_id: UUID, amount: int) -> Within:
        return Within(unit_id=unit_id, amount=Money(Decimal(amount), "SEK"))

    assert may_ring(town, eva, where(town.oak_hill, 500))
    assert not may_ring(town, eva, where(town.oak_hill, 501))
    assert not may_ring(town, eva, where(town.schools, 1))
    assert not may_ring(town, stranger, where(town.library, 1))
    with tenant_scope(town.tenant_id):
        assert queries.holds(eva, RING, at=NOON)


def everyone(
    town: Town, unit_id: UUID | None, who: Who = Who.EVERYONE, days: int = 0, **scope: object
) -> UUID:
    return actions.set_requester_policy(
        unit_id,
        who,
        valid_from=TODAY + timedelta(days=days),
        decision_reference="BUN 2026/4",
        actor=town.office,
        at=NOON,
        **scope,
    )


def test_the_nearest_unit_with_a_policy_decides(town: Town) -> None:
    eva = works_in(town, town.oak_hill)
    everyone(town, None)
    everyone(town, town.oak_hill, Who.NAMED, days=1)

    assert (may_ring(town, eva), may_ring(town, eva, days=1)) == (True, False)


def test_it_is_seen_beforehand_who_gains_and_who_loses(town: Town) -> None:
    works_in(town, town.oak_hill, "Eva")
    named = works_in(town, town.oak_hill, "Nils")
    a_mandate(town, named, unit_id=town.schools)

    gain = queries.policy_effect(town.schools, Who.EVERYONE, TODAY, actor=town.office)
    assert (gain.gains, gain.loses, gain.keeps) == (1, 0, 1)
    assert [one.name for one in gain.gaining] == ["Eva"]

    everyone(town, town.schools)
    loss = queries.policy_effect(town.schools, Who.NAMED, TODAY, actor=town.office)
    assert (loss.gains, loss.loses, loss.keeps) == (0, 1, 1)
    assert [one.name for one in loss.losing] == ["Eva"]


def test_people_under_a_nearer_policy_are_not_concerned(town: Town) -> None:
    works_in(town, town.oak_hill)
    everyone(town, town.oak_hill, Who.NAMED)

    effect = queries.policy_effect(None, Who.EVERYONE, TODAY, actor=town.office)

    assert (effect.gains, effect.outside) == (0, 0)


def test_a_policy_follows_the_former_and_is_not_set_before_it(town: Town) -> None:
    everyone(town, town.schools, days=2)

    assert refused(lambda: everyone(town, town.schools)) == ["authority.policy_set_already"]


def test_the_effect_costs_the_same_for_many_people(town: Town) -> None:
    counted = []
    for more in (1, 10):
        for _ in range(more):
            works_in(town, town.schools)
        with statements(town) as asked:
            queries.policy_effect(town.schools, Who.EVERYONE, TODAY, actor=town.office)
            queries.who_may(JUDGE, ANYWHERE, NOON)
        counted.append(len(asked))

    assert counted[0] == counted[1]


# Who answers for goods


def test_goods_go_to_who_is_responsible_else_to_the_nearest_coordinator(town: Town) -> None:
    anna, bo, cia = a_person(town), a_person(town, "Bo"), a_person(town, "Cia")
    actions.restrict_category(MEDICINE, id_of(anna), valid_from=TODAY, actor=town.office, at=NOON)
    for group, person in (("15000000-8", bo), ("15800000-6", cia)):
        actions.name_coordinator(group, id_of(person), valid_from=TODAY, actor=town.office, at=NOON)

    with tenant_scope(town.tenant_id):
        found = queries.who_answers_for((MEDICINE, BREAD, "15300000-1", "30000000-9"), on=TODAY)

    assert found == {MEDICINE: id_of(anna), BREAD: id_of(cia), "15300000-1": id_of(bo)}


def test_the_deputy_coordinates_while_the_coordinator_is_away_or_has_left(town: Town) -> None:
    anna, bo, cia = a_person(town), a_person(town, "Bo"), a_person(town, "Cia")
    actions.name_coordinator(
        "15000000-8", id_of(anna), deputy_id=id_of(bo), valid_from=TODAY, actor=town.office, at=NOON
    )
    mandate = a_mandate(town, anna)
    actions.delegate(
        mandate,
        id_of(cia),
        valid_from=TODAY,
        valid_until=TODAY,
        reason="Ledig",
        actor=anna,
        at=NOON,
    )

    with tenant_scope(town.tenant_id):
        away = queries.who_answers_for((BREAD,), on=TODAY)
        back = queries.who_answers_for((BREAD,), on=TODAY + DAY)

    assert (away, back) == ({BREAD: id_of(bo)}, {BREAD: id_of(anna)})


# Licences


def test_every_look_at_a_licence_is_logged_with_what_was_found(town: Town) -> None:
    anna = a_person(town)
    gate = Gate(PassKind.LICENCE, "prescriber", categories=("336",))
    actions.change_gates((gate,), valid_from=TODAY, reason="LVFS", actor=town.office, at=NOON)

    def look(moment: Moment) -> list[str]:
        with tenant_scope(town.tenant_id):
            found = actions.check_licences(moment, id_of(anna), (MEDICINE, BREAD), at=NOON)
        return [f"{code}: {problem.code}" for code, problem in found.items()]

    assert look(Moment.SEARCH) == [f"{MEDICINE}: authority.licence_missing"]
    actions.grant_pass(
        id_of(anna),
        PassKind.LICENCE,
        "prescriber",
        TODAY,
        None,
        "12345",
        actor=town.office,
        at=NOON,
    )
    assert look(Moment.SUBMIT) == []

    page = queries.licence_checks_page(actor=town.office)
    assert [(one.moment, one.standing, one.categories) for one in page.items] == [
        ("submit", "valid", (MEDICINE,)),
        ("search", "missing", (MEDICINE,)),
    ]


def test_where_no_licence_is_asked_for_nothing_is_logged(town: Town) -> None:
    anna = a_person(town)

    with statements(town) as asked:
        assert actions.check_licences(Moment.SEND, id_of(anna), (MEDICINE,), at=NOON) == {}

    assert len(asked) == 1
    with tenant_scope(town.tenant_id):
        assert LicenceCheck.objects.count() == 0
