"""The pages of roll-out plans: the form keeps what it gets, and says each thing where it stands."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from avrop.kernel import bulk
from avrop.kernel.scope import tenant_scope
from avrop.parties.models import Person
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import keys_in, page, sent
from avrop.testing.worlds import a_person, a_unit
from avrop.training import actions, queries
from avrop.training.plan_shapes import PlanFacts
from avrop.training.tests.builders import School, a_school, person_of, staff, submitted_plan

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def school_now() -> School:
    return a_school("manager", at=NOW - 2 * DAY)


def begun(school: School) -> tuple[UUID, str]:
    """A plan of the learner's, and the address of its form."""
    plan = actions.begin_plan(school.unit, actor=school.learner, at=NOW)
    return plan, reverse("rollout_plan_form", args=[plan])


def in_days(days: int) -> str:
    return (NOW.date() + timedelta(days=days)).isoformat()


def test_a_unit_is_chosen_and_its_plan_begun_once() -> None:
    school = school_now()
    client = a_client_of(school.learner)

    status, address = sent(
        client, reverse("new_rollout_plan"), "BeginPlanForm", unit_id=str(school.unit)
    )
    again = page(client, "new_rollout_plan")

    (unit,) = queries.plannable_units(actor=school.learner, at=NOW)
    assert (status, address) == (302, reverse("rollout_plan_form", args=[unit.open_plan]))
    assert "Go on with a plan" in again
    assert "Begin the plan" not in again


def test_what_is_missing_stands_at_its_own_line_however_many_are_empty_above_it() -> None:
    school = school_now()
    plan, form = begun(school)
    (anna,) = staff(school, "Anna Ek")
    client = a_client_of(school.learner)
    lines: dict[str, Any] = {
        "person-1-part": "requester",
        "person-2-part": "approver",
        "person-5-part": "receiver",
        "person-5-who": str(anna),
        "wave-3-what": "Livsmedel",
        "risk-2-risk": "Vikarier",
    }

    status, shown = sent(client, form, "RolloutPlanForm", send="1", **lines)

    facts = queries.plan(plan, actor=school.learner, at=NOW).facts
    assert status == 409
    assert {
        "#person-1-who",
        "#person-2-who",
        "#person-5-day",
        "#wave-3-day",
        "#risk-2-answer",
    } <= set(re.findall(r'href="(#[\w-]+)"', shown))
    assert [(one.part, one.person_id) for one in facts.people] == [("receiver", anna)]
    assert (len(facts.waves), len(facts.risks)) == (1, 1)


def test_a_form_keeps_what_is_no_day_and_no_number_and_lines_beyond_all_room() -> None:
    school = school_now()
    _plan, form = begun(school)
    client = a_client_of(school.learner)

    wrong, shown = sent(
        client, form, "RolloutPlanForm", go_live_on="snart", target_percent="hälften"
    )
    half, _ = sent(client, form, "RolloutPlanForm", target_percent="12,5")
    beyond, _ = sent(client, form, "RolloutPlanForm", **{"person-999-part": "requester"})

    assert (wrong, half, beyond) == (422, 422, 302)
    assert 'value="snart"' in shown
    assert 'value="hälften"' in shown


def test_whoever_begins_before_the_unit_does_can_be_chosen() -> None:
    school = school_now()
    _plan, form = begun(school)
    a_person(school.tenant_id, (), school.unit, name="Nya Nora", valid_from=NOW.date() + 9 * DAY)

    assert "Nya Nora" in a_client_of(school.learner).get(form).content.decode()


def test_a_unit_with_thousands_below_it_is_searched_by_name_and_nothing_is_lost() -> None:
    school = school_now()
    plan, form = begun(school)
    below = a_unit(school.tenant_id, "Barn och utbildning", parent_id=school.unit)
    with tenant_scope(school.tenant_id):
        one = Person.objects.get(id=person_of(school.learner))
        bulk.insert_rows(Person, [_alike(one, below, number) for number in range(9_000)])
    client = a_client_of(school.learner)

    first = client.get(form).content.decode()
    status, address = sent(
        client, form, "RolloutPlanForm", find="1", who="person 8123", target_percent="70"
    )
    found = client.get(address).content.decode()
    who = re.search(r'value="([\w-]{36})"[^>]*>Person 8123', found)
    assert who is not None
    line = {"person-1-part": "requester", "person-1-who": who[1]}
    kept, _ = sent(client, address, "RolloutPlanForm", **line)
    again = client.get(form).content.decode()

    facts = queries.plan(plan, actor=school.learner, at=NOW).facts
    assert max(len(first.encode()), len(found.encode()), len(again.encode())) < 300_000
    assert (status, kept) == (302, 302)
    assert "Person 8123" not in first
    assert 'value="70"' in found
    assert [str(each.person_id) for each in facts.people] == [who[1]]
    assert "Person 8123" in again


def _alike(one: Person, unit: UUID, number: int) -> Person:
    return Person(
        tenant_id=one.tenant_id,
        name=f"Person {number:04}",
        email=f"p{number}@example.se",
        unit_id=unit,
        valid_from=one.valid_from,
    )


def test_somebody_elses_plan_is_read_and_not_written() -> None:
    school = school_now()
    plan = submitted_plan(school, at=NOW)
    other = a_client_of(school.manager)
    stranger = a_client_of(a_person(school.tenant_id, ("requester",), school.unit))

    shown = page(other, "rollout_plan", plan)

    assert "0 of 4" in page(other, "rollout_plans")
    assert "Approve the plan" not in shown
    assert other.get(reverse("rollout_plan_form", args=[plan])).status_code == 302
    assert other.post(reverse("act_on_rollout_plan", args=[plan, "eat"])).status_code == 404
    assert "IP-" not in page(stranger, "rollout_plans")


def test_the_days_of_a_plan_begun_after_midnight_are_counted_from_the_day_here() -> None:
    school = a_school("manager", at=NOW - 2 * DAY)
    late = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    plan = actions.begin_plan(school.unit, actor=school.learner, at=late)
    facts = PlanFacts(go_live_on=date(2026, 11, 3), orders_stop_on=date(2026, 11, 13))
    actions.change_plan(plan, facts, actor=school.learner, at=late)

    shown = a_client_of(school.learner).get(reverse("rollout_plan", args=[plan]))

    assert [point.value for point in shown.context["days"].points] == [0.0, 10.0]


def test_a_plan_is_sent_back_with_what_is_to_be_mended_and_withdrawn_with_why() -> None:
    school = school_now()
    plan = submitted_plan(school, at=NOW)
    coordinator, manager = a_client_of(school.coordinator), a_client_of(school.learner)

    def act(client: Client, key: str, form: str, reason: str) -> int:
        keys = keys_in(page(client, "rollout_plan", plan), form)
        address = reverse("act_on_rollout_plan", args=[plan, key])
        return client.post(address, {**keys, f"{key}-reason": reason}).status_code

    empty = act(coordinator, "return", "ReturnPlanForm", "")
    back = act(coordinator, "return", "ReturnPlanForm", "Vem hjälper natten?")
    told = page(manager, "rollout_plan_form", plan)
    given_up = act(manager, "withdraw", "WithdrawPlanForm", "Enheten slås ihop")

    assert (empty, back, given_up) == (422, 302, 302)
    assert "Vem hjälper natten?" in told
    assert queries.plan(plan, actor=school.learner, at=NOW).state == "withdrawn"
