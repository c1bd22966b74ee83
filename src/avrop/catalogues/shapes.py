"""What catalogues give to others, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.kernel.wording import Said
from avrop.values import Money, PackFactor


@dataclass(frozen=True, slots=True)
class ItemOffer:
    """An article on a day, ready to be copied into an order line.

    `price` is net, without VAT, for `base_quantity` of `price_unit`; an ordered `unit` holds
    `price_factor` of those, so a line's amount is quantity × price_factor × price / base_quantity.
    `price` is None on a day without one. `successor_id` is the seller's number of what replaced it.
    `licence_lacking` tells a reader who searches that he lacks a licence for it, and what to do.
    """

    item_id: UUID
    agreement_id: UUID
    seller_organisation_id: UUID
    seller_item_id: str
    gtin: str
    name: str
    description: str
    unit: str
    category: str
    vat_kind: str
    allergens: tuple[str, ...]
    catch_weight: bool
    is_active: bool
    price: Money | None
    base_quantity: Decimal
    price_unit: str
    price_factor: Decimal
    min_quantity: Decimal | None
    max_quantity: Decimal | None
    multiple_quantity: Decimal | None
    deposit: Decimal | None
    lead_time_days: int | None
    pack_factors: tuple[PackFactor, ...]
    catalogue_version_id: UUID | None
    successor_id: str
    licence_lacking: Said | None = None


@dataclass(frozen=True, slots=True)
class VersionCounts:
    """How many lines there are, and how many of each verdict; `accepted` were quarantined."""

    lines: int
    clean: int
    quarantined: int
    rejected: int
    accepted: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of an agreement's catalogue. `in_force_from` is the first day it decides."""

    id: UUID
    version: int
    agreement_id: UUID | None
    seller_organisation_id: UUID
    number: int | None
    catalogue_number: str
    name: str
    action: str
    state: str
    message_id: UUID | None
    valid_from: date
    valid_until: date | None
    in_force_from: date | None
    received_at: datetime
    activated_at: datetime | None
    counts: VersionCounts
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StagedLineView:
    """A line as it came and was judged. `problems` are said by `kernel.wording.say`."""

    id: UUID
    position: int
    line_id: str
    action: str
    seller_item_id: str
    gtin: str
    name: str
    unit: str
    price: Money | None
    base_quantity: Decimal
    price_unit: str
    category: str
    vat_kind: str
    verdict: str
    decision: str
    reason: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class LineDifference:
    """What a line changes of an article. `percent` is how much dearer it becomes, content compared."""

    seller_item_id: str
    name: str
    former_name: str
    price: Decimal | None
    former_price: Decimal | None
    percent: Decimal | None
    unit: str
    former_unit: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version changes, by kind (CAT-03). Lines that change nothing are only counted."""

    added: tuple[LineDifference, ...]
    removed: tuple[LineDifference, ...]
    dearer: tuple[LineDifference, ...]
    cheaper: tuple[LineDifference, ...]
    otherwise_changed: tuple[LineDifference, ...]
    unchanged: int
