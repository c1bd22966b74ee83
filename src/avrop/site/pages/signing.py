"""Signing in and out; in the demonstration also as anybody in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from avrop.accounts import actions as counting
from avrop.accounts import queries as accounts
from avrop.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from avrop.kernel.problems import Invalid, Missing, Problem, Refused
from avrop.kernel.wording import Said, say
from avrop.site import browsers
from avrop.site.actors import Request, begin_session, tenant_named
from avrop.site.pages import sitemap
from avrop.site.pages.choices import safe_target
from avrop.site.pages.frame import is_demo, show
from avrop.site.pages.performing import now
from avrop.site.pages.sitemap import SitePage
from avrop.site.words import role_name

LONGEST_ADDRESS = 254

sitemap.register(
    SitePage(
        gettext_lazy("Sign in"), "sign_in", sitemap.ABOUT, sitemap.NOBODY, in_navigation=False
    ),
    SitePage(
        gettext_lazy("Choose a password"),
        "welcome",
        sitemap.ABOUT,
        sitemap.NOBODY,
        samples=("invitation",),
    ),
)


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody of the demonstration to sign in as."""

    key: str
    name: str
    roles: str
    unit: str


@dataclass(frozen=True, slots=True)
class Cards:
    """The people of one organisation of the demonstration."""

    organisation: str
    cards: tuple[Card, ...]


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(plain: HttpRequest) -> HttpResponse:
    """The form; and what it is sent to."""
    request = cast(Request, plain)
    target = safe_target(request, request.POST.get("next", request.GET.get("next", "")))
    if request.method != "POST":
        if request.acting is not None:
            return HttpResponseRedirect(reverse("start"))
        return _form(request, target)
    email = request.POST.get("email", "").strip()
    try:
        account_id = _account(request, email, request.POST.get("password", ""))
    except Refused as refusal:
        return _wait(request, target, email, refusal.problems[0])
    if account_id is None:
        wrong = Problem("accounts.wrong_password")
        return _form(request, target, email=email, wrong=wrong, status=422)
    begin_session(request, account_id)
    answer = HttpResponseRedirect(target)
    browsers.remember(request, answer, account_id)
    return answer


def _account(request: Request, email: str, password: str) -> UUID | None:
    """The account, if the password is right; `Refused` where it was tried too often."""
    fits = email.isprintable() and len(email) <= LONGEST_ADDRESS
    if not fits or not password or len(password) > LONGEST_PASSWORD:
        return None
    keys = counting.begin_try(
        email,
        address=browsers.address_of(request),
        browser=browsers.known_to(request, accounts.account_id_of(email)),
        at=now(),
    )
    account = authenticate(request, email=email, password=password)
    if account is None:
        return None
    counting.forgive_try(keys, at=now())
    return UUID(str(account.pk))


def _wait(request: Request, target: str, email: str, problem: Problem) -> HttpResponse:
    answer = _form(request, target, email=email, wrong=problem, status=429)
    left = (problem.values["until"] - now()).total_seconds()
    answer["Retry-After"] = str(max(1, round(left)))
    return answer


def _form(
    request: Request,
    target: str,
    *,
    email: str = "",
    wrong: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    values = {
        "next": target,
        "email": email,
        "wrong": say(wrong) if wrong else None,
        "groups": tuple(_cards()) if is_demo() else (),
        "checks_for_all": settings.AVROP_CHECK_OPEN,
    }
    return show(request, "site/sign_in.html", values, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(plain: HttpRequest, token: str) -> HttpResponse:
    """Where a sign-in link leads: choose a password, and be signed in."""
    request = cast(Request, plain)
    invited = accounts.invited_by(token, at=now())
    if invited is None:
        raise Missing((Problem("accounts.link_is_used"),))
    problems: tuple[Said, ...] = ()
    if request.method == "POST":
        try:
            counting.accept_link(token, request.POST.get("password", ""), at=now())
        except Invalid as poor:
            problems = tuple(say(problem) for problem in poor.problems)
        else:
            begin_session(request, invited.account_id)
            answer = HttpResponseRedirect(reverse("start"))
            browsers.remember(request, answer, invited.account_id)
            return answer
    values = {"invited": invited, "problems": problems, "least": SHORTEST_PASSWORD}
    return show(request, "site/welcome.html", values, status=422 if problems else 200)


def _cards() -> Iterator[Cards]:
    from avrop.site.demonstration.people import PEOPLE

    groups: dict[str, list[Card]] = {}
    for person in PEOPLE:
        card = Card(person.key, person.name, _role_names(person.roles), person.unit)
        groups.setdefault(person.organisation, []).append(card)
    for organisation, cards in groups.items():
        yield Cards(organisation, tuple(cards))


def _role_names(roles: Iterable[str]) -> str:
    return ", ".join(role_name(role) for role in roles)


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Become somebody of the demonstration. Nobody can elsewhere."""
    if not is_demo():
        raise Http404
    from avrop.site.demonstration.people import PEOPLE

    chosen = request.POST.get("person", "")
    person = next((one for one in PEOPLE if one.key == chosen), None)
    account_id = accounts.account_id_of(person.address) if person else None
    if person is None or account_id is None:
        raise Http404
    begin_session(request, account_id, tenant_named(person.organisation))
    return HttpResponseRedirect(reverse("start"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))
