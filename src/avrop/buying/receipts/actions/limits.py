"""Deciding how much may be received over what was ordered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from avrop.buying.receipts import permissions, rules
from avrop.buying.receipts.events import LimitsChanged
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import refuse_if


@command(permissions.SET_LIMITS)
def change_limits(
    over_percent: Decimal, valid_from: date, reason: str, *, actor: Actor, at: datetime
) -> str:
    """Decide the next version, in force from a day. Returns its reference."""
    actor = require(actor, permissions.SET_LIMITS, at=at, within=EVERYWHERE)
    limits = rules.Limits(over_percent=over_percent)
    refuse_if(rules.problems_with_limits(limits))
    reference = ruleset.add_version(
        rules.NAME, limits, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    outbox.publish(LimitsChanged(reference), actor=actor, at=at, reason=reason)
    return reference
