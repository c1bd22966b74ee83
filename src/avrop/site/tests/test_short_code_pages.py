"""The register of short codes: found, added, renewed and ended by whoever keeps the accounts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions.actions import NewLine
from avrop.buying.requisitions.shapes import FindingName
from avrop.buying.requisitions.tests.builders import CODING, Town, a_seller, a_town, statements
from avrop.coding import actions, queries
from avrop.coding.actions import ShortCodeFacts
from avrop.kernel.actors import Actor
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


def a_finance_officer(town: Town) -> Actor:
    return a_person(town.tenant_id, roles=("finance_officer",))


def a_code(town: Town, code: str = "BOK1", until: date | None = YESTERDAY, **facts: Any) -> UUID:
    assert town.requester.person_id is not None
    given = {
        "person_id": town.requester.person_id,
        "unit_id": town.school,
        "coding": CODING,
        "invoice_reference": "EKV4100",
        "valid_from": date(2026, 1, 1),
        "valid_until": until,
    }
    return actions.issue_short_code(
        code, **{**given, **facts}, actor=town.office, at=datetime.now(UTC)
    )


def of(town: Town, code_id: UUID) -> queries.ShortCodeView:
    return queries.one_short_code(code_id, TODAY, actor=town.office)


def test_short_codes_are_found_by_code_unit_person_and_how_they_stand() -> None:
    town = a_town()
    a_code(town, "BOK1")
    a_code(town, "BOK2", TODAY + timedelta(days=5))
    a_code(town, "SKO3", None)
    a_code(town, "SKO4", None, valid_from=TODAY + timedelta(days=9))
    client = a_client_of(a_finance_officer(town))

    def names(**chosen: str) -> list[str]:
        shown = page(client, "short_codes", **chosen)
        return [one for one in ("BOK1", "BOK2", "SKO3", "SKO4") if f">{one}</a>" in shown]

    assert names() == ["BOK1", "BOK2", "SKO3", "SKO4"]
    assert names(text="bok") == ["BOK1", "BOK2"]
    assert names(text="finns inte") == []
    assert names(state="ended") == ["BOK1"]
    assert names(state="ending") == ["BOK2"]
    assert names(state="in_force") == ["SKO3"]
    assert names(state="coming") == ["SKO4"]
    assert names(all="1", text="bok", state="ending") == ["BOK2"]


def test_an_expired_short_code_is_renewed_and_taken_back() -> None:
    town = a_town()
    code = a_code(town)
    client = a_client_of(a_finance_officer(town))
    address = reverse("short_code", args=[code])
    until = TODAY + timedelta(days=200)

    status, to = sent(client, address, "RenewForm", valid_until=until.isoformat())
    renewed = of(town, code).valid_until
    (key,) = client.session["undo"]
    client.post(reverse("undo"), {"undo": key, "next": "/"})

    assert (status, to) == (302, address)
    assert renewed == until
    assert of(town, code).valid_until == YESTERDAY
    assert "A short code was renewed." in page(client, "short_code", code)


def test_a_short_code_is_given_its_last_day_which_cannot_come_before_its_first() -> None:
    town = a_town()
    code = a_code(town, until=None)
    client = a_client_of(a_finance_officer(town))
    address = reverse("short_code", args=[code])

    refused = sent(client, address, "EndForm", last_day="2025-12-31")
    ended = sent(client, address, "EndForm", last_day=YESTERDAY.isoformat())

    assert refused[0] == 409
    assert 'href="#last_day"' in refused[1]
    assert ended[0] == 302
    assert of(town, code).valid_until == YESTERDAY


def test_a_short_code_is_added_with_what_is_usual_for_the_unit_and_never_twice() -> None:
    town = a_town()
    assert town.requester.person_id is not None
    client = a_client_of(a_finance_officer(town))
    address = f"{reverse('add_short_code')}?unit={town.school}"
    given = {
        "person_id": str(town.requester.person_id),
        "code": "NY1",
        "coding": CODING,
        "invoice_reference": "EKV4100",
        "valid_from": TODAY.isoformat(),
        "valid_until": "",
    }

    nothing_chosen = page(client, "add_short_code")
    status, to = sent(client, address, "IssueForm", **given)
    again = sent(client, address, "IssueForm", **given)

    assert "Whose is it?" not in nothing_chosen
    assert status == 302
    (found,) = queries.short_codes_page(TODAY, actor=town.office).items
    assert to == reverse("short_code", args=[found.id])
    assert (found.code, found.unit_id, found.valid_until) == ("NY1", town.school, None)
    assert again[0] == 409
    assert "The short code NY1 is linked already in that time." in again[1]
    assert 'value="NY1"' in again[1]


def test_whoever_can_mend_a_cart_s_short_code_is_led_to_it() -> None:
    town = a_town()
    code, seller = a_code(town), a_seller(town)
    at = datetime.now(UTC)
    lines = (NewLine(seller.items["I-1"], Decimal(6), coding=CODING),)
    cart = requisitions.fill_cart(town.school, lines, actor=town.requester, at=at)
    requisitions.use_short_code(cart, code, actor=town.requester, at=at)
    way = f'href="{reverse("short_codes")}?text=BOK1"'

    for_finance = page(a_client_of(a_finance_officer(town)), "requisition", cart)
    for_requester = page(a_client_of(town.requester), "requisition", cart)

    assert "The short code BOK1 could be used until" in for_requester
    assert way in for_finance
    assert way not in for_requester


def test_whoever_was_asked_to_mend_says_when_it_is_done() -> None:
    town = a_town()
    finance, at = a_finance_officer(town), datetime.now(UTC)
    code, seller = a_code(town), a_seller(town)
    lines = (NewLine(seller.items["I-1"], Decimal(6), coding=CODING),)
    cart = requisitions.fill_cart(town.school, lines, actor=town.requester, at=at)
    requisitions.use_short_code(cart, code, actor=town.requester, at=at)
    finding = FindingName("coding.short_code_expired", ("short_code",))
    task = requisitions.ask_to_mend(cart, finding, actor=town.requester, at=at)
    client = a_client_of(finance)
    address = reverse("finish_task", args=[task])

    before = page(client, "start")
    not_his = a_client_of(town.requester).post(address, follow=True).content.decode()
    done = client.post(address, follow=True).content.decode()

    assert address in before
    assert "The task waits for others." in not_his
    assert "It is marked as done." in done
    assert address not in done


def test_whoever_may_not_keep_short_codes_is_offered_nothing_and_refused() -> None:
    town = a_town()
    code = a_code(town)
    client = a_client_of(town.requester)

    shown = page(client, "short_code", code)
    answer = client.post(
        reverse("short_code", args=[code]),
        {"form": "RenewForm", "valid_until": (TODAY + timedelta(days=9)).isoformat()},
    )

    assert "Renew the short code" not in shown
    assert answer.status_code == 403
    assert of(town, code).valid_until == YESTERDAY


def test_a_code_that_leads_to_two_places_is_marked_until_one_link_is_ended() -> None:
    town = a_town()
    assert town.requester.person_id is not None
    links = tuple(
        ShortCodeFacts(
            "DUB1",
            town.requester.person_id,
            town.school,
            CODING,
            "EKV4100",
            date(2026, 1, day),
        )
        for day in (1, 2)
    )
    actions.import_short_codes(links, actor=town.office, at=datetime.now(UTC))
    client = a_client_of(a_finance_officer(town))
    first, _ = queries.short_codes_page(TODAY, state="doubled", actor=town.office).items

    marked = page(client, "short_code", first.id)
    sent(
        client,
        reverse("short_code", args=[first.id]),
        "EndForm",
        last_day=YESTERDAY.isoformat(),
    )

    assert "The code is linked twice" in marked
    assert queries.short_codes_page(TODAY, state="doubled", actor=town.office).items == ()


def test_the_register_takes_the_same_statements_however_many_codes() -> None:
    town = a_town()
    client = a_client_of(a_finance_officer(town))
    counts = []
    for number in range(4):
        a_code(town, f"K{number}")
        if number in (0, 3):
            page(client, "short_codes", all="1")
            with statements() as captured:
                page(client, "short_codes", all="1")
            counts.append(len(captured))

    assert counts[0] == counts[1]
