"""Who stands too close to a purchase to decide on it."""

from __future__ import annotations

from datetime import date, datetime

from avrop.authority import conduct, events, permissions
from avrop.authority.conduct import Conduct
from avrop.authority.models import Role
from avrop.authority.rights import require_over
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.deeds import Deed
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.CHANGE_CONDUCT)
def change_conduct(
    own: tuple[Deed, ...],
    superiors: tuple[Deed, ...],
    *,
    heads: tuple[str, ...] = ("manager",),
    valid_from: date,
    reason: str,
    actor: Actor,
    at: datetime,
) -> str:
    """Decide from a day on which deeds nobody does for his `own` benefit and which for that of his
    `superiors`, the holders of the roles `heads`. Returns the reference of the version.

    Nobody ever approves, or gives decision attest to, what he benefits from.
    """
    actor = require_over(actor, permissions.CHANGE_CONDUCT, at, None)
    chosen = Conduct(own, superiors, heads)
    roles = frozenset(Role.objects.values_list("code", flat=True))
    problems = list(conduct.problems_with_conduct(chosen, roles))
    if not reason.strip():
        problems.append(Problem("authority.no_reason", {}, ("reason",)))
    refuse_if(problems)
    version = ruleset.add_version(
        conduct.NAME, chosen, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    event = events.ConductChanged(actor.tenant_id, version)
    outbox.publish(event, actor=actor, at=at, reason=reason)
    return version
