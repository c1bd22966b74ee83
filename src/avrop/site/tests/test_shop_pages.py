"""The requester's pages: the shop, the cart, its coding, the send page, and where needs stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.actions import NewLine
from avrop.buying.requisitions.queries import RequisitionView
from avrop.buying.requisitions.tests.builders import CODING, Seller, Town, a_seller, a_town
from avrop.coding import actions as coding
from avrop.site.pages.buying import cart as cart_page
from avrop.site.pages.buying import sending
from avrop.site.patterns import long_lines
from avrop.site.tests.builders import a_client_of, a_reader
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Shopper:
    """A requester of a school with a seller, and a browser."""

    town: Town
    seller: Seller
    client: Client

    @property
    def item(self) -> UUID:
        """The first article."""
        return self.seller.items["I-1"]

    def get(self, name: str, *key: UUID, **query: Any) -> str:
        """A page as it is read."""
        answer = self.client.get(reverse(name, args=key), query)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode().replace("\xa0", " ")

    def post(self, name: str, *key: UUID, **fields: Any) -> HttpResponse:
        """A form as it is sent, each with a key of its own."""
        given = {"once": str(uuid4()), **fields}
        return cast(HttpResponse, self.client.post(reverse(name, args=key), given))

    def cart(self, *, lines: int = 1, coding: str = CODING) -> UUID:
        """A cart with so many lines."""
        items = [self.seller.items[f"I-{number}"] for number in (1, 3, 2)][:lines]
        return actions.fill_cart(
            self.town.school,
            tuple(NewLine(item, Decimal(6), coding=coding) for item in items),
            actor=self.town.requester,
            at=datetime.now(UTC),
        )

    def view(self, cart: UUID) -> RequisitionView:
        """The cart as it is stored."""
        return queries.requisition(cart, actor=self.town.requester)


@pytest.fixture
def shopper() -> Shopper:
    town = a_town()
    return Shopper(town, a_seller(town), a_client_of(town.requester))


def thursday() -> date:
    today = datetime.now(UTC).date()
    return today + timedelta(days=(3 - today.weekday()) % 7 + 7)


def test_the_shop_shows_what_may_be_bought_with_price_agreement_and_day(shopper: Shopper) -> None:
    page = shopper.get("shop")

    assert "3 articles" in page
    assert "11.00 SEK" in page
    assert "Mejeriet AB" in page
    assert "Contains milk" in page
    assert "Earliest" in page


def test_the_shop_is_narrowed_by_words_and_choices_in_the_address(shopper: Shopper) -> None:
    assert "1 article" in shopper.get("shop", text="Vara 3")
    assert "3 articles" in shopper.get("shop", category="155")
    assert "Nothing under agreement fits" in shopper.get("shop", without="milk")
    assert "Nothing under agreement fits" in shopper.get("shop", text="saknas")


def test_only_the_results_are_sent_while_somebody_types(shopper: Shopper) -> None:
    answer = shopper.client.get(reverse("shop"), {"text": "Vara 1"}, headers={"HX-Request": "true"})

    assert b"<html" not in answer.content
    assert b"Vara 1" in answer.content


def test_an_article_is_put_in_the_cart_once_however_often_the_button_is_pressed(
    shopper: Shopper,
) -> None:
    key = str(uuid4())

    for _ in range(2):
        answer = shopper.post("put_in_cart", shopper.item, quantity="2,5", once=key)

    (cart,) = queries.open_carts(actor=shopper.town.requester)
    assert answer.status_code == 302
    assert [line.quantity.value for line in shopper.view(cart.id).lines] == [Decimal("2.5")]


def test_a_quantity_that_is_none_is_told_at_the_field_and_kept(shopper: Shopper) -> None:
    answer = shopper.post("put_in_cart", shopper.item, quantity="två")

    assert answer.status_code == 422
    assert queries.open_carts(actor=shopper.town.requester) == ()


def test_what_htmx_asks_for_is_the_form_anew_and_the_line_about_the_cart(shopper: Shopper) -> None:
    answer = shopper.client.post(
        reverse("put_in_cart", args=[shopper.item]),
        {"quantity": "2", "once": str(uuid4())},
        headers={"HX-Request": "true"},
    )

    page = answer.content.decode().replace("\xa0", " ")
    assert "2 pcs in the cart" in page
    assert "To the cart: 1 article, 22.00 SEK" in page
    assert 'hx-swap-oob="true"' in page


def test_favourites_are_kept_and_several_are_put_in_the_cart_at_once(shopper: Shopper) -> None:
    for number in ("I-1", "I-3"):
        shopper.post("favour", shopper.seller.items[number], keep="yes")

    page = shopper.get("favourites")
    fields = {f"quantity-{shopper.item}": "4", f"quantity-{shopper.seller.items['I-3']}": ""}
    shopper.post("put_several_in_cart", **fields)

    (cart,) = queries.open_carts(actor=shopper.town.requester)
    assert "Vara 1" in page
    assert "Vara 3" in page
    assert [line.quantity.value for line in shopper.view(cart.id).lines] == [4]


def test_what_was_in_a_cart_is_offered_again_at_todays_price(shopper: Shopper) -> None:
    cart = shopper.cart(lines=2)

    page = shopper.get("again", cart)

    assert page.count('value="6"') == 2


def test_articles_are_compared_side_by_side(shopper: Shopper) -> None:
    address = reverse("compare") + f"?item={shopper.item}&item={shopper.seller.items['I-2']}"

    page = shopper.client.get(address).content.decode()

    assert "Comparison price" in page
    assert "Vara 2" in page


def test_quantities_and_days_are_changed_in_place(shopper: Shopper) -> None:
    cart = shopper.cart()
    (line,) = shopper.view(cart).lines
    fields = {f"quantity-{line.id}": "9", f"wanted-{line.id}": thursday().isoformat()}

    answer = shopper.post("cart_of", cart, form="LinesForm", then="send", **fields)

    (line,) = shopper.view(cart).lines
    assert answer["Location"] == reverse("send_cart", args=[cart])
    assert (line.quantity.value, line.wanted_date) == (9, thursday())


def test_what_came_into_the_cart_after_the_page_was_opened_stays_as_it_is(shopper: Shopper) -> None:
    cart = shopper.cart(lines=2)
    first, second = shopper.view(cart).lines
    fields = {f"quantity-{first.id}": "9", f"wanted-{first.id}": ""}

    answer = shopper.post("cart_of", cart, form="LinesForm", then="send", **fields)

    assert answer["Location"] == reverse("send_cart", args=[cart])
    changed = [line.quantity.value for line in shopper.view(cart).lines]
    assert changed == [9, second.quantity.value]


def test_a_long_cart_is_saved_a_part_at_a_time(
    shopper: Shopper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lines, "LINES_ON_PAGE", 1)
    cart = shopper.cart(lines=3)
    first, second, third = shopper.view(cart).lines
    changed = {f"quantity-{first.id}": "9", f"wanted-{first.id}": "", "to": "1"}

    page = shopper.get("cart_of", cart)
    answer = shopper.post("cart_of", cart, form="LinesForm", **changed)
    part = shopper.get("cart_of", cart, **{"from": "1"})

    assert f"quantity-{second.id}" not in page
    assert answer["Location"] == f"{reverse('cart_of', args=[cart])}?from=1"
    assert f"quantity-{second.id}" in part
    assert "Lines 2 to 2 of 3" in part
    assert f"quantity-{third.id}" in shopper.get("cart_of", cart, line=str(third.id))
    assert [line.quantity.value for line in shopper.view(cart).lines] == [9, 6, 6]


def test_who_has_many_short_codes_writes_one(
    shopper: Shopper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cart_page, "MOST_OPTIONS", 1)
    cart = shopper.cart(coding="")
    for code in ("BOK1", "BOK2"):
        coding.issue_short_code(
            code,
            person_id=shopper.town.requester.person_id,
            unit_id=shopper.town.school,
            coding=CODING,
            invoice_reference="EKV4100",
            valid_from=date(2026, 1, 1),
            actor=shopper.town.office,
            at=datetime.now(UTC),
        )

    page = shopper.get("cart_of", cart)
    shopper.post("use_short_code", cart, short_code_written="SAKNAS")
    told = shopper.get("cart_of", cart)
    shopper.post("use_short_code", cart, short_code_written="bok2")

    assert 'name="short_code_written"' in page
    assert "BOK1" not in page
    assert "You have no short code called “SAKNAS”" in told
    assert shopper.view(cart).lines[0].codings[0].coding == CODING


def test_of_many_obstacles_some_are_shown(
    shopper: Shopper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_OBSTACLES", 1)
    cart = shopper.cart(lines=3, coding="")

    page = shopper.get("send_cart", cart)

    assert page.count('id="finding-') == 1
    assert re.search(r"And \d more; (it is|they are) shown when some of these are mended", page)


def test_a_stale_tab_gets_a_sentence_and_changes_nothing(shopper: Shopper) -> None:
    cart = shopper.cart()
    (line,) = shopper.view(cart).lines
    fields = {f"quantity-{line.id}": "9", f"wanted-{line.id}": "", "expected_version": "1"}

    answer = shopper.post("cart_of", cart, form="LinesForm", **fields)

    assert answer.status_code == 409
    assert "Somebody has changed this since you opened it" in answer.content.decode()
    assert shopper.view(cart).lines[0].quantity.value == 6


def test_a_line_is_taken_out_and_can_be_put_back(shopper: Shopper) -> None:
    cart = shopper.cart(lines=2)
    line = shopper.view(cart).lines[0]

    shopper.post("take_out", cart, line.id, form="LinesForm")

    assert [one.state for one in shopper.view(cart).lines] == ["cancelled", "open"]
    assert "Undo" in shopper.get("cart_of", cart)


def test_the_whole_cart_is_wanted_on_a_day(shopper: Shopper) -> None:
    cart = shopper.cart(lines=2)

    shopper.post("want_on", cart, wanted_date=thursday().isoformat())

    assert {line.wanted_date for line in shopper.view(cart).lines} == {thursday()}


def test_a_cost_is_split_by_percent_and_what_is_left(shopper: Shopper) -> None:
    cart = shopper.cart()
    (line,) = shopper.view(cart).lines
    parts = {
        "parts": "2",
        "part-1-ansvar": "4100",
        "part-1-konto": "64400",
        "part-1-measure": "percent",
        "part-1-size": "60",
        "part-2-ansvar": "4200",
        "part-2-konto": "64400",
        "part-2-measure": "rest",
        "part-2-size": "",
    }

    shopper.post("code_line", cart, line.id, then="one", **parts)

    (line,) = shopper.view(cart).lines
    assert [(share.coding, share.percent) for share in line.codings] == [
        ("ansvar=4100 konto=64400", 60),
        ("ansvar=4200 konto=64400", None),
    ]


def test_one_coding_is_saved_for_all_lines_in_one_act(shopper: Shopper) -> None:
    cart = shopper.cart(lines=3)
    line = shopper.view(cart).lines[1]
    fields = {"part-1-ansvar": "4200", "part-1-konto": "46000", "part-1-measure": "rest"}

    shopper.post("code_line", cart, line.id, then="all", **fields)

    codings = {share.coding for line in shopper.view(cart).lines for share in line.codings}
    assert codings == {"ansvar=4200 konto=46000"}


def test_amounts_are_not_copied_to_other_lines(shopper: Shopper) -> None:
    cart = shopper.cart(lines=2)
    line = shopper.view(cart).lines[0]
    fields = {
        "parts": "2",
        "part-1-ansvar": "4200",
        "part-1-konto": "46000",
        "part-1-measure": "amount",
        "part-1-size": "10",
        "part-2-measure": "rest",
    }

    answer = shopper.post("code_line", cart, line.id, then="all", **fields)

    assert answer.status_code == 422
    assert "do not fit other lines" in answer.content.decode()


def test_the_send_page_lists_everything_with_its_remedy_and_mends_it_in_one_press(
    shopper: Shopper,
) -> None:
    cart = shopper.cart(lines=3)
    odd = shopper.view(cart).lines[2]
    changes = ({"line_id": odd.id, "quantity": Decimal(7)},)
    actions.change_lines(
        cart,
        tuple(actions.LineChange(**change) for change in changes),
        actor=shopper.town.requester,
        at=datetime.now(UTC),
    )

    page = shopper.get("send_cart", cart)
    finding = re.findall(r'name="finding" value="([^"]+)"', page)[0]
    shopper.post("mend", cart, finding=finding)

    assert "1 thing stops the cart." in page
    assert "Order 12 pcs" in page
    assert shopper.view(cart).lines[2].quantity.value == 12
    assert "Nothing stops the cart." in shopper.get("send_cart", cart)


def test_whoever_can_mend_it_is_asked_from_the_page(shopper: Shopper) -> None:
    town = a_town(delivery_address=None)
    coordinator = a_person(town.tenant_id, roles=("coordinator",), name="Fatima Isaksson")
    other = Shopper(town, a_seller(town), a_client_of(town.requester))
    cart = other.cart()

    page = other.get("send_cart", cart)
    finding = re.findall(r'name="finding" value="([^"]+)"', page)[0]
    other.post("ask_others", cart, finding=finding)

    assert "Coordinator" in page
    assert "Fatima Isaksson" in page
    assert len(tasks.my_tasks(actor=coordinator).items) == 1
    assert "waits for Fatima Isaksson" in other.get("send_cart", cart)


def test_a_cart_is_sent_from_the_page_and_waits_for_its_approver(shopper: Shopper) -> None:
    cart = shopper.cart()

    answer = shopper.post("send_cart", cart, form="SendForm", send_when_approved="on")

    assert answer["Location"] == reverse("requisition", args=[cart])
    assert "Waits for Kim Ek." in shopper.get("needs")
    assert "Take it back" in shopper.get("requisition", cart)


def test_what_nothing_stops_is_sent_alone(shopper: Shopper) -> None:
    cart = shopper.cart()
    item = shopper.seller.items["I-3"]
    actions.add_lines(
        cart,
        (NewLine(item, Decimal(1), coding="ansvar=1 konto=64400"),),
        actor=shopper.town.requester,
        at=datetime.now(UTC),
    )

    page = shopper.get("send_cart", cart)
    shopper.post("send_cart", cart, form="SendForm", what="free", send_when_approved="on")

    assert "Send the 1 line that nothing stops" in page
    assert shopper.view(cart).state == "submitted"
    assert [one.lines for one in queries.open_carts(actor=shopper.town.requester)] == [1]


def test_a_cart_is_taken_back_before_anybody_has_decided(shopper: Shopper) -> None:
    cart = shopper.cart()
    shopper.post("send_cart", cart, form="SendForm")

    shopper.post("take_back", cart)

    assert shopper.view(cart).state == "draft"


def test_the_start_page_of_who_orders_leads_to_the_shop(shopper: Shopper) -> None:
    page = shopper.get("start")

    assert f'href="{reverse("shop")}">Order goods</a>' in page


def test_a_cart_is_handed_over_to_somebody_who_may_send_it(shopper: Shopper) -> None:
    other = a_person(
        shopper.town.tenant_id, roles=("requester",), unit_id=shopper.town.school, name="Åsa Ek"
    )
    cart = shopper.cart()

    page = shopper.get("hand_over", cart)
    shopper.post("hand_over", cart, to_person_id=str(other.person_id))

    assert "Åsa Ek" in page
    assert [one.lines for one in queries.open_carts(actor=other)] == [1]


def test_somebody_elses_cart_is_not_there(shopper: Shopper) -> None:
    stranger = a_reader("requester")

    for name in ("cart_of", "send_cart", "hand_over", "again"):
        assert stranger.client.get(reverse(name, args=[shopper.cart()])).status_code == 404


def test_without_anything_the_pages_say_what_to_do_next() -> None:
    town = a_town()
    client = a_client_of(town.requester)

    assert "There is nothing to buy yet" in client.get(reverse("shop")).content.decode()
    assert "You have no favourites yet" in client.get(reverse("favourites")).content.decode()
    assert "Your cart is empty" in client.get(reverse("cart")).content.decode()
    assert "You have no needs yet" in client.get(reverse("needs")).content.decode()


def test_a_page_of_the_shop_costs_the_same_however_many_articles_there_are(
    shopper: Shopper,
) -> None:
    shopper.get("shop")
    with CaptureQueriesContext(connection) as few:
        shopper.get("shop", text="Vara 1")
    with CaptureQueriesContext(connection) as more:
        shopper.get("shop", text="Vara")
    with CaptureQueriesContext(connection) as every:
        shopper.get("shop")

    # Words are looked up first: one statement more than without any.
    assert len(more) == len(few) == len(every) + 1
    assert len(more) <= 34


def test_a_cart_costs_the_same_however_many_lines_it_has(shopper: Shopper) -> None:
    cart = shopper.cart(lines=1)
    shopper.get("cart_of", cart)
    with CaptureQueriesContext(connection) as one:
        shopper.get("cart_of", cart)
    shopper.cart(lines=3)
    with CaptureQueriesContext(connection) as three:
        shopper.get("cart_of", cart)

    assert len(three) == len(one)
