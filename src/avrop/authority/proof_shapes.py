"""What the queries about dispensations, proofs and certificates give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.authority.prover import Proof
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class UseView:
    """A deed that a dispensation let through: `second` although `first` had been done."""

    chain_id: UUID
    first: str
    second: str
    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class DispensationView:
    """Leave to do two deeds that are kept apart. `state`: coming, in_force, to_review or reviewed;
    `uses` are the first of them, `used` says how many there are."""

    id: UUID
    version: int
    state: str
    person_id: UUID
    first: str
    second: str
    chain_ids: tuple[UUID, ...]
    about_kind: str
    about_id: UUID | None
    unit_id: UUID | None
    reason: str
    control: str
    reviewer_id: UUID
    review_by: date
    valid_from: date
    valid_until: date
    decided_by: UUID | None
    decided_at: datetime
    rule_set: str
    revoked_at: datetime | None
    revoked_by: UUID | None
    revoke_reason: str
    reviewed_at: datetime | None
    found_sound: bool | None
    review_note: str
    used: int = 0
    uses: tuple[UseView, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofView:
    """A search of the whole organisation. `standing` findings speak against it, of `open_ways` nothing
    stops one, `decided` were let by decision; `proof` is None in lists and while it is being made."""

    id: UUID
    version: int
    state: str
    asked_at: datetime
    asked_by: UUID | None
    made_at: datetime | None
    day: date
    rule_set: str
    roles_rule_set: str
    people: int
    mandates: int
    delegations: int
    units: int
    standing: int
    open_ways: int
    decided: int
    holds: bool
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class MandateOfDeed:
    """The mandate that a deed was done under, as it was granted: to a person, to a position, or to
    everybody in a unit."""

    id: UUID
    person_id: UUID | None
    role: str
    unit_id: UUID | None
    limit: Money | None
    valid_from: date
    valid_until: date | None
    decision_reference: str


@dataclass(frozen=True, slots=True)
class CertifiedDeed:
    """A line of a certificate: who did what to which chains, when, for whom, by which right and rules.

    `delegation_id` is what let him act for another; `dispensations` what let him do it in spite of what
    he had done before.
    """

    deed: str
    person_id: UUID
    on_behalf_of: UUID | None
    at: datetime
    rule_set: str
    mandate: MandateOfDeed | None
    delegation_id: UUID | None
    dispensations: tuple[UUID, ...]
    chain_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CertifiedPair:
    """Two deeds that the rules in force keep apart: whether they were done, and by others."""

    first: str
    second: str
    #: "apart", "not_yet" (one of them has not been done), "dispensed", or "together".
    outcome: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who did what to a transaction, from need to payment, and whether what is kept apart was."""

    chain_ids: tuple[UUID, ...]
    deeds: tuple[CertifiedDeed, ...]
    pairs: tuple[CertifiedPair, ...]
    rule_set: str
    is_sound: bool
