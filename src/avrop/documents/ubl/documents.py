"""Which shape and which root element each kind of document has."""

from typing import Any

from avrop.documents.recognise import DocumentKind
from avrop.documents.ubl.agreeing import ORDER_AGREEMENT, ORDER_RESPONSE_ADVANCED
from avrop.documents.ubl.billing import CREDIT_NOTE, INVOICE
from avrop.documents.ubl.cataloguing import CATALOGUE, PUNCH_OUT
from avrop.documents.ubl.despatch import DESPATCH_ADVICE
from avrop.documents.ubl.ordering import ORDER, ORDER_CANCELLATION, ORDER_CHANGE, ORDER_RESPONSE
from avrop.documents.ubl.receiving import RECEIPT_ADVICE
from avrop.documents.ubl.responding import (
    CATALOGUE_RESPONSE,
    INVOICE_RESPONSE,
    LOGISTICS_RESPONSE,
    MESSAGE_LEVEL_RESPONSE,
    MESSAGE_LEVEL_STATUS,
)
from avrop.documents.ubl.scalars import quoted
from avrop.documents.ubl.shapes import Shape
from avrop.documents.ubl.transporting import ADVANCED_DESPATCH_ADVICE
from avrop.documents.ubl.tree import AGGREGATES, BASICS

SHAPES: dict[str, Shape[Any]] = {
    "order": ORDER,
    "order_response": ORDER_RESPONSE,
    "order_response_advanced": ORDER_RESPONSE_ADVANCED,
    "order_agreement": ORDER_AGREEMENT,
    "order_change": ORDER_CHANGE,
    "order_cancellation": ORDER_CANCELLATION,
    "despatch_advice": DESPATCH_ADVICE,
    "advanced_despatch_advice": ADVANCED_DESPATCH_ADVICE,
    "receipt_advice": RECEIPT_ADVICE,
    "invoice": INVOICE,
    "credit_note": CREDIT_NOTE,
    "self_billing_invoice": INVOICE,
    "self_billing_credit_note": CREDIT_NOTE,
    "invoice_response": INVOICE_RESPONSE,
    "catalogue": CATALOGUE,
    "catalogue_response": CATALOGUE_RESPONSE,
    "punch_out": PUNCH_OUT,
    "mlr": MESSAGE_LEVEL_RESPONSE,
    "mls": MESSAGE_LEVEL_STATUS,
    "logistics_response": LOGISTICS_RESPONSE,
}


def as_ubl(kind: DocumentKind, document: Any) -> bytes:
    """A document of this kind as UBL in UTF-8."""
    # Documents without a currency have no amounts without a currency of their own.
    currency = quoted(getattr(document, "currency", "") or "")
    content = SHAPES[kind.name].write(document, currency)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{kind.root} xmlns="{kind.namespace}" xmlns:cac="{AGGREGATES}" xmlns:cbc="{BASICS}">'
        f"{content}</{kind.root}>\n"
    ).encode()
