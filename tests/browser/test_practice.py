"""Practising in a real browser: somebody enters, orders from a supplier that changes what he is asked
for, sees that nothing is real on every page, and goes back to find nothing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from django.urls import reverse

from avrop.buying.orders import queries as orders
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.parties import queries as parties
from avrop.parties.queries import TradeSide
from avrop.site.practice.goods import OFFERED, SOLD_OUT
from avrop.site.tests.test_practice import Ground, order_from
from avrop.testing.worlds import a_person, a_tenant, everything
from avrop.training import queries as learning
from tests.browser.faults import faults_of

pytestmark = [pytest.mark.browser]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 1000}
BANNER = "Practice: nothing here is real."


@cache
def the_people() -> tuple[Actor, Actor]:
    """A requester and whoever steers training, of a municipality that practises nothing yet."""
    tenant_id = a_tenant("Nyby kommun", side=TradeSide.BUYING).tenant_id
    requester = a_person(tenant_id, ("requester",), name="Rut Rask")
    return requester, a_person(tenant_id, ("coordinator",), name="Siv Styr")


@pytest.fixture
def people(site_address: str) -> tuple[Actor, Actor]:
    """The same, for a test."""
    return the_people()


def test_somebody_practises_an_order_and_goes_back(
    people: tuple[Actor, Actor], open_as: Any
) -> None:
    requester, steerer = people
    office = open_as(steerer, viewport=DESK)
    office.goto(reverse("practice_environment"))
    office.get_by_role("button", name="Set up the practice environment").click()
    office.get_by_text("The practice environment is being set up. It takes").wait_for()
    with running_here() as drain:
        from avrop.site.practice.founding import set_up

        set_up(requester.tenant_id, at=datetime.now(UTC))
        drain()
    office.reload()
    office.get_by_text("is ready since").wait_for()
    assert not any(faults_of(office, "environment").values())

    page = open_as(requester, viewport=PHONE)
    page.goto(reverse("my_training"))
    page.get_by_role("link", name="Practise: order from made-up suppliers").click()
    page.get_by_role("button", name="Enter the practice environment").click()
    page.get_by_text(BANNER).wait_for()
    assert page.locator("body").inner_text().index(BANNER) < 60
    assert not any(faults_of(page, "page").values())

    order = _ordered(requester)
    page.goto(reverse("order", args=[order.id]))
    page.get_by_text(BANNER).wait_for()
    assert order.state == "accepted_with_changes"
    assert not any(faults_of(page, "page").values())
    page.get_by_role("link", name="Back to what is real").click()
    page.get_by_role("button", name="Go back to what is real").click()
    page.get_by_text("You are back.").wait_for()

    assert page.get_by_text(BANNER).count() == 0
    page.goto(reverse("orders"))
    assert page.get_by_text(order.number).count() == 0
    answer = page.goto(reverse("order", args=[order.id]))
    assert answer is not None
    assert answer.status == 404


def _ordered(requester: Actor) -> orders.OrderView:
    """An order that the requester has sent to the changing supplier, in practice."""
    place = learning.practice(actor=requester)
    assert place is not None
    assert place.tenant_id is not None
    assert requester.account_id is not None
    at = datetime.now(UTC)
    inside = parties.membership(requester.account_id, place.tenant_id, at=at)
    assert inside is not None
    learner = replace(requester, tenant_id=place.tenant_id, person_id=inside.person_id)
    with running_here() as drain:
        ground = Ground(everything(requester.tenant_id), requester, drain)
        return order_from(learner, "changes", OFFERED, "OV-02", SOLD_OUT, ground=ground)
