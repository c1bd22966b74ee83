"""An account that another organisation could sign in to opens a new one when its holder says so, and
what that other one made dies first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from avrop.accounts.models import Account
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.models import EventRow
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries
from avrop.parties.models import MembershipRow, Person
from avrop.site.tests.builders import PASSWORD, a_stranger
from avrop.testing.worlds import TenantWorld, a_person, a_tenant, an_email, everything

pytestmark = pytest.mark.django_db
NEW = "fem helt andra ord"
MAIL = override_settings(
    AVROP_MAIL_FROM="avrop@example.com",
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
)


def now() -> datetime:
    return datetime.now(UTC)


def sign_in(email: str, password: str) -> Client:
    client = a_stranger()
    client.post(reverse("sign_in"), {"email": email, "password": password})
    return client


def organisations_of(email: str) -> list[str]:
    account_id = Account.objects.get(email=email).id
    return [one.tenant_name for one in queries.memberships_of(account_id, at=now())]


def taken_before(email: str) -> tuple[TenantWorld, Actor]:
    """The organisation Granne has made the account with a password that it knows, and ours adds her."""
    neighbour, ours = a_tenant("Granne"), a_tenant("Ekbacken")
    a_person(neighbour.tenant_id, email=email, password=PASSWORD)
    return ours, a_person(ours.tenant_id, ("ap_clerk",), email=email)


def link_mailed_to(email: str, ask: Any) -> str:
    with MAIL, running_here() as drain:
        ask()
        drain()
    (letter,) = [one for one in mail.outbox if one.to == [email]]
    found = re.search(r"/welcome/\S+", letter.body)
    assert found is not None
    return found[0]


def test_who_made_an_account_first_does_not_get_into_the_organisation_that_links_it() -> None:
    email = an_email()
    ours, _ = taken_before(email)

    thief = sign_in(email, PASSWORD)
    page = thief.get(reverse("asked_memberships")).content.decode()
    answer = thief.post(
        reverse("asked_memberships"), {"answer": "yes", "tenant": str(ours.tenant_id)}
    )

    assert organisations_of(email) == ["Granne"]
    assert "Show first that the address is yours" in page
    assert "An organisation asks for you." in thief.get(reverse("start")).content.decode()
    assert answer.status_code == 409
    assert "Nobody has shown yet" in answer.content.decode()


def test_by_a_link_to_the_address_the_holder_takes_the_account_over_and_accepts_once() -> None:
    email = an_email()
    ours, person = taken_before(email)
    account = Account.objects.get(email=email)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    thief, hers = a_stranger(), a_stranger()
    thief.force_login(account, backend="avrop.accounts.backend.PasswordBackend")
    asks = reverse("sign_in_link")

    link = link_mailed_to(email, lambda: hers.post(asks, {"email": email, "form": "LinkForm"}))
    hers.post(link, {"password": NEW})
    hers.post(reverse("asked_memberships"), {"answer": "yes", "tenant": str(ours.tenant_id)})

    assert organisations_of(email) == ["Ekbacken", "Granne"]
    assert not Authenticator.objects.filter(user=account).exists()
    assert "Ekbacken" in hers.get(reverse("start")).content.decode()
    assert thief.get(reverse("start")).status_code == 302
    assert sign_in(email, PASSWORD).get(reverse("start")).status_code == 302
    with tenant_scope(ours.tenant_id):
        told = EventRow.objects.filter(name="parties.membership_accepted")
        assert [row.body for row in told if str(person.person_id) in str(row.body)] != []


def test_an_organisation_whose_person_nobody_signs_in_as_adds_her_as_before() -> None:
    email = an_email()
    neighbour, ours = a_tenant("Granne"), a_tenant("Ekbacken")

    a_person(neighbour.tenant_id, email=email)
    a_person(ours.tenant_id, email=email)

    assert organisations_of(email) == ["Ekbacken", "Granne"]


def test_a_link_that_another_organisation_gave_away_lets_nobody_accept() -> None:
    email = an_email()
    neighbour, ours = a_tenant("Granne"), a_tenant("Ekbacken")
    there = a_person(neighbour.tenant_id, email=email)
    assert there.person_id is not None
    administrator = a_person(neighbour.tenant_id, ("system_administrator",))
    token = parties.invite_person(there.person_id, actor=administrator, at=now())
    a_person(ours.tenant_id, email=email)
    thief = a_stranger()

    thief.post(reverse("welcome", args=[token]), {"password": NEW})
    given = {"answer": "yes", "tenant": str(ours.tenant_id)}
    answer = thief.post(reverse("asked_memberships"), given)

    assert answer.status_code == 409
    assert organisations_of(email) == ["Granne"]


def test_the_operators_link_proves_the_address_where_an_organisation_asks() -> None:
    email, hers = an_email(), a_stranger()
    ours, person = taken_before(email)
    assert person.person_id is not None

    token = parties.invite_person(person.person_id, actor=everything(ours.tenant_id), at=now())
    hers.post(reverse("welcome", args=[token]), {"password": NEW})
    hers.post(reverse("asked_memberships"), {"answer": "yes", "tenant": str(ours.tenant_id)})

    assert organisations_of(email) == ["Ekbacken", "Granne"]


def test_who_says_no_stays_in_the_register_without_an_account() -> None:
    email, hers = an_email(), a_stranger()
    ours, person = taken_before(email)
    assert person.person_id is not None
    token = parties.invite_person(person.person_id, actor=everything(ours.tenant_id), at=now())
    hers.post(reverse("welcome", args=[token]), {"password": NEW})

    hers.post(reverse("asked_memberships"), {"answer": "no", "tenant": str(ours.tenant_id)})

    assert organisations_of(email) == ["Granne"]
    assert not MembershipRow.objects.filter(person_id=person.person_id).exists()
    with tenant_scope(ours.tenant_id):
        assert Person.objects.get(id=person.person_id).account_id is None


def test_who_belongs_nowhere_yet_comes_to_the_page_that_asks_her() -> None:
    email, ours = an_email(), a_tenant("Ekbacken")
    account = Account.objects.create(email=email, name="Kim", created_at=now())
    account.set_password(PASSWORD)
    account.save()
    a_person(ours.tenant_id, email=email)

    answer = sign_in(email, PASSWORD).get(reverse("start"))

    assert (answer.status_code, answer["Location"]) == (302, reverse("asked_memberships"))


def test_what_is_said_of_a_link_does_not_tell_whether_the_address_is_known() -> None:
    email, asks = an_email(), reverse("sign_in_link")
    a_person(a_tenant().tenant_id, email=email)

    with MAIL, running_here():
        known = a_stranger().post(asks, {"email": email, "form": "LinkForm"})
        unknown = a_stranger().post(asks, {"email": an_email(), "form": "LinkForm"})

    assert known.status_code == unknown.status_code == 200
    assert "a link is on its way" in known.content.decode()
    assert "a link is on its way" in unknown.content.decode()


def test_where_nobody_asks_a_link_by_mail_does_away_with_no_second_factor() -> None:
    email, hers = an_email(), a_stranger()
    a_person(a_tenant().tenant_id, email=email, password=PASSWORD)
    account = Account.objects.get(email=email)
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    asks = reverse("sign_in_link")

    link = link_mailed_to(email, lambda: hers.post(asks, {"email": email, "form": "LinkForm"}))
    answer = hers.post(link, {"password": NEW})

    assert answer["Location"] == reverse("sign_in_code")
    assert Account.objects.get(email=email).proved_at is None
