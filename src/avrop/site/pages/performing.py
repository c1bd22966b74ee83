"""What the views share: who must be signed in, and how an operation is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import operation_of
from avrop.kernel.faces import perform
from avrop.kernel.ports import PROOF_NEEDED
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties.queries import Membership
from avrop.site import kept
from avrop.site.actors import (
    SAFE_METHODS,
    Acting,
    ProofAsked,
    Request,
    asked_in,
    choices_in,
)
from avrop.site.patterns import tours

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
View = Callable[Concatenate[Request, Given], HttpResponse]
PlainView = Callable[Concatenate[HttpRequest, Given], HttpResponse]


#: The account and the person of who comes without either.
NOBODY = UUID(int=0)


def acting(request: Request) -> Acting:
    """Whom the request acts as; only in a view for people who are signed in."""
    assert request.acting is not None
    return request.acting


def actor_of(request: Request) -> Actor:
    """The actor; only in a view for people who are signed in."""
    return acting(request).actor


def ask(request: Request, function: Callable[..., Answer], **arguments: object) -> Answer:
    """Run a command or query for the reader. Denials are written down and become pages."""
    with proof_asked():
        answer = perform(
            operation_of(function), arguments, actor=actor_of(request), at=now(), face="web"
        )
    return cast(Answer, answer)


@contextmanager
def proof_asked() -> Iterator[None]:
    """Where an act is refused for want of proof that it is the reader, that is asked for instead."""
    try:
        yield
    except Refused as refusal:
        if PROOF_NEEDED in refusal.codes:
            raise ProofAsked from refusal
        raise


def rights_of(request: Request) -> frozenset[str]:
    """The names of the reader's rights, for what to offer; asked for once in a request."""
    if request.rights is None:
        actor = actor_of(request)
        with tenant_scope(actor.tenant_id):
            request.rights = authority.permissions_of(actor)
    return request.rights


def now() -> datetime:
    """The moment a face gives to a command."""
    return datetime.now(UTC)


def today() -> date:
    """The date where the reader's organisation is."""
    return timezone.localdate()


@contextmanager
def visiting(request: Request, actor: Actor, *, name: str = "", zone: str = "") -> Iterator[None]:
    """Act as a routine that somebody without an account has come by, in an organisation of that `name`
    and time `zone`; whoever was acting before goes on afterwards."""
    before = request.acting, request.rights
    member = Membership(NOBODY, actor.tenant_id, name, zone, NOBODY)
    request.acting, request.rights = Acting(actor, member, ()), actor.may
    try:
        yield
    finally:
        request.acting, request.rights = before


def signed_in(view: View[Given]) -> PlainView[Given]:
    """Mark a view for people who are signed in and belong to an organisation."""

    @wraps(view)
    def run(plain: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        request = cast(Request, plain)
        if request.acting is not None:
            if request.method == "POST":
                kept.forget_if_sent(request)
            answer = view(request, *args, **kwargs)
            tours.note_passed(request, answer)
            return answer
        if request.user.is_authenticated and choices_in(request):
            return HttpResponseRedirect(reverse("organisation"))
        if request.user.is_authenticated:
            from avrop.site.pages.errors import no_organisation

            if asked_in(request):
                return HttpResponseRedirect(reverse("asked_memberships"))
            return no_organisation(request)
        here = request.get_full_path() if request.method in SAFE_METHODS else reverse("start")
        if request.method == "POST" and kept.keep(request):
            here = reverse("kept_form")
        asked = {
            "next": here,
            **({"why": request.refused_session} if request.refused_session else {}),
        }
        return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode(asked)}")

    return cast(PlainView[Given], run)
