"""Several people are given roles by one decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.authority import granting_many
from avrop.authority.actions.checking import problems_with_people, problems_with_units
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Problem, refuse_if
from avrop.parties.queries import MandateLine


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that somebody is given in a unit and below (None: everywhere)."""

    person_id: UUID
    role: str
    unit_id: UUID | None


def grant_each(
    grants: Sequence[Grant],
    *,
    valid_from: date,
    decision_reference: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Give them all, or none: what `grant_mandate` refuses is refused. For a command of a floor above,
    in its transaction. Statements do not grow with the grants."""
    if not grants:
        return
    lines = [_line(place, one, valid_from, decision_reference) for place, one in enumerate(grants)]
    problems = [
        *problems_with_people(list(dict.fromkeys(one.person_id for one in grants)), valid_from),
        *problems_with_units(list({one.unit_id for one in grants if one.unit_id is not None})),
    ]
    judged = granting_many.judge(lines, actor, valid_from, at)
    for line, (found, is_there) in zip(lines, judged, strict=True):
        problems += found
        if is_there:
            facts = {"valid_from": line.valid_from, "valid_until": "…"}
            problems.append(Problem("authority.overlapping_mandate", facts, ("valid_from",)))
    refuse_if(problems)
    granting_many.grant(lines, actor, at)


def _line(place: int, grant: Grant, valid_from: date, decision_reference: str) -> MandateLine:
    return MandateLine(
        row=place,
        person_id=grant.person_id,
        person="",
        role=grant.role,
        unit_id=grant.unit_id,
        categories=(),
        limit=None,
        currency="",
        valid_from=valid_from,
        valid_until=None,
        decision_reference=decision_reference,
    )
