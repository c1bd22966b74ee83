"""Choices that last: language and appearance in a cookie, the organisation in the session."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from avrop.kernel.problems import Problem, Refused
from avrop.parties.queries import TradeSide
from avrop.site.actors import Request, act_for, choices_in
from avrop.site.pages import sitemap
from avrop.site.pages.frame import THEME_COOKIE, THEMES, show
from avrop.site.pages.sitemap import SitePage

sitemap.register(
    SitePage(
        gettext_lazy("For whom do you work now?"),
        "organisation",
        sitemap.ABOUT,
        in_navigation=False,
        help=gettext_lazy(
            "Who works for several organisations acts for one at a time. What is a buyer's and what is "
            "a supplier's is never shown together."
        ),
    )
)

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


SIDES = {
    TradeSide.BUYING.value: pgettext_lazy("side of a trade", "buys"),
    TradeSide.SELLING.value: pgettext_lazy("side of a trade", "sells"),
    TradeSide.BOTH.value: "",
}


@require_http_methods(["GET", "HEAD", "POST"])
def choose_organisation(plain: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations; asked for first where they stand on both sides of a
    trade."""
    request = cast(Request, plain)
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("sign_in"))
    if request.method != "POST":
        values = {
            "choices": [(one, SIDES.get(one.side, "")) for one in choices_in(request)],
            "current": request.acting.membership.tenant_id if request.acting else None,
        }
        return show(request, "site/choose_organisation.html", values)
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
