"""How long a position may be vacant before it is told of."""

from __future__ import annotations

from datetime import datetime

from avrop.authority import events, permissions, vacant
from avrop.authority.rights import require_over
from avrop.authority.vacant import Patience
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.APPOINT)
def decide_vacancy(days: int, *, reason: str, actor: Actor, at: datetime) -> str:
    """Decide after how many days without a holder a position is told of, from today. Returns the
    reference of the version."""
    actor = require_over(actor, permissions.APPOINT, at, None)
    problems = []
    if not reason.strip():
        problems.append(Problem("authority.no_reason", {}, ("reason",)))
    if not 0 <= days <= vacant.MOST_DAYS:
        problems.append(Problem("authority.days_range", {"most": vacant.MOST_DAYS}, ("days",)))
    refuse_if(problems)
    version = ruleset.add_version(
        vacant.NAME,
        Patience(days),
        valid_from=day_of(at),
        by=actor.person_id,
        at=at,
        reason=reason.strip(),
    )
    event = events.VacancyDecided(actor.tenant_id, version)
    outbox.publish(event, actor=actor, at=at, reason=reason.strip(), rule_set=version)
    return version
