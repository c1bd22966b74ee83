"""Which deeds one person must not do to the same chain."""

from __future__ import annotations

from datetime import date, datetime

from avrop.authority import events, permissions, separation
from avrop.authority.rights import require_over
from avrop.authority.separation import Pair, Separation
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.CHANGE_SEPARATION)
def change_separation(
    pairs: tuple[Pair, ...], *, valid_from: date, reason: str, actor: Actor, at: datetime
) -> str:
    """Decide which deeds are kept apart from a day on. Returns the reference of the version."""
    actor = require_over(actor, permissions.CHANGE_SEPARATION, at, None)
    chosen = Separation(pairs)
    problems = list(separation.problems_with_separation(chosen))
    if not reason.strip():
        problems.append(Problem("authority.no_reason"))
    refuse_if(problems)
    version = ruleset.add_version(
        separation.NAME, chosen, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    outbox.publish(
        events.SeparationChanged(actor.tenant_id, version), actor=actor, at=at, reason=reason
    )
    return version
