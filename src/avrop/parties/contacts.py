"""Whom to speak with about what. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

STALE_AFTER_DAYS = 365


class Purpose(StrEnum):
    """What a contact is asked about (C39, C41)."""

    ORDERS = "orders"  # orders, deliveries, deviations
    E_COMMERCE = "e_commerce"  # new ordering departments, price lists
    AGREEMENT = "agreement"
    COORDINATION = "coordination"
    DISTRIBUTION = "distribution"
    IT = "it"
    SYSTEM_VENDOR = "system_vendor"


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Whom to speak with about something. `purpose` is a `Purpose`."""

    purpose: str
    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact as it is stored; `unit_id` None serves all units."""

    id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    purpose: str
    name: str
    email: str
    phone: str
    confirmed_at: datetime
    bounced_at: datetime | None

    def is_doubtful(self, on: date) -> bool:
        """Whether somebody should ask if it is still right: mail has come back, or nobody has
        confirmed it for twelve months (ORG-14)."""
        confirmed = self.confirmed_at.date()
        return self.bounced_at is not None or (on - confirmed).days > STALE_AFTER_DAYS
