"""Order Response Advanced (Peppol BIS transaction T116): the answer in advanced ordering.

It answers an order, or the order change that it names.
"""

from dataclasses import dataclass
from datetime import date, time

from avrop.documents.common import Period
from avrop.documents.order import ADVANCED_ORDERING
from avrop.documents.order_response import OrderResponseLine
from avrop.documents.parties import Party


@dataclass(frozen=True, slots=True)
class OrderResponseAdvanced:
    """An answer on the order `order_number` or on its change `order_change_number`.

    `code` is AB, AP, CA or RE as in an OrderResponse.
    """

    number: str
    issue_date: date
    code: str
    currency: str
    order_number: str
    seller: Party
    buyer: Party
    lines: tuple[OrderResponseLine, ...] = ()
    order_change_number: str | None = None
    issue_time: time | None = None
    sales_order_number: str | None = None
    note: str | None = None
    customer_reference: str | None = None
    promised: Period | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_response_advanced:3"
    profile_id: str = ADVANCED_ORDERING
