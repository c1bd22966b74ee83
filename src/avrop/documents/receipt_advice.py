"""Receipt Advice (Peppol transaction T128): what the consignee took in, and what he did not.

Roles are those of the despatch advice that it answers: the `consignee` sends it, the `despatcher`
gets it.
"""

from dataclasses import dataclass
from datetime import date, time

from avrop.documents.common import DocumentReference, Identifier, Item
from avrop.documents.despatch_advice import Carrier
from avrop.documents.order import DeliveryTerms
from avrop.documents.parties import Party
from avrop.values import Quantity

DESPATCH_WITH_RECEIPT = "urn:fdc:peppol.eu:logistics:bis:despatch_advice_w_receipt_advice:1"


@dataclass(frozen=True, slots=True)
class Condition:
    """The state in which a consignment or a handling unit came, and why."""

    code: str
    reason_code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReceivedUnit:
    """A pallet, cage or parcel by its SSCC, and the state it came in."""

    id: Identifier
    type_code: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class ReceivedConsignment:
    """The goods as the carrier brought them."""

    id: Identifier
    condition: Condition
    carrier: Carrier | None = None


@dataclass(frozen=True, slots=True)
class ReceivedShipment:
    """The journey as it ended: what came, when, and in which state."""

    id: Identifier
    information: str | None = None
    consignment: ReceivedConsignment | None = None
    delivery_date: date | None = None
    delivery_time: time | None = None
    delivery_terms: DeliveryTerms | None = None
    handling_units: tuple[ReceivedUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """What became of one line of the despatch advice.

    `received` is what was there, `short` what was not, `rejected` what is not taken, `oversupply`
    what is too much; the action codes say what the despatcher is asked to do about it.
    """

    id: str
    despatch_line: str
    note: str | None = None
    received: Quantity | None = None
    short: Quantity | None = None
    shortage_action_code: str | None = None
    rejected: Quantity | None = None
    reject_reason_code: str | None = None
    reject_reason: str | None = None
    reject_action_code: str | None = None
    oversupply: Quantity | None = None
    order_line: str | None = None
    sales_order_line: str | None = None
    order_number: str | None = None
    sales_order_number: str | None = None
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class ReceiptAdvice:
    """The consignee's answer on the goods of one despatch advice, `despatch`."""

    number: str
    issue_date: date
    issue_time: time
    type_code: str
    despatch: DocumentReference
    consignee: Party
    despatcher: Party
    lines: tuple[ReceiptLine, ...]
    status_code: str | None = None
    note: str | None = None
    order_number: str | None = None
    attachments: tuple[DocumentReference, ...] = ()
    buyer: Party | None = None
    seller: Party | None = None
    shipment: ReceivedShipment | None = None
    customization_id: str = "urn:fdc:peppol.eu:logistics:trns:receipt_advice:1"
    profile_id: str = DESPATCH_WITH_RECEIPT
