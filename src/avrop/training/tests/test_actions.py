"""The commands of training: it does it, each way it refuses, and what is announced."""

from __future__ import annotations

from datetime import timedelta

import pytest

from avrop.authority import actions as authority
from avrop.authority.models import Pass
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import AT, TODAY, a_person, publishing
from avrop.training import actions, events, jobs, queries
from avrop.training.actions.sitting import TO_DECIDE
from avrop.training.models import Answer, MicroReading, Sitting, Version
from avrop.training.requirements import DEFAULT, Requirement, Requirements
from avrop.training.shapes import Choice, LessonFacts, QuestionFacts, Terms, VersionFacts
from avrop.training.tests.builders import (
    DAY,
    HOUR,
    a_gate,
    a_school,
    acknowledge_all,
    answered,
    certified,
    passed,
    person_of,
    read_all,
    sit,
    statements,
)

pytestmark = pytest.mark.django_db
WORDS = {"sv": "Ord", "en": "Words"}
FACTS = VersionFacts(WORDS, WORDS, ("sv", "en"), Terms(drawn=1))


def a_question(code: str, blocker: str = "") -> QuestionFacts:
    answers = (Choice("a", WORDS, WORDS, True), Choice("b", WORDS, WORDS))
    return QuestionFacts(code, WORDS, answers, blocker)


# --- installing and writing --------------------------------------------------------------------------


def test_installing_brings_six_published_courses_once() -> None:
    school = a_school()

    again = actions.install_courses(actor=school.office, at=AT)

    found = queries.courses(actor=school.office, at=AT)
    assert again == 0
    assert [one.code for one in found] == [
        "approver",
        "coordinator",
        "manager",
        "order_desk",
        "receiver",
        "requester",
    ]
    assert all(one.published and one.published.questions >= 30 for one in found)


def test_a_new_edition_of_a_shipped_course_comes_as_a_draft() -> None:
    school = a_school()
    with tenant_scope(school.tenant_id):
        Version.objects.filter(course_id=school.course).update(origin="an older edition")

    came = actions.install_courses(actor=school.office, at=AT)

    states = [v.state for v in queries.course_versions(school.course, actor=school.office)]
    assert (came, states) == (1, ["draft", "published"])


def test_a_course_of_ones_own_is_written_and_published() -> None:
    school = a_school()
    version = actions.open_course("kemikalier", FACTS, actor=school.coordinator, at=AT)
    lesson = LessonFacts(WORDS, WORDS)

    with pytest.raises(Refused) as early:
        actions.publish_version(version, actor=school.coordinator, at=AT)
    actions.set_lesson(version, 1, lesson, actor=school.coordinator, at=AT)
    actions.set_lesson(version, 2, lesson, actor=school.coordinator, at=AT)
    actions.drop_lesson(version, 1, actor=school.coordinator, at=AT)
    for code in ("k1", "k2", "k3"):
        actions.set_question(version, a_question(code), actor=school.coordinator, at=AT)
    actions.drop_question(version, "k3", actor=school.coordinator, at=AT)
    actions.publish_version(version, actor=school.coordinator, at=AT)

    view, lessons = queries.version(version, actor=school.learner)
    assert early.value.codes == ["training.no_lessons", "training.bank_too_small"]
    assert (view.state, view.questions, [one.position for one in lessons]) == ("published", 2, [1])


def test_what_people_were_tested_on_is_not_changed_but_copied() -> None:
    school = a_school()
    published = queries.course_versions(school.course, actor=school.office)[0]

    with pytest.raises(Refused) as refused:
        actions.set_question(published.id, a_question("ny"), actor=school.coordinator, at=AT)
    draft = actions.draft_version(school.course, actor=school.coordinator, at=AT)
    with pytest.raises(Refused) as twice:
        actions.draft_version(school.course, actor=school.coordinator, at=AT)
    actions.publish_version(draft, actor=school.coordinator, at=AT)

    versions = queries.course_versions(school.course, actor=school.office)
    assert refused.value.codes == ["training.not_a_draft"]
    assert twice.value.codes == ["training.draft_is_there"]
    assert [(v.state, v.lessons, v.questions) for v in versions] == [
        ("published", published.lessons, published.questions),
        ("retired", published.lessons, published.questions),
    ]


