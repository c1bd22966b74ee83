"""When somebody is away: he tells it himself, somebody else does, or the HR system states it (REQ-09).

Rights that he has lent are good on those days alone; who lent them is asked of the floor above.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.absences import (
    A_DAY,
    AbsenceView,
    first_day_present,
    problems_being_back,
    problems_telling,
)
from avrop.parties.actions.finding import person_row
from avrop.parties.events import AbsenceEnded, AbsenceTold
from avrop.parties.models import Absence, Person, Source
from avrop.parties.queries.absences import absences_during, person_known_by
from avrop.parties.queries.stored import absence_of
from avrop.parties.rules import problems_of_having_left, problems_with_period


@command(permissions.TELL_ABSENCE)
def tell_absence(
    person_id: UUID, *, valid_from: date, valid_until: date, actor: Actor, at: datetime
) -> UUID:
    """Tell that somebody is away, both days included: of oneself, or with the right to of somebody else.

    Nobody tells why. What is told of somebody else gives the teller no right of his.
    """
    row = person_row(person_id)
    actor = _allowed(actor, row, at)
    refuse_if(problems_telling(row.name, row.valid_until, valid_from, valid_until, day_of(at)))
    return _told(row.id, valid_from, valid_until, actor=actor, at=at)


def be_away(person_id: UUID, *, first: date, last: date, actor: Actor, at: datetime) -> None:
    """Somebody who lends what is his for some days says by that that he is away then. Does nothing where
    that is known."""
    periods = absences_during(person_id, first, last)
    if first_day_present(first, last, periods) is None:
        return
    row = person_row(person_id)
    refuse_if(problems_telling(row.name, row.valid_until, first, last, day_of(at)))
    _told(row.id, first, last, actor=actor, at=at)


@command(permissions.TELL_ABSENCE)
def end_absence(
    absence_id: UUID,
    *,
    last_day: date | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Somebody is back, today where no last day is given: what he lent ends at once. An absence that has
    not begun is called off."""
    row = Absence.objects.select_for_update().filter(id=absence_id).first()
    if row is None:
        raise missing("absence", absence_id)
    person = Person.objects.get(id=row.person_id)
    actor = _allowed(actor, person, at)
    today = day_of(at)
    last = today - A_DAY if last_day is None else last_day
    refuse_if(problems_being_back(absence_of(row), last, today))
    count_change(row, expected_version)
    _shorten(row, last, at)
    row.save(update_fields=["valid_until", "called_off_at", "version"])
    _announce(row, actor, at)


@command(permissions.TELL_ABSENCE_OF_OTHERS)
def state_absence(
    reference: str,
    person: str,
    *,
    valid_from: date,
    valid_until: date,
    is_called_off: bool = False,
    actor: Actor,
    at: datetime,
) -> AbsenceView:
    """Let an absence of the HR system be as stated. `reference` is that system's name of it, `person`
    the employee number, the e-mail address or the directory's id. The same again does nothing, so it may
    be sent as often as one likes; what was ended here since stays ended until something else is stated.
    """
    known_as = reference.strip()
    row = Absence.objects.select_for_update().filter(reference=known_as).first()
    found = person_known_by(person)
    within = over(found.unit_id if found else None)
    actor = require(actor, permissions.TELL_ABSENCE_OF_OTHERS, at=at, within=within)
    problems = list(problems_with_period(valid_from, valid_until))
    if not known_as or len(known_as) > 100:
        problems.append(Problem("parties.no_absence_reference", {}, ("reference",)))
    if found is None:
        problems.append(Problem("parties.import_unknown_person", {"text": person}, ("person",)))
    elif row is not None and row.person_id != found.id:
        problems.append(Problem("parties.others_absence", {"text": known_as}, ("person",)))
    elif not is_called_off:
        problems += problems_of_having_left(found.name, found.valid_until, valid_from)
    refuse_if(problems)
    assert found is not None
    if row is None:
        row = Absence(
            person_id=found.id,
            valid_from=valid_from,
            valid_until=valid_until,
            stated_until=valid_until,
            source=Source.HR,
            reference=known_as,
            told_by=actor.person_id,
            told_at=at,
            called_off_at=at if is_called_off else None,
        )
        row.save(force_insert=True)
    elif is_stated(row, valid_from, valid_until, is_called_off):
        return absence_of(row)
    else:
        row.valid_from, row.valid_until, row.stated_until = valid_from, valid_until, valid_until
        row.called_off_at = at if is_called_off else None
        row.told_by, row.told_at = actor.person_id, at
        row.version += 1
        row.save()
    _announce(row, actor, at)
    return absence_of(row)


def is_stated(row: Absence, valid_from: date, valid_until: date, is_called_off: bool) -> bool:
    """Whether the HR system has stated just this of an absence before."""
    if is_called_off:
        return row.called_off_at is not None
    return (row.valid_from, row.stated_until) == (valid_from, valid_until)


def _allowed(actor: Actor, person: Person, at: datetime) -> Actor:
    allowed = require(actor, permissions.TELL_ABSENCE, at=at)
    if actor.person_id == person.id:
        return allowed
    within = over(person.unit_id)
    return require(actor, permissions.TELL_ABSENCE_OF_OTHERS, at=at, within=within)


def _told(person_id: UUID, first: date, last: date, *, actor: Actor, at: datetime) -> UUID:
    is_own = actor.person_id == person_id
    row = Absence.objects.create(
        person_id=person_id,
        valid_from=first,
        valid_until=last,
        stated_until=last,
        source=Source.SELF if is_own else Source.OTHERS,
        told_by=actor.person_id,
        told_at=at,
    )
    _announce(row, actor, at)
    return row.id


def _shorten(row: Absence, last_day: date, at: datetime) -> None:
    if last_day < row.valid_from:
        row.called_off_at = at
    else:
        row.valid_until = last_day


def _announce(row: Absence, actor: Actor, at: datetime) -> None:
    if row.called_off_at is not None:
        outbox.publish(AbsenceEnded(row.id, row.person_id, None), actor=actor, at=at)
    elif row.valid_until < day_of(at):
        outbox.publish(AbsenceEnded(row.id, row.person_id, row.valid_until), actor=actor, at=at)
    else:
        event = AbsenceTold(row.id, row.person_id, row.valid_from, row.valid_until)
        outbox.publish(event, actor=actor, at=at)
