"""The environment that an organisation practises in."""

from __future__ import annotations

from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.models import Tenant
from avrop.kernel.scope import current_tenant
from avrop.training.models import Practice
from avrop.training.shapes import PracticeView

SELLING = "selling"


@query
def practice(*, actor: Actor) -> PracticeView | None:
    """The practice environment of one's organisation; None where nobody has asked for one. Everybody may
    practise, so everybody sees it."""
    row = Practice.objects.filter(tenant_id=actor.tenant_id, closed_at=None).first()
    if row is None:
        return None
    found = Tenant.objects.filter(practice_of=current_tenant(), closed_at=None).order_by(
        "created_at"
    )
    tenants = list(found.values_list("id", "name", "side"))
    buyer = next(((key, name) for key, name, side in tenants if side != SELLING), None)
    return PracticeView(
        id=row.id,
        tenant_id=buyer[0] if buyer else None,
        name=buyer[1] if buyer else "",
        suppliers=tuple(name for _, name, side in tenants if side == SELLING),
        asked_at=row.asked_at,
        done=row.done,
        total=row.total,
        ready_at=row.ready_at,
    )


def locked_practice() -> UUID | None:
    """The environment that is open, for the job that founds it: until its transaction ends nobody else
    founds or closes it. Inside a scope."""
    rows = Practice.objects.select_for_update().filter(closed_at=None)
    return rows.values_list("id", flat=True).first()
