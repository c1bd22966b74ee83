"""Finding people. For other apps: inside a scope, but for the memberships of an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from avrop.kernel.models import Tenant
from avrop.kernel.problems import missing
from avrop.parties.models import MembershipRow, Person
from avrop.parties.queries.stored import person_of
from avrop.parties.queries.units import in_force
from avrop.parties.shapes import Membership, PersonView


def person(person_id: UUID) -> PersonView:
    """The person; `Missing` where there is none."""
    row = Person.objects.filter(id=person_id).first()
    if row is None:
        raise missing("person", person_id)
    return person_of(row)


def people(ids: Iterable[UUID]) -> dict[UUID, PersonView]:
    """The people with these ids, in one statement."""
    return {row.id: person_of(row) for row in Person.objects.filter(id__in=set(ids))}


def person_of_account(account_id: UUID) -> PersonView | None:
    """The person that an account is in the organisation in scope."""
    row = Person.objects.filter(account_id=account_id).first()
    return person_of(row) if row else None


def memberships_of(account_id: UUID, *, on: date) -> tuple[Membership, ...]:
    """The organisations that an account may choose on a day, by name. Needs no scope."""
    rows = list(MembershipRow.objects.filter(in_force(on), account_id=account_id))
    tenants = Tenant.objects.in_bulk([row.tenant_id for row in rows])
    found = (
        Membership(
            account_id=account_id,
            tenant_id=row.tenant_id,
            tenant_name=tenants[row.tenant_id].name,
            time_zone=tenants[row.tenant_id].time_zone,
            person_id=row.person_id,
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda each: (each.tenant_name, each.tenant_id)))


def membership(account_id: UUID, tenant_id: UUID, *, on: date) -> Membership | None:
    """The membership of an account in one organisation on a day, if it has one. Needs no scope."""
    found = memberships_of(account_id, on=on)
    return next((each for each in found if each.tenant_id == tenant_id), None)