def test_only_those_who_steer_write_courses_or_read_the_right_answers() -> None:
    school = a_school()
    version = queries.course_versions(school.course, actor=school.office)[0].id
    question = queries.questions_page(version, actor=school.coordinator).items[0]

    with pytest.raises(Forbidden):
        actions.draft_version(school.course, actor=school.learner, at=AT)
    with pytest.raises(Missing):
        queries.question(question.id, actor=school.learner)
    assert queries.questions_page(version, actor=school.learner).items == ()


# --- sitting a test ----------------------------------------------------------------------------------


def test_a_test_is_drawn_answered_and_passed_and_the_manager_is_asked() -> None:
    school = a_school()
    read_all(school)

    with publishing(school.tenant_id) as published:
        test = sit(school)

    view = queries.sitting(test, actor=school.learner)
    waiting = tasks.my_tasks(actor=school.manager)
    assert (view.state, view.right_count, view.needed, len(view.questions)) == (
        "passed",
        12,
        10,
        12,
    )
    assert all(one.why for asked in view.questions for one in asked.answers)
    assert [task.kind for task in waiting.items] == [TO_DECIDE]
    assert events.TestEnded(test, person_of(school.learner), "passed", 12, 12) in published


def test_the_right_answers_are_not_told_while_the_test_goes_on() -> None:
    school = a_school()
    read_all(school)

    test = actions.begin_test(school.course, "en", actor=school.learner, at=AT)

    view = queries.sitting(test, actor=school.learner)
    assert {one.is_right for asked in view.questions for one in asked.answers} == {None}
    assert {one.why for asked in view.questions for one in asked.answers} == {""}
    with pytest.raises(Missing):
        queries.sitting(test, actor=school.manager)


def test_an_interrupted_test_goes_on_where_it_was() -> None:
    school = a_school()
    read_all(school)
    test = actions.begin_test(school.course, "sv", actor=school.learner, at=AT)
    first = queries.sitting(test, actor=school.learner).questions[0]

    actions.answer_question(
        test, first.question_id, (first.answers[0].key,), actor=school.learner, at=AT
    )
    again = actions.begin_test(school.course, "sv", actor=school.learner, at=AT + HOUR / 2)

    resumed = queries.sitting(again, actor=school.learner).questions[0]
    assert again == test
    assert (resumed.question_id, resumed.chosen) == (first.question_id, (first.answers[0].key,))


def test_every_answer_is_kept_and_the_last_one_counts() -> None:
    school = a_school()
    read_all(school)
    test = actions.begin_test(school.course, "sv", actor=school.learner, at=AT)
    first = queries.sitting(test, actor=school.learner).questions[0]

    for choice in first.answers[:2]:
        actions.answer_question(test, first.question_id, (choice.key,), actor=school.learner, at=AT)

    with tenant_scope(school.tenant_id):
        assert Answer.objects.filter(sitting_id=test).count() == 2
    found = queries.sitting(test, actor=school.learner).questions[0]
    assert found.chosen == (first.answers[1].key,)


def test_a_failed_test_is_tried_again_after_a_day_and_three_times_at_most() -> None:
    school = a_school()
    read_all(school)
    at = AT
    refusals = []

    for _ in range(3):
        sit(school, wrong=3, at=at)
        with pytest.raises(Refused) as refused:
            actions.begin_test(school.course, "sv", actor=school.learner, at=at + HOUR)
        refusals.append(refused.value.codes)
        at += DAY
    actions.give_new_start(
        person_of(school.learner), school.course, "Vi talades vid", actor=school.coordinator, at=at
    )
    sit(school, at=at + HOUR)

    assert refusals == [
        ["training.wait_before_next"],
        ["training.wait_before_next"],
        ["training.no_attempts_left"],
    ]
    mine = queries.course_of_mine(school.course, actor=school.learner, at=at + HOUR)
    assert mine.progress.passed_sitting is not None


