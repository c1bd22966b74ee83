"""Who is trained, how good the questions are, which mistakes are made; in as many statements for one as
for many."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from avrop.kernel.actors import Actor
from avrop.kernel.models import RefusalRow
from avrop.kernel.problems import Invalid
from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import AT, TODAY, a_person, a_unit
from avrop.training import actions, queries
from avrop.training.analysis import Verdict
from avrop.training.models import Question
from avrop.training.shapes import Cover
from avrop.training.tests.builders import (
    DAY,
    HOUR,
    School,
    a_school,
    certified,
    passed,
    person_of,
    read_all,
    sit,
    statements,
)

pytestmark = pytest.mark.django_db
BLOCKER = "coding.short_code_expired"


def refused(who: Actor, code: str = BLOCKER, *, times: int = 1, at: datetime = AT) -> None:
    with tenant_scope(who.tenant_id):
        for _ in range(times):
            RefusalRow.objects.create(
                command="requisitions.submit_requisition",
                face="web",
                kind="refused",
                codes=[code, "other.code"],
                person_id=who.person_id,
                refused_at=at,
            )


def some_people(school: School, count: int) -> list[Actor]:
    return [a_person(school.tenant_id, ("requester",), school.unit) for _ in range(count)]


# --- coverage ----------------------------------------------------------------------------------------


def test_coverage_counts_the_trained_the_overdue_and_those_who_end_soon() -> None:
    school = a_school()
    late, _new = some_people(school, 2)
    certified(school)
    last = queries.my_certificates(actor=school.learner).items[0].valid_until

    (now,) = queries.coverage_page(course="requester", actor=school.manager, at=AT).items
    soon = queries.coverage_page(
        course="requester", actor=school.manager, at=AT + (last - TODAY)
    ).items
    after = queries.coverage_page(
        course="requester", actor=school.manager, at=AT + (last - TODAY) + DAY
    ).items

    assert (now.holders, now.trained, now.overdue, now.ending, now.percent) == (3, 1, 2, 0, 33)
    assert [(one.trained, one.ending) for one in soon] == [(1, 1)]
    assert [(one.trained, one.overdue) for one in after] == [(0, 3)]
    assert late.person_id in {
        one.person_id
        for one in queries.untrained_page(overdue="yes", actor=school.manager, at=AT).items
    }


def test_a_manager_follows_her_own_units_and_a_learner_nobodys() -> None:
    school = a_school()
    elsewhere = a_unit(school.tenant_id, "Solgläntan")
    a_person(school.tenant_id, ("receiver",), elsewhere)

    def units(who: Actor) -> set[str]:
        return {one.unit for one in queries.coverage_page(actor=who, at=AT).items}

    assert units(school.manager) == {"Ekbackens förskola"}
    assert units(school.coordinator) == {"Ekbackens förskola", "Solgläntan", ""}
    assert units(school.learner) == set()
    assert queries.untrained_page(actor=school.learner, at=AT).items == ()


def test_coverage_takes_the_same_statements_for_many_people_and_pages_through_all() -> None:
    school = a_school()
    with statements() as few:
        queries.coverage_page(actor=school.coordinator, at=AT)
    for number in range(6):
        unit = a_unit(school.tenant_id, f"Enhet {number}")
        a_person(school.tenant_id, ("requester", "receiver"), unit)

    with statements() as many:
        whole = queries.coverage_page(actor=school.coordinator, at=AT).items

    found: list[Cover] = []
    cursor = None
    while True:
        page = queries.coverage_page(actor=school.coordinator, at=AT, cursor=cursor, limit=4)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert many == few
    assert found == list(whole)
    assert len(found) == 15
    everybody = queries.untrained_page(actor=school.coordinator, at=AT, limit=200).items
    assert sum(
        one.holders for one in queries.cover_by_role(actor=school.coordinator, at=AT)
    ) == len(everybody)
    with pytest.raises(Invalid):
        queries.coverage_page(actor=school.coordinator, at=AT, cursor="nonsense")


def test_my_courses_take_the_same_statements_however_much_has_been_done() -> None:
    school = a_school()
    with statements() as few:
        queries.my_courses(actor=school.learner, at=AT)
    certified(school)

    with statements() as many:
        mine = queries.my_courses(actor=school.learner, at=AT + HOUR)

    assert many[0] - few[0] <= 1  # the versions that certificates belong to
    assert mine[0].version.course == "requester"
    assert mine[0].is_required
    assert mine[0].certificate is not None


def test_who_has_passed_waits_for_the_manager_in_the_same_statements() -> None:
    school = a_school()
    passed(school)
    with statements() as few:
        (waiting,) = queries.waiting_for_decision(actor=school.manager, at=AT).items
    for one in some_people(school, 3):
        passed(school, learner=one)

    with statements() as many:
        found = queries.waiting_for_decision(actor=school.manager, at=AT, limit=3)

    assert few == many
    assert waiting.person_id == school.learner.person_id
    assert (len(found.items), found.next_cursor is None) == (3, False)
    rest = queries.waiting_for_decision(actor=school.manager, at=AT, cursor=found.next_cursor)
    assert [one.person_id for one in rest.items] == [school.learner.person_id]
    assert queries.waiting_for_decision(actor=school.learner, at=AT).items == ()


# --- questions and mistakes --------------------------------------------------------------------------


def test_the_questions_of_a_version_are_analysed_for_those_who_steer() -> None:
    school = a_school()
    for one in some_people(school, 10):
        read_all(school, learner=one)
        sit(school, learner=one, wrong=2)
    version = queries.course_versions(school.course, actor=school.coordinator)[0].id

    with statements() as counted:
        items = queries.item_analysis(version, actor=school.coordinator)

    assert sum(item.answers for item in items) == 120
    assert all(item.verdict in set(Verdict) for item in items)
    assert round(sum(item.difficulty * item.answers for item in items)) == 100
    assert counted[0] <= 5
    assert queries.item_analysis(version, actor=school.learner) == ()


def test_the_third_identical_refusal_offers_a_short_lesson_and_reading_it_begins_anew() -> None:
    school = a_school()
    refused(school.learner, times=2)
    before = queries.my_micro_offers(actor=school.learner, at=AT)
    refused(school.learner)

    (offer,) = queries.my_micro_offers(actor=school.learner, at=AT)
    actions.read_micro_lesson(offer.blocker, actor=school.learner, at=AT)
    refused(school.learner, times=2, at=AT + HOUR)
    after = queries.my_micro_offers(actor=school.learner, at=AT + DAY)
    refused(school.learner, at=AT + HOUR)

    assert (before, after) == ((), ())
    assert (offer.blocker, offer.times) == (BLOCKER, 3)
    assert queries.my_micro_offers(actor=school.learner, at=AT + DAY)[0].times == 3
    assert queries.my_micro_offers(actor=school.learner, at=AT + 100 * DAY) == ()


def test_mistakes_are_counted_without_names_and_not_of_fewer_than_three() -> None:
    school = a_school()
    people = some_people(school, 3)
    for one in people[:2]:
        refused(one, times=2)
    few = queries.common_mistakes(actor=school.coordinator, at=AT)
    refused(people[2])

    mistakes = {one.code: one for one in queries.common_mistakes(actor=school.coordinator, at=AT)}

    found = mistakes[BLOCKER]
    assert few == ()
    assert (found.times, found.people, found.questions, found.has_micro_lesson) == (5, 3, 1, True)
    assert queries.common_mistakes(actor=school.learner, at=AT) == ()


def test_what_is_often_done_wrong_here_is_asked_about_first() -> None:
    school = a_school()
    for one in some_people(school, 3):
        refused(one)
    read_all(school)

    test = actions.begin_test(school.course, "sv", actor=school.learner, at=AT)

    asked = {one.question_id for one in queries.sitting(test, actor=school.learner).questions}
    with tenant_scope(school.tenant_id):
        assert Question.objects.filter(id__in=asked, blocker=BLOCKER).count() == 1


def test_a_short_lesson_is_measured_by_how_often_its_readers_repeat_the_mistake() -> None:
    school = a_school()
    for one in some_people(school, 3):
        refused(one, times=3, at=AT - HOUR)
        actions.read_micro_lesson(BLOCKER, actor=one, at=AT)
    refused(school.learner, times=9, at=AT + HOUR)
    one_repeats = some_people(school, 1)[0]
    actions.read_micro_lesson(BLOCKER, actor=one_repeats, at=AT)
    refused(one_repeats, at=AT + HOUR)

    (effect,) = queries.micro_effect(actor=school.coordinator, at=AT + timedelta(days=40))

    assert (effect.blocker, effect.readers, effect.before, effect.after) == (BLOCKER, 4, 9, 1)
    assert queries.micro_effect(actor=school.learner, at=AT) == ()


def test_a_decision_is_shown_to_who_may_make_it_only() -> None:
    school = a_school()
    passed(school)

    shown = queries.decision_on(
        person_of(school.learner), school.course, actor=school.manager, at=AT
    )

    assert (shown.right_count, shown.asked) == (12, 12)
