"""Trade documents as frozen values, to and from the bytes that organisations exchange.

Pure: no database, no network, no framework. `read` takes bytes from a stranger and answers with a
value and findings, or raises `UnreadableDocument`; `write` turns a value into UBL.
"""

from avrop.documents.advanced_despatch_advice import AdvancedDespatchAdvice
from avrop.documents.catalogue import Catalogue, CatalogueLine
from avrop.documents.catalogue_response import CatalogueResponse
from avrop.documents.despatch_advice import DespatchAdvice, DespatchLine
from avrop.documents.document_response import DocumentResponse, LineIssue, LineResponse
from avrop.documents.envelope import Envelope, envelope_of, unwrap, wrap
from avrop.documents.findings import Finding, Place, Severity, UnreadableDocument
from avrop.documents.invoice import Invoice, InvoiceLine
from avrop.documents.invoice_response import InvoiceResponse
from avrop.documents.judging import Judgement, judge
from avrop.documents.logistics_response import LogisticsResponse
from avrop.documents.message_level_response import MessageLevelResponse
from avrop.documents.message_level_status import MessageLevelStatus
from avrop.documents.order import Order, OrderLine
from avrop.documents.order_agreement import OrderAgreement, OrderAgreementLine
from avrop.documents.order_cancellation import OrderCancellation
from avrop.documents.order_change import OrderChange
from avrop.documents.order_response import OrderResponse, OrderResponseLine
from avrop.documents.order_response_advanced import OrderResponseAdvanced
from avrop.documents.parsing import Limits, parse_xml
from avrop.documents.punch_out import PunchOut, PunchOutLine
from avrop.documents.reading import (
    BusinessKey,
    Document,
    ReadDocument,
    Recognised,
    business_key,
    check,
    envelope_for,
    identify,
    kind_of,
    read,
    receiver_of,
    sender_of,
    write,
)
from avrop.documents.receipt_advice import ReceiptAdvice, ReceiptLine
from avrop.documents.recognise import KINDS, DocumentKind
from avrop.documents.rules import RELEASES, RuleSet, in_force
from avrop.documents.stream_judging import judge_file
from avrop.documents.streaming import Progress, catalogue_header, catalogue_lines
from avrop.documents.verdicts import Verdict, verdict_of
from avrop.documents.wording import message, place_in_words, remedy, rest_in_words

__all__ = [
    "KINDS",
    "RELEASES",
    "AdvancedDespatchAdvice",
    "BusinessKey",
    "Catalogue",
    "CatalogueLine",
    "CatalogueResponse",
    "DespatchAdvice",
    "DespatchLine",
    "Document",
    "DocumentKind",
    "DocumentResponse",
    "Envelope",
    "Finding",
    "Invoice",
    "InvoiceLine",
    "InvoiceResponse",
    "Judgement",
    "Limits",
    "LineIssue",
    "LineResponse",
    "LogisticsResponse",
    "MessageLevelResponse",
    "MessageLevelStatus",
    "Order",
    "OrderAgreement",
    "OrderAgreementLine",
    "OrderCancellation",
    "OrderChange",
    "OrderLine",
    "OrderResponse",
    "OrderResponseAdvanced",
    "OrderResponseLine",
    "Place",
    "Progress",
    "PunchOut",
    "PunchOutLine",
    "ReadDocument",
    "ReceiptAdvice",
    "ReceiptLine",
    "Recognised",
    "RuleSet",
    "Severity",
    "UnreadableDocument",
    "Verdict",
    "business_key",
    "catalogue_header",
    "catalogue_lines",
    "check",
    "envelope_for",
    "envelope_of",
    "identify",
    "in_force",
    "judge",
    "judge_file",
    "kind_of",
    "message",
    "parse_xml",
    "place_in_words",
    "read",
    "receiver_of",
    "remedy",
    "rest_in_words",
    "sender_of",
    "unwrap",
    "verdict_of",
    "wrap",
    "write",
]
