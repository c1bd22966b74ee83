"""What the absences of a file change, and why they cannot. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.parties.importing.columns import ABSENCES, Line, Lines
from avrop.parties.importing.plan import (
    ADD,
    CHANGE,
    AbsenceStated,
    AbsenceWrite,
    Change,
    Ground,
    Plan,
    fields_that_differ,
)
from avrop.parties.importing.planning_people import Known, leaving, person_named
from avrop.parties.rules import problems_of_having_left, problems_with_period


def plan_absences(
    lines: Lines, known: Known, ground: Ground, plan: Plan, new_id: Callable[[], UUID]
) -> None:
    """Judge every line of absences, and write what they do into the plan."""
    stated = {one.reference: one for one in ground.absences}
    first: dict[str, Line] = {}
    for line in lines.of(ABSENCES):
        reference = line.get("absence")
        former_line = first.setdefault(reference, line)
        if former_line is not line and reference:
            values = {"text": reference, "row": former_line.row}
            lines.fault(line, "absence", Problem("parties.import_doubled", values))
            continue
        _plan_absence(line, stated.get(reference), known, lines, plan, new_id)


def _plan_absence(
    line: Line,
    former: AbsenceStated | None,
    known: Known,
    lines: Lines,
    plan: Plan,
    new_id: Callable[[], UUID],
) -> None:
    person_id = person_named(line, known, lines)
    begins, ends = line.get("valid_from", None), line.get("valid_until", None)
    if person_id is None or begins is None or ends is None:
        return
    if former is not None and former.person_id != person_id:
        values = {"text": line.get("absence")}
        lines.fault(line, "person", Problem("parties.others_absence", values))
        return
    for problem in problems_with_period(begins, ends):
        lines.fault(line, "valid_until", problem)
    write = AbsenceWrite(
        id=former.id if former else new_id(),
        reference=line.get("absence"),
        person_id=person_id,
        valid_from=begins,
        valid_until=ends,
        is_called_off=line.get("is_called_off", False),
        former=former,
    )
    if not write.is_called_off:
        for problem in problems_of_having_left(*leaving(person_id, known, plan), begins):
            lines.fault(line, "person", problem)
    fields = fields_that_differ(_shown(former) if former else None, _shown(write))
    if former is not None and not fields:
        plan.unchanged(ABSENCES)
        return
    plan.absences.append(write)
    action = ADD if former is None else CHANGE
    plan.changes.append(
        Change(ABSENCES, line.row, action, write.reference, line.get("person"), fields)
    )


def _shown(one: AbsenceStated | AbsenceWrite) -> Mapping[str, Any]:
    return {
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "called_off": one.is_called_off,
    }
