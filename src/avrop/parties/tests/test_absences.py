"""When somebody is away: who may tell it, and what a file or another system says of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.actors import Actor
from avrop.kernel.models import EventRow
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.absences import AbsenceView, first_day_present
from avrop.parties.models import Absence
from avrop.testing.worlds import AT, a_person, a_tenant, everything

pytestmark = pytest.mark.django_db

TODAY = AT.date()
DAY = timedelta(days=1)
DAYS = st.integers(0, 20)


@given(st.lists(st.tuples(DAYS, DAYS), max_size=6), DAYS, DAYS)
def test_the_first_day_present_is_the_first_that_no_period_covers(
    spans: list[tuple[int, int]], one: int, two: int
) -> None:
    first, last = sorted((TODAY + one * DAY, TODAY + two * DAY))
    periods = [(TODAY + min(span) * DAY, TODAY + max(span) * DAY) for span in spans]

    found = first_day_present(first, last, periods)

    days = [first + number * DAY for number in range((last - first).days + 1)]
    open_days = [day for day in days if not any(a <= day <= b for a, b in periods)]
    assert found == (open_days[0] if open_days else None)


@pytest.fixture
def office() -> Actor:
    return everything(a_tenant().tenant_id)


def numbered(office: Actor, number: str = "A1") -> UUID:
    return actions.add_person(
        "Kim Ek", "", valid_from=TODAY, signs_in=False, number=number, actor=office, at=AT
    )


def stated(office: Actor, **facts: Any) -> AbsenceView:
    given_facts = {"valid_from": TODAY, "valid_until": TODAY + 4 * DAY, **facts}
    return actions.state_absence("F-1", "A1", **given_facts, actor=office, at=AT)


def told(office: Actor) -> list[str]:
    with tenant_scope(office.tenant_id):
        names = EventRow.objects.filter(name__startswith="parties.absence").order_by("id")
        return list(names.values_list("name", flat=True))


def test_one_tells_of_oneself_and_only_with_the_right_to_of_others(office: Actor) -> None:
    anna = a_person(office.tenant_id, roles=("requester",))
    kim = numbered(office)
    assert anna.person_id is not None
    days = {"valid_from": TODAY, "valid_until": TODAY + 4 * DAY}

    own = actions.tell_absence(anna.person_id, **days, actor=anna, at=AT)
    with pytest.raises(Forbidden):
        actions.tell_absence(kim, **days, actor=anna, at=AT)
    others = actions.tell_absence(kim, **days, actor=office, at=AT)
    with pytest.raises(Forbidden):
        actions.end_absence(others, actor=anna, at=AT)
    actions.end_absence(own, actor=anna, at=AT)

    with tenant_scope(office.tenant_id):
        assert queries.away_on((anna.person_id, kim), TODAY) == {kim}
    assert told(office) == ["parties.absence_told"] * 2 + ["parties.absence_ended"]


def test_an_absence_lies_ahead_is_no_longer_than_a_year_and_ends_after_it_begins(
    office: Actor,
) -> None:
    kim = numbered(office)
    wrong = [
        (TODAY - 9 * DAY, TODAY - DAY, "parties.absence_is_over"),
        (TODAY, TODAY + 366 * DAY, "parties.absence_too_long"),
        (TODAY + DAY, TODAY, "parties.ends_before_beginning"),
    ]

    for first, last, code in wrong:
        with pytest.raises(Refused) as refusal:
            actions.tell_absence(kim, valid_from=first, valid_until=last, actor=office, at=AT)
        assert refusal.value.codes == [code]

    assert told(office) == []


def test_what_was_decided_during_an_absence_stands_when_one_is_back(office: Actor) -> None:
    kim = numbered(office)
    absence = actions.tell_absence(
        kim, valid_from=TODAY, valid_until=TODAY + 9 * DAY, actor=office, at=AT
    )

    for last_day, code in (
        (TODAY + 10 * DAY, "parties.absence_not_longer"),
        (TODAY - 2 * DAY, "parties.absence_was"),
    ):
        with pytest.raises(Refused) as refusal:
            actions.end_absence(absence, last_day=last_day, actor=office, at=AT)
        assert refusal.value.codes == [code]
    actions.end_absence(absence, actor=office, at=AT + 3 * DAY)

    with tenant_scope(office.tenant_id):
        row = Absence.objects.get()
        assert (row.valid_until, row.called_off_at) == (TODAY + 2 * DAY, None)
    with pytest.raises(Refused):
        actions.end_absence(absence, actor=office, at=AT + 3 * DAY)


def test_the_hr_system_states_an_absence_as_often_as_it_likes(office: Actor) -> None:
    numbered(office)

    first, again = stated(office), stated(office)
    longer = stated(office, valid_until=TODAY + 9 * DAY)
    off = stated(office, is_called_off=True)

    assert (first.source, again) == ("hr", first)
    assert (longer.id, longer.valid_until, longer.version) == (first.id, TODAY + 9 * DAY, 2)
    assert off.called_off_at == AT
    assert told(office) == ["parties.absence_told"] * 2 + ["parties.absence_ended"]


def test_an_absence_of_nobody_or_of_another_is_refused_and_nothing_is_kept(office: Actor) -> None:
    numbered(office)
    numbered(office, "A2")
    stated(office)

    with pytest.raises(Refused) as nobody:
        actions.state_absence("F-2", "A9", valid_from=TODAY, valid_until=TODAY, actor=office, at=AT)
    with pytest.raises(Refused) as another:
        actions.state_absence("F-1", "A2", valid_from=TODAY, valid_until=TODAY, actor=office, at=AT)

    assert nobody.value.codes == ["parties.import_unknown_person"]
    assert another.value.codes == ["parties.others_absence"]
    with tenant_scope(office.tenant_id):
        assert Absence.objects.count() == 1
