"""Which rights ask for which pass."""

from __future__ import annotations

from datetime import date, datetime

from avrop.authority import events, passes, permissions
from avrop.authority.passes import Gate, Gates
from avrop.authority.rights import require_over
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.permissions import all_permissions
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.CHANGE_GATES)
def change_gates(
    gates: tuple[Gate, ...],
    *,
    valid_from: date,
    reason: str,
    longest_waiver_days: int = passes.DEFAULT.longest_waiver_days,
    actor: Actor,
    at: datetime,
) -> str:
    """Decide what is asked for besides a mandate from a day on; without any gate, nothing is.

    Returns the reference of the version. Refused where a gate stands before what opens gates.
    """
    actor = require_over(actor, permissions.CHANGE_GATES, at, None)
    chosen = Gates(gates, longest_waiver_days)
    problems = list(passes.problems_with_gates(chosen, (each.name for each in all_permissions())))
    if not reason.strip():
        problems.append(Problem("authority.no_reason", {}, ("reason",)))
    refuse_if(problems)
    version = ruleset.add_version(
        passes.NAME, chosen, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    event = events.GatesChanged(actor.tenant_id, version)
    outbox.publish(event, actor=actor, at=at, reason=reason, rule_set=version)
    return version
