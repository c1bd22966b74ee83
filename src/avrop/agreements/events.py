"""What happens to agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class AgreementRegistered(Event):
    """There is a new agreement, still a draft."""

    name: ClassVar[str] = "agreements.agreement_registered"
    agreement_id: UUID


@dataclass(frozen=True)
class AgreementChanged(Event):
    """The terms of a draft were changed."""

    name: ClassVar[str] = "agreements.agreement_changed"
    agreement_id: UUID


@dataclass(frozen=True)
class UnitsEntitled(Event):
    """Who may use the agreement was decided; no units mean everybody."""

    name: ClassVar[str] = "agreements.units_entitled"
    agreement_id: UUID
    unit_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class AgreementActivated(Event):
    """The agreement can be ordered from within its dates."""

    name: ClassVar[str] = "agreements.agreement_activated"
    agreement_id: UUID


@dataclass(frozen=True)
class AgreementEnded(Event):
    """The agreement ends with this day, earlier than it stated."""

    name: ClassVar[str] = "agreements.agreement_ended"
    agreement_id: UUID
    last_day: date


@dataclass(frozen=True)
class AgreementExtended(Event):
    """An extension was registered."""

    name: ClassVar[str] = "agreements.agreement_extended"
    agreement_id: UUID
    valid_until: date


@dataclass(frozen=True)
class CeilingChanged(Event):
    """A decision about the maximum was recorded."""

    name: ClassVar[str] = "agreements.ceiling_changed"
    agreement_id: UUID


@dataclass(frozen=True)
class PricesAgreed(Event):
    """Highest prices of some items were agreed."""

    name: ClassVar[str] = "agreements.prices_agreed"
    agreement_id: UUID
    count: int


@dataclass(frozen=True)
class CallOffRecorded(Event):
    """An order drew from the agreement."""

    name: ClassVar[str] = "agreements.call_off_recorded"
    agreement_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class CeilingNeared(Event):
    """A call-off took the agreement past a share of its maximum, in percent."""

    name: ClassVar[str] = "agreements.ceiling_neared"
    agreement_id: UUID
    percent: int


@dataclass(frozen=True)
class CallOffGivenBack(Event):
    """An order gave back what it had drawn, or some of it."""

    name: ClassVar[str] = "agreements.call_off_given_back"
    agreement_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class AgreementReconciled(Event):
    """What has been called off was counted again; `differed` says whether the sum was wrong."""

    name: ClassVar[str] = "agreements.agreement_reconciled"
    agreement_id: UUID
    differed: bool


@dataclass(frozen=True)
class EndsAnnounced(Event):
    """Managers were told of agreements that end within a year."""

    name: ClassVar[str] = "agreements.ends_announced"
    tenant_id: UUID
    agreement_ids: tuple[UUID, ...]
