"""What the commands of requisitions take and what the queries give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.buying.requisitions.remedies import Finding
from avrop.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class NewLine:
    """A need: how many of an item, in the unit it is ordered in. `coding` "" takes what is proposed."""

    item_id: UUID
    quantity: Decimal
    wanted_date: date | None = None
    coding: str = ""


@dataclass(frozen=True, slots=True)
class LineChange:
    """What changes in a line; what is None stays. `take_current_price` renews the whole snapshot."""

    line_id: UUID
    quantity: Decimal | None = None
    wanted_date: date | None = None
    take_current_price: bool = False
    substitute_item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LineLess:
    """How many of a line an approver lets be ordered: less than was asked for, in the same unit."""

    line_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class ShareInput:
    """A part of a line's cost: a coding and a percentage, an amount, or neither for the rest."""

    coding: str
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineCodingInput:
    """The whole coding of one line; it takes the place of the former."""

    line_id: UUID
    shares: tuple[ShareInput, ...]


@dataclass(frozen=True, slots=True)
class FindingName:
    """Which of the findings of `preflight` is meant: its code and its place."""

    code: str
    place: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ShareView:
    """A part of a line's cost."""

    coding: str
    percent: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a cart."""

    id: UUID
    position: int
    state: str
    item_id: UUID
    seller_item_id: str
    gtin: str
    name: str
    quantity: Quantity
    price: Money
    base_quantity: Decimal
    price_unit: str
    price_factor: Decimal
    vat_kind: str
    category: str
    agreement_id: UUID
    seller_organisation_id: UUID
    allergens: tuple[str, ...]
    catch_weight: bool
    wanted_date: date | None
    amount: Money
    chain_id: UUID
    needed_by_person_id: UUID
    handed_to_person_id: UUID | None
    from_line_id: UUID | None
    codings: tuple[ShareView, ...]


@dataclass(frozen=True, slots=True)
class RequisitionView:
    """A cart with its lines, and what may happen to it next."""

    id: UUID
    version: int
    number: str
    state: str
    unit_id: UUID
    requester_person_id: UUID
    currency: str
    wanted_date: date | None
    short_code_id: UUID | None
    customer_reference: str
    send_when_approved: bool
    handed_over_from: UUID | None
    approval_request_id: UUID | None
    created_at: datetime
    submitted_at: datetime | None
    total: Money
    lines: tuple[LineView, ...]
    available_actions: tuple[str, ...]
    delivery_place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RequisitionSummary:
    """A cart in a list. `lines` and `amount` are of what has neither left it nor been taken out."""

    id: UUID
    number: str
    state: str
    unit_id: UUID
    requester_person_id: UUID
    created_at: datetime
    submitted_at: datetime | None
    wanted_date: date | None
    lines: int
    amount: Money


@dataclass(frozen=True, slots=True)
class PersonToHandTo:
    """Somebody who may send what is handed over, in which role."""

    person_id: UUID
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Preflight:
    """The list of everything that stops the sending; of `version` of the cart, at the time given."""

    requisition_id: UUID
    version: int
    can_be_submitted: bool
    findings: tuple[Finding, ...]
    stopped_line_ids: tuple[UUID, ...]
