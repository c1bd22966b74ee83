"""Decisions that change what is in force: a longer term, another maximum."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.agreements import events, permissions
from avrop.agreements.actions.finding import agreement_row
from avrop.agreements.lifecycle import LIFECYCLE, State
from avrop.agreements.stored import locked_terms
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import across, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.values import Money


@command(permissions.DECIDE_CEILING)
def extend_agreement(
    agreement_id: UUID,
    valid_until: date,
    decision_reference: str,
    *,
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Register an extension. It must be there before the agreement ends (AGR-06)."""
    row = agreement_row(agreement_id)
    actor = require(actor, permissions.DECIDE_CEILING, at=at, within=across(row.id))
    row.state = LIFECYCLE.after(row.state, "extend")
    problems = _no_decision(decision_reference)
    if row.valid_until is None or valid_until <= row.valid_until:
        problems.append(Problem("agreements.not_an_extension", {"agreement": row.number}))
    elif day_of(at) > row.valid_until:
        values = {"agreement": row.number, "valid_until": row.valid_until}
        problems.append(Problem("agreements.has_expired", values))
    refuse_if(problems)
    count_change(row, expected_version)
    row.valid_until = valid_until
    row.save(update_fields=["valid_until", "version"])
    event = events.AgreementExtended(row.id, valid_until)
    outbox.publish(event, actor=actor, at=at, reason=decision_reference)


@command(permissions.DECIDE_CEILING)
def change_ceiling(
    agreement_id: UUID,
    ceiling: Decimal,
    decision_reference: str,
    *,
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Record a decision about the maximum. A modification must itself be lawful (LOU 17 kap.), so
    the decision's case number is kept with it; what has been drawn cannot be undercut."""
    row = agreement_row(agreement_id)
    terms = locked_terms(agreement_id)
    actor = require(actor, permissions.DECIDE_CEILING, at=at, within=across(row.id))
    problems = _no_decision(decision_reference)
    if row.state == State.ENDED:
        problems.append(Problem("agreements.not_active", {"agreement": row.number}))
    if ceiling <= 0 or ceiling < terms.drawn.amount:
        values = {"agreement": row.number, "drawn": terms.drawn}
        problems.append(Problem("agreements.ceiling_below_drawn", values, ("ceiling",)))
    refuse_if(problems)
    count_change(row, expected_version)
    row.ceiling = Money(ceiling, row.currency).amount
    row.save(update_fields=["ceiling", "version"])
    outbox.publish(events.CeilingChanged(row.id), actor=actor, at=at, reason=decision_reference)


def _no_decision(reference: str) -> list[Problem]:
    if reference.strip():
        return []
    return [Problem("agreements.no_decision", {}, ("decision_reference",))]
