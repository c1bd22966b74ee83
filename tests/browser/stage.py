"""What the browser tests look at: a buyer with orders in several states, a seller with sales orders,
messages that went well and badly. Committed, and made once for all of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from avrop.buying.orders.tests import builders as buying
from avrop.exchange import mailroom
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.selling.sales import queries as sales
from avrop.selling.sales.tests import builders as selling
from avrop.site.actors import TENANT_IN_SESSION
from avrop.site.guarding import BEGAN_AT, PROVEN_AT
from avrop.testing.one_time_codes import an_app_of
from avrop.testing.worlds import a_person, a_tenant, an_email

AN_HOUR = 3600
PASSWORD = "riktigt-bra-lösenord"


@dataclass(frozen=True, slots=True)
class Stage:
    """Who is signed in where, and what there is to open."""

    buyer: Actor
    seller: Actor
    stranger_email: str
    changed_order: UUID
    draft_order: UUID
    sales_order: UUID
    good_message: UUID
    bad_message: UUID


@cache
def the_stage() -> Stage:
    """Everything, once."""
    town = buying.a_town()
    seller = buying.a_seller(town)
    changed = buying.a_sent_order(town, seller)
    with running_here():
        buying.answered(
            town,
            changed,
            seller,
            "CA",
            buying.an_answered_line(1, "3", quantity=6),
            buying.an_answered_line(2, "3", substitute="S-2", allergens=("milk",)),
        )
    draft = buying.a_draft_order(town, seller)
    market = selling.a_market()
    with running_here() as drain:
        selling.send(market, selling.an_order(market), drain)
        drain()
    clerk = market.person(
        "order_clerk", "order_manager", name="Petra Vik", reason_for_both="Hon är ensam."
    )
    sold = sales.orders_page(actor=clerk).items[0]
    view = sales.order(sold.id, actor=clerk)
    assert view.message_id is not None
    bad = mailroom.receive_file(
        b"<Order xmlns='urn:x'>", file_name="trasig.xml", actor=market.seller, at=selling.NOW
    )
    email = an_email()
    a_person(market.seller.tenant_id, roles=("order_clerk",), email=email, password=PASSWORD)
    return Stage(
        buyer=town.requester,
        seller=clerk,
        stranger_email=email,
        changed_order=changed.id,
        draft_order=draft.id,
        sales_order=sold.id,
        good_message=view.message_id,
        bad_message=bad.id,
    )


def session_cookie(actor: Actor) -> str:
    """The key of a session signed in as somebody."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from avrop.accounts.backend import PasswordBackend
    from avrop.site.session_store import SessionStore

    assert actor.account_id is not None
    account = PasswordBackend().get_user(actor.account_id)
    assert account is not None
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "avrop.accounts.backend.PasswordBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[TENANT_IN_SESSION] = str(actor.tenant_id)
    session[PROVEN_AT] = session[BEGAN_AT] = time.time()
    session.save()
    return str(session.session_key)


def half_signed_in_cookie() -> str:
    """The key of a session in which somebody has shown the password and is to show a code."""
    from avrop.site.pages.account.waiting import WAITING
    from avrop.site.session_store import SessionStore

    actor = a_person(a_tenant().tenant_id, email=an_email(), password=PASSWORD)
    an_app_of(actor.account_id)
    session = SessionStore()
    session[WAITING] = {
        "account": str(actor.account_id),
        "target": "/",
        "until": time.time() + AN_HOUR,
    }
    session.save()
    return str(session.session_key)
