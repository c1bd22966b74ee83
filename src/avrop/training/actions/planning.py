"""A manager plans how a unit begins to order here, and somebody else judges it: the exercise of the
managers' course (requirement TRN-04)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.authority.holding import roles_apart_in_force
from avrop.authority.queries import Act
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import EVERYWHERE, over, require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks
from avrop.tasks.actions import NewTask
from avrop.tasks.queries import open_tasks_of_kind
from avrop.training import events, permissions, plan_rules
from avrop.training.actions.certifying import certify_after_exercise
from avrop.training.actions.checking import human, locked
from avrop.training.lifecycle import OPEN_PLANS, PLAN, PlanState
from avrop.training.models import RolloutPlan
from avrop.training.plan_rules import Ground
from avrop.training.plan_shapes import PARTS, PlanFacts, PlannedPerson
from avrop.training.stored import plan_facts_of

TO_JUDGE, TO_MEND = "training.task_judge_plan", "training.task_plan_returned"
SUBJECT = "rollout_plan"


@command(permissions.PLAN)
def begin_plan(unit_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """Begin the roll-out plan of a unit that one leads, with a line for each part that somebody must
    have. One plan of a unit is worked on at a time. Returns the plan."""
    unit = parties.unit(unit_id)
    actor = require(actor, permissions.PLAN, at=at, within=over(unit_id))
    maker, today = human(actor), day_of(at)
    # Before looking whether there is one: whoever begins another at the same time waits here.
    number = f"IP-{today.year}-{next_number('training.plans'):05}"
    problems = []
    if not unit.is_open(today):
        values = {"unit": unit.name, "day": today}
        problems.append(Problem("parties.unit_not_open", values, ("unit_id",)))
    if RolloutPlan.objects.filter(unit_id=unit_id, state__in=OPEN_PLANS).exists():
        problems.append(Problem("training.plan_is_open", {}, ("unit_id",)))
    refuse_if(problems)
    facts = PlanFacts(people=tuple(PlannedPerson(part) for part in PARTS))
    row = RolloutPlan.objects.create(
        number=number,
        unit_id=unit_id,
        facts=to_plain(facts),
        made_by=maker,
        begun_at=at,
    )
    outbox.publish(events.PlanBegun(row.id, unit_id), actor=actor, at=at)
    return row.id


@command(permissions.PLAN)
def change_plan(
    plan_id: UUID,
    facts: PlanFacts,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Keep what is planned, whatever it lacks; also of a plan that was sent back. Raises `Invalid` with
    every line that names somebody who is not of the unit."""
    row, actor = _found(plan_id, permissions.PLAN, actor, at)
    row.state = PLAN.after(row.state, "change")
    refuse_if(plan_rules.problems_owning(actor.person_id, row.made_by))
    staff = _staff(row.unit_id, day_of(at))
    invalid_if(
        [
            *plan_rules.problems_keeping(facts),
            *plan_rules.problems_naming(facts, plan_facts_of(row), staff),
        ]
    )
    count_change(row, expected_version)
    row.facts, row.go_live_on = to_plain(facts), facts.go_live_on
    row.save(update_fields=["state", "facts", "go_live_on", "version"])
    outbox.publish(events.PlanChanged(row.id), actor=actor, at=at)


