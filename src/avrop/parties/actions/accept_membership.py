"""An organisation asks for somebody whose account others could sign in to: she says yes or no.

No commands: she acts for no organisation yet, and has no right that could be asked for. What lets her in
is that the account is hers, as with links (`accounts.actions.accept_link`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from avrop.accounts.letting_go import has_proved_address
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.scope import tenant_scope
from avrop.parties.events import MembershipAccepted, MembershipDeclined
from avrop.parties.models import MembershipRow, Person
from avrop.parties.queries.sides import on_other_side


@transaction.atomic
def accept_membership(
    account_id: UUID, tenant_id: UUID, *, at: datetime, within: Collection[UUID] = ()
) -> None:
    """From now on the account opens the organisation. `within` are the only organisations that the
    session is good for, none where it is good for all.

    Raises `Missing` where the organisation does not ask, `Refused` where nobody has shown that the
    account is in the hands of its holder, and where she works on the other side of a trade meanwhile.
    """
    row = _asked(account_id, tenant_id)
    refuse_if(problems_answering(has_proved_address(account_id), tenant_id, within))
    with tenant_scope(tenant_id):
        across = on_other_side([account_id], on=day_of(at))
        refuse_if([Problem("parties.works_on_other_side")] if across.kept else [])
        row.accepted_at, row.is_across = at, bool(across.let)
        row.save(update_fields=["accepted_at", "is_across"])
        actor = Actor(tenant_id, account_id=account_id, person_id=row.person_id)
        outbox.publish(MembershipAccepted(row.person_id), actor=actor, at=at)


@transaction.atomic
def decline_membership(
    account_id: UUID, tenant_id: UUID, *, at: datetime, within: Collection[UUID] = ()
) -> None:
    """The person stays in the organisation's register, without the account. Raises as
    `accept_membership`."""
    row = _asked(account_id, tenant_id)
    refuse_if(problems_answering(has_proved_address(account_id), tenant_id, within))
    with tenant_scope(tenant_id):
        person = Person.objects.select_for_update().get(id=row.person_id)
        person.account_id, person.version = None, person.version + 1
        person.save(update_fields=["account_id", "version"])
        actor = Actor(tenant_id, account_id=account_id, person_id=row.person_id)
        outbox.publish(MembershipDeclined(row.person_id), actor=actor, at=at)
    row.delete()


def problems_answering(
    has_proved: bool, tenant_id: UUID, within: Collection[UUID]
) -> list[Problem]:
    """Why somebody cannot say yes or no: a sign-in of others answers for the organisations that it
    vouches in only, and whoever answers has proved the address."""
    if within and tenant_id not in within:
        return [Problem("accounts.answer_as_oneself")]
    return [] if has_proved else [Problem("accounts.address_unproven")]


def _asked(account_id: UUID, tenant_id: UUID) -> MembershipRow:
    rows = MembershipRow.objects.select_for_update().filter(accepted_at=None)
    row = rows.filter(account_id=account_id, tenant_id=tenant_id).first()
    if row is None:
        raise missing("organisation", tenant_id)
    return row
