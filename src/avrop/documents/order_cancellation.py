"""Order Cancellation (Peppol BIS transaction T115, advanced ordering): the buyer takes it back."""

from dataclasses import dataclass
from datetime import date, time

from avrop.documents.common import DocumentReference
from avrop.documents.order import ADVANCED_ORDERING
from avrop.documents.parties import Party


@dataclass(frozen=True, slots=True)
class OrderCancellation:
    """The whole order `order_number` is cancelled, for the reason in words."""

    number: str
    issue_date: date
    order_number: str
    reason: str
    buyer: Party
    seller: Party
    issue_time: time | None = None
    note: str | None = None
    originator_document: str | None = None
    attachments: tuple[DocumentReference, ...] = ()
    contract: str | None = None
    originator: Party | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_cancellation:3"
    profile_id: str = ADVANCED_ORDERING
