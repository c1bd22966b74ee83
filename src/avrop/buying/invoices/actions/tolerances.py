"""Deciding what may differ without anybody looking."""

from __future__ import annotations

from datetime import date, datetime

from avrop.buying.invoices import permissions
from avrop.buying.invoices.events import TolerancesChanged
from avrop.buying.invoices.matching.judging import NAME, Tolerances, problems_with_tolerances
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import refuse_if


@command(permissions.SET_TOLERANCES)
def change_tolerances(
    tolerances: Tolerances, valid_from: date, reason: str, *, actor: Actor, at: datetime
) -> str:
    """Decide the next version, in force for invoices issued from a day. Returns its reference."""
    actor = require(actor, permissions.SET_TOLERANCES, at=at, within=EVERYWHERE)
    refuse_if(problems_with_tolerances(tolerances))
    reference = ruleset.add_version(
        NAME, tolerances, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    outbox.publish(TolerancesChanged(reference), actor=actor, at=at, reason=reason)
    return reference
