"""What happens to catalogues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class CatalogueReceived(Event):
    """A price list came in; without an agreement, somebody must say which it is for."""

    name: ClassVar[str] = "catalogues.catalogue_received"
    version_id: UUID
    agreement_id: UUID | None


@dataclass(frozen=True)
class AgreementAssigned(Event):
    """Somebody said which agreement a price list is for."""

    name: ClassVar[str] = "catalogues.agreement_assigned"
    version_id: UUID
    agreement_id: UUID


@dataclass(frozen=True)
class LinesReviewed(Event):
    """Somebody decided about quarantined lines."""

    name: ClassVar[str] = "catalogues.lines_reviewed"
    version_id: UUID
    decision: str
    count: int


@dataclass(frozen=True)
class CatalogueScheduled(Event):
    """A price list has been accepted and comes into force on a day."""

    name: ClassVar[str] = "catalogues.catalogue_scheduled"
    version_id: UUID
    agreement_id: UUID
    in_force_from: date


@dataclass(frozen=True)
class CatalogueActivated(Event):
    """A price list is in force."""

    name: ClassVar[str] = "catalogues.catalogue_activated"
    version_id: UUID
    agreement_id: UUID


@dataclass(frozen=True)
class CatalogueRejected(Event):
    """A price list was rejected; what was in force stays so."""

    name: ClassVar[str] = "catalogues.catalogue_rejected"
    version_id: UUID
    agreement_id: UUID | None


@dataclass(frozen=True)
class ControlChanged(Event):
    """There is a new version of what makes a line be held back."""

    name: ClassVar[str] = "catalogues.control_changed"
    tenant_id: UUID
    reference: str


@dataclass(frozen=True)
class FavouriteKept(Event):
    """Somebody wants an article close at hand."""

    name: ClassVar[str] = "catalogues.favourite_kept"
    item_id: UUID


@dataclass(frozen=True)
class FavouriteDropped(Event):
    """The actor no longer has an article among the favourites."""

    name: ClassVar[str] = "catalogues.favourite_dropped"
    item_id: UUID
