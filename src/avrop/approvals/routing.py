"""Draws the route of a request: the dated rules, and who may answer each step by `authority`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.approvals import permissions, rules
from avrop.approvals.rules import Part, Planned, Routing
from avrop.authority import queries as authority
from avrop.authority.shapes import PersonRight
from avrop.kernel import ruleset
from avrop.kernel.days import day_of
from avrop.kernel.ports import Deed, Within
from avrop.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Routed:
    """A planned step and the people who can answer it, none of them the requester."""

    step: Planned
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The whole route and the version of the rules that drew it."""

    steps: tuple[Routed, ...]
    rule_set: str

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The steps that nobody can answer."""
        return tuple(rules.nobody(routed.step) for routed in self.steps if not routed.people)


def drawn(
    chains: Sequence[UUID],
    unit_id: UUID,
    requester_person_id: UUID,
    parts: Sequence[Part],
    *,
    needed_by: Iterable[UUID] = (),
    at: datetime,
) -> Route:
    """The route for these parts. Statements grow with the steps, never with lines.

    `needed_by`: whose needs it is made of, where that has not been recorded on the chains yet.
    """
    day = day_of(at)
    routing, reference = ruleset.in_force(rules.ROUTING, Routing(), on=day)
    barred = frozenset({requester_person_id}) | _kept_apart(
        {*needed_by} - {requester_person_id}, day
    )
    steps = tuple(
        Routed(step, _people(step, chains, unit_id, barred, at))
        for step in rules.route(parts, routing)
    )
    return Route(steps, reference)


def _kept_apart(needed_by: set[UUID], day: date) -> frozenset[UUID]:
    """Those who will not approve what they need themselves. One statement, none where nobody is."""
    if not needed_by:
        return frozenset()
    pairs, _ = authority.separation_in_force(day)
    return frozenset(needed_by) if Deed.NEED in pairs.apart_from(Deed.APPROVE) else frozenset()


def _people(
    step: Planned, chains: Sequence[UUID], unit_id: UUID, barred: frozenset[UUID], at: datetime
) -> tuple[UUID, ...]:
    within = Within(unit_id=unit_id, responsibility=step.responsibility, amount=step.amount)
    found = authority.who_may(
        permissions.APPROVE, within, at, without_deeds_on=chains, deed=Deed.APPROVE
    )
    return tuple(right.person_id for right in found if _is_fit(right, step.rule.asks, barred))


def _is_fit(right: PersonRight, asks: str, barred: frozenset[UUID]) -> bool:
    if barred & {right.person_id, right.on_behalf_of}:
        return False
    return asks in (rules.RESPONSIBLE, right.role)


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Something whose approval would be asked for: by whom, for which unit, what it costs, and whose
    needs it is made of."""

    chains: tuple[UUID, ...]
    unit_id: UUID
    requester_person_id: UUID
    parts: tuple[Part, ...]
    needed_by: frozenset[UUID] = frozenset()


def _act(asked: ToAsk, step: Planned) -> authority.Act:
    within = Within(unit_id=asked.unit_id, responsibility=step.responsibility, amount=step.amount)
    return authority.Act(asked.requester_person_id, within, asked.chains)


def drawn_each(asked: Sequence[ToAsk], *, at: datetime) -> tuple[Route, ...]:
    """The route of each; the statements don't grow with them."""
    day = day_of(at)
    routing, reference = ruleset.in_force(rules.ROUTING, Routing(), on=day)
    planned = [
        (number, step)
        for number, each in enumerate(asked)
        for step in rules.route(each.parts, routing)
    ]
    acts = [_act(asked[number], step) for number, step in planned]
    able = authority.who_may_each(acts, permissions.APPROVE, at, deed=Deed.APPROVE)
    steps: list[list[Routed]] = [[] for _ in asked]
    others = {who for each in asked for who in each.needed_by - {each.requester_person_id}}
    needers = _kept_apart(others, day)
    for (number, step), found in zip(planned, able, strict=True):
        own = asked[number]
        barred = needers & own.needed_by | {own.requester_person_id}
        people = tuple(each.person_id for each in found if _is_fit(each, step.rule.asks, barred))
        steps[number].append(Routed(step, people))
    return tuple(Route(tuple(each), reference) for each in steps)
