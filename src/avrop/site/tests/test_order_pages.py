"""The pages of orders on both sides: where they stand, what was answered, the whole way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from avrop.approvals import actions as approvals
from avrop.authority.queries import Sight
from avrop.buying.orders import queries as orders
from avrop.buying.orders.actions import create_orders as made_of
from avrop.buying.orders.listing import NOTHING, Reader, Sort, Wanted, page_of_orders
from avrop.buying.orders.queries import OrderView
from avrop.buying.orders.tests import builders as buying
from avrop.buying.orders.tests.builders import Seller, Town
from avrop.buying.requisitions import actions as carts
from avrop.buying.requisitions import queries as requisitions
from avrop.buying.requisitions.actions import LineCodingInput, ShareInput
from avrop.coding.actions import NewValue, add_values
from avrop.documents import OrderResponseLine
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.models import RefusalRow
from avrop.kernel.scope import tenant_scope
from avrop.selling.sales import queries as sales
from avrop.selling.sales.tests import builders as selling
from avrop.site.tests.builders import a_client_of, a_reader
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db

#: Statements of an order's page, whatever the number of its lines.
MOST_STATEMENTS = 44


@pytest.fixture
def town() -> Town:
    """A municipality that can buy."""
    return buying.a_town()


@pytest.fixture
def seller(town: Town) -> Seller:
    """A seller of its."""
    return buying.a_seller(town)


def _changed(town: Town, seller: Seller) -> OrderView:
    """An order whose seller wants to deliver less."""
    order = buying.a_sent_order(town, seller)
    with running_here():
        buying.answered(town, order, seller, "CA", *_less())
    return order


def _less() -> tuple[OrderResponseLine, ...]:
    return buying.an_answered_line(1, "3", quantity=6), buying.an_answered_line(2)


def _page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_the_start_page_says_in_a_sentence_where_an_order_is(town: Town, seller: Seller) -> None:
    order = _changed(town, seller)

    page = _page(a_client_of(town.requester), "start")

    assert order.number in page
    assert "wants to change the order: the buyer must decide." in page


def test_an_order_shows_the_difference_in_words_and_its_whole_way(
    town: Town, seller: Seller
) -> None:
    order = _changed(town, seller)

    page = _page(a_client_of(town.requester), "order", order.id)

    assert "wants to change the order: the buyer must decide." in page
    assert "instead of" in page
    assert "The need was written in the cart" in page
    assert "accepted with changes." in page
    assert "Accept the changes" in page


def test_accepting_the_changes_makes_the_order_stand_so(town: Town, seller: Seller) -> None:
    order, client = _changed(town, seller), a_client_of(town.requester)

    with running_here():
        answer = client.post(reverse("accept_changes", args=[order.id]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("order", args=[order.id]))
    assert orders.order(order.id, actor=town.requester).state == "accepted"
    assert "The changes are accepted." in _page(client, "order", order.id)


def test_refusing_without_saying_whom_one_spoke_with_is_refused_where_that_is_needed(
    town: Town, seller: Seller
) -> None:
    order, client = _changed(town, seller), a_client_of(town.requester)

    answer = client.post(reverse("refuse_changes", args=[order.id]), {"how": "insist"})

    assert answer.status_code == 409
    assert "it must be told by a person." in answer.content.decode()


def test_refusing_the_changes_writes_down_with_whom_one_spoke(town: Town, seller: Seller) -> None:
    order, client = _changed(town, seller), a_client_of(town.requester)
    contact = {"with_whom": "Siv Alm", "means": "phone", "what": "Sex till kommer på fredag."}

    with running_here():
        answer = client.post(
            reverse("refuse_changes", args=[order.id]),
            {"how": "insist", **contact, "contact_at": "2026-03-02T10:30"},
        )

    assert answer.status_code == 302
    page = _page(client, "order", order.id)
    assert "The changes are refused." in page
    assert "Contact with Siv Alm at" in page


@pytest.mark.parametrize("how", ["", "shout", "\x00"])
def test_a_refusal_of_no_known_kind_is_invalid(town: Town, seller: Seller, how: str) -> None:
    order = _changed(town, seller)

    answer = a_client_of(town.requester).post(
        reverse("refuse_changes", args=[order.id]), {"how": how, "what": "x", "contact_at": "x"}
    )

    assert answer.status_code == 422


def test_a_decision_on_an_old_page_is_refused_in_words(town: Town, seller: Seller) -> None:
    order, client = _changed(town, seller), a_client_of(town.requester)

    answer = client.post(reverse("accept_changes", args=[order.id]), {"expected_version": "0"})

    assert answer.status_code == 409
    assert "Somebody has changed this since you opened it." in answer.content.decode()
    assert orders.order(order.id, actor=town.requester).state == "accepted_with_changes"


def test_who_may_only_look_is_offered_no_decision_and_makes_none(
    town: Town, seller: Seller
) -> None:
    order = _changed(town, seller)
    auditor = a_person(town.requester.tenant_id, roles=("auditor",))
    client = a_client_of(auditor)

    page = _page(client, "order", order.id)
    answer = client.post(reverse("accept_changes", args=[order.id]))

    assert "Accept the changes" not in page
    assert answer.status_code == 403
    with tenant_scope(auditor.tenant_id):
        assert RefusalRow.objects.get().command == "orders.accept_changes"


def test_an_order_of_another_organisation_is_not_there(town: Town, seller: Seller) -> None:
    order = buying.a_sent_order(town, seller)

    answer = a_reader("coordinator").client.get(reverse("order", args=[order.id]))

    assert answer.status_code == 404


def test_the_list_is_narrowed_by_number_state_and_whose_and_taken_as_a_file(
    town: Town, seller: Seller
) -> None:
    order = buying.a_sent_order(town, seller)
    client = a_client_of(town.requester)

    def rows(**chosen: str) -> bool:
        return order.number in client.get(reverse("orders"), chosen).content.decode()

    digits = order.number.rsplit("-", 1)[1].lstrip("0")
    assert rows(number=order.number[:-1])
    assert not rows(number="AO-1999")
    assert rows(state="sent", mine="true", sort="largest")
    assert not rows(state="rejected")
    assert rows(sort="oldest", received="none")
    assert digits
    file = client.get(reverse("orders"), {"all": "1", "as": "csv"})
    content = b"".join(file) if file.streaming else file.content
    assert order.number in content.decode("utf-8-sig")


def test_orders_are_found_by_words_of_their_sellers_name_also_where_several_are_called_so(
    town: Town, seller: Seller
) -> None:
    baker, other = (buying.a_seller(town, name=name) for name in ("Bageriet i Ek", "Storbageriet"))
    first, second = (buying.a_draft_order(town, each).number for each in (baker, other))
    third = buying.a_draft_order(town, baker).number
    buying.a_draft_order(town, seller)
    everybody = a_person(town.requester.tenant_id, roles=("coordinator",))

    def found(name: str, reader: Actor, cursor: str | None = None) -> list[str]:
        page = orders.orders_page(seller=name, limit=2, cursor=cursor, actor=reader)
        rest = found(name, reader, page.next_cursor) if page.next_cursor else []
        return [each.number for each in page.items] + rest

    for reader in (town.requester, everybody):
        assert found("bageriet", reader) == [third, second, first]
        assert found("ek bageriet", reader) == [third, first]
        assert found("Slakteriet", reader) == []


def test_what_narrows_a_list_is_folded_with_the_number_of_choices_made(town: Town) -> None:
    client = a_client_of(town.requester)

    untouched = client.get(reverse("orders"), {"all": "1"}).content.decode()
    narrowed = client.get(reverse("orders"), {"state": "sent", "seller": "bageriet"})
    by_script = client.get(
        reverse("orders"), {"state": "sent"}, headers={"HX-Request": "true"}
    ).content.decode()

    assert '<details class="filters-fold"><summary' in untouched
    assert ">Narrow the list</span>" in untouched
    assert "Narrow the list, 2 choices made" in narrowed.content.decode()
    assert 'hx-swap-oob="true">Narrow the list, 1 choice made' in by_script


def test_orders_are_paged_by_key_in_every_order_of_rows(town: Town, seller: Seller) -> None:
    made = [buying.a_sent_order(town, seller).number for _ in range(3)]

    for sort, first in (("newest", made[2]), ("oldest", made[0])):
        pages, cursor = [], None
        for _ in range(3):
            page = orders.orders_page(sort=Sort(sort), limit=1, cursor=cursor, actor=town.requester)
            pages.append(page.items[0].number)
            cursor = page.next_cursor
        assert (pages[0], sorted(pages), cursor) == (first, sorted(made), None)


@pytest.mark.parametrize("units", [1, 4, 5, 40])
def test_who_sees_into_a_few_or_many_units_has_the_orders_of_them_all_and_his_own(
    town: Town, seller: Seller, units: int
) -> None:
    numbers = [buying.a_draft_order(town, seller).number for _ in range(2)]
    seen = Sight(
        everything=False,
        unit_ids=frozenset({town.school, *(UUID(int=number) for number in range(1, units))}),
    )
    others = Sight(
        everything=False, unit_ids=frozenset(UUID(int=number) for number in range(1, units + 1))
    )

    def found(seen: Sight, person_id: UUID | None, state: str = "") -> list[str]:
        reader, wanted = Reader(seen, person_id), Wanted(state=state)
        with tenant_scope(town.tenant_id):
            rows, _ = page_of_orders(
                reader, wanted, sort=Sort.OLDEST, cursor="", limit=10, at=datetime.now(UTC)
            )
        return [row.number for row in rows]

    assert found(seen, None) == found(seen, town.requester.person_id) == numbers
    assert found(others, town.requester.person_id, "draft") == numbers
    assert found(others, None) == found(NOTHING, None) == []
    assert found(seen, None, "no such state") == []


def test_the_lines_of_a_long_order_come_a_page_at_a_time(town: Town, seller: Seller) -> None:
    order = buying.a_sent_order(town, seller, lines=3)

    page = orders.order_lines(order.id, limit=2, actor=town.requester)
    rest = orders.order_lines(order.id, limit=2, after=page.next_after or 0, actor=town.requester)

    assert [one.line.position for one in page.items] == [1, 2]
    assert ([one.line.position for one in rest.items], rest.next_after) == ([3], None)
    assert page.total == 3


def test_a_sent_order_is_cancelled_by_hand_with_a_reason(town: Town, seller: Seller) -> None:
    order, client = buying.a_sent_order(town, seller), a_client_of(town.requester)
    address = reverse("cancel_order", args=[order.id])
    told = {
        "with_whom": "Siv Alm",
        "means": "phone",
        "what": "Hon tar bort ordern.",
        "contact_at": "2026-03-02T10:30",
    }

    empty = client.post(address, {"reason": ""})
    with running_here():
        done = client.post(address, {"reason": "Fel vara.", **told})

    assert (empty.status_code, done.status_code) == (422, 302)
    assert orders.order(order.id, actor=town.requester).state in ("cancelled", "change_pending")


def test_an_order_that_cannot_be_sent_says_why_and_who_can_mend_it(
    town: Town, seller: Seller
) -> None:
    order, client = buying.a_draft_order(town, seller), a_client_of(town.requester)

    answer = client.post(reverse("send_order", args=[order.id]))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "and that day has passed." in page
    assert "Cancel the order and begin a new cart with a later day." in page
    assert orders.order(order.id, actor=town.requester).state == "draft"


@pytest.mark.parametrize("lines", [1, 20])
def test_an_orders_page_costs_the_same_statements_however_many_its_lines(
    town: Town, seller: Seller, lines: int
) -> None:
    order = buying.a_sent_order(town, seller, lines=lines)
    client = a_client_of(town.requester)

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("order", args=[order.id]))

    said = [one["sql"] for one in captured if not one["sql"].startswith(("SAVE", "RELEASE"))]
    assert len(said) <= MOST_STATEMENTS, "\n".join(sql[:150].strip() for sql in said)


def _ordered(town: Town, seller: Seller, lines: int, *split: str) -> OrderView:
    """An order of which every line but the first is split over codings, 75 and 25 percent."""
    cart = buying.a_cart(town, seller, lines=lines)
    shares = tuple(
        ShareInput(coding, Decimal(percent))
        for coding, percent in zip(split, (75, 25), strict=True)
    )
    later = requisitions.requisition(cart, actor=town.requester).lines[1:]
    codings = tuple(LineCodingInput(line.id, shares) for line in later)
    carts.code_lines(cart, codings, actor=town.requester, at=buying.AT)
    with running_here() as drain:
        request = carts.submit_requisition(
            cart, send_when_approved=False, actor=town.requester, at=buying.AT
        )
        approvals.approve_all(request, actor=town.approver, at=buying.AT)
        drain()
        (order_id,) = made_of(cart, actor=town.office, at=buying.AT)
    return orders.order(order_id, actor=town.requester)


def test_an_order_says_what_each_line_is_coded_on_and_what_the_codes_are_called(
    town: Town, seller: Seller
) -> None:
    food = (NewValue("54600", {"sv": "Livsmedel", "en": "Food"}, date(2020, 1, 1)),)
    add_values("konto", food, actor=town.office, at=buying.AT)
    order = _ordered(town, seller, 2, "ansvar=4100 konto=54600", "ansvar=4200 konto=54600")
    client = a_client_of(town.requester)

    page = _page(client, "order", order.id)

    code = '<span class="code">{}</span>'.format
    assert f'<span class="cell-note">{code(4100)} · {code(64400)}</span>' in page
    assert (
        f'<span class="cell-note">75 % {code(4100)} · {code(54600)}, '
        f"25 % {code(4200)} · {code(54600)}</span>"
    ) in page
    assert "What the codes of the lines are called" in page
    assert "<dt>Konto</dt><dd>54600 Food, 64400 64400</dd>" in page


def test_the_page_of_an_order_whose_lines_are_split_asks_as_much_for_many_lines_as_for_few(
    town: Town, seller: Seller
) -> None:
    client = a_client_of(town.requester)
    counts = []
    for lines in (2, 60):
        order = _ordered(town, seller, lines, "ansvar=4100 konto=46000", "ansvar=4200 konto=46000")
        _page(client, "order", order.id)
        with CaptureQueriesContext(connection) as captured:
            _page(client, "order", order.id)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= MOST_STATEMENTS


def test_a_sales_order_and_its_document_are_there_for_the_seller() -> None:
    market = selling.a_market()
    with running_here() as drain:
        selling.send(market, selling.an_order(market), drain)
        drain()
    clerk = market.person("order_clerk")
    client = a_client_of(clerk)
    (sold,) = sales.orders_page(actor=clerk).items
    view = sales.order(sold.id, actor=clerk)

    assert sold.number in _page(client, "sales_orders")
    assert "Sales orders by stage" in _page(client, "start")
    page = _page(client, "sales_order", sold.id)
    assert "Mellanmjölk 1 l" in page
    assert "The order came in." in page
    assert "To the order" in _page(client, "message", view.message_id)
    assert "Mellanmjölk 1 l" in _page(client, "payload", view.message_id)
