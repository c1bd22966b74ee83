"""Signing in where others vouch (OpenID Connect): for the people of their own organisations, and
for nobody else.

The other side is a small server of its own, which speaks the protocol over HTTP.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from avrop.accounts import actions as accounts
from avrop.accounts.queries import account_id_of
from avrop.kernel import auditing
from avrop.kernel.models import Tenant
from avrop.parties.actions.practising import enter_practice
from avrop.site import guarding, sign_ins
from avrop.site.actors import TENANT_IN_SESSION
from avrop.site.sign_ins import OtherSignIn
from avrop.site.tests.builders import PASSWORD, a_stranger
from avrop.site.tests.desk import page
from avrop.site.tests.test_proof import a_client_without_proof
from avrop.testing.worlds import AT, TenantWorld, a_person, a_tenant, an_email

pytestmark = pytest.mark.django_db


@dataclass
class OtherSide:
    """Who vouches: what it says of whoever comes, and what it was asked."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def vouches_for(self, email: str, /, **claims: Any) -> None:
        self.claims = {"sub": f"sub-{email}", "email": email, "email_verified": True, **claims}

    def token(self) -> str:
        """An ID token. It is fetched over TLS from the server itself, and so its signature is not looked
        at (OpenID Connect Core, 3.1.3.7)."""
        now = int(time.time())
        said = {"iss": self.address, "aud": "avrop", "iat": now, "exp": now + 60, **self.claims}
        parts = ({"alg": "RS256", "kid": "1", "typ": "JWT"}, said)
        coded = [base64.urlsafe_b64encode(json.dumps(one).encode()).decode() for one in parts]
        return ".".join([*(one.rstrip("=") for one in coded), "c2lnbmF0dXJl"])


@pytest.fixture
def other_side() -> Iterator[OtherSide]:
    side = OtherSide()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            where = {
                "/.well-known/openid-configuration": {
                    "issuer": side.address,
                    "authorization_endpoint": f"{side.address}/authorize",
                    "token_endpoint": f"{side.address}/token",
                    "userinfo_endpoint": f"{side.address}/userinfo",
                    "jwks_uri": f"{side.address}/keys",
                },
                "/userinfo": side.claims,
            }
            self.answer(where[urlsplit(self.path).path])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            side.asked.append(parse_qs(body))
            token = {"access_token": "a", "token_type": "Bearer", "id_token": side.token()}
            self.answer(token)

        def answer(self, said: Any) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    side.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield side
    server.shutdown()
    server.server_close()


@pytest.fixture
def world(other_side: OtherSide, monkeypatch: pytest.MonkeyPatch) -> Iterator[TenantWorld]:
    """An organisation that has its own sign-in."""
    made = a_tenant("Ekbackens kommun")
    known = OtherSignIn(
        id="ekbacken",
        name="Ekbackens inloggning",
        kind="openid",
        organisations=(str(made.tenant_id),),
        second_factor=True,
        knows_addresses=False,
        settings={"server_url": other_side.address, "client_id": "avrop", "secret": "hemligt"},
    )
    monkeypatch.setattr(sign_ins, "KNOWN", (known,))
    with override_settings(SOCIALACCOUNT_PROVIDERS=sign_ins.providers((known,))):
        yield made


def come_by(client: Client, **asked: str) -> Any:
    """To the other side and back with what it says; the last answer."""
    begun = client.get(reverse("openid_connect_login", args=["ekbacken"]), asked)
    assert begun.status_code == 302, begun.content.decode()
    state = parse_qs(urlsplit(begun["Location"]).query)["state"][0]
    back = reverse("openid_connect_callback", args=["ekbacken"])
    return client.get(back, {"code": "c", "state": state})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("start")).status_code == 200


def test_the_page_offers_it_by_its_name(world: TenantWorld) -> None:
    assert "Sign in with Ekbackens inloggning" in page(a_stranger(), "sign_in")


def test_who_is_vouched_for_is_signed_in_and_needs_no_second_factor_here(
    world: TenantWorld, other_side: OtherSide
) -> None:
    email, client = an_email(), a_stranger()
    a_person(world.tenant_id, email=email)
    other_side.vouches_for(email, auth_time=time.time())

    answer = come_by(client, next=reverse("orders"))

    assert answer["Location"] == reverse("orders")
    assert is_signed_in(client)
    assert client.session[guarding.METHOD] == "ekbacken"
    assert guarding.PROVEN_AT in client.session
    assert "code_verifier" in other_side.asked[0]  # PKCE (RFC 7636)


def test_who_signed_in_there_hours_ago_has_proven_nothing_now(
    world: TenantWorld, other_side: OtherSide
) -> None:
    email, client = an_email(), a_stranger()
    a_person(world.tenant_id, email=email)
    other_side.vouches_for(email, auth_time=time.time() - 7200)

    come_by(client)

    assert is_signed_in(client)
    assert guarding.PROVEN_AT not in client.session


