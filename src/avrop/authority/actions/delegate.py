"""A substitute during an absence."""

from __future__ import annotations

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
from avrop.authority.delegation import Lending, problems_delegating
from avrop.authority.desks import Held
from avrop.authority.models import Appointment, Delegation, Mandate
from avrop.authority.post_models import Post
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, refuse_if
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

    The holder does it himself; for somebody else it takes `authority.delegate_for_others`.
    """
    mandate = locked(Mandate, mandate_id, "mandate")
    asked = actor
    actor = require(actor, permissions.DELEGATE, at=at)
    holder_id = holder_of(mandate, valid_from)
    if holder_id is None or asked.person_id != holder_id:
        actor = require_over(asked, permissions.DELEGATE_FOR_OTHERS, at, mandate.unit_id)
    if holder_id is None:
        raise Refused((Problem("authority.nobody_to_lend", {}, ("mandate_id",)),))
    lending = Lending(holder_id, to_person, valid_from, valid_until)
    one_at_a_time()
    others = _lendings_during(valid_from, valid_until)
    given = Held(mandate.role.code, valid_from, valid_until)
    first, last = _term_of(mandate, holder_id, valid_from)
    lent = replace(queries.mandate_view(mandate), valid_from=first, valid_until=last)
    refuse_if(
        [
            *problems_with_person(to_person, valid_from),
            *problems_helping_oneself(actor, to_person),
            *problems_delegating(lending, lent, limit, reason, others),
            *problems_at_both_desks(to_person, given, reason),
        ]
    )
    row = Delegation.objects.create(
        mandate_id=mandate.id,
        from_person=holder_id,
        to_person=to_person,
        amount_limit=limit.amount if limit else None,
        currency=limit.currency if limit else "",
        valid_from=valid_from,
        valid_until=valid_until,
        reason=reason.strip(),
        made_by=actor.person_id,
        made_at=at,
    )
    outbox.publish(
        events.MandateDelegated(row.id, mandate.id, holder_id, to_person),
        actor=actor,
        at=at,
        reason=row.reason,
    )
    announce_both_desks(mandate.id, to_person, given, reason, actor=actor, at=at)
    return row.id


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
    own = Mandate.objects.none()
    if person_id is not None:
        posts = Appointment.objects.filter(
            _there(valid_from), person_id=person_id, post=Post.HOLDER
        )
        by_post = Q(position_id__in=posts.values("position_id"))
        own = Mandate.objects.filter(Q(person_id=person_id) | by_post)
    held = own.filter(revoked_at=None).filter(
        Q(valid_until=None) | Q(valid_until__gte=valid_from), valid_from__lte=valid_until
    )
    chosen = list(held.filter(id__in=mandate_ids) if mandate_ids else held)
    terms = {each.id: _term_of(each, person_id, valid_from) for each in chosen if person_id}
    refuse_if([] if chosen else [Problem("authority.nothing_to_lend", {}, ("mandate_ids",))])
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


def holder_of(mandate: Mandate, on: date) -> UUID | None:
    """Whose mandate it is on a day; None for a vacant position's, and for what everybody has."""
    if mandate.position_id is None:
        return mandate.person_id
    posts = Appointment.objects.filter(
        _there(on), position_id=mandate.position_id, post=Post.HOLDER
    )
    return posts.values_list("person_id", flat=True).first()


def _term_of(mandate: Mandate, holder_id: UUID, on: date) -> tuple[date, date | None]:
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
