"""What is drawn once and kept is each reader's own when it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from avrop.buying.orders.tests import builders as buying
from avrop.buying.requisitions.tests.builders import a_seller, a_town
from avrop.site.pages.around import HERE, MARK, TOKEN, around
from avrop.site.pages.frame import Choice, Frame, Place
from avrop.site.patterns.cells import foot_html, rows_html
from avrop.site.patterns.happened import timeline_html
from avrop.site.patterns.lists import Listing, ListOnPage, day, figure, tag, text
from avrop.site.patterns.shapes import Happened
from avrop.site.tests.builders import a_client_of, a_reader
from avrop.testing.worlds import a_person
from avrop.values import Money

pytestmark = pytest.mark.django_db

#: Statements of a page of the list of orders, however many orders there are.
STATEMENTS_OF_THE_LIST = 8


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def a_frame(**changes: object) -> Frame:
    """A frame of Anna's, on the page of her orders."""
    here = str(changes.pop("here", "/orders?state=sent&number=å"))
    facts: dict[str, object] = {
        "language": "en",
        "theme": "auto",
        "languages": (Choice("en", "English", is_current=True),),
        "themes": (),
        "version": "1",
        "is_demo": False,
        "here": here,
        "here_in_address": here.replace("&", "%26"),
        "session_left": 100,
        "session_whole": 200,
        "places": (Place("Start", "/", is_current=True, count=2),),
        "person": "Anna <Ask>",
        "organisation": "Ekbackens kommun",
    }
    return Frame(**{**facts, **changes})  # type: ignore[arg-type]


def test_what_stands_round_a_page_is_the_readers_own() -> None:
    annas = around(a_frame(), "secret-a")
    bos = around(a_frame(person="Bo", here="/", session_left=7), "secret-b")

    assert "Anna &lt;Ask&gt;" in annas.above
    assert 'value="/orders?state=sent&amp;number=å"' in annas.below
    assert 'value="secret-a"' in annas.below
    assert 'data-left="100"' in annas.below
    assert "Anna" not in bos.head + bos.above + bos.below
    assert "secret-a" not in bos.head + bos.above + bos.below
    assert ('value="secret-b"' in bos.above, 'data-left="7"' in bos.below) == (True, True)
    assert MARK not in annas.head + annas.above + annas.below


def test_nothing_a_reader_is_called_can_be_taken_for_a_mark() -> None:
    parts = around(a_frame(person=TOKEN, organisation=HERE), "secret")

    assert TOKEN in parts.above
    assert HERE in parts.above
    assert parts.above.count("secret") == parts.above.count("csrfmiddlewaretoken")


def test_what_stands_round_a_page_follows_language_news_and_organisations() -> None:
    several = a_reader().client
    page = several.get(reverse("start")).content.decode()

    with override("sv"):
        swedish = around(a_frame(language="sv"), "")
    assert "Sign out" in page
    assert "Logga ut" in swedish.above
    assert ">3<" in around(a_frame(news=3), "").above
    assert ">3<" not in around(a_frame(), "").above


@dataclass(frozen=True, slots=True)
class Row:
    """An order as a list shows it."""

    id: UUID
    number: str
    state: str
    amount: Money
    at: datetime


LISTING = Listing(
    "kept",
    "Kept",
    columns=(
        text("number", "Number"),
        tag("state", "State", "order"),
        figure("amount", "Amount"),
        day("at", "When"),
    ),
    empty="",
    is_timeless=True,
)
ROW = Row(
    uuid4(), "A-1", "sent", Money(Decimal("1234.50"), "SEK"), datetime(2026, 7, 1, 12, tzinfo=UTC)
)


def drawn(*rows: Row) -> str:
    """The rows as HTML."""
    page = ListOnPage(
        listing=LISTING,
        headings=(),
        columns=LISTING.columns,
        rows=rows,
        filters=(),
        address="/",
        query="",
        next_cursor="",
        is_first=True,
        is_narrowed=False,
        sort="",
    )
    return rows_html(page)


def test_a_row_that_is_kept_is_read_in_each_language_and_by_each_clock() -> None:
    english = drawn(ROW)
    with override("sv"):
        swedish = drawn(ROW)
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        elsewhere = drawn(ROW)

    assert "1,234.50" in english
    assert "1\xa0234,50" in swedish
    assert "Skickad" in swedish
    assert len({english, swedish, elsewhere}) == 3
    assert drawn(ROW) == english


