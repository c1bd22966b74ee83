"""What stands round every page: navigation by right, finding, news, help, work that is never lost."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import NoReverseMatch, resolve, reverse

from avrop.buying.orders.tests import builders as buying
from avrop.exchange import mailroom, queries
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.site import newsroom
from avrop.site.pages import sitemap
from avrop.site.pages.performing import now
from avrop.site.sessions import RENEWED_AT
from avrop.site.tests.builders import PASSWORD, a_client_of, a_reader, a_stranger
from avrop.tasks import actions as tasks
from avrop.testing.worlds import a_person, a_tenant, an_email

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, **query: str) -> str:
    """A page as text."""
    return client.get(reverse(name), query).content.decode()


# --- the map and the navigation ----------------------------------------------------------------------


def test_every_page_of_the_map_has_an_address_and_those_in_the_navigation_take_nothing() -> None:
    for one in sitemap.all_pages():
        assert one.group in sitemap.GROUPS
        if one.is_address:
            assert resolve(one.address).url_name == one.url
        else:
            with pytest.raises(NoReverseMatch):
                reverse(one.url)


def test_the_navigation_offers_what_a_right_opens_and_nothing_else() -> None:
    requester = page(a_reader("requester").client, "start")
    clerk = page(a_reader("order_clerk").client, "start")

    assert f'href="{reverse("orders")}"' in requester
    assert f'href="{reverse("sales_orders")}"' not in requester
    assert f'href="{reverse("sales_orders")}"' in clerk
    assert f'href="{reverse("orders")}"' not in clerk


def test_the_part_that_a_document_belongs_to_is_marked_on_its_page() -> None:
    town = buying.a_town()
    seller = buying.a_seller(town)
    order = buying.a_draft_order(town, seller)

    shown = a_client_of(town.requester).get(reverse("order", args=[order.id])).content.decode()

    marked = shown.split('aria-current="')[0].rsplit("href=", 1)[1]
    assert "aria-current" in shown.split("site-nav")[1].split("</nav>")[0]
    assert marked != '"/"'


def test_the_site_map_holds_every_page_that_the_navigation_offers() -> None:
    reader = a_reader("requester", "order_clerk")
    shown = page(reader.client, "site_map")

    with tenant_scope(reader.actor.tenant_id):
        from avrop.authority.queries import permissions_of

        offered = list(sitemap.pages_for(permissions_of(reader.actor)))

    assert len(offered) > 5
    assert [one.url for one in offered if f'href="{one.address}"' not in shown] == []


@pytest.mark.parametrize(
    "name", ["site_map", "find", "news", "guide", "kept_form", "patterns", "accessibility"]
)
def test_a_page_of_the_frame_works_without_style_or_script_of_its_own(name: str) -> None:
    answer = a_reader("requester").client.get(reverse(name))

    assert answer.status_code == 200
    found = re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=", answer.content.decode())
    assert found == []


# --- finding -----------------------------------------------------------------------------------------


def test_a_document_is_found_by_the_beginning_of_its_number_or_its_last_digits() -> None:
    town = buying.a_town()
    seller = buying.a_seller(town)
    order, other = (buying.a_draft_order(town, seller) for _ in range(2))
    client = a_client_of(town.requester)

    begun = page(client, "find", q=order.number[:7].lower())
    digits = client.get(reverse("find"), {"q": str(int(other.number.rsplit("-", 1)[1]))})

    assert reverse("order", args=[order.id]) in begun
    assert reverse("order", args=[other.id]) in begun
    assert reverse("order", args=[other.id]) in digits.content.decode() + digits.get("Location", "")


def test_one_document_is_gone_to_at_once() -> None:
    town = buying.a_town()
    order = buying.a_draft_order(town, buying.a_seller(town))

    answer = a_client_of(town.requester).get(reverse("find"), {"q": order.number})

    assert (answer.status_code, answer["Location"]) == (302, reverse("order", args=[order.id]))


def test_nothing_is_found_that_one_may_not_see() -> None:
    town = buying.a_town()
    order = buying.a_draft_order(town, buying.a_seller(town))

    same_town = a_person(town.requester.tenant_id, roles=())
    for stranger in (a_client_of(same_town), a_reader("requester").client):
        assert reverse("order", args=[order.id]) not in page(stranger, "find", q=order.number)


def test_a_supplier_is_found_by_name_with_the_lists_of_what_is_hers() -> None:
    town = buying.a_town()
    buying.a_seller(town, name="Bageriet i Ek")
    requester, stranger = town.requester, a_person(town.requester.tenant_id, roles=("order_clerk",))

    found = page(a_client_of(requester), "find", q="bager")

    assert 'href="/orders?seller=Bageriet+i+Ek"' in found
    assert 'href="/invoices?seller=Bageriet+i+Ek"' in found
    assert "Bageriet" not in page(a_client_of(stranger), "find", q="bager").replace("bager”", "")
    assert "Bageriet" not in page(a_reader("requester").client, "find", q="bager")


def test_pages_are_found_by_their_names() -> None:
    answer = a_reader("coordinator").client.get(reverse("find"), {"q": "take in"})

    assert answer["Location"] == reverse("upload")


@pytest.mark.parametrize("text", ["%", "_", "'", "\uffff", "\\", "x" * 5000, "1" * 50])
def test_nothing_that_is_looked_for_breaks_the_page(text: str) -> None:
    assert a_reader("requester", "order_clerk").client.get("/find", {"q": text}).status_code == 200


# --- news --------------------------------------------------------------------------------------------


def test_what_others_did_to_my_order_is_news_until_i_have_looked() -> None:
    town = buying.a_town()
    seller = buying.a_seller(town)
    order = buying.a_sent_order(town, seller)
    with running_here():
        buying.answered(town, order, seller, "AP")
    client = a_client_of(town.requester)

    shown = page(client, "news")
    assert "Mejeriet AB answered." in shown
    assert order.number in shown
    assert "Mark all as seen" in shown

    client.post(reverse("news"), {"until": (now() + timedelta(days=3)).isoformat()})
    seen = page(client, "news")
    assert "Mejeriet AB answered." in seen
    assert "Mark all as seen" not in seen


def test_what_i_did_myself_is_no_news() -> None:
    town = buying.a_town()
    buying.a_sent_order(town, buying.a_seller(town))

    assert "The order was sent to" not in page(a_client_of(town.requester), "news")


def test_the_news_are_counted_in_the_header() -> None:
    town = buying.a_town()
    seller = buying.a_seller(town)
    order = buying.a_sent_order(town, seller)
    with running_here():
        buying.answered(town, order, seller, "AP")

    found = newsroom.unseen(town.requester, "", now())

    assert found.count >= 1
    assert f'<span aria-hidden="true">{found.count}' in page(a_client_of(town.requester), "start")


def test_nobody_has_seen_what_is_still_to_come_or_less_than_before() -> None:
    reader = a_reader()
    moment = now()
    marked = tasks.mark_news_seen(until=moment + timedelta(days=9), actor=reader.actor, at=moment)
    again = tasks.mark_news_seen(until=moment - timedelta(1), actor=reader.actor, at=moment)

    assert (marked, again) == (moment, moment)


# --- help --------------------------------------------------------------------------------------------


def test_each_page_says_what_is_done_on_it() -> None:
    client = a_reader("requester").client

    shown = page(client, "guide", page="news")

    assert "What others have done to your requisitions and orders" in shown
    assert client.get(reverse("guide"), {"page": "no-such"}).status_code == 404


# --- the session -------------------------------------------------------------------------------------


@override_settings(SESSION_COOKIE_AGE=600)
def test_a_session_that_is_used_lives_on() -> None:
    client = a_reader().client
    client.get("/")
    _age(client, 300)

    client.get("/")

    assert time.time() - client.session[RENEWED_AT] < 10


@override_settings(SESSION_COOKIE_AGE=600)
def test_a_session_that_was_just_renewed_is_not_written_again() -> None:
    client = a_reader().client
    client.get("/")
    _age(client, 30)

    client.get("/")

    assert time.time() - client.session[RENEWED_AT] > 20


def test_staying_signed_in_is_a_click() -> None:
    client = a_reader().client

    assert client.post(reverse("stay")).status_code == 204
    assert a_stranger().post(reverse("stay")).status_code == 302


def _age(client: Client, seconds: int) -> None:
    session = client.session
    session[RENEWED_AT] = time.time() - seconds
    session.save()


# --- a form that comes too late ----------------------------------------------------------------------


def _shown_form(text: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_form_that_is_sent_after_the_session_has_ended_is_kept_and_sent_by_a_click() -> None:
    email = an_email()
    actor = a_person(a_tenant().tenant_id, roles=("coordinator",), email=email, password=PASSWORD)
    client = a_client_of(actor)
    typed = {**_shown_form(page(client, "patterns")), "what": "much too long to fit", "amount": "x"}
    client.session.flush()

    sent_late = client.post(reverse("patterns"), typed)
    assert sent_late["Location"] == "/sign-in?next=%2Fkept-form"
    signed_in = client.post(
        reverse("sign_in"), {"email": email, "password": PASSWORD, "next": "/kept-form"}
    )
    assert signed_in["Location"] == "/kept-form"
    kept = page(client, "kept_form")
    assert "much too long to fit" in kept
    assert 'action="/patterns"' in kept
    assert "is kept" in page(client, "start")

    again = client.post(reverse("patterns"), typed)
    assert again.status_code == 422
    assert "much too long to fit" in again.content.decode()
    assert "No form is kept" in page(client, "kept_form")


def test_a_form_of_somebody_else_in_the_same_browser_is_thrown_away() -> None:
    first, second = an_email(), an_email()
    world = a_tenant()
    anna = a_person(world.tenant_id, email=first, password=PASSWORD)
    a_person(world.tenant_id, email=second, password=PASSWORD)
    client = a_client_of(anna)
    typed = {**_shown_form(page(client, "patterns")), "what": "hemligt"}
    client.session.flush()
    client.post(reverse("patterns"), typed)

    client.post(reverse("sign_in"), {"email": second, "password": PASSWORD})

    shown = page(client, "kept_form")
    assert "hemligt" not in shown
    assert "somebody else" in shown
    assert "hemligt" not in str(dict(client.session.items()))


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://x.test"}]
)
def test_a_form_of_another_site_is_never_kept(headers: Mapping[str, str]) -> None:
    client = a_reader().client
    typed = {**_shown_form(page(client, "patterns")), "what": "falskt"}
    client.handler.enforce_csrf_checks = True

    answer = client.post(reverse("patterns"), typed, headers=dict(headers))

    assert answer.status_code == 403
    assert "falskt" not in str(dict(client.session.items()))


def test_a_form_from_before_signing_in_again_elsewhere_is_kept() -> None:
    client = a_reader().client
    typed = {**_shown_form(page(client, "patterns")), "what": "gammalt"}
    client.handler.enforce_csrf_checks = True

    answer = client.post(reverse("patterns"), typed, headers={"sec-fetch-site": "same-origin"})

    assert (answer.status_code, answer["Location"]) == (302, "/kept-form")
    assert "gammalt" in page(client, "kept_form")


def test_what_carries_no_mark_is_not_kept() -> None:
    answer = a_stranger().post(reverse("patterns"), {"what": "x"})

    assert answer["Location"] == "/sign-in?next=%2F"


# --- undo --------------------------------------------------------------------------------------------


def test_an_act_is_taken_back_once_by_the_button_of_its_note() -> None:
    reader = a_reader("coordinator")
    with running_here():
        kept = mailroom.receive_file(b"<Order/>", file_name="a.xml", actor=reader.actor, at=now())
    session = reader.client.session
    session["undo"] = {
        "k": {
            "operation": "exchange.retry_take_in",
            "arguments": {"message_id": str(kept.id), "reason": "Undone"},
        }
    }
    session.save()

    with running_here():
        first = reader.client.post(reverse("undo"), {"undo": "k", "next": "/messages"})
        reader.client.post(reverse("undo"), {"undo": "k", "next": "/messages"})

    assert first["Location"] == "/messages"
    steps = [one.step for one in queries.steps(kept.id, actor=reader.actor)]
    assert steps.count("retried") == 1
    assert "cannot be undone any more" in page(reader.client, "messages")
