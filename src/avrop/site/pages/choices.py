"""Choices that last: language and appearance in a cookie, the organisation in the session."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from avrop.kernel.problems import Problem, Refused
from avrop.site.actors import Request, act_for
from avrop.site.pages.frame import THEME_COOKIE, THEMES
from avrop.site.pages.performing import signed_in

A_YEAR = 365 * 24 * 60 * 60


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Read the site in another language from now on, in this browser."""
    return _kept(
        request,
        settings.LANGUAGE_COOKIE_NAME,
        request.POST.get("language", ""),
        {code for code, _name in settings.LANGUAGES},
    )


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Light or dark from now on, in this browser; or as the device says."""
    return _kept(request, THEME_COOKIE, request.POST.get("theme", ""), set(THEMES))


def _kept(request: HttpRequest, cookie: str, value: str, allowed: set[str]) -> HttpResponse:
    answer = HttpResponseRedirect(safe_target(request, request.POST.get("next", "")))
    if value in allowed:
        answer.set_cookie(
            cookie, value, max_age=A_YEAR, httponly=True, secure=settings.SECURE, samesite="Lax"
        )
    return answer


@require_POST
@signed_in
def choose_organisation(request: Request) -> HttpResponse:
    """Act for another of one's organisations."""
    try:
        tenant_id = UUID(request.POST.get("organisation", ""))
    except ValueError:
        raise Refused((Problem("site.not_your_organisation"),)) from None
    act_for(request, tenant_id)
    return HttpResponseRedirect(reverse("start"))


def safe_target(request: HttpRequest, target: str) -> str:
    """An address on this site to go on to; the start page instead of any other."""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts=hosts, require_https=request.is_secure()
    )
    return target if is_ours and target.isprintable() else reverse("start")
