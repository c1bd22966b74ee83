"""An import as it stands, and its lines, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from avrop.kernel.canonical import from_plain
from avrop.kernel.problems import Problem
from avrop.parties.importing.plan import FAULT, Was
from avrop.parties.models import ImportLine, ImportProgress, ImportRow

FAULTY, READY, APPLYING, APPLIED = "faulty", "ready", "applying", "applied"
#: An import that is on its way for so long may have lost its job.
LONG = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ImportView:
    """A file and what becomes of it. `counts` says how many rows do what ("people.add", "units.same",
    "faults"). It is "faulty" where anything is wrong, "ready" to be applied, "applying" while that is
    done in the background, or "applied". `stopped` says why that ended with nothing done the last time;
    `step` is what is being done with how many `rows`, "" where nothing is."""

    id: UUID
    version: int
    file_name: str
    state: str
    counts: Mapping[str, int]
    plan_hash: str
    taken_in_by: UUID | None
    taken_in_at: datetime
    applied_by: UUID | None
    applied_at: datetime | None
    begun_at: datetime | None = None
    stopped: tuple[Problem, ...] = ()
    step: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class ImportLineView:
    """A fault, with the row and the column it stands in, or what one row changes."""

    id: UUID
    kind: str
    row: int
    column: str
    action: str
    key: str
    name: str
    fields: tuple[Was, ...] = ()
    problem: Problem | None = None


def import_of(row: ImportRow, progress: ImportProgress | None = None) -> ImportView:
    """An import of its row, and of how far it has come."""
    return ImportView(
        id=row.id,
        version=row.version,
        file_name=row.file_name,
        state=row.state,
        counts=dict(row.counts),
        plan_hash=row.plan_hash,
        taken_in_by=row.taken_in_by,
        taken_in_at=row.taken_in_at,
        applied_by=row.applied_by,
        applied_at=row.applied_at,
        begun_at=row.begun_at,
        stopped=from_plain(row.stopped, tuple[Problem, ...]),
        step=progress.step if progress else "",
        rows=progress.rows if progress else 0,
    )


def line_of(row: ImportLine) -> ImportLineView:
    """A line of its row."""
    is_fault = row.action == FAULT
    return ImportLineView(
        id=row.id,
        kind=row.kind,
        row=row.row,
        column=row.column,
        action=row.action,
        key=row.key,
        name=row.name,
        fields=() if is_fault else from_plain(row.facts, tuple[Was, ...]),
        problem=Problem(row.facts["code"], row.facts["values"]) if is_fault else None,
    )
