"""Order Response (Peppol BIS transaction T76): the seller's answer to an order."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from avrop.documents.common import Item, Period, Price
from avrop.documents.order import ORDERING
from avrop.documents.parties import Party
from avrop.values import Quantity

# Header codes, UNCL4343 as T76 uses it.
ACKNOWLEDGED = "AB"
ACCEPTED = "AP"
ACCEPTED_WITH_CHANGES = "CA"
REJECTED = "RE"

# Line codes, UNCL1229 as T76 uses it.
LINE_ADDED = "1"
LINE_CHANGED = "3"
LINE_ACCEPTED = "5"
LINE_REJECTED = "7"
LINE_ALREADY_DELIVERED = "42"


@dataclass(frozen=True, slots=True)
class Substitute:
    """What the seller offers in place of the ordered item."""

    id: str
    item: Item


@dataclass(frozen=True, slots=True)
class OrderResponseLine:
    """The answer to one order line; several may answer the same line with different dates.

    `maximum_backorder` is the amount that may come later, in the unit of the line; zero means
    that the rest will never come.
    """

    id: str
    status_code: str
    item: Item
    order_line: str
    note: str | None = None
    quantity: Quantity | None = None
    maximum_backorder: Decimal | None = None
    promised: Period | None = None
    price: Price | None = None
    substitute: Substitute | None = None


@dataclass(frozen=True, slots=True)
class OrderResponse:
    """An answer on the order `order_number`, by `code` AB, AP, CA or RE."""

    number: str
    issue_date: date
    code: str
    currency: str
    order_number: str
    seller: Party
    buyer: Party
    lines: tuple[OrderResponseLine, ...] = ()
    issue_time: time | None = None
    sales_order_number: str | None = None
    note: str | None = None
    customer_reference: str | None = None
    promised: Period | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_response:3"
    profile_id: str = ORDERING
