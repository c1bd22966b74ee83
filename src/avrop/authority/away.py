"""Who is away, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority.models import Delegation, Substitute
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page
from avrop.kernel.ports import holds
from avrop.kernel.problems import Forbidden, Problem, missing
from avrop.parties import queries as parties
from avrop.parties.permissions import TELL_ABSENCE_OF_OTHERS
from avrop.parties.queries import AbsenceView


@dataclass(frozen=True, slots=True)
class AwayView:
    """Somebody who is or will be away, where he works, and who stands in for him then."""

    absence: AbsenceView
    person: str
    unit: str
    substitutes: tuple[str, ...]

    @property
    def id(self) -> UUID:
        """The absence's own."""
        return self.absence.id


@dataclass(frozen=True, slots=True)
class SubstituteView:
    """A standing substitute: for whom, who, and from when to when."""

    id: UUID
    person_id: UUID
    person: str
    substitute_id: UUID
    substitute: str
    valid_from: date
    valid_until: date | None


@query
def absences_page(
    *, actor: Actor, at: datetime, cursor: str | None = None, limit: int = 50
) -> Page[AwayView]:
    """Who is away or will be, of the units the reader sees, told last first. For whoever may tell of
    others' absences. The same statements for one and for a thousand."""
    from avrop.authority.queries import sight

    if not holds(actor, TELL_ABSENCE_OF_OTHERS):
        problem = Problem("authority.no_role", {"permission": TELL_ABSENCE_OF_OTHERS.name})
        raise Forbidden((problem,))
    seen = sight(actor)
    found = parties.absences_in(
        None if seen.everything else seen.unit_ids, since=day_of(at), cursor=cursor, limit=limit
    )
    people = parties.people({one.person_id for one in found.items})
    units = parties.unit_names({one.unit_id for one in people.values() if one.unit_id})
    standing = _standing_in(found.items)
    return Page(
        tuple(
            AwayView(
                one,
                people[one.person_id].name,
                units.get(people[one.person_id].unit_id or one.person_id, ""),
                standing.get(one.id, ()),
            )
            for one in found.items
        ),
        found.next_cursor,
    )


def _standing_in(absences: tuple[AbsenceView, ...]) -> dict[UUID, tuple[str, ...]]:
    """Who uses something of each of those who are away, during that absence. Two statements."""
    lent = list(
        Delegation.objects.filter(
            from_person__in={one.person_id for one in absences}, revoked_at=None
        ).values_list("from_person", "to_person", "valid_from", "valid_until")
    )
    names = parties.person_names({to for _, to, _, _ in lent})
    return {
        one.id: tuple(
            dict.fromkeys(
                names.get(to, "")
                for lender, to, first, last in lent
                if lender == one.person_id and first <= one.valid_until and one.valid_from <= last
            )
        )
        for one in absences
    }


@query
def absences_of(person_id: UUID, *, actor: Actor, at: datetime) -> tuple[AbsenceView, ...]:
    """When somebody is or will be away, the first first. Of oneself, and of the people one sees
    if one may tell of others' absences; `Missing` to others."""
    _seen(person_id, actor)
    found = parties.absences_of(person_id, since=day_of(at))
    return tuple(one for one in found if not one.is_over(day_of(at)))


def substitutes_on(people: Collection[UUID], day: date) -> dict[UUID, UUID]:
    """The standing substitutes of some people on a day, by whom they stand in for. For the apps above,
    inside a scope; one statement."""
    rows = Substitute.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day),
        person_id__in=list(people),
        valid_from__lte=day,
        ended_at=None,
    )
    return dict(rows.values_list("person_id", "substitute_id"))


@query
def substitutes_of(person_id: UUID, *, actor: Actor, at: datetime) -> tuple[SubstituteView, ...]:
    """Who stands in whenever somebody is away, and for whom he does himself."""
    _seen(person_id, actor)
    rows = list(
        Substitute.objects.filter(
            Q(person_id=person_id) | Q(substitute_id=person_id),
            Q(valid_until=None) | Q(valid_until__gte=day_of(at)),
            ended_at=None,
        ).order_by("id")
    )
    names = parties.person_names(
        {key for row in rows for key in (row.person_id, row.substitute_id)}
    )
    return tuple(
        SubstituteView(
            row.id,
            row.person_id,
            names.get(row.person_id, ""),
            row.substitute_id,
            names.get(row.substitute_id, ""),
            row.valid_from,
            row.valid_until,
        )
        for row in rows
    )


def _seen(person_id: UUID, actor: Actor) -> None:
    from avrop.authority.queries import sees_person

    if actor.person_id == person_id:
        return
    if not (holds(actor, TELL_ABSENCE_OF_OTHERS) and sees_person(actor, person_id)):
        raise missing("person", person_id)
