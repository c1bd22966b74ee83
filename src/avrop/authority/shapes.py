"""What authority's queries give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Sight:
    """What a reader may see: everything of the organisation, or what belongs to these units."""

    everything: bool
    unit_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class PersonRight:
    """Somebody who may do something now. `on_behalf_of`: whose substitute he is in it."""

    person_id: UUID
    mandate_id: UUID
    role: str
    unit_id: UUID | None
    limit: Money | None
    on_behalf_of: UUID | None


@dataclass(frozen=True, slots=True)
class Restricted:
    """A category that is restricted, the prefix that says so, and who answers for it."""

    category: str
    prefix: str
    responsible_person_id: UUID


@dataclass(frozen=True, slots=True)
class RestrictionView:
    """A restricted category and who answers for it, from a day to a day."""

    id: UUID
    category: str
    responsible_person_id: UUID
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role of the catalogue; `name` by language."""

    code: str
    name: dict[str, str]
    level: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MandateView:
    """A row of the register of mandates: a person's, a position's, or (neither) everybody's in a
    unit."""

    id: UUID
    person_id: UUID | None
    role: str
    unit_id: UUID | None
    categories: tuple[str, ...]
    agreements: tuple[UUID, ...]
    responsibilities: tuple[str, ...]
    limit: Money | None
    valid_from: date
    valid_until: date | None
    decision_reference: str
    granted_by: UUID | None
    revoked_at: datetime | None
    position_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A substitute's right to use a mandate. `absence_id`: it was made by itself for that absence."""

    id: UUID
    mandate_id: UUID
    from_person: UUID
    to_person: UUID
    limit: Money | None
    valid_from: date
    valid_until: date
    reason: str
    revoked_at: datetime | None
    absence_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeedView:
    """A line of a chain's certificate: who did what, for whom, under which mandate and rules."""

    chain_id: UUID
    deed: str
    person_id: UUID
    on_behalf_of: UUID | None
    mandate_id: UUID | None
    rule_set: str
    at: datetime
