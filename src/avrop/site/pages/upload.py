"""Files given by hand: each becomes a message in a definite state, whatever it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from avrop.exchange import actions, mailroom
from avrop.exchange.queries import MessageView
from avrop.kernel.commands import operation_of
from avrop.kernel.faces.files import keep_the_beginning
from avrop.kernel.faces.performing import refusals_recorded
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.found import Found, found_in
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.forms import keys_of

MOST_FILES = 20
LONGEST_NAME = 200
CHANNEL = "upload"


sitemap.register(
    SitePage(
        gettext_lazy("Take in files"),
        "upload",
        sitemap.MESSAGES,
        "coordinator",
        rights=("exchange.receive",),
    )
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file."""

    file_name: str
    message: MessageView
    findings: tuple[Found, ...]
    is_ours: bool


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form, and what became of the files it sent."""
    # Handlers must be in place before the form is read, and the CSRF check reads the form.
    keep_the_beginning(request, settings.MESSAGE_LIMIT_BYTES)
    return csrf_protect(_upload)(request)


@signed_in
def _upload(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    files = [one for one in request.FILES.getlist("files") if one.name]
    if not files or len(files) > MOST_FILES:
        problem = (
            _("No file was chosen. Choose at least one.")
            if not files
            else _("More than %(most)s files were chosen. Send fewer at a time.")
            % {"most": MOST_FILES}
        )
        return _page(request, problem=problem, status=422)
    return _page(request, outcomes=tuple(_taken(request, one) for one in files))


def _taken(request: Request, file: UploadedFile[Any]) -> Outcome:
    name = "".join(letter for letter in file.name or "" if letter.isprintable())[:LONGEST_NAME]
    actor, at = actor_of(request), now()
    operation = operation_of(actions.receive)
    with refusals_recorded(operation, {}, actor=actor, at=at, face="web"):
        found = mailroom.receive_file(
            cast(Any, file), channel=CHANNEL, file_name=name, actor=actor, at=at
        )
    return Outcome(
        file_name=name,
        message=found,
        findings=found_in(found.findings),
        is_ours=found.tenant_id == actor.tenant_id,
    )


def _page(
    request: Request,
    *,
    outcomes: tuple[Outcome, ...] = (),
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    values = {
        "outcomes": outcomes,
        "problem": problem,
        "keys": keys_of(request),
        "most": MOST_FILES,
        "megabytes": settings.MESSAGE_LIMIT_BYTES // (1024 * 1024),
    }
    return show(request, "site/upload.html", values, status=status)
