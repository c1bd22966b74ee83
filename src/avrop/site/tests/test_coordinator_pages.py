"""What coordinators look after: what is stuck, and price lists that wait."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from avrop.agreements.tests.builders import an_agreement
from avrop.catalogues import queries as catalogues
from avrop.catalogues.tests.builders import a_line, a_shop
from avrop.exchange import queries as exchange
from avrop.kernel.jobs import running_here
from avrop.site.tests.builders import Reader, a_client_of, a_reader
from avrop.site.tests.desk import keys_in, page, sent
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db


def test_what_is_stuck_is_listed_with_why_and_leads_to_its_message() -> None:
    reader = a_reader("coordinator")
    with running_here():
        reader.client.post(reverse("upload"), {"files": SimpleUploadedFile("a.xml", b"<Order/>")})

    page = reader.client.get(reverse("stuck_messages")).content.decode()

    assert "a.xml" in page
    assert "Refused" in page or "Undeliverable" in page


def test_nothing_stuck_is_said_in_words() -> None:
    page = a_reader("coordinator").client.get(reverse("stuck_messages")).content.decode()

    assert "Nothing is stuck." in page


def test_price_lists_that_have_not_come_say_what_to_expect() -> None:
    page = a_reader("category_manager").client.get(reverse("price_lists")).content.decode()

    assert "No price list has come yet." in page


def two_refused(reader: Reader) -> list[str]:
    with running_here() as drain:
        for name in ("a.xml", "b.xml"):
            file = SimpleUploadedFile(name, f"<Order>{name}</Order>".encode())
            reader.client.post(reverse("upload"), {"files": file})
        drain()
    found = exchange.stuck_page(actor=reader.actor).items
    return [str(one.id) for one in found]


def test_stuck_messages_say_since_when_and_can_be_tried_again_together() -> None:
    reader = a_reader("coordinator")
    first, second = two_refused(reader)

    shown = page(reader.client, "stuck_messages", sort="oldest")
    address = reverse("push_messages")
    form = {"message_ids": [first], "reason": "Mended"}
    with running_here():
        status, where = sent(reader.client, address, "PushForm", **form)
    told = page(reader.client, "pushed_messages")

    assert shown.index("a.xml") < shown.index("b.xml")
    assert "Stuck since" in shown
    assert address in shown
    assert (status, where) == (302, reverse("pushed_messages"))
    assert "1 message is being tried again." in told
    assert "Taken in again" in told
    states = {str(one.id): one.state for one in exchange.messages_page(actor=reader.actor).items}
    assert states == {first: "received", second: "refused"}


def test_all_that_is_shown_is_tried_once_though_the_button_is_pressed_twice() -> None:
    reader = a_reader("coordinator")
    ids = two_refused(reader)
    address = reverse("push_messages")
    opened = reader.client.get(address).content.decode()
    form = {**keys_in(opened, "PushForm"), "every": "on", "shown": ids, "reason": "Mended"}

    with running_here():
        first = reader.client.post(address, form)
        again = reader.client.post(address, form)
    told = page(reader.client, "pushed_messages")

    assert (first.status_code, again.status_code) == (302, 302)
    assert opened.count('name="shown"') == 2
    assert "2 messages are being tried again." in told
    traces = [exchange.steps(UUID(one), actor=reader.actor) for one in ids]
    assert [sum(step.step == "retried" for step in steps) for steps in traces] == [1, 1]


def test_nothing_chosen_and_no_reason_is_said_at_the_fields() -> None:
    reader = a_reader("coordinator")
    two_refused(reader)

    status, shown = sent(reader.client, reverse("push_messages"), "PushForm", reason="Mended")

    assert status == 422
    assert "No message is chosen." in shown


def test_messages_are_chosen_by_partner_and_taken_out_as_a_file() -> None:
    reader = a_reader("coordinator")
    two_refused(reader)

    none = page(reader.client, "messages", partner="Ingen alls")
    every = reader.client.get(reverse("messages"), {"direction": "in", "as": "csv"})

    assert "Nothing here fits what you chose." in none
    lines = every.getvalue().decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 3
    assert lines[0].startswith("Document,Direction,Partner,State,Stuck since,Time")


def test_the_trace_of_a_message_is_a_timeline_with_who_did_what() -> None:
    reader = a_reader("coordinator")
    first, _ = two_refused(reader)
    with running_here():
        reader.client.post(reverse("retry", args=[first]), {"reason": "Mended"})

    shown = page(reader.client, "message", first)

    assert shown.count('class="trace__step') == 3
    assert shown.count("trace__step--exchange") == 2
    assert "Mended" in shown


def test_a_reason_of_ten_thousand_characters_is_refused_at_the_field_and_kept() -> None:
    reader = a_reader("coordinator")
    first, _ = two_refused(reader)
    keys = keys_in(page(reader.client, "message", first), "RetryForm")
    pasted = "x" * 10_000

    answer = reader.client.post(reverse("retry", args=[first]), {**keys, "reason": pasted})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "At most 300 characters can be kept; what you wrote has 10000." in shown
    assert pasted in shown
    assert 'href="#reason"' in shown


def test_a_message_is_tried_again_once_though_the_button_is_pressed_twice() -> None:
    reader = a_reader("coordinator")
    first, _ = two_refused(reader)
    opened = page(reader.client, "message", first)
    form = {**keys_in(opened, "RetryForm"), "reason": "Mended"}

    with running_here():
        address = reverse("retry", args=[first])
        twice = [reader.client.post(address, form).status_code for _ in range(2)]

    after = page(reader.client, "message", first)
    assert twice == [302, 302]
    assert after.count("Somebody asked for another try") == 1
    assert "maxlength" not in opened


def test_a_price_list_without_an_agreement_is_given_to_one_of_its_sellers() -> None:
    shop = a_shop()
    an_agreement(shop.actor, number="RA-2", seller_id=shop.seller_id)
    elsewhere = an_agreement(shop.actor, number="RA-3")
    manager = a_person(shop.actor.tenant_id, roles=("agreement_manager",))
    client, version_id = a_client_of(manager), shop.sent_in(a_line("100"))
    address = reverse("assign_price_list", args=[version_id])

    opened = page(client, "price_list", version_id)
    keys = keys_in(opened, "AgreementForm")
    nothing = client.post(address, keys)
    foreign = client.post(address, {**keys, "agreement_id": str(elsewhere)})
    done = client.post(address, {**keys, "agreement_id": str(shop.agreement_id)})
    told = page(client, "price_list", version_id)
    again = client.post(address, {**keys, "once": "", "agreement_id": str(shop.agreement_id)})

    assert "Which agreement is it for?" in opened
    assert "RA-2" in opened
    assert "RA-3" not in opened
    assert (nothing.status_code, foreign.status_code) == (422, 422)
    assert 'href="#agreement_id"' in nothing.content.decode()
    assert (done.status_code, again.status_code) == (302, 409)
    assert "The price list has its agreement, and waits for review." in told
    assert "Which agreement is it for?" not in told
    assert catalogues.version(version_id, actor=manager).state == "in_review"


def test_who_may_not_take_price_lists_in_is_not_asked_for_their_agreement() -> None:
    shop = a_shop()
    an_agreement(shop.actor, number="RA-2", seller_id=shop.seller_id)
    version_id = shop.sent_in(a_line("100"))
    client = a_client_of(a_person(shop.actor.tenant_id, roles=("auditor",)))

    shown = page(client, "price_list", version_id)
    tried = client.post(
        reverse("assign_price_list", args=[version_id]), {"agreement_id": str(shop.agreement_id)}
    )

    assert "Which agreement is it for?" not in shown
    assert tried.status_code == 403
