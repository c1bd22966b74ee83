"""Every business document that is held here: as a page, as a PDF, as the bytes that were exchanged."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop import documents
from avrop.documents import UnreadableDocument
from avrop.exchange import queries
from avrop.exchange.queries import MessageFinding, MessageView
from avrop.kernel.practice import is_practice
from avrop.kernel.scope import tenant_scope
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.found import found_in
from avrop.site.pages.frame import show
from avrop.site.pages.payloads import legible
from avrop.site.pages.performing import acting, actor_of, ask, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.downloads import sent_as_file
from avrop.site.sheets import Remark, Sheet, placed, remark_on
from avrop.site.sheets.opening import Opened, opened

sitemap.register(
    SitePage(
        gettext_lazy("The document"),
        "payload",
        sitemap.MESSAGES,
        "coordinator",
        samples=("message",),
        help=gettext_lazy(
            "A document as it was sent or came, set out for reading. It can be printed, taken as a PDF, "
            "or seen as the very file that was exchanged."
        ),
    ),
    SitePage(
        gettext_lazy("The document as a file"),
        "payload_source",
        sitemap.MESSAGES,
        "coordinator",
        samples=("message",),
    ),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A message and the document in it; None where the bytes hold none that can be read."""

    message: MessageView
    content: bytes
    opened: Opened | None


@require_safe
@signed_in
def payload(request: Request, message_id: UUID) -> HttpResponse:
    """The document set out for reading, what was found standing where it is; else the file."""
    held = _held(request, message_id)
    if held.opened is None:
        return _source(request, held)
    values = {"message": held.message, "sheet": laid_out(held)}
    return show(request, "site/documents/document.html", values)


@require_safe
@signed_in
def payload_source(request: Request, message_id: UUID) -> HttpResponse:
    """The file that was exchanged, with indents."""
    return _source(request, _held(request, message_id))


@require_safe
@signed_in
def payload_pdf(request: Request, message_id: UUID) -> HttpResponse:
    """The document as a PDF; the page of the file where it cannot be read."""
    from avrop.site.sheets.typesetting import pdf_by  # the typesetter is large, and seldom needed

    held = _held(request, message_id)
    if held.opened is None:
        return _source(request, held)
    content = pdf_by(
        lambda: laid_out(held),
        author=acting(request).membership.tenant_name,
        is_practice=is_practice(actor_of(request).tenant_id),
    )
    return sent_as_file(
        request,
        content,
        f"{held.message.kind}-{held.message.id}.pdf",
        "application/pdf",
        what="document",
        filters={"kind": held.message.kind},
        subject_id=held.message.id,
        is_shown=True,
    )


def _held(request: Request, message_id: UUID) -> Held:
    with tenant_scope(actor_of(request).tenant_id):
        message = ask(request, queries.message, message_id=message_id)
        content = ask(request, queries.payload, message_id=message_id)
    try:
        found = opened(BytesIO(content), message.kind)
    except UnreadableDocument:
        return Held(message, content, None)
    return Held(message, content, found)


def _source(request: Request, held: Held) -> HttpResponse:
    values = {
        "message": held.message,
        "shown": legible(held.content),
        "is_readable": held.opened is not None,
        "findings": found_in(held.message.findings),
    }
    return show(request, "site/payload.html", values)


def laid_out(held: Held) -> Sheet:
    """The document laid out, with what was found in it by rules and by whoever took it in."""
    assert held.opened is not None
    return placed(held.opened.sheet(), map(_remark, held.message.findings))


def _remark(finding: MessageFinding) -> Remark:
    broken = queries.rule_finding(finding)
    if broken is not None:
        return remark_on(broken, fixer=finding.fixer)
    said = queries.said(finding)
    return Remark(
        sentence=said.sentence,
        is_fatal=finding.severity == documents.Severity.FATAL,
        code=said.code,
        place=" › ".join(str(part) for part in said.place),
        remedy=said.remedy,
        fixer=said.fixer,
        line_id=finding.document_line,
    )