def test_after_its_time_a_test_takes_no_answers_and_is_judged_by_those_it_has() -> None:
    school = a_school()
    read_all(school)
    actions.give_extra_time(person_of(school.learner), 100, actor=school.coordinator, at=AT)
    test = actions.begin_test(school.course, "sv", actor=school.learner, at=AT)
    view = queries.sitting(test, actor=school.learner)
    first = view.questions[0]

    with pytest.raises(Refused) as refused:
        actions.answer_question(
            test, first.question_id, ("a",), actor=school.learner, at=AT + timedelta(minutes=91)
        )
    ended = actions.end_overdue_tests(actor=school.office, at=AT + timedelta(minutes=91))

    after = queries.sitting(test, actor=school.learner)
    assert view.due_at == AT + timedelta(minutes=90)
    assert refused.value.codes == ["training.time_is_up"]
    assert (ended, after.state, after.ran_out, after.ended_at) == (1, "failed", True, view.due_at)


def test_tests_whose_time_is_up_are_judged_together_in_as_many_statements_as_one() -> None:
    school = a_school()
    counts = []
    for learners in (1, 10):
        at = AT + learners * DAY
        for _ in range(learners):
            learner = a_person(school.tenant_id, ("requester",), school.unit)
            read_all(school, learner=learner, at=at)
            answered(school, learner, at=at)
        with statements() as counted:
            ended = actions.end_overdue_tests(actor=school.office, at=at + DAY)
        counts += counted
        assert ended == learners

    waiting = [each.kind for each in tasks.my_tasks(actor=school.manager).items]
    assert counts[0] == counts[1]
    assert waiting.count("training.task_decide") == 1 + 10


def test_nobody_sits_somebody_elses_test_and_one_answer_is_one() -> None:
    school = a_school()
    read_all(school)
    test = actions.begin_test(school.course, "sv", actor=school.learner, at=AT)
    first = queries.sitting(test, actor=school.learner).questions[0]

    with pytest.raises(Refused) as others:
        actions.hand_in(test, actor=school.manager, at=AT)
    with pytest.raises(Invalid) as several:
        actions.answer_question(test, first.question_id, ("a", "b"), actor=school.learner, at=AT)
    with pytest.raises(Invalid) as none:
        actions.answer_question(test, first.question_id, (), actor=school.learner, at=AT)

    assert others.value.codes == ["training.not_your_test"]
    assert several.value.codes == ["training.only_one"]
    assert none.value.codes == ["training.nothing_chosen"]


# --- certificates ------------------------------------------------------------------------------------


def test_a_certificate_takes_course_test_policy_and_the_managers_yes() -> None:
    school = a_school()
    learner = person_of(school.learner)
    read_all(school)
    sit(school)

    with pytest.raises(Refused) as early:
        actions.decide_training(learner, school.course, True, actor=school.manager, at=AT)
    acknowledge_all(school)
    with publishing(school.tenant_id) as published:
        actions.decide_training(learner, school.course, True, actor=school.manager, at=AT)

    (certificate,) = queries.my_certificates(actor=school.learner).items
    assert early.value.codes == ["training.policy_not_acknowledged"]
    assert (certificate.valid_from, certificate.valid_until) == (
        TODAY,
        TODAY.replace(year=2027) - DAY,
    )
    assert (
        events.CertificateGranted(certificate.id, learner, "requester", certificate.valid_until)
        in published
    )
    assert tasks.my_tasks(actor=school.manager).items == ()
    assert queries.waiting_for_decision(actor=school.manager, at=AT).items == ()


def test_nobody_decides_about_himself_or_about_people_of_another_unit() -> None:
    school = a_school("manager")
    other = a_school().manager
    passed(school)

    with pytest.raises(Refused) as own:
        actions.decide_training(
            person_of(school.learner), school.course, True, actor=school.learner, at=AT
        )
    with pytest.raises(Missing):
        actions.decide_training(person_of(school.learner), school.course, True, actor=other, at=AT)

    assert own.value.codes == ["training.decides_about_himself"]


def test_a_no_says_why_and_can_become_a_yes() -> None:
    school = a_school()
    learner = person_of(school.learner)
    passed(school)

    actions.decide_training(
        learner, school.course, False, reason="Börjar i maj", actor=school.manager, at=AT
    )
    told = [task.kind for task in tasks.my_tasks(actor=school.learner).items]
    actions.decide_training(learner, school.course, True, actor=school.manager, at=AT + DAY)

    assert told == ["training.task_not_granted"]
    assert len(queries.my_certificates(actor=school.learner).items) == 1


