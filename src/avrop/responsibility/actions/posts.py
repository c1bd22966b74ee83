"""What a position answers for, and what is handed over when somebody takes one over."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.authority import actions as authority
from avrop.authority import permissions as rights
from avrop.authority import queries as authority_queries
from avrop.authority.queries import PositionView
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, over, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.responsibility import events, permissions, posts
from avrop.responsibility.activities import Part
from avrop.responsibility.models import HandOver, Post
from avrop.responsibility.posts import Held, Item
from avrop.tasks import actions as tasks
from avrop.tasks.shapes import NewTask

VACANT, TO_HAND_OVER = "responsibility.position_vacant", "responsibility.to_hand_over"
LONGEST_NOTE = 500


@command(rights.APPOINT)
def open_post(
    kind: str,
    subject: str,
    title: str,
    *,
    valid_from: date,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Set up a position that answers for a part of the process, a system or operations, which nothing
    else does. Returns the position's id, to which somebody is appointed as to any other."""
    subject = subject.strip()
    former = Post.objects.select_for_update().filter(kind=kind, subject=subject).first()
    actor = require(actor, rights.APPOINT, at=at, within=over(unit_id))
    problems = list(posts.problems_opening(kind, subject, [str(one) for one in Part]))
    if former is not None:
        answering = authority_queries.position_on(former.position_id, valid_from)
        if answering.valid_until is None or answering.valid_until >= valid_from:
            facts = {"title": answering.title}
            problems.append(Problem("responsibility.post_there_already", facts, ("subject",)))
    refuse_if(problems)
    position_id = authority.open_position(
        title, valid_from=valid_from, unit_id=unit_id, actor=actor, at=at
    )
    row = former or Post(kind=kind, subject=subject)
    row.position_id = position_id
    row.save()
    outbox.publish(events.PostOpened(position_id, row.id, kind), actor=actor, at=at)
    return position_id


@command(permissions.WATCH)
def follow_appointment(
    position_id: UUID, appointment_id: UUID, *, actor: Actor, at: datetime
) -> UUID | None:
    """Do what follows when somebody holds a position: it is vacant no longer, and whoever takes it over
    from somebody gets a list of what is handed over. Returns that one's id; None where there is
    nobody to take over from. Safe to repeat."""
    actor = require(actor, permissions.WATCH, at=at, within=EVERYWHERE)
    position = authority_queries.position_on(position_id, day_of(at))
    new = next((one for one in position.appointments if one.id == appointment_id), None)
    if new is None:
        raise missing("appointment", appointment_id)
    if not new.is_holder:
        return None
    tasks.close_tasks(position_id, kind=VACANT, actor=actor, at=at)
    if HandOver.objects.filter(appointment_id=appointment_id).exists():
        return None
    held = [
        Held(one.person_id, one.valid_from, one.valid_until)
        for one in position.appointments
        if one.is_holder and one.id != appointment_id
    ]
    before = posts.predecessor(held, Held(new.person_id, new.valid_from, new.valid_until))
    if before is None:
        return None
    row = HandOver.objects.create(
        position_id=position_id,
        appointment_id=appointment_id,
        from_person=before.person_id,
        to_person=new.person_id,
        points=[{"item": str(item)} for item in Item],
        opened_at=at,
    )
    tasks.open_tasks((_to_hand_over(position, row),), actor=actor, at=at)
    announced = events.HandOverOpened(position_id, row.id, appointment_id)
    outbox.publish(announced, actor=actor, at=at)
    return row.id


def _to_hand_over(position: PositionView, row: HandOver) -> NewTask:
    return NewTask(
        kind=TO_HAND_OVER,
        subject_kind="position",
        subject_id=position.id,
        assignees=(row.to_person, row.from_person),
        once_key=f"{TO_HAND_OVER}/{row.id}",
        values={"position": position.title},
    )


@command(permissions.HAND_OVER)
def note_handed_over(
    hand_over_id: UUID,
    item: str,
    note: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Note that a point has been handed over, and how, or why there is nothing to hand over. For the two
    whom it is between, and whoever appoints."""
    row = HandOver.objects.select_for_update().filter(id=hand_over_id).first()
    if row is None:
        raise missing("hand_over", hand_over_id)
    actor = require(actor, permissions.HAND_OVER, at=at)
    if actor.is_person and actor.person_id not in (row.from_person, row.to_person):
        unit_id = authority_queries.position_on(row.position_id, day_of(at)).unit_id
        require(actor, rights.APPOINT, at=at, within=over(unit_id))
    points = {point["item"]: point for point in row.points}
    problems = []
    if item not in points:
        problems.append(Problem("responsibility.unknown_point", {"item": item}, ("item",)))
    elif points[item].get("done_at"):
        problems.append(Problem("responsibility.point_is_done", {}, ("item",)))
    if not 0 < len(note.strip()) <= LONGEST_NOTE:
        problems.append(Problem("responsibility.note_shape", {"most": LONGEST_NOTE}, ("note",)))
    refuse_if(problems)
    points[item] |= {
        "note": note.strip(),
        "done_by": str(actor.person_id) if actor.person_id else "",
        "done_at": at.isoformat(),
    }
    row.points = list(points.values())
    is_whole = all(point.get("done_at") for point in row.points)
    row.done_at = at if is_whole else None
    count_change(row, expected_version)
    row.save(update_fields=["points", "done_at", "version"])
    if is_whole:
        tasks.close_tasks(row.position_id, kind=TO_HAND_OVER, actor=actor, at=at)
    announced = events.HandedOver(row.position_id, row.id, item, is_whole)
    outbox.publish(announced, actor=actor, at=at)
