"""What a roll-out plan must say before it is judged (requirement TRN-04). Pure: values in, problems
out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from avrop.authority.desks import RolesApart
from avrop.authority.separation import Done, Separation, conflicts, counted_as_one
from avrop.kernel.ports import Deed
from avrop.kernel.problems import Problem
from avrop.training.plan_shapes import (
    APPROVER,
    DEPUTY,
    PARTS,
    RECEIVER,
    REQUESTER,
    ROLE_OF,
    PlanFacts,
)

MOST_PEOPLE, MOST_WAVES, MOST_RISKS = 200, 50, 50
LONGEST_LINE, LONGEST_TEXT, LONGEST_CATEGORY, LONGEST_REASON = 500, 2000, 20, 2000
#: What an approver does to a chain, each held against what was done to it before.
DECIDES = (Deed.APPROVE, Deed.ATTEST_DECISION)
#: A chain that is only thought of.
A_CHAIN = UUID(int=0)
Found = Iterator[Problem]
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan is held against: the day, from when until when the unit is open (None without end),
    who works in it or below it from when until when, what the organisation keeps apart, and since when
    the unit orders here by the plan that is in force, if it does."""

    today: date
    unit: tuple[date, date | None]
    staff: Mapping[UUID, tuple[date, date | None]]
    pairs: Separation
    apart: RolesApart
    live_since: date | None = None

    def is_live(self, go_live_on: date) -> bool:
        """Whether a plan says when the unit began, which it has."""
        return go_live_on == self.live_since and go_live_on < self.today

    def begins(self, go_live_on: date) -> date:
        """The day on which all must be there: the first, or today where that has been."""
        return self.today if self.is_live(go_live_on) else go_live_on


def _at(*place: str | int) -> Place:
    return ("facts", *place)


# --- drafts ------------------------------------------------------------------------------------------


def problems_keeping(facts: PlanFacts) -> Found:
    """What even a draft cannot be kept with."""
    for name, most in (("people", MOST_PEOPLE), ("waves", MOST_WAVES), ("risks", MOST_RISKS)):
        if len(getattr(facts, name)) > most:
            yield Problem("training.plan_too_many_lines", {"most": most}, _at(name))
    for number, one in enumerate(facts.people):
        if one.part not in PARTS:
            yield Problem("training.plan_unknown_part", {}, _at("people", number, "part"))
    for text, most, place in _texts(facts):
        if len(text) > most:
            yield Problem("training.too_long", {"most": most}, place)


def problems_naming(facts: PlanFacts, former: PlanFacts, staff: Collection[UUID]) -> Found:
    """Whoever a draft names works in the unit or below it, or stands in it already: a right in one unit
    tells nothing of people in another."""
    allowed = former.person_ids | frozenset(staff)
    for number, one in enumerate(facts.people):
        if one.person_id is not None and one.person_id not in allowed:
            yield Problem("training.plan_not_of_unit", {}, _at("people", number, "person_id"))
    if facts.super_user_id is not None and facts.super_user_id not in allowed:
        yield Problem("training.plan_not_of_unit", {}, _at("super_user_id"))


def _texts(facts: PlanFacts) -> Iterator[tuple[str, int, Place]]:
    yield facts.orders_stop_how, LONGEST_TEXT, _at("orders_stop_how")
    for number, wave in enumerate(facts.waves):
        yield wave.what, LONGEST_LINE, _at("waves", number, "what")
        yield wave.category, LONGEST_CATEGORY, _at("waves", number, "category")
    for number, risk in enumerate(facts.risks):
        yield risk.risk, LONGEST_LINE, _at("risks", number, "risk")
        yield risk.answer, LONGEST_LINE, _at("risks", number, "answer")


# --- sending -----------------------------------------------------------------------------------------


def problems_submitting(facts: PlanFacts, ground: Ground) -> Found:
    """Everything that keeps a plan from being judged, each at its field."""
    yield from problems_keeping(facts)
    yield from _problems_with_days(facts, ground)
    yield from _problems_with_people(facts, ground)
    yield from _problems_with_duties(facts, ground)
    yield from _problems_with_waves(facts)
    yield from _problems_with_the_rest(facts, ground.today)


