"""Training in a real browser: somebody reads a course, fails its test once, waits, passes, and the
manager lets him act; and no page of it has a violation of accessibility."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from avrop.testing.worlds import a_person
from avrop.training import actions, queries
from avrop.training.tests.builders import (
    School,
    a_school,
    passed,
    person_of,
    read_all,
    sit,
)
from avrop.training.tests.test_queries import BLOCKER, refused
from tests.browser.faults import faults_of
from tests.browser.learning import a_day_goes_by, answer_all, read_the_course

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}


@cache
def the_school() -> School:
    """A school with its courses, once; somebody has passed, and others meet the same obstacle."""
    school = a_school(at=datetime.now(UTC) - timedelta(days=2))
    for _ in range(3):
        one = a_person(school.tenant_id, ("requester",), school.unit, name="Nils Ny")
        refused(one, times=3, at=datetime.now(UTC) - timedelta(minutes=1))
    refused(school.learner, times=3, at=datetime.now(UTC) - timedelta(minutes=1))
    return school


@pytest.fixture
def school(site_address: str) -> School:
    """Where people learn."""
    return the_school()


def test_somebody_reads_fails_once_waits_passes_and_is_let_act(
    school: School, open_as: Any
) -> None:
    learner = a_person(school.tenant_id, ("requester",), school.unit, name="Rut Rask")
    page = open_as(learner, viewport=PHONE)

    page.goto("/training")
    read_the_course(page)
    page.get_by_role("button", name="Begin the test").click()
    answer_all(page, learner, wrong=3)
    page.get_by_text("9 of 12 right; 10 were needed.").wait_for()
    page.goto(reverse("training_course", args=[school.course]))
    page.get_by_text("The next attempt can be made from").wait_for()
    a_day_goes_by(learner)
    page.reload()
    page.get_by_role("button", name="Begin the test").click()
    answer_all(page, learner, wrong=1)
    page.get_by_text("Well done.").wait_for()

    manager = open_as(school.manager)
    manager.goto("/training/decide")
    manager.get_by_role("link", name="Rut Rask").click()
    manager.get_by_label("Yes, give the certificate").check()
    manager.get_by_role("button", name="Decide", exact=True).click()
    manager.get_by_text("Rut Rask is certified.").wait_for()

    page.goto("/training")
    page.get_by_text("You are certified until").wait_for()
    assert queries.my_certificates(actor=learner).items[0].granted_by == school.manager.person_id


def test_the_pages_of_training_have_no_fault_of_access(school: School, open_as: Any) -> None:
    now = datetime.now(UTC)
    waiting = a_person(school.tenant_id, ("requester",), school.unit, name="Vera Vänta")
    passed(school, learner=waiting, at=now)
    read_all(school, at=now)
    failed = sit(school, wrong=4, at=now - timedelta(days=1, hours=1))
    test = actions.begin_test(school.course, "sv", actor=school.learner, at=now)
    version = queries.course_versions(school.course, actor=school.coordinator)[-1].id
    draft = _a_draft(school)
    question = queries.questions_page(draft, actor=school.coordinator).items[0].id
    lesson = queries.course_of_mine(school.course, actor=school.learner, at=now).lessons[1].id
    (policy,) = queries.policies(actor=school.learner, at=now)
    decide = reverse("training_decide", args=[person_of(waiting), school.course])
    looked_at = (
        (school.learner, "/training"),
        (school.learner, reverse("training_course", args=[school.course])),
        (school.learner, reverse("training_lesson", args=[lesson])),
        (school.learner, reverse("training_policy", args=[policy.id])),
        (school.learner, reverse("micro_lesson", args=[BLOCKER])),
        (school.learner, reverse("training_test", args=[test])),
        (school.learner, reverse("training_test", args=[test]) + "?question=all"),
        (school.learner, reverse("training_test", args=[failed])),
        (waiting, "/training"),
        (school.manager, "/training/decide"),
        (school.manager, decide),
        (school.manager, "/training/coverage"),
        (school.manager, "/training/untrained"),
        (school.coordinator, "/training/steer"),
        (school.coordinator, reverse("training_version", args=[draft])),
        (school.coordinator, reverse("training_questions", args=[draft])),
        (school.coordinator, reverse("training_question", args=[question])),
        (school.coordinator, reverse("training_analysis", args=[version])),
        (school.coordinator, "/training/mistakes"),
        (school.coordinator, f"/training/exceptions?person={school.learner.person_id}"),
        (school.coordinator, "/training/policy"),
    )
    found = {}

    for number, (actor, address) in enumerate(looked_at):
        page = open_as(actor)
        page.goto(address)
        found |= faults_of(page, f"{number:02}-{address.partition('?')[0].rsplit('/', 1)[-1][:20]}")
        page.context.close()

    assert found == {}


def _a_draft(school: School) -> UUID:
    return actions.draft_version(school.course, actor=school.coordinator, at=datetime.now(UTC))
