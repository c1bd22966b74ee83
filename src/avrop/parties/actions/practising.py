"""Somebody enters the organisation that her own practises in. No command: she acts for nobody there
yet, and what lets her in is that she works in the real one (`accept_membership` is the like)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.kernel.problems import missing
from avrop.kernel.scope import tenant_scope
from avrop.parties.events import MembershipAccepted
from avrop.parties.models import MembershipRow
from avrop.parties.queries.people import membership


@transaction.atomic
def enter_practice(account_id: UUID, tenant_id: UUID, *, at: datetime) -> UUID:
    """From now on the account opens the practice organisation, in which it must have a person; returns
    her.

    Nobody has to show that the address is hers: nothing of anybody's is there, and the session has
    opened the real organisation already. `Missing` where it is none to practise in or is closed, or
    where the account does not open the real one.
    """
    open_one = Tenant.objects.filter(id=tenant_id, closed_at=None)
    real_id = open_one.values_list("practice_of", flat=True).first()
    real = membership(account_id, real_id, at=at) if real_id else None
    rows = MembershipRow.objects.select_for_update().filter(account_id=account_id)
    row = rows.filter(tenant_id=tenant_id).first()
    if real is None or row is None:
        raise missing("organisation", tenant_id)
    if row.accepted_at is None:
        row.accepted_at = at
        row.save(update_fields=["accepted_at"])
        with tenant_scope(tenant_id):
            actor = Actor(tenant_id, account_id=account_id, person_id=row.person_id)
            outbox.publish(MembershipAccepted(row.person_id), actor=actor, at=at)
    entered: UUID = row.person_id
    return entered
