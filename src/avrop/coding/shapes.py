"""What coding's commands are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value of a dimension; `name` by language."""

    code: str
    name: dict[str, str]
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class ShortCodeFacts:
    """A short code as the finance system has it."""

    code: str
    person_id: UUID
    unit_id: UUID
    coding: str
    invoice_reference: str
    valid_from: date
    valid_until: date | None = None