def test_a_pass_of_a_retired_version_lapses_and_certificates_stand() -> None:
    school = a_school()
    other = a_person(school.tenant_id, ("requester",), school.unit)
    certified(school, learner=other)
    passed(school)
    draft = actions.draft_version(school.course, actor=school.coordinator, at=AT)

    actions.publish_version(draft, actor=school.coordinator, at=AT)
    with pytest.raises(Refused) as refused:
        actions.decide_training(
            person_of(school.learner), school.course, True, actor=school.manager, at=AT
        )

    assert refused.value.codes == ["training.lessons_unread", "training.pass_has_lapsed"]
    assert queries.my_certificates(actor=other).items[0].standing(TODAY) == "valid"


def test_people_are_reminded_three_times_and_renew_without_losing_days() -> None:
    school = a_school()
    certified(school)
    (first,) = queries.my_certificates(actor=school.learner).items
    reminded = []

    for left in (61, 60, 59, 30, 7, 6):
        day = first.valid_until - left * DAY
        actions.announce_ends(day, actor=school.office, at=AT + (day - TODAY))
        reminded.append(len(tasks.my_tasks(actor=school.learner).items))
    at = AT + (first.valid_until - TODAY) - 5 * DAY
    passed(school, at=at)
    actions.decide_training(
        person_of(school.learner), school.course, True, actor=school.manager, at=at
    )

    renewed = queries.my_certificates(actor=school.learner).items[0]
    assert reminded == [0, 1, 1, 2, 3, 3]
    assert renewed.valid_from == first.valid_until + DAY
    assert tasks.my_tasks(actor=school.learner).items == ()
    with tenant_scope(school.tenant_id):
        assert Sitting.objects.count() == 2


def test_a_revoked_certificate_counts_no_more_and_everything_begins_anew() -> None:
    school = a_school()
    certificate = certified(school)

    with pytest.raises(Refused):
        actions.revoke_certificate(certificate, " ", actor=school.manager, at=AT)
    actions.revoke_certificate(
        certificate, "Lånade ut sitt konto", actor=school.manager, at=AT + DAY
    )

    mine = queries.course_of_mine(school.course, actor=school.learner, at=AT + DAY)
    assert mine.certificate is None
    assert (mine.progress.read, mine.progress.passed_sitting) == (0, None)


def test_an_emergency_waiver_is_given_for_a_few_days_by_the_coordinator() -> None:
    school = a_school()
    learner = person_of(school.learner)
    a_gate(school)

    actions.waive_training(
        learner, school.course, TODAY + 3 * DAY, "Kocken sjuk", actor=school.coordinator, at=AT
    )
    with pytest.raises(Refused) as long:
        actions.waive_training(
            learner, school.course, TODAY + 30 * DAY, "", actor=school.coordinator, at=AT
        )
    with pytest.raises(Forbidden):
        actions.waive_training(
            learner, school.course, TODAY, "Kocken sjuk", actor=school.manager, at=AT
        )

    (waiver,) = queries.waivers_page(actor=school.coordinator).items
    assert long.value.codes == ["training.no_reason", "training.waiver_too_long"]
    assert (waiver.person_id, waiver.reason) == (learner, "Kocken sjuk")


def test_a_new_version_of_a_policy_is_acknowledged_anew() -> None:
    school = a_school()
    acknowledge_all(school)

    actions.publish_policy(
        "ordering", WORDS, WORDS, in_force_from=TODAY + DAY, actor=school.coordinator, at=AT
    )

    (now,) = queries.policies(actor=school.learner, at=AT)
    (then,) = queries.policies(actor=school.learner, at=AT + DAY)
    assert (now.number, now.acknowledged_at is not None) == (1, True)
    assert (then.number, then.acknowledged_at) == (2, None)
    with pytest.raises(Refused) as old:
        actions.acknowledge_policy(now.id, actor=school.learner, at=AT + DAY)
    assert old.value.codes == ["training.policy_not_in_force"]
    withdrawn = [
        actions.withdraw_acknowledgements(day, actor=school.office, at=AT + DAY)
        for day in (TODAY, TODAY + DAY, TODAY + DAY)
    ]
    assert withdrawn == [0, 1, 0]


