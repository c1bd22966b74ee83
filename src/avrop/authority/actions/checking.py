"""What several of this app's commands find, look at and refuse."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from avrop.authority import desks, events
from avrop.authority.desks import Held
from avrop.authority.holding import held_by, roles_apart_in_force
from avrop.authority.models import Appointment, Mandate
from avrop.authority.registering import Entry, overlapping
from avrop.authority.roles import CATALOGUE
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Problem, missing
from avrop.kernel.scope import current_tenant
from avrop.parties import queries as parties


def locked(model: type[Any], key: UUID, what: str) -> Any:
    """The row, locked; raises `Missing`."""
    row = model.objects.select_for_update().filter(id=key).first()
    if row is None:
        raise missing(what, key)
    return row


def problems_with_person(person_id: UUID, on: date) -> Iterator[Problem]:
    """Somebody who is not in the organisation, or has left before a day."""
    return problems_with_people((person_id,), on)


def problems_with_people(people: Collection[UUID], on: date) -> Iterator[Problem]:
    """Those who are not in the organisation, or have left before a day. One statement."""
    known = parties.people(people)
    for person_id in people:
        found = known.get(person_id)
        if found is None or (found.valid_until is not None and found.valid_until < on):
            yield Problem("authority.unknown_person", {"person": str(person_id)})


def unit_of(person_id: UUID) -> UUID | None:
    """Where a person works, by which it is asked who may give him something; None for nowhere, or for
    somebody who is not there."""
    found = parties.people([person_id]).get(person_id)
    return found.unit_id if found else None


def problems_with_unit(unit_id: UUID | None) -> Iterator[Problem]:
    """A unit that is not there."""
    return problems_with_units(() if unit_id is None else (unit_id,))


def problems_with_units(units: Collection[UUID]) -> Iterator[Problem]:
    """Units that are not there. One statement."""
    known = parties.units_by_id(units) if units else {}
    for unit_id in units:
        if unit_id not in known:
            yield Problem("authority.unknown_unit", {"unit": str(unit_id)})


def problems_helping_oneself(actor: Actor, to_person: UUID) -> Iterator[Problem]:
    """A right that the actor, or whom he acts for, would give to himself."""
    if to_person in (actor.person_id, actor.on_behalf_of):
        yield Problem("authority.own_mandate")


def problems_helping_ones_position(
    actor: Actor, position_id: UUID, valid_from: date
) -> Iterator[Problem]:
    """A right that would come to the actor, or to whom he acts for, by a position of theirs. One
    statement."""
    there = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=valid_from), position_id=position_id
    )
    for person_id in there.values_list("person_id", flat=True):
        yield from problems_helping_oneself(actor, person_id)


def problems_with_period(valid_from: date, valid_until: date | None) -> Iterator[Problem]:
    """A period that ends before it begins."""
    if valid_until is not None and valid_until < valid_from:
        facts = {"valid_from": valid_from, "valid_until": valid_until}
        yield Problem("authority.ends_before_it_begins", facts, ("valid_until",))


def problems_with_mandate(given: Mandate, role: str) -> Iterator[Problem]:
    """What is wrong with a mandate by itself, whoever is to have it. Its role is None where there is
    none of that code. Reads nothing."""
    yield from problems_with_period(given.valid_from, given.valid_until)
    if given.role_id is None:
        yield Problem("authority.unknown_role", {"role": role}, ("role",))
    if not given.decision_reference:
        yield Problem("authority.no_decision", {}, ("decision_reference",))
    if given.amount_limit is not None and given.amount_limit < 0:
        yield Problem("authority.negative_limit", {}, ("limit",))


def one_at_a_time() -> None:
    """Two rights given at once could come to what neither of them sees: a circle, or both desks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext(%s), hashtext('authority.delegate'))",
            [str(current_tenant())],
        )


def problems_at_both_desks(
    person_id: UUID, given: Sequence[Held], reason: str
) -> Iterator[Problem]:
    """Roles that are kept apart from those that the person has, or from one another, on any day of their
    time. The statements do not grow with the roles."""
    for problems in problems_at_each_desk(person_id, given, reason, [[] for _ in given]):
        yield from problems


def problems_at_each_desk(
    person_id: UUID,
    given: Sequence[Held],
    reason: str,
    known: Sequence[Sequence[Problem]],
) -> list[list[Problem]]:
    """What is known to be wrong with giving each role, and that it is kept apart from what the person
    has or from those before it; one that cannot be given stands in the way of no other."""
    found = [list(problems) for problems in known]
    rules = _roles_apart(given)
    if not any(rules[one.valid_from][0].across_from(one.role) for one in given):
        return found
    one_at_a_time()
    held = list(held_by(person_id))
    for one, problems in zip(given, found, strict=True):
        apart, _ = rules[one.valid_from]
        for problem in desks.problems_holding_both(one, held, apart, reason):
            values = {name: _called(code) for name, code in problem.values.items()}
            problems.append(replace(problem, values=values))
        if not problems:
            held.append(one)
    return found


def _roles_apart(given: Sequence[Held]) -> dict[date, tuple[desks.RolesApart, str]]:
    """The versions in force when the roles begin, by day. A statement for each such day."""
    return {day: roles_apart_in_force(day) for day in {one.valid_from for one in given}}


def _called(code: Any) -> Any:
    """What people call a role of the catalogue, in their own language when it is told."""
    return next((role.name for role in CATALOGUE if role.code == code), code)


def announce_both_desks(
    person_id: UUID,
    given: Sequence[tuple[UUID, Held]],
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Say aloud that somebody has come to hold roles of two desks, where he has; each role comes with
    the mandate that gives it. The statements do not grow with the roles."""
    rules = _roles_apart([one for _, one in given])
    if not any(rules[one.valid_from][0].across_from(one.role) for _, one in given):
        return
    held = held_by(person_id)
    combined: dict[str, list[events.DesksCombined]] = {}
    for mandate_id, one in given:
        apart, reference = rules[one.valid_from]
        others = desks.roles_across(one, held, apart)
        if others:
            event = events.DesksCombined(mandate_id, person_id, one.role, ", ".join(others))
            combined.setdefault(reference, []).append(event)
    for reference, happened in combined.items():
        outbox.publish_each(happened, actor=actor, at=at, reason=reason.strip(), rule_set=reference)


def entry_of(row: Mandate) -> Entry:
    """A mandate as the register compares it. Its role is read with it."""
    return Entry(
        row.id,
        row.person_id or row.position_id,
        row.role.code,
        row.unit_id,
        frozenset(row.categories),
        frozenset(row.agreements),
        frozenset(row.responsibilities),
        row.valid_from,
        row.valid_until,
    )


def problems_with_overlap(
    given: Mandate, valid_from: date, valid_until: date | None, but: UUID | None = None
) -> Iterator[Problem]:
    """Another mandate of the same holder that says the same in the same time. One statement."""
    if given.person_id is None and given.position_id is None:
        return
    one_at_a_time()
    whose = (
        Q(person_id=given.person_id) if given.person_id else Q(position_id=given.position_id or "")
    )
    rows = Mandate.objects.filter(
        whose, role_id=given.role_id, unit_id=given.unit_id, revoked_at=None
    ).select_related("role")
    asked = replace(entry_of(given), valid_from=valid_from, valid_until=valid_until)
    yield from overlapping(asked, (entry_of(row) for row in rows if row.id != but))
