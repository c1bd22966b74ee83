"""Units, people, employments, mandates and absences from a file: read, shown, then applied as shown.

A whole municipality takes some seconds, for which nobody waits with a page in his hand:
`begin_import` queues the job that applies it (`parties.jobs`). It is one transaction: what is killed on
the way has done nothing, and the job that is given back to the queue does it from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.canonical import digest, to_plain
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.jobs import defer
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.parties import jobs, permissions, ports
from avrop.parties.events import ImportApplied, ImportBegun, ImportStopped, ImportTakenIn
from avrop.parties.importing.columns import MANDATES, Fault, Lines, lines_in
from avrop.parties.importing.grounding import ground_for
from avrop.parties.importing.imports import (
    APPLIED,
    APPLYING,
    FAULTY,
    LONG,
    READY,
    ImportView,
    import_of,
)
from avrop.parties.importing.plan import ADD, FAULT, Change, Plan, Was
from avrop.parties.importing.planning import in_order, plan_of
from avrop.parties.importing.progress import STEPS, tell
from avrop.parties.importing.reading import UnreadableFile, sheets_in
from avrop.parties.importing.writing import write_plan
from avrop.parties.models import ImportLine, ImportProgress, ImportRow, Unit
from avrop.values import uuid7

LONGEST_NAME = 200


@command(permissions.IMPORT)
def take_in_import(content: bytes, file_name: str, *, actor: Actor, at: datetime) -> ImportView:
    """Read a workbook or a text of units, delivery addresses, people and the rest, keep its bytes,
    and say what it would change row by row, or everything that is wrong in it by row and column. It
    changes nothing else.

    Raises `Invalid` where nothing can be read from the bytes; those are not kept.
    """
    actor = require(actor, permissions.IMPORT, at=at, within=EVERYWHERE)
    lines = _read(content)
    plan = _planned(lines, actor, at)
    content_hash = digest(content)
    same = ImportRow.objects.filter(content_hash=content_hash, plan_hash=plan.hash())
    row = same.exclude(state=APPLIED).first()
    if row is not None:
        return import_of(row)
    row = ImportRow(
        file_name="".join(sign for sign in file_name if sign.isprintable())[:LONGEST_NAME],
        content=content,
        content_hash=content_hash,
        state=FAULTY if plan.faults else READY,
        plan_hash=plan.hash(),
        counts=plan.counts(),
        taken_in_by=actor.person_id,
        taken_in_at=at,
    )
    row.save(force_insert=True)
    tell("lines", len(plan.faults) + len(plan.changes))
    insert_rows(ImportLine, _lines_to_show(row, plan))
    outbox.publish(ImportTakenIn(row.id, len(plan.faults)), actor=actor, at=at)
    return import_of(row)


@command(permissions.IMPORT)
def begin_import(
    import_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> ImportView:
    """Have what was shown of a file done in the background, by the rights that the actor has then. How
    far that has come stands in `one_import`.

    `Refused` as `apply_import` is. One that is on its way is left alone, unless it has been so for long:
    then its job may be lost, and it is given another.
    """
    row = _locked(import_id)
    asked = actor
    actor = require(asked, permissions.IMPORT, at=at, within=EVERYWHERE)
    began = row.begun_at or at
    is_on_its_way = row.state == APPLYING and at - began < LONG
    refuse_if(_problems_applying(row, None if is_on_its_way else expected_version))
    if is_on_its_way:
        return import_of(row)
    row.state, row.begun_at, row.stopped = APPLYING, at, []
    row.version += 1
    row.save(update_fields=["state", "begun_at", "stopped", "version"])
    first = {"step": STEPS[0], "rows": 0}
    progress, _ = ImportProgress.objects.update_or_create(id=row.id, defaults=first)
    outbox.publish(ImportBegun(row.id), actor=actor, at=at)
    defer(
        jobs.carry_out_import,
        import_id=str(row.id),
        actor=to_plain(asked),
        at=at.isoformat(),
    )
    return import_of(row, progress)


@command(permissions.IMPORT)
def stop_import(
    import_id: UUID, problems: tuple[Problem, ...], *, actor: Actor, at: datetime
) -> None:
    """Note why an import that had begun was refused, so that whoever looks at it reads that. One that
    is not on its way is left alone."""
    row = _locked(import_id)
    actor = require(actor, permissions.IMPORT, at=at, within=EVERYWHERE)
    if row.state != APPLYING:
        return
    row.state, row.stopped = READY, to_plain(problems)
    row.version += 1
    row.save(update_fields=["state", "stopped", "version"])
    codes = tuple(problem.code for problem in problems)
    outbox.publish(ImportStopped(row.id, codes), actor=actor, at=at)


@command(permissions.IMPORT)
def apply_import(
    import_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> ImportView:
    """Do exactly what was shown of a file, all of it or nothing.

    `Refused` where it has faults, has been applied, or the organisation has changed since so that
    it would now do something else. Statements do not grow with the rows.
    """
    row = _locked(import_id)
    asked = actor
    actor = require(asked, permissions.IMPORT, at=at, within=EVERYWHERE)
    refuse_if(_problems_applying(row, expected_version))
    # Nothing may come to lie elsewhere while the rows are judged; in the order in which moves lock.
    list(Unit.objects.order_by("id").select_for_update().values_list("id"))
    plan = _planned(_read(bytes(row.content)), asked, at)
    if plan.faults or plan.hash() != row.plan_hash:
        refuse_if([Problem("parties.import_is_stale", {"file": row.file_name})])
    happened = write_plan(plan, day_of(at), at, actor.person_id)
    tell("events", len(happened))
    outbox.publish_each(happened, actor=actor, at=at, reason=row.file_name)
    if plan.mandates:
        tell("mandates", len(plan.mandates))
        ports.grant_mandates(plan.mandates, asked, at)
    row.state, row.applied_at, row.applied_by = APPLIED, at, actor.person_id
    row.stopped = []
    row.version += 1
    row.save(update_fields=["state", "applied_at", "applied_by", "stopped", "version"])
    outbox.publish(ImportApplied(row.id, row.plan_hash), actor=actor, at=at)
    return import_of(row)


def _locked(import_id: UUID) -> ImportRow:
    rows = ImportRow.objects.select_for_update().filter(id=import_id)
    row: ImportRow | None = rows.first()
    if row is None:
        raise missing("import", import_id)
    return row


def _problems_applying(row: ImportRow, expected_version: int | None) -> Iterator[Problem]:
    if row.state == FAULTY:
        yield Problem("parties.import_has_faults", {"count": row.counts.get("faults", 0)})
    elif row.state == APPLIED:
        yield Problem("parties.import_is_applied", {"file": row.file_name})
    elif not row.content:
        yield Problem("parties.import_disposed", {"file": row.file_name})
    elif expected_version is not None and expected_version != row.version:
        yield Problem("kernel.stale", {"expected": expected_version, "version": row.version})


def _read(content: bytes) -> Lines:
    tell("read", len(content))
    try:
        return lines_in(sheets_in(content))
    except UnreadableFile as unreadable:
        invalid_if([unreadable.problem])
        raise


def _planned(lines: Lines, actor: Actor, at: datetime) -> Plan:
    """The plan, with the mandates judged by whoever knows them; and the rights for what is in it."""
    on = day_of(at)
    tell("judge", sum(len(one) for one in lines.lines.values()))
    plan = plan_of(lines, ground_for(lines, on), uuid7)
    if plan.units or plan.places:
        require(actor, permissions.CHANGE_UNITS, at=at, within=EVERYWHERE)
    if plan.people or plan.employments:
        require(actor, permissions.CHANGE_PEOPLE, at=at, within=EVERYWHERE)
    if plan.absences:
        require(actor, permissions.TELL_ABSENCE_OF_OTHERS, at=at, within=EVERYWHERE)
    if plan.mandates:
        _judge_mandates(plan, lines, actor, at)
    return plan


def _judge_mandates(plan: Plan, lines: Lines, actor: Actor, at: datetime) -> None:
    judged = ports.judge_mandates(plan.mandates, actor, day_of(at), at)
    to_grant = []
    for line, (problems, is_there) in zip(plan.mandates, judged, strict=True):
        for problem in problems:
            column = str(problem.place[-1]) if problem.place else "role"
            heading = lines.headings.get((MANDATES, column), column)
            plan.faults.append(Fault(MANDATES, line.row, heading, problem))
        if is_there:
            plan.unchanged(MANDATES)
            continue
        to_grant.append(line)
        fields = (Was("role", "", line.role), Was("valid_from", "", str(line.valid_from)))
        plan.changes.append(Change(MANDATES, line.row, ADD, line.person, line.role, fields))
    plan.mandates = to_grant
    plan.faults = in_order(plan.faults)


def _lines_to_show(row: ImportRow, plan: Plan) -> Iterator[ImportLine]:
    for fault in plan.faults:
        yield ImportLine(
            imported_id=row.id,
            plan_hash=row.plan_hash,
            kind=fault.kind,
            row=fault.row,
            column=fault.column[:200],
            action=FAULT,
            facts={"code": fault.problem.code, "values": to_plain(fault.problem.values)},
        )
    if plan.faults:
        return
    for change in plan.changes:
        yield ImportLine(
            imported_id=row.id,
            plan_hash=row.plan_hash,
            kind=change.kind,
            row=change.row,
            action=change.action,
            key=change.key[:254],
            name=change.name[:200],
            facts=to_plain(change.fields),
        )
