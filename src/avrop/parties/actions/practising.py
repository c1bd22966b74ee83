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
from avrop.parties.actions.protect_identity import hide_person, show_person
from avrop.parties.events import IdentityProtected, MembershipAccepted, ProtectionEnded
from avrop.parties.models import MembershipRow, Person
from avrop.parties.queries.people import membership
from avrop.parties.queries.protected import is_protected

#: Of whose decision a protection in practice is.
_DECIDED_ELSEWHERE = "as in the organisation that practises"


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


def wait_for_others(account_id: UUID, real_id: UUID) -> None:
    """Until this transaction ends, nobody else lets the account into practice for the organisation, or
    changes what it is called there."""
    rows = MembershipRow.objects.select_for_update().filter(account_id=account_id)
    rows.filter(tenant_id=real_id).first()


@transaction.atomic
def follow_identity(account_id: UUID, real_id: UUID, *, at: datetime) -> None:
    """Protect who somebody is wherever she practises for an organisation, closed environments too, while
    the organisation protects it; else show it there again. Safe to repeat. Call it outside any
    scope."""
    wait_for_others(account_id, real_id)
    with tenant_scope(real_id):
        real = Person.objects.filter(account_id=account_id).first()
        hides = real is not None and is_protected(real.id)
    practice = Tenant.objects.filter(practice_of=real_id).values("id")
    rows = MembershipRow.objects.filter(account_id=account_id, tenant_id__in=practice)
    for tenant_id, person_id in rows.order_by("tenant_id").values_list("tenant_id", "person_id"):
        with tenant_scope(tenant_id):
            row = Person.objects.select_for_update().get(id=person_id)
            if real is not None and hides != is_protected(row.id):
                _hide(row, at) if hides else _show(row, real, at)


def _hide(row: Person, at: datetime) -> None:
    hide_person(row, _DECIDED_ELSEWHERE, at=at)
    outbox.publish(IdentityProtected(row.id), actor=_routine(row), at=at)


def _show(row: Person, real: Person, at: datetime) -> None:
    show_person(row, at=at)
    row.name, row.email, row.phone = real.name, real.email, ""
    row.save(update_fields=["name", "email", "phone"])
    outbox.publish(ProtectionEnded(row.id), actor=_routine(row), at=at)


def _routine(row: Person) -> Actor:
    return Actor.routine(row.tenant_id, "parties.follow_identity", frozenset())
