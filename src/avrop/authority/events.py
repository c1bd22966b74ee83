"""What has happened to roles, mandates, delegations and restrictions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class RolesInstalled(Event):
    """The role catalogue was written, or brought up to date with the product."""

    name: ClassVar = "authority.roles_installed"
    tenant_id: UUID
    roles: int


@dataclass(frozen=True)
class MandateGranted(Event):
    """Somebody may act in a role."""

    name: ClassVar = "authority.mandate_granted"
    mandate_id: UUID
    holder_id: UUID
    role: str


@dataclass(frozen=True)
class MandateRevoked(Event):
    """A mandate no longer gives any right."""

    name: ClassVar = "authority.mandate_revoked"
    mandate_id: UUID
    holder_id: UUID


@dataclass(frozen=True)
class MandatesEnded(Event):
    """Somebody leaves: his mandates and what was lent to him end with his last day."""

    name: ClassVar = "authority.mandates_ended"
    holder_id: UUID
    last_day: date
    count: int


@dataclass(frozen=True)
class MandateDelegated(Event):
    """A substitute uses a mandate during an absence."""

    name: ClassVar = "authority.mandate_delegated"
    delegation_id: UUID
    mandate_id: UUID
    principal_id: UUID
    substitute_id: UUID


@dataclass(frozen=True)
class DelegationEnded(Event):
    """The holder is back, or took the mandate home."""

    name: ClassVar = "authority.delegation_ended"
    delegation_id: UUID


@dataclass(frozen=True)
class CategoryRestricted(Event):
    """From a day on, only a mandate that names the category lets anybody buy it."""

    name: ClassVar = "authority.category_restricted"
    restriction_id: UUID
    category: str
    responsible_person_id: UUID


@dataclass(frozen=True)
class RestrictionLifted(Event):
    """A category can be bought under any mandate again, from a day on."""

    name: ClassVar = "authority.restriction_lifted"
    restriction_id: UUID


@dataclass(frozen=True)
class SeparationChanged(Event):
    """A new version of the rules that keep duties apart."""

    name: ClassVar = "authority.separation_changed"
    tenant_id: UUID
    version: str


@dataclass(frozen=True)
class RolesApartChanged(Event):
    """A new version of which roles one person does not hold together."""

    name: ClassVar = "authority.roles_apart_changed"
    tenant_id: UUID
    version: str
    both_with_reason: bool


@dataclass(frozen=True)
class DesksCombined(Event):
    """Somebody came to hold a role of each of two desks, for the reason that is kept with it."""

    name: ClassVar = "authority.desks_combined"
    mandate_id: UUID
    holder_id: UUID
    role: str
    others: str


@dataclass(frozen=True)
class RoleChanged(Event):
    """A role has gained or lost a right."""

    name: ClassVar = "authority.role_changed"
    role_id: UUID
    role: str
    permission: str
    gains: bool