@command(permissions.PLAN)
def submit_plan(
    plan_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Have the plan judged. Raises `Refused` with everything that it lacks or that does not hold
    together, each at its field; the plan stays as it is."""
    row, actor = _found(plan_id, permissions.PLAN, actor, at)
    row.state = PLAN.after(row.state, "submit")
    today, (judges,) = day_of(at), _judges_of([row], at)
    refuse_if(
        [
            *plan_rules.problems_owning(actor.person_id, row.made_by),
            *plan_rules.problems_submitting(plan_facts_of(row), _ground(row.unit_id, today)),
            *plan_rules.problems_finding_judges(judges),
        ]
    )
    count_change(row, expected_version)
    row.submitted_at, row.reason = at, ""
    row.save(update_fields=["state", "submitted_at", "reason", "version"])
    outbox.publish(events.PlanSubmitted(row.id, row.unit_id), actor=actor, at=at)
    tasks.close_tasks(row.id, kind=TO_MEND, actor=actor, at=at)
    task = _to_judge(row, judges, _named(row)["unit"], str(row.version))
    tasks.open_tasks((task,), actor=actor, at=at)


@command(permissions.JUDGE)
def return_plan(
    plan_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Send a plan back to its manager, who is told what to mend."""
    row, actor = _judged(plan_id, "return", actor, at)
    refuse_if(
        [
            *plan_rules.problems_judging(row.made_by, (actor.person_id, actor.on_behalf_of)),
            *plan_rules.problems_with_reason(reason),
        ]
    )
    _judge(row, reason, expected_version, actor, at)
    outbox.publish(
        events.PlanReturned(row.id, row.unit_id), actor=actor, at=at, reason=reason.strip()
    )
    tasks.close_tasks(row.id, kind=TO_JUDGE, actor=actor, at=at)
    tasks.open_task(
        TO_MEND,
        subject_kind=SUBJECT,
        subject_id=row.id,
        assignees=(row.made_by,),
        once_key=f"{TO_MEND}/{row.id}/{row.version}",
        values=_named(row),
        unit_id=row.unit_id,
        actor=actor,
        at=at,
    )


@command(permissions.JUDGE)
def approve_plan(
    plan_id: UUID,
    *,
    reason: str = "",
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Approve a plan that holds together still; the one that was approved for the unit before is
    replaced. With it the exercise of its manager's course is done: where nothing else is missing, the
    certificate is given."""
    row, actor = _judged(plan_id, "approve", actor, at)
    ground = _ground(row.unit_id, day_of(at))
    refuse_if(
        [
            *plan_rules.problems_judging(row.made_by, (actor.person_id, actor.on_behalf_of)),
            *plan_rules.problems_with_reason(reason, must=False),
            *plan_rules.problems_submitting(plan_facts_of(row), ground),
        ]
    )
    _supersede_former(row, actor, at)
    _judge(row, reason, expected_version, actor, at)
    event = events.PlanApproved(row.id, row.unit_id, row.made_by)
    outbox.publish(event, actor=actor, at=at, reason=row.reason)
    tasks.close_tasks(row.id, kind=TO_JUDGE, actor=actor, at=at)
    certify_after_exercise(row.made_by, actor=actor, at=at)


@command(permissions.WATCH)
def have_plans_judged(*, actor: Actor, at: datetime) -> int:
    """Give those who may judge a plan that waits, and have no task to, one: whoever came after it was
    sent. The same statements for one plan and for many. Returns how many plans."""
    actor = require(actor, permissions.WATCH, at=at, within=EVERYWHERE)
    rows = list(RolloutPlan.objects.filter(state=PlanState.SUBMITTED).order_by("id"))
    if not rows:
        return 0
    told: dict[UUID, set[UUID]] = {}
    for one in open_tasks_of_kind(TO_JUDGE):
        told.setdefault(one.subject_id, set()).update(one.assignees)
    units = parties.unit_names({row.unit_id for row in rows})
    opened = tuple(
        _to_judge(row, others, units.get(row.unit_id, ""), f"{row.version}/{day_of(at)}")
        for row, judges in zip(rows, _judges_of(rows, at), strict=True)
        if (others := tuple(one for one in judges if one not in told.get(row.id, ())))
    )
    if opened:
        tasks.open_tasks(opened, actor=actor, at=at)
    return len(opened)


@command(permissions.PLAN)
def withdraw_plan(
    plan_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Give a plan of one's unit up, approved or not, for a reason. Certificates stand."""
    row, actor = _found(plan_id, permissions.PLAN, actor, at)
    row.state = PLAN.after(row.state, "withdraw")
    refuse_if(plan_rules.problems_with_reason(reason))
    count_change(row, expected_version)
    row.reason = reason.strip()
    row.save(update_fields=["state", "reason", "version"])
    outbox.publish(events.PlanWithdrawn(row.id, row.unit_id), actor=actor, at=at, reason=row.reason)
    tasks.close_tasks(row.id, outcome="cancelled", actor=actor, at=at)


def _found(
    plan_id: UUID, permission: Permission, actor: Actor, at: datetime
) -> tuple[RolloutPlan, Actor]:
    row: RolloutPlan = locked(RolloutPlan, plan_id, "plan")
    return row, require(actor, permission, at=at, within=over(row.unit_id))


def _judged(plan_id: UUID, verb: str, actor: Actor, at: datetime) -> tuple[RolloutPlan, Actor]:
    row, actor = _found(plan_id, permissions.JUDGE, actor, at)
    row.state = PLAN.after(row.state, verb)
    return row, actor


def _judge(
    row: RolloutPlan, reason: str, expected_version: int | None, actor: Actor, at: datetime
) -> None:
    count_change(row, expected_version)
    row.judged_by, row.judged_at, row.reason = actor.person_id, at, reason.strip()
    row.save(update_fields=["state", "judged_by", "judged_at", "reason", "version"])


def _supersede_former(row: RolloutPlan, actor: Actor, at: datetime) -> None:
    """A unit has one plan that is in force."""
    rows = RolloutPlan.objects.select_for_update().filter(
        unit_id=row.unit_id, state=PlanState.APPROVED
    )
    for former in rows:
        former.state = PLAN.after(former.state, "supersede")
        former.version += 1
        former.save(update_fields=["state", "version"])
        outbox.publish(events.PlanSuperseded(former.id, row.id), actor=actor, at=at)


def _ground(unit_id: UUID, today: date) -> Ground:
    """What a plan of a unit is held against. Seven statements, however many work there."""
    pairs, _ = authority.separation_in_force(today)
    apart, _ = roles_apart_in_force(today)
    unit = parties.unit(unit_id)
    period = (unit.valid_from, unit.valid_until)
    in_force = RolloutPlan.objects.filter(unit_id=unit_id, state=PlanState.APPROVED)
    live_since = in_force.values_list("go_live_on", flat=True).first()
    return Ground(today, period, _staff(unit_id, today), pairs, apart, live_since)


def _staff(unit_id: UUID, today: date) -> dict[UUID, tuple[date, date | None]]:
    """Who works in the unit or below it, or is to, and from when until when. Two statements."""
    staff = parties.staff_of(parties.subtree(unit_id), today)
    return {one.id: (one.valid_from, one.valid_until) for one in staff}


def _judges_of(rows: Sequence[RolloutPlan], at: datetime) -> list[tuple[UUID, ...]]:
    """Who may judge each of some plans: not whoever made it, nor who does it in the maker's stead. The
    same few statements however many there are."""
    acts = [Act(row.made_by, over(row.unit_id)) for row in rows]
    found = authority.who_may_each(acts, permissions.JUDGE, at)
    return [
        tuple(
            one.person_id for one in rights if row.made_by not in (one.person_id, one.on_behalf_of)
        )
        for row, rights in zip(rows, found, strict=True)
    ]


def _to_judge(row: RolloutPlan, judges: tuple[UUID, ...], unit: str, key: str) -> NewTask:
    return NewTask(
        kind=TO_JUDGE,
        subject_kind=SUBJECT,
        subject_id=row.id,
        assignees=judges,
        once_key=f"{TO_JUDGE}/{row.id}/{key}",
        values={"number": row.number, "unit": unit},
        unit_id=row.unit_id,
    )


def _named(row: RolloutPlan) -> dict[str, str]:
    return {"number": row.number, "unit": parties.unit_names([row.unit_id]).get(row.unit_id, "")}
