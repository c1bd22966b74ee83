"""From bytes to a frozen value and its findings, and back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from lxml import etree

from avrop.documents.advanced_despatch_advice import AdvancedDespatchAdvice
from avrop.documents.catalogue import Catalogue
from avrop.documents.catalogue_response import CatalogueResponse
from avrop.documents.common import Identifier
from avrop.documents.despatch_advice import DespatchAdvice
from avrop.documents.envelope import Envelope, take_off
from avrop.documents.findings import Finding, UnreadableDocument
from avrop.documents.invoice import Invoice
from avrop.documents.invoice_response import InvoiceResponse
from avrop.documents.logistics_response import LogisticsResponse
from avrop.documents.message_level_response import MessageLevelResponse
from avrop.documents.message_level_status import MessageLevelStatus
from avrop.documents.order import Order
from avrop.documents.order_agreement import OrderAgreement
from avrop.documents.order_cancellation import OrderCancellation
from avrop.documents.order_change import OrderChange
from avrop.documents.order_response import OrderResponse
from avrop.documents.order_response_advanced import OrderResponseAdvanced
from avrop.documents.parsing import (
    DEFAULT_LIMITS,
    LONGEST_TEXT,
    Limits,
    parse_for_growing,
    parse_xml,
    refuse_excess,
)
from avrop.documents.parties import Party
from avrop.documents.punch_out import PunchOut
from avrop.documents.receipt_advice import ReceiptAdvice
from avrop.documents.recognise import KINDS, ROOTS, DocumentKind, kind_of_root
from avrop.documents.rules import check_tree
from avrop.documents.rules.asking import exactly
from avrop.documents.ubl.documents import SHAPES, as_ubl
from avrop.documents.ubl.growth import grown, undisturbed
from avrop.documents.ubl.shapes import Reading

Document: TypeAlias = (
    Order
    | OrderResponse
    | OrderResponseAdvanced
    | OrderAgreement
    | OrderChange
    | OrderCancellation
    | DespatchAdvice
    | AdvancedDespatchAdvice
    | ReceiptAdvice
    | Invoice
    | InvoiceResponse
    | Catalogue
    | CatalogueResponse
    | PunchOut
    | MessageLevelResponse
    | MessageLevelStatus
    | LogisticsResponse
)

KIND_NAMES: dict[type[Any], str] = {
    Order: "order",
    OrderResponse: "order_response",
    OrderResponseAdvanced: "order_response_advanced",
    OrderAgreement: "order_agreement",
    OrderChange: "order_change",
    OrderCancellation: "order_cancellation",
    DespatchAdvice: "despatch_advice",
    AdvancedDespatchAdvice: "advanced_despatch_advice",
    ReceiptAdvice: "receipt_advice",
    InvoiceResponse: "invoice_response",
    Catalogue: "catalogue",
    CatalogueResponse: "catalogue_response",
    PunchOut: "punch_out",
    MessageLevelResponse: "mlr",
    MessageLevelStatus: "mls",
    LogisticsResponse: "logistics_response",
}

# The status of an advice that is the first of its number (UNCL1225).
ORIGINAL = "9"

# Who sends a kind of document, and who gets it: names of fields.
DIRECTIONS = {
    "order": ("buyer", "seller"),
    "order_response": ("seller", "buyer"),
    "order_response_advanced": ("seller", "buyer"),
    "order_agreement": ("seller", "buyer"),
    "order_change": ("buyer", "seller"),
    "order_cancellation": ("buyer", "seller"),
    "despatch_advice": ("despatcher", "consignee"),
    "advanced_despatch_advice": ("despatcher", "consignee"),
    "receipt_advice": ("consignee", "despatcher"),
    "invoice": ("seller", "buyer"),
    "credit_note": ("seller", "buyer"),
    # In self-billing it is the buyer who writes and sends what the seller asks for.
    "self_billing_invoice": ("buyer", "seller"),
    "self_billing_credit_note": ("buyer", "seller"),
    "invoice_response": ("sender", "receiver"),
    "catalogue": ("provider", "receiver"),
    "catalogue_response": ("sender", "receiver"),
    "punch_out": ("provider", "receiver"),
    "mlr": ("sender", "receiver"),
    "mls": ("sender", "receiver"),
    "logistics_response": ("sender", "receiver"),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A document whose kind is known and whose content is not yet read."""

    kind: DocumentKind
    envelope: Envelope | None
    root: etree._Element


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read: its value, its envelope and what its rules find."""

    kind: DocumentKind
    envelope: Envelope | None
    document: Document
    findings: tuple[Finding, ...]

    @property
    def valid(self) -> bool:
        """True when no finding forbids its use."""
        return not any(finding.is_fatal for finding in self.findings)

    @property
    def sender(self) -> Identifier | None:
        """Who sent it, by the envelope, else by the document."""
        return self.envelope.sender if self.envelope else sender_of(self.document)

    @property
    def receiver(self) -> Identifier | None:
        """Whom it is for, by the envelope, else by the document."""
        return self.envelope.receiver if self.envelope else receiver_of(self.document)


@dataclass(frozen=True, slots=True)
class BusinessKey:
    """What makes a document the same as another, whatever channel brought it.

    `distinction` is the version or sequence where a kind of document repeats its number.
    """

    kind: str
    sender: str
    number: str
    distinction: str = ""

    def __str__(self) -> str:
        stated = (self.kind, self.sender, self.number, self.distinction)
        return "/".join(filter(None, stated))


def identify(raw: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Recognised:
    """What the bytes are. Raises UnreadableDocument when they are nothing that we know."""
    return recognised_in(parse_xml(raw, limits=limits))


def recognised_in(root: etree._Element) -> Recognised:
    """The same for a parsed tree."""
    envelope, root = take_off(root)
    try:
        kind = kind_of_root(root)
    except UnreadableDocument as refusal:
        refusal.envelope = envelope
        raise
    return Recognised(kind, envelope, root)


@undisturbed()
@exactly()
def read(
    raw: bytes,
    *,
    limits: Limits = DEFAULT_LIMITS,
    on: date | None = None,
    checked: bool = True,
) -> ReadDocument:
    """The document in the bytes, with all findings of its rules.

    The rules are those in force on a day; the newest when no day is given. Who has a judgement already
    reads with `checked=False`: then no rule is asked, and there are no findings of any.
    Raises UnreadableDocument, with every finding, when a mandatory fact is absent or a value is
    not what its type demands.
    """
    root = parse_for_growing(raw, limits=limits)
    # Growing refuses what is too deep or too wide in a document, but it does not see envelopes.
    if root.tag not in ROOTS or limits.text < LONGEST_TEXT:
        refuse_excess(root, limits)
    recognised = recognised_in(root)
    kind, envelope = recognised.kind, recognised.envelope
    tree = grown(recognised.root, limits=limits)
    reading = Reading(tree)
    document = SHAPES[kind.name].read_node(tree, reading)
    findings = check_tree(tree, kind, on=on) if checked else ()
    if reading.findings:
        refusal = UnreadableDocument([*reading.findings, *findings], kind=kind, envelope=envelope)
        raise refusal
    return ReadDocument(kind, envelope, document, (*findings, *reading.left))


def write(document: Document) -> bytes:
    """A document as UBL in UTF-8; what its specification has no room for is left out."""
    return as_ubl(kind_of(document), document)


def check(document: Document | bytes, *, on: date | None = None) -> tuple[Finding, ...]:
    """What the rules find in a document before it is sent, or in bytes that came.

    Raises UnreadableDocument as `read` does.
    """
    raw = document if isinstance(document, bytes) else write(document)
    return read(raw, on=on).findings


def kind_of(document: Document) -> DocumentKind:
    """The kind of a value. Raises KeyError for anything that is no document."""
    if isinstance(document, Invoice):
        name = "credit_note" if document.is_credit_note else "invoice"
        return KINDS[f"self_billing_{name}" if document.is_self_billed else name]
    return KINDS[KIND_NAMES[type(document)]]


def sending_party(document: Document) -> Party:
    """The party that a document is from."""
    party: Party = getattr(document, DIRECTIONS[kind_of(document).name][0])
    return party


def receiving_party(document: Document) -> Party:
    """The party that a document is for."""
    party: Party = getattr(document, DIRECTIONS[kind_of(document).name][1])
    return party


def sender_of(document: Document) -> Identifier | None:
    """The electronic address that a document is from."""
    return sending_party(document).endpoint


def receiver_of(document: Document) -> Identifier | None:
    """The electronic address that a document is for."""
    return receiving_party(document).endpoint


def business_key(document: Document) -> BusinessKey:
    """The key by which a second copy is known, from whichever channel it comes."""
    party = sending_party(document)
    known = (party.endpoint, party.legal_id, *party.identifications, party.display_name)
    sender = str(next(filter(None, known), ""))
    return BusinessKey(kind_of(document).name, sender, document.number, distinction_of(document))


def distinction_of(document: Document) -> str:
    """What tells a document from another of its number; "" where its number alone does."""
    if isinstance(document, OrderChange):
        return document.sequence_number or ""
    if isinstance(document, Catalogue):
        return document.version or ""
    if isinstance(document, (AdvancedDespatchAdvice, ReceiptAdvice)):
        return restatement_of(document)
    return ""


def restatement_of(document: AdvancedDespatchAdvice | ReceiptAdvice) -> str:
    """The status of an advice that takes back or replaces one of the same number, and its moment.

    An advice can be replaced more than once, so that its status (UNCL1225) is not enough.
    """
    if document.status_code in (None, ORIGINAL):
        return ""
    moment = datetime.combine(document.issue_date, document.issue_time)
    return f"{document.status_code} {moment.isoformat()}"


def envelope_for(
    document: Document,
    *,
    instance_id: str,
    created_at: datetime,
    country: str | None = None,
) -> Envelope:
    """The envelope that a document travels in. Raises ValueError when an address is missing."""
    sender, receiver = sender_of(document), receiver_of(document)
    if sender is None or receiver is None:
        raise ValueError("a document travels between two electronic addresses")
    kind = kind_of(document)
    return Envelope(
        sender=sender,
        receiver=receiver,
        document_type_id=kind.document_type_id,
        process_id=document.profile_id,
        instance_id=instance_id,
        created_at=created_at,
        country=country,
    )
