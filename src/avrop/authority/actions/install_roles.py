"""The role catalogue, brought up to date with the product."""

from __future__ import annotations

from datetime import datetime

from avrop.authority import adjusting, events, permissions, roles
from avrop.authority.adjusting import Adjustments
from avrop.authority.models import Role
from avrop.authority.rights import require_over
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.permissions import all_permissions


@command(permissions.INSTALL_ROLES)
def install_roles(*, actor: Actor, at: datetime) -> int:
    """Write the role catalogue, or bring it up to date with the product; what the organisation has
    changed in it stays. Returns how many roles."""
    actor = require_over(actor, permissions.INSTALL_ROLES, at, None)
    carried: dict[str, list[str]] = {}
    for permission in all_permissions():
        for code in permission.roles:
            carried.setdefault(code, []).append(permission.name)
    changed, _ = ruleset.in_force(adjusting.NAME, Adjustments(), on=day_of(at))
    rows = [
        Role(
            code=role.code,
            name=role.name.to_json(),
            level=role.level,
            permissions=adjusting.adjusted(role.code, carried.get(role.code, ()), changed),
        )
        for role in roles.CATALOGUE
    ]
    Role.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tenant_id", "code"],
        update_fields=["name", "level", "permissions"],
    )
    outbox.publish(events.RolesInstalled(actor.tenant_id, len(rows)), actor=actor, at=at)
    return len(rows)
