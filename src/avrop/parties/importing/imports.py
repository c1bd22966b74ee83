"""An import as it stands, and its lines, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.kernel.canonical import from_plain
from avrop.kernel.problems import Problem
from avrop.parties.importing.plan import FAULT, Was
from avrop.parties.models import ImportLine, ImportRow

FAULTY, READY, APPLIED = "faulty", "ready", "applied"


@dataclass(frozen=True, slots=True)
class ImportView:
    """A file and what becomes of it. `counts` says how many rows do what ("people.add", "units.same",
    "faults"). It is "faulty" where anything is wrong, "ready" to be applied, or "applied"."""

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


def import_of(row: ImportRow) -> ImportView:
    """An import of its row."""
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
