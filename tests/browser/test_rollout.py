"""The exercise of the managers' course in a real browser: a manager passes the test, is told that the
plan is left, is refused with all that is missing, sends it; the coordinator sends it back and approves;
the certificate is there. No page of it has a violation of accessibility."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.urls import reverse

from avrop.testing.worlds import a_person
from avrop.training import queries
from avrop.training.tests.builders import (
    School,
    a_school,
    acknowledge_all,
    person_of,
    read_all,
    staff,
)
from tests.browser.faults import faults_of
from tests.browser.learning import answer_all

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser]
PEOPLE = ("Anna Ek", "Bo Sten", "Nina Berg", "Lars Ny")


@cache
def the_school() -> School:
    """A school whose learner is its manager, and four people who are to order."""
    school = a_school("manager", at=datetime.now(UTC) - timedelta(days=2))
    staff(school, *PEOPLE)
    return school


@pytest.fixture
def school(site_address: str) -> School:
    """Where the manager learns."""
    return the_school()


def test_a_manager_plans_and_is_certified_when_the_plan_is_approved(
    school: School, open_as: Any
) -> None:
    faults: dict[Any, list[str]] = {}
    learner = a_person(school.tenant_id, ("manager",), school.unit, name="Rut Rektor")
    page = open_as(learner)

    _passes_the_test(school, learner, page)
    page.get_by_text("The roll-out plan of your unit is left").wait_for()
    page.get_by_role("link", name="Your roll-out plan").click()
    faults |= faults_of(page, "begin")
    page.get_by_role("button", name="Begin the plan").click()
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("Nobody is to approve.").first.wait_for()
    page.get_by_text("No risk is named.").first.wait_for()
    faults |= faults_of(page, "refused")
    _fills_it_in(page)
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("What anybody orders could be approved by nobody else.").first.wait_for()
    page.get_by_label("Person 1", exact=True).select_option(label="Anna Ek")
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("The plan is sent.").wait_for()
    page.goto("/training")
    page.get_by_text("the coordinator judges your roll-out plan").wait_for()
    plan = UUID(_plan_of(school, learner))

    coordinator = open_as(school.coordinator)
    _sends_it_back(coordinator, plan, faults)
    page.goto("/training")
    page.get_by_text("Your roll-out plan was sent back").wait_for()
    page.goto(reverse("rollout_plan", args=[plan]))
    page.get_by_text("Vem hjälper nattpersonalen?").first.wait_for()
    page.get_by_role("link", name="Go on with the plan").click()
    page.get_by_label("Risk 2", exact=True).fill("Natten har ingen att fråga")
    page.get_by_label("What you do about risk 2").fill("Lars kommer en kväll i veckan")
    page.get_by_role("button", name="Send to the coordinator").click()
    page.get_by_text("The plan is sent.").wait_for()

    _says_yes(school, learner, open_as(school.manager))
    coordinator.goto(reverse("rollout_plan", args=[plan]))
    coordinator.get_by_role("button", name="Approve the plan").click()
    coordinator.get_by_text("The plan is approved.").wait_for()
    faults |= faults_of(coordinator, "approved")
    coordinator.goto("/training/plans")
    coordinator.get_by_text("0 of 4").wait_for()
    faults |= faults_of(coordinator, "list")
    page.goto("/training")
    page.get_by_text("You are certified until").wait_for()
    faults |= faults_of(page, "my-training")
    page.goto(reverse("rollout_plan", args=[plan]))
    faults |= faults_of(page, "plan-of-manager")

    assert queries.my_certificates(actor=learner).items[0].granted_by == school.manager.person_id
    assert faults == {}


def _passes_the_test(school: School, learner: Any, page: Page) -> None:
    now = datetime.now(UTC)
    read_all(school, learner=learner, at=now)
    acknowledge_all(school, learner=learner, at=now)
    page.goto(reverse("training_course", args=[school.course]))
    page.get_by_text("The course ends in a roll-out plan").wait_for()
    page.get_by_role("button", name="Begin the test").click()
    answer_all(page, learner, wrong=1)


def _in(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def _fills_it_in(page: Page) -> None:
    """Everything, but that the approver is the only one who orders."""
    page.get_by_label("First day on which the unit orders here").fill(_in(60))
    for row, who in enumerate(("Nina Berg", "Nina Berg", "Bo Sten", "Lars Ny"), start=1):
        person = page.get_by_label(f"Person {row}", exact=True)
        person.select_option(label=who)
        page.get_by_label(f"Trained by, person {row}").fill(_in(30))
    page.get_by_label("Whom the others ask at the start").select_option(label="Anna Ek")
    page.get_by_label("Day of wave 1").fill(_in(60))
    page.get_by_label("What begins in wave 1").fill("Livsmedel från grossisten")
    page.get_by_label("From when nobody orders outside the system").fill(_in(90))
    page.get_by_label("How that is brought about").fill("Kundkorten klipps.")
    page.get_by_label("Share of the orders in the system, per cent").fill("80")
    page.get_by_label("Reached by").fill(_in(150))
    page.get_by_label("Risk 1", exact=True).fill("Vikarier känner inte till det nya")
    page.get_by_label("What you do about risk 1").fill("Bo visar dem första dagen")


def _plan_of(school: School, learner: Any) -> str:
    mine = queries.course_of_mine(school.course, actor=learner, at=datetime.now(UTC))
    assert mine.plan is not None
    return str(mine.plan.id)


def _sends_it_back(page: Page, plan: UUID, faults: dict[Any, list[str]]) -> None:
    page.goto("/")
    page.get_by_role("link", name="the roll-out plan of Ekbackens förskola").first.wait_for()
    page.goto(reverse("rollout_plan", args=[plan]))
    faults |= faults_of(page, "to-judge")
    page.get_by_label("What is to be mended?").fill("Vem hjälper nattpersonalen?")
    page.get_by_role("button", name="Send it back").click()
    page.get_by_text("The plan is sent back").wait_for()


def _says_yes(school: School, learner: Any, page: Page) -> None:
    page.goto(reverse("training_decide", args=[person_of(learner), school.course]))
    page.get_by_label("Yes, give the certificate").check()
    page.get_by_role("button", name="Decide", exact=True).click()
    page.get_by_text("is certified when the roll-out plan is approved").wait_for()
