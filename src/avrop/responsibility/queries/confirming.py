"""What managers have confirmed, and what they have yet to confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.authority.queries import Sight
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page
from avrop.kernel.ports import holds, over
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.responsibility import duties, permissions
from avrop.responsibility.duties import Duty, DutyList, Frequency, Period, Standing
from avrop.responsibility.models import Confirmation
from avrop.responsibility.queries.pages import slice_of
from avrop.responsibility.reading import duties_in_force
from avrop.responsibility.shapes import (
    ConfirmationSheet,
    ConfirmationView,
    StandingCount,
    UnitStanding,
)

URGENT = {Standing.OVERDUE: 0, Standing.DUE: 1, Standing.WITH_GAPS: 2, Standing.COMING: 3}


@query
def duty_list(*, actor: Actor, at: datetime) -> DutyList:
    """What managers confirm, with the text and the days, as it is in force."""
    return duties_in_force(day_of(at))[0]


@query
def confirmations_page(
    *,
    frequency: str = "",
    state: str = "",
    text: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[UnitStanding]:
    """Every unit with a manager of its own and how its confirmation of this period stands, the most
    urgent first; of the units that the reader sees."""
    found = _standings_seen(actor, at, frequency, text)
    chosen = [one for one in found if state in ("", one.state)]
    return slice_of(chosen, cursor, limit)


@query
def confirmation_counts(
    *, frequency: str = "", text: str = "", actor: Actor, at: datetime
) -> tuple[StandingCount, ...]:
    """How many confirmations of this period stand how, of the units that the reader sees; those states
    that there are none of as well."""
    found = Counter(one.state for one in _standings_seen(actor, at, frequency, text))
    return tuple(StandingCount(one.value, found[one.value]) for one in Standing)


def _standings_seen(
    actor: Actor, at: datetime, frequency: str, text: str
) -> tuple[UnitStanding, ...]:
    """How each confirmation stands that the reader sees, narrowed by how often and the unit's name."""
    if actor.is_person and not authority.holds(actor, permissions.ASSURE):
        return ()
    seen, wanted = authority.sight(actor), text.strip().casefold()
    return tuple(
        one
        for one in standings(day_of(at))
        if _is_seen(one.unit_id, seen)
        and frequency in ("", one.frequency)
        and (not wanted or wanted in one.unit.casefold())
    )


def _is_seen(unit_id: UUID | None, seen: Sight) -> bool:
    return seen.everything or unit_id in seen.unit_ids


@query
def confirmations_to_make(*, actor: Actor, at: datetime) -> tuple[UnitStanding, ...]:
    """What the acting person is to confirm himself, the most urgent first."""
    return mine_to_confirm(actor, at)


def mine_to_confirm(actor: Actor, at: datetime) -> tuple[UnitStanding, ...]:
    """What the acting person is to confirm himself. Inside a scope."""
    if actor.person_id is None:
        return ()
    held = authority.held_on(day_of(at), roles=(duties.ROLE,), person_id=actor.person_id)
    units = {one.unit_id for one in held}
    if not units:
        return ()
    return tuple(one for one in standings(day_of(at)) if one.unit_id in units)


@dataclass(frozen=True, slots=True)
class _Managed:
    """The units that have managers of their own: who they are, and what each covers and lies in."""

    people: Mapping[UUID | None, tuple[UUID, ...]]
    names: Mapping[UUID, str]
    lineages: Mapping[UUID, tuple[UUID, ...]]
    units: Mapping[UUID, str]

    def superior(self, unit_id: UUID | None) -> UUID | None:
        """The nearest managed unit around one; None: the whole organisation."""
        lineage = self.lineages.get(unit_id, ()) if unit_id else ()
        return duties.superior_of(lineage, frozenset(self.people))

    def covered(self) -> dict[UUID | None, int]:
        """How many units each managed unit confirms for, itself among them."""
        counted: dict[UUID | None, int] = dict.fromkeys(self.people, 0)
        for lineage in self.lineages.values():
            nearest = next((one for one in reversed(lineage) if one in self.people), None)
            if nearest in counted:
                counted[nearest] += 1
        return counted


def _managed(day: date) -> _Managed:
    held = authority.held_on(day, roles=(duties.ROLE,))
    here = parties.people({one.person_id for one in held})
    units = parties.units(on=day)
    is_open = {unit.id for unit in units}
    people: dict[UUID | None, list[UUID]] = {}
    for one in held:
        works = one.person_id in here and here[one.person_id].works_here(day)
        if works and (one.unit_id is None or one.unit_id in is_open):
            people.setdefault(one.unit_id, []).append(one.person_id)
    return _Managed(
        {unit_id: tuple(dict.fromkeys(several)) for unit_id, several in people.items()},
        {person_id: found.name for person_id, found in here.items()},
        {unit.id: unit.lineage for unit in units},
        {unit.id: unit.name for unit in units},
    )