def test_a_row_that_has_changed_is_drawn_anew() -> None:
    before = drawn(ROW)

    after = drawn(Row(ROW.id, "<b>", "accepted", ROW.amount, ROW.at))

    assert "&lt;b&gt;" in after
    assert "Accepted" in after
    assert drawn(ROW, ROW) == before * 2


def a_foot(cursor: str, **changes: object) -> str:
    """What stands below a page of a list with a row."""
    facts: dict[str, object] = {
        "listing": LISTING,
        "headings": (),
        "columns": LISTING.columns,
        "rows": (ROW,),
        "filters": (),
        "address": "/kept",
        "query": "number=%3Cb%3E",
        "next_cursor": cursor,
        "is_first": True,
        "is_narrowed": True,
        "sort": "",
    }
    return foot_html(ListOnPage(**{**facts, **changes}))  # type: ignore[arg-type]


def test_the_foot_of_a_list_leads_on_from_where_this_page_ends() -> None:
    first, second = a_foot("a/b"), a_foot("c")

    assert 'href="/kept?number=%3Cb%3E&amp;cursor=a/b"' in first
    assert 'href="/kept?number=%3Cb%3E&amp;cursor=c"' in second
    assert "Show more" not in a_foot("")
    assert ("Back to the first" in first, "Back to the first" in a_foot("", is_first=False)) == (
        False,
        True,
    )
    assert "CSV" not in a_foot("", rows=())


def test_the_list_of_orders_takes_the_same_statements_for_one_and_for_several() -> None:
    town = buying.a_town()
    seller = buying.a_seller(town)
    client = a_client_of(town.requester)

    counts = []
    for _ in range(2):
        buying.a_sent_order(town, seller)
        client.get(reverse("orders"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("orders")).status_code == 200
        counts.append(sum("SAVEPOINT" not in one["sql"] for one in asked))

    assert counts[0] == counts[1]
    assert counts[0] <= STATEMENTS_OF_THE_LIST, counts


def keys_in(page: str, name: str) -> list[str]:
    """The values of hidden fields of that name."""
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


def shop(client: Client, **query: str) -> str:
    """The shop as somebody sees it."""
    return client.get(reverse("shop"), query).content.decode()


def test_each_card_of_the_shop_has_keys_of_its_own_and_leads_back_to_where_it_is() -> None:
    town = a_town()
    a_seller(town)
    client = a_client_of(town.requester)
    other = a_client_of(a_person(town.requester.tenant_id, ("requester",), town.school))

    first, second, others = shop(client), shop(client, text="Vara"), shop(other)

    for page in (first, second, others):
        assert MARK not in page
    assert len(set(keys_in(first, "once"))) == 3
    assert not set(keys_in(first, "once")) & set(keys_in(second, "once"))
    assert set(keys_in(first, "sender")) == set(keys_in(second, "sender"))
    assert not set(keys_in(first, "sender")) & set(keys_in(others, "sender"))
    assert set(keys_in(first, "next")) == {"/shop"}
    assert set(keys_in(second, "next")) == {"/shop?text=Vara"}


def test_a_timeline_says_who_did_what_and_how_long_nothing_happened() -> None:
    at = datetime(2026, 7, 1, 12, tzinfo=UTC)
    machine = Happened(at, "Sent <on>.", kind="exchange", address="/m?a&b", address_name="Look")
    person = Happened(at, "Told.", "Bo <b>", "Anna", note="why & how", days_before=1)

    drawn_html = timeline_html([machine, person])

    moment = '<time datetime="2026-07-01T12:00:00+00:00">01/07/2026, 14:00</time>'
    assert drawn_html == (
        '<ol class="trace">\n'
        '<li class="trace__step trace__step--exchange">'
        '<p class="trace__sentence">Sent &lt;on&gt;.</p>'
        f'<p class="trace__facts">{moment} <a class="ds-link" href="/m?a&amp;b">Look'
        '<span class="ds-sr-only">: Sent &lt;on&gt;.</span></a></p></li>\n'
        '<li class="trace__gap">Nothing for 1 day</li>\n'
        '<li class="trace__step"><p class="trace__sentence">Told.</p>'
        f'<p class="trace__facts">{moment} '
        '<span class="person">Bo &lt;b&gt; on behalf of Anna</span> '
        "<span>why &amp; how</span></p></li>\n"
        "</ol>\n"
    )
