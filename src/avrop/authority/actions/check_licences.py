"""A licence is looked at, and that is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from avrop.authority import passes
from avrop.authority.models import LicenceCheck, Pass
from avrop.authority.pass_models import Moment
from avrop.authority.passes import Passed, PassKind, Shown
from avrop.kernel import ruleset
from avrop.kernel.days import day_of
from avrop.kernel.problems import Problem


def check_licences(
    moment: Moment,
    person_id: UUID,
    categories: Iterable[str],
    *,
    subject_id: UUID | None = None,
    at: datetime,
) -> dict[str, Problem]:
    """Why somebody may not buy some of these goods, by their category; every look at a licence is logged
    (requirement ORG-10, invariant 12). No face offers it by itself, and nothing is written where no
    licence is asked for: one statement then, else three.

    What is refused afterwards is rolled back and the log with it: the refusal then tells of the check.
    """
    today = day_of(at)
    gates, rule_set = ruleset.in_force(passes.NAME, passes.DEFAULT, on=today)
    goods = sorted({code for code in categories if code})
    asked = {
        gate: passes.goods_behind(gate, goods)
        for gate in gates.gates
        if gate.kind is PassKind.LICENCE and gate.categories
    }
    if not any(asked.values()):
        return {}
    shown = licences_of(person_id)
    judged = {
        (gate, code): passes.standing(gate, shown, today, (code,))
        for gate, behind in asked.items()
        for code in behind
    }
    LicenceCheck.objects.bulk_create(
        LicenceCheck(
            person_id=person_id,
            code=gate.code,
            categories=list(behind),
            moment=moment,
            standing=_worst(judged[gate, code] for code in behind),
            subject_id=subject_id,
            rule_set=rule_set,
            at=at,
        )
        for gate, behind in asked.items()
        if behind
    )
    problems = ((code, passes.problem_passing(passed)) for (_, code), passed in judged.items())
    return {code: problem for code, problem in problems if problem is not None}


def _worst(found: Iterable[Passed]) -> str:
    return max((passed.standing for passed in found), key=passes.ORDER.index)


def licences_of(person_id: UUID) -> tuple[Shown, ...]:
    """Every licence of a person, past ones too. One statement."""
    rows = Pass.objects.filter(person_id=person_id, kind=PassKind.LICENCE)
    return tuple(
        Shown(
            row.kind,
            row.code,
            row.valid_from,
            row.valid_until,
            _day(row.revoked_at),
            row.is_waiver,
            tuple(row.categories),
        )
        for row in rows
    )


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else day_of(moment)
