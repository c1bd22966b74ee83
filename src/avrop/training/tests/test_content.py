"""The courses that the product comes with are whole: two languages, a right answer, all explained."""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import NoReverseMatch, reverse

from avrop.authority.roles import CATALOGUE
from avrop.kernel.wording import all_wording
from avrop.training import requirements, rules
from avrop.training.content import (
    COURSES,
    LANGUAGES,
    ShippedCourse,
    micro_lessons,
    shipped_courses,
    shipped_policies,
)

FEWEST_LESSONS, FEWEST_QUESTIONS, FEWEST_WORDS = 5, 30, 60
courses = pytest.mark.parametrize("course", shipped_courses(), ids=lambda course: course.code)


def test_there_is_a_course_for_each_role_that_one_is_required_of() -> None:
    required = requirements.DEFAULT.required

    assert {one.course for one in required} == set(COURSES)
    assert {role for one in required for role in one.roles} <= {role.code for role in CATALOGUE}


@courses
def test_a_course_teaches_in_both_languages_and_is_fit_to_be_published(
    course: ShippedCourse,
) -> None:
    lessons, questions = course.lessons, course.questions

    assert len(lessons) >= FEWEST_LESSONS
    assert len(questions) >= FEWEST_QUESTIONS
    assert list(rules.problems_publishing(course.facts, len(lessons), len(questions))) == []
    assert all(course.facts.aim[language] for language in LANGUAGES)
    for lesson in lessons:
        assert list(rules.problems_with_lesson(lesson, LANGUAGES)) == []
        assert all(len(lesson.text[language].split()) >= FEWEST_WORDS for language in LANGUAGES)


@courses
def test_every_question_is_asked_answered_and_explained_in_both_languages(
    course: ShippedCourse,
) -> None:
    wrong = {
        question.code: list(rules.problems_with_question(question, LANGUAGES))
        for question in course.questions
    }

    assert {code: problems for code, problems in wrong.items() if problems} == {}
    assert [
        code for code, times in Counter(q.code for q in course.questions).items() if times > 1
    ] == []
    for question in course.questions:
        assert sum(one.is_right for one in question.answers) == 1
        for language in LANGUAGES:
            said = [one.text[language] for one in question.answers]
            assert len(set(said)) == len(said) >= 3, question.code


@courses
def test_questions_about_mistakes_name_codes_that_there_are(course: ShippedCourse) -> None:
    named = {question.blocker for question in course.questions if question.blocker}

    assert named - all_wording().keys() == set()


def test_short_lessons_are_about_codes_that_there_are_and_take_two_minutes() -> None:
    found = micro_lessons()

    assert len(found) >= 10
    assert found.keys() - all_wording().keys() == set()
    for lesson in found.values():
        assert all(30 <= len(lesson.text[language].split()) <= 200 for language in LANGUAGES)


def test_lessons_lead_to_pages_that_there_are() -> None:
    pages = {lesson.page for course in shipped_courses() for lesson in course.lessons}
    pages |= {lesson.page for lesson in micro_lessons().values()}

    for page in pages - {""}:
        try:
            reverse(page)
        except NoReverseMatch:
            pytest.fail(f"no page is called {page}")


def test_the_policy_that_is_required_comes_along() -> None:
    wanted = {code for one in requirements.DEFAULT.required for code in one.policies}

    assert wanted == {policy.code for policy in shipped_policies()}
    for policy in shipped_policies():
        assert list(rules.problems_with_policy(policy.title, policy.text)) == []
