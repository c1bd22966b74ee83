"""Worlds for the pages: somebody signed in, with something to see."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.test import Client

from avrop.accounts.backend import PasswordBackend
from avrop.accounts.models import Account
from avrop.kernel.actors import Actor
from avrop.site.actors import TENANT_IN_SESSION
from avrop.site.guarding import PROVEN_AT
from avrop.testing.worlds import TenantWorld, a_person, a_tenant

PASSWORD = "riktigt-bra-lösenord"
BACKEND = "avrop.accounts.backend.PasswordBackend"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads pages: a client that is signed in, and whom it acts as."""

    client: Client
    actor: Actor
    world: TenantWorld


def a_reader(*roles: str, world: TenantWorld | None = None) -> Reader:
    """Somebody signed in with these roles, reading English."""
    chosen = world or a_tenant()
    actor = a_person(chosen.tenant_id, roles=roles or ("requester",))
    return Reader(a_client_of(actor), actor, chosen)


def a_client_of(actor: Actor) -> Client:
    """A client signed in as somebody, reading English."""
    client = a_stranger()
    client.force_login(_account(actor), backend=BACKEND)
    session = client.session
    session[TENANT_IN_SESSION] = str(actor.tenant_id)
    session[PROVEN_AT] = time.time()
    session.save()
    return client


def a_stranger() -> Client:
    """A client that is not signed in, reading English."""
    return Client(
        headers={"accept-language": "en"}, raise_request_exception=False, enforce_csrf_checks=False
    )


def _account(actor: Actor) -> Account:
    assert actor.account_id is not None
    account = PasswordBackend().get_user(actor.account_id)
    assert account is not None
    return account