def _problems_with_days(facts: PlanFacts, ground: Ground) -> Found:
    if facts.go_live_on is None:
        yield Problem("training.plan_no_go_live", {}, _at("go_live_on"))
        return
    is_live = ground.is_live(facts.go_live_on)
    if facts.go_live_on < ground.today and not is_live:
        values = {"day": facts.go_live_on}
        yield Problem("training.plan_go_live_past", values, _at("go_live_on"))
    begins = ground.begins(facts.go_live_on)
    if not _covers(ground.unit, begins):
        values = {"day": begins}
        yield Problem("training.plan_unit_not_open_then", values, _at("go_live_on"))
    trained = [one.trained_by for one in facts.people if one.trained_by is not None]
    # Where the unit orders already, who came later is trained later.
    if trained and facts.go_live_on <= max(trained) and not is_live:
        values = {"day": facts.go_live_on, "trained_by": max(trained)}
        yield Problem("training.plan_go_live_before_training", values, _at("go_live_on"))


def _problems_with_people(facts: PlanFacts, ground: Ground) -> Found:
    for part in PARTS:
        if not facts.people_in(part):
            yield Problem(f"training.plan_no_{part}", {}, _at("parts", part))
    seen: set[tuple[str, UUID]] = set()
    for number, one in enumerate(facts.people):
        if one.person_id is None:
            yield Problem("training.plan_nobody_named", {}, _at("people", number, "person_id"))
        elif (one.part, one.person_id) in seen:
            yield Problem("training.plan_named_twice", {}, _at("people", number, "person_id"))
        else:
            seen.add((one.part, one.person_id))
            yield from _problems_being_there(
                one.person_id, facts, ground, _at("people", number, "person_id")
            )
        if one.trained_by is None:
            yield Problem("training.plan_no_training_day", {}, _at("people", number, "trained_by"))
    if facts.super_user_id is None:
        yield Problem("training.plan_no_super_user", {}, _at("super_user_id"))
    else:
        place = _at("super_user_id")
        yield from _problems_being_there(facts.super_user_id, facts, ground, place)


def _problems_being_there(person_id: UUID, facts: PlanFacts, ground: Ground, place: Place) -> Found:
    if person_id not in ground.staff:
        yield Problem("training.plan_not_of_unit", {}, place)
        return
    if facts.go_live_on is None:
        return
    day = ground.begins(facts.go_live_on)
    if not _covers(ground.staff[person_id], day):
        yield Problem("training.plan_not_here_then", {"day": day}, place)


def _covers(period: tuple[date, date | None], day: date) -> bool:
    first, last = period
    return first <= day and (last is None or day <= last)


def _problems_with_waves(facts: PlanFacts) -> Found:
    if not facts.waves:
        yield Problem("training.plan_no_wave", {}, _at("waves"))
    for number, wave in enumerate(facts.waves):
        if not wave.what.strip():
            yield Problem("training.plan_wave_says_nothing", {}, _at("waves", number, "what"))
        if wave.starts_on is None:
            yield Problem("training.plan_wave_without_day", {}, _at("waves", number, "starts_on"))
        elif facts.go_live_on is not None and wave.starts_on < facts.go_live_on:
            values = {"day": facts.go_live_on}
            place = _at("waves", number, "starts_on")
            yield Problem("training.plan_wave_before_go_live", values, place)
    for number, (former, wave) in enumerate(pairwise(facts.waves), start=1):
        if former.starts_on and wave.starts_on and wave.starts_on < former.starts_on:
            yield Problem("training.plan_waves_disordered", {}, _at("waves", number, "starts_on"))


