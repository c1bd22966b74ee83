"""Who is not let in: a stolen session, a forged link, a code used twice, a thousand wrong
passwords, ids edited in the address, a clock set back. Each is refused, and whoever audits the
organisation finds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from avrop.accounts import second_factors
from avrop.accounts.models import SessionRow, SignInTries
from avrop.accounts.queries import account_id_of
from avrop.buying.orders.tests import builders as buying
from avrop.kernel import auditing, clock
from avrop.kernel.actors import Actor
from avrop.kernel.auditing import RefusalEntry
from avrop.kernel.models import Tenant
from avrop.parties import actions as parties
from avrop.selling.sales.tests import builders as selling
from avrop.site.tests.builders import PASSWORD, a_client_of, a_stranger
from avrop.testing.one_time_codes import an_app_of, code_of
from avrop.testing.worlds import TenantWorld, a_person, a_tenant, an_email, everything

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{}.0) Gecko/20100101 Firefox/{}.0"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with a password, in an organisation that has an auditor."""

    email: str
    actor: Actor
    auditor: Actor


def somebody(world: TenantWorld | None = None) -> Somebody:
    chosen, email = world or a_tenant(), an_email()
    actor = a_person(chosen.tenant_id, email=email, password=PASSWORD)
    return Somebody(email, actor, a_person(chosen.tenant_id, roles=("auditor",)))


def the_operator() -> Actor:
    """The auditor of whoever runs the installation: what concerns nobody known is told there."""
    Tenant.objects.update(is_operator=False)  # tests that commit may have left some
    world = a_tenant("Driften", is_operator=True)
    return a_person(world.tenant_id, roles=("auditor",))


def sign_in(
    email: str, password: str = PASSWORD, *, client: Client | None = None, **given: str
) -> Any:
    asked = {"email": email, "password": password}
    return (client or a_stranger()).post(reverse("sign_in"), asked, headers=given or None)


def told(auditor: Actor, name: str = "accounts.access_refused") -> list[tuple[Any, ...]]:
    """What the auditor finds of a kind of event, the oldest first: the facts without the person."""
    found = auditing.audit_page(name=name, limit=200, actor=auditor, at=datetime.now(UTC))
    return [
        tuple(
            value
            for key, value in sorted(one.facts.items(), reverse=True)
            if key in ("why", "count")
        )
        for one in reversed(found.items)
    ]


def refused_to(auditor: Actor) -> tuple[RefusalEntry, ...]:
    return auditing.refusals_page(limit=200, actor=auditor, at=datetime.now(UTC)).items


def with_an_app(who: Somebody) -> str:
    """The secret of the app that she adds, a while ago."""
    return an_app_of(account_id_of(who.email))


def is_signed_in(client: Client, browser: str = "") -> bool:
    headers = {"user-agent": browser} if browser else None
    return client.get(reverse("start"), headers=headers).status_code == 200


# A stolen session


def test_a_session_is_worth_nothing_in_another_browser_and_ends_there_and_then() -> None:
    anna, hers, thief = somebody(), a_stranger(), a_stranger()
    firefox = FIREFOX.format(140, 140)
    sign_in(anna.email, client=hers, **{"user-agent": firefox})
    thief.cookies[settings.SESSION_COOKIE_NAME] = hers.cookies[settings.SESSION_COOKIE_NAME].value

    answer = thief.get(reverse("start"), headers={"user-agent": "curl/8.5"})

    assert (answer.status_code, "why=accounts.other_browser" in answer["Location"]) == (302, True)
    assert told(anna.auditor) == [("accounts.other_browser", 1)]
    assert not is_signed_in(hers, firefox)
    assert told(anna.auditor, "accounts.session_ended") == [("other_browser",)]


def test_a_browser_that_has_been_updated_is_still_the_same() -> None:
    anna, hers = somebody(), a_stranger()
    sign_in(anna.email, client=hers, **{"user-agent": FIREFOX.format(140, 140)})

    assert is_signed_in(hers, FIREFOX.format(141, 141))


