"""What is lent is good only while the lender is away; a standing substitute takes over by himself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from avrop.authority import actions, queries
from avrop.authority.models import Delegation
from avrop.authority.permissions import DELEGATE_FOR_OTHERS
from avrop.authority.tests.builders import (
    RING,
    Town,
    a_mandate,
    a_person,
    a_town,
    id_of,
    is_away,
    published,
    statements,
)
from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as people
from avrop.tasks import queries as tasks

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
#: What follows from an event happens now, whenever a test says that it was announced.
NOW, TODAY = datetime.now(UTC), timezone.localdate()
FRIDAY = TODAY + 4 * DAY


@pytest.fixture
def town() -> Town:
    return a_town()


def may_ring(town: Town, person: Actor, *, days: int = 0) -> bool:
    with tenant_scope(town.tenant_id):
        try:
            require(person, RING, at=NOW + days * DAY, within=Within(town.oak_hill))
        except Forbidden:
            return False
        return True


def lent(mandate: UUID, to: Actor, by: Actor, last: date = FRIDAY) -> UUID:
    return actions.delegate(
        mandate,
        id_of(to),
        valid_from=TODAY,
        valid_until=last,
        reason="Ledig",
        actor=by,
        at=NOW,
    )


def stands_in(town: Town, substitute: Actor, for_whom: Actor) -> UUID:
    return actions.name_substitute(
        id_of(substitute), valid_from=TODAY, person_id=id_of(for_whom), actor=town.office, at=NOW
    )


def away_by_hr(town: Town, last: date, *, called_off: bool = False, at: datetime = NOW) -> None:
    with jobs.running_here() as drain:
        parties.state_absence(
            "F-1",
            "A1",
            valid_from=TODAY,
            valid_until=last,
            is_called_off=called_off,
            actor=town.office,
            at=at,
        )
        drain()


def numbered(town: Town, person: Actor, number: str) -> None:
    parties.change_person(
        id_of(person), name=number, email="", number=number, actor=town.office, at=NOW
    )


def absence_of(town: Town, person: Actor) -> UUID:
    with tenant_scope(town.tenant_id):
        return people.absences_of(id_of(person), since=TODAY)[-1].id


def lendings(town: Town) -> list[tuple[date, bool]]:
    with tenant_scope(town.tenant_id):
        rows = Delegation.objects.order_by("id").values_list("valid_until", "revoked_at")
        return [(until, revoked is not None) for until, revoked in rows]


# --- only while away ---------------------------------------------------------------------------------


def test_who_lends_what_is_his_is_away_then_and_is_back_at_once_when_he_says_so(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    lent(a_mandate(town, anna), bo, by=anna)
    before = [may_ring(town, bo, days=days) for days in (0, 4, 5)]

    parties.end_absence(absence_of(town, anna), actor=anna, at=NOW)

    assert before == [True, True, False]
    assert not may_ring(town, bo)
    assert "parties.absence_ended" in published(town)


def test_whoever_a_colleague_says_is_away_learns_of_it_until_he_says_that_he_is_here(
    town: Town,
) -> None:
    anna, boss = a_person(town), a_person(town, "Bo")
    a_mandate(town, anna)
    a_mandate(town, boss, "manager")
    with jobs.running_here() as drain:
        parties.tell_absence(id_of(anna), valid_from=TODAY, valid_until=FRIDAY, actor=boss, at=NOW)
        parties.tell_absence(id_of(boss), valid_from=TODAY, valid_until=FRIDAY, actor=boss, at=NOW)
        drain()
    told = tasks.my_tasks(actor=anna).items
    with jobs.running_here() as drain:
        parties.end_absence(absence_of(town, anna), last_day=TODAY + DAY, actor=boss, at=NOW)
        drain()
    shorter = tasks.my_tasks(actor=anna).items
    with jobs.running_here() as drain:
        parties.end_absence(absence_of(town, anna), actor=anna, at=NOW)
        drain()

    assert [one.kind for one in told] == ["authority.task_said_to_be_away"]
    assert told[0].values["valid_until"] == FRIDAY
    assert [one.values["valid_until"] for one in shorter] == [TODAY + DAY]
    assert tasks.my_tasks(actor=anna).items == tasks.my_tasks(actor=boss).items == ()


def test_the_substitute_is_told_that_the_lender_is_not_away(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    lent(a_mandate(town, anna), bo, by=anna)
    parties.end_absence(absence_of(town, anna), actor=anna, at=NOW)

    with tenant_scope(town.tenant_id), pytest.raises(Forbidden) as refusal:
        require(bo, RING, at=NOW, within=Within(town.oak_hill))
    told = queries.explain(id_of(bo), RING.name, unit_id=town.oak_hill, actor=bo, at=NOW)

    assert refusal.value.codes == ["authority.lender_not_away"]
    assert not told.allowed
    assert told.principal == "Anna"
    assert "Anna har lånat dig detta men är inte frånvarande nu" in told.reasons[0].sentence


def test_lists_and_tasks_go_by_the_absence_too_in_the_same_statements(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    mandate = a_mandate(town, anna)
    lent(mandate, bo, by=anna)
    within = Within(town.oak_hill)

    with statements(town) as away:
        while_away = queries.people_who_may(RING, within, NOW)
        principals = queries.principals_of(bo, at=NOW)
        rights = queries.permissions_of(bo, at=NOW)
    parties.end_absence(absence_of(town, anna), actor=anna, at=NOW)
    with statements(town) as here:
        afterwards = queries.people_who_may(RING, within, NOW)
        assert queries.principals_of(bo, at=NOW) == ()
        assert queries.permissions_of(bo, at=NOW) == frozenset()

    assert set(while_away) == {anna.person_id, bo.person_id}
    assert (principals, RING.name in rights) == ((anna.person_id,), True)
    assert afterwards == (anna.person_id,)
    assert len(away) == len(here) == 3


def test_for_somebody_else_one_lends_only_on_days_on_which_he_is_known_to_be_away(
    town: Town,
) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    mandate = a_mandate(town, anna)
    with pytest.raises(Refused) as refusal:
        lent(mandate, bo, by=town.office)
    is_away(town, anna, TODAY, TODAY + 2 * DAY)
    with pytest.raises(Refused) as too_long:
        lent(mandate, bo, by=town.office)
    is_away(town, anna, TODAY + 3 * DAY, FRIDAY)

    lent(mandate, bo, by=town.office)

    assert refusal.value.codes == too_long.value.codes == ["authority.not_known_away"]
    assert too_long.value.problems[0].values == {"day": TODAY + 3 * DAY}
    assert may_ring(town, bo)


def test_nobody_makes_himself_a_substitute_by_telling_that_another_is_away(town: Town) -> None:
    anna, boss = a_person(town), a_person(town, "Bo")
    a_mandate(town, boss, "manager")
    numbered(town, anna, "A1")
    stands_in(town, boss, anna)
    a_mandate(town, anna)

    with jobs.running_here() as drain:
        parties.tell_absence(id_of(anna), valid_from=TODAY, valid_until=FRIDAY, actor=boss, at=NOW)
        drain()

    assert (may_ring(town, boss), lendings(town)) == (False, [])


# --- standing substitutes -----------------------------------------------------------------------------


def test_from_an_absence_of_the_hr_system_the_standing_substitute_takes_over_by_himself(
    town: Town,
) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    numbered(town, anna, "A1")
    a_mandate(town, anna)
    stands_in(town, bo, anna)
    before = may_ring(town, bo)

    away_by_hr(town, FRIDAY)

    assert not before
    assert [may_ring(town, bo, days=days) for days in (0, 4, 5)] == [True, True, False]
    assert published(town)[-2:] == ["authority.mandate_delegated", "authority.substitute_stands_in"]


def test_what_the_substitute_uses_follows_the_absence_and_the_same_again_does_nothing(
    town: Town,
) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    numbered(town, anna, "A1")
    a_mandate(town, anna)
    stands_in(town, bo, anna)
    away_by_hr(town, FRIDAY)
    told = len(published(town))

    away_by_hr(town, FRIDAY)
    again = (lendings(town), len(published(town)) - told)
    away_by_hr(town, FRIDAY + 7 * DAY)
    longer = lendings(town)
    away_by_hr(town, TODAY)
    shorter = lendings(town)
    away_by_hr(town, TODAY, called_off=True)

    assert again == ([(FRIDAY, False)], 0)
    assert (longer, shorter) == ([(FRIDAY + 7 * DAY, False)], [(TODAY, False)])
    assert lendings(town) == [(TODAY, True)]
    assert not may_ring(town, bo)


def test_who_is_back_before_the_hr_system_knows_stays_back_when_it_says_the_same_again(
    town: Town,
) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    numbered(town, anna, "A1")
    a_mandate(town, anna)
    stands_in(town, bo, anna)
    away_by_hr(town, FRIDAY)
    with jobs.running_here() as drain:
        parties.end_absence(absence_of(town, anna), actor=anna, at=NOW)
        drain()

    away_by_hr(town, FRIDAY)
    here = may_ring(town, bo)
    away_by_hr(town, FRIDAY + DAY, at=datetime.now(UTC))

    assert (here, may_ring(town, bo)) == (False, True)


def test_what_one_has_lent_oneself_stays_with_whom_one_chose(town: Town) -> None:
    anna, bo, cia = a_person(town), a_person(town, "Bo"), a_person(town, "Cia")
    numbered(town, anna, "A1")
    stands_in(town, bo, anna)
    lent(a_mandate(town, anna), cia, by=anna)

    away_by_hr(town, FRIDAY)

    assert (may_ring(town, bo), may_ring(town, cia)) == (False, True)


def test_a_substitute_takes_over_an_absence_that_is_known_already_and_ends_with_his_naming(
    town: Town,
) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    numbered(town, anna, "A1")
    a_mandate(town, anna)
    away_by_hr(town, FRIDAY)
    with jobs.running_here() as drain:
        row = stands_in(town, bo, anna)
        drain()
    took_over = may_ring(town, bo)

    with jobs.running_here() as drain:
        actions.end_substitute(row, actor=anna, at=NOW)
        drain()

    assert (took_over, may_ring(town, bo)) == (True, False)


def test_standing_substitutes_stand_in_no_circle_and_there_is_one_at_a_time(town: Town) -> None:
    anna, bo, cia = a_person(town), a_person(town, "Bo"), a_person(town, "Cia")
    stands_in(town, bo, anna)
    stands_in(town, cia, bo)

    with pytest.raises(Refused) as circle:
        stands_in(town, anna, cia)
    with pytest.raises(Refused) as second:
        stands_in(town, cia, anna)
    with pytest.raises(Refused) as himself:
        stands_in(town, cia, cia)

    assert circle.value.codes == ["authority.delegation_in_a_circle"]
    assert second.value.codes == ["authority.substitute_already"]
    assert himself.value.codes == ["authority.delegation_to_self"]


def test_only_with_the_right_to_it_one_names_substitutes_for_others_and_never_oneself(
    town: Town,
) -> None:
    anna, boss, bo = a_person(town), a_person(town, "Ulla"), a_person(town, "Bo")
    a_mandate(town, anna)
    a_mandate(town, boss, "manager")
    assert "manager" in DELEGATE_FOR_OTHERS.roles

    with pytest.raises(Forbidden):
        actions.name_substitute(
            id_of(anna), valid_from=TODAY, person_id=id_of(bo), actor=anna, at=NOW
        )
    with pytest.raises(Refused) as own:
        actions.name_substitute(
            id_of(boss), valid_from=TODAY, person_id=id_of(anna), actor=boss, at=NOW
        )
    actions.name_substitute(id_of(bo), valid_from=TODAY, actor=anna, at=NOW)

    (found,) = queries.substitutes_of(id_of(anna), actor=anna, at=NOW)
    assert own.value.codes == ["authority.own_mandate"]
    assert (found.person, found.substitute) == ("Anna", "Bo")


def test_who_is_away_is_shown_to_who_may_tell_it_in_the_same_statements_for_many(
    town: Town,
) -> None:
    boss = a_person(town, "Ulla")
    a_mandate(town, boss, "manager")
    counts = []
    for more in (1, 8):
        for number in range(more):
            is_away(town, a_person(town, f"Person {number}"), TODAY, FRIDAY)
        with statements(town) as asked:
            found = queries.absences_page(actor=boss, at=NOW)
        counts.append(len(asked))

    assert len(found.items) == 9
    assert counts[0] == counts[1]
    with pytest.raises(Forbidden):
        queries.absences_page(actor=a_person(town), at=NOW)
