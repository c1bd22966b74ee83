"""Managers confirm the duties of their units; the list and its text are decided."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.responsibility import duties, events, permissions
from avrop.responsibility.actions.deciding import problems_with_reason
from avrop.responsibility.duties import Answer, Duty, DutyList, Frequency
from avrop.responsibility.models import Confirmation
from avrop.responsibility.reading import duties_in_force
from avrop.tasks import actions as tasks

TO_CONFIRM = {
    Frequency.YEARLY: "responsibility.confirm_yearly",
    Frequency.TERMLY: "responsibility.confirm_termly",
}
LATE = {
    Frequency.YEARLY: "responsibility.late_yearly",
    Frequency.TERMLY: "responsibility.late_termly",
}


@command(permissions.CONFIRM)
def confirm_unit(
    frequency: str,
    answers: tuple[Answer, ...],
    rule_set: str,
    *,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Confirm the duties of a unit for this period (no unit: the whole organisation). `rule_set` is the
    version of the text that was read: where it has changed since, nothing is confirmed. What has been
    confirmed before in the period is corrected by it. Returns the confirmation's id."""
    actor = require(actor, permissions.CONFIRM, at=at, within=over(unit_id))
    day = day_of(at)
    whole, reference = duties_in_force(day)
    if frequency not in Frequency.values:
        refuse_if([Problem("responsibility.unknown_frequency", {"frequency": frequency})])
    asked = duties.duties_of(whole, frequency)
    problems = list(duties.problems_confirming(asked, answers))
    if rule_set != reference:
        problems.append(Problem("responsibility.text_has_changed"))
    refuse_if(problems)
    period = duties.period_on(frequency, whole, day)
    former = Confirmation.objects.filter(unit_id=unit_id, period=period.name).order_by("id").last()
    row = Confirmation.objects.create(
        unit_id=unit_id,
        frequency=frequency,
        period=period.name,
        rule_set=reference,
        duties=to_plain(asked),
        statement=dict(whole.statement),
        answers=to_plain(answers),
        has_gaps=not all(one.is_fulfilled for one in answers),
        confirmed_by=actor.person_id,
        mandate_id=actor.mandate_id,
        confirmed_at=at,
    )
    subject = unit_id or actor.tenant_id
    for kind in (TO_CONFIRM[Frequency(frequency)], LATE[Frequency(frequency)]):
        tasks.close_tasks(subject, kind=kind, actor=actor, at=at)
    outbox.publish(
        events.UnitConfirmed(row.id, unit_id, period.name, row.has_gaps),
        actor=actor,
        at=at,
        rule_set=reference,
        corrects=former.id if former else None,
    )
    return row.id


@command(permissions.DECIDE)
def decide_duties(
    listed: tuple[Duty, ...],
    statement: dict[str, str],
    *,
    reason: str,
    yearly_due: tuple[int, int] = duties.DEFAULT.yearly_due,
    termly_due: tuple[tuple[int, int], tuple[int, int]] = duties.DEFAULT.termly_due,
    remind_days: int = duties.DEFAULT.remind_days,
    actor: Actor,
    at: datetime,
) -> str:
    """Decide what managers confirm, the text they sign and when it is due, from today on. What has been
    confirmed keeps the text it was confirmed with. Returns the reference of the version."""
    actor = require(actor, permissions.DECIDE, at=at, within=over(None))
    decided = DutyList(listed, statement, yearly_due, termly_due, remind_days)
    refuse_if((*problems_with_reason(reason), *duties.problems_with_list(decided)))
    version = ruleset.add_version(
        duties.NAME,
        decided,
        valid_from=day_of(at),
        by=actor.person_id,
        at=at,
        reason=reason.strip(),
    )
    announced = events.DutiesDecided(actor.tenant_id, version)
    outbox.publish(announced, actor=actor, at=at, reason=reason.strip())
    return version