def test_what_is_required_is_decided_from_a_day_on() -> None:
    school = a_school()
    chosen = Requirements((Requirement("receiver", ("requester",)),))

    actions.change_requirements(
        chosen, valid_from=TODAY + DAY, reason="Nytt beslut", actor=school.coordinator, at=AT
    )
    with pytest.raises(Refused) as refused:
        actions.change_requirements(
            Requirements((Requirement("flyga", ()),)),
            valid_from=TODAY,
            reason="",
            actor=school.coordinator,
            at=AT,
        )

    def required(at: object) -> list[str]:
        found = queries.my_courses(actor=school.learner, at=at)  # type: ignore[arg-type]
        return [one.version.course for one in found if one.is_required]

    assert (required(AT), required(AT + DAY)) == (["requester"], ["receiver"])
    assert refused.value.codes == ["training.unknown_course", "training.no_reason"]
    assert DEFAULT.of_course("receiver").roles == ("receiver",)


def test_a_short_lesson_is_marked_as_read_and_an_unknown_one_is_missing() -> None:
    school = a_school()

    actions.read_micro_lesson("authority.above_limit", actor=school.learner, at=AT)

    with tenant_scope(school.tenant_id):
        assert MicroReading.objects.get().person_id == school.learner.person_id
    with pytest.raises(Missing):
        actions.read_micro_lesson("no.such_mistake", actor=school.learner, at=AT)


def test_a_routine_learns_nothing_for_anybody() -> None:
    school = a_school()
    lesson = queries.course_of_mine(school.course, actor=school.learner, at=AT).lessons[0]

    with pytest.raises(Refused) as refused:
        actions.read_lesson(lesson.id, actor=school.office, at=AT)

    assert refused.value.codes == ["training.only_people"]


def test_the_routines_run_for_every_organisation() -> None:
    school = a_school()
    read_all(school)
    test = actions.begin_test(school.course, "sv", actor=school.learner, at=AT)

    jobs.end_tests(int((AT + DAY).timestamp()))
    jobs.look_ahead(int((AT + DAY).timestamp()))

    assert queries.sitting(test, actor=school.learner).state == "failed"


def test_whoever_holds_the_role_no_longer_is_not_asked_to_decide() -> None:
    school = a_school()
    with tenant_scope(school.tenant_id):
        authority.end_mandates_of(
            person_of(school.manager), TODAY - DAY, actor=school.office, at=AT
        )
    passed(school)

    with pytest.raises(Forbidden):
        actions.decide_training(
            person_of(school.learner), school.course, True, actor=school.manager, at=AT
        )


def test_training_is_not_waived_again_and_again() -> None:
    school = a_school()
    a_gate(school)

    def waive(days: int) -> None:
        at = AT + days * DAY
        actions.waive_training(
            person_of(school.learner),
            school.course,
            TODAY + (days + 13) * DAY,
            "Kocken sjuk",
            actor=school.coordinator,
            at=at,
        )

    waive(0)
    waive(14)
    with pytest.raises(Refused) as refusal:
        waive(28)

    assert refusal.value.codes == ["authority.waived_too_often"]


def test_whoever_steers_the_training_helps_others_and_not_himself() -> None:
    school = a_school()
    steering, himself = school.coordinator, person_of(school.coordinator)

    with pytest.raises(Refused) as longer:
        actions.give_extra_time(himself, 50, actor=steering, at=AT)
    with pytest.raises(Refused) as anew:
        actions.give_new_start(himself, school.course, "Sjuk", actor=steering, at=AT)
    actions.give_extra_time(person_of(school.learner), 50, actor=steering, at=AT)

    assert longer.value.codes == anew.value.codes == ["training.decides_about_himself"]


def test_the_register_of_passes_names_who_decided_on_the_certificate() -> None:
    school = a_school()
    a_gate(school)
    passed(school)

    actions.decide_training(
        person_of(school.learner), school.course, True, actor=school.manager, at=AT
    )

    with tenant_scope(school.tenant_id):
        row = Pass.objects.get(person_id=person_of(school.learner), kind="certificate")
    assert row.granted_by == school.manager.person_id
