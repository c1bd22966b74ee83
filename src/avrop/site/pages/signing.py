"""Signing in and out; in the demonstration also as anybody in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from avrop.accounts import actions as counting
from avrop.accounts import queries as accounts
from avrop.accounts.announcing import announce, announce_refusal
from avrop.accounts.events import BreakGlassUsed
from avrop.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from avrop.accounts.second_factors import has_second_factor
from avrop.kernel.clock import CLOCK_SET_BACK
from avrop.kernel.problems import Invalid, Missing, Problem, Refused
from avrop.kernel.wording import Said, say
from avrop.site import browsers, guarding, sign_ins
from avrop.site.actors import Request, begin_session, note_stranger, tenant_named
from avrop.site.pages import sitemap
from avrop.site.pages.account.waiting import wait_for_second
from avrop.site.pages.choices import safe_target
from avrop.site.pages.frame import is_demo, show
from avrop.site.pages.performing import now
from avrop.site.pages.sitemap import SitePage
from avrop.site.words import role_name

LONGEST_ADDRESS = 254
#: What the page says of why somebody is there.
WHY_HERE = frozenset(
    {
        "accounts.session_is_over",
        "accounts.other_browser",
        "accounts.unknown_identity",
        "accounts.elsewhere_failed",
        CLOCK_SET_BACK,
    }
)

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
    return let_in(request, account_id, target, method="password")


def let_in(request: Request, account_id: UUID, target: str, *, method: str) -> HttpResponse:
    """Somebody has shown a first factor. Who has a second one is asked for it before the session begins;
    the account for emergencies has none, and its password is spent by this."""
    if accounts.is_break_glass(account_id):
        return _broken_glass(request, account_id, target)
    if has_second_factor(account_id):
        wait_for_second(request, account_id, target)
        return HttpResponseRedirect(reverse("sign_in_code"))
    begin_session(request, account_id, method=method)
    answer = HttpResponseRedirect(target)
    browsers.remember(request, answer, account_id)
    return answer


def _broken_glass(request: Request, account_id: UUID, target: str) -> HttpResponse:
    counting.spend_break_glass(account_id)
    session_id = guarding.begin(request, account_id, method=guarding.BREAK_GLASS, proven=True)
    announce(account_id, lambda person_id: BreakGlassUsed(person_id, session_id), at=now())
    return HttpResponseRedirect(target)


def _account(request: Request, email: str, password: str) -> UUID | None:
    """The account, if the password is right; `Refused` where it was tried too often."""
    fits = email.isprintable() and len(email) <= LONGEST_ADDRESS
    if not fits or not password or len(password) > LONGEST_PASSWORD:
        return None
    known, at = accounts.account_id_of(email), now()
    keys = counting.begin_try(
        email,
        address=browsers.address_of(request),
        browser=browsers.known_to(request, known),
        account_id=known,
        at=at,
    )
    account = authenticate(request, email=email, password=password)
    if account is None:
        announce_refusal(known, "accounts.wrong_password", at=at)
        return None
    counting.forgive_try(keys, at=at)
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
        "elsewhere": sign_ins.KNOWN,
        "why": _why(request),
    }
    return show(request, "site/sign_in.html", values, status=status)


def _why(request: Request) -> Said | None:
    """Why somebody who was signed in is here again, or could not be signed in elsewhere."""
    code, name = request.GET.get("why", ""), request.GET.get("name", "")
    if code not in WHY_HERE:
        return None
    known = {one.name for one in sign_ins.KNOWN}
    at = now()
    return say(Problem(code, {"name": name if name in known else "", "now": at, "latest": at}))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(plain: HttpRequest, token: str) -> HttpResponse:
    """Where a sign-in link leads: choose a password, and be signed in."""
    request = cast(Request, plain)
    invited = accounts.invited_by(token, at=now())
    if invited is None:
        note_stranger(request, "accounts.link_is_used")
        raise Missing((Problem("accounts.link_is_used"),))
    problems: tuple[Said, ...] = ()
    if request.method == "POST":
        try:
            counting.accept_link(token, request.POST.get("password", ""), at=now())
        except Invalid as poor:
            problems = tuple(say(problem) for problem in poor.problems)
        else:
            return let_in(request, invited.account_id, reverse("start"), method="link")
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
    tenant_id = tenant_named(person.organisation)
    begin_session(request, account_id, tenant_id, method="demonstration", proven=True)
    return HttpResponseRedirect(reverse("start"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    guarding.end(request, why="signed_out", at=now())
    return HttpResponseRedirect(reverse("sign_in"))
