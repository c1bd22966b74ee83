"""Work on an invoice that needs a page of its own: one difference, the coding, the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.buying.invoices import actions, queries
from avrop.buying.invoices.actions import CodingShare, LineCoding
from avrop.buying.invoices.queries import InvoiceHead, InvoiceLineView, SettlerView
from avrop.coding.queries import parts_named
from avrop.exchange import queries as exchange
from avrop.kernel.problems import Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.code_names import Codes, hint_of
from avrop.site.pages.frame import show
from avrop.site.pages.invoice import LINES, SETTLING
from avrop.site.pages.payloads import legible
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, LongTextField, NumberField, TextField, TickField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.undoing import undo_offered

#: A line can be split over so many codings on the page; the API takes more.
MOST_SHARES = 3
sitemap.register(
    SitePage(
        gettext_lazy("Settle a difference"),
        "settle_difference",
        sitemap.INVOICES,
        "ap_clerk",
        samples=("difference",),
        in_navigation=False,
        help=gettext_lazy(
            "Say how the difference is settled, and why. What cannot be accepted here, such as goods"
            " that nobody has received, is mended where it belongs."
        ),
    ),
    SitePage(
        gettext_lazy("Code an invoice"),
        "code_invoice",
        sitemap.INVOICES,
        "ap_clerk",
        samples=("invoice",),
        in_navigation=False,
        help=gettext_lazy(
            "Lines that no order brings a coding for are coded here, whole or split by percent. What is"
            " matched to an order is booked as the order says."
        ),
    ),
    SitePage(
        gettext_lazy("The invoice as a document"),
        "invoice_document",
        sitemap.INVOICES,
        "ap_clerk",
        samples=("invoice",),
        in_navigation=False,
        help=gettext_lazy("What the supplier sent, beside what was read from it."),
    ),
)


# --- one difference ----------------------------------------------------------------------------------


class SettleForm(PageForm):
    """How one difference is settled. The ways are added."""

    reason = LongTextField(gettext_lazy("Why?"), rows=3)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settle_difference(request: Request, difference_id: UUID) -> HttpResponse:
    """Settle one difference of an invoice."""
    invoice_id, difference = ask(request, queries.difference, difference_id=difference_id)
    found = ask(request, queries.invoice_to_match, invoice_id=invoice_id)
    settlers = ask(request, queries.settlers, invoice_id=invoice_id)
    settler = next((one for one in settlers if one.kind == difference.kind), None)
    form = _settle_form(request, settler)
    if form.sends(actions.settle_difference, difference_id=difference_id):
        messages.success(request, _("The difference is settled."))
        return form.redirect("invoice", invoice_id)
    with tenant_scope(actor_of(request).tenant_id):
        people = _people(settler)
    values = {
        "form": form,
        "invoice": found.invoice,
        "difference": difference,
        "said": say(Problem(difference.code, difference.values)),
        "people": people,
        "is_mine": settler is not None and settler.is_mine and difference.state == "open",
        "receiving": _receiving(request, difference.kind, found.invoice),
    }
    return show(request, "site/invoices/settle.html", values, status=form.status)


def _receiving(request: Request, kind: str, head: InvoiceHead) -> tuple[UUID, ...]:
    """The orders on which the reader can register what the difference says has not come."""
    if kind != "not_received" or "receipts.receive" not in rights_of(request):
        return ()
    return tuple(one.order_id for one in head.orders)


def _settle_form(request: Request, settler: SettlerView | None) -> SettleForm:
    ways = settler.ways if settler else ()
    choices = [(way, SETTLING[way]) for way in ways]
    field = ChoiceField(gettext_lazy("How is it settled?"), choices=choices, open_list=True)
    form = SettleForm(request, added={"how": field})
    form.order_fields(["how", "reason"])
    return form


def _people(settler: SettlerView | None) -> str:
    return ", ".join(sorted(parties.person_names(settler.people).values())) if settler else ""


# --- coding ------------------------------------------------------------------------------------------


class CodeForm(PageForm):
    """Codings of lines. Their fields are added."""

    for_all = TickField(
        gettext_lazy("Code every line of the page as the first that is filled in"),
    )


@dataclass(frozen=True, slots=True)
class LineToCode:
    """A line with its fields: pairs of coding and percent."""

    line: InvoiceLineView
    fields: tuple[tuple[Any, Any], ...]
    is_split: bool
    is_matched: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def code_invoice(request: Request, invoice_id: UUID) -> HttpResponse:
    """Code the lines of an invoice, whole or split."""
    found = ask(request, queries.invoice_to_match, invoice_id=invoice_id)
    cursor = {"cursor": request.GET["cursor"]} if request.GET.get("cursor") else {}
    page = ask(request, queries.compared_lines, invoice_id=invoice_id, limit=LINES, **cursor)
    lines = [one.line for one in page.items]
    with tenant_scope(actor_of(request).tenant_id):
        codes = parts_named(share.coding for line in lines for share in _given(line))
    form = CodeForm(request, version=found.invoice.version, added=_fields_of(lines, codes))
    if form.was_sent and form.is_valid():
        codings = _codings(form, lines)
        if form.sends(actions.code_lines, invoice_id=invoice_id, codings=codings):
            changed = {one.line_id for one in codings}
            _told_of_coding(request, invoice_id, [one for one in lines if one.id in changed])
            return form.redirect("invoice", invoice_id)
    values = {
        "form": form,
        "invoice": found.invoice,
        "lines": tuple(_to_code(form, line) for line in lines),
        "next_cursor": page.next_cursor,
        "is_first": not cursor,
    }
    return show(request, "site/invoices/coding.html", values, status=form.status)


def _told_of_coding(request: Request, invoice_id: UUID, former: Sequence[InvoiceLineView]) -> None:
    """The note; with Undo where every line had a coding before, which it then gets back."""
    told = _("The lines are coded; the invoice is matched again.")
    if not all(line.coding or line.shares for line in former):
        messages.success(request, told)
        return
    codings = tuple(LineCoding(line.id, line.coding, line.shares) for line in former)
    undo_offered(request, told, actions.code_lines, invoice_id=invoice_id, codings=codings)


def _given(line: InvoiceLineView) -> tuple[CodingShare, ...]:
    """How a line is coded by hand so far."""
    return line.shares or ((CodingShare(line.coding),) if line.coding else ())


def _fields_of(lines: Iterable[InvoiceLineView], codes: Codes) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for line in lines:
        given = _given(line)
        for number in range(MOST_SHARES):
            share = given[number] if number < len(given) else CodingShare("")
            about = {"line": line.position, "part": number + 1}
            label = (
                _("Coding of line %(line)s")
                if not number
                else _("Coding of line %(line)s, part %(part)s")
            )
            fields[f"coding-{line.id}-{number}"] = TextField(
                label % about,
                required=False,
                initial=share.coding,
                longest=500,
                hint=hint_of(share.coding, codes),
            )
            fields[f"percent-{line.id}-{number}"] = NumberField(
                _("Percent, part %(part)s") % about,
                required=False,
                initial=share.percent,
                min_value=0,
                max_value=100,
            )
    return fields


def _codings(form: PageForm, lines: Sequence[InvoiceLineView]) -> tuple[LineCoding, ...]:
    """What was filled in or changed; the first for every line where that was asked for."""
    given = {line.id: _shares(form, line) for line in lines}
    if form.value("for_all"):
        first = next((shares for shares in given.values() if shares), ())
        given = {line.id: first for line in lines} if first else {}
    codings = []
    for line in lines:
        shares = given.get(line.id, ())
        if not shares:
            continue
        if len(shares) == 1 and shares[0].percent in (None, Decimal(100)):
            codings.append(LineCoding(line.id, shares[0].coding))
        else:
            codings.append(LineCoding(line.id, "", shares))
    return tuple(codings)


def _shares(form: PageForm, line: InvoiceLineView) -> tuple[CodingShare, ...]:
    found = (
        (form.value(f"coding-{line.id}-{n}"), form.value(f"percent-{line.id}-{n}"))
        for n in range(MOST_SHARES)
    )
    return tuple(CodingShare(coding, percent) for coding, percent in found if coding)


def _to_code(form: PageForm, line: InvoiceLineView) -> LineToCode:
    pairs = tuple(
        (form[f"coding-{line.id}-{n}"], form[f"percent-{line.id}-{n}"]) for n in range(MOST_SHARES)
    )
    wrong = any(bound.errors for pair in pairs[1:] for bound in pair) if form.was_sent else False
    return LineToCode(line, pairs, wrong or len(line.shares) > 1, bool(line.matched))


# --- the document ------------------------------------------------------------------------------------


@require_safe
@signed_in
def invoice_document(request: Request, invoice_id: UUID) -> HttpResponse:
    """What the supplier sent, beside what was read from it."""
    found = ask(request, queries.invoice_to_match, invoice_id=invoice_id)
    page = ask(request, queries.compared_lines, invoice_id=invoice_id, limit=LINES)
    message_id = found.invoice.message_id
    content = (
        ask(request, exchange.payload, message_id=message_id) if message_id is not None else b""
    )
    values = {
        "invoice": found.invoice,
        "lines": tuple(one.line for one in page.items),
        "has_more": page.next_cursor is not None,
        "document": legible(content) if content else None,
    }
    return show(request, "site/invoices/document.html", values)
