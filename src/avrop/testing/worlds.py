"""Small worlds for tests: tenants, units, people with mandates, partners. Made by the commands that
everybody uses, as a routine that may do all.

Every name and number is new each time, so that a world can be made again in a database that is never
emptied.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from random import SystemRandom
from typing import Any
from uuid import UUID

from avrop.accounts import actions as accounts
from avrop.authority import actions as authority
from avrop.kernel.actors import Actor
from avrop.kernel.models import EventRow
from avrop.kernel.outbox import Event, event_in, read_act
from avrop.kernel.permissions import all_permissions
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties.queries import (
    OrganisationFacts,
    PostalAddress,
    TermsFacts,
    TradeSide,
    UnitFacts,
    own_organisation,
)
from avrop.values import Money, OrganisationNumber
from avrop.values.identifiers import organisation_number

#: A Monday morning, 09:00 in Stockholm.
AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TODAY = AT.date()
#: Until when those of the worlds have proved who they are: the tests of the proof itself take it away.
ALWAYS = datetime.max.replace(tzinfo=UTC)
#: Since when the worlds' units, people and terms have been there.
SINCE = date(2026, 1, 1)

_number = count(1)
_chance = SystemRandom()


@dataclass(frozen=True, slots=True)
class TenantWorld:
    """A tenant, its own organisation and the electronic address it receives at."""

    tenant_id: UUID
    organisation_id: UUID
    endpoint: str


def everything(tenant_id: UUID) -> Actor:
    """A routine that may do whatever there is to do in a tenant."""
    rights = frozenset(permission.name for permission in all_permissions())
    return Actor.routine(tenant_id, "world", may=rights)


def a_number() -> OrganisationNumber:
    """An organisation number that no other world has, in all likelihood."""
    return organisation_number(f"55{_chance.randrange(2, 10)}{_chance.randrange(10**6):06d}")


def organisation_facts(name: str, **facts: Any) -> OrganisationFacts:
    """A Swedish organisation with number, VAT number, endpoint and address, but for what is given."""
    number = a_number()
    defaults: dict[str, Any] = {
        "legal_scheme": "0007",
        "legal_id": str(number),
        "vat_id": number.vat_number,
        "endpoint": f"0007:{number}",
        "registered_city": "Ekbacken",
        "address": PostalAddress("Storgatan 1", "123 45", "Ekbacken"),
    }
    return OrganisationFacts(name=name, **(defaults | facts))


def a_tenant(
    name: str = "Ekbackens kommun",
    *,
    is_operator: bool = False,
    side: TradeSide = TradeSide.BOTH,
    at: datetime = AT,
    **facts: Any,
) -> TenantWorld:
    """A tenant with the role catalogue installed. `facts` are fields of `OrganisationFacts`."""
    stated = organisation_facts(name, **facts)
    tenant_id = parties.found_tenant(stated, side=side, at=at, is_operator=is_operator)
    actor = everything(tenant_id)
    authority.install_roles(actor=actor, at=at)
    return TenantWorld(tenant_id, _own_id(actor), stated.endpoint)


def _own_id(actor: Actor) -> UUID:
    with tenant_scope(actor.tenant_id):
        return own_organisation().id


def an_organisation(tenant_id: UUID, name: str = "Grossisten AB", **facts: Any) -> UUID:
    """An organisation to trade with. `facts` are fields of `OrganisationFacts`."""
    return parties.register_organisation(
        organisation_facts(name, **facts), actor=everything(tenant_id), at=AT
    )


def a_unit(
    tenant_id: UUID,
    name: str = "Ekbackens förskola",
    *,
    parent_id: UUID | None = None,
    valid_from: date = SINCE,
    **facts: Any,
) -> UUID:
    """A department that lacks nothing. `facts` are fields of `UnitFacts`."""
    defaults: dict[str, Any] = {
        "delivery_address": PostalAddress("Ekvägen 3", "123 46", "Ekbacken", name=name),
        "invoice_reference": f"REF{next(_number):05d}",
    }
    return parties.open_unit(
        UnitFacts(name=name, **(defaults | facts)),
        valid_from=valid_from,
        parent_id=parent_id,
        actor=everything(tenant_id),
        at=AT,
    )


def an_email() -> str:
    """An address that no other world has."""
    return f"person-{next(_number)}-{_chance.randrange(10**12)}@example.com"


def an_account(email: str = "", password: str | None = None, name: str = "Kim Ek") -> UUID:
    """An account that is nobody's yet. Without a password nobody can sign in with it."""
    return accounts.make_account(email or an_email(), name=name, password=password, at=AT)


def a_person(
    tenant_id: UUID,
    roles: tuple[str, ...] = ("requester",),
    unit_id: UUID | None = None,
    amount_limit: Money | None = None,
    *,
    categories: tuple[str, ...] = (),
    responsibilities: tuple[str, ...] = (),
    name: str = "Kim Ek",
    email: str = "",
    password: str | None = None,
    valid_from: date = SINCE,
    valid_until: date | None = None,
    reason_for_both: str = "",
) -> Actor:
    """A person who works in a unit, with a mandate there for each role; without a unit, everywhere.

    `reason_for_both`: where the roles are of two desks, which the organisation then allows.
    """
    actor, address = everything(tenant_id), email or an_email()
    person_id = parties.add_person(
        name,
        address,
        valid_from=valid_from,
        valid_until=valid_until,
        unit_id=unit_id,
        password=password,
        actor=actor,
        at=AT,
    )
    if reason_for_both:
        authority.change_roles_apart(
            both_with_reason=True, valid_from=valid_from, reason=reason_for_both, actor=actor, at=AT
        )
    for role in roles:
        authority.grant_mandate(
            person_id,
            role,
            reason_for_both=reason_for_both,
            unit_id=unit_id,
            categories=categories,
            responsibilities=responsibilities,
            limit=amount_limit,
            valid_from=valid_from,
            valid_until=valid_until,
            decision_reference="KS 2026:1",
            actor=actor,
            at=AT,
        )
    account_id = accounts.make_account(address, name=name, password=None, at=AT)
    return Actor(tenant_id, account_id=account_id, person_id=person_id, proven_until=ALWAYS)


def a_relationship(
    tenant_id: UUID,
    organisation_id: UUID,
    unit_id: UUID | None = None,
    *,
    valid_from: date = SINCE,
    valid_until: date | None = None,
    **terms: Any,
) -> UUID:
    """Terms with a partner. `terms` are fields of `TermsFacts`."""
    return parties.agree_terms(
        organisation_id,
        TermsFacts(**terms),
        unit_id=unit_id,
        valid_from=valid_from,
        valid_until=valid_until,
        actor=everything(tenant_id),
        at=AT,
    )


@contextmanager
def publishing(tenant_id: UUID) -> Iterator[list[Event]]:
    """A list that holds, after the block, what a tenant has published in it, the oldest first."""
    with tenant_scope(tenant_id):
        former = set(EventRow.objects.values_list("id", flat=True))
    events: list[Event] = []
    yield events
    with tenant_scope(tenant_id):
        rows = EventRow.objects.exclude(id__in=former).order_by("id")
        events.extend(event_in(read_act(str(row.body))) for row in rows)
