"""Each kind of document as a sheet, with what was found in it at its place.

`sheet_of` is what pages, PDFs, the terminal and reports begin with. Pure but for the reader's language,
which is the one that is active.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from avrop.documents import (
    AdvancedDespatchAdvice,
    Catalogue,
    CatalogueResponse,
    DespatchAdvice,
    Document,
    Finding,
    Invoice,
    InvoiceResponse,
    LogisticsResponse,
    MessageLevelResponse,
    MessageLevelStatus,
    Order,
    OrderAgreement,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    OrderResponseAdvanced,
    PunchOut,
    ReceiptAdvice,
)
from avrop.site.sheets import answering, billing, cataloguing, goods, ordering
from avrop.site.sheets.pieces import merged, without_empty_columns
from avrop.site.sheets.remarks import cut, placed, remark_on
from avrop.site.sheets.shapes import Sheet
from avrop.site.words import DOCUMENTS

_LAYING_OUT: Mapping[type[Any], Callable[[Any], Sheet]] = {
    Order: ordering.order,
    OrderChange: ordering.order_change,
    OrderCancellation: ordering.order_cancellation,
    OrderResponse: ordering.order_response,
    OrderResponseAdvanced: ordering.order_response,
    OrderAgreement: ordering.order_agreement,
    DespatchAdvice: goods.despatch_advice,
    AdvancedDespatchAdvice: goods.advanced_despatch_advice,
    ReceiptAdvice: goods.receipt_advice,
    Invoice: billing.invoice,
    InvoiceResponse: answering.invoice_response,
    Catalogue: cataloguing.catalogue,
    CatalogueResponse: answering.catalogue_response,
    PunchOut: cataloguing.punch_out,
    MessageLevelResponse: answering.message_level_response,
    MessageLevelStatus: answering.message_level_status,
    LogisticsResponse: answering.logistics_response,
}


def sheet_of(
    document: Document, findings: Iterable[Finding] = (), *, most_rows: int | None = None
) -> Sheet:
    """The document laid out, each finding at the row that it is about, else on top of the sheet.

    `findings` are those of a `Judgement` or of `documents.read`; who has remarks of another origin sets
    them with `placed`. With `most_rows` no table has more, and what is about the others stands on top.
    """
    lay_out = cast(Callable[[Document], Sheet], _LAYING_OUT[type(document)])
    laid_out = lay_out(document)
    sheet = replace(
        laid_out,
        sides=merged(laid_out.sides),
        tables=tuple(without_empty_columns(table) for table in laid_out.tables),
    )
    if most_rows is not None:
        sheet = cut(sheet, most_rows)
    return placed(sheet, map(remark_on, findings))


def title_of(sheet: Sheet) -> str:
    """What the document is called: its kind and its number."""
    return f"{DOCUMENTS.get(sheet.kind, sheet.kind)} {sheet.number}".strip()
