"""Signing in on one side of a trade at a time, and deciding who may work on both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from avrop.accounts.models import Account
from avrop.authority.access import Only, access_review
from avrop.buying.orders.tests import builders as buying
from avrop.kernel import auditing
from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.parties import actions, queries
from avrop.parties.actions.accept_membership import accept_membership
from avrop.parties.queries import TradeSide
from avrop.site.tests.builders import PASSWORD, a_client_of, a_stranger
from avrop.site.tests.desk import sent
from avrop.testing.worlds import AT, SINCE, a_person, a_tenant, an_email, everything

pytestmark = pytest.mark.django_db


def today_and(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


@dataclass(frozen=True, slots=True)
class Both:
    """Anna, who buys for a town and by its decision sells for a firm; `draft` is the town's order."""

    address: str
    town_id: UUID
    firm_id: UUID
    anna: Actor
    draft: UUID


@pytest.fixture
def both() -> Both:
    town = buying.a_town()
    order = buying.a_draft_order(town, buying.a_seller(town))
    town_id, address = town.requester.tenant_id, an_email()
    firm_id = a_tenant("Grossisten AB", side=TradeSide.SELLING).tenant_id
    Tenant.objects.filter(id=town_id).update(side=TradeSide.BUYING)
    anna = a_person(town_id, email=address, password=PASSWORD)
    actions.allow_other_side(
        anna.person_id,
        "KS 2026:7",
        datetime.now(UTC).date() + timedelta(days=30),
        actor=everything(town_id),
        at=datetime.now(UTC),
    )
    a_person(firm_id, roles=("order_clerk",), email=address)
    assert anna.account_id is not None
    Account.objects.filter(id=anna.account_id).update(proved_at=datetime.now(UTC))
    accept_membership(anna.account_id, firm_id, at=datetime.now(UTC))
    return Both(address, town_id, firm_id, anna, order.id)


def signed_in(both: Both) -> Client:
    client = a_stranger()
    client.post(reverse("sign_in"), {"email": both.address, "password": PASSWORD})
    return client


def choose(client: Client, tenant_id: UUID) -> int:
    return client.post(reverse("organisation"), {"organisation": str(tenant_id)}).status_code


def test_who_works_on_both_sides_is_asked_which_one_before_anything_is_shown(both: Both) -> None:
    client = signed_in(both)

    pages = [client.get(reverse("start")), client.get(reverse("order", args=[both.draft]))]
    asked = client.get(reverse("organisation")).content.decode()

    assert [one["Location"] for one in pages] == [reverse("organisation")] * 2
    assert client.get(f"/api/v1/orders/{both.draft}").status_code == 401
    assert "For whom do you work now?" in asked
    assert (asked.count(">buys<"), asked.count(">sells<")) == (1, 1)


def test_on_the_suppliers_side_no_address_leads_to_what_the_buyer_has_and_the_try_is_in_the_audit(
    both: Both,
) -> None:
    client = signed_in(both)
    auditor = a_person(both.firm_id, roles=("auditor",))
    choose(client, both.firm_id)

    tried = [
        client.get(reverse("order", args=[both.draft])),
        client.get(f"/api/v1/orders/{both.draft}"),
        client.post(reverse("send_order", args=[both.draft])),
    ]

    found = auditing.refusals_page(limit=50, actor=auditor, at=datetime.now(UTC)).items
    assert [one.status_code for one in tried] == [404, 404, 404]
    assert [one.subject_id for one in found] == [both.draft] * 3


def test_over_to_the_other_side_goes_a_new_key_and_the_page_says_where_one_is(both: Both) -> None:
    client = signed_in(both)
    choose(client, both.town_id)
    on_the_one = client.cookies[settings.SESSION_COOKIE_NAME].value
    buys = client.get(reverse("start")).content.decode()

    choose(client, both.firm_id)

    sells = client.get(reverse("start")).content.decode()
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != on_the_one
    assert ("Ekbackens kommun (buys)" in buys, "Grossisten AB (sells)" in sells) == (True, True)


def test_a_decision_that_ends_takes_the_other_side_from_a_session_that_is_open(both: Both) -> None:
    client = signed_in(both)
    choose(client, both.firm_id)

    actions.end_other_side(both.anna.person_id, actor=everything(both.town_id), at=AT)

    answer = client.get(reverse("start"))
    assert answer.status_code == 200
    assert "Grossisten AB" not in answer.content.decode()


def test_the_access_review_shows_who_works_for_the_other_side_and_suppliers_by_themselves(
    both: Both,
) -> None:
    at = datetime.now(UTC)
    town_auditor = a_person(both.town_id, roles=("auditor",))
    firm_auditor = a_person(both.firm_id, roles=("auditor",))

    there = access_review(only=Only.BOTH_SIDES, actor=town_auditor, at=at).items
    suppliers = access_review(only=Only.SUPPLIERS, actor=firm_auditor, at=at).items
    none = access_review(only=Only.SUPPLIERS, actor=town_auditor, at=at).items
    page = a_client_of(town_auditor).get(reverse("access_review"), {"only": "both_sides"})

    assert [one.id for one in there] == [both.anna.person_id]
    assert [[held.role for held in one.roles] for one in suppliers] == [["order_clerk"]]
    assert none == ()
    assert "works for an organisation on the other side of the trade too" in page.content.decode()


def test_an_administrator_decides_it_on_the_persons_page_and_ends_it_there() -> None:
    town = a_tenant(side=TradeSide.BUYING).tenant_id
    head = a_person(town, roles=("system_administrator",))
    anna, client = a_person(town), a_client_of(head)
    address = reverse("person", args=[anna.person_id])

    asked = client.get(address).content.decode()
    assert "The other side of the trade" in asked
    sent(client, address, "OtherSideForm", decision="KS 2026:7", until=today_and(10))
    decided = queries.other_side_of(anna.person_id, actor=head)
    shown = client.get(address).content.decode()
    sent(client, address, "EndOtherSideForm")

    assert decided is not None
    assert (decided.decision, decided.until.isoformat()) == ("KS 2026:7", today_and(10))
    assert "May work for an organisation on the other side of the trade until" in shown
    assert queries.other_side_of(anna.person_id, actor=head) is None


def test_where_an_organisation_has_no_side_nothing_is_offered() -> None:
    world = a_tenant()
    head = a_person(world.tenant_id, roles=("system_administrator",))
    anna = a_person(world.tenant_id, valid_from=SINCE)

    page = a_client_of(head).get(reverse("person", args=[anna.person_id])).content.decode()

    assert "The other side of the trade" not in page
