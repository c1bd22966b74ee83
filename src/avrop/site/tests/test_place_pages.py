"""A unit's delivery addresses on its card, and the choice among them in the cart, on an order and by a
program."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from avrop.approvals import actions as approvals
from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as ordered
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions import queries as carts
from avrop.buying.requisitions.actions import NewLine
from avrop.buying.requisitions.tests.builders import CODING, Town, a_seller, a_town
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.queries import DeliveryPlaceFacts, DeliveryPlaceView, PostalAddress
from avrop.site.tests.builders import Reader, a_client_of, a_reader
from avrop.site.tests.desk import page, sent
from avrop.testing.municipality import PREFIX
from avrop.testing.worlds import a_tenant, a_unit, everything

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
WRITTEN = {
    "name": "Köket, lastkaj B",
    "street": "Bakgatan 2",
    "postal_code": "123 46",
    "city": "Ekbacken",
    "opening_hours": "Mån–fre 6–14",
    "directions": "Ring på klockan.",
    "takes_food": "on",
}
DOCK = DeliveryPlaceFacts(
    "Köket, lastkaj B",
    PostalAddress("Bakgatan 2", "123 46", "Ekbacken"),
    "Mån–fre 6–14",
    "Ring på klockan.",
)


@pytest.fixture
def keeper() -> Reader:
    return a_reader("system_administrator", "coordinator", world=a_tenant(gs1_prefix=PREFIX))


def places(reader: Reader, unit_id: UUID) -> tuple[DeliveryPlaceView, ...]:
    with tenant_scope(reader.actor.tenant_id):
        return queries.delivery_places(unit_id)


def a_dock(town: Town, **facts: Any) -> UUID:
    return actions.add_delivery_place(
        town.school,
        replace(DOCK, **facts),
        valid_from=TODAY,
        actor=town.office,
        at=datetime.now(UTC),
    )


def a_cart(town: Town, *, place: UUID | None = None, lines: int = 1) -> UUID:
    items = list(a_seller(town).items.values())[:lines]
    return requisitions.fill_cart(
        town.school,
        tuple(NewLine(item, Decimal(6), coding=CODING) for item in items),
        delivery_place_id=place,
        actor=town.requester,
        at=datetime.now(UTC),
    )


def a_draft(town: Town, place: UUID | None) -> UUID:
    now = datetime.now(UTC)
    with running_here() as drain:
        cart = a_cart(town, place=place)
        request = requisitions.submit_requisition(
            cart, send_when_approved=False, actor=town.requester, at=now
        )
        approvals.approve_all(request, actor=town.approver, at=now)
        drain()
        (order_id,) = orders.create_orders(cart, actor=town.office, at=now)
    return order_id


def test_a_place_is_added_with_a_gln_changed_and_ended_from_the_units_card(keeper: Reader) -> None:
    school = a_unit(keeper.actor.tenant_id, "Ekskolan")
    card = reverse("unit", args=[school])

    status, to = sent(
        keeper.client,
        reverse("add_delivery_place", args=[school]),
        "AddForm",
        **WRITTEN,
        gets_gln="on",
        valid_from=TODAY.isoformat(),
    )

    assert (status, to) == (302, card)
    (place,) = places(keeper, school)
    assert place.gln.startswith(PREFIX)
    assert (place.name, place.directions, place.takes_food) == (
        "Köket, lastkaj B",
        "Ring på klockan.",
        True,
    )
    shown = page(keeper.client, "unit", school)
    for text in ("Köket, lastkaj B", "Bakgatan 2", place.gln, "Ring på klockan.", "Ekvägen 3"):
        assert text in shown
    address = reverse("change_delivery_place", args=[school, place.id])
    changed = {**WRITTEN, "name": "Köket", "place_gln": place.gln, "country": "SE"}
    assert sent(keeper.client, address, "ChangeForm", **changed) == (302, card)
    ended = {"form": "EndForm", "version": "2", "end-last_day": TODAY.isoformat()}
    end = reverse("end_delivery_place", args=[school, place.id])
    assert keeper.client.post(end, ended).headers["Location"] == card
    (place,) = places(keeper, school)
    assert (place.name, place.valid_until) == ("Köket", TODAY)


def test_what_is_wrong_with_a_place_is_said_at_its_fields_and_nothing_is_kept(
    keeper: Reader,
) -> None:
    school = a_unit(keeper.actor.tenant_id, "Ekskolan")

    status, shown = sent(
        keeper.client,
        reverse("add_delivery_place", args=[school]),
        "AddForm",
        **(WRITTEN | {"place_gln": "7350009900001", "country": "S"}),
        valid_from=TODAY.isoformat(),
    )

    assert status == 422
    assert "is not a country code" in shown
    assert "place_gln" in shown
    assert places(keeper, school) == ()


def test_a_place_that_is_not_the_units_or_is_over_has_no_page(keeper: Reader) -> None:
    school, park = (a_unit(keeper.actor.tenant_id, name) for name in ("Ekskolan", "Parken"))
    place = actions.add_delivery_place(
        school, DOCK, valid_from=TODAY, actor=everything(keeper.actor.tenant_id), at=timezone.now()
    )

    answer = keeper.client.get(reverse("change_delivery_place", args=[park, place]))

    assert answer.status_code == 404


def test_a_unit_with_one_place_offers_no_choice_and_one_with_two_does() -> None:
    town = a_town()
    client, cart = a_client_of(town.requester), a_cart(town)
    assert "Deliver to" not in page(client, "cart_of", cart)
    dock = a_dock(town)

    assert "Deliver to" in page(client, "cart_of", cart)
    client.post(reverse("deliver_to", args=[cart]), {"place_id": str(dock)})

    assert carts.requisition(cart, actor=town.requester).delivery_place_id == dock
    shown = page(client, "cart_of", cart)
    assert f'value="{dock}" selected' in shown
    assert "Ring på klockan." in shown
    client.post(reverse("deliver_to", args=[cart]), {"place_id": "own"})
    assert carts.requisition(cart, actor=town.requester).delivery_place_id is None


@pytest.mark.parametrize("nonsense", ["x", "00000000-0000-0000-0000-000000000000", "1" * 5000])
def test_no_nonsense_is_delivered_to(nonsense: str) -> None:
    town = a_town()
    client, cart = a_client_of(town.requester), a_cart(town, place=a_dock(town))
    before = carts.requisition(cart, actor=town.requester)

    answer = client.post(reverse("deliver_to", args=[cart]), {"place_id": nonsense})

    assert answer.status_code in (302, 404)
    assert carts.requisition(cart, actor=town.requester) == before


def test_a_cart_whose_place_has_ended_says_so_and_leads_to_the_choice() -> None:
    town = a_town()
    dock = a_dock(town)
    client, cart = a_client_of(town.requester), a_cart(town, place=dock)
    day = TODAY + timedelta(days=1)
    requisitions.set_wanted_date(cart, day, actor=town.requester, at=timezone.now())
    actions.end_delivery_place(dock, last_day=TODAY, actor=town.office, at=timezone.now())

    shown, sending = page(client, "cart_of", cart), page(client, "send_cart", cart)

    assert "No goods are taken in at Köket, lastkaj B after" in shown
    assert "No goods are taken in at Köket, lastkaj B after" in sending
    assert f'href="{reverse("cart_of", args=[cart])}#deliver-to"' in sending
    assert "Choose where to deliver" in sending


def test_an_order_that_cannot_be_sent_there_is_given_another_place() -> None:
    town = a_town()
    dock = a_dock(town)
    client, order = a_client_of(town.requester), a_draft(town, dock)
    shown = page(client, "order", order)
    assert "Köket, lastkaj B, Bakgatan 2, Ekbacken" in shown
    assert "Ring på klockan." in shown
    assert "Deliver to another place" in shown

    address = reverse("choose_order_place", args=[order])
    status, to = sent(client, address, "PlaceForm", place_id="own")

    assert (status, to) == (302, reverse("order", args=[order]))
    assert ordered.order(order, actor=town.requester).delivery_place_id is None


def test_an_order_of_a_unit_with_one_place_is_offered_no_other() -> None:
    town = a_town()
    client, order = a_client_of(town.requester), a_draft(town, None)

    assert "Deliver to another place" not in page(client, "order", order)
    assert "has one delivery address only" in page(client, "choose_order_place", order)


def test_what_is_ordered_again_goes_to_the_same_place_while_goods_are_taken_in_there() -> None:
    town = a_town()
    dock = a_dock(town)
    client, order = a_client_of(town.requester), a_draft(town, dock)

    again = page(client, "order_again", order)
    actions.end_delivery_place(dock, last_day=TODAY, actor=town.office, at=timezone.now())
    actions.change_delivery_place(
        dock, replace(DOCK, name="Förrådet"), actor=town.office, at=timezone.now()
    )
    still = page(client, "order_again", order)

    assert "It is delivered to Köket, lastkaj B, as before." in again
    assert f'name="delivery_place" value="{dock}"' in again
    assert "It is delivered to Förrådet, as before." in still


def test_a_program_keeps_the_places_of_a_unit_and_chooses_one() -> None:
    town = a_town()
    keeper = a_client_of(a_reader("coordinator", world=town.world).actor)
    requester, cart = a_client_of(town.requester), a_cart(town)
    units = f"/api/v1/units/{town.school}"

    def post(client: Any, address: str, **body: Any) -> Any:
        return client.post(address, body, content_type="application/json")

    place = {"name": "Köket", "address": {"street": "Bakgatan 2", "city": "Ekbacken"}}
    made = post(keeper, f"{units}/delivery-places", place=place, valid_from=TODAY.isoformat())
    found = requester.get(f"{units}/delivery-places", {"on": TODAY.isoformat()}).json()
    denied = post(requester, f"{units}/delivery-places", place=place, valid_from="2026-01-01")
    wrong = post(keeper, f"{units}/delivery-places", place={}, valid_from="2026-01-01")
    chosen = post(
        requester,
        f"/api/v1/requisitions/{cart}/choose-delivery-place",
        place_id=made.json(),
        expected_version=carts.requisition(cart, actor=town.requester).version,
    )

    assert made.status_code == chosen.status_code == 200, chosen.content
    assert [one["id"] for one in found] == [made.json()]
    assert (denied.status_code, wrong.status_code) == (403, 422)
    assert requester.get(f"/api/v1/requisitions/{cart}").json()["delivery_place_id"] == made.json()
