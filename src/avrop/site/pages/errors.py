"""Pages that say no: what is wrong, how it is mended, and by whom."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from avrop.kernel.faces.answers import STATUS, other_problem, problem_document
from avrop.kernel.faces.api import no_such_address, problem_answer
from avrop.kernel.problems import Denial, Problem, Refused
from avrop.kernel.wording import say
from avrop.site import kept
from avrop.site.actors import Request
from avrop.site.pages.frame import bare_frame, show
from avrop.site.pages.mending import way_to_learn

API = "/api/"
#: What programs are told of answers that are no denial of an operation.
PROBLEM_CODES = {400: "bad_request", 403: "no_access", 500: "broken"}


def denied(request: Request, denial: Denial) -> HttpResponse:
    """A denial of an operation, with every problem it carries."""
    document = problem_document(denial)
    ways = (way_to_learn(problem.code) for problem in document.problems)
    values = {
        "title": document.title,
        "problems": document.problems,
        "learning": next((way for way in ways if way is not None), None),
        "back": _back(request),
    }
    return show(request, "site/denied.html", values, status=STATUS[type(denial)])


def no_organisation(request: Request) -> HttpResponse:
    """Signed in, but nobody's: there is nothing to show."""
    denial = Refused((Problem("accounts.no_organisation"),))
    values = {
        "title": _("You are signed in, but belong to no organisation"),
        "problems": [say(problem) for problem in denial.problems],
        "back": "",
        "may_sign_out": True,
    }
    return show(request, "site/denied.html", values, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404."""
    if request.path.startswith(API):
        return no_such_address(request)
    return show(cast(Request, request), "site/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403."""
    return _plain(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400: what cannot be read at all, or is too large."""
    return _plain(request, 400)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500: asks nothing of what may be broken."""
    return _plain(request, 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: the form did not come from a page that we gave this reader. One that
    was given to him before he signed in again is kept, and sent by a click."""
    if kept.is_from_here(request) and kept.keep(request):
        target = reverse("kept_form")
        if not request.user.is_authenticated:
            target = f"{reverse('sign_in')}?{urlencode({'next': target})}"
        return HttpResponseRedirect(target)
    return _plain(request, 403, form_expired=True)


def _plain(request: HttpRequest, status: int, *, form_expired: bool = False) -> HttpResponse:
    titles = {
        400: _("The request cannot be read"),
        403: _("You have no access to this"),
        500: _("Something is broken on our side"),
    }
    title = _("The form is too old") if form_expired else titles[status]
    if request.path.startswith(API):
        return problem_answer(other_problem(status, PROBLEM_CODES[status], title))
    values = {
        "frame": bare_frame(cast(Request, request)),
        "title": title,
        "status": status,
        "form_expired": form_expired,
    }
    return render(request, "site/plain_error.html", values, status=status)


def _back(request: Request) -> str:
    """The page the reader came from, if it is one of ours and not this one."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    parts = urlsplit(came_from)
    if not came_from or not ours or parts.path == request.path:
        return reverse("start")
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