def test_who_comes_again_is_known_by_the_identity_and_not_by_the_address(
    world: TenantWorld, other_side: OtherSide
) -> None:
    email, client = an_email(), a_stranger()
    a_person(world.tenant_id, email=email)
    other_side.vouches_for(email)
    come_by(a_stranger())
    other_side.vouches_for("new.name@example.com", sub=f"sub-{email}")

    come_by(client)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    "claims",
    [{"email_verified": False}, {"email": "nobody@example.com"}, {"email": ""}],
    ids=["the address is not verified", "nobody's address", "no address"],
)
def test_who_is_not_known_for_sure_is_not_let_in(
    world: TenantWorld, other_side: OtherSide, claims: dict[str, Any]
) -> None:
    email, client = an_email(), a_stranger()
    a_person(world.tenant_id, email=email)
    other_side.vouches_for(email, **claims)

    answer = come_by(client)

    shown = client.get(answer["Location"]).content.decode()
    assert "Ekbackens inloggning vouches for you, but no account of this site is yours." in shown
    assert not is_signed_in(client)


def test_one_organisations_sign_in_opens_no_other(
    world: TenantWorld, other_side: OtherSide
) -> None:
    other, email, client = a_tenant("Granne kommun"), an_email(), a_stranger()
    a_person(other.tenant_id, email=email)
    auditor = a_person(other.tenant_id, roles=("auditor",))
    other_side.vouches_for(email)

    come_by(client)

    assert not is_signed_in(client)
    told = auditing.audit_page(name="accounts.access_refused", actor=auditor, at=AT)
    assert [one.facts["why"] for one in told.items] == ["accounts.unknown_identity"]


def test_who_works_for_two_acts_only_for_the_one_that_vouched(
    world: TenantWorld, other_side: OtherSide
) -> None:
    other, email, client = a_tenant("Granne kommun"), an_email(), a_stranger()
    a_person(world.tenant_id, email=email)
    a_person(other.tenant_id, email=email)
    other_side.vouches_for(email)

    come_by(client)
    answer = client.post(reverse("organisation"), {"organisation": str(other.tenant_id)})

    assert "Granne kommun" not in page(client, "start")
    assert answer.status_code in (302, 409)
    assert "Ekbackens kommun" in page(client, "start")


def test_the_account_for_emergencies_is_nobodys_to_vouch_for(
    world: TenantWorld, other_side: OtherSide
) -> None:
    email, client = an_email(), a_stranger()
    a_person(world.tenant_id, email=email, password=PASSWORD)
    account_id = account_id_of(email)
    assert account_id is not None
    accounts.renew_break_glass(account_id, at=AT)
    other_side.vouches_for(email)

    come_by(client)

    assert not is_signed_in(client)


def test_what_the_other_side_refuses_or_never_asked_for_is_told_in_words(
    world: TenantWorld,
) -> None:
    client = a_stranger()
    back = reverse("openid_connect_callback", args=["ekbacken"])

    for asked in ({"error": "access_denied"}, {"code": "c", "state": "forged"}, {}):
        answer = client.get(back, asked, follow=True)
        assert "did not succeed." in answer.content.decode()

    assert not is_signed_in(client)
    assert client.get(reverse("openid_connect_login", args=["unknown"])).status_code == 404


def test_a_sign_in_that_vouches_for_one_organisation_adds_nothing_that_opens_another(
    world: TenantWorld, other_side: OtherSide
) -> None:
    other, email, client = a_tenant("Granne kommun"), an_email(), a_stranger()
    a_person(world.tenant_id, email=email)
    a_person(other.tenant_id, email=email)
    other_side.vouches_for(email)
    come_by(client)

    answers = [client.get(reverse(name)) for name in ("add_app", "add_passkey")]

    assert [answer.status_code for answer in answers] == [409, 409]


def test_who_practises_proves_there_and_goes_on_there_by_her_own_organisations_sign_in(
    world: TenantWorld, other_side: OtherSide
) -> None:
    email, client = an_email(), a_stranger()
    anna = a_person(world.tenant_id, email=email)
    practice = Tenant.objects.create(
        name="Ekbacken övar", practice_of=world.tenant_id, created_at=AT
    ).id
    a_person(practice, (), email=email)
    assert anna.account_id is not None
    enter_practice(anna.account_id, practice, at=AT)
    other_side.vouches_for(email)
    come_by(client)
    client.post(reverse("organisation"), {"organisation": str(practice)})

    added = client.get(reverse("add_app")).status_code
    landed = []
    for proof in (time.time() - 7200, time.time()):
        other_side.vouches_for(email, auth_time=proof)
        come_by(client)
        landed.append(client.session[TENANT_IN_SESSION])

    assert added == 200
    assert landed == [str(practice)] * 2
    assert guarding.PROVEN_AT in client.session


def test_a_sign_in_of_one_organisation_proves_nothing_to_a_session_that_reaches_another(
    world: TenantWorld, other_side: OtherSide
) -> None:
    other, email = a_tenant("Granne kommun"), an_email()
    a_person(world.tenant_id, email=email)
    person = a_person(other.tenant_id, email=email)
    client = a_client_without_proof(person)
    other_side.vouches_for(email)

    come_by(client)

    assert "Granne kommun" not in page(client, "start")
