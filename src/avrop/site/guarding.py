"""Whether a session may go on: it has not ended, it is used by the browser it began in, and the
clock has not been set back since. What is refused here is somebody with a key in the wrong hands,
so it is written down."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from avrop.accounts import sessions
from avrop.accounts.announcing import announce, announce_refusal
from avrop.accounts.backend import PasswordBackend
from avrop.accounts.events import IdentityProven, SignedIn
from avrop.kernel.clock import CLOCK_SET_BACK, TOLERANCE
from avrop.kernel.problems import Missing, Problem
from avrop.site import browsers
from avrop.site.session_store import SessionStore

#: What a session holds beside Django's: which one it is, since when, by which means, of which browser,
#: when a second factor was last shown, and for which organisations another sign-in has vouched.
SESSION_ID, BEGAN_AT, METHOD, BOUND_TO = "session_id", "began_at", "method", "bound_to"
PROVEN_AT, WITHIN = "proven_at", "within"
BREAK_GLASS = "break_glass"
BREAK_GLASS_SECONDS = 3600


def refused_session(request: HttpRequest) -> str:
    """Why the session that this request comes with opens nothing, as a code; "" where it is fit or there
    is none. An unfit one is ended."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return ""
    now = datetime.now(UTC)
    if not request.user.is_authenticated:
        is_gone = request.session.session_key is None
        was_known = is_gone and sessions.refuse_old_key(key, at=now)
        return "accounts.session_is_over" if was_known else ""
    why = _unfit(request)
    if why:
        end(request, why=why.partition(".")[2], at=now, told_as=why)
    return why


def _unfit(request: HttpRequest) -> str:
    bound = request.session.get(BOUND_TO)
    if bound is not None and bound != browsers.mark_of(request):
        return "accounts.other_browser"
    if request.session.get(BEGAN_AT, 0.0) > time.time() + TOLERANCE.total_seconds():
        return CLOCK_SET_BACK
    return ""


def end(request: HttpRequest, *, why: str, at: datetime, told_as: str = "") -> None:
    """End the session of a request; `told_as` is the code under which its refusal is written down."""
    session_id, account_id = request.session.get(SESSION_ID), request.user.pk
    request.session.flush()
    request.user = AnonymousUser()
    if account_id is None:
        return
    if session_id is not None:
        sessions.end_session(UUID(session_id), account_id=account_id, why=why, at=at)
    if told_as:
        announce_refusal(account_id, told_as, at=at)


def begin(
    request: HttpRequest,
    account_id: UUID,
    *,
    method: str,
    proven: bool = False,
    within: tuple[UUID, ...] = (),
) -> UUID:
    """Sign an account in by a means: a new session with a key of its own, bound to this browser.
    `proven` says that a second factor was shown; `within` are the only organisations it is good
    for."""
    account = PasswordBackend().get_user(account_id)
    if account is None:
        raise Missing((Problem("accounts.not_signed_in"),))
    kept = _kept(request)
    request.session.flush()
    login(request, account, backend="avrop.accounts.backend.PasswordBackend")
    request.session.update(kept)
    if request.session.session_key is None:
        request.session.create()
    at, name = datetime.now(UTC), browsers.name_of(request)
    key = str(request.session.session_key)
    session_id = sessions.open_session(account_id, key, browser=name, method=method, at=at)
    request.session.update(
        {
            SESSION_ID: str(session_id),
            BEGAN_AT: at.timestamp(),
            METHOD: method,
            BOUND_TO: browsers.mark_of(request),
            WITHIN: [str(each) for each in within],
            **({PROVEN_AT: at.timestamp()} if proven else {}),
        }
    )
    if method == BREAK_GLASS:
        request.session.set_expiry(BREAK_GLASS_SECONDS)
    announce(account_id, lambda person_id: SignedIn(person_id, session_id, method), at=at)
    return session_id


def _kept(request: HttpRequest) -> dict[str, object]:
    """What goes from before the sign-in into the session: a form that was sent too late."""
    from avrop.site.kept import IN_SESSION

    return {name: request.session[name] for name in (IN_SESSION,) if name in request.session}


def prove(request: HttpRequest, *, method: str) -> None:
    """Somebody signed in has just shown a second factor: the session gets a new key, so that one which
    was stolen before is worth nothing."""
    at = datetime.now(UTC)
    request.session[PROVEN_AT] = at.timestamp()
    _change_key(request, at)
    account_id = UUID(str(request.user.pk))
    announce(account_id, lambda person_id: IdentityProven(person_id, method), at=at)


def begin_anew(request: HttpRequest) -> None:
    """The session goes on under a new key, and its holder has proven nothing yet."""
    request.session.pop(PROVEN_AT, None)
    _change_key(request, datetime.now(UTC))


def _change_key(request: HttpRequest, at: datetime) -> None:
    former = str(request.session.session_key)
    request.session.cycle_key()
    if SESSION_ID in request.session:
        session_id = UUID(request.session[SESSION_ID])
        sessions.change_key(session_id, former, str(request.session.session_key), at=at)


def proven_until(request: HttpRequest) -> datetime | None:
    """Until when the second factor of this session counts as fresh; None where it does not."""
    proven = request.session.get(PROVEN_AT)
    if proven is None or proven > time.time() + TOLERANCE.total_seconds():
        return None
    lasts = timedelta(minutes=settings.AVROP_PROOF_MINUTES)
    return datetime.fromtimestamp(proven, UTC) + lasts


def is_break_glass(request: HttpRequest) -> bool:
    """Whether somebody is signed in with the account for emergencies."""
    return request.session.get(METHOD) == BREAK_GLASS


def forget_unstorable(request: HttpRequest) -> None:
    """A key that cannot be stored is nobody's; asking the database for it would be an error."""
    if "\x00" in (request.COOKIES.get(settings.SESSION_COOKIE_NAME) or ""):
        request.session = SessionStore()
