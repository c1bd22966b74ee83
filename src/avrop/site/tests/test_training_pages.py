"""The pages of training: learning, sitting a test, deciding, following and steering."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import keys_in, page, sent
from avrop.testing.worlds import a_person
from avrop.training import actions, queries
from avrop.training.models import Certificate, Sitting
from avrop.training.tests.builders import (
    School,
    a_school,
    acknowledge_all,
    certified,
    passed,
    person_of,
    read_all,
    right_answers,
    sit,
)
from avrop.training.tests.test_queries import BLOCKER, refused

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def school_now(role: str = "requester") -> School:
    return a_school(role, at=NOW - timedelta(days=2))


def answered(client: Client, school: School, test: UUID, *, wrong: int = 0) -> str:
    """Answer every question by its page; where the last one leads."""
    to = reverse("training_test", args=[test])
    for asked in queries.sitting(test, actor=school.learner).questions:
        address = f"{reverse('training_test', args=[test])}?question={asked.number}"
        right = right_answers(school.tenant_id, asked.question_id)
        others = [one.key for one in asked.answers if one.key not in right]
        chosen = others[0] if asked.number <= wrong else right[0]
        status, to = sent(client, address, "AnswerForm", chosen=chosen)
        assert status == 302, to[-900:]
    return to


def test_a_course_is_read_acknowledged_passed_and_decided_page_by_page() -> None:
    school = school_now()
    learner, manager = a_client_of(school.learner), a_client_of(school.manager)
    course = reverse("training_course", args=[school.course])

    assert "5 lessons are left." in page(learner, "my_training")
    address = re.findall(
        r'href="(/training/lessons/[^"?]+)', page(learner, "training_course", school.course)
    )[0]
    while "/lessons/" in address:
        status, address = sent(learner, address, "ReadForm")
        assert status == 302
    (policy,) = queries.policies(actor=school.learner, at=NOW)
    assert sent(learner, reverse("training_policy", args=[policy.id]), "AcknowledgeForm")[0] == 302
    assert "The test is left." in page(learner, "my_training")
    _, test_at = sent(learner, course, "BeginForm", language="en")
    test = UUID(test_at.rsplit("/", 1)[1])
    shown = page(learner, "training_test", test)
    assert "minutes are left." in shown
    assert "Question 1 of 12" in shown
    overview = answered(learner, school, test)
    assert "Every question has an answer." in learner.get(overview).content.decode()
    assert sent(learner, overview, "HandInForm")[0] == 302
    assert "Well done." in page(learner, "training_test", test)
    assert "You have done your part." in page(learner, "my_training")

    assert "Lina Lär" in page(manager, "training_decisions")
    decide = reverse("training_decide", args=[school.learner.person_id, school.course])
    assert sent(manager, decide, "DecideForm", granted="false")[0] == 409
    assert sent(manager, decide, "DecideForm", granted="true")[0] == 302

    assert "You are certified until" in page(learner, "my_training")
    assert "IN-" in page(learner, "my_certificates")
    assert "Nobody waits for your decision." in page(manager, "training_decisions")


def test_a_test_that_was_not_passed_says_why_and_when_to_try_again() -> None:
    school = school_now()
    read_all(school, at=NOW)
    client = a_client_of(school.learner)
    test = actions.begin_test(school.course, "sv", actor=school.learner, at=datetime.now(UTC))

    overview = answered(client, school, test, wrong=3)
    sent(client, overview, "HandInForm")

    shown = page(client, "training_test", test)
    assert "9 of 12 right; 10 were needed." in shown
    assert "You can try again from" in shown
    assert shown.count('<span class="ds-tag" data-color="danger">Your answer</span>') == 3
    course = page(client, "training_course", school.course)
    assert "The next attempt can be made from" in course
    assert "Begin the test" not in course


def test_an_answer_is_asked_for_and_kept_when_one_comes_back() -> None:
    school = school_now()
    read_all(school, at=NOW)
    client = a_client_of(school.learner)
    test = actions.begin_test(school.course, "sv", actor=school.learner, at=datetime.now(UTC))
    address = f"{reverse('training_test', args=[test])}?question=1"

    status, empty = sent(client, address, "AnswerForm")
    sent(client, address, "AnswerForm", chosen="a")

    assert (status, "Choose an answer." in empty) == (422, True)
    again = client.get(address).content.decode()
    assert re.search(r'value="a"[^>]*checked', again)
    assert (
        "11 questions have no answer"
        in client.get(f"{reverse('training_test', args=[test])}?question=all").content.decode()
    )


def test_when_the_time_is_up_only_handing_in_is_left() -> None:
    school = school_now()
    read_all(school, at=NOW)
    client = a_client_of(school.learner)
    test = actions.begin_test(
        school.course, "sv", actor=school.learner, at=datetime.now(UTC) - timedelta(hours=2)
    )

    shown = page(client, "training_test", test)
    status, _ = sent(client, reverse("training_test", args=[test]), "HandInForm")

    assert "The time is up." in shown
    assert "Keep the answer" not in shown
    assert status == 302
    with tenant_scope(school.tenant_id):
        assert Sitting.objects.get(id=test).ran_out


def test_nobody_opens_somebody_elses_test_or_decision() -> None:
    school = school_now()
    passed(school, at=NOW)
    other = a_client_of(school.manager)
    with tenant_scope(school.tenant_id):
        test = Sitting.objects.get().id
    stranger = a_client_of(a_person(school.tenant_id, ("receiver",)))

    assert other.get(reverse("training_test", args=[test])).status_code == 404
    decide = reverse("training_decide", args=[school.learner.person_id, school.course])
    assert stranger.get(decide).status_code == 404


def test_a_certificate_is_taken_back_with_a_reason() -> None:
    school = school_now()
    certified(school, at=NOW)
    client = a_client_of(school.manager)
    decide = reverse("training_decide", args=[school.learner.person_id, school.course])

    assert sent(client, decide, "RevokeForm", reason="")[0] == 422
    assert sent(client, decide, "RevokeForm", reason="Lånade ut kontot")[0] == 302

    assert "Taken back" in page(a_client_of(school.learner), "my_certificates")


def test_who_is_certified_has_nothing_to_mend_until_the_certificate_has_ended() -> None:
    school = school_now()
    certified(school, at=NOW)
    client = a_client_of(school.learner)

    held = page(client, "training_course", school.course)
    with tenant_scope(school.tenant_id):
        days = {"valid_from": NOW - timedelta(days=400), "valid_until": NOW - timedelta(days=35)}
        Certificate.objects.update(**days)
    ended = page(client, "training_course", school.course)

    assert "It can be renewed from" in held
    assert "training.lessons_unread" not in held
    assert "Read the lessons again, and take the test anew." in ended
    assert "training.lessons_unread" in ended


def test_the_manager_sees_who_is_trained_and_takes_the_list_out() -> None:
    school = school_now()
    certified(school, at=NOW)
    a_person(school.tenant_id, ("requester",), school.unit, name="Sen Sven")
    client = a_client_of(school.manager)

    shown = page(client, "training_coverage")
    file = client.get(reverse("training_coverage"), {"as": "csv", "all": "1"})

    assert "1/2" in shown
    assert "people are overdue." in shown
    assert "Sen Sven" in page(client, "training_untrained", overdue="yes")
    assert "Lina Lär" not in page(client, "training_untrained", course="requester", all="1")
    assert file.status_code == 200
    assert "IN-" in page(client_of_coordinator(school), "training_certificates")


def client_of_coordinator(school: School) -> Client:
    return a_client_of(school.coordinator)


def test_a_course_gets_a_new_version_with_a_changed_lesson_and_question() -> None:
    school = school_now()
    client = client_of_coordinator(school)
    published = queries.course_versions(school.course, actor=school.coordinator)[0].id

    assert "To order" in page(client, "training_courses")
    _, to = sent(client, reverse("training_version", args=[published]), "DraftForm")
    draft = UUID(to.rsplit("/", 1)[1])
    lesson = reverse("write_training_lesson", args=[draft, 6])
    words = {"title_sv": "Nytt", "title_en": "New", "text_sv": "Text", "text_en": "Text"}
    assert sent(client, lesson, "LessonForm", minutes="5", **words)[0] == 302
    add = reverse("add_training_question", args=[draft])
    question = {"code": "x1", "text_sv": "Vad?", "text_en": "What?", "blocker": BLOCKER}
    for letter in "ab":
        for code in ("sv", "en"):
            question |= {
                f"answer_{letter}_{code}": f"{letter} {code}",
                f"why_{letter}_{code}": "Ty",
            }
    assert sent(client, add, "QuestionForm", **question)[0] == 422
    assert sent(client, add, "QuestionForm", right_a="on", **question)[0] == 302
    assert "x1" in page(client, "training_questions", draft)
    change = {"drawn": "10", "pass_percent": "101", "attempts": "3", "wait_hours": "24"}
    times = {"minutes": "45", "months": "12"}
    version = reverse("training_version", args=[draft])
    assert sent(client, version, "TermsForm", **change, **times)[0] == 422
    assert sent(client, version, "TermsForm", **{**change, "pass_percent": "90"}, **times)[0] == 302
    assert sent(client, version, "PublishForm")[0] == 302

    view, lessons = queries.version(draft, actor=school.learner)
    assert (view.state, len(lessons), view.questions) == ("published", 6, 33)
    assert "stays as it is" in page(
        client,
        "training_question",
        queries.questions_page(draft, actor=school.coordinator).items[0].id,
    )


def test_questions_are_shown_in_figures_when_they_have_been_answered() -> None:
    school = school_now()
    read_all(school, at=NOW)
    version = queries.course_versions(school.course, actor=school.coordinator)[0].id
    client = client_of_coordinator(school)
    before = page(client, "training_analysis", version)

    sit(school, wrong=2, at=NOW)

    assert "Nobody has taken this test yet." in before
    assert "How many answer right" in page(client, "training_analysis", version)


def test_in_an_emergency_somebody_is_let_act_and_others_get_longer_time() -> None:
    school = school_now()
    client = client_of_coordinator(school)
    found = client.get(reverse("training_exceptions"), {"who": "Lina"}).content.decode()
    address = f"{reverse('training_exceptions')}?person={school.learner.person_id}"
    keys = keys_in(client.get(address).content.decode(), "WaiveForm")
    until = (NOW + timedelta(days=30)).date().isoformat()

    long = client.post(
        address,
        {
            **keys,
            "waive-course_id": str(school.course),
            "waive-valid_until": until,
            "waive-reason": "Brand",
        },
    )
    status, _ = sent(client, address, "ExtraTimeForm", **{"extra-percent": "50"})

    assert f"person={school.learner.person_id}" in found
    assert (long.status_code, "14 days at most" in long.content.decode()) == (409, True)
    assert status == 302
    test_minutes = _minutes_of_a_test(school)
    assert test_minutes == 67.5


def _minutes_of_a_test(school: School) -> float:
    read_all(school, at=NOW)
    test = actions.begin_test(school.course, "sv", actor=school.learner, at=NOW)
    view = queries.sitting(test, actor=school.learner)
    return (view.due_at - view.began_at).total_seconds() / 60


def test_the_third_identical_refusal_leads_to_a_short_lesson() -> None:
    school = school_now()
    people = [a_person(school.tenant_id, ("requester",), school.unit) for _ in range(3)]
    for one in people:
        refused(one, times=3, at=NOW - timedelta(minutes=5))
    client = a_client_of(people[0])

    assert "This has stopped you 3 times lately." in page(client, "my_training")
    lesson = reverse("micro_lesson", args=[BLOCKER])
    assert sent(client, lesson, "MicroForm")[0] == 302
    assert "This has stopped you" not in page(client, "my_training")
    assert BLOCKER in page(client_of_coordinator(school), "training_mistakes")


def test_a_policy_is_written_anew_and_comes_into_force() -> None:
    school = school_now()
    acknowledge_all(school, at=NOW)
    client = client_of_coordinator(school)
    today = NOW.astimezone().date().isoformat()
    words = {"title_sv": "Regler", "title_en": "Rules", "text_sv": "Nya", "text_en": "New"}
    address = reverse("write_training_policy")

    status, _ = sent(client, address, "PolicyForm", code="ordering", in_force_from=today, **words)

    assert status == 302
    assert "Not acknowledged" in page(a_client_of(school.learner), "my_training")


def test_courses_are_brought_in_by_a_button() -> None:
    from avrop.testing.worlds import a_tenant

    tenant = a_tenant().tenant_id
    coordinator: Actor = a_person(tenant, ("coordinator",))
    client = a_client_of(coordinator)

    before = page(client, "training_courses")
    status, _ = sent(client, reverse("training_courses"), "InstallForm")

    assert "Bring in the courses" in before
    assert status == 302
    assert len(queries.courses(actor=coordinator, at=NOW)) == 6
    assert person_of(coordinator)


def test_help_for_a_page_leads_to_the_lessons_about_it() -> None:
    school = school_now()

    shown = a_client_of(school.learner).get(reverse("guide"), {"page": "orders"}).content.decode()

    assert "Lessons about this" in shown
    assert "After you have sent it" in shown
