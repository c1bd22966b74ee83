"""A person as a directory states him: whatever it takes, by the commands that everybody uses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.add_person import add_person
from avrop.parties.actions.change_person import change_person
from avrop.parties.actions.employing import goes_on_after
from avrop.parties.actions.end_person import end_person
from avrop.parties.actions.finding import person_row
from avrop.parties.actions.move_person import move_person
from avrop.parties.events import EmploymentChanged
from avrop.parties.models import Employment, Person, Unit
from avrop.parties.queries.protected import is_protected

A_DAY = timedelta(days=1)


@command(permissions.CHANGE_PEOPLE)
def provision_person(
    name: str,
    email: str,
    *,
    person_id: UUID | None = None,
    phone: str = "",
    number: str = "",
    external_id: str = "",
    unit_code: str | None = None,
    title: str = "",
    is_active: bool = True,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Let a person be as stated: added, changed, moved to the unit of that code (None: left where he
    is), ended at once or taken back. What is so already is left alone, so that the same again does
    nothing.

    Without `person_id` it is somebody new, who comes back where the account was here before.
    """
    row = person_row(person_id) if person_id else None
    require(actor, permissions.CHANGE_PEOPLE, at=at, within=over(row.unit_id if row else None))
    today = day_of(at)
    unit_id = _unit_of(unit_code) if unit_code is not None else (row.unit_id if row else None)
    if row is None or (is_active and _has_left(row, today)):
        return _add(
            name,
            email,
            phone=phone,
            number=number,
            external_id=external_id,
            unit_id=unit_id,
            title=title,
            is_active=is_active,
            actor=actor,
            at=at,
        )
    if expected_version is not None and expected_version != row.version:
        refuse_if([Problem("kernel.stale", {"expected": expected_version, "version": row.version})])
    if is_protected(row.id):  # the directory knows the true name; it is not for all to read
        name, email, phone = row.name, row.email, row.phone
    change_person(
        row.id,
        name=name,
        email=email,
        phone=phone,
        number=number,
        external_id=external_id,
        actor=actor,
        at=at,
    )
    if unit_code is not None and unit_id != row.unit_id and not _has_left(row, today):
        move_person(row.id, unit_id=unit_id, actor=actor, at=at)
    if title.strip():
        _retitle(row.id, title.strip(), today, actor=actor, at=at)
    if not is_active:
        _end(row, today, actor=actor, at=at)
    return row.id


def _retitle(person_id: UUID, title: str, today: date, *, actor: Actor, at: datetime) -> None:
    """What the person is in the main employment, where that is something else."""
    rows = Employment.objects.filter(goes_on_after(today - A_DAY), person_id=person_id)
    row = rows.filter(is_main=True).exclude(title=title).order_by("valid_from").first()
    if row is not None:
        row.title, row.version = title[:200], row.version + 1
        row.save(update_fields=["title", "version"])
        event = EmploymentChanged(row.id, row.person_id, row.unit_id)
        outbox.publish(event, actor=actor, at=at)


def _unit_of(code: str) -> UUID | None:
    if not code.strip():
        return None
    found: UUID | None = Unit.objects.filter(code=code.strip()).values_list("id", flat=True).first()
    if found is None:
        refuse_if([Problem("parties.import_unknown_unit", {"text": code}, ("unit_code",))])
    return found


def _has_left(row: Person, today: date) -> bool:
    return row.valid_until is not None and row.valid_until < today


def _add(
    name: str,
    email: str,
    *,
    phone: str,
    number: str,
    external_id: str,
    unit_id: UUID | None,
    title: str,
    is_active: bool,
    actor: Actor,
    at: datetime,
) -> UUID:
    today = day_of(at)
    person_id = add_person(
        name,
        email,
        phone=phone,
        valid_from=today,
        unit_id=unit_id,
        title=title,
        number=number,
        external_id=external_id,
        actor=actor,
        at=at,
    )
    if not is_active:
        _end(person_row(person_id), today, actor=actor, at=at)
    return person_id


def _end(row: Person, today: date, *, actor: Actor, at: datetime) -> None:
    """From now on: yesterday was the last day, or today for who has begun today."""
    last_day = max(today - A_DAY, row.valid_from)
    if row.valid_until is None or row.valid_until > last_day:
        end_person(row.id, last_day=last_day, actor=actor, at=at)