def standings(day: date) -> tuple[UnitStanding, ...]:
    """How each unit that has a manager stands on a day, the most urgent first. Inside a scope; six
    statements, however many units there are."""
    whole, _ = duties_in_force(day)
    periods = [
        duties.period_on(frequency, whole, day)
        for frequency in Frequency.values
        if duties.duties_of(whole, frequency)
    ]
    managed = _managed(day)
    made = _newest(periods)
    signed = parties.person_names(
        {one.confirmed_by for one in made.values() if one.confirmed_by is not None}
    )
    covered = managed.covered()
    found = [
        _standing(unit_id, period, whole, day, managed, covered, made, signed)
        for unit_id in managed.people
        for period in periods
    ]
    return tuple(
        sorted(found, key=lambda one: (URGENT.get(Standing(one.state), 4), one.due_on, one.unit))
    )


def _newest(periods: Sequence[Period]) -> dict[tuple[UUID | None, str], Confirmation]:
    rows = Confirmation.objects.filter(period__in=[one.name for one in periods]).order_by("id")
    return {(row.unit_id, row.period): row for row in rows.defer("duties", "statement", "answers")}


def _standing(
    unit_id: UUID | None,
    period: Period,
    whole: DutyList,
    day: date,
    managed: _Managed,
    covered: Mapping[UUID | None, int],
    made: Mapping[tuple[UUID | None, str], Confirmation],
    signed: Mapping[UUID, str],
) -> UnitStanding:
    row = made.get((unit_id, period.name))
    state = duties.standing(
        period, whole, day, is_confirmed=row is not None, has_gaps=bool(row and row.has_gaps)
    )
    superior = managed.superior(unit_id)
    above = managed.people.get(superior, ()) if superior != unit_id else ()
    return UnitStanding(
        id=f"{unit_id or ''}/{period.name}",
        unit_id=unit_id,
        unit=managed.units.get(unit_id, "") if unit_id else "",
        frequency=period.frequency,
        period=period.name,
        due_on=period.due_on,
        state=str(state),
        managers=tuple(managed.names.get(one, "") for one in managed.people[unit_id]),
        superior=", ".join(managed.names.get(one, "") for one in above),
        covers=covered.get(unit_id, 0),
        confirmation_id=row.id if row else None,
        confirmed_by=signed.get(row.confirmed_by, "") if row and row.confirmed_by else "",
        confirmed_at=row.confirmed_at if row else None,
    )


@dataclass(frozen=True, slots=True)
class Late:
    """A unit whose confirmation is due soon or overdue: whom to remind, and whom to tell."""

    standing: UnitStanding
    managers: tuple[UUID, ...]
    superiors: tuple[UUID, ...]


def late_on(day: date) -> tuple[Late, ...]:
    """The confirmations to remind of on a day. Inside a scope."""
    managed = _managed(day)
    found = []
    for one in standings(day):
        if one.state not in (Standing.DUE, Standing.OVERDUE):
            continue
        superior = managed.superior(one.unit_id)
        above = managed.people.get(superior, ()) if superior != one.unit_id else ()
        found.append(Late(one, managed.people[one.unit_id], above))
    return tuple(found)


@query
def confirmation_sheet(
    frequency: str, *, unit_id: UUID | None = None, actor: Actor, at: datetime
) -> ConfirmationSheet:
    """What is confirmed for a unit in this period, and what has been confirmed before. For its manager
    and those who see what units confirm."""
    day = day_of(at)
    may_confirm = holds(actor, permissions.CONFIRM, within=over(unit_id))
    assures = authority.holds(actor, permissions.ASSURE) or not actor.is_person
    is_seen = assures and _is_seen(unit_id, authority.sight(actor))
    if frequency not in Frequency.values or not (may_confirm or is_seen):
        raise missing("confirmation", f"{unit_id or ''}/{frequency}")
    whole, reference = duties_in_force(day)
    period = duties.period_on(frequency, whole, day)
    former = confirmations_of(unit_id, frequency)
    newest = next((one for one in former if one.period == period.name), None)
    state = duties.standing(
        period,
        whole,
        day,
        is_confirmed=newest is not None,
        has_gaps=bool(newest and newest.has_gaps),
    )
    return ConfirmationSheet(
        unit_id=unit_id,
        unit=parties.unit(unit_id).name if unit_id else "",
        period=period,
        state=str(state),
        rule_set=reference,
        duties=duties.duties_of(whole, frequency),
        whole=whole,
        may_confirm=may_confirm,
        former=former,
    )


#: So many former confirmations are shown.
MOST_FORMER = 12


def confirmations_of(unit_id: UUID | None, frequency: str) -> tuple[ConfirmationView, ...]:
    """What has been confirmed for a unit, the newest first. Inside a scope; two statements."""
    rows = list(
        Confirmation.objects.filter(unit_id=unit_id, frequency=frequency).order_by("-id")[
            :MOST_FORMER
        ]
    )
    names = parties.person_names({row.confirmed_by for row in rows if row.confirmed_by})
    return tuple(_confirmation(row, names) for row in rows)


def _confirmation(row: Confirmation, names: Mapping[UUID, str]) -> ConfirmationView:
    answered: Iterable[Mapping[str, str | bool]] = row.answers
    return ConfirmationView(
        id=row.id,
        unit_id=row.unit_id,
        frequency=row.frequency,
        period=row.period,
        rule_set=row.rule_set,
        duties=from_plain(row.duties, tuple[Duty, ...]),
        statement=row.statement,
        answers={str(one["duty"]): one for one in answered},
        has_gaps=row.has_gaps,
        confirmed_by=names.get(row.confirmed_by, "") if row.confirmed_by else "",
        confirmed_at=row.confirmed_at,
    )
