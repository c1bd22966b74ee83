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
    """A mandate no longer gives any right; nobody holds one of a position or of a whole unit."""

    name: ClassVar = "authority.mandate_revoked"
    mandate_id: UUID
    holder_id: UUID | None


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
class ConductChanged(Event):
    """A new version of the rules on who stands too close to a purchase to decide on it."""

    name: ClassVar = "authority.conduct_changed"
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
class GatesChanged(Event):
    """A new version of which rights ask for which pass."""

    name: ClassVar = "authority.gates_changed"
    tenant_id: UUID
    version: str


@dataclass(frozen=True)
class PassGranted(Event):
    """Somebody has a certificate, a licence, an acknowledgement or a decision to show."""

    name: ClassVar = "authority.pass_granted"
    pass_id: UUID
    holder_id: UUID
    kind: str
    code: str


@dataclass(frozen=True)
class PassRevoked(Event):
    """A pass opens nothing any more."""

    name: ClassVar = "authority.pass_revoked"
    pass_id: UUID
    holder_id: UUID
    kind: str
    code: str


@dataclass(frozen=True)
class GateWaived(Event):
    """Somebody is let through without a pass, for a short time and a reason."""

    name: ClassVar = "authority.gate_waived"
    pass_id: UUID
    holder_id: UUID
    kind: str
    code: str
    until: date


@dataclass(frozen=True)
class MandateRenewed(Event):
    """A mandate goes on by a new decision."""

    name: ClassVar = "authority.mandate_renewed"
    mandate_id: UUID
    former_id: UUID
    holder_id: UUID | None


@dataclass(frozen=True)
class RequesterPolicySet(Event):
    """Who may order in a unit from a day on: named people, or everyone who works there."""

    name: ClassVar = "authority.requester_policy_set"
    policy_id: UUID
    policy_unit_id: UUID | None
    who: str


@dataclass(frozen=True)
class PositionOpened(Event):
    """A position that the organisation wants held."""

    name: ClassVar = "authority.position_opened"
    position_id: UUID


@dataclass(frozen=True)
class PositionClosed(Event):
    """A position that is no longer wanted."""

    name: ClassVar = "authority.position_closed"
    position_id: UUID
    last_day: date


@dataclass(frozen=True)
class PersonAppointed(Event):
    """Somebody holds a position, or is the deputy."""

    name: ClassVar = "authority.person_appointed"
    appointment_id: UUID
    position_id: UUID
    holder_id: UUID
    post: str


@dataclass(frozen=True)
class AppointmentEnded(Event):
    """Somebody no longer holds a position."""

    name: ClassVar = "authority.appointment_ended"
    appointment_id: UUID
    position_id: UUID
    holder_id: UUID
    last_day: date


@dataclass(frozen=True)
class VacancyDecided(Event):
    """How long a position may be vacant was decided."""

    name: ClassVar = "authority.vacancy_decided"
    tenant_id: UUID
    version: str


@dataclass(frozen=True)
class CoordinatorNamed(Event):
    """Somebody coordinates the buying of a group of goods."""

    name: ClassVar = "authority.coordinator_named"
    coordinator_id: UUID
    category: str
    holder_id: UUID
    deputy_id: UUID | None


@dataclass(frozen=True)
class CoordinatorEnded(Event):
    """Nobody, or somebody else, coordinates the buying of a group of goods from a day on."""

    name: ClassVar = "authority.coordinator_ended"
    coordinator_id: UUID
    last_day: date


@dataclass(frozen=True)
class SpecimenLogged(Event):
    """A specimen of somebody's signature was taken."""

    name: ClassVar = "authority.specimen_logged"
    specimen_id: UUID
    holder_id: UUID


@dataclass(frozen=True)
class DispensationGranted(Event):
    """Somebody may do two deeds that are kept apart, for a time."""

    name: ClassVar = "authority.dispensation_granted"
    dispensation_id: UUID
    person_id: UUID
    first: str
    second: str
    valid_until: date


@dataclass(frozen=True)
class DispensationUsed(Event):
    """A deed was let through by a dispensation."""

    name: ClassVar = "authority.dispensation_used"
    dispensation_id: UUID
    deed: str


@dataclass(frozen=True)
class DispensationRevoked(Event):
    """A dispensation was taken back before its last day."""

    name: ClassVar = "authority.dispensation_revoked"
    dispensation_id: UUID


@dataclass(frozen=True)
class DispensationReviewed(Event):
    """The control that makes up for a dispensation has been carried out."""

    name: ClassVar = "authority.dispensation_reviewed"
    dispensation_id: UUID
    found_sound: bool


@dataclass(frozen=True)
class ProofAsked(Event):
    """The whole organisation is to be searched for forbidden chains."""

    name: ClassVar = "authority.proof_asked"
    proof_id: UUID


@dataclass(frozen=True)
class ProofMade(Event):
    """The whole organisation has been searched for forbidden chains."""

    name: ClassVar = "authority.proof_made"
    proof_id: UUID
    found: int


@dataclass(frozen=True)
class RoleChanged(Event):
    """A role has gained or lost a right."""

    name: ClassVar = "authority.role_changed"
    role_id: UUID
    role: str
    permission: str
    gains: bool


@dataclass(frozen=True)
class SubstituteNamed(Event):
    """Somebody stands in for a person whenever he is away."""

    name: ClassVar = "authority.substitute_named"
    substitute_row_id: UUID
    person_id: UUID
    substitute_id: UUID


@dataclass(frozen=True)
class SubstituteEnded(Event):
    """Nobody stands in any more by itself for a person who is away."""

    name: ClassVar = "authority.substitute_ended"
    substitute_row_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class SubstituteStandsIn(Event):
    """The standing substitute of somebody who is away uses so many of his mandates; `left` of them could
    not be lent."""

    name: ClassVar = "authority.substitute_stands_in"
    absence_id: UUID
    person_id: UUID
    substitute_id: UUID
    lent: int
    left: int
