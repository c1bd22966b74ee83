"""Invoice Response (Peppol BIS transaction T111): the buyer tells how far he is with an invoice."""

from dataclasses import dataclass
from datetime import date, time

from avrop.documents.common import DocumentReference
from avrop.documents.parties import Party

INVOICE_RESPONSE = "urn:fdc:peppol.eu:poacc:bis:invoice_response:3"

# States of an invoice, of UNCL4343 as T111 uses it.
UNDER_QUERY = "UQ"
PAID = "PD"

# Lists that a clarification takes its code from: why, and what the seller is to do.
REASONS = "OPStatusReason"
ACTIONS = "OPStatusAction"


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact of the invoice that a clarification speaks of.

    `attribute` names it by its business term (BT-48), `description` is what it ought to be.
    """

    attribute: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Clarification:
    """Why an invoice is in its state, or what its seller is to do; `list_id` says which of them."""

    code: str | None = None
    list_id: str | None = None
    description: str | None = None
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoiceResponse:
    """The state `code` of an invoice since `effective_date`, told by the buyer's side.

    `documents` are the invoice and, when it is paid, what it was paid by (UNCL1001 481). `seller`
    and `buyer` are those of the invoice, where they are others than `receiver` and `sender`.
    """

    number: str
    issue_date: date
    sender: Party
    receiver: Party
    code: str
    documents: tuple[DocumentReference, ...]
    issue_time: time | None = None
    note: str | None = None
    effective_date: date | None = None
    clarifications: tuple[Clarification, ...] = ()
    seller: Party | None = None
    buyer: Party | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:invoice_response:3"
    profile_id: str = INVOICE_RESPONSE

    @property
    def invoice(self) -> DocumentReference | None:
        """The invoice that is spoken of: the first document; None where none is named."""
        return next(iter(self.documents), None)
