"""What positions answer for, and what is handed over with them. Who holds them is authority's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from avrop.authority import permissions as rights
from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.parties import queries as parties
from avrop.responsibility.models import HandOver, Post
from avrop.responsibility.shapes import HandOverView, PointView, PostView

Names = Mapping[UUID, str]


@query
def posts(*, actor: Actor) -> tuple[PostView, ...]:
    """What is answered for, and by which position. An organisation has dozens; one statement."""
    rows = Post.objects.order_by("kind", "subject")
    return tuple(PostView(row.id, row.position_id, row.kind, row.subject) for row in rows)


@query
def hand_overs(position_id: UUID, *, actor: Actor, at: datetime) -> tuple[HandOverView, ...]:
    """What has been and is handed over with a position, the latest first. Raises Missing for a position
    that is not there."""
    authority.position(position_id, actor=actor, at=at)
    found = list(HandOver.objects.filter(position_id=position_id).order_by("-id"))
    names = parties.person_names(
        {person for one in found for person in (one.from_person, one.to_person, *_doers(one))}
    )
    appoints = authority.holds(actor, rights.APPOINT)
    return tuple(_hand_over(one, names, actor, appoints) for one in found)


def _doers(row: HandOver) -> list[UUID]:
    return [UUID(point["done_by"]) for point in row.points if point.get("done_by")]


def _hand_over(row: HandOver, names: Names, actor: Actor, appoints: bool) -> HandOverView:
    return HandOverView(
        id=row.id,
        version=row.version,
        from_person=names.get(row.from_person, ""),
        to_person=names.get(row.to_person, ""),
        opened_at=row.opened_at,
        done_at=row.done_at,
        points=tuple(
            PointView(
                point["item"],
                point.get("note", ""),
                names.get(UUID(point["done_by"]), "") if point.get("done_by") else "",
                datetime.fromisoformat(point["done_at"]) if point.get("done_at") else None,
            )
            for point in row.points
        ),
        may_note=appoints or actor.person_id in (row.from_person, row.to_person),
    )
