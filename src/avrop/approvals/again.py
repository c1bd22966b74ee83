"""Who must look again when what waits for approval is changed, and why. Pure.

An approval holds for exactly what was approved (REQ-16), so every answer that has been given falls with
a change, however small, and everybody whom the changed whole concerns is asked (REQ-11).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.approvals import rules
from avrop.approvals.lifecycle import StepState
from avrop.approvals.rules import Planned
from avrop.kernel.problems import Problem
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Former:
    """A step of the request as it is before the change."""

    rule: str
    responsibility: str
    amount: Money
    state: str
    people: tuple[UUID, ...]
    decided_by: UUID | None = None
    on_behalf_of: UUID | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A step that the changed whole asks for. `because` says by which rule, `why` what is new for those
    who answer; `former` is the amount they were asked about before, None where they were not."""

    level: int
    responsibility: str
    amount: Money
    former: Money | None
    because: Problem
    why: Problem
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Fallen:
    """An approval that has been given and falls with the change."""

    responsibility: str
    amount: Money
    decided_by: UUID | None
    on_behalf_of: UUID | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Released:
    """Those who were asked, and whom the changed whole does not concern any more."""

    responsibility: str
    amount: Money
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class LookAgain:
    """What a change does to the answers given and asked for."""

    asked: tuple[AskedAgain, ...]
    fallen: tuple[Fallen, ...]
    released: tuple[Released, ...]


def look_again(
    former: Sequence[Former], planned: Iterable[tuple[Planned, tuple[UUID, ...]]]
) -> LookAgain:
    """What becomes of the steps there are (`former`) when these (`planned`, each with those who can
    answer it) take their place. A step is the same when the same rule asks for the same
    responsibility."""
    known = {(step.rule, step.responsibility): step for step in former}
    route = list(planned)
    kept = {(step.rule.name, step.responsibility) for step, _ in route}
    return LookAgain(
        asked=tuple(
            _asked(step, people, known.get((step.rule.name, step.responsibility)))
            for step, people in route
        ),
        fallen=tuple(
            Fallen(
                step.responsibility,
                step.amount,
                step.decided_by,
                step.on_behalf_of,
                step.decided_at,
            )
            for step in former
            if step.state == StepState.APPROVED
        ),
        released=tuple(
            Released(step.responsibility, step.amount, step.people)
            for step in former
            if (step.rule, step.responsibility) not in kept
        ),
    )


def _asked(step: Planned, people: tuple[UUID, ...], before: Former | None) -> AskedAgain:
    return AskedAgain(
        level=step.rule.level,
        responsibility=step.responsibility,
        amount=step.amount,
        former=before.amount if before else None,
        because=rules.because(step.rule.name, step.responsibility, step.amount),
        why=_why(step, before),
        people=people,
    )


def _why(step: Planned, before: Former | None) -> Problem:
    if before is None:
        return Problem("approvals.again_not_asked_before")
    if before.state == StepState.APPROVED:
        return Problem("approvals.again_approval_falls", {"amount": before.amount})
    if before.amount != step.amount:
        values = {"former": before.amount, "amount": step.amount}
        return Problem("approvals.again_other_amount", values)
    return Problem("approvals.again_same_amount")
