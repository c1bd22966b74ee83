"""Positions that the organisation wants held, and who is appointed to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from avrop.authority import events, permissions
from avrop.authority.actions.checking import (
    locked,
    one_at_a_time,
    problems_at_both_desks,
    problems_helping_oneself,
    problems_with_period,
    problems_with_person,
    problems_with_unit,
)
from avrop.authority.desks import Held
from avrop.authority.models import Appointment, Delegation, Mandate, Position
from avrop.authority.post_models import Post
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.problems import Problem, refuse_if
from avrop.parties import queries as parties

LONGEST_TITLE = 200


@command(permissions.APPOINT)
def open_position(
    title: str, *, valid_from: date, unit_id: UUID | None = None, actor: Actor, at: datetime
) -> UUID:
    """Set up a position that somebody is to hold, in a unit or for the whole organisation. Until
    somebody is appointed it is vacant."""
    actor = require_over(actor, permissions.APPOINT, at, unit_id)
    problems = list(problems_with_unit(unit_id))
    if not title.strip() or len(title) > LONGEST_TITLE:
        problems.append(Problem("authority.no_title", {"longest": LONGEST_TITLE}, ("title",)))
    refuse_if(problems)
    row = Position.objects.create(title=title.strip(), unit_id=unit_id, valid_from=valid_from)
    outbox.publish(events.PositionOpened(row.id), actor=actor, at=at)
    return row.id


@command(permissions.APPOINT)
def close_position(position_id: UUID, last_day: date, *, actor: Actor, at: datetime) -> None:
    """Want a position no longer after a day: its mandates and appointments end with it."""
    row = locked(Position, position_id, "position")
    actor = require_over(actor, permissions.APPOINT, at, row.unit_id)
    refuse_if(problems_with_period(row.valid_from, last_day))
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])
    goes_on = Q(valid_until=None) | Q(valid_until__gt=last_day)
    end_appointments(Appointment.objects.filter(goes_on, position_id=row.id), last_day, at)
    mandates = Mandate.objects.filter(goes_on, position_id=row.id, revoked_at=None)
    mandates.filter(valid_from__gt=last_day).update(revoked_at=at)
    mandates.filter(valid_from__lte=last_day).update(valid_until=last_day)
    outbox.publish(events.PositionClosed(row.id, last_day), actor=actor, at=at)


@command(permissions.APPOINT)
def appoint(
    position_id: UUID,
    person_id: UUID,
    *,
    valid_from: date,
    decision_reference: str,
    post: Post = Post.HOLDER,
    valid_until: date | None = None,
    reason_for_both: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let a person hold a position, and so its mandates; or be the deputy, who acts only while nobody
    holds it. Nobody appoints himself; on a day a position has one holder, and deputies as needed."""
    position = locked(Position, position_id, "position")
    actor = require_over(actor, permissions.APPOINT, at, position.unit_id)
    one_at_a_time()
    # Nobody holds a position longer than it is wanted, nor than he works here.
    last = _earliest(valid_until, position.valid_until, _last_day_of(person_id))
    problems = [
        *problems_with_person(person_id, valid_from),
        *problems_with_period(valid_from, valid_until),
        *problems_helping_oneself(actor, person_id),
        *_problems_with_decision(decision_reference),
        *_problems_with_post(position, person_id, post, valid_from, last),
    ]
    roles = Mandate.objects.filter(position_id=position.id, revoked_at=None)
    given = [Held(role, valid_from, last) for role in roles.values_list("role__code", flat=True)]
    problems += problems_at_both_desks(person_id, given, reason_for_both)
    refuse_if(problems)
    row = Appointment.objects.create(
        position_id=position.id,
        person_id=person_id,
        post=post,
        valid_from=valid_from,
        valid_until=last,
        decision_reference=decision_reference.strip(),
    )
    event = events.PersonAppointed(row.id, position.id, person_id, post)
    outbox.publish(event, actor=actor, at=at)
    return row.id


@command(permissions.APPOINT)
def end_appointment(appointment_id: UUID, last_day: date, *, actor: Actor, at: datetime) -> None:
    """Let somebody hold a position no longer after a day, nor anybody he has lent its mandates to."""
    row = locked(Appointment, appointment_id, "appointment")
    position = Position.objects.get(id=row.position_id)
    actor = require_over(actor, permissions.APPOINT, at, position.unit_id)
    if last_day < row.valid_from or (row.valid_until is not None and last_day > row.valid_until):
        values = {"day": row.valid_from}
        refuse_if([Problem("authority.outside_appointment", values, ("last_day",))])
    end_appointments(Appointment.objects.filter(id=row.id), last_day, at)
    event = events.AppointmentEnded(row.id, row.position_id, row.person_id, last_day)
    outbox.publish(event, actor=actor, at=at)


def end_appointments(rows: QuerySet[Appointment], last_day: date, at: datetime) -> int:
    """Appointments of one person or to one position end, and with them what their holders have lent of
    the positions, or would have. Returns how many. Four statements, however many they are."""
    ending = list(rows.select_for_update().order_by("id"))
    longer = [row for row in ending if row.valid_until is None or row.valid_until > last_day]
    for row in longer:
        row.valid_until = max(last_day, row.valid_from)
    update_rows(Appointment, ["valid_until"], longer)
    positions = {row.position_id for row in ending}
    lent = Delegation.objects.filter(
        mandate_id__in=Mandate.objects.filter(position_id__in=positions).values("id"),
        from_person__in={row.person_id for row in ending},
        valid_until__gt=last_day,
        revoked_at=None,
    )
    lent.filter(valid_from__gt=last_day).update(revoked_at=at)
    lent.filter(valid_from__lte=last_day).update(valid_until=last_day)
    return len(ending)


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _last_day_of(person_id: UUID) -> date | None:
    person = parties.people([person_id]).get(person_id)
    return person.valid_until if person else None


def _problems_with_decision(decision_reference: str) -> Iterator[Problem]:
    if not decision_reference.strip():
        yield Problem("authority.no_decision", {}, ("decision_reference",))


def _problems_with_post(
    position: Position, person_id: UUID, post: Post, first: date, last: date | None
) -> Iterator[Problem]:
    if first < position.valid_from or (position.valid_until and first > position.valid_until):
        yield Problem("authority.position_not_there", {"title": position.title}, ("valid_from",))
    there = Appointment.objects.filter(position_id=position.id)
    there = there.filter(Q(valid_until=None) | Q(valid_until__gte=first))
    if last is not None:
        there = there.filter(valid_from__lte=last)
    for one in there:
        if one.person_id == person_id:
            yield Problem("authority.appointed_already", {}, ("person_id",))
        elif one.post == post == Post.HOLDER:
            facts = {"title": position.title, "day": one.valid_from}
            yield Problem("authority.position_held", facts, ("person_id",))
