"""Signing in: guessing is slowed, nobody is kept out by others, and a link lets the first one in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from avrop.accounts.models import SignInTries
from avrop.parties import actions as parties
from avrop.site import browsers
from avrop.site.tests.builders import PASSWORD, a_stranger
from avrop.testing.worlds import a_person, a_tenant, an_email, everything

GOOD = "fyra vanliga ord"


def somebody() -> str:
    """The e-mail address of somebody with a password."""
    email = an_email()
    a_person(a_tenant().tenant_id, email=email, password=PASSWORD)
    return email


def try_in_vain(email: str, times: int = 5, *, client: Client | None = None) -> None:
    for _ in range(times):
        answer = sign_in(client or a_stranger(), email, "fel lösenord")
        assert answer.status_code == 422


def sign_in(client: Client, email: str, password: str = PASSWORD, **headers: str) -> Any:
    given = {"email": email, "password": password}
    return client.post(reverse("sign_in"), given, headers=headers or None)


@pytest.mark.django_db
def test_who_guesses_is_told_when_to_try_again() -> None:
    email = somebody()
    try_in_vain(email)

    answer = sign_in(a_stranger(), email)

    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 90
    page = answer.content.decode()
    assert "There have been too many tries to sign in." in page
    assert f'value="{email}"' in page


@pytest.mark.django_db
def test_after_the_wait_the_right_password_lets_in() -> None:
    email = somebody()
    try_in_vain(email)
    SignInTries.objects.update(free_at=datetime.now(UTC) - timedelta(seconds=1))

    assert sign_in(a_stranger(), email).status_code == 302
    assert SignInTries.objects.count() == 0


@pytest.mark.django_db
def test_in_a_browser_that_has_signed_in_before_nobody_else_can_keep_one_out() -> None:
    email, hers = somebody(), a_stranger()
    sign_in(hers, email)
    hers.post(reverse("sign_out"))
    try_in_vain(email)

    assert sign_in(a_stranger(), email).status_code == 429
    assert sign_in(hers, email).status_code == 302


@pytest.mark.django_db
def test_a_browser_is_known_to_its_own_accounts_only() -> None:
    mine, hers = somebody(), somebody()
    guesser = a_stranger()
    sign_in(guesser, mine)

    try_in_vain(hers, client=guesser)

    assert sign_in(a_stranger(), hers).status_code == 429


@pytest.mark.django_db
def test_what_is_said_of_an_unknown_address_is_what_is_said_of_a_known_one() -> None:
    email = an_email()
    try_in_vain(email)

    assert sign_in(a_stranger(), email).status_code == 429


@pytest.mark.django_db
def test_from_one_place_only_so_many_accounts_are_tried() -> None:
    email = somebody()
    for _ in range(50):
        sign_in(a_stranger(), an_email(), "fel", **{"x-forwarded-for": "203.0.113.5"})

    there = sign_in(a_stranger(), email, **{"x-forwarded-for": "10.0.0.1, 203.0.113.5"})
    here = sign_in(a_stranger(), email, **{"x-forwarded-for": "203.0.113.6"})

    assert (there.status_code, here.status_code) == (429, 302)


@pytest.mark.parametrize(
    ("connected", "forwarded", "found"),
    [
        ("198.51.100.9", "203.0.113.5", "198.51.100.9"),
        ("10.1.1.1", "192.0.2.1, 203.0.113.5", "203.0.113.5"),
        ("10.1.1.1", "", ""),
        ("", "203.0.113.5", "203.0.113.5"),
    ],
    ids=["nobody's proxy", "our proxy", "our proxy that does not say", "a socket"],
)
@override_settings(TRUSTED_PROXIES=["10.1.1.1"])
def test_only_our_own_proxy_says_where_somebody_is(
    connected: str, forwarded: str, found: str
) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": connected, "HTTP_X_FORWARDED_FOR": forwarded}

    assert browsers.address_of(request) == found


# Links


def an_invited_person() -> tuple[str, str]:
    """The e-mail address of somebody without a password, and the address of the link."""
    email, world = an_email(), a_tenant()
    actor = a_person(world.tenant_id, email=email)
    assert actor.person_id is not None
    token = parties.invite_person(
        actor.person_id, actor=everything(world.tenant_id), at=datetime.now(UTC)
    )
    return email, reverse("welcome", args=[token])


@pytest.mark.django_db
def test_by_the_link_one_chooses_a_password_and_is_signed_in() -> None:
    email, link = an_invited_person()
    client = a_stranger()

    page = client.get(link).content.decode()
    answer = client.post(link, {"password": GOOD})

    assert email in page
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert sign_in(a_stranger(), email, GOOD).status_code == 302


@pytest.mark.django_db
def test_a_poor_password_is_told_and_the_link_still_works() -> None:
    _, link = an_invited_person()
    client = a_stranger()

    answer = client.post(link, {"password": "1234567890"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The password is shorter than 12 characters." in page
    assert "Many people have this password" in page
    assert client.post(link, {"password": GOOD}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_used_or_nobodys_says_so(method: str) -> None:
    _, link = an_invited_person()
    a_stranger().post(link, {"password": GOOD})

    for where in (link, reverse("welcome", args=["nobodys"])):
        answer = getattr(a_stranger(), method)(where)
        assert answer.status_code == 404
        assert "The link has been used, is too old, or is not whole." in answer.content.decode()
