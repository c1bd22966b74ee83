"""What the queries of orders give, and what add_entries takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.buying.orders.kinds import EntryKind
from avrop.buying.orders.progress import LineSums
from avrop.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A line for the quantity ledger; `quantity` in the order line's unit, negative to correct."""

    order_line_id: UUID
    kind: EntryKind
    quantity: Decimal
    weight: Quantity | None = None
    leg: str = ""
    location_id: UUID | None = None
    sscc: str = ""
    document_kind: str = ""
    document_id: UUID | None = None
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """An order in a list; a page of the list says what its unit is called too."""

    id: UUID
    number: str
    state: str
    seller_name: str
    unit_id: UUID
    amount: Money
    created_at: datetime
    sent_at: datetime | None
    requested_date: date | None
    despatched: str
    at_centre: str
    received: str
    invoiced: str
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class OrderLineView:
    """A line of an order; the agreed facts are those ordered until an answer says otherwise."""

    id: UUID
    position: int
    item_id: UUID
    seller_item_id: str
    gtin: str
    name: str
    quantity: Quantity
    price: Money
    base_quantity: Decimal
    price_unit: str
    category: str
    vat_kind: str
    allergens: tuple[str, ...]
    catch_weight: bool
    accounting_cost: str
    requested_date: date | None
    agreed_quantity: Quantity
    agreed_price: Money
    agreed_date: date | None
    substitute_name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with its lines, and what may happen to it next."""

    id: UUID
    version: int
    number: str
    state: str
    pending: str
    unit_id: UUID
    buyer_organisation_id: UUID
    invoicee_organisation_id: UUID
    seller_organisation_id: UUID
    seller_name: str
    consignee_organisation_id: UUID | None
    delivery_unit_id: UUID
    agreement_id: UUID
    agreement_number: str
    requester_person_id: UUID
    requisition_number: str
    customer_number: str
    customer_reference: str
    sales_order_number: str
    amount: Money
    requested_date: date | None
    created_at: datetime
    sent_at: datetime | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    despatched: str
    at_centre: str
    received: str
    invoiced: str
    lines: tuple[OrderLineView, ...]
    available_actions: tuple[str, ...]
    delivery_place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderHead:
    """What the floors above need to know of an order as a whole."""

    id: UUID
    number: str
    state: str
    unit_id: UUID
    delivery_unit_id: UUID
    buyer_organisation_id: UUID
    seller_organisation_id: UUID
    consignee_organisation_id: UUID | None
    agreement_id: UUID
    requester_person_id: UUID
    currency: str
    amount: Decimal
    customer_number: str
    customer_reference: str
    requisition_number: str
    sales_order_number: str
    requested_date: date | None
    sent_at: datetime | None
    seller_name: str = ""
    delivery_place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LineToMatch:
    """An order line with its ledger, for receipts and invoices.

    `quantity` and `price` are as agreed. The price is for `base_quantity` of `price_unit`, of which
    an ordered unit holds `price_factor`. `agreed_*` name a substitute that was accepted.
    """

    order_line_id: UUID
    order_id: UUID
    order_number: str
    order_state: str
    seller_organisation_id: UUID
    unit_id: UUID
    agreement_id: UUID
    currency: str
    position: int
    item_id: UUID
    seller_item_id: str
    gtin: str
    name: str
    unit: str
    category: str
    vat_kind: str
    catch_weight: bool
    quantity: Decimal
    price: Decimal
    base_quantity: Decimal
    price_unit: str
    price_factor: Decimal
    ordered_quantity: Decimal
    accounting_cost: str
    agreed_seller_item_id: str
    agreed_gtin: str
    agreed_name: str
    sums: LineSums


@dataclass(frozen=True, slots=True)
class CodingWeight:
    """A part of a line's cost: the coding string and its weight among the line's parts."""

    coding: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class CodedShare:
    """A part of a line's cost: the coding string, and how many percent of the line it bears; 0 of a line
    that costs nothing."""

    coding: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class LineQuantities:
    """An order line and the sums of its ledger."""

    order_line_id: UUID
    position: int
    name: str
    unit: str
    agreed: Decimal
    sums: LineSums


@dataclass(frozen=True, slots=True)
class NeedStanding:
    """One need's share of an order line: what its requester may count on."""

    requisition_line_id: UUID
    order_id: UUID
    order_number: str
    order_line_id: UUID
    order_state: str
    wanted: Quantity
    confirmed: Quantity
    received: Quantity


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that keeps an order from being sent: code, facts, place, and who can mend it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str | int, ...] = ()
    fixer: str = ""


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """A step on an order's way: a code of the wording table and the facts its sentence names.

    `source` is the app that knows it; `subject_id` the document it is about; `message_id` leads to
    the payload.
    """

    at: datetime
    code: str
    source: str
    subject_id: UUID
    values: Mapping[str, Any] = field(default_factory=dict)
    person_id: UUID | None = None
    on_behalf_of: UUID | None = None
    message_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class InvitationMade:
    """An invitation and its token, which is shown once."""

    invitation_id: UUID
    token: str


@dataclass(frozen=True, slots=True)
class InvitationView:
    """A supplier's way in to an order: whom it is for, who made it, until which day it is good, and when
    it was last used."""

    id: UUID
    order_id: UUID
    holder: str
    made_by: UUID
    made_at: datetime
    valid_until: date
    last_used_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: UUID | None


@dataclass(frozen=True, slots=True)
class InvitedTo:
    """What an invitation opens: the order that a buyer has sent to a seller here, as both know it."""

    seller_tenant_id: UUID
    buyer_endpoint: str
    buyer_name: str
    order_number: str
    holder: str
    valid_until: date
