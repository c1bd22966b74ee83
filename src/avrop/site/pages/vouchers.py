"""Vouchers: the list, what each books, and fetching them for the accounting system as SIE 4I files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.buying.payables import actions, queries
from avrop.buying.payables.queries import (
    SieFileView,
    Span,
    ToFetch,
    VoucherHead,
    VoucherRowView,
    VoucherSummary,
)
from avrop.kernel import presentation
from avrop.kernel.exports import Exported
from avrop.kernel.recent import Recent, recent_events
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.downloads import sent_as_file
from avrop.site.patterns.fields import DayField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    Sort,
    day,
    figure,
    link,
    show_list,
    text,
)
from avrop.site.patterns.shapes import Action, Fact, Happened
from avrop.values import Money

ROWS = 50
#: So many of the latest downloads of a file are told.
DOWNLOADS = 20
MAY_FETCH = "payables.fetch"
FETCHED = gettext_lazy("Fetched for the accounting system")
sitemap.register(
    SitePage(
        gettext_lazy("Vouchers"),
        "vouchers",
        sitemap.PAYMENTS,
        "finance_officer",
        rights=("payables.read",),
        help=gettext_lazy(
            "Everything that is booked here: each invoice when it has been approved, and each day on"
            " which the bank has paid. Vouchers are numbered without gaps and never changed."
        ),
        words=gettext_lazy("bookkeeping ledger verification accounting SIE"),
        place=20,
    ),
    SitePage(
        gettext_lazy("A voucher"),
        "voucher",
        sitemap.PAYMENTS,
        "finance_officer",
        samples=("voucher",),
        help=gettext_lazy(
            "What was booked on which account, what it was for, and whether it has been fetched for the"
            " accounting system. Debit and credit are the same, to the öre."
        ),
        place=20,
    ),
    SitePage(
        FETCHED,
        "sie_files",
        sitemap.PAYMENTS,
        "finance_officer",
        rights=("payables.read",),
        in_navigation=False,
        help=gettext_lazy(
            "Fetch what has been booked since the last time as a SIE 4I file, and read it into the"
            " accounting system. Each voucher is fetched once; a copy of a period changes nothing."
        ),
        words=gettext_lazy("SIE file export ledger accounting system"),
        place=20,
    ),
    SitePage(
        gettext_lazy("A SIE file"),
        "sie_file",
        sitemap.PAYMENTS,
        "finance_officer",
        samples=("sie_file",),
        help=gettext_lazy(
            "Download the file and read it into the accounting system. The bytes are the same however"
            " often it is downloaded; who has done so stands below."
        ),
        place=20,
    ),
)


# --- the list ----------------------------------------------------------------------------------------


def _name(one: VoucherSummary | VoucherHead) -> str:
    return f"{one.series}{one.number}"


def _books(row: VoucherSummary) -> Cell:
    if row.invoice_id:
        return Cell(_("An invoice"), address=reverse("invoice", args=[row.invoice_id]))
    return Cell(_("Payments") if row.bank_file_id else "")


def _fetched(row: VoucherSummary) -> Cell:
    if row.is_fetched:
        return Cell(_("Fetched"), color="success")
    return Cell(_("Not fetched"), color="info")


VOUCHERS = Listing(
    "vouchers",
    gettext_lazy("Vouchers"),
    columns=(
        link("number", gettext_lazy("Voucher"), "voucher", _name),
        day("voucher_date", gettext_lazy("Date")),
        text("text", gettext_lazy("Text"), lang="sv"),
        Column("books", gettext_lazy("Books"), _books),
        Column("fetched", gettext_lazy("Accounting system"), _fetched, kind="tag"),
        figure("total", gettext_lazy("Amount")),
        text("fiscal_year", gettext_lazy("Year"), hidden=True),
        day("registered_at", gettext_lazy("Registered"), hidden=True),
    ),
    empty=gettext_lazy("Nothing has been booked yet."),
    what_next=gettext_lazy(
        "An invoice is booked by itself as soon as somebody has given decision attest."
    ),
    what_next_url="invoices",
    what_next_name=gettext_lazy("Invoices"),
    filters=(
        Filter("number", gettext_lazy("Number, such as L12")),
        Filter(
            "fetched",
            gettext_lazy("Accounting system"),
            lambda: [("no", gettext_lazy("Not fetched")), ("yes", gettext_lazy("Fetched"))],
            gettext_lazy("All vouchers"),
            "choice",
        ),
        Filter("from_date", gettext_lazy("From"), kind="date"),
        Filter("until_date", gettext_lazy("Until"), kind="date"),
    ),
    sorts=(
        Sort("newest", gettext_lazy("Newest first")),
        Sort("date", gettext_lazy("Latest date first")),
    ),
)


@require_safe
@signed_in
def vouchers(request: Request) -> HttpResponse:
    """Vouchers, the newest first, and the way to fetch them."""
    values: dict[str, Any] = {}
    if not request.htmx:
        may_fetch = MAY_FETCH in rights_of(request)
        name = _("Fetch for the accounting system") if may_fetch else FETCHED
        address = reverse("sie_files")
        values["actions"] = (Action(name, address, "primary" if may_fetch else "secondary"),)
    return show_list(request, VOUCHERS, queries.vouchers_page, values=values)


# --- one voucher -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowOnPage:
    """A row with its amounts as money; None on the side where nothing stands."""

    row: VoucherRowView
    debit: Money | None
    credit: Money | None


@require_safe
@signed_in
def voucher(request: Request, voucher_id: UUID) -> HttpResponse:
    """A voucher: both its sides, what it books, and when it was fetched."""
    head = ask(request, queries.voucher_head, voucher_id=voucher_id)
    cursor = {"cursor": request.GET["cursor"]} if request.GET.get("cursor") else {}
    page = ask(request, queries.voucher_rows, voucher_id=voucher_id, limit=ROWS, **cursor)
    values = {
        "voucher": head,
        "name": _name(head),
        "rows": tuple(_on_page(row, head.debit.currency) for row in page.items),
        "next_cursor": page.next_cursor,
        "is_first": not cursor,
        "facts": _facts(head),
    }
    return show(request, "site/payments/voucher.html", values)


def _on_page(row: VoucherRowView, currency: str) -> RowOnPage:
    debit, credit = (
        Money(amount, currency) if amount else None for amount in (row.debit, row.credit)
    )
    return RowOnPage(row, debit, credit)


def _facts(head: VoucherHead) -> tuple[Fact, ...]:
    found = [
        Fact(_("Date"), head.voucher_date),
        Fact(_("Registered"), head.registered_at),
        Fact(_("Year"), str(head.fiscal_year)),
    ]
    if head.invoice_id:
        address = reverse("invoice", args=[head.invoice_id])
        found.append(Fact(_("Books"), head.text, address, lang="sv"))
    elif head.bank_file_id:
        address = reverse("payment_file", args=[head.bank_file_id])
        found.append(Fact(_("Books"), _("Payments in the bank's file"), address, note=head.text))
    if head.fetched_in:
        number = _("SIE file %(number)s") % {"number": head.fetched_as}
        address = reverse("sie_file", args=[head.fetched_in])
        at = presentation.shown(head.fetched_at)
        found.append(Fact(_("Accounting system"), number, address, note=at))
    else:
        found.append(Fact(_("Accounting system"), _("Not fetched")))
    version = {"number": head.rule_set.rpartition("/")[2]}
    return (*found, Fact(_("Accounts by"), _("Version %(number)s of the booking rules") % version))


# --- fetching ----------------------------------------------------------------------------------------


class FetchForm(PageForm):
    """What nobody has fetched yet."""


class CopyForm(PageForm):
    """A copy of a period."""

    from_date = DayField(gettext_lazy("From"))
    until_date = DayField(gettext_lazy("Until"))


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file with the name of who fetched it."""

    file: SieFileView
    person: str

    @property
    def id(self) -> UUID:
        """What the row leads to."""
        return self.file.id


