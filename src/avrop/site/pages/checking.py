"""Checking a document: what its rules say, before it is sent. Nothing of it is kept.

The operator may allow it to people without an account (AVROP_CHECK_OPEN); what they send is shorter,
and after some documents they wait between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from avrop import documents
from avrop.accounts import actions as counting
from avrop.documents import Document, Finding, Judgement, Severity, UnreadableDocument
from avrop.documents.wording import CORRECT_AND_RESEND
from avrop.exchange import checking
from avrop.kernel.faces.files import keep_the_beginning
from avrop.kernel.problems import Refused
from avrop.kernel.wording import say
from avrop.site import browsers
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import now, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.sheets import Sheet, is_laid_out, placed, remark_on, sheet_of

MEBIBYTE = 1024 * 1024
STRANGERS_LIMIT = 4 * MEBIBYTE
LONGEST_NAME = 200
#: Of a longer document only the verdict and the findings are shown, and of one with more lines the
#: first of them.
LONGEST_SHOWN = 4 * MEBIBYTE
MOST_LINES = 200
MOST_FAULTS = 200
MOST_PLACES = 10
sitemap.register(
    SitePage(
        gettext_lazy("Check a document"),
        "check_document",
        sitemap.MESSAGES,
        "coordinator",
        rights=("exchange.receive", "exchange.see"),
        help=gettext_lazy(
            "See what the Peppol rules say of an invoice, an order or another document, and where it "
            "has to be mended. Nothing of it is kept or sent."
        ),
        words=gettext_lazy("validate validator schematron Peppol UBL test"),
        place=30,
    )
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a rule is broken: in words, and the path of the element for programs."""

    words: str
    xpath: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken, and where; `more` places are not listed."""

    rule: str
    sentence: str
    remedy: str
    spots: tuple[Spot, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said of a document. `more` faults are not listed; `sheet` is the document set out for
    reading, None where it cannot be."""

    file_name: str
    judgement: Judgement
    must_mend: tuple[Fault, ...]
    should_mend: tuple[Fault, ...]
    more: int
    sheet: Sheet | None
    is_long: bool

    @property
    def kind(self) -> str:
        """The name of the kind of document, "" where it could not be made out."""
        return self.judgement.kind.name if self.judgement.kind else ""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check_document(request: HttpRequest) -> HttpResponse:
    """The form, and below it the verdict on the file it sent."""
    is_open = settings.AVROP_CHECK_OPEN
    # The handler must be in place before the form is read, and the CSRF check reads the form.
    keep_the_beginning(request, _most(cast(Request, request)))
    return csrf_protect(_check if is_open else signed_in(_check))(request)


def _most(request: Request) -> int:
    most = checking.most_bytes()
    return most if request.acting is not None else min(most, STRANGERS_LIMIT)


def _check(plain: HttpRequest) -> HttpResponse:
    request = cast(Request, plain)
    if request.method != "POST":
        return _page(request)
    file = request.FILES.get("file")
    if file is None or not file.name:
        return _page(request, problem=_("No file was chosen. Choose one."), status=422)
    if (file.size or 0) > _most(request):
        megabytes = _most(request) // MEBIBYTE
        too_large = _("The file is larger than %(megabytes)s MB.") % {"megabytes": megabytes}
        return _page(request, problem=too_large, status=413)
    try:
        if request.acting is None:
            counting.begin_check(address=browsers.address_of(request), at=now())
    except Refused as refusal:
        return _wait(request, refusal)
    return _page(request, checked=_checked(file))


def _wait(request: Request, refusal: Refused) -> HttpResponse:
    said, until = say(refusal.problems[0]), cast(datetime, refusal.problems[0].values["until"])
    answer = _page(request, problem=f"{said.sentence} {said.remedy}", status=429)
    answer["Retry-After"] = str(max(1, round((until - now()).total_seconds())))
    return answer


def _page(
    request: Request, *, checked: Checked | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    values = {
        "checked": checked,
        "problem": problem,
        "megabytes": _most(request) // MEBIBYTE,
    }
    answer = show(request, "site/documents/check.html", values, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _checked(file: UploadedFile[Any]) -> Checked:
    content = cast(BinaryIO, file.file)
    judgement = checking.judged(content, on=today())
    must, should, more = _faults(judgement.findings)
    is_long = (file.size or 0) > LONGEST_SHOWN and not _is_catalogue(judgement)
    document = None if is_long else _read(content, judgement)
    name = "".join(letter for letter in file.name or "" if letter.isprintable())
    return Checked(
        file_name=name[:LONGEST_NAME],
        judgement=judgement,
        must_mend=must,
        should_mend=should,
        more=more,
        sheet=_sheet(document, judgement) if document else None,
        is_long=is_long,
    )


def _sheet(document: Document, judgement: Judgement) -> Sheet:
    """The document set out, with what was found at the lines that are shown; the rest is listed with
    the verdict."""
    sheet = sheet_of(document, most_rows=MOST_LINES)
    lines = {row.line_id for table in sheet.tables for row in table.rows if row.line_id}
    at_lines = (one for one in judgement.findings if one.place.document_line in lines)
    return placed(sheet, map(remark_on, at_lines))


def _is_catalogue(judgement: Judgement) -> bool:
    return judgement.kind is not None and judgement.kind.name == "catalogue"


def _read(file: BinaryIO, judgement: Judgement) -> Document | None:
    """The document where it can be set out for reading; of a catalogue the first lines."""
    if judgement.kind is None:
        return None
    file.seek(0)
    try:
        if _is_catalogue(judgement):
            header = documents.catalogue_header(file)
            file.seek(0)
            lines = tuple(islice(documents.catalogue_lines(file), MOST_LINES + 1))
            return replace(header, lines=lines)
        document = documents.read(file.read()).document
    except UnreadableDocument:
        return None
    return document if is_laid_out(document) else None


def _faults(
    findings: Iterable[Finding],
) -> tuple[tuple[Fault, ...], tuple[Fault, ...], int]:
    """What must be mended and what should be, one for each rule and sentence; and how many more."""
    language = get_language() or "sv"
    found: dict[tuple[str, str, str, str], list[Finding]] = {}
    for one in findings:
        said = documents.message(one, language), _remedy(one, language)
        found.setdefault((one.severity, one.rule_id or one.code, *said), []).append(one)
    kept = sorted(found.items(), key=lambda each: each[0][0] != Severity.FATAL)[:MOST_FAULTS]
    faults = [
        (severity, _fault(rule, sentence, remedy, ones, language))
        for (severity, rule, sentence, remedy), ones in kept
    ]
    return (
        tuple(fault for severity, fault in faults if severity == Severity.FATAL),
        tuple(fault for severity, fault in faults if severity != Severity.FATAL),
        len(found) - len(kept),
    )


def _fault(rule: str, sentence: str, remedy: str, ones: list[Finding], language: str) -> Fault:
    spots = (Spot(documents.place_in_words(one, language), one.xpath) for one in ones[:MOST_PLACES])
    return Fault(
        rule=rule,
        sentence=sentence,
        remedy=remedy,
        spots=tuple(spot for spot in spots if spot.words or spot.xpath),
        more=max(0, len(ones) - MOST_PLACES) + sum(one.more for one in ones),
    )


def _remedy(finding: Finding, language: str) -> str:
    """What to do about it; nothing where that is only to ask the sender, whom most readers are."""
    remedy = documents.remedy(finding, language)
    return "" if remedy == CORRECT_AND_RESEND.in_language(language) else remedy
