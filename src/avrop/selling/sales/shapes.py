"""What goes into the sales app and comes out of it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.documents.common import Location
from avrop.documents.parties import Party
from avrop.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class OrderParties:
    """The parties of an order as they stood in it; an order without a part of them leaves it out."""

    buyer: Party
    seller: Party
    originator: Party | None = None
    invoicee: Party | None = None
    consignee: Location | None = None
    delivery_party: Party | None = None


@dataclass(frozen=True, slots=True)
class KeyedLine:
    """A line as somebody keys it: an article of ours by its number, or what the customer calls it."""

    quantity: Decimal
    seller_item_id: str = ""
    name: str = ""
    unit: str = ""
    requested_date: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyedOrder:
    """An order that no document brought. `source` is keyed, portal, api or file."""

    customer_organisation_id: UUID
    lines: tuple[KeyedLine, ...]
    buyer_order_number: str = ""
    customer_reference: str = ""
    contract: str = ""
    currency: str = "SEK"
    requested_date: date | None = None
    received_at: datetime | None = None
    source: str = "keyed"
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineChange:
    """What the seller answers on one line other than yes.

    `line_id` is the buyer's. `quantity` is what is promised for `promised_date`; `later_quantity` of
    the rest comes on `later_date`, what is neither never comes.
    """

    line_id: str
    quantity: Decimal | None = None
    promised_date: date | None = None
    price: Decimal | None = None
    substitute_seller_item_id: str = ""
    rejected: bool = False
    note: str = ""
    later_quantity: Decimal | None = None
    later_date: date | None = None


@dataclass(frozen=True, slots=True)
class NewContact:
    """What was said with the customer.

    `channel`: phone, email, visit, letter or other. `effect`: "none"; "as_ordered" (the buyer refuses
    our changes and wants what was ordered); "changed_lines_removed"; "cancelled".
    """

    channel: str
    counterpart: str
    summary: str
    spoke_at: datetime
    effect: str = "none"


@dataclass(frozen=True, slots=True)
class StageNorms:
    """Hours that an order may stay in a stage, and to answer a customer without agreed terms."""

    received: int = 4
    checked: int = 4
    confirmed: int = 24
    allocated: int = 24
    released: int = 8
    picking: int = 8
    packed: int = 8
    shipped: int = 72
    delivered: int = 72
    invoiced: int = 1080
    answer: int = 24
    change: int = 24


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """A sales order in a list."""

    id: UUID
    version: int
    number: str
    buyer_order_number: str
    customer_name: str
    source: str
    stage: str
    owner_department: str
    stage_due_at: datetime | None
    priority: str
    answer_code: str
    received_at: datetime
    total: Money
    line_count: int
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a sales order: what was ordered, and what the seller last promised."""

    id: UUID
    position: int
    line_id: str
    item_id: UUID | None
    seller_item_id: str
    gtin: str
    name: str
    quantity: Quantity
    price: Money | None
    base_quantity: Decimal
    price_unit: str
    vat_kind: str
    tax_category: str
    tax_percent: Decimal | None
    catch_weight: bool
    deposit: Money | None
    allergens: tuple[str, ...]
    requested_date: date | None
    accounting_cost: str
    note: str
    state: str
    agreed_quantity: Quantity | None
    agreed_date: date | None
    agreed_price: Money | None
    agreed_item_id: UUID | None
    agreed_seller_item_id: str
    agreed_gtin: str
    agreed_name: str
    agreed_allergens: tuple[str, ...]
    agreed_vat_kind: str

    @property
    def final_vat_kind(self) -> str:
        """The kind of goods that VAT is reckoned for: the substitute's if there is one."""
        return self.agreed_vat_kind or self.vat_kind

    @property
    def to_deliver(self) -> Quantity:
        """What is to be delivered of it by the last agreement."""
        if self.state in ("rejected", "cancelled"):
            return Quantity.zero(self.quantity.unit)
        return self.agreed_quantity if self.agreed_quantity is not None else self.quantity

    @property
    def final_item_id(self) -> UUID | None:
        """The article that goes out: the substitute if there is one."""
        return self.agreed_item_id or self.item_id


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something that is not in order with an order, as a code and its facts."""

    code: str
    values: dict[str, str]
    place: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold on an order."""

    id: UUID
    hold_type: str
    stops: tuple[str, ...]
    reason: str
    set_by: UUID | None
    set_at: datetime
    released_by: UUID | None
    released_at: datetime | None
    release_reason: str


