"""What happens to responsibilities: ids and facts only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class MatrixDecided(Event):
    """The matrix of activities and roles has a new version."""

    name: ClassVar = "responsibility.matrix_decided"
    tenant_id: UUID
    version: str


@dataclass(frozen=True)
class PartsDecided(Event):
    """The register of what is decided centrally and locally has a new version."""

    name: ClassVar = "responsibility.parts_decided"
    tenant_id: UUID
    version: str


@dataclass(frozen=True)
class DutiesDecided(Event):
    """The list of managers' duties has a new version."""

    name: ClassVar = "responsibility.duties_decided"
    tenant_id: UUID
    version: str


@dataclass(frozen=True)
class OrderManagementDecided(Event):
    """Who manages the orders of customers was decided."""

    name: ClassVar = "responsibility.order_management_decided"
    tenant_id: UUID
    version: str


@dataclass(frozen=True)
class PostOpened(Event):
    """Somebody is to answer for something; the position is who does."""

    name: ClassVar = "responsibility.post_opened"
    position_id: UUID
    post_id: UUID
    kind: str


@dataclass(frozen=True)
class HandOverOpened(Event):
    """Somebody takes a position over from somebody, and what belongs to it is to be handed over."""

    name: ClassVar = "responsibility.hand_over_opened"
    position_id: UUID
    hand_over_id: UUID
    appointment_id: UUID


@dataclass(frozen=True)
class HandedOver(Event):
    """A point of a hand-over was noted; `is_whole` when it was the last."""

    name: ClassVar = "responsibility.handed_over"
    position_id: UUID
    hand_over_id: UUID
    item: str
    is_whole: bool


@dataclass(frozen=True)
class UnitConfirmed(Event):
    """A manager has confirmed the duties of a unit for a period."""

    name: ClassVar = "responsibility.unit_confirmed"
    confirmation_id: UUID
    unit_id: UUID | None
    period: str
    has_gaps: bool


@dataclass(frozen=True)
class ChangePlanned(Event):
    """Somebody plans a change."""

    name: ClassVar = "responsibility.change_planned"
    change_id: UUID


@dataclass(frozen=True)
class ChangeAltered(Event):
    """A planned change has other steps or hours."""

    name: ClassVar = "responsibility.change_altered"
    change_id: UUID
    steps: int


@dataclass(frozen=True)
class ChangeMade(Event):
    """A planned change was made."""

    name: ClassVar = "responsibility.change_made"
    change_id: UUID
    version: str


@dataclass(frozen=True)
class ChangeDropped(Event):
    """A planned change will not be made."""

    name: ClassVar = "responsibility.change_dropped"
    change_id: UUID


@dataclass(frozen=True)
class HoursNoted(Event):
    """Hours spent on a change were noted."""

    name: ClassVar = "responsibility.hours_noted"
    change_id: UUID
    role: str