def _problems_with_the_rest(facts: PlanFacts, today: date) -> Found:
    """How other orders end, what is measured, and what may go wrong."""
    if facts.orders_stop_on is None:
        yield Problem("training.plan_no_stop_day", {}, _at("orders_stop_on"))
    elif facts.go_live_on is not None and facts.orders_stop_on < facts.go_live_on:
        values = {"day": facts.go_live_on}
        yield Problem("training.plan_stops_before_go_live", values, _at("orders_stop_on"))
    if not facts.orders_stop_how.strip():
        yield Problem("training.plan_stop_says_nothing", {}, _at("orders_stop_how"))
    if facts.target_percent is None:
        yield Problem("training.plan_no_target", {}, _at("target_percent"))
    elif not 1 <= facts.target_percent <= 100:
        bounds = {"lowest": 1, "highest": 100}
        yield Problem("training.figure_out_of_bounds", bounds, _at("target_percent"))
    if facts.target_on is None:
        yield Problem("training.plan_no_target_day", {}, _at("target_on"))
    elif facts.target_on <= (facts.go_live_on or today):
        yield Problem("training.plan_measured_too_early", {}, _at("target_on"))
    if not facts.risks:
        yield Problem("training.plan_no_risk", {}, _at("risks"))
    for number, one in enumerate(facts.risks):
        if not one.risk.strip():
            yield Problem("training.plan_risk_missing", {}, _at("risks", number, "risk"))
        if not one.answer.strip():
            yield Problem("training.plan_risk_unanswered", {}, _at("risks", number, "answer"))


# --- duties that are kept apart ----------------------------------------------------------------------


def _problems_with_duties(facts: PlanFacts, ground: Ground) -> Found:
    """Whether a whole purchase can be made by these people, by the rules that hold on real chains."""
    yield from _problems_with_roles(facts, ground.apart)
    approvers, deputies = facts.people_in(APPROVER), facts.people_in(DEPUTY)
    if not approvers:
        return
    if deputies and deputies <= approvers and len(approvers) == 1:
        yield Problem("training.plan_deputy_is_approver", {}, _at("parts", DEPUTY))
    needed = [Done(A_CHAIN, Deed.NEED, one) for one in facts.people_in(REQUESTER)]
    received = [Done(A_CHAIN, Deed.RECEIVE, one) for one in facts.people_in(RECEIVER)]
    # Whose substitute a deputy is, is certain where there is one approver only.
    links = [(one, deputy) for one in approvers for deputy in deputies - approvers]
    known = links if len(approvers) == 1 else ()
    deciding = [counted_as_one((one,), known) for one in approvers]
    if needed and not any(_can_decide(needed, one, ground.pairs) for one in deciding):
        yield Problem("training.plan_nobody_else_approves", {}, _at("parts", APPROVER))
    if received and not any(_can_decide(received, one, ground.pairs) for one in deciding):
        yield Problem("training.plan_nobody_else_attests", {}, _at("parts", RECEIVER))


def _can_decide(done: Iterable[Done], people: frozenset[UUID], pairs: Separation) -> bool:
    """Whether there is one of these deeds after which these people, counted as one, may decide."""
    return any(
        not any(problem for deed in DECIDES for problem in conflicts((one,), deed, people, pairs))
        for one in done
    )


def _problems_with_roles(facts: PlanFacts, apart: RolesApart) -> Found:
    """Roles that the organisation lets nobody hold together."""
    if apart.both_with_reason:
        return
    parts: dict[UUID, set[str]] = {}
    for number, one in enumerate(facts.people):
        if one.person_id is None or one.part not in ROLE_OF:
            continue
        held = parts.setdefault(one.person_id, set())
        role = ROLE_OF[one.part]
        for other in sorted(held & apart.across_from(role)):
            values: dict[str, Any] = {"role": role, "other": other}
            place = _at("people", number, "part")
            yield Problem("authority.roles_kept_apart", values, place)
        held.add(role)


# --- judging -----------------------------------------------------------------------------------------


def problems_owning(actor_id: UUID | None, owner: UUID) -> Found:
    """A plan is the exercise of whoever makes it."""
    if actor_id != owner:
        yield Problem("training.not_your_plan")


def problems_finding_judges(judges: Collection[UUID]) -> Found:
    """A plan is sent to somebody."""
    if not judges:
        yield Problem("training.plan_nobody_judges")


def problems_judging(maker: UUID, judges: Collection[UUID | None]) -> Found:
    """Nobody judges a plan of his own, or of whom he stands in for."""
    if maker in judges:
        yield Problem("training.judges_own_plan")


def problems_with_reason(reason: str, *, must: bool = True) -> Found:
    """What is said with a judgement is said, and can be read."""
    if must and not reason.strip():
        yield Problem("training.no_reason", {}, ("reason",))
    if len(reason) > LONGEST_REASON:
        yield Problem("training.too_long", {"most": LONGEST_REASON}, ("reason",))
