"""A role gains or loses a right, by decision of the organisation."""

from __future__ import annotations

from datetime import date, datetime

from avrop.authority import adjusting, events, permissions
from avrop.authority.adjusting import Adjustment, Adjustments
from avrop.authority.holding import held_by
from avrop.authority.models import Role
from avrop.authority.rights import require_over
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.permissions import all_permissions
from avrop.kernel.problems import Problem, missing, refuse_if


@command(permissions.CHANGE_ROLE)
def change_role(
    role: str, permission: str, gains: bool, reason: str, *, actor: Actor, at: datetime
) -> str:
    """Let everybody in a role do something more, or something less, from now on. Nobody lets a role do
    more that he holds himself. Returns the version's reference."""
    row = Role.objects.select_for_update().filter(code=role).first()
    actor = require_over(actor, permissions.CHANGE_ROLE, at, None)
    if row is None:
        raise missing("role", role)
    change = Adjustment(role, permission, gains)
    known = frozenset(one.name for one in all_permissions())
    problems = list(adjusting.problems_changing(change, row.permissions, known))
    if gains and _is_own(role, actor, day_of(at)):
        problems.append(Problem("authority.own_mandate", {}, ("role",)))
    if not reason.strip():
        problems.append(Problem("authority.no_reason", place=("reason",)))
    refuse_if(problems)
    before, _ = ruleset.in_force(adjusting.NAME, Adjustments(), on=day_of(at))
    version = ruleset.add_version(
        adjusting.NAME,
        adjusting.with_change(before, change),
        valid_from=day_of(at),
        by=actor.person_id,
        at=at,
        reason=reason,
    )
    row.permissions = adjusting.adjusted(role, row.permissions, Adjustments((change,)))
    row.save(update_fields=["permissions"])
    outbox.publish(
        events.RoleChanged(row.id, role, permission, gains),
        actor=actor,
        at=at,
        reason=reason.strip(),
        rule_set=version,
    )
    return version


def _is_own(role: str, actor: Actor, today: date) -> bool:
    """Whether the actor, or whom he acts for, holds a role or is to. What a policy gives to everybody is
    nobody's own."""
    people = [one for one in (actor.person_id, actor.on_behalf_of) if one is not None]
    return any(
        held.role == role and (held.valid_until is None or held.valid_until >= today)
        for person_id in people
        for held in held_by(person_id)
    )
