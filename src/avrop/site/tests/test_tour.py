"""The tour by role: stops at real things, ticked when one has been there or done what they say."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

from avrop.authority.roles import CATALOGUE
from avrop.buying.requisitions import actions
from avrop.buying.requisitions.actions import NewLine
from avrop.buying.requisitions.tests.builders import AT, CODING, a_cart, a_seller, a_town
from avrop.site.patterns import tours
from avrop.site.tests.builders import a_client_of, a_reader
from avrop.site.tests.desk import page

pytestmark = pytest.mark.django_db


def test_every_stop_is_at_a_page_that_there_is() -> None:
    stops = [stop for stops in tours.TOURS.values() for stop in stops]
    with_argument = uuid4()

    for stop in (*stops, *tours.EVERYBODY):
        arguments = [with_argument] if stop.look else []
        assert reverse(stop.page, args=arguments)
        if stop.look:
            assert reverse(stop.otherwise)
        for arguments in ([], [with_argument]) if stop.act else ():
            try:
                reverse(stop.act, args=arguments)
                break
            except NoReverseMatch:
                continue
        else:
            assert not stop.act


def test_tours_are_of_roles_that_there_are_and_short() -> None:
    known = {role.code for role in CATALOGUE}

    assert set(tours.TOURS) <= known
    assert {len(stops) for stops in tours.TOURS.values()} <= {3, 4, 5, 6}


def test_the_tour_leads_to_the_very_thing_and_ticks_it_when_it_has_been_opened() -> None:
    town = a_town()
    cart = a_cart(town, a_seller(town), lines=1)
    request_id = actions.submit_requisition(cart, actor=town.requester, at=AT)
    client = a_client_of(town.approver)
    address = reverse("approval", args=[request_id])

    before = page(client, "tour")
    client.get(address)
    after = page(client, "tour")

    assert f'href="{address}"' in before
    assert 'value="0"' in before
    assert 'value="1"' in after


def test_what_is_to_be_done_is_ticked_by_doing_it_not_by_looking() -> None:
    town = a_town()
    seller = a_seller(town)
    client = a_client_of(town.requester)
    put = next(stop for stop in tours.TOURS["requester"] if stop.act == "put_in_cart")
    page(client, "tour")

    page(client, "shop")
    looked = client.session[tours.IN_SESSION]
    form = {"once": str(uuid4()), "quantity": "6"}
    client.post(reverse("put_in_cart", args=[seller.items["I-1"]]), form)
    done = client.session[tours.IN_SESSION]

    assert (put.is_passed(looked), put.is_passed(done)) == (False, True)


def test_where_there_is_nothing_a_stop_leads_to_the_list() -> None:
    reader = a_reader("ap_clerk")

    shown = page(reader.client, "tour")

    assert f'href="{reverse("payments")}"' in shown


def test_nothing_is_noted_before_a_tour_is_begun_and_it_can_be_begun_again() -> None:
    town = a_town()
    client = a_client_of(town.requester)

    page(client, "shop")
    assert tours.IN_SESSION not in client.session
    page(client, "tour")
    page(client, "shop")
    assert client.session[tours.IN_SESSION] == ["shop"]
    client.post(reverse("begin_tour"))

    assert client.session[tours.IN_SESSION] == []


def test_a_page_that_may_not_be_seen_is_not_ticked() -> None:
    reader = a_reader("requester")
    page(reader.client, "tour")

    answer = reader.client.get(reverse("requisition", args=[uuid4()]))
    reader.client.get(reverse("order", args=[uuid4()]))

    assert answer.status_code == 404
    assert reader.client.session[tours.IN_SESSION] == []


def test_a_tour_of_two_roles_stops_once_where_both_go() -> None:
    stops = tours.tour_of(("category_manager", "agreement_manager"))

    says = [str(stop.says) for stop in stops]
    assert len(says) == len(set(says))
    assert tours.tour_of(("centre_operator",)) == tours.EVERYBODY


@override_settings(AVROP_DEMO=True)
def test_the_demonstration_offers_the_tour_on_the_start_page() -> None:
    assert reverse("tour") in page(a_reader("requester").client, "start")


def test_elsewhere_the_start_page_is_only_ones_work() -> None:
    assert "This is a demonstration." not in page(a_reader("requester").client, "start")


def test_a_cart_is_a_stop_once_there_is_one() -> None:
    town = a_town()
    cart = actions.fill_cart(
        town.school,
        (NewLine(a_seller(town).items["I-1"], Decimal(6), coding=CODING),),
        actor=town.requester,
        at=datetime.now(UTC),
    )

    shown = page(a_client_of(town.requester), "tour")

    assert f'href="{reverse("send_cart", args=[cart])}"' in shown
