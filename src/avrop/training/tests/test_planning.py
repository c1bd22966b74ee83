"""A unit's roll-out plan: made, judged, worth a certificate, and followed person by person."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from avrop.authority import actions as authority
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import AT, TODAY, a_person, a_unit, publishing
from avrop.training import actions, events, jobs, queries
from avrop.training.actions.planning import TO_JUDGE, TO_MEND
from avrop.training.models import RolloutPlan, Version
from avrop.training.plan_shapes import DEPUTY, REQUESTER, PlanFacts, PlannedPerson, PlannedRisk
from avrop.training.shapes import Terms, VersionFacts
from avrop.training.tests.builders import (
    DAY,
    School,
    a_plan_for,
    a_school,
    certified,
    course_id,
    passed,
    person_of,
    read_all,
    staff,
    statements,
    submitted_plan,
)
from avrop.training.wording import WORDING

pytestmark = pytest.mark.django_db


def managers() -> School:
    """A school whose learner is a manager, with another above who decides about her."""
    return a_school("manager")


def kinds(school: School, who: str) -> list[str]:
    return [task.kind for task in tasks.my_tasks(actor=getattr(school, who)).items]


# --- making a plan -----------------------------------------------------------------------------------


def test_a_plan_begins_with_a_line_for_each_part_and_is_kept_whatever_it_lacks() -> None:
    school = managers()

    plan = actions.begin_plan(school.unit, actor=school.learner, at=AT)
    with publishing(school.tenant_id) as published:
        actions.change_plan(plan, PlanFacts(target_percent=500), actor=school.learner, at=AT)

    begun = queries.plan(plan, actor=school.learner, at=AT)
    assert (begun.state, begun.number[:8], begun.is_own) == ("draft", "IP-2026-", True)
    assert begun.facts == PlanFacts(target_percent=500)
    assert published == [events.PlanChanged(plan)]


def test_a_unit_has_one_plan_at_a_time_and_only_its_own_manager_makes_it() -> None:
    school = managers()
    plan = actions.begin_plan(school.unit, actor=school.learner, at=AT)
    elsewhere = a_unit(school.tenant_id, "Solgläntan")

    with pytest.raises(Refused) as twice:
        actions.begin_plan(school.unit, actor=school.manager, at=AT)
    with pytest.raises(Forbidden):
        actions.begin_plan(elsewhere, actor=school.learner, at=AT)
    with pytest.raises(Refused) as others:
        actions.change_plan(plan, PlanFacts(), actor=school.manager, at=AT)
    with pytest.raises(Invalid) as shape:
        actions.change_plan(
            plan, PlanFacts(risks=(PlannedRisk("x" * 501),)), actor=school.learner, at=AT
        )

    units = queries.plannable_units(actor=school.learner, at=AT)
    assert twice.value.codes == ["training.plan_is_open"]
    assert others.value.codes == ["training.not_your_plan"]
    assert shape.value.codes == ["training.too_long"]
    assert [(one.id, one.open_plan) for one in units] == [(school.unit, plan)]


def test_nobody_of_another_unit_can_be_looked_into_by_naming_them_in_a_plan() -> None:
    school = managers()
    elsewhere = a_unit(school.tenant_id, "Solgläntan")
    stranger = person_of(a_person(school.tenant_id, ("requester",), elsewhere))
    below = a_unit(school.tenant_id, "Köket", parent_id=school.unit)
    cook = person_of(a_person(school.tenant_id, (), below))
    plan = actions.begin_plan(school.unit, actor=school.learner, at=AT)
    lines = (PlannedPerson(REQUESTER, cook), PlannedPerson(REQUESTER, stranger))
    naming = PlanFacts(people=lines, super_user_id=stranger, risks=(PlannedRisk("x" * 501),))

    with pytest.raises(Invalid) as refused:
        actions.change_plan(plan, naming, actor=school.learner, at=AT)
    seen = queries.plan(plan, actor=school.learner, at=AT)
    with tenant_scope(school.tenant_id):
        row = RolloutPlan.objects.get(id=plan)
        row.facts["people"] = [{"part": REQUESTER, "person_id": str(stranger)}]
        row.save(update_fields=["facts"])
    kept = PlanFacts(people=lines)
    actions.change_plan(plan, kept, actor=school.learner, at=AT)

    assert [(one.code, one.place) for one in refused.value.problems] == [
        ("training.too_long", ("facts", "risks", 0, "risk")),
        ("training.plan_not_of_unit", ("facts", "people", 1, "person_id")),
        ("training.plan_not_of_unit", ("facts", "super_user_id")),
    ]
    assert seen.readiness == ()
    assert queries.plan(plan, actor=school.learner, at=AT).facts == kept


def test_a_plan_that_lacks_something_is_told_all_of_it_and_stays_a_draft() -> None:
    school = managers()
    plan = actions.begin_plan(school.unit, actor=school.learner, at=AT)

    with publishing(school.tenant_id) as published, pytest.raises(Refused) as refused:
        actions.submit_plan(plan, actor=school.learner, at=AT)

    assert len(refused.value.codes) == 20
    assert "training.plan_no_approver" in refused.value.codes
    assert queries.plan(plan, actor=school.learner, at=AT).state == "draft"
    assert published == []


def test_a_plan_goes_to_those_who_judge_and_back_to_its_manager() -> None:
    school = managers()

    with publishing(school.tenant_id) as published:
        plan = submitted_plan(school)
    waiting = kinds(school, "coordinator")
    with pytest.raises(Refused) as silent:
        actions.return_plan(plan, " ", actor=school.coordinator, at=AT)
    actions.return_plan(plan, "Vem hjälper natten?", actor=school.coordinator, at=AT)
    returned = queries.plan(plan, actor=school.learner, at=AT)
    told = kinds(school, "learner")
    actions.change_plan(plan, returned.facts, actor=school.learner, at=AT)
    actions.submit_plan(plan, actor=school.learner, at=AT)

    assert events.PlanSubmitted(plan, school.unit) in published
    assert waiting == [TO_JUDGE]
    assert silent.value.codes == ["training.no_reason"]
    assert (returned.state, returned.reason) == ("returned", "Vem hjälper natten?")
    assert told == [TO_MEND]
    assert (kinds(school, "learner"), kinds(school, "coordinator")) == ([], [TO_JUDGE])


def test_a_plan_that_nobody_else_may_judge_is_not_sent_and_says_who_helps() -> None:
    school = managers()
    with tenant_scope(school.tenant_id):
        authority.end_mandates_of(
            person_of(school.coordinator), TODAY - DAY, actor=school.office, at=AT
        )
    both = a_person(school.tenant_id, ("manager", "coordinator"), school.unit)

    with pytest.raises(Refused) as refused:
        submitted_plan(replace(school, learner=both))

    assert refused.value.codes == ["training.plan_nobody_judges"]
    assert WORDING["training.plan_nobody_judges"].fixer == "system_administrator"


def test_whoever_may_judge_later_gets_the_plans_that_wait_once_and_in_as_many_statements() -> None:
    counts = []
    for many in (1, 20):
        school = managers()
        for _number in range(many):
            unit = a_unit(school.tenant_id)
            leader = a_person(school.tenant_id, ("manager",), unit)
            submitted_plan(replace(school, unit=unit, learner=leader))
        newcomer = replace(school, coordinator=a_person(school.tenant_id, ("coordinator",)))
        day = int((AT + DAY).timestamp())
        with statements() as asked:
            actions.have_plans_judged(actor=school.office, at=AT + DAY)
        counts.append(asked)
        jobs.look_ahead(day)

        assert kinds(newcomer, "coordinator") == [TO_JUDGE] * many
        assert kinds(school, "coordinator") == [TO_JUDGE] * many

    assert counts[0] == counts[1]


def test_nobody_judges_a_plan_of_her_own() -> None:
    school = managers()
    both = a_person(school.tenant_id, ("manager", "coordinator"), school.unit)
    plan = submitted_plan(replace(school, learner=both))

    with pytest.raises(Refused) as refused:
        actions.approve_plan(plan, actor=both, at=AT)
    with pytest.raises(Forbidden):
        actions.approve_plan(plan, actor=school.manager, at=AT)

    assert refused.value.codes == ["training.judges_own_plan"]
    assert kinds(school, "coordinator") == [TO_JUDGE]
    assert not queries.plan(plan, actor=both, at=AT).may_judge
    assert queries.plan(plan, actor=school.coordinator, at=AT).may_judge


def test_a_plan_whose_days_have_passed_meanwhile_is_not_approved() -> None:
    school = managers()
    plan = submitted_plan(school)

    with pytest.raises(Refused) as refused:
        actions.approve_plan(plan, actor=school.coordinator, at=AT + 61 * DAY)

    assert refused.value.codes == ["training.plan_go_live_past"]
    assert kinds(school, "coordinator") == [TO_JUDGE]


def test_a_newer_plan_replaces_the_one_in_force_and_any_can_be_withdrawn() -> None:
    school = managers()
    first = submitted_plan(school)
    actions.approve_plan(first, actor=school.coordinator, at=AT)
    second = submitted_plan(school)

    with publishing(school.tenant_id) as published:
        actions.approve_plan(second, actor=school.coordinator, at=AT)
    actions.withdraw_plan(second, "Enheten slås ihop", actor=school.manager, at=AT)

    with tenant_scope(school.tenant_id):
        states = dict(RolloutPlan.objects.values_list("id", "state"))
    assert states == {first: "superseded", second: "withdrawn"}
    assert events.PlanSuperseded(first, second) in published


def test_the_next_manager_of_a_unit_that_orders_already_does_the_exercise_truthfully() -> None:
    school = managers()
    first = submitted_plan(school)
    actions.approve_plan(first, actor=school.coordinator, at=AT)
    facts = queries.plan(first, actor=school.learner, at=AT).facts
    later = AT + 200 * DAY

    second = submitted_plan(replace(school, learner=school.manager), facts, at=later)
    actions.approve_plan(second, actor=school.coordinator, at=later)

    assert queries.plan(second, actor=school.manager, at=later).state == "approved"


# --- the certificate ---------------------------------------------------------------------------------


def decided(school: School) -> None:
    """Her own manager says yes."""
    actions.decide_training(
        person_of(school.learner), school.course, True, actor=school.manager, at=AT
    )


def test_the_certificate_comes_with_the_approval_when_all_else_is_there() -> None:
    school = managers()
    passed(school)
    decided(school)
    before = queries.course_of_mine(school.course, actor=school.learner, at=AT)
    plan = submitted_plan(school)
    sent = queries.course_of_mine(school.course, actor=school.learner, at=AT)

    actions.approve_plan(plan, actor=school.coordinator, at=AT)

    (certificate,) = queries.my_certificates(actor=school.learner).items
    assert (before.certificate, before.is_done, before.plan) == (None, False, None)
    assert (sent.is_done, sent.plan and sent.plan.id) == (True, plan)
    assert certificate.granted_by == school.manager.person_id


def test_the_certificate_comes_with_the_yes_when_the_plan_was_approved_first() -> None:
    school = managers()
    actions.approve_plan(submitted_plan(school), actor=school.coordinator, at=AT)
    passed(school)
    before = queries.my_certificates(actor=school.learner).items

    decided(school)

    assert before == ()
    assert len(queries.my_certificates(actor=school.learner).items) == 1


def test_the_exercise_is_done_once_and_a_course_without_one_asks_for_none() -> None:
    school = managers()
    passed(school)
    decided(school)
    plan = submitted_plan(school)
    actions.approve_plan(plan, actor=school.coordinator, at=AT)
    requester = a_person(school.tenant_id, ("requester",), school.unit)
    other = replace(school, learner=requester, course=course_id(school.tenant_id, "requester"))

    certified(other)
    again = replace(school)
    later = AT + 300 * DAY
    read_all(again, at=later)
    progress = queries.course_of_mine(school.course, actor=school.learner, at=later).progress

    assert len(queries.my_certificates(actor=requester).items) == 1
    assert (progress.exercise, progress.has_exercise_left) == ("rollout_plan", False)


def test_an_installation_from_before_is_offered_the_exercise_as_a_draft() -> None:
    school = managers()
    with tenant_scope(school.tenant_id):
        Version.objects.filter(course_id=school.course).update(origin="older", exercise="")
    passed(school)
    decided(school)

    actions.install_courses(actor=school.office, at=AT)

    versions = queries.course_versions(school.course, actor=school.office)
    assert [(one.state, one.facts.exercise) for one in versions] == [
        ("draft", "rollout_plan"),
        ("published", ""),
    ]
    assert len(queries.my_certificates(actor=school.learner).items) == 1


def test_a_course_of_ones_own_ends_in_an_exercise_that_there_is() -> None:
    school = managers()
    words = {"sv": "Ord"}
    facts = VersionFacts(words, words, ("sv",), Terms(), "essay")

    with pytest.raises(Invalid) as refused:
        actions.open_course("egen", facts, actor=school.coordinator, at=AT)
    made = actions.open_course(
        "egen", replace(facts, exercise="rollout_plan"), actor=school.coordinator, at=AT
    )

    view, _lessons = queries.version(made, actor=school.coordinator)
    assert refused.value.codes == ["training.unknown_exercise"]
    assert view.facts.exercise == "rollout_plan"


# --- afterwards --------------------------------------------------------------------------------------


def granted(school: School, person_id: UUID, role: str) -> None:
    authority.grant_mandate(
        person_id,
        role,
        unit_id=school.unit,
        valid_from=TODAY,
        decision_reference="KS 2026:7",
        actor=school.office,
        at=AT,
    )


def test_a_plan_follows_who_is_trained_and_who_holds_the_mandate_and_who_is_late() -> None:
    school = managers()
    facts = a_plan_for(school)
    requester = a_person(school.tenant_id, ("requester",), school.unit, name="Rut Klar")
    lines = (PlannedPerson(REQUESTER, person_of(requester), TODAY + 30 * DAY), *facts.people)
    plan = submitted_plan(school, replace(facts, people=lines))
    certified(replace(school, learner=requester, course=course_id(school.tenant_id, "requester")))
    approver, deputy = facts.people[1].person_id, facts.people[3].person_id
    assert approver is not None
    assert deputy is not None
    granted(school, approver, "approver")
    authority.name_substitute(
        deputy, valid_from=TODAY, person_id=approver, actor=school.office, at=AT
    )

    now = queries.plan(plan, actor=school.learner, at=AT)
    later = queries.plan(plan, actor=school.learner, at=AT + 31 * DAY)

    ready = {one.person: (one.is_trained, one.has_mandate) for one in now.readiness}
    assert ready == {
        "Rut Klar": (True, True),
        "Anna Ek": (False, False),
        "Nina Berg": (False, True),
        "Bo Sten": (False, False),
        "Lars Ny": (False, True),
    }
    assert (now.ready, len(now.readiness)) == (1, 5)
    assert [one.is_late for one in now.readiness] == [False] * 5
    assert [one.is_late for one in later.readiness] == [False, True, True, True, True]
    assert [one.part for one in now.readiness if one.person == "Lars Ny"] == [DEPUTY]


def test_nobody_is_late_with_a_plan_that_was_replaced_or_given_up() -> None:
    school = managers()
    first = submitted_plan(school)
    actions.approve_plan(first, actor=school.coordinator, at=AT)
    second = submitted_plan(school)
    actions.approve_plan(second, actor=school.coordinator, at=AT)
    later = AT + 31 * DAY

    def late() -> dict[UUID, int]:
        page = queries.plans_page(actor=school.coordinator, at=later)
        return {one.id: one.late for one in page.items}

    in_force = late()
    actions.withdraw_plan(second, "Enheten slås ihop", actor=school.manager, at=later)

    assert in_force == {first: 0, second: 4}
    assert late() == {first: 0, second: 0}


def test_plans_are_read_where_one_sees_and_found_by_unit_and_state() -> None:
    school = managers()
    plan = submitted_plan(school)
    elsewhere = a_unit(school.tenant_id, "Solgläntan")
    stranger = a_person(school.tenant_id, ("manager",), elsewhere)

    def found(**asked: str) -> list[UUID]:
        page = queries.plans_page(actor=school.coordinator, at=AT, **asked)
        return [one.id for one in page.items]

    assert found(text="ekbacken") == found(state="submitted") == [plan]
    assert found(text="Solgläntan") == found(state="draft") == []
    assert queries.plans_page(actor=stranger, at=AT).items == ()
    with pytest.raises(Missing):
        queries.plan(plan, actor=stranger, at=AT)


def test_a_plan_for_a_hundred_takes_as_many_statements_as_one_for_four() -> None:
    counts = []
    for many in (0, 100):
        school = managers()
        facts = a_plan_for(school)
        more = staff(school, *(f"Person {number}" for number in range(many)))
        lines = tuple(PlannedPerson(REQUESTER, one, TODAY + DAY) for one in more)
        plan = actions.begin_plan(school.unit, actor=school.learner, at=AT)
        changed = replace(facts, people=(*facts.people, *lines))
        with statements() as asked:
            actions.change_plan(plan, changed, actor=school.learner, at=AT)
            actions.submit_plan(plan, actor=school.learner, at=AT)
            actions.approve_plan(plan, actor=school.coordinator, at=AT)
            queries.plan(plan, actor=school.coordinator, at=AT)
            queries.plans_page(actor=school.coordinator, at=AT)
            queries.plannable_units(actor=school.coordinator, at=AT)
        counts.append(asked)

    assert counts[0] == counts[1]
