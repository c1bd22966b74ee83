"""Rights are taken back at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from avrop.authority import events, permissions
from avrop.authority.models import Mandate
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require_each
from avrop.kernel.problems import Problem, missing, refuse_if


@command(permissions.GRANT)
def revoke_mandate(mandate_id: UUID, reason: str, *, actor: Actor, at: datetime) -> None:
    """End a mandate at once, and with it every substitute's use of it."""
    revoke_each((mandate_id,), reason, actor=actor, at=at)


def revoke_each(mandate_ids: Collection[UUID], reason: str, *, actor: Actor, at: datetime) -> None:
    """The same of several, all or none. For a command of a floor above, in its transaction. Statements
    do not grow with the mandates."""
    rows = Mandate.objects.select_for_update().filter(id__in=list(mandate_ids)).order_by("id")
    mandates = {row.id: row for row in rows}
    for mandate_id in mandate_ids:
        if mandate_id not in mandates:
            raise missing("mandate", mandate_id)
    if not mandates:
        return
    asked, units = actor, dict.fromkeys(one.unit_id for one in mandates.values())
    actor = require_over(asked, permissions.GRANT, at, next(iter(units)))
    require_each(asked, permissions.GRANT, [over(unit_id) for unit_id in units], at=at)
    refuse_if(_problems_ending(mandates.values(), reason))
    Mandate.objects.filter(id__in=list(mandates)).update(revoked_at=at, revoked_by=actor.person_id)
    revoked = [events.MandateRevoked(one.id, one.person_id) for one in mandates.values()]
    outbox.publish_each(revoked, actor=actor, at=at, reason=reason)


def _problems_ending(mandates: Collection[Mandate], reason: str) -> Iterator[Problem]:
    for mandate in mandates:
        if mandate.revoked_at is not None:
            yield Problem("authority.already_revoked")
    if not reason.strip():
        yield Problem("authority.no_reason")
