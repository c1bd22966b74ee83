"""What people do who learn in a real browser: read a course, answer a test, wait for another try."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.training import queries
from avrop.training.models import Sitting
from avrop.training.tests.builders import right_answers

if TYPE_CHECKING:
    from playwright.sync_api import Page

COURSE, LESSONS = "To order", 5


def read_the_course(page: Page) -> None:
    """From one's own training through the lessons and the policy, back to the course."""
    page.get_by_role("link", name=COURSE).click()
    page.get_by_role("link", name="What a call-off is").click()
    for _ in range(LESSONS):
        page.get_by_role("button", name="I have read this").click()
    page.get_by_text("That was the last lesson.").wait_for()
    page.get_by_role("link", name="Rules for whoever purchases").click()
    page.get_by_role("button", name="I have read this and follow it").click()
    page.get_by_text("The test is left.").wait_for()
    page.get_by_role("link", name=COURSE).click()


def answer_all(page: Page, learner: Actor, *, wrong: int) -> None:
    """Answer every question of the open test with the keyboard, and hand it in."""
    test = UUID(page.url.split("/tests/")[1][:36])
    for asked in queries.sitting(test, actor=learner).questions:
        right = right_answers(learner.tenant_id, asked.question_id)
        others = [one.key for one in asked.answers if one.key not in right]
        chosen = others[0] if asked.number <= wrong else right[0]
        page.get_by_role("heading", name=f"Question {asked.number} of 12").wait_for()
        page.locator(f"input[name=chosen][value={chosen}]").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    page.get_by_text("Every question has an answer.").wait_for()
    page.get_by_role("button", name="Hand in the test").press("Enter")


def a_day_goes_by(learner: Actor) -> None:
    """As if the attempts had been made a day earlier."""
    assert learner.person_id is not None
    with tenant_scope(learner.tenant_id):
        for row in Sitting.objects.filter(person_id=learner.person_id):
            row.began_at -= timedelta(days=1)
            assert row.ended_at is not None
            row.ended_at -= timedelta(days=1)
            row.save(update_fields=["began_at", "ended_at"])
