"""Reading roll-out plans, and how ready their people are. The statements grow neither with the plans nor
with the people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.expressions import RawSQL

from avrop.authority import queries as authority
from avrop.authority.queries import HeldMandate
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page, page_of
from avrop.kernel.ports import over
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.training import permissions
from avrop.training.lifecycle import FOLLOWED_PLANS, OPEN_PLANS, PLAN
from avrop.training.models import Certificate, Course, RolloutPlan, RolloutPlanRows
from avrop.training.plan_shapes import (
    APPROVER,
    DEPUTY,
    ROLE_OF,
    PlanFacts,
    PlannableUnit,
    PlannedPerson,
    PlanSummary,
    PlanView,
    Readiness,
)
from avrop.training.queries.learning import NOBODY
from avrop.training.records import required_on
from avrop.training.requirements import Requirements
from avrop.training.stored import plan_facts_of

_READERS = (permissions.PLAN, permissions.JUDGE, permissions.FOLLOW)
_NAMED = f"""
    select id from ({parties.units_in_sql()}) u
    where position(lower(%s) in lower(u.name)) > 0"""


@query
def plans_page(
    *,
    state: str = "",
    text: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PlanSummary]:
    """Roll-out plans that the reader may see, the newest first, each with how many of its people are
    ready. Nine statements."""
    rows = _seen(actor)
    if state:
        rows = rows.filter(state=state)
    if text.strip():
        of_units = Q(unit_id__in=RawSQL(_NAMED, [text.strip()]))  # noqa: S611 - values are parameters
        rows = rows.filter(Q(number__icontains=text.strip()) | of_units)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    ground = _ground(found, day_of(at))
    return Page(tuple(_summary(row, ground) for row in found), following)


@query
def plan(plan_id: UUID, *, actor: Actor, at: datetime) -> PlanView:
    """A roll-out plan, and how ready each of its people is."""
    row = _seen(actor).filter(id=plan_id).first()
    if row is None:
        raise missing("plan", plan_id)
    ground = _ground([row], day_of(at))
    why_not = authority.why_not(actor, permissions.JUDGE, at=at, within=over(row.unit_id))
    is_own = row.made_by in (actor.person_id, actor.on_behalf_of)
    return PlanView(
        id=row.id,
        version=row.version,
        number=row.number,
        state=row.state,
        unit_id=row.unit_id,
        unit=ground.unit(row.unit_id),
        facts=plan_facts_of(row),
        made_by=row.made_by,
        begun_at=row.begun_at,
        submitted_at=row.submitted_at,
        judged_by=row.judged_by,
        judged_at=row.judged_at,
        reason=row.reason,
        names=dict(ground.names),
        readiness=_readiness(row, ground),
        is_own=is_own,
        may_judge=not why_not and not is_own,
        available_actions=PLAN.verbs_from(row.state),
    )


@query
def plannable_units(*, actor: Actor, at: datetime) -> tuple[PlannableUnit, ...]:
    """The units that the reader can plan for, by name, with the plan of each that is being worked on.
    Four statements, however many units there are."""
    if not authority.holds(actor, permissions.PLAN, at=at):
        return ()
    seen = authority.sight(actor, at=at)
    units = [
        one for one in parties.units(on=day_of(at)) if seen.everything or one.id in seen.unit_ids
    ]
    withins = [over(one.id) for one in units]
    why_not = authority.problems_requiring(actor, permissions.PLAN, withins, at=at)
    mine = [one for one, problems in zip(units, why_not, strict=True) if not problems]
    open_plans = RolloutPlan.objects.filter(
        unit_id__in=[one.id for one in mine], state__in=OPEN_PLANS
    )
    known = dict(open_plans.values_list("unit_id", "id"))
    found = (PlannableUnit(one.id, one.name, known.get(one.id)) for one in mine)
    return tuple(sorted(found, key=lambda one: (one.name, one.id)))


def _seen(actor: Actor) -> RolloutPlanRows:
    """The plans of the units that the reader sees into, for who plans, judges or follows; else his own:
    who is trained is not for everybody who works there to know."""
    rows = RolloutPlan.objects.visible_to(actor)
    if not actor.is_person or any(authority.holds(actor, one) for one in _READERS):
        return rows
    return rows.filter(made_by=actor.person_id or NOBODY)


# --- how ready people are ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known about the people of some plans on a day."""

    today: date
    units: Mapping[UUID, parties.UnitView]
    names: Mapping[UUID, str]
    required: Requirements
    courses: Mapping[str, UUID]
    certified: frozenset[tuple[UUID, UUID]]
    mandates: Mapping[tuple[UUID, str], Sequence[HeldMandate]]
    substitutes: Mapping[UUID, UUID]

    def unit(self, unit_id: UUID) -> str:
        """What a unit is called."""
        return self.units[unit_id].name if unit_id in self.units else ""


