"""Each request has an actor, a language and a time zone, or none of them; each denial of a page
becomes a page that says why, and no answer to somebody signed in is kept by a cache."""

from __future__ import annotations

import time
import zoneinfo
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from avrop.accounts.sessions import note_seen
from avrop.kernel.faces.performing import record_late
from avrop.kernel.looking import looking
from avrop.kernel.problems import Denial
from avrop.site import guarding
from avrop.site.actors import SAFE_METHODS, ProofAsked, Request, acting_in

RENEWED_AT = "renewed_at"
#: A session that is used lives on: it is renewed when less than this part of its time is left.
RENEWED_BELOW = 0.9
PERMISSIONS_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=()"


class Sessions:
    """Middleware: sets `request.actor` and `request.acting`; speaks the reader's language and keeps
    the organisation's clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = cast(Request, plain)
        guarding.forget_unstorable(request)
        request.refused_session = guarding.refused_session(request)
        request.acting = acting_in(request)
        request.rights = None
        request.actor = request.acting.actor if request.acting else None
        _speak(request)
        if request.acting is None:
            return _guarded(self.get_response(request))
        if seconds_left(request) < settings.SESSION_COOKIE_AGE * RENEWED_BELOW:
            renew(request)
        reads = looking() if request.method in SAFE_METHODS else nullcontext()
        with timezone.override(zoneinfo.ZoneInfo(request.acting.membership.time_zone)), reads:
            response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return _guarded(response)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for what the rules, the rights or the input do not allow."""
        if isinstance(error, ProofAsked):
            from avrop.site.pages.account.confirming import ask_for_proof

            return ask_for_proof(cast(Request, request))
        if isinstance(error, Denial):
            from avrop.site.pages.errors import denied

            record_late(error)
            return denied(cast(Request, request), error)
        return None


def seconds_left(request: HttpRequest) -> int:
    """How long the session lasts if nothing more is asked for."""
    renewed: float = request.session.get(RENEWED_AT, 0.0)
    return max(0, int(settings.SESSION_COOKIE_AGE - (time.time() - renewed)))


def renew(request: HttpRequest) -> None:
    """Count the session's time from now on. Written only when a part of it is over, so that reading
    pages costs no write."""
    if guarding.is_break_glass(request):
        return  # an emergency is over in an hour, or somebody signs in anew
    request.session.set_expiry(None)
    request.session[RENEWED_AT] = time.time()
    if guarding.SESSION_ID in request.session:
        note_seen(UUID(request.session[guarding.SESSION_ID]), at=datetime.now(UTC))


def _speak(request: Request) -> None:
    """What was chosen in this browser goes first, then the account's language; else Django has found
    the browser's."""
    language = getattr(request.user, "language", "") if request.acting else ""
    if language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE


def _guarded(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    return response
