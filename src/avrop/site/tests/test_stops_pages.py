"""Who cannot send and why, on the coordinator's pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from avrop.buying.requisitions.tests.builders import AT, TODAY, Town, a_cart, a_seller, a_town
from avrop.parties import actions as parties
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page
from avrop.testing.worlds import a_person, organisation_facts

pytestmark = pytest.mark.django_db
WITHOUT = "The seller has no electronic address"


def a_coordinator(town: Town) -> Client:
    return a_client_of(a_person(town.tenant_id, roles=("coordinator",), name="Samira Ek"))


def with_stopped_carts() -> Town:
    """Two carts that wait for a seller without an electronic address, and one with a bad day too."""
    town = a_town()
    seller = a_seller(town, name="Utan adress AB", customer_number_required=True)
    a_cart(town, seller)
    a_cart(town, seller)
    facts = organisation_facts("Utan adress AB", endpoint="")
    parties.change_organisation(seller.organisation_id, facts, actor=town.office, at=AT)
    return town


def test_what_has_to_be_mended_is_told_once_with_how_many_it_frees() -> None:
    town = with_stopped_carts()
    coordinator = a_coordinator(town)

    shown = page(coordinator, "what_stops")

    assert "2 carts of the 2 that wait cannot be sent." in shown
    assert shown.count(f">{WITHOUT}</a>") == 1
    assert "Ask the coordinator to register it." in shown
    assert "What stops the most carts" in shown
    address = f"{reverse('stopped_carts')}?code=requisitions.seller_has_no_endpoint&amp;about=Utan"
    assert address in shown


def test_a_reason_leads_to_its_carts_with_everything_that_stops_each() -> None:
    town = with_stopped_carts()
    coordinator = a_coordinator(town)

    chosen = {"code": "requisitions.seller_has_no_endpoint", "about": "Utan adress AB"}
    shown = page(coordinator, "stopped_carts", **chosen)
    nobody = page(coordinator, "stopped_carts", code="agreements.has_expired")
    file = coordinator.get(reverse("stopped_carts"), {"as": "csv", **chosen})

    assert shown.count("Utan adress AB has no electronic address") == 2
    assert "Utan adress AB takes orders only under a customer number" in shown
    assert "Nothing here fits what you chose." in nobody
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 3
    assert lines[0].split(";")[:3] == ["Number", "Requester", "Unit"] or "Requester" in lines[0]


def test_a_long_cart_tells_the_first_of_what_stops_it_and_how_much_more_there_is() -> None:
    town = a_town()
    a_cart(town, a_seller(town), lines=9, wanted_date=TODAY)
    coordinator = a_coordinator(town)

    shown = page(coordinator, "stopped_carts")

    assert "And 5 things more." in shown
    assert shown.count("that day has passed") == 4


def test_people_who_could_not_send_are_found_by_what_stops_them() -> None:
    town = a_town()
    a_person(town.tenant_id, roles=(), unit_id=town.school, name="Ny Persson")
    coordinator = a_coordinator(town)

    shown = page(coordinator, "people_who_cannot_send", code="authority.no_role")

    assert "Ny Persson" in shown
    assert "No role that may send." in shown
    assert "Samira Ek" not in shown.split('id="results"')[1]


def test_nothing_that_is_stopped_is_said_in_words() -> None:
    coordinator = a_coordinator(a_town())

    assert "No cart waits to be sent." in page(coordinator, "what_stops")
    assert "No cart is stopped." in page(coordinator, "stopped_carts")


def test_the_start_page_of_who_looks_after_it_leads_there_and_others_are_kept_out() -> None:
    town = a_town()
    coordinator, requester = a_coordinator(town), a_client_of(town.requester)

    assert reverse("what_stops") in page(coordinator, "start")
    assert reverse("what_stops") not in page(requester, "start")
    assert requester.get(reverse("what_stops")).status_code == 403