def test_a_key_stolen_before_the_second_factor_was_shown_ends_the_session_it_was_stolen_from() -> (
    None
):
    anna, hers, thief = somebody(), a_stranger(), a_stranger()
    secret = with_an_app(anna)
    sign_in(anna.email, client=hers)
    hers.post(reverse("sign_in_code"), {"code": code_of(secret)})
    stolen = hers.cookies[settings.SESSION_COOKIE_NAME].value
    later = datetime.now(UTC) + timedelta(seconds=30)
    hers.post(reverse("confirm"), {"code": code_of(secret, later)})
    assert hers.cookies[settings.SESSION_COOKIE_NAME].value != stolen
    SessionRow.objects.update(changed_at=datetime.now(UTC) - timedelta(minutes=1))

    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen

    assert not is_signed_in(thief)
    assert not is_signed_in(hers)
    assert told(anna.auditor) == [("accounts.session_is_over", 1)]
    assert told(anna.auditor, "accounts.session_ended") == [("former_key",)]


def test_a_session_that_was_ended_stays_ended_however_often_its_key_comes_back() -> None:
    anna, hers, thief = somebody(), a_stranger(), a_stranger()
    sign_in(anna.email, client=hers)
    stolen = hers.cookies[settings.SESSION_COOKIE_NAME].value
    hers.post(reverse("sign_out"))

    for _ in range(12):
        thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
        assert not is_signed_in(thief)

    assert told(anna.auditor) == [
        ("accounts.session_is_over", 1),
        ("accounts.session_is_over", 10),
    ]


# A forged link


def test_a_forged_link_opens_nothing_and_is_told_to_whoever_runs_the_installation() -> None:
    operator = the_operator()
    world = a_tenant()
    invited = a_person(world.tenant_id)
    assert invited.person_id is not None
    token = parties.invite_person(
        invited.person_id, actor=everything(world.tenant_id), at=datetime.now(UTC)
    )

    altered = a_stranger().get(reverse("welcome", args=[token[:-2] + "xx"]))
    supplier = a_stranger().get(reverse("supplier_order", args=["AAAA~forged"]))

    assert (altered.status_code, supplier.status_code) == (404, 404)
    assert told(operator) == [("accounts.link_is_used", 1), ("accounts.forged_link", 1)]


# A code used twice


def test_a_one_time_code_that_was_used_is_refused_whoever_comes_with_it() -> None:
    anna, hers, thief = somebody(), a_stranger(), a_stranger()
    code = code_of(with_an_app(anna))
    for client in (hers, thief):
        assert sign_in(anna.email, client=client)["Location"] == reverse("sign_in_code")
    assert hers.post(reverse("sign_in_code"), {"code": code}).status_code == 302

    again = thief.post(reverse("sign_in_code"), {"code": code})

    assert again.status_code == 409
    assert "This code has been used; each works once." in again.content.decode()
    assert not is_signed_in(thief)
    assert is_signed_in(hers)
    assert told(anna.auditor) == [("accounts.code_was_used", 1)]


def test_a_recovery_code_works_once() -> None:
    anna = somebody()
    with_an_app(anna)
    assert anna.actor.account_id is not None
    codes = second_factors.make_recovery_codes(anna.actor.account_id, at=datetime.now(UTC))
    first, second = a_stranger(), a_stranger()
    for client in (first, second):
        sign_in(anna.email, client=client)

    answers = [
        client.post(reverse("sign_in_code"), {"code": codes[0]}).status_code
        for client in (first, second)
    ]

    assert answers == [302, 422]
    assert told(anna.auditor) == [("accounts.wrong_code", 1)]


# A thousand wrong passwords