@dataclass(frozen=True, slots=True)
class HandOffView:
    """An order between two departments."""

    id: UUID
    order_id: UUID
    from_department: str
    to_department: str
    state: str
    note: str
    due_at: datetime | None
    given_by: UUID | None
    given_at: datetime
    answered_by: UUID | None
    answered_at: datetime | None
    return_reason: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A response that was given."""

    id: UUID
    number: str
    code: str
    note: str
    person_id: UUID | None
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class ChangeLineView:
    """A line as the buyer now wants it."""

    line_id: str
    code: str
    quantity: Quantity
    requested_date: date | None
    name: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change or a cancellation that the buyer asks for."""

    id: UUID
    order_id: UUID
    order_number: str
    kind: str
    number: str
    reason: str
    state: str
    received_at: datetime
    due_at: datetime | None
    settled_at: datetime | None
    settled_reason: str
    lines: tuple[ChangeLineView, ...]
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactView:
    """What was said with the customer."""

    id: UUID
    channel: str
    counterpart: str
    summary: str
    effect: str
    spoke_at: datetime
    person_id: UUID | None


@dataclass(frozen=True, slots=True)
class OrderView:
    """A sales order with everything on it."""

    id: UUID
    version: int
    number: str
    buyer_order_number: str
    customer_organisation_id: UUID
    customer_name: str
    customer_endpoint: str
    source: str
    message_id: UUID | None
    advanced_ordering: bool
    received_at: datetime
    entered_at: datetime
    keyed_by: UUID | None
    needs_review: bool
    reviewed_by: UUID | None
    stage: str
    stage_since: datetime
    stage_due_at: datetime | None
    owner_department: str
    priority: str
    answer_code: str
    answer_due_at: datetime | None
    currency: str
    total: Money
    requested_date: date | None
    customer_reference: str
    contract: str
    note: str
    parties: OrderParties
    findings: tuple[FindingView, ...]
    lines: tuple[LineView, ...]
    holds: tuple[HoldView, ...]
    hand_offs: tuple[HandOffView, ...]
    answers: tuple[AnswerView, ...]
    changes: tuple[ChangeView, ...]
    contacts: tuple[ContactView, ...]
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened to the order: an event's name, by whom, when."""

    name: str
    at: datetime
    person_id: UUID | None
    system: str
    reason: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class OrderToFulfil:
    """What the floors above need of an order, with its lines: two statements."""

    id: UUID
    number: str
    buyer_order_number: str
    stage: str
    source: str
    currency: str
    customer_organisation_id: UUID
    customer_endpoint: str
    own_endpoint: str
    customer_reference: str
    accounting_cost: str
    contract: str
    originator_document: str
    requested_date: date | None
    message_id: UUID | None
    parties: OrderParties
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class HoldKind:
    """A kind of hold: the steps it stops (verbs), who may set and release it (permission names).

    With `four_eyes` nobody releases what the same person has set.
    """

    code: str
    name: str
    stops: tuple[str, ...]
    four_eyes: bool = False
    set_permission: str = "sales.set_hold"
    release_permission: str = "sales.release_hold"


@dataclass(frozen=True, slots=True)
class Shortage:
    """So much of a line will not come after all; `line_id` is our own."""

    line_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class StageFigure:
    """How many orders are in a stage, and how many of them for longer than its norm.

    Counted to `rules.MOST_COUNTED`; `is_more` says that there are more.
    """

    stage: str
    count: int
    late: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """A hold that nobody has released, with the order it is on."""

    id: UUID
    order_id: UUID
    order_number: str
    customer_name: str
    hold_type: str
    reason: str
    set_by: UUID | None
    set_at: datetime


@dataclass(frozen=True, slots=True)
class HandOffWaiting:
    """An order that was given to a department which has not taken it."""

    id: UUID
    order_id: UUID
    order_number: str
    customer_name: str
    from_department: str
    to_department: str
    note: str
    given_by: UUID | None
    given_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link to an order. `tenant_id` and `id` are what is signed in it; one that the customer has
    invited somebody by (`is_invitation`) is the customer's to show."""

    id: UUID
    tenant_id: UUID
    order_id: UUID
    holder: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    is_invitation: bool


@dataclass(frozen=True, slots=True)
class CrossingView:
    """Somebody did the work of the other desk for a day."""

    id: UUID
    person_id: UUID
    role: str
    reason: str
    crossed_at: datetime
    valid_until: date
