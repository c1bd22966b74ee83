"""A substitute during an absence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority import events, permissions, queries
from avrop.authority.actions.checking import (
    announce_both_desks,
    locked,
    one_at_a_time,
    problems_at_both_desks,
    problems_helping_oneself,
    problems_with_person,
)
from avrop.authority.delegation import Lending, problems_delegating, problems_not_away
from avrop.authority.desks import Held
from avrop.authority.models import Appointment, Delegation, Mandate
from avrop.authority.post_models import Post
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.parties import actions as parties
from avrop.parties import queries as people
from avrop.values import Money


@command(permissions.DELEGATE)
def delegate(
    mandate_id: UUID,
    to_person: UUID,
    *,
    valid_from: date,
    valid_until: date,
    reason: str,
    limit: Money | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let a substitute use a mandate during an absence, up to a limit of its own if one is given.

    The holder does it himself, and says by that that he is away then; for somebody else it takes
    `authority.delegate_for_others`, and an absence that is known. It is good only while he is away.
    """
    mandate = locked(Mandate, mandate_id, "mandate")
    asked = actor
    actor = require(actor, permissions.DELEGATE, at=at)
    holder_id = holder_of(mandate, valid_from)
    is_own = holder_id is not None and asked.person_id == holder_id
    if not is_own:
        actor = require_over(asked, permissions.DELEGATE_FOR_OTHERS, at, mandate.unit_id)
    if holder_id is None:
        raise Refused((Problem("authority.nobody_to_lend", {}, ("mandate_id",)),))
    lending = Lending(holder_id, to_person, valid_from, valid_until)
    one_at_a_time()
    refuse_if(
        [
            *problems_helping_oneself(actor, to_person),
            *problems_lending(mandate, lending, limit, reason),
            *([] if is_own else _problems_with_absence(lending)),
        ]
    )
    if is_own:  # who lends what is his for some days tells by that that he is away then
        parties.be_away(holder_id, first=valid_from, last=valid_until, actor=actor, at=at)
    return lend(mandate, lending, limit, reason, actor=actor, at=at)


def problems_lending(
    mandate: Mandate, lending: Lending, limit: Money | None, reason: str | None
) -> list[Problem]:
    """Every reason not to let the substitute use the mandate like this. Call `one_at_a_time` before."""
    first, last = term_of(mandate, lending.principal, lending.valid_from)
    lent = replace(queries.mandate_view(mandate), valid_from=first, valid_until=last)
    others = _lendings_during(lending.valid_from, lending.valid_until)
    given = Held(mandate.role.code, lending.valid_from, lending.valid_until)
    return [
        *problems_with_person(lending.substitute, lending.valid_from),
        *problems_delegating(lending, lent, limit, reason, others),
        *problems_at_both_desks(lending.substitute, given, reason or ""),
    ]


def lend(
    mandate: Mandate,
    lending: Lending,
    limit: Money | None,
    reason: str,
    *,
    absence_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Write down what has been judged, and say it aloud."""
    row = Delegation.objects.create(
        mandate_id=mandate.id,
        from_person=lending.principal,
        to_person=lending.substitute,
        amount_limit=limit.amount if limit else None,
        currency=limit.currency if limit else "",
        valid_from=lending.valid_from,
        valid_until=lending.valid_until,
        reason=reason.strip(),
        made_by=actor.person_id,
        made_at=at,
        absence_id=absence_id,
    )
    outbox.publish(
        events.MandateDelegated(row.id, mandate.id, lending.principal, lending.substitute),
        actor=actor,
        at=at,
        reason=row.reason,
    )
    given = Held(mandate.role.code, lending.valid_from, lending.valid_until)
    announce_both_desks(mandate.id, lending.substitute, given, reason, actor=actor, at=at)
    return row.id


def _problems_with_absence(lending: Lending) -> Iterator[Problem]:
    known = people.absences_during(
        lending.principal,
        lending.valid_from,
        lending.valid_until,
        but_told_by=lending.substitute,
    )
    return problems_not_away(
        people.first_day_present(lending.valid_from, lending.valid_until, known)
    )


@command(permissions.DELEGATE)
def lend_mandates(
    to_person: UUID,
    *,
    valid_from: date,
    valid_until: date,
    reason: str,
    mandate_ids: tuple[UUID, ...] = (),
    actor: Actor,
    at: datetime,
) -> tuple[UUID, ...]:
    """Let a substitute use one's own mandates while one is away: those named, else all that one holds.

    A mandate, or the appointment by which one holds it, that ends or begins within the period is lent
    for its part of it. All or none.
    """
    asked, person_id = actor, actor.person_id
    require(actor, permissions.DELEGATE, at=at)
    held = held_during(person_id, valid_from, valid_until) if person_id else []
    chosen = [each for each in held if not mandate_ids or each.id in mandate_ids]
    terms = {each.id: term_of(each, person_id, valid_from) for each in chosen if person_id}
    refuse_if([] if chosen else [Problem("authority.nothing_to_lend", {}, ("mandate_ids",))])
    if person_id is not None:
        parties.be_away(person_id, first=valid_from, last=valid_until, actor=actor, at=at)
    return tuple(
        delegate(
            mandate.id,
            to_person,
            valid_from=max(valid_from, terms[mandate.id][0]),
            valid_until=min(valid_until, terms[mandate.id][1] or valid_until),
            reason=reason,
            actor=asked,
            at=at,
        )
        for mandate in sorted(chosen, key=lambda each: each.id)
    )


def held_during(person_id: UUID, first: date, last: date) -> list[Mandate]:
    """The mandates that somebody holds on some day of a period, of his own or by a position."""
    posts = Appointment.objects.filter(_there(first), person_id=person_id, post=Post.HOLDER)
    by_post = Q(position_id__in=posts.values("position_id"))
    held = Mandate.objects.filter(Q(person_id=person_id) | by_post, revoked_at=None).filter(
        Q(valid_until=None) | Q(valid_until__gte=first), valid_from__lte=last
    )
    return list(held.select_related("role"))


def holder_of(mandate: Mandate, on: date) -> UUID | None:
    """Whose mandate it is on a day; None for a vacant position's, and for what everybody has."""
    if mandate.position_id is None:
        return mandate.person_id
    posts = Appointment.objects.filter(
        _there(on), position_id=mandate.position_id, post=Post.HOLDER
    )
    return posts.values_list("person_id", flat=True).first()


def term_of(mandate: Mandate, holder_id: UUID, on: date) -> tuple[date, date | None]:
    """From when to when somebody holds a mandate: by a position no longer than he is appointed to it."""
    first, last = mandate.valid_from, mandate.valid_until
    if mandate.position_id is None:
        return first, last
    posts = Appointment.objects.filter(
        _there(on), position_id=mandate.position_id, person_id=holder_id, post=Post.HOLDER
    )
    for begins, ends in posts.values_list("valid_from", "valid_until"):
        first, last = max(first, begins), min(filter(None, (last, ends)), default=None)
    return first, last


def _there(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))


def _lendings_during(valid_from: date, valid_until: date) -> list[Lending]:
    """Every delegation of anybody that is in force on some day of the period."""
    rows = Delegation.objects.filter(
        revoked_at=None, valid_from__lte=valid_until, valid_until__gte=valid_from
    )
    return [
        Lending(*row)
        for row in rows.values_list("from_person", "to_person", "valid_from", "valid_until")
    ]
