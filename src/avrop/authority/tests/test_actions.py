"""Commands and ports of authority, with a database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from avrop.authority import actions, queries
from avrop.authority.models import DeedRow, Delegation, Mandate, RestrictedCategory
from avrop.authority.separation import ALWAYS, Pair
from avrop.authority.tests.builders import (
    JUDGE,
    NOON,
    RING,
    TODAY,
    Town,
    a_mandate,
    a_person,
    a_town,
    done,
    id_of,
    kronor,
    lent,
    published,
    statements,
)
from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.models import EventRow
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import ANYWHERE, Deed, Shared, Within, record_deed, require
from avrop.kernel.problems import Denial, Forbidden, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.values import uuid7

pytestmark = pytest.mark.django_db

MEDICINE, BREAD = "33651600-4", "15811100-7"


@pytest.fixture
def town() -> Town:
    return a_town()


def asked(
    town: Town,
    actor: Actor,
    within: Within = ANYWHERE,
    *,
    permission: Permission = RING,
    at: datetime = NOON,
) -> Actor:
    with tenant_scope(town.tenant_id):
        return require(actor, permission, at=at, within=within)


def refused(act: Callable[[], object], kind: type[Denial] = Refused) -> list[str]:
    with pytest.raises(kind) as denial:
        act()
    return denial.value.codes


def counted(town: Town, model: type[Mandate | Delegation | DeedRow | RestrictedCategory]) -> int:
    with tenant_scope(town.tenant_id):
        return model.objects.count()


# Asking


def test_a_person_acts_under_the_mandate_that_allows_it(town: Town) -> None:
    anna = a_person(town)
    mandate = a_mandate(town, anna, unit_id=town.schools, limit=kronor(1000))

    actor = asked(town, anna, Within(town.oak_hill, frozenset({BREAD}), None, kronor(1000)))

    assert (actor.mandate_id, actor.unit_id, actor.on_behalf_of) == (mandate, town.oak_hill, None)


def test_a_person_is_told_every_reason_at_once(town: Town) -> None:
    anna = a_person(town)
    a_mandate(town, anna, unit_id=town.schools, limit=kronor(1000), categories=("15000000-8",))
    within = Within(town.library, frozenset({MEDICINE}), None, kronor(1001))

    codes = refused(lambda: asked(town, anna, within), Forbidden)

    assert codes == [
        "authority.outside_unit",
        "authority.category_not_allowed",
        "authority.above_limit",
    ]


def test_without_a_role_that_carries_the_right_nobody_gets_anywhere(town: Town) -> None:
    anna = a_person(town)
    a_mandate(town, anna, "receiver")

    assert refused(lambda: asked(town, anna), Forbidden) == ["authority.no_role"]


def test_a_mandate_ends_at_midnight_in_the_organisations_zone(town: Town) -> None:
    anna = a_person(town)
    a_mandate(town, anna, valid_until=TODAY)
    last_moment = datetime.fromisoformat("2026-03-02T22:59:59+00:00")

    assert asked(town, anna, at=last_moment).mandate_id

    after = last_moment + timedelta(seconds=1)
    assert refused(lambda: asked(town, anna, at=after), Forbidden) == ["authority.mandate_expired"]


def test_a_routine_may_exactly_what_it_lists(town: Town) -> None:
    routine = Actor.routine(town.tenant_id, "bell", frozenset({RING.name}))

    assert asked(town, routine) == routine
    codes = refused(lambda: asked(town, routine, permission=JUDGE), Forbidden)
    assert codes == ["authority.routine_may_not"]


def test_asking_and_recording_cost_the_same_whatever_there_is(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    within = Within(town.oak_hill, frozenset({BREAD}), None, kronor(5))
    for number in range(5):
        a_mandate(
            town, anna, unit_id=town.schools, limit=kronor(9), responsibilities=(f"4{number}*",)
        )
    a_mandate(town, anna, unit_id=town.schools)
    chains = tuple(uuid7() for _ in range(100))
    done(town, bo, Deed.NEED, *chains)

    with statements(town) as asking:
        require(anna, RING, at=NOON, within=within)
    with statements(town) as recording:
        record_deed(chains, Deed.APPROVE, actor=anna, at=NOON)
    with statements(town) as recording_what_nothing_opposes:
        record_deed(chains, Deed.ORDER, actor=anna, at=NOON)
    with statements(town) as listing_problems:
        queries.problems_requiring(anna, RING, [within] * 100, at=NOON)
    with statements(town) as looking_for_somebody:
        queries.who_may(JUDGE, within, NOON, without_deeds_on=chains, deed=Deed.APPROVE)

    assert len(asking) == 1
    assert len(recording) == 2
    assert len(recording_what_nothing_opposes) == 1
    assert len(listing_problems) == 1
    assert len(looking_for_somebody) == 3


def test_problems_are_listed_without_refusing(town: Town) -> None:
    anna = a_person(town)
    a_mandate(town, anna, unit_id=town.schools)

    with tenant_scope(town.tenant_id):
        found = queries.problems_requiring(
            anna, RING, [Within(town.oak_hill), Within(town.library)], at=NOON
        )

    assert [[problem.code for problem in problems] for problems in found] == [
        [],
        ["authority.outside_unit"],
    ]


# Granting


def test_a_mandate_is_granted_and_announced(town: Town) -> None:
    anna = a_person(town)

    mandate_id = a_mandate(town, anna, unit_id=town.library, limit=kronor(500))

    (mandate,) = queries.mandates_of(id_of(anna), actor=town.office)
    assert (mandate.id, mandate.role, mandate.unit_id) == (mandate_id, "requester", town.library)
    assert mandate.limit == kronor(500)
    assert published(town) == ["authority.mandate_granted"]


def test_a_senseless_grant_is_refused_for_every_reason_and_changes_nothing(town: Town) -> None:
    def act() -> None:
        actions.grant_mandate(
            uuid7(),
            "emperor",
            unit_id=uuid7(),
            valid_from=TODAY,
            valid_until=date(2026, 3, 1),
            limit=kronor(-1),
            decision_reference=" ",
            actor=town.office,
            at=NOON,
        )

    assert refused(act) == [
        "authority.unknown_person",
        "authority.unknown_unit",
        "authority.ends_before_it_begins",
        "authority.unknown_role",
        "authority.no_decision",
        "authority.negative_limit",
    ]
    assert counted(town, Mandate) == 0
    assert published(town) == []


def test_nobody_grants_himself_a_mandate(town: Town) -> None:
    root = a_person(town, "Rut")
    a_mandate(town, root, "system_administrator")

    def act() -> None:
        actions.grant_mandate(
            id_of(root),
            "payment_releaser",
            valid_from=TODAY,
            decision_reference="mine",
            actor=root,
            at=NOON,
        )

    assert refused(act) == ["authority.own_mandate"]
    assert counted(town, Mandate) == 1


def test_an_administrator_of_a_unit_grants_within_it_only(town: Town) -> None:
    root, anna = a_person(town, "Rut"), a_person(town)
    a_mandate(town, root, "system_administrator", unit_id=town.schools)

    def granted(unit_id: UUID | None) -> UUID:
        return a_mandate(town, anna, unit_id=unit_id, actor=root)

    assert granted(town.oak_hill)
    assert refused(lambda: granted(town.library), Forbidden) == ["authority.outside_unit"]
    assert refused(lambda: granted(None), Forbidden) == ["authority.not_everywhere"]
    assert counted(town, Mandate) == 2


def test_nobody_lends_somebody_elses_mandate_to_himself(town: Town) -> None:
    manager, anna = a_person(town, "Mats"), a_person(town)
    a_mandate(town, manager, "manager")
    mandate = a_mandate(town, anna, "payment_releaser")

    codes = refused(lambda: lent(town, mandate, manager, actor=manager))

    assert codes == ["authority.own_mandate", "authority.not_known_away"]
    assert counted(town, Delegation) == 0


def test_only_who_may_grant_grants(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    a_mandate(town, anna)

    def act() -> None:
        actions.grant_mandate(
            id_of(bo),
            "requester",
            valid_from=TODAY,
            decision_reference="x",
            actor=anna,
            at=NOON,
        )

    assert refused(act, Forbidden) == ["authority.no_role"]
    assert counted(town, Mandate) == 1


def test_a_revoked_mandate_gives_nothing_and_its_substitute_nothing(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    mandate = a_mandate(town, anna)
    lent(town, mandate, bo)

    actions.revoke_mandate(mandate, "Audit", actor=town.office, at=NOON)

    assert refused(lambda: asked(town, anna), Forbidden) == ["authority.mandate_expired"]
    assert refused(lambda: asked(town, bo), Forbidden) == ["authority.mandate_expired"]
    again = refused(lambda: actions.revoke_mandate(mandate, "", actor=town.office, at=NOON))
    assert again == ["authority.already_revoked", "authority.no_reason"]
    assert refused(
        lambda: actions.revoke_mandate(uuid7(), "x", actor=town.office, at=NOON), Missing
    ) == ["kernel.missing"]


def test_installing_the_roles_again_changes_nothing_else(town: Town) -> None:
    anna = a_person(town)
    a_mandate(town, anna)

    count = actions.install_roles(actor=town.office, at=NOON)

    assert count == len(queries.roles(actor=town.office)) == 28
    assert asked(town, anna).mandate_id


def test_who_leaves_takes_no_right_along(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    mandate = a_mandate(town, anna)
    lent(town, mandate, bo, valid_until=date(2026, 3, 31))
    tomorrow = NOON + timedelta(days=1)

    with jobs.running_here() as drain:
        parties.end_person(id_of(bo), last_day=TODAY, actor=town.office, at=NOON)
        drain()

    assert asked(town, bo).on_behalf_of == anna.person_id
    assert refused(lambda: asked(town, bo, at=tomorrow), Forbidden) == ["authority.mandate_expired"]
    assert asked(town, anna, at=tomorrow).mandate_id == mandate


# Lending


def test_a_substitute_acts_on_behalf_of_the_holder_during_the_absence_only(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    mandate = a_mandate(town, anna, unit_id=town.schools, limit=kronor(1000))
    lent(town, mandate, bo, limit=kronor(100), actor=anna)
    within = Within(town.oak_hill, amount=kronor(100))

    actor = asked(town, bo, within)

    assert (actor.person_id, actor.on_behalf_of, actor.mandate_id) == (
        bo.person_id,
        anna.person_id,
        mandate,
    )
    above = Within(town.oak_hill, amount=kronor(101))
    assert refused(lambda: asked(town, bo, above), Forbidden) == ["authority.above_limit"]
    later = NOON + timedelta(days=5)
    codes = refused(lambda: asked(town, bo, within, at=later), Forbidden)
    assert codes == ["authority.mandate_expired"]


def test_a_substitute_never_gets_more_than_the_holder_has_and_passes_nothing_on(town: Town) -> None:
    anna, bo, cecilia = a_person(town), a_person(town, "Bo"), a_person(town, "Cecilia")
    a_mandate(town, bo)
    mandate = a_mandate(town, anna, limit=kronor(100))
    lent(town, mandate, bo)

    codes = refused(lambda: lent(town, mandate, cecilia, limit=kronor(101), actor=anna))
    passing_on = refused(lambda: lent(town, mandate, cecilia, actor=bo), Forbidden)

    assert codes == ["authority.delegation_wider"]
    assert passing_on == ["authority.no_role"]
    assert counted(town, Delegation) == 1


def test_substitutes_in_a_circle_are_refused_with_the_path(town: Town) -> None:
    anna, bo, cecilia = a_person(town), a_person(town, "Bo"), a_person(town, "Cecilia")
    lent(town, a_mandate(town, anna), bo)
    lent(town, a_mandate(town, bo), cecilia)
    third = a_mandate(town, cecilia, "approver")

    with pytest.raises(Refused) as refusal:
        lent(town, third, anna)

    (problem,) = refusal.value.problems
    people = [cecilia, anna, bo, cecilia]
    assert problem.code == "authority.delegation_in_a_circle"
    assert problem.values["path"] == " → ".join(str(person.person_id) for person in people)
    assert counted(town, Delegation) == 2


def test_the_holder_takes_his_mandate_home(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    delegation = lent(town, a_mandate(town, anna), bo)

    actions.end_delegation(delegation, actor=anna, at=NOON)

    assert refused(lambda: asked(town, bo), Forbidden) == ["authority.mandate_expired"]
    again = refused(lambda: actions.end_delegation(delegation, actor=anna, at=NOON))
    assert again == ["authority.already_revoked"]


# Restricting


def test_a_restricted_category_is_bought_only_by_whoever_is_named_for_it(town: Town) -> None:
    anna, nurse = a_person(town), a_person(town, "Nina")
    a_mandate(town, anna)
    a_mandate(town, nurse, categories=("33600000-6",))
    medicine = Within(categories=frozenset({MEDICINE}))

    actions.restrict_category(
        "33600000-6", id_of(nurse), valid_from=TODAY, actor=town.office, at=NOON
    )

    assert refused(lambda: asked(town, anna, medicine), Forbidden) == [
        "authority.category_not_allowed"
    ]
    assert asked(town, nurse, medicine).mandate_id
    with tenant_scope(town.tenant_id):
        found = queries.responsible_for([MEDICINE, BREAD], on=TODAY)
    assert found == {MEDICINE: nurse.person_id}


def test_a_category_is_restricted_once_at_a_time_until_lifted(town: Town) -> None:
    anna = a_person(town)
    a_mandate(town, anna)

    def restrict(valid_from: date) -> UUID:
        return actions.restrict_category(
            "336", id_of(anna), valid_from=valid_from, actor=town.office, at=NOON
        )

    first = restrict(TODAY)

    assert refused(lambda: restrict(date(2026, 5, 1))) == ["authority.already_restricted"]
    actions.lift_restriction(first, date(2026, 4, 30), actor=town.office, at=NOON)
    restrict(date(2026, 5, 1))
    assert counted(town, RestrictedCategory) == 2


# Deeds


def test_a_deed_is_written_with_person_mandate_and_rules(town: Town) -> None:
    anna, chain = a_person(town), uuid7()
    mandate = a_mandate(town, anna)

    done(town, asked(town, anna), Deed.NEED, chain)

    (deed,) = queries.certificate(chain, actor=anna).deeds
    assert deed.mandate is not None
    assert (deed.deed, deed.person_id, deed.mandate.id) == ("need", anna.person_id, mandate)
    assert (deed.rule_set, deed.at) == ("authority.separation/0", NOON)


def test_who_had_the_need_cannot_approve_it_and_nothing_is_left_of_the_attempt(town: Town) -> None:
    anna, bo, chain, other = a_person(town), a_person(town, "Bo"), uuid7(), uuid7()
    done(town, anna, Deed.NEED, chain)

    codes = refused(lambda: done(town, anna, Deed.APPROVE, other, chain))

    assert codes == ["authority.duties_not_separated"]
    assert counted(town, DeedRow) == 1
    done(town, bo, Deed.APPROVE, chain)
    assert counted(town, DeedRow) == 2


@pytest.mark.parametrize("who_acts", ["principal", "substitute", "on behalf"])
def test_neither_substitute_nor_holder_approves_the_others_need(town: Town, who_acts: str) -> None:
    anna, bo, chain = a_person(town), a_person(town, "Bo"), uuid7()
    lent(town, a_mandate(town, anna, "approver"), bo)
    needs, approves = (bo, anna) if who_acts == "principal" else (anna, bo)
    if who_acts == "on behalf":
        approves = asked(town, bo, permission=JUDGE)
    done(town, needs, Deed.NEED, chain)

    codes = refused(lambda: done(town, approves, Deed.APPROVE, chain))

    assert codes == ["authority.duties_not_separated"]


def test_a_link_that_ended_before_the_need_arose_no_longer_counts(town: Town) -> None:
    anna, bo, chain = a_person(town), a_person(town, "Bo"), uuid7()
    lent(town, a_mandate(town, anna), bo)
    later = NOON + timedelta(days=10)
    done(town, anna, Deed.NEED, chain, at=later)

    done(town, bo, Deed.APPROVE, chain, at=later)

    assert counted(town, DeedRow) == 2


def test_a_link_that_ended_after_the_need_arose_still_counts(town: Town) -> None:
    anna, bo, chain = a_person(town), a_person(town, "Bo"), uuid7()
    lent(town, a_mandate(town, anna), bo)
    done(town, anna, Deed.NEED, chain)

    later = NOON + timedelta(days=10)
    codes = refused(lambda: done(town, bo, Deed.APPROVE, chain, at=later))

    assert codes == ["authority.duties_not_separated"]


def test_a_need_that_is_shared_is_each_ones_own_and_costs_no_more_to_write(town: Town) -> None:
    anna, bo, chain, other = a_person(town), a_person(town, "Bo"), uuid7(), uuid7()
    mandate = a_mandate(town, anna)

    with statements(town) as asked_for:
        record_deed(
            (chain, other),
            Deed.NEED,
            actor=anna.under(mandate, None),
            at=NOON,
            shared=(Shared(chain, id_of(bo)), Shared(chain, id_of(anna))),
        )

    assert len(asked_for) == 2
    with tenant_scope(town.tenant_id):
        deeds = [(d.person_id, d.mandate_id) for d in queries.deeds_on([chain])]
    assert sorted(deeds, key=str) == sorted(
        [(bo.person_id, None), (anna.person_id, mandate)], key=str
    )
    assert refused(lambda: done(town, bo, Deed.APPROVE, chain)) == [
        "authority.duties_not_separated"
    ]
    done(town, bo, Deed.APPROVE, other)


def test_a_need_is_not_shared_with_somebody_who_has_approved_it(town: Town) -> None:
    anna, bo, chain = a_person(town), a_person(town, "Bo"), uuid7()
    done(town, bo, Deed.APPROVE, chain)

    def need() -> None:
        with tenant_scope(town.tenant_id):
            shared = (Shared(chain, id_of(bo)),)
            record_deed((chain,), Deed.NEED, actor=anna, at=NOON, shared=shared)

    assert refused(need) == ["authority.duties_not_separated"]
    assert counted(town, DeedRow) == 1


def test_what_a_routine_passes_on_is_still_the_need_of_those_who_had_it(town: Town) -> None:
    bo, chain = a_person(town, "Bo"), uuid7()

    with tenant_scope(town.tenant_id):
        record_deed(
            (chain,), Deed.NEED, actor=town.office, at=NOON, shared=(Shared(chain, id_of(bo)),)
        )

    assert refused(lambda: done(town, bo, Deed.APPROVE, chain)) == [
        "authority.duties_not_separated"
    ]


def test_routines_do_no_deeds(town: Town) -> None:
    done(town, town.office, Deed.NEED, uuid7())

    assert counted(town, DeedRow) == 0


def test_what_is_kept_apart_changes_on_its_day(town: Town) -> None:
    anna, chain = a_person(town), uuid7()
    pairs = (*ALWAYS, Pair(Deed.NEED, Deed.RECEIVE))
    done(town, anna, Deed.NEED, chain)

    version = actions.change_separation(
        pairs, valid_from=date(2026, 3, 3), reason="Board", actor=town.office, at=NOON
    )

    done(town, anna, Deed.RECEIVE, chain)
    tomorrow = NOON + timedelta(days=1)
    codes = refused(lambda: done(town, anna, Deed.RECEIVE, chain, at=tomorrow))
    assert (version, codes) == ("authority.separation/1", ["authority.duties_not_separated"])


def test_a_version_by_which_one_person_could_let_money_out_alone_is_refused(town: Town) -> None:
    def act() -> None:
        actions.change_separation((), valid_from=TODAY, reason="", actor=town.office, at=NOON)

    assert refused(act) == ["authority.separation_too_weak", "authority.no_reason"]
    with tenant_scope(town.tenant_id):
        assert queries.separation_in_force(TODAY)[1] == "authority.separation/0"
        assert not EventRow.objects.filter(name="authority.separation_changed").exists()
