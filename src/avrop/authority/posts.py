"""Positions as they are read: who holds them, who stands in, and what nobody looks after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.authority import vacant
from avrop.authority.models import Appointment, Coordinator, Position, RestrictedCategory
from avrop.authority.post_models import Post
from avrop.authority.registers import gone_since
from avrop.authority.vacant import Patience, Term
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of, in_force
from avrop.kernel.problems import missing
from avrop.parties import queries as parties


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What nobody looks after: a position without a holder, goods or coordination whose person has left.

    `kind` is position, category or coordinator; `since` the first day without anybody, `days` how many
    there have been; `deputy` acts meanwhile, where there is one. `is_late`: longer than may be.
    """

    kind: str
    subject_id: UUID
    what: str
    unit: str
    since: date
    days: int
    deputy: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """Who holds a position or is a deputy (`post`), both days included, and by which decision."""

    id: UUID
    person_id: UUID
    person: str
    post: str
    valid_from: date
    valid_until: date | None
    decision_reference: str

    @property
    def is_holder(self) -> bool:
        """Whether it is the holder's, and no deputy's."""
        return self.post == Post.HOLDER

    @property
    def term(self) -> Term:
        """Its days."""
        return Term(self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class PositionView:
    """A position on the day asked: who holds it, who are the deputies, since when it is vacant and
    whether that is too long. `appointments` are all there have been and will be, the latest first."""

    id: UUID
    title: str
    unit_id: UUID | None
    unit: str
    valid_from: date
    valid_until: date | None
    holder: AppointmentView | None
    deputies: tuple[AppointmentView, ...]
    vacant_since: date | None
    is_late: bool
    appointments: tuple[AppointmentView, ...]

    @property
    def state(self) -> str:
        """Held, vacant, or vacant for too long; nothing on a day on which it is not wanted."""
        if self.vacant_since is None:
            return "held" if self.holder else ""
        return "vacant_long" if self.is_late else "vacant"


def patience_in_force(on: date) -> Patience:
    """How long a position may be vacant on a day. Inside a scope; one statement."""
    return ruleset.in_force(vacant.NAME, vacant.DEFAULT, on=on)[0]


@query
def longest_vacancy(*, actor: Actor, at: datetime) -> int:
    """After how many days without a holder a position is told of."""
    return patience_in_force(day_of(at)).days


@query
def positions(*, actor: Actor, at: datetime, on: date | None = None) -> tuple[PositionView, ...]:
    """The positions of the organisation on a day and who holds them, by title. Five statements."""
    return positions_on(on or day_of(at))


def positions_on(day: date, patience: Patience | None = None) -> tuple[PositionView, ...]:
    """The positions that are wanted on a day. Inside a scope; five statements."""
    found = Position.objects.filter(in_force(day)).order_by("title", "id")
    return _views(list(found), day, patience or patience_in_force(day))


@query
def position(position_id: UUID, *, actor: Actor, at: datetime) -> PositionView:
    """One position today, wanted still or not."""
    return position_on(position_id, day_of(at))


def position_on(position_id: UUID, day: date) -> PositionView:
    """One position on a day. Inside a scope. Raises Missing."""
    row = Position.objects.filter(id=position_id).first()
    if row is None:
        raise missing("position", position_id)
    (view,) = _views([row], day, patience_in_force(day))
    return view


def positions_of(person_id: UUID, day: date) -> tuple[PositionView, ...]:
    """The positions that somebody holds or is a deputy of on a day. Inside a scope."""
    held = Appointment.objects.filter(in_force(day), person_id=person_id).values("position_id")
    found = Position.objects.filter(in_force(day), id__in=held).order_by("title", "id")
    return _views(list(found), day, patience_in_force(day))


def _views(rows: Sequence[Position], day: date, patience: Patience) -> tuple[PositionView, ...]:
    appointed = Appointment.objects.filter(position_id__in=[row.id for row in rows])
    by_position: dict[UUID, list[Appointment]] = {}
    for one in appointed.order_by("-valid_from", "-id"):
        by_position.setdefault(one.position_id, []).append(one)
    people = {one.person_id for several in by_position.values() for one in several}
    names = parties.person_names(people)
    units = parties.unit_names({row.unit_id for row in rows if row.unit_id})
    return tuple(
        _view(row, by_position.get(row.id, ()), names, units, day, patience) for row in rows
    )


def _view(
    row: Position,
    appointed: Sequence[Appointment],
    names: Mapping[UUID, str],
    units: Mapping[UUID, str],
    day: date,
    patience: Patience,
) -> PositionView:
    views = tuple(
        AppointmentView(
            one.id,
            one.person_id,
            names.get(one.person_id, ""),
            str(one.post),
            one.valid_from,
            one.valid_until,
            one.decision_reference,
        )
        for one in appointed
    )
    now = [one for one in views if one.term.on(day)]
    since = None
    if Term(row.valid_from, row.valid_until).on(day):
        terms = [one.term for one in views if one.is_holder]
        since = vacant.vacant_since(terms, row.valid_from, day)
    return PositionView(
        row.id,
        row.title,
        row.unit_id,
        units.get(row.unit_id, "") if row.unit_id else "",
        row.valid_from,
        row.valid_until,
        next((one for one in now if one.is_holder), None),
        tuple(one for one in now if not one.is_holder),
        since,
        vacant.is_late(since, patience, day),
        views,
    )


@query
def vacancies(*, actor: Actor, at: datetime) -> tuple[Vacancy, ...]:
    """What nobody looks after today, the longest first: positions without a holder, restricted goods and
    groups of goods whose person has left. The same few statements however many people there are."""
    day = day_of(at)
    patience = patience_in_force(day)
    found = [*_vacant_positions(day, patience), *_left_behind(day, patience)]
    return tuple(sorted(found, key=lambda each: (each.since, each.what)))


def _vacant_positions(day: date, patience: Patience) -> list[Vacancy]:
    return [
        _vacancy(
            "position",
            one.id,
            one.title,
            one.vacant_since,
            day,
            patience,
            unit=one.unit,
            deputy=", ".join(each.person for each in one.deputies),
        )
        for one in positions_on(day, patience)
        if one.vacant_since is not None
    ]


def _left_behind(day: date, patience: Patience) -> list[Vacancy]:
    """Goods and groups of goods whose person is not in the organisation any more."""
    restricted = list(RestrictedCategory.objects.filter(in_force(day)))
    coordinated = list(Coordinator.objects.filter(in_force(day)))
    people = parties.people(
        {row.responsible_person_id for row in restricted}
        | {row.person_id for row in coordinated}
        | {row.deputy_id for row in coordinated if row.deputy_id}
    )
    found = []
    for row in restricted:
        gone = gone_since(people.get(row.responsible_person_id), day)
        if gone is not None:
            found.append(_vacancy("category", row.id, row.category, gone, day, patience))
    for each in coordinated:
        gone = gone_since(people.get(each.person_id), day)
        deputy = people.get(each.deputy_id) if each.deputy_id else None
        acting = deputy.name if deputy and gone_since(deputy, day) is None else ""
        if gone is not None:
            found.append(
                _vacancy("coordinator", each.id, each.category, gone, day, patience, deputy=acting)
            )
    return found


def _vacancy(
    kind: str,
    key: UUID,
    what: str,
    since: date,
    day: date,
    patience: Patience,
    *,
    unit: str = "",
    deputy: str = "",
) -> Vacancy:
    days = (day - since).days + 1
    return Vacancy(kind, key, what, unit, since, days, deputy, vacant.is_late(since, patience, day))
