"""Which roles one person does not hold together, and whether he may for a reason."""

from __future__ import annotations

from datetime import date, datetime

from avrop.authority import desks, events, permissions
from avrop.authority.desks import Apart, RolesApart
from avrop.authority.models import Role
from avrop.authority.rights import require_over
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.CHANGE_SEPARATION)
def change_roles_apart(
    *,
    both_with_reason: bool,
    valid_from: date,
    reason: str,
    pairs: tuple[Apart, ...] = desks.DEFAULT.pairs,
    actor: Actor,
    at: datetime,
) -> str:
    """Decide which roles are kept apart from a day on, and whether one person may hold both all the
    same if the grant says why: the way of a firm of one. Returns the reference of the version."""
    actor = require_over(actor, permissions.CHANGE_SEPARATION, at, None)
    chosen = RolesApart(pairs, both_with_reason)
    known = Role.objects.values_list("code", flat=True)
    problems = list(desks.problems_with_roles_apart(chosen, known))
    if not reason.strip():
        problems.append(Problem("authority.no_reason", {}, ("reason",)))
    refuse_if(problems)
    version = ruleset.add_version(
        desks.NAME, chosen, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    event = events.RolesApartChanged(actor.tenant_id, version, both_with_reason)
    outbox.publish(event, actor=actor, at=at, reason=reason, rule_set=version)
    return version
