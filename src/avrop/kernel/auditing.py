"""Searching what happened and what was refused: by person, by object, by time; before and after.

For those who check what others did. Reading is itself written down (`readings`). Every page is
found by an index: by person, by object, or by the time that the key of an event holds; without any
of them the newest come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.former import Change, changes_in
from avrop.kernel.models import EventRow, RefusalRow, SealRow
from avrop.kernel.outbox import read_act
from avrop.kernel.paging import Page, page_of
from avrop.kernel.permissions import Kind, Permission
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import missing
from avrop.kernel.readings import Sensitive, record_reading
from avrop.kernel.scope import current_zone
from avrop.values import uuid7_floor

READ_AUDIT = Permission(
    "kernel.read_audit",
    "audit",
    Kind.ASSURE,
    _("Search the audit trail of the whole organisation"),
    roles=("auditor", "system_administrator"),
)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that happened. `facts` is empty where the content was disposed of by decision
    (`is_disposed`). `position` is its place in the sealed chain; None for the last seconds."""

    id: UUID
    name: str
    subject_id: UUID | None
    facts: Mapping[str, Any]
    person_id: UUID | None
    on_behalf_of: UUID | None
    mandate_id: UUID | None
    unit_id: UUID | None
    system: str
    reason: str
    rule_set: str
    corrects: UUID | None
    at: datetime
    recorded_at: datetime
    is_disposed: bool
    position: int | None = None


@dataclass(frozen=True, slots=True)
class AuditCard:
    """An event with what it changed, row by row."""

    entry: AuditEntry
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RefusalEntry:
    """Something that somebody tried and was refused: what, by which face, why."""

    id: UUID
    operation: str
    face: str
    kind: str
    subject_id: UUID | None
    codes: tuple[str, ...]
    person_id: UUID | None
    at: datetime


@query
def audit_page(
    *,
    actor: Actor,
    at: datetime,
    person: str = "",
    people: tuple[UUID, ...] = (),
    subject: str = "",
    subjects: tuple[UUID, ...] = (),
    name: str = "",
    since: date | None = None,
    until: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AuditEntry]:
    """What happened, the newest first: done by `people`, for them or to them; about `subjects`; of
    a kind ("orders." for all of an app's); from a day to a day. `person` and `subject` are the
    words that they were looked for by: with words and nobody found, nothing is. Two statements and
    the note of the reading."""
    asked = _Asked(person, people, subject, subjects, name, since, until)
    _may_read(actor, at, asked)
    rows = _within(EventRow.objects.all(), asked)
    if person or people:
        rows = rows.filter(_of_people(people))
    if subject or subjects:
        rows = rows.filter(subject_id__in=subjects)
    if name:
        rows = rows.filter(name__startswith=name) if name.endswith(".") else rows.filter(name=name)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(_entries(found), following)


@query
def audit_entry(event_id: UUID, *, actor: Actor, at: datetime) -> AuditCard:
    """One event with the rows it changed, before and after."""
    _may_read(actor, at, _Asked(subjects=(event_id,)))
    row = EventRow.objects.filter(id=event_id).first()
    if row is None:
        raise missing("event", event_id)
    (entry,) = _entries([row])
    return AuditCard(entry, changes_in(row.xid, row.recorded_at))


@query
def refusals_page(
    *,
    actor: Actor,
    at: datetime,
    person: str = "",
    people: tuple[UUID, ...] = (),
    subject: str = "",
    subjects: tuple[UUID, ...] = (),
    name: str = "",
    since: date | None = None,
    until: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[RefusalEntry]:
    """What was refused, the newest first, chosen as what happened is; `name` is of the operation."""
    asked = _Asked(person, people, subject, subjects, name, since, until)
    _may_read(actor, at, asked)
    rows = _within(RefusalRow.objects.all(), asked)
    if person or people:
        rows = rows.filter(person_id__in=people)
    if subject or subjects:
        rows = rows.filter(subject_id__in=subjects)
    if name:
        rows = rows.filter(command__startswith=name)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(_refusal(row) for row in found), following)


def entries_about(person_id: UUID, *, limit: int) -> tuple[tuple[AuditEntry, ...], bool]:
    """The newest events that a person did, that were done for or to him, and whether there are more. For
    the app above that has asked for the right, inside a scope."""
    rows = EventRow.objects.filter(_of_people((person_id,))).order_by("-id")
    found = list(rows[: limit + 1])
    return _entries(found[:limit]), len(found) > limit


def _of_people(people: tuple[UUID, ...]) -> Q:
    return Q(person_id__in=people) | Q(on_behalf_of__in=people) | Q(subject_id__in=people)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was searched for."""

    person: str = ""
    people: tuple[UUID, ...] = ()
    subject: str = ""
    subjects: tuple[UUID, ...] = ()
    name: str = ""
    since: date | None = None
    until: date | None = None

    def filters(self) -> dict[str, object]:
        """The same for the note of the reading: ids, and not the names that were typed."""
        return {
            "people": ",".join(map(str, self.people)),
            "subjects": ",".join(map(str, self.subjects)),
            "name": self.name,
            "since": self.since,
            "until": self.until,
        }


def _may_read(actor: Actor, at: datetime, asked: _Asked) -> None:
    require(actor, READ_AUDIT, at=at, within=EVERYWHERE)
    about = (*asked.subjects, *asked.people)
    record_reading(
        Sensitive.AUDIT,
        actor=actor,
        at=at,
        subject_id=about[0] if len(about) == 1 else None,
        filters=asked.filters(),
    )


def _within(rows: QuerySet[Any], asked: _Asked) -> QuerySet[Any]:
    """The rows recorded on days of the organisation's zone: by key, which begins with the moment."""
    zone = ZoneInfo(current_zone())
    if asked.since is not None:
        rows = rows.filter(id__gte=uuid7_floor(datetime.combine(asked.since, time(), zone)))
    if asked.until is not None:
        after = datetime.combine(asked.until + timedelta(days=1), time(), zone)
        rows = rows.filter(id__lt=uuid7_floor(after))
    return rows


def _entries(rows: Sequence[EventRow]) -> tuple[AuditEntry, ...]:
    keys = [row.id for row in rows]
    sealed = SealRow.objects.filter(event_id__in=keys).values_list("event_id", "position")
    positions = dict(sealed)
    return tuple(_entry(row, positions.get(row.id)) for row in rows)


def _entry(row: EventRow, position: int | None) -> AuditEntry:
    act = read_act(row.body) if row.body is not None else None
    return AuditEntry(
        id=row.id,
        name=row.name,
        subject_id=row.subject_id,
        facts=act.facts if act else {},
        person_id=row.person_id,
        on_behalf_of=row.on_behalf_of,
        mandate_id=row.mandate_id,
        unit_id=row.unit_id,
        system=row.system,
        reason=act.reason if act else "",
        rule_set=act.rule_set if act else "",
        corrects=row.corrects,
        at=row.occurred_at,
        recorded_at=row.recorded_at,
        is_disposed=act is None,
        position=position,
    )


def _refusal(row: RefusalRow) -> RefusalEntry:
    return RefusalEntry(
        id=row.id,
        operation=row.command,
        face=row.face,
        kind=row.kind,
        subject_id=row.subject_id,
        codes=tuple(row.codes),
        person_id=row.person_id,
        at=row.refused_at,
    )
