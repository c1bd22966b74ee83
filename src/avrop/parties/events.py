"""What happens to master data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class TenantFounded(Event):
    """An organisation of this installation has begun."""

    name: ClassVar = "parties.tenant_founded"
    organisation_id: UUID


@dataclass(frozen=True)
class OrganisationRegistered(Event):
    """Somebody to trade with has been registered."""

    name: ClassVar = "parties.organisation_registered"
    organisation_id: UUID


@dataclass(frozen=True)
class OrganisationChanged(Event):
    """Facts of an organisation have changed; `fields` names which."""

    name: ClassVar = "parties.organisation_changed"
    organisation_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True)
class UnitOpened(Event):
    """A department has begun."""

    name: ClassVar = "parties.unit_opened"
    unit_id: UUID
    parent_id: UUID | None
    valid_from: date


@dataclass(frozen=True)
class UnitChanged(Event):
    """Facts of a department have changed; `fields` names which."""

    name: ClassVar = "parties.unit_changed"
    unit_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True)
class UnitMoved(Event):
    """A department, with all below it, lies in another one."""

    name: ClassVar = "parties.unit_moved"
    unit_id: UUID
    former_parent_id: UUID | None
    parent_id: UUID | None


@dataclass(frozen=True)
class UnitClosed(Event):
    """A department ends with `last_day`; what is open finishes there, what is new goes to the
    successor."""

    name: ClassVar = "parties.unit_closed"
    unit_id: UUID
    last_day: date
    successor_id: UUID | None


@dataclass(frozen=True)
class DeliveryPlaceAdded(Event):
    """A department takes goods in at a further place from a day on."""

    name: ClassVar = "parties.delivery_place_added"
    unit_id: UUID
    place_id: UUID
    valid_from: date


@dataclass(frozen=True)
class DeliveryPlaceChanged(Event):
    """Facts of a delivery place have changed; `fields` names which."""

    name: ClassVar = "parties.delivery_place_changed"
    unit_id: UUID
    place_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True)
class DeliveryPlaceEnded(Event):
    """A department takes no goods in at a place after `last_day`."""

    name: ClassVar = "parties.delivery_place_ended"
    unit_id: UUID
    place_id: UUID
    last_day: date


@dataclass(frozen=True)
class GlnAllocated(Event):
    """A department has been given a GLN of the organisation's own series."""

    name: ClassVar = "parties.gln_allocated"
    unit_id: UUID
    gln: str


@dataclass(frozen=True)
class PersonAdded(Event):
    """Somebody belongs to the organisation."""

    name: ClassVar = "parties.person_added"
    person_id: UUID
    unit_id: UUID | None


@dataclass(frozen=True)
class PersonChanged(Event):
    """A person's name, address or telephone has changed."""

    name: ClassVar = "parties.person_changed"
    person_id: UUID


@dataclass(frozen=True)
class PersonMoved(Event):
    """A person works in another unit."""

    name: ClassVar = "parties.person_moved"
    person_id: UUID
    former_unit_id: UUID | None
    unit_id: UUID | None


@dataclass(frozen=True)
class PersonEnded(Event):
    """A person leaves after `last_day`; `taker_id` takes over what is open."""

    name: ClassVar = "parties.person_ended"
    person_id: UUID
    last_day: date
    taker_id: UUID | None


@dataclass(frozen=True)
class ContactSet(Event):
    """Whom to speak with about a purpose has been stated."""

    name: ClassVar = "parties.contact_set"
    contact_id: UUID
    organisation_id: UUID
    purpose: str


@dataclass(frozen=True)
class ContactConfirmed(Event):
    """A contact is still right."""

    name: ClassVar = "parties.contact_confirmed"
    contact_id: UUID


@dataclass(frozen=True)
class ContactFlagged(Event):
    """Mail to a contact has come back."""

    name: ClassVar = "parties.contact_flagged"
    contact_id: UUID


@dataclass(frozen=True)
class TermsAgreed(Event):
    """Trading terms hold with a partner from a day on."""

    name: ClassVar = "parties.terms_agreed"
    relationship_id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    valid_from: date


@dataclass(frozen=True)
class ImportTakenIn(Event):
    """A file of units or people was read, and nothing done yet; `faults` counts what is wrong in it."""

    name: ClassVar = "parties.import_taken_in"
    import_id: UUID
    faults: int


@dataclass(frozen=True)
class ImportBegun(Event):
    """What was shown of a file is being done in the background."""

    name: ClassVar = "parties.import_begun"
    import_id: UUID


@dataclass(frozen=True)
class ImportStopped(Event):
    """What was shown of a file could not be done; nothing of it was."""

    name: ClassVar = "parties.import_stopped"
    import_id: UUID
    codes: tuple[str, ...]


