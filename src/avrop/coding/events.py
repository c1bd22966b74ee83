"""What has happened to the chart and the short codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class DimensionDefined(Event):
    """The chart has a dimension, or it has been described anew."""

    name: ClassVar = "coding.dimension_defined"
    dimension_id: UUID
    code: str


@dataclass(frozen=True)
class ValuesAdded(Event):
    """A dimension has more values."""

    name: ClassVar = "coding.values_added"
    dimension_id: UUID
    count: int


@dataclass(frozen=True)
class ValueEnded(Event):
    """A value cannot be used after a day."""

    name: ClassVar = "coding.value_ended"
    value_id: UUID


@dataclass(frozen=True)
class CombinationDecided(Event):
    """Values of two dimensions have to go together from a day on."""

    name: ClassVar = "coding.combination_decided"
    combination_id: UUID


@dataclass(frozen=True)
class CombinationEnded(Event):
    """Values of two dimensions need not go together after a day."""

    name: ClassVar = "coding.combination_ended"
    combination_id: UUID


@dataclass(frozen=True)
class ShortCodeIssued(Event):
    """Somebody can order under a short code."""

    name: ClassVar = "coding.short_code_issued"
    short_code_id: UUID


@dataclass(frozen=True)
class ShortCodeRenewed(Event):
    """A short code can be used for longer."""

    name: ClassVar = "coding.short_code_renewed"
    short_code_id: UUID


@dataclass(frozen=True)
class ShortCodeEnded(Event):
    """A short code cannot be used after a day."""

    name: ClassVar = "coding.short_code_ended"
    short_code_id: UUID


@dataclass(frozen=True)
class ShortCodesImported(Event):
    """The finance system's register of short codes has been taken over as it is."""

    name: ClassVar = "coding.short_codes_imported"
    tenant_id: UUID
    count: int


@dataclass(frozen=True)
class AccountMapped(Event):
    """Goods of a category are booked on an account from a day on."""

    name: ClassVar = "coding.account_mapped"
    mapping_id: UUID