def test_of_a_thousand_wrong_passwords_five_are_looked_at_and_the_holder_is_not_kept_out() -> None:
    anna, hers = somebody(), a_stranger()
    sign_in(anna.email, client=hers)
    hers.post(reverse("sign_out"))

    with time_machine.travel(datetime.now(UTC), tick=False):
        answers = [
            sign_in(anna.email, f"fel lösenord {n}", **{"x-forwarded-for": f"203.0.113.{n % 250}"})
            for n in range(1000)
        ]
        afterwards = [sign_in(anna.email).status_code, sign_in(anna.email, client=hers).status_code]

    codes = [answer.status_code for answer in answers]
    assert (codes.count(422), codes.count(429), set(codes)) == (5, 995, {422, 429})
    assert SignInTries.objects.filter(turned_away=996).count() == 1
    assert told(anna.auditor) == [
        *[("accounts.wrong_password", 1)] * 5,
        ("accounts.too_many_tries", 1),
        ("accounts.too_many_tries", 10),
        ("accounts.too_many_tries", 100),
    ]
    assert afterwards == [429, 302]


# Ids edited in the address


def test_a_supplier_who_edits_ids_in_the_address_finds_nothing_and_is_found_himself() -> None:
    town, market = buying.a_town(), selling.a_market()
    order = buying.a_draft_order(town, buying.a_seller(town))
    clerk = market.person("order_clerk")
    auditor = a_person(market.seller.tenant_id, roles=("auditor",))
    client = a_client_of(clerk)

    pages = [
        client.get(reverse("order", args=[order.id])),
        client.get(reverse("sales_order", args=[order.id])),
        client.get(reverse("requisition", args=[order.id])),
        client.post(reverse("send_order", args=[order.id])),
        client.get(f"/api/v1/orders/{order.id}"),
        client.get(f"/api/v1/people/{town.requester.person_id}/personal-data"),
    ]

    assert [answer.status_code for answer in pages] == [404, 404, 404, 404, 404, 403]
    assert [order.number in answer.content.decode() for answer in pages] == [False] * 6
    tried = [(one.person_id, one.subject_id, one.face) for one in refused_to(auditor)]
    assert len(tried) == 6
    assert {person for person, _, _ in tried} == {clerk.person_id}
    assert tried.count((clerk.person_id, order.id, "web")) == 4
    assert tried.count((clerk.person_id, order.id, "api")) == 1


# A clock set back


def test_while_the_clock_is_behind_nothing_is_done_and_the_reason_is_told() -> None:
    world = a_tenant()
    actor = a_person(world.tenant_id, roles=("system_administrator",))
    client, auditor = a_client_of(actor), a_person(world.tenant_id, roles=("auditor",))
    clock.refuse_a_clock_set_back(world.tenant_id)

    with time_machine.travel(datetime.now(UTC) - timedelta(hours=1)):
        answer = client.post(
            "/api/v1/units",
            {"unit": {"name": "Nya förskolan"}, "valid_from": "2026-03-02"},
            content_type="application/json",
        )

    assert answer.status_code == 409
    (problem,) = answer.json()["problems"]
    assert problem["code"] == "kernel.clock_set_back"
    assert "Nothing is done while the clock is behind." in problem["sentence"]
    assert [one.codes for one in refused_to(auditor)] == [("kernel.clock_set_back",)]


def test_a_session_of_a_time_to_come_and_a_code_before_the_last_one_say_that_the_clock_is_behind() -> (
    None
):
    anna, hers, other = somebody(), a_stranger(), a_stranger()
    secret = with_an_app(anna)
    sign_in(anna.email, client=hers)
    hers.post(reverse("sign_in_code"), {"code": code_of(secret)})
    behind = datetime.now(UTC) - timedelta(minutes=30)

    with time_machine.travel(behind):
        sign_in(anna.email, client=other)
        by_code = other.post(reverse("sign_in_code"), {"code": code_of(secret, behind)})
        by_session = hers.get(reverse("start"))

    assert by_code.status_code == 409
    assert "Nothing is done while the clock is behind." in by_code.content.decode()
    assert "why=kernel.clock_set_back" in by_session["Location"]
    assert told(anna.auditor) == [("kernel.clock_set_back", 1)] * 2