@dataclass(frozen=True)
class ImportApplied(Event):
    """What a file says of units, people, employments and mandates holds from now on."""

    name: ClassVar = "parties.import_applied"
    import_id: UUID
    plan_hash: str


@dataclass(frozen=True)
class UnitsMerged(Event):
    """Departments go on as one after `last_day`."""

    name: ClassVar = "parties.units_merged"
    into_id: UUID
    unit_ids: tuple[UUID, ...]
    last_day: date


@dataclass(frozen=True)
class UnitSplit(Event):
    """A department goes on as several after `last_day`."""

    name: ClassVar = "parties.unit_split"
    unit_id: UUID
    into_ids: tuple[UUID, ...]
    last_day: date


@dataclass(frozen=True)
class UnitMovePlanned(Event):
    """A department is to come under another one from a day on."""

    name: ClassVar = "parties.unit_move_planned"
    unit_id: UUID
    parent_id: UUID | None
    valid_from: date


@dataclass(frozen=True)
class SuppliersAwaited(Event):
    """A department orders nothing from these suppliers before they have answered."""

    name: ClassVar = "parties.suppliers_awaited"
    unit_id: UUID
    organisation_ids: tuple[UUID, ...]
    valid_from: date


@dataclass(frozen=True)
class UnitMoveCalledOff(Event):
    """A department stays where it is."""

    name: ClassVar = "parties.unit_move_called_off"
    unit_id: UUID
    valid_from: date


@dataclass(frozen=True)
class EmploymentChanged(Event):
    """Somebody works in another unit too, in another way, or no longer there."""

    name: ClassVar = "parties.employment_changed"
    employment_id: UUID
    person_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class PersonInvited(Event):
    """A person was given a link to choose a password by."""

    name: ClassVar = "parties.person_invited"
    person_id: UUID


@dataclass(frozen=True)
class ApiKeyIssued(Event):
    """A program may act as a person."""

    name: ClassVar = "parties.api_key_issued"
    person_id: UUID
    key_id: UUID | None = None


@dataclass(frozen=True)
class ApiKeyRevoked(Event):
    """A program may no longer act as a person by a key."""

    name: ClassVar = "parties.api_key_revoked"
    person_id: UUID
    key_id: UUID


@dataclass(frozen=True)
class IdentityProtected(Event):
    """Somebody's name and ways to be reached are shown to nobody from now on."""

    name: ClassVar = "parties.identity_protected"
    person_id: UUID


@dataclass(frozen=True)
class ProtectionEnded(Event):
    """Somebody's identity is no longer protected."""

    name: ClassVar = "parties.protection_ended"
    person_id: UUID


@dataclass(frozen=True)
class OtherSideAllowed(Event):
    """Somebody may work on the other side of a trade too, until a day."""

    name: ClassVar = "parties.other_side_allowed"
    person_id: UUID
    until: date


@dataclass(frozen=True)
class OtherSideEnded(Event):
    """Somebody may no longer work on the other side of a trade."""

    name: ClassVar = "parties.other_side_ended"
    person_id: UUID


@dataclass(frozen=True)
class MembershipAccepted(Event):
    """Whoever an account belongs to lets it open this organisation."""

    name: ClassVar = "parties.membership_accepted"
    person_id: UUID


@dataclass(frozen=True)
class MembershipDeclined(Event):
    """Whoever an account belongs to does not want it to open this organisation."""

    name: ClassVar = "parties.membership_declined"
    person_id: UUID


@dataclass(frozen=True)
class AbsenceTold(Event):
    """Somebody is away in this period, both days included; told for the first time or otherwise."""

    name: ClassVar = "parties.absence_told"
    absence_id: UUID
    person_id: UUID
    valid_from: date
    valid_until: date


@dataclass(frozen=True)
class AbsenceEnded(Event):
    """Somebody is back: `last_day` was the last one away, None where he never was."""

    name: ClassVar = "parties.absence_ended"
    absence_id: UUID
    person_id: UUID
    last_day: date | None


@dataclass(frozen=True)
class FindingPutAside(Event):
    """Something that a rule has found in the basic data need not be seen to until a day."""

    name: ClassVar = "parties.finding_put_aside"
    aside_id: UUID
    rule: str
    subject_kind: str
    subject_id: UUID
    until: date


@dataclass(frozen=True)
class FindingTakenUp(Event):
    """What was put aside is to be seen to again."""

    name: ClassVar = "parties.finding_taken_up"
    aside_id: UUID
    rule: str
    subject_kind: str
    subject_id: UUID
