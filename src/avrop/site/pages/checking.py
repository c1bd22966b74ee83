"""Checking a document: what its rules say, before it is sent. Nothing of it is kept.

The operator may allow it to people without an account (AVROP_CHECK_OPEN); what they send is shorter,
and after some documents they wait between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from avrop import documents
from avrop.accounts import actions as counting
from avrop.documents import Finding, Judgement, Severity, UnreadableDocument
from avrop.documents.remedies import CORRECT_AND_RESEND
from avrop.exchange import checking
from avrop.kernel.faces.files import keep_the_beginning
from avrop.kernel.problems import Refused
from avrop.kernel.wording import say
from avrop.site import browsers
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.sheets import Sheet, placed, remark_on
from avrop.site.sheets.opening import CATALOGUE, MOST_LINES, Opened, opened

MEBIBYTE = 1024 * 1024
STRANGERS_LIMIT = 4 * MEBIBYTE
LONGEST_NAME = 200
#: Of a longer document only the verdict and the findings are shown, but of a price list its first lines.
LONGEST_SHOWN = 4 * MEBIBYTE
MOST_TO_MEND = 200
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
class ToMend:
    """Something to mend: the rule that is broken, and where; `more` places are not listed."""

    rule: str
    sentence: str
    remedy: str
    spots: tuple[Spot, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said of a document. `more` things to mend are not listed; `sheet` is the document set
    out for reading, None where it cannot be."""

    file_name: str
    judgement: Judgement
    must_mend: tuple[ToMend, ...]
    should_mend: tuple[ToMend, ...]
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
    # By the rules of the day where the reader's organisation is, as programs are answered.
    judgement = checking.judged(content, on=timezone.localdate(now()))
    must, should, more = _to_mend(judgement.findings)
    is_long = (file.size or 0) > LONGEST_SHOWN and not _is_catalogue(judgement)
    found = None if is_long else _opened(content, judgement)
    name = "".join(letter for letter in file.name or "" if letter.isprintable())
    return Checked(
        file_name=name[:LONGEST_NAME],
        judgement=judgement,
        must_mend=must,
        should_mend=should,
        more=more,
        sheet=_sheet(found, judgement) if found else None,
        is_long=is_long,
    )


def _sheet(found: Opened, judgement: Judgement) -> Sheet:
    """The document set out, with what was found at the lines that are shown; the rest is listed with
    the verdict."""
    sheet = found.sheet(most_rows=MOST_LINES)
    lines = {row.line_id for table in sheet.tables for row in table.rows if row.line_id}
    at_lines = (one for one in judgement.findings if one.place.document_line in lines)
    return placed(sheet, map(remark_on, at_lines))


def _is_catalogue(judgement: Judgement) -> bool:
    return judgement.kind is not None and judgement.kind.name == CATALOGUE


def _opened(file: BinaryIO, judgement: Judgement) -> Opened | None:
    """The document where it can be set out for reading, within the limits that it was judged in."""
    if judgement.kind is None:
        return None
    try:
        return opened(file, judgement.kind.name, limits=checking.limits_of_checking())
    except UnreadableDocument:
        return None


def _to_mend(
    findings: Iterable[Finding],
) -> tuple[tuple[ToMend, ...], tuple[ToMend, ...], int]:
    """What must be mended and what should be, one for each rule and sentence; and how many more."""
    language = get_language() or "sv"
    found: dict[tuple[str, str, str, str], list[Finding]] = {}
    for one in findings:
        said = documents.message(one, language), _remedy(one, language)
        found.setdefault((one.severity, one.rule_id or one.code, *said), []).append(one)
    kept = sorted(found.items(), key=lambda each: each[0][0] != Severity.FATAL)[:MOST_TO_MEND]
    listed = [
        (severity, _one_to_mend(rule, sentence, remedy, ones, language))
        for (severity, rule, sentence, remedy), ones in kept
    ]
    return (
        tuple(one for severity, one in listed if severity == Severity.FATAL),
        tuple(one for severity, one in listed if severity != Severity.FATAL),
        len(found) - len(kept),
    )


def _one_to_mend(
    rule: str, sentence: str, remedy: str, ones: list[Finding], language: str
) -> ToMend:
    spots = (Spot(documents.place_in_words(one, language), one.xpath) for one in ones[:MOST_PLACES])
    return ToMend(
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
