"""Answers on other documents as sheets: on invoices, on catalogues, on messages as such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avrop.documents import (
    CatalogueResponse,
    DocumentResponse,
    InvoiceResponse,
    LineResponse,
    LogisticsResponse,
    MessageLevelResponse,
    MessageLevelStatus,
)
from avrop.documents.code_names import CodeList
from avrop.documents.common import DocumentReference
from avrop.documents.document_response import NO_LINE
from avrop.documents.invoice_response import ACTIONS, Clarification
from avrop.documents.parties import Party
from avrop.site.sheets.pieces import day, language_of, lines_of, named, reference, side, word
from avrop.site.sheets.shapes import Cell, Column, Line, Row, Sheet, Table

#: UNCL4343 of an invoice.
INVOICE_ANSWERS: Mapping[str, Any] = {
    "AB": gettext_lazy("The invoice has come in."),
    "IP": gettext_lazy("The invoice is being worked on."),
    "UQ": gettext_lazy("The invoice waits for an answer to a question."),
    "CA": gettext_lazy("The invoice is accepted on conditions."),
    "RE": gettext_lazy("The invoice is rejected."),
    "AP": gettext_lazy("The invoice is accepted."),
    "PD": gettext_lazy("The invoice is paid."),
}
PAID_IN_PART = gettext_lazy("The invoice is paid in part.")
#: UNCL4343 of a message as such.
MESSAGE_ANSWERS: Mapping[str, Any] = {
    "AB": gettext_lazy("The message has come in and is being looked at."),
    "AP": gettext_lazy("The message is accepted."),
    "RE": gettext_lazy("The message is rejected. Nothing was done with it."),
}


def invoice_response(document: InvoiceResponse) -> Sheet:
    """How far the buyer is with an invoice."""
    lang = language_of(document.sender, document.receiver)
    is_partly = any(one.code == "PPD" for one in document.clarifications)
    lead = PAID_IN_PART if is_partly else INVOICE_ANSWERS.get(document.code, document.code)
    return Sheet(
        kind="invoice_response",
        number=document.number,
        lead=lead,
        sides=(
            *side(_("Sent by"), document.sender),
            *side(_("Sent to"), document.receiver),
            *side(_("Buyer"), document.buyer),
            *side(_("Seller"), document.seller),
        ),
        facts=lines_of(
            (_("Date"), day(document.issue_date, document.issue_time)),
            (_("In this state since"), day(document.effective_date)),
        ),
        tables=(
            _documents(document.documents, lang),
            *_clarified(document.clarifications, lang),
        ),
        notes=lines_of((_("Note"), document.note), lang=lang),
    )


def _documents(given: Iterable[DocumentReference], lang: str) -> Table:
    """The documents that are answered."""
    columns = (Column(_("Kind")), Column(_("Number")), Column(_("Date")))
    rows = (
        Row(
            (
                Cell(
                    one.type_name or word(CodeList.DOCUMENT_TYPE, one.type_code),
                    lang=lang if one.type_name else "",
                ),
                Cell(one.number),
                Cell(day(one.issue_date, one.issue_time)),
            )
        )
        for one in given
    )
    return Table(_("The document that is answered"), columns, tuple(rows))


def _clarified(given: Iterable[Clarification], lang: str) -> Iterator[Table]:
    """Why it is so, and what the seller is to do."""
    rows = tuple(_clarification(one, lang) for one in given)
    if rows:
        columns = (
            Column(_("Kind")),
            Column(_("What it is about")),
            Column(_("How it ought to be")),
        )
        yield Table(_("Reasons and wishes"), columns, rows)


def _clarification(one: Clarification, lang: str) -> Row:
    is_action = one.list_id == ACTIONS
    known = word(CodeList.STATUS_ACTION if is_action else CodeList.STATUS_REASON, one.code)
    facts = [
        named(condition.attribute, condition.description)
        if condition.description
        else condition.attribute
        for condition in one.conditions
    ]
    return Row(
        (
            Cell(_("What to do") if is_action else _("Reason")),
            Cell(
                known or one.description or "",
                lang="" if known and not one.description else lang,
                words=(one.description,) if known and one.description else (),
            ),
            Cell(facts[0] if facts else "", tuple(facts[1:])),
        )
    )


def catalogue_response(document: CatalogueResponse) -> Sheet:
    """Whether the buyer takes a price list in."""
    return _responses(
        "catalogue_response", document, tuple((_("Note"), note) for note in document.notes)
    )


def logistics_response(document: LogisticsResponse) -> Sheet:
    """What is answered on documents of transport."""
    return _responses("logistics_response", document)


def _responses(
    kind: str,
    document: CatalogueResponse | LogisticsResponse,
    notes: tuple[tuple[Any, Any], ...] = (),
) -> Sheet:
    lang = language_of(document.sender, document.receiver)
    execution = document.execution_id if isinstance(document, LogisticsResponse) else None
    return Sheet(
        kind=kind,
        number=document.number,
        sides=_both(document.sender, document.receiver),
        facts=lines_of(
            (_("Date"), day(document.issue_date, document.issue_time)),
            (_("Part of"), execution),
        ),
        tables=_answered(document.responses, lang),
        notes=lines_of(*notes, lang=lang),
    )


def _both(sender: Party, receiver: Party) -> tuple[Any, ...]:
    return (*side(_("Sent by"), sender), *side(_("Sent to"), receiver))


def _answered(given: tuple[DocumentResponse, ...], lang: str) -> tuple[Table, ...]:
    if not given:
        return ()
    columns = (Column(_("Document")), Column(_("Answer")))
    rows = (
        Row(
            (
                Cell(reference(one.document)),
                Cell(word(CodeList.ACCEPTANCE, one.code), (), lang, one.descriptions),
            )
        )
        for one in given
    )
    return (Table(_("Answers"), columns, tuple(rows)),)


# --- messages -------------------------------------------------------------------------------------


def message_level_response(document: MessageLevelResponse) -> Sheet:
    """Whether a message was fit to be read."""
    about = reference(document.document)
    return _message("mlr", document, about, day(document.issue_date, document.issue_time))


def message_level_status(document: MessageLevelStatus) -> Sheet:
    """What became of a message between two access points."""
    when = day(document.issue_date, document.issue_time)
    return _message("mls", document, document.message_id, when)


def _message(
    kind: str, document: MessageLevelResponse | MessageLevelStatus, about: str, when: str
) -> Sheet:
    lang = language_of(document.sender, document.receiver)
    notes: tuple[Line, ...] = lines_of((_("Note"), document.description), lang=lang)
    return Sheet(
        kind=kind,
        number=document.number,
        lead=MESSAGE_ANSWERS.get(document.code, document.code),
        sides=_both(document.sender, document.receiver),
        facts=lines_of((_("Date"), when), (_("The message"), about)),
        tables=_issues(document.lines, lang),
        notes=notes,
    )


def _issues(given: tuple[LineResponse, ...], lang: str) -> tuple[Table, ...]:
    rows = tuple(
        Row(
            (
                Cell(word(CodeList.ISSUE_REASON, issue.reason_code)),
                Cell(issue.description, lang=lang),
                Cell("" if line.line == NO_LINE else line.line),
            )
        )
        for line in given
        for issue in line.issues
    )
    columns = (Column(_("Kind")), Column(_("What is wrong")), Column(_("Place in the file")))
    return (Table(_("What is wrong"), columns, rows),) if rows else ()
