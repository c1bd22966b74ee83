"""New versions of the rules that approvals follow."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from avrop.approvals import permissions, rules
from avrop.approvals.events import RoutingChanged, ToleranceChanged
from avrop.approvals.rules import Routing, RoutingRule, Tolerance
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.permissions import all_permissions
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, invalid_if


@command(permissions.CHANGE_RULES)
def change_routing(
    routing: tuple[RoutingRule, ...],
    valid_from: date,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> str:
    """Route approvals by other rules from a day on. Returns the version's reference.

    Requests that wait keep the route they were given.
    """
    actor = require(actor, permissions.CHANGE_RULES, at=at, within=EVERYWHERE)
    roles = {role for permission in all_permissions() for role in permission.roles}
    invalid_if([*_no_reason(reason), *rules.problems_with_routing(Routing(routing), roles)])
    reference = ruleset.add_version(
        rules.ROUTING,
        Routing(routing),
        valid_from=valid_from,
        by=actor.person_id,
        at=at,
        reason=reason,
    )
    event = RoutingChanged(actor.tenant_id, reference)
    outbox.publish(event, actor=actor, at=at, reason=reason, rule_set=reference)
    return reference


@command(permissions.CHANGE_RULES)
def change_tolerance(
    percent: Decimal,
    amount: Decimal,
    valid_from: date,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> str:
    """Let what was approved grow by so much before it must be approved again: the lower of `percent`
    and `amount` (in the request's currency) decides. Returns the version's reference."""
    actor = require(actor, permissions.CHANGE_RULES, at=at, within=EVERYWHERE)
    problems = _no_reason(reason)
    if percent < 0 or amount < 0:
        problems.append(Problem("approvals.bad_tolerance"))
    invalid_if(problems)
    reference = ruleset.add_version(
        rules.TOLERANCE,
        Tolerance(percent, amount),
        valid_from=valid_from,
        by=actor.person_id,
        at=at,
        reason=reason,
    )
    event = ToleranceChanged(actor.tenant_id, reference)
    outbox.publish(event, actor=actor, at=at, reason=reason, rule_set=reference)
    return reference


def _no_reason(reason: str) -> list[Problem]:
    return [] if reason.strip() else [Problem("approvals.no_reason", {}, ("reason",))]