def _ground(rows: Sequence[RolloutPlan], today: date) -> _Ground:
    """Seven statements, for any number of plans and people."""
    stated = [plan_facts_of(row) for row in rows]
    people = frozenset(person for facts in stated for person in facts.person_ids)
    makers = {one for row in rows for one in (row.made_by, row.judged_by) if one is not None}
    held = authority.held_on(today, people=people, roles=frozenset(ROLE_OF.values()))
    mandates: dict[tuple[UUID, str], list[HeldMandate]] = {}
    for one in held:
        mandates.setdefault((one.person_id, one.role), []).append(one)
    certificates = Certificate.objects.filter(
        person_id__in=people, state="granted", valid_from__lte=today, valid_until__gte=today
    )
    approvers = {one for facts in stated for one in facts.people_in(APPROVER)}
    required, _ = required_on(today)
    return _Ground(
        today=today,
        units=parties.units_by_id({row.unit_id for row in rows}),
        names=parties.person_names(people | makers),
        required=required,
        courses=dict(Course.objects.values_list("code", "id")),
        certified=frozenset(certificates.values_list("person_id", "course_id")),
        mandates=mandates,
        substitutes=authority.substitutes_on(approvers, today),
    )


def _readiness(row: RolloutPlan, ground: _Ground) -> tuple[Readiness, ...]:
    facts = plan_facts_of(row)
    unit = ground.units.get(row.unit_id)
    lineage = frozenset(unit.lineage) if unit else frozenset()
    found = (_ready(one, facts, lineage, ground) for one in facts.people)
    known = tuple(one for one in found if one is not None)
    if row.state in FOLLOWED_PLANS:
        return known
    # Nobody is late with what was given up or replaced.
    return tuple(replace(one, is_late=False) for one in known)


def _ready(
    planned: PlannedPerson, facts: PlanFacts, lineage: Collection[UUID], ground: _Ground
) -> Readiness | None:
    person = planned.person_id
    if person is None:
        return None
    courses = tuple(
        (key, code)
        for code, key in _courses_for(ROLE_OF[planned.part], facts, ground)
        if (person, key) not in ground.certified
    )
    has_mandate = _has_mandate(person, planned.part, facts, lineage, ground)
    due = planned.trained_by or facts.go_live_on
    is_late = due is not None and due < ground.today and bool(courses)
    is_late = is_late or bool(
        not has_mandate and facts.go_live_on and facts.go_live_on < ground.today
    )
    return Readiness(
        person_id=person,
        person=ground.names.get(person, ""),
        part=planned.part,
        trained_by=planned.trained_by,
        courses=courses,
        has_mandate=has_mandate,
        is_late=is_late,
    )


def _courses_for(role: str, facts: PlanFacts, ground: _Ground) -> Iterable[tuple[str, UUID]]:
    """The courses that are asked of who holds a role for what begins to be ordered."""
    goods = [wave.category.strip() for wave in facts.waves if wave.category.strip()]
    for one in ground.required.required:
        if one.asks(role, goods) and one.course in ground.courses:
            yield one.course, ground.courses[one.course]


def _has_mandate(
    person: UUID, part: str, facts: PlanFacts, lineage: Collection[UUID], ground: _Ground
) -> bool:
    """Whether somebody holds the role in the unit; a deputy also where he is the standing substitute of
    an approver of the plan."""
    held = ground.mandates.get((person, ROLE_OF[part]), ())
    if any(one.unit_id is None or one.unit_id in lineage for one in held):
        return True
    approvers = facts.people_in(APPROVER)
    return part == DEPUTY and any(ground.substitutes.get(one) == person for one in approvers)


def _summary(row: RolloutPlan, ground: _Ground) -> PlanSummary:
    people = _readiness(row, ground)
    return PlanSummary(
        id=row.id,
        number=row.number,
        state=row.state,
        unit_id=row.unit_id,
        unit=ground.unit(row.unit_id),
        made_by=row.made_by,
        manager=ground.names.get(row.made_by, ""),
        go_live_on=row.go_live_on,
        ready=sum(1 for one in people if one.is_ready),
        planned=len(people),
        late=sum(1 for one in people if one.is_late),
        submitted_at=row.submitted_at,
    )
