"""Who acts: from a session, an API key, an e-mail address on the command line, or the operator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from avrop.accounts import queries as accounts
from avrop.accounts.actions import count_stranger
from avrop.accounts.announcing import announce_refusal
from avrop.accounts.second_factors import use_code
from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.kernel.permissions import all_permissions
from avrop.kernel.problems import Invalid, Missing, Problem, Refused, refuse_if
from avrop.kernel.routes import all_routes
from avrop.parties import queries as parties
from avrop.parties.queries import Membership
from avrop.site import guarding
from avrop.site.browsers import address_of

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TENANT_IN_SESSION = "tenant_id"
CODE_HEADER = "One-Time-Code"


@dataclass(frozen=True, slots=True)
class Acting:
    """Whom a session acts as, and everybody else it could act as. `is_asked_for`: an organisation waits
    for a yes or a no."""

    actor: Actor
    membership: Membership
    memberships: tuple[Membership, ...]
    is_asked_for: bool = False


class ProofAsked(Exception):
    """What the reader is about to do asks for a second factor, shown just now: the page that takes it is
    next, and then the act once more."""


class Request(HttpRequest):
    """A request that has passed `sessions.Sessions`. `refused_session` is the code of why the session
    that it came with opens nothing, "" where it does."""

    actor: Actor | None
    acting: Acting | None
    rights: frozenset[str] | None
    refused_session: str
    htmx: HtmxDetails


def operator(organisation: str | None) -> Actor:
    """The operator of this installation: a system actor with every right in one organisation.

    Whoever can start `avrop` on the server holds the database anyway; what he does is recorded as
    the operator's.
    """
    list(all_routes())  # every app's permissions are known once its operations are
    rights = frozenset(permission.name for permission in all_permissions())
    return Actor.routine(tenant_named(organisation), "operator", rights)


def tenant_named(organisation: str | None) -> UUID:
    """The tenant of that name or id; the operator's own without one."""
    if organisation is None:
        found = list(Tenant.objects.filter(is_operator=True)[:1])
    else:
        named = Tenant.objects.filter(name__iexact=organisation, closed_at=None)
        found = list(named[:2]) or _by_id(organisation)
    if len(found) != 1:
        raise Missing((Problem("site.no_organisation", {"organisation": organisation or ""}),))
    return found[0].id


def _by_id(text: str) -> list[Tenant]:
    try:
        return list(Tenant.objects.filter(id=UUID(text)))
    except ValueError:
        return []


def actor_by_email(email: str, organisation: str | None, code: str = "") -> Actor:
    """The person with this e-mail; `organisation` chooses where he belongs to several. `code` is a
    one-time code, which proves that it is he."""
    now = datetime.now(UTC)
    account_id = accounts.account_id_of(email)
    if account_id is None:
        raise Missing((Problem("site.no_account", {"email": email}),))
    memberships = parties.memberships_of(account_id, at=now)
    if organisation is not None:
        tenant_id = tenant_named(organisation)
        memberships = tuple(one for one in memberships if one.tenant_id == tenant_id)
    else:  # practice is asked for by name
        memberships = tuple(one for one in memberships if one.practice_of is None)
    if not memberships:
        raise Refused((Problem("accounts.no_organisation"),))
    if len(memberships) > 1:
        names = ", ".join(sorted(one.tenant_name for one in memberships))
        raise Invalid((Problem("site.which_organisation", {"organisations": names}),))
    actor = _actor_of(memberships[0])
    return _proven_by(code, actor, now) if code else actor


def person_by_email(email: str, organisation: str) -> UUID:
    """Who has this e-mail in an organisation, also who has not said yes to it yet."""
    now, tenant_id = datetime.now(UTC), tenant_named(organisation)
    account_id = accounts.account_id_of(email)
    if account_id is None:
        raise Missing((Problem("site.no_account", {"email": email}),))
    for one in parties.every_membership_of(account_id, at=now):
        if one.tenant_id == tenant_id:
            return one.person_id
    raise Refused((Problem("accounts.no_organisation"),))


def _proven_by(code: str, actor: Actor, at: datetime) -> Actor:
    """The actor, whose one-time code is used up by this: it proves one act, and what follows at once."""
    assert actor.account_id is not None
    use_code(actor.account_id, code, at=at)
    return replace(actor, proven_until=at + timedelta(minutes=1))


def _actor_of(member: Membership) -> Actor:
    return Actor(member.tenant_id, account_id=member.account_id, person_id=member.person_id)


def who_asks(request: HttpRequest) -> Actor | None:
    """The actor of an API request: the holder of its key, or of its session.

    A session is believed for unsafe methods only with a CSRF token; a key needs none. What asks for
    proof of who acts is sent with a one-time code of the key's holder in the header
    `One-Time-Code`.
    """
    authorization = request.headers.get("Authorization", "")
    if authorization:
        holder = _holder(authorization)
        if holder is None:
            note_stranger(request, "accounts.key_opens_nothing")
        code = request.headers.get(CODE_HEADER, "")
        if holder is None or holder.is_program or not code:
            return holder
        return _proven_by(code, holder, datetime.now(UTC))
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or request.method in SAFE_METHODS:
        return actor
    return actor if _has_csrf_token(request) else None