def _named(file: SieFileView) -> str:
    return _("SIE file %(number)s") % {"number": file.number}


def spans_in_words(spans: Iterable[Span]) -> str:
    """Vouchers as people call them: "L3–L12, U2"."""
    return ", ".join(
        f"{span.series}{span.first_number}"
        if span.vouchers == 1
        else f"{span.series}{span.first_number}–{span.series}{span.last_number}"
        for span in spans
    )


def _held(file: SieFileView) -> str:
    if not file.is_copy:
        return spans_in_words(file.spans)
    days = {
        "first": presentation.shown(file.from_date),
        "last": presentation.shown(file.until_date),
    }
    return _("Copy of %(first)s to %(last)s") % days


FILES = Listing(
    "sie-files",
    FETCHED,
    columns=(
        link("number", gettext_lazy("File"), "sie_file", lambda row: _named(row.file)),
        text("held", gettext_lazy("What it holds"), lambda row: _held(row.file)),
        text("person", gettext_lazy("Fetched by"), lang="sv"),
        day("made_at", pgettext_lazy("file", "When"), lambda row: row.file.made_at),
        figure("vouchers", gettext_lazy("Vouchers"), lambda row: row.file.vouchers),
        figure("debit", gettext_lazy("Amount"), lambda row: row.file.debit),
    ),
    empty=gettext_lazy("Nothing has been fetched yet."),
    what_next=gettext_lazy("Each fetching is listed here, with who did it and when."),
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sie_files(request: Request) -> HttpResponse:
    """Fetch what is new, or a copy of a period; below, what was fetched by whom."""
    may_fetch = MAY_FETCH in rights_of(request)
    fetch, copy = FetchForm(request), CopyForm(request)
    for form in (fetch, copy):
        if form.sends(actions.make_sie_file):
            return form.redirect("sie_file", form.answer.id)
    waits = ask(request, queries.to_fetch)
    values = {
        "fetch": fetch if may_fetch and waits.vouchers else None,
        "copy": copy if may_fetch else None,
        "forms": (fetch, copy),
        "waits": _waits(waits),
        "spans": spans_in_words(waits.next),
        "left": _left(waits),
    }
    answer = show_list(
        request,
        FILES,
        queries.sie_files_page,
        rows=lambda items: _with_people(request, items),
        template="site/payments/sie_files.html",
        values=values,
    )
    answer.status_code = max(answer.status_code, fetch.status, copy.status)
    return answer


def _waits(waits: ToFetch) -> str:
    if not waits.vouchers:
        return _("Everything that is booked has been fetched.")
    whole = waits.vouchers + waits.left
    return ngettext(
        "%(number)d voucher has not been fetched yet.",
        "%(number)d vouchers have not been fetched yet.",
        whole,
    ) % {"number": whole}


def _left(waits: ToFetch) -> str:
    if not waits.left:
        return ""
    return _("One file holds %(most)d at most. Fetch again until there is nothing left.") % {
        "most": waits.vouchers
    }


def _with_people(request: Request, files: Sequence[SieFileView]) -> tuple[FileRow, ...]:
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names({file.made_by for file in files if file.made_by})
    return tuple(
        FileRow(file, names.get(file.made_by, "") if file.made_by else "") for file in files
    )


@require_safe
@signed_in
def sie_file(request: Request, file_id: UUID) -> HttpResponse:
    """What was fetched at once, to download, and who has done so."""
    file = ask(request, queries.sie_file, file_id=file_id)
    with tenant_scope(actor_of(request).tenant_id):
        taken = recent_events([file_id], since=file.made_at, but_by=None, limit=DOWNLOADS)
        people = {file.made_by, file.on_behalf_of, *(one.person_id for one in taken)}
        names = parties.person_names({one for one in people if one})
    values = {
        "file": file,
        "name": _named(file),
        "facts": (
            Fact(_("What it holds"), _held(file)),
            Fact(_("Vouchers"), file.vouchers),
            Fact(_("Debit, and credit as much"), file.debit),
            Fact(_("SHA-256"), file.sha256),
        ),
        "history": _history(file, taken, names),
    }
    return show(request, "site/payments/sie_file.html", values)


def _history(
    file: SieFileView, taken: Sequence[Recent], names: dict[UUID, str]
) -> tuple[Happened, ...]:
    def name(person_id: UUID | None) -> str:
        return names.get(person_id, "") if person_id else ""

    made = Happened(
        file.made_at, _("The vouchers were fetched."), name(file.made_by), name(file.on_behalf_of)
    )
    downloads = (
        Happened(one.at, _("The file was downloaded."), name(one.person_id))
        for one in reversed(taken)
        if one.name == Exported.name
    )
    return (made, *downloads)


@require_safe
@signed_in
def sie_content(request: Request, file_id: UUID) -> HttpResponse:
    """The file itself; that it was taken out is written down."""
    file = ask(request, queries.sie_file, file_id=file_id)
    return sent_as_file(
        request,
        ask(request, queries.sie_content, file_id=file_id),
        f"avrop-{file.number}.si",
        "application/octet-stream",
        what="sie_file",
        rows=file.vouchers,
        subject_id=file_id,
    )
