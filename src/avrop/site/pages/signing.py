"""Signing in and out; in the demonstration also as anybody in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib.auth import authenticate, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from avrop.accounts import queries as accounts
from avrop.kernel.problems import Problem
from avrop.kernel.wording import say
from avrop.site.actors import Request, begin_session, tenant_named
from avrop.site.pages.choices import safe_target
from avrop.site.pages.frame import is_demo, show
from avrop.site.words import role_name

LONGEST_ADDRESS = 254
LONGEST_PASSWORD = 1024


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
    account_id = _account(request, email, request.POST.get("password", ""))
    if account_id is None:
        return _form(request, target, email=email, is_wrong=True)
    begin_session(request, account_id)
    return HttpResponseRedirect(target)


def _account(request: Request, email: str, password: str) -> UUID | None:
    fits = email.isprintable() and len(email) <= LONGEST_ADDRESS
    if not fits or not password or len(password) > LONGEST_PASSWORD:
        return None
    account = authenticate(request, email=email, password=password)
    return UUID(str(account.pk)) if account is not None else None


def _form(
    request: Request, target: str, *, email: str = "", is_wrong: bool = False
) -> HttpResponse:
    values = {
        "next": target,
        "email": email,
        "wrong": say(Problem("accounts.wrong_password")) if is_wrong else None,
        "groups": tuple(_cards()) if is_demo() else (),
    }
    return show(request, "site/sign_in.html", values, status=422 if is_wrong else 200)


def _cards() -> Iterator[Cards]:
    from avrop.site.demo.people import PEOPLE

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
    from avrop.site.demo.people import PEOPLE

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