def note_stranger(request: HttpRequest, why: str) -> None:
    """Write down that somebody came with a key or a link that opens nothing: the first from an address,
    the tenth, the hundredth … within the hour."""
    at = datetime.now(UTC)
    count = count_stranger(why, address=address_of(request), at=at)
    announce_refusal(None, why, at=at, count=count)


def _holder(authorization: str) -> Actor | None:
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer":
        return None
    now = datetime.now(UTC)
    holder = accounts.holder_of(key.strip(), at=now)
    if holder is None:
        return None
    member = parties.membership(holder.account_id, holder.tenant_id, at=now)
    if member is None or member.person_id != holder.person_id:
        return None
    return replace(_actor_of(member), is_program=holder.is_program)


def _has_csrf_token(request: HttpRequest) -> bool:
    """Django's own check, asked for here because the API is exempt from the middleware's."""
    check = CsrfViewMiddleware(_no_answer)
    check.process_request(request)
    return check.process_view(request, _no_answer, (), {}) is None


def _no_answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def acting_in(request: HttpRequest) -> Acting | None:
    """Whom the session acts as; None when nobody is signed in or the membership has ended, and where
    somebody works on both sides of a trade and has not said yet on which one now."""
    if not request.user.is_authenticated:
        return None
    every = _every_membership(request)
    memberships = _accepted(every)
    chosen = request.session.get(TENANT_IN_SESSION)
    member = next((one for one in memberships if str(one.tenant_id) == chosen), None)
    if member is None and memberships and not span_sides(memberships):
        member = memberships[0]
    if member is None:
        return None
    actor = replace(_actor_of(member), proven_until=guarding.proven_until(request))
    return Acting(actor, member, memberships, len(memberships) < len(every))


def span_sides(memberships: Iterable[Membership]) -> bool:
    """Whether these are organisations on both sides of a trade; one to practise in is on none."""
    sides = {one.side for one in memberships if one.practice_of is None}
    return {parties.TradeSide.BUYING, parties.TradeSide.SELLING} <= sides


def choices_in(request: HttpRequest) -> tuple[Membership, ...]:
    """The organisations that a session may act for: all of the account's, or those that the sign-in of
    others has vouched for."""
    return _accepted(_every_membership(request))


def _accepted(memberships: tuple[Membership, ...]) -> tuple[Membership, ...]:
    return tuple(one for one in memberships if one.is_accepted)


def asked_in(request: HttpRequest) -> tuple[Membership, ...]:
    """The organisations that wait for the holder of the account to say yes or no, whoever vouches."""
    found = parties.every_membership_of(UUID(str(request.user.pk)), at=datetime.now(UTC))
    return tuple(one for one in found if not one.is_accepted)


def _every_membership(request: HttpRequest) -> tuple[Membership, ...]:
    within = vouched_within(request)
    found = parties.every_membership_of(UUID(str(request.user.pk)), at=datetime.now(UTC))
    return tuple(one for one in found if not within or {one.tenant_id, one.practice_of} & within)


def vouched_within(request: HttpRequest) -> frozenset[UUID]:
    """The only organisations that the session is good for; empty where it is good for all."""
    return frozenset(UUID(one) for one in request.session.get(guarding.WITHIN) or ())


def reaches_beyond(request: HttpRequest, within: tuple[UUID, ...]) -> bool:
    """Whether the session may act for an organisation that is not among these, and not only to practise
    for one of them."""
    return any((one.practice_of or one.tenant_id) not in within for one in choices_in(request))


def is_vouched_for_in_part(request: HttpRequest) -> bool:
    """Whether the account works for organisations that the sign-in of others, by which this session
    began, does not vouch in; also ones that it has left and may come back to."""
    within = vouched_within(request)
    return bool(within and parties.tenants_ever_of(UUID(str(request.user.pk))) - within)


def act_for(request: HttpRequest, tenant_id: UUID) -> None:
    """From now on the session acts for this organisation of its holder's; `Refused` for others.

    Over to the other side of a trade it goes on under a new key and unproven: what was open or stolen
    on the one side is worth nothing on the other.
    """
    known = {one.tenant_id: one for one in choices_in(request)}
    refuse_if([Problem("site.not_your_organisation")] if tenant_id not in known else [])
    before = next(
        (one for key, one in known.items() if str(key) == request.session.get(TENANT_IN_SESSION)),
        None,
    )
    request.session[TENANT_IN_SESSION] = str(tenant_id)
    if before is not None and parties.are_opposite(before.side, known[tenant_id].side):
        guarding.begin_anew(request)


def chosen_in(request: HttpRequest) -> UUID | None:
    """The organisation that the holder of the session has chosen, if any."""
    chosen = request.session.get(TENANT_IN_SESSION)
    return UUID(chosen) if chosen else None


def begin_session(
    request: HttpRequest,
    account_id: UUID,
    tenant_id: UUID | None = None,
    *,
    method: str,
    proven: bool = False,
    within: tuple[UUID, ...] = (),
) -> None:
    """Sign an account in, as `guarding.begin` does; in the organisation, where one is given."""
    guarding.begin(request, account_id, method=method, proven=proven, within=within)
    if tenant_id is not None:
        act_for(request, tenant_id)
