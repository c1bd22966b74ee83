"""Which shape and which root element each kind of document has."""

from typing import Any

from avrop.documents.recognise import DocumentKind
from avrop.documents.ubl.billing import CREDIT_NOTE, INVOICE
from avrop.documents.ubl.cataloguing import CATALOGUE
from avrop.documents.ubl.despatch import DESPATCH_ADVICE
from avrop.documents.ubl.ordering import ORDER, ORDER_CANCELLATION, ORDER_CHANGE, ORDER_RESPONSE
from avrop.documents.ubl.scalars import quoted
from avrop.documents.ubl.shapes import Shape
from avrop.documents.ubl.tree import AGGREGATES, BASICS

SHAPES: dict[str, Shape[Any]] = {
    "order": ORDER,
    "order_response": ORDER_RESPONSE,
    "order_change": ORDER_CHANGE,
    "order_cancellation": ORDER_CANCELLATION,
    "despatch_advice": DESPATCH_ADVICE,
    "invoice": INVOICE,
    "credit_note": CREDIT_NOTE,
    "catalogue": CATALOGUE,
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
