"""Posts: opened, held, given up, and handed over."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties
from avrop.responsibility import events, permissions, posts
from avrop.responsibility.activities import Part
from avrop.responsibility.models import Appointment, HandOver, Post
from avrop.responsibility.posts import Held, Item
from avrop.responsibility.queries.posts import held_of
from avrop.tasks import actions as tasks
from avrop.tasks.shapes import NewTask

VACANT, TO_HAND_OVER = "responsibility.post_vacant", "responsibility.to_hand_over"
LONGEST_NOTE = 500


@command(permissions.APPOINT)
def open_post(kind: str, subject: str, *, opened_on: date, actor: Actor, at: datetime) -> UUID:
    """Say that somebody is to answer for a part of the process, a system or operations. Until somebody
    is appointed the post is vacant. Returns its id."""
    actor = require(actor, permissions.APPOINT, at=at, within=over(None))
    subject = subject.strip()
    problems = list(posts.problems_opening(kind, subject, [str(one) for one in Part]))
    if Post.objects.filter(kind=kind, subject=subject).exists():
        problems.append(Problem("responsibility.post_there_already", {}, ("subject",)))
    refuse_if(problems)
    row = Post.objects.create(kind=kind, subject=subject, opened_on=opened_on)
    outbox.publish(events.PostOpened(row.id, kind), actor=actor, at=at)
    return row.id


@command(permissions.APPOINT)
def appoint(
    post_id: UUID,
    person_id: UUID,
    *,
    valid_from: date,
    decision_reference: str,
    is_deputy: bool = False,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Let somebody hold a post, or stand in for its holder, by a decision. Whoever takes over from
    somebody gets a list of what is handed over. Returns the appointment's id."""
    row = _locked_post(post_id)
    actor = require(actor, permissions.APPOINT, at=at, within=over(None))
    person = parties.person(person_id)
    former = list(Appointment.objects.filter(post_id=row.id).order_by("valid_from"))
    people = parties.people({one.person_id for one in former})
    held = held_of(former, people)
    new = Held(person_id, is_deputy, valid_from, valid_until)
    problems = list(posts.problems_appointing(held, new, works_until=person.valid_until))
    if not decision_reference.strip():
        problems.append(Problem("responsibility.no_decision", {}, ("decision_reference",)))
    refuse_if(problems)
    count_change(row, expected_version)
    row.save(update_fields=["version"])
    appointment = Appointment.objects.create(
        post_id=row.id,
        person_id=person_id,
        is_deputy=is_deputy,
        valid_from=valid_from,
        valid_until=valid_until,
        decision_reference=decision_reference.strip(),
        appointed_by=actor.person_id,
        appointed_at=at,
    )
    hand_over_id = None
    if not is_deputy:
        tasks.close_tasks(row.id, kind=VACANT, actor=actor, at=at)
        before = posts.predecessor(held, new)
        hand_over_id = (
            _opened_hand_over(row, before.person_id, person_id, actor, at) if before else None
        )
    announced = events.Appointed(row.id, appointment.id, is_deputy, hand_over_id)
    outbox.publish(announced, actor=actor, at=at)
    return appointment.id


def _opened_hand_over(
    post: Post, from_person: UUID, to_person: UUID, actor: Actor, at: datetime
) -> UUID:
    row = HandOver.objects.create(
        post_id=post.id,
        from_person=from_person,
        to_person=to_person,
        points=[{"item": str(item)} for item in Item],
        opened_at=at,
    )
    task = NewTask(
        kind=TO_HAND_OVER,
        subject_kind="post",
        subject_id=post.id,
        assignees=tuple(dict.fromkeys((to_person, from_person))),
        once_key=f"{TO_HAND_OVER}/{row.id}",
        values={"post": post.subject, "kind": post.kind},
    )
    tasks.open_tasks((task,), actor=actor, at=at)
    return row.id


@command(permissions.APPOINT)
def end_appointment(
    post_holding_id: UUID, last_day: date, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Let somebody leave a post after a day. A post that nobody takes over is vacant from then on."""
    row = Appointment.objects.select_for_update().filter(id=post_holding_id).first()
    actor = require(actor, permissions.APPOINT, at=at, within=over(None))
    if row is None:
        raise missing("appointment", post_holding_id)
    problems = []
    if last_day < row.valid_from or (row.valid_until is not None and last_day > row.valid_until):
        problems.append(
            Problem("responsibility.outside_appointment", {"day": row.valid_from}, ("last_day",))
        )
    if not reason.strip():
        problems.append(Problem("responsibility.no_reason", {}, ("reason",)))
    refuse_if(problems)
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])
    announced = events.AppointmentEnded(row.post_id, row.id)
    outbox.publish(announced, actor=actor, at=at, reason=reason.strip())


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
    if actor.is_person and actor.person_id not in (row.from_person, row.to_person):
        require(actor, permissions.APPOINT, at=at, within=over(None))
    actor = require(actor, permissions.HAND_OVER, at=at)
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
        tasks.close_tasks(row.post_id, kind=TO_HAND_OVER, actor=actor, at=at)
    announced = events.HandedOver(row.post_id, row.id, item, is_whole)
    outbox.publish(announced, actor=actor, at=at)


def _locked_post(post_id: UUID) -> Post:
    row = Post.objects.select_for_update().filter(id=post_id).first()
    if row is None:
        raise missing("post", post_id)
    return row
