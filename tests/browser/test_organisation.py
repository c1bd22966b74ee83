"""The organisation's pages in a real browser: a municipality, the narrowest screen, the keyboard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.queries import ContactFacts, DeliveryPlaceFacts, PostalAddress
from avrop.testing.municipality import PREFIX, municipality
from avrop.testing.worlds import a_person, a_tenant, an_organisation, everything
from tests.browser.faults import faults_of
from tests.browser.stage import session_cookie

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser]


@cache
def the_town() -> dict[str, Any]:
    """A municipality that was imported, with partners, and somebody who keeps it."""
    office = everything(a_tenant("Ekbackens kommun", gs1_prefix=PREFIX).tenant_id)
    now = datetime.now(UTC)
    found = actions.take_in_import(
        municipality(300, 900).workbook(), "kommun.xlsx", actor=office, at=now
    )
    actions.apply_import(found.id, actor=office, at=now)
    faulty = actions.take_in_import(
        "kod;namn;överordnad;gln\n1;;9999;123\n2;Skolan;;7350009900001".encode(),
        "enheter-med-fel.csv",
        actor=office,
        at=now,
    )
    more = actions.take_in_import(
        municipality(310, 905).workbook(), "kommun-ny.xlsx", actor=office, at=now
    )
    partner = _partners(office, now)
    keeper = a_person(office.tenant_id, roles=("system_administrator", "coordinator"))
    with tenant_scope(office.tenant_id):
        units = queries.units(on=now.date())
        inner = next(one for one in units if one.gln and one.serves_food)
        person = queries.staff_of([inner.id], now.date())[0]
    dock = DeliveryPlaceFacts("Köket, lastkaj B", PostalAddress("Bakgatan 2", city="Ekbacken"))
    place = actions.add_delivery_place(
        inner.id, dock, valid_from=now.date(), gets_gln=True, actor=office, at=now
    )
    return {
        "keeper": keeper,
        "unit": inner.id,
        "other": next(one.id for one in units if one.gln and one.id != inner.id),
        "place": place,
        "person": person.id,
        "partner": partner,
        "faulty": faulty.id,
        "ready": more.id,
    }


def _partners(office: Actor, now: datetime) -> Any:
    for name in ("Mejeri AB", "Bröd & Co", "Städmaterial i Ekbacken AB"):
        partner = an_organisation(office.tenant_id, name)
        old = now - timedelta(days=500)
        for purpose, at in (("orders", now), ("agreement", old)):
            facts = ContactFacts(purpose, f"Kim {purpose}", f"{purpose}@example.com", "0123-45")
            contact = actions.set_contact(partner, facts, actor=office, at=at)
    actions.flag_contact(contact, actor=office, at=now)
    return partner


@pytest.fixture
def page(site_address: str, browser: Browser) -> Any:
    town = the_town()
    context = browser.new_context(locale="sv-SE", base_url=site_address, reduced_motion="reduce")
    cookies = {"sessionid": session_cookie(town["keeper"]), "django_language": "sv"}
    context.add_cookies(
        [{"name": name, "value": value, "url": site_address} for name, value in cookies.items()]
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "address",
    [
        "/units",
        "/units?open={unit}",
        "/units?text=skolan",
        "/units/{unit}",
        "/units/{unit}/change",
        "/units/{unit}/places",
        "/units/{unit}/places/{place}",
        "/units/{unit}/move?to={other}",
        "/units/{unit}/merge?to={other}",
        "/units/{unit}/split",
        "/units/{unit}/close",
        "/people",
        "/people/{person}?to={other}",
        "/people/add?unit={unit}",
        "/contacts",
        "/contacts/{partner}",
        "/imports",
        "/imports/{ready}",
        "/imports/{faulty}",
    ],
)
def test_a_page_has_no_fault_on_the_narrowest_screen_and_on_a_wide_one(
    page: Page, address: str
) -> None:
    where = address.format_map(the_town())

    page.goto(where)

    assert faults_of(page, address.replace("?", "-").replace("{", "").replace("}", "")) == {}


def test_the_tree_is_walked_by_the_keyboard_alone(page: Page) -> None:
    page.goto("/units")
    page.locator(".tree__toggle").nth(1).focus()

    page.keyboard.press("Enter")
    page.wait_for_url("**open=**")

    rows = page.locator(".tree__row--2")
    assert rows.count() > 0
    rows.first.locator("a.ds-link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/*-*")
    assert page.locator("h1").is_visible()
