"""Roles gain or lose rights, by decision of the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from avrop.authority import adjusting, events, permissions
from avrop.authority.adjusting import Adjustment, Adjustments
from avrop.authority.holding import held_by
from avrop.authority.models import Role
from avrop.authority.rights import require_over
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
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
    return change_roles((Adjustment(role, permission, gains),), reason, actor=actor, at=at)


def change_roles(changes: Sequence[Adjustment], reason: str, *, actor: Actor, at: datetime) -> str:
    """The same with several rights of several roles, all or none, as one version. For a command of a
    floor above, in its transaction. Statements do not grow with the changes."""
    codes = {change.role for change in changes}
    rows = Role.objects.select_for_update().filter(code__in=codes).order_by("id")
    roles = {row.code: row for row in rows}
    actor = require_over(actor, permissions.CHANGE_ROLE, at, None)
    for code in codes:
        if code not in roles:
            raise missing("role", code)
    adjustments, _ = ruleset.in_force(adjusting.NAME, Adjustments(), on=day_of(at))
    known = frozenset(one.name for one in all_permissions())
    own = _own_roles(actor, day_of(at))
    problems = [] if reason.strip() else [Problem("authority.no_reason", place=("reason",))]
    for change in changes:
        row = roles[change.role]
        problems += adjusting.problems_changing(change, row.permissions, known)
        if change.gains and change.role in own:
            problems.append(Problem("authority.own_mandate", {}, ("role",)))
        adjustments = adjusting.with_change(adjustments, change)
        row.permissions = adjusting.adjusted(change.role, row.permissions, Adjustments((change,)))
    refuse_if(problems)
    version = ruleset.add_version(
        adjusting.NAME,
        adjustments,
        valid_from=day_of(at),
        by=actor.person_id,
        at=at,
        reason=reason,
    )
    update_rows(Role, ["permissions"], roles.values())
    changed = [
        events.RoleChanged(roles[one.role].id, one.role, one.permission, one.gains)
        for one in changes
    ]
    outbox.publish_each(changed, actor=actor, at=at, reason=reason.strip(), rule_set=version)
    return version


def _own_roles(actor: Actor, today: date) -> frozenset[str]:
    """The roles that the actor, or whom he acts for, holds or is to. What a policy gives to everybody is
    nobody's own."""
    people = [one for one in (actor.person_id, actor.on_behalf_of) if one is not None]
    return frozenset(
        held.role
        for person_id in people
        for held in held_by(person_id)
        if held.valid_until is None or held.valid_until >= today
    )
