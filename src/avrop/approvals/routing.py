"""Draws the route of a request: the dated rules, and who may answer each step by `authority`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.approvals import permissions, rules
from avrop.approvals.rules import Part, Planned, Routing
from avrop.authority import queries as authority
from avrop.authority.shapes import PersonRight
from avrop.kernel import ruleset
from avrop.kernel.ports import Deed, Within
from avrop.kernel.problems import Problem
from avrop.parties import queries as parties


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
    at: datetime,
) -> Route:
    """The route for these parts. Statements grow with the steps, never with lines."""
    day = at.astimezone(parties.time_zone()).date()
    routing, reference = ruleset.in_force(rules.ROUTING, Routing(), on=day)
    steps = tuple(
        Routed(step, _people(step, chains, unit_id, requester_person_id, at))
        for step in rules.route(parts, routing)
    )
    return Route(steps, reference)


def _people(
    step: Planned, chains: Sequence[UUID], unit_id: UUID, requester: UUID, at: datetime
) -> tuple[UUID, ...]:
    within = Within(unit_id=unit_id, responsibility=step.responsibility, amount=step.amount)
    found = authority.who_may(
        permissions.APPROVE, within, at, without_deeds_on=chains, deed=Deed.APPROVE
    )
    return tuple(right.person_id for right in found if _is_fit(right, step.rule.asks, requester))


def _is_fit(right: PersonRight, asks: str, requester: UUID) -> bool:
    if requester in (right.person_id, right.on_behalf_of):
        return False
    return asks in (rules.RESPONSIBLE, right.role)
