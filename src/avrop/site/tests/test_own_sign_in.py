"""A reader's own sign-in: second factors, password and sessions, none of which a stolen session can
change; and the account for emergencies."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from avrop.accounts import actions as accounts
from avrop.accounts.models import SessionRow
from avrop.accounts.queries import account_id_of
from avrop.accounts.sealing import CannotUnseal, sealed, unsealed
from avrop.kernel.jobs import running_here
from avrop.kernel.models import EventRow
from avrop.kernel.scope import tenant_scope
from avrop.site import alarms
from avrop.site.tests.builders import PASSWORD, a_stranger
from avrop.site.tests.desk import page
from avrop.testing.one_time_codes import code_of
from avrop.testing.worlds import TenantWorld, a_person, a_tenant, an_email

pytestmark = pytest.mark.django_db
NEW = "fem helt andra ord"


def somebody(world: TenantWorld | None = None) -> str:
    email = an_email()
    a_person((world or a_tenant()).tenant_id, email=email, password=PASSWORD)
    return email


def signed_in(email: str, password: str = PASSWORD) -> Client:
    client = a_stranger()
    given = {"email": email, "password": password}
    assert client.post(reverse("sign_in"), given).status_code == 302
    return client


def the_secret_on(shown: str) -> str:
    found = re.search(r'<code class="key">([A-Z2-7 ]+)</code>', shown)
    assert found is not None
    return found[1].replace(" ", "")


def add_app(client: Client, **given: str) -> Any:
    secret = the_secret_on(page(client, "add_app"))
    return secret, client.post(reverse("add_app"), {"code": code_of(secret), **given})


def account_of(email: str) -> Any:
    found = account_id_of(email)
    assert found is not None
    return found


# Second factors


def test_an_app_is_added_by_its_first_code_and_the_password_and_asked_for_at_the_next_sign_in() -> (
    None
):
    email = somebody()
    client = signed_in(email)

    secret, answer = add_app(client, present=PASSWORD)

    assert (answer.status_code, answer["Location"]) == (302, reverse("own_sign_in"))
    assert "App for one-time codes" in page(client, "own_sign_in")
    again = a_stranger()
    asked = again.post(reverse("sign_in"), {"email": email, "password": PASSWORD})
    assert asked["Location"] == reverse("sign_in_code")
    assert again.get(reverse("start")).status_code == 302
    later = datetime.now(UTC) + timedelta(seconds=30)
    assert again.post(asked["Location"], {"code": code_of(secret, later)}).status_code == 302
    assert again.get(reverse("start")).status_code == 200


def test_a_stolen_session_cannot_give_itself_a_second_factor() -> None:
    thief = signed_in(somebody())

    _, without = add_app(thief)
    _, wrong = add_app(thief, present="gissat lösenord")

    assert (without.status_code, wrong.status_code) == (422, 422)
    assert "This is not the password you have now." in wrong.content.decode()
    assert Authenticator.objects.count() == 0


def test_who_has_a_second_factor_shows_it_before_another_is_added_or_one_removed() -> None:
    email = somebody()
    add_app(signed_in(email), present=PASSWORD)
    factor = Authenticator.objects.get()
    Authenticator.objects.update(data={**factor.data, "last_step": 0})
    thief = signed_in(email)  # the right password, and then no code
    assert thief.get(reverse("start")).status_code == 302

    session_without_proof = a_stranger()
    session_without_proof.post(reverse("sign_in"), {"email": email, "password": PASSWORD})
    secret = unsealed(factor.data["secret"])
    session_without_proof.post(reverse("sign_in_code"), {"code": code_of(secret)})
    session = session_without_proof.session
    del session["proven_at"]
    session.save()

    answers = [
        session_without_proof.get(reverse("add_app")),
        session_without_proof.get(reverse("add_passkey")),
        session_without_proof.post(reverse("recovery_codes")),
        session_without_proof.post(reverse("remove_factor", args=[factor.id])),
    ]

    assert [one["Location"].partition("?")[0] for one in answers] == [reverse("confirm")] * 4
    assert Authenticator.objects.count() == 1


def test_recovery_codes_are_shown_once_and_go_with_the_last_second_factor() -> None:
    client = signed_in(somebody())
    add_app(client, present=PASSWORD)

    shown = client.post(reverse("recovery_codes")).content.decode()

    codes = re.findall(r'<code class="key">(\d+)</code>', shown)
    assert len(codes) == 10
    assert [code for code in codes if code in page(client, "own_sign_in")] == []
    app = Authenticator.objects.get(type="totp")
    client.post(reverse("remove_factor", args=[app.id]))
    assert Authenticator.objects.count() == 0


# Secrets


def test_no_secret_stands_in_the_database_as_it_is() -> None:
    email = somebody()
    client = signed_in(email)
    secret, _ = add_app(client, present=PASSWORD)
    shown = client.post(reverse("recovery_codes")).content.decode()
    codes = re.findall(r'<code class="key">(\d+)</code>', shown)
    halfway = the_secret_on(page(signed_in(somebody()), "add_app"))
    key = client.cookies["sessionid"].value

    dumped = everything_stored()

    assert Session.objects.count() >= 1
    for kept in (secret, *codes, key, PASSWORD, halfway):
        assert kept not in dumped


def everything_stored() -> str:
    """The rows of the tables that hold what lets somebody in, as a dump would show them; what sessions
    hold is read as whoever has the dump can, since it is signed and not sealed."""
    tables = ("accounts_account", "accounts_session", "mfa_authenticator", "django_session")
    with connection.cursor() as cursor:
        rows = []
        for table in tables:
            cursor.execute(f'select to_jsonb(t)::text from "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join([*rows, *(str(one.get_decoded()) for one in Session.objects.all())])


def test_what_is_sealed_is_opened_by_the_key_before_the_present_one_and_by_no_other() -> None:
    with override_settings(AVROP_SECRETS_KEY="the first"):
        stored = sealed("hemligt")

    with override_settings(AVROP_SECRETS_KEY="the next", AVROP_SECRETS_KEY_FORMER="the first"):
        assert unsealed(stored) == "hemligt"
    with override_settings(AVROP_SECRETS_KEY="another"), pytest.raises(CannotUnseal):
        unsealed(stored)


def test_neither_codes_nor_passwords_are_written_to_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    email = somebody()
    client = signed_in(email)
    secret, _ = add_app(client, present=PASSWORD)
    a_stranger().post(reverse("sign_in"), {"email": email, "password": "fel lösenord här"})

    for kept in (PASSWORD, secret, "fel lösenord här"):
        assert kept not in caplog.text


# Sessions and the password


def test_sessions_are_listed_with_their_browsers_and_ended_from_another() -> None:
    email = somebody()
    here, there = signed_in(email), a_stranger()
    telephone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605 Version/19 Safari/604"
    there.post(
        reverse("sign_in"),
        {"email": email, "password": PASSWORD},
        headers={"user-agent": telephone},
    )

    shown = page(here, "own_sign_in")
    other = SessionRow.objects.get(browser="Safari, iPhone")
    here.post(reverse("end_session", args=[other.id]))

    assert "Safari, iPhone" in shown
    assert shown.count("This session") == 1
    assert there.get(reverse("start"), headers={"user-agent": telephone}).status_code == 302
    assert here.get(reverse("start")).status_code == 200
    assert "ended from another session" in page(here, "own_sign_in")


def test_nobody_ends_the_session_of_somebody_else() -> None:
    mine, hers = signed_in(somebody()), somebody()
    client = signed_in(hers)
    session = SessionRow.objects.get(account_id=account_of(hers))

    mine.post(reverse("end_session", args=[session.id]))

    assert client.get(reverse("start")).status_code == 200


def test_a_new_password_needs_the_present_one_and_ends_every_other_session() -> None:
    email = somebody()
    here, there = signed_in(email), signed_in(email)

    wrong = here.post(reverse("new_password"), {"present": "fel lösenord", "password": NEW})
    right = here.post(reverse("new_password"), {"present": PASSWORD, "password": NEW})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert here.get(reverse("start")).status_code == 200
    assert there.get(reverse("start")).status_code == 302
    assert signed_in(email, NEW).get(reverse("start")).status_code == 200


# The account for emergencies


def test_the_account_for_emergencies_opens_once_for_an_hour_and_raises_the_alarm() -> None:
    world, email, keeper = a_tenant(), an_email(), an_email()
    a_person(world.tenant_id, roles=("system_administrator",), email=email, name="Nödkonto")
    a_person(world.tenant_id, roles=("system_administrator",), email=keeper, password=PASSWORD)
    password = accounts.renew_break_glass(account_of(email), at=datetime.now(UTC))
    alarms.look_again()

    with (
        override_settings(
            AVROP_MAIL_FROM="avrop@example.com",
            EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        ),
        running_here() as drain,
    ):
        client = signed_in(email, password)
        drain()

    assert "You are signed in with the account for emergencies." in page(client, "start")
    assert client.session.get_expiry_age() <= 3600
    again = a_stranger().post(reverse("sign_in"), {"email": email, "password": password})
    assert again.status_code == 422
    assert {keeper} <= {address for one in mail.outbox for address in one.to}
    with tenant_scope(world.tenant_id):
        assert EventRow.objects.filter(name="accounts.break_glass_used").count() == 1
    shown = page(signed_in(keeper), "start")
    assert "The account for emergencies was used in the last 24 hours." in shown
