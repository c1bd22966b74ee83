"""Posts: who holds them, who stands in, what is vacant and what is handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.parties.queries import PersonView
from avrop.responsibility import permissions, posts
from avrop.responsibility.models import Appointment, HandOver, Post
from avrop.responsibility.posts import Held, Vacancy
from avrop.responsibility.queries.pages import slice_of
from avrop.responsibility.reading import vacancy_in_force
from avrop.responsibility.shapes import AppointmentView, HandOverView, PointView, PostView

People = Mapping[UUID, PersonView]


@query
def posts_page(
    *,
    kind: str = "",
    state: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PostView]:
    """The posts, those that are vacant first. An organisation has dozens of them, so they are read
    whole; the statements do not grow with them."""
    rows = Post.objects.filter(kind=kind) if kind else Post.objects.all()
    views = _views(list(rows), day_of(at))
    chosen = [one for one in views if state in ("", one.state)]
    chosen.sort(key=lambda one: (one.vacant_since is None, one.kind, one.subject))
    return slice_of(chosen, cursor, limit)


@query
def post(post_id: UUID, *, actor: Actor, at: datetime) -> PostView:
    """One post, with everybody who has held it and what has been handed over."""
    row = Post.objects.filter(id=post_id).first()
    if row is None:
        raise missing("post", post_id)
    hand_overs = list(HandOver.objects.filter(post_id=row.id).order_by("-id"))
    appointed = _appointments([row])
    asked = {one.person_id for one in appointed} | {
        person
        for one in hand_overs
        for person in (one.from_person, one.to_person, *_doers(one))
        if person is not None
    }
    people = parties.people(asked)
    appoints = authority.holds(actor, permissions.APPOINT)
    views = tuple(_hand_over(one, people, actor, appoints) for one in hand_overs)
    day, vacancy = day_of(at), vacancy_in_force(day_of(at))
    return _view(row, appointed, people, day, vacancy, hand_overs=views, is_whole=True)


def posts_of(person_id: UUID, day: date) -> tuple[PostView, ...]:
    """The posts that somebody holds or stands in for on a day. Inside a scope."""
    held = Appointment.objects.filter(person_id=person_id).values("post_id")
    views = _views(list(Post.objects.filter(id__in=held)), day)
    return tuple(
        one
        for one in views
        if any(
            each.person_id == person_id
            for each in (*([one.holder] if one.holder else []), *one.deputies)
        )
    )


def alarming_posts(day: date) -> tuple[PostView, ...]:
    """The posts that have been vacant for too long on a day. Inside a scope; four statements."""
    return tuple(one for one in _views(list(Post.objects.all()), day) if one.is_alarming)


def held_of(appointed: Sequence[Appointment], people: People) -> list[Held]:
    """Appointments as the rules look at them: nobody holds a post longer than he works here."""
    return [
        posts.shortened(
            Held(one.person_id, one.is_deputy, one.valid_from, one.valid_until),
            people[one.person_id].valid_until if one.person_id in people else None,
        )
        for one in appointed
    ]


def _views(rows: Sequence[Post], day: date) -> list[PostView]:
    appointed = _appointments(rows)
    people = parties.people({one.person_id for one in appointed})
    vacancy = vacancy_in_force(day)
    by_post: dict[UUID, list[Appointment]] = {}
    for one in appointed:
        by_post.setdefault(one.post_id, []).append(one)
    return [_view(row, by_post.get(row.id, []), people, day, vacancy) for row in rows]


def _appointments(rows: Sequence[Post]) -> list[Appointment]:
    found = Appointment.objects.filter(post_id__in=[row.id for row in rows])
    return list(found.order_by("valid_from", "id"))


def _view(
    row: Post,
    appointed: Sequence[Appointment],
    people: People,
    day: date,
    vacancy: Vacancy,
    *,
    hand_overs: tuple[HandOverView, ...] = (),
    is_whole: bool = False,
) -> PostView:
    held = held_of(appointed, people)
    views = {
        position: AppointmentView(
            one.id,
            one.person_id,
            people[one.person_id].name if one.person_id in people else "",
            one.is_deputy,
            one.valid_from,
            held[position].valid_until,
            one.decision_reference,
        )
        for position, one in enumerate(appointed)
    }
    now = [views[position] for position, one in enumerate(held) if one.on(day)]
    since = posts.vacant_since(held, row.opened_on, day)
    return PostView(
        id=row.id,
        version=row.version,
        kind=row.kind,
        subject=row.subject,
        opened_on=row.opened_on,
        holder=next((one for one in now if not one.is_deputy), None),
        deputies=tuple(one for one in now if one.is_deputy),
        vacant_since=since,
        is_alarming=posts.is_alarming(since, vacancy, day),
        appointments=tuple(reversed(views.values())) if is_whole else (),
        hand_overs=hand_overs,
    )


def _doers(row: HandOver) -> list[UUID]:
    return [UUID(point["done_by"]) for point in row.points if point.get("done_by")]


def _hand_over(row: HandOver, people: People, actor: Actor, appoints: bool) -> HandOverView:
    def name(person_id: UUID | None) -> str:
        return people[person_id].name if person_id and person_id in people else ""

    return HandOverView(
        id=row.id,
        version=row.version,
        from_person=name(row.from_person),
        to_person=name(row.to_person),
        opened_at=row.opened_at,
        done_at=row.done_at,
        points=tuple(
            PointView(
                point["item"],
                point.get("note", ""),
                name(UUID(point["done_by"])) if point.get("done_by") else "",
                datetime.fromisoformat(point["done_at"]) if point.get("done_at") else None,
            )
            for point in row.points
        ),
        may_note=appoints or actor.person_id in (row.from_person, row.to_person),
    )
