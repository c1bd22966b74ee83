"""An organisation with units, people and mandates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.authority import actions
from avrop.authority.models import Mandate
from avrop.kernel.actors import Actor
from avrop.kernel.models import EventRow, Tenant
from avrop.kernel.permissions import Kind, Permission, all_permissions
from avrop.kernel.ports import Deed, record_deed
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties.queries import UnitFacts
from avrop.testing.worlds import ALWAYS
from avrop.values import Money, uuid7

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)

#: A right of no app, so that these tests don't depend on who holds which.
RING = Permission("authority_tests.ring", "tests", Kind.EXECUTE, "Ring", roles=("requester",))
JUDGE = Permission("authority_tests.judge", "tests", Kind.ASSURE, "Judge", roles=("approver",))


@dataclass(frozen=True)
class Town:
    """A tenant with a unit inside another one and a unit beside them."""

    tenant_id: UUID
    schools: UUID
    oak_hill: UUID
    library: UUID

    @property
    def office(self) -> Actor:
        """Whoever may do everything: what these tests are not about."""
        return Actor.routine(
            self.tenant_id, "office", frozenset(right.name for right in all_permissions())
        )


def a_town() -> Town:
    """A town with the role catalogue installed."""
    tenant = Tenant.objects.create(id=uuid7(), name="Provköping", created_at=NOON)
    office = Town(tenant.id, tenant.id, tenant.id, tenant.id).office
    actions.install_roles(actor=office, at=NOON)
    schools = a_unit(office, "Skolor")
    return Town(
        tenant.id, schools, a_unit(office, "Ekbacken", schools), a_unit(office, "Biblioteket")
    )


def a_unit(office: Actor, name: str, parent_id: UUID | None = None) -> UUID:
    """A unit, open since long."""
    return parties.open_unit(
        UnitFacts(name), valid_from=date(2020, 1, 1), parent_id=parent_id, actor=office, at=NOON
    )


def a_person(town: Town, name: str = "Anna") -> Actor:
    """A person without any mandate."""
    person_id = parties.add_person(
        name, "", valid_from=date(2020, 1, 1), signs_in=False, actor=town.office, at=NOON
    )
    return Actor(town.tenant_id, person_id=person_id, proven_until=ALWAYS)


def id_of(person: Actor) -> UUID:
    """The person's key; the actor of a routine has none."""
    assert person.person_id is not None
    return person.person_id


def a_mandate(
    town: Town,
    person: Actor,
    role: str = "requester",
    *,
    valid_from: date = date(2026, 1, 1),
    limit: Money | None = None,
    actor: Actor | None = None,
    **facts: Any,
) -> UUID:
    """A mandate by a decision of the board."""
    return actions.grant_mandate(
        id_of(person),
        role,
        valid_from=valid_from,
        decision_reference="KS 2026/1",
        limit=limit,
        actor=actor or town.office,
        at=NOON,
        **facts,
    )


def published(town: Town) -> list[str]:
    """The names of what has been announced, in order, but for how the town was made."""
    made = {"authority.roles_installed", "parties.unit_opened", "parties.person_added"}
    with tenant_scope(town.tenant_id):
        names = list(EventRow.objects.order_by("id").values_list("name", flat=True))
    return [name for name in names if name not in made]


def is_away(
    town: Town, person: Actor, first: date = TODAY, last: date = date(2026, 12, 31)
) -> UUID:
    """Somebody is away, as the HR system has it."""
    return parties.tell_absence(
        id_of(person), valid_from=first, valid_until=last, actor=town.office, at=NOON
    )


@contextmanager
def statements(town: Town) -> Iterator[CaptureQueriesContext]:
    """Count what is asked of the database inside the town's scope."""
    with tenant_scope(town.tenant_id), CaptureQueriesContext(connection) as asked:
        yield asked


def kronor(amount: int) -> Money:
    """An amount in Swedish crowns."""
    return Money(Decimal(amount), "SEK")


def done(town: Town, actor: Actor, deed: Deed, *chains: UUID, at: datetime = NOON) -> None:
    """Somebody does a deed to chains of documents."""
    with tenant_scope(town.tenant_id):
        record_deed(chains, deed, actor=actor, at=at)


def lent(
    town: Town,
    mandate: UUID,
    substitute: Actor,
    *,
    valid_until: date = date(2026, 3, 6),
    limit: Money | None = None,
    actor: Actor | None = None,
) -> UUID:
    """A mandate that a substitute uses during a holiday, which the office knows of where it lends."""
    if actor is None:
        with tenant_scope(town.tenant_id):
            holder = Mandate.objects.get(id=mandate).person_id
        assert holder is not None
        parties.tell_absence(
            holder, valid_from=TODAY, valid_until=valid_until, actor=town.office, at=NOON
        )
    return actions.delegate(
        mandate,
        id_of(substitute),
        valid_from=TODAY,
        valid_until=valid_until,
        reason="Holiday",
        limit=limit,
        actor=actor or town.office,
        at=NOON,
    )
