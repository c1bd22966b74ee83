"""A new version of what makes a line of a price list be held back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from avrop.catalogues import permissions, rules
from avrop.catalogues.events import ControlChanged
from avrop.catalogues.rules import Control
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, invalid_if


@command(permissions.CHANGE_CONTROL)
def change_control(
    increase_percent: Decimal,
    partial: bool,
    valid_from: date,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> str:
    """From a day on, hold back what rises by more than `increase_percent`, where the agreement names
    no percentage; `partial`: the other lines may come into force meanwhile. Returns the reference."""
    actor = require(actor, permissions.CHANGE_CONTROL, at=at, within=EVERYWHERE)
    problems = [] if reason.strip() else [Problem("catalogues.no_reason", {}, ("reason",))]
    if increase_percent < 0:
        problems.append(Problem("catalogues.bad_percentage", {"percent": increase_percent}))
    invalid_if(problems)
    reference = ruleset.add_version(
        rules.CONTROL,
        Control(increase_percent, partial),
        valid_from=valid_from,
        by=actor.person_id,
        at=at,
        reason=reason,
    )
    event = ControlChanged(actor.tenant_id, reference)
    outbox.publish(event, actor=actor, at=at, reason=reason, rule_set=reference)
    return reference
