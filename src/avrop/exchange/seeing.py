"""Whose messages somebody may see.

Who holds `exchange.see` for the whole organisation sees all of them. Anybody else sees a message when
he may see what it is about: its order, its invoice. Only the floors above know that, so each app marks
one function for the kinds of documents it sends or takes in. What is about nothing (it could not be
taken in, or has not been yet) is for those who look after the messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from avrop.exchange import permissions
from avrop.exchange.lifecycle import Direction
from avrop.kernel.actors import Actor
from avrop.kernel.ports import EVERYWHERE, holds

#: The rows of an app that somebody may see: what messages of some kinds are about.
Subjects = Callable[[Actor], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Says which subjects of some kinds of documents, on their way in or out, somebody may see."""

    direction: str
    kinds: tuple[str, ...]
    subjects: Subjects
    by: str

    @property
    def about(self) -> Q:
        """The messages that it answers for."""
        return Q(direction=self.direction, kind__in=self.kinds)


_VIEWERS: dict[tuple[str, str], Viewer] = {}


def shows_messages(
    direction: Direction, *kinds: str, by: str = "id"
) -> Callable[[Subjects], Subjects]:
    """Mark the function that answers with the rows which messages of these kinds are about, those that
    an actor may see; `by` is the column that holds the messages' subject. It is called inside a scope.

    Raises ValueError where another function answers for one of the kinds already.
    """

    def mark(function: Subjects) -> Subjects:
        viewer = Viewer(direction.value, kinds, function, by)
        for kind in kinds:
            known = _VIEWERS.setdefault((direction.value, kind), viewer)
            if known.subjects is not function:
                raise ValueError(f"two functions show messages of the kind {kind}, {direction}")
        return function

    return mark


def sees_all(actor: Actor) -> bool:
    """Whether somebody sees every message of the organisation; routines do. One statement at most."""
    return not actor.is_person or holds(actor, permissions.SEE, within=EVERYWHERE)


def seen_by(actor: Actor, *, direction: str = "", kind: str = "") -> Q:
    """The messages somebody sees who does not see all. A direction and a kind that are asked for
    anyway spare the questions about the others; the statements don't grow with the messages."""
    every, subjects = Q(), []
    for viewer in dict.fromkeys(_VIEWERS.values()):
        if direction not in ("", viewer.direction) or kind not in ("", *viewer.kinds):
            continue
        rows = viewer.subjects(actor)
        if _is_every(rows):
            every |= viewer.about
        elif not rows.query.is_empty():
            subjects.append(rows.order_by().values(viewer.by))
    if subjects:
        # One list of ids, so that the database goes from few subjects to their messages.
        first, *others = subjects
        every |= Q(subject_id__in=first.union(*others, all=True) if others else first)
    return every or Q(pk__in=())


def only_seen(rows: Iterable[Any], actor: Actor) -> list[Any]:
    """Those of some messages that an actor may see, in their order: rows with `direction`, `kind` and
    `subject_id`. A statement, and for each kind among them some that don't grow with the rows."""
    given = list(rows)
    if not given or sees_all(actor):
        return given
    seen: set[tuple[Subjects, str, UUID]] = set()
    for (subjects, by), about in _asked_of(given).items():
        found = subjects(actor)
        near = found.filter(**{f"{by}__in": about}).values_list(by, flat=True)
        seen.update((subjects, by, one) for one in (about if _is_every(found) else near))
    return [row for row in given if _key(row) in seen]


def _asked_of(rows: Iterable[Any]) -> dict[tuple[Subjects, str], set[UUID]]:
    """What is to be asked of whom: one function may answer for several kinds, out and in."""
    found: dict[tuple[Subjects, str], set[UUID]] = {}
    for subjects, by, subject_id in filter(None, map(_key, rows)):
        found.setdefault((subjects, by), set()).add(subject_id)
    return found


def _key(row: Any) -> tuple[Subjects, str, UUID] | None:
    viewer = _VIEWERS.get((row.direction, row.kind))
    if viewer is None or row.subject_id is None:
        return None
    return viewer.subjects, viewer.by, row.subject_id


def _is_every(rows: QuerySet[Any]) -> bool:
    """Whether rows are left as they are: row-level security keeps them to the organisation."""
    return not rows.query.where
