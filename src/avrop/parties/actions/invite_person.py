"""A way in for somebody who has no password."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.accounts import actions as accounts
from avrop.accounts import queries as sign_in
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import refuse_if
from avrop.parties import permissions
from avrop.parties.actions.finding import person_row
from avrop.parties.events import PersonInvited
from avrop.parties.models import MembershipRow, Person
from avrop.parties.queries.people import works_elsewhere
from avrop.parties.rules import Inviting, problems_inviting


@command(permissions.INVITE, is_secret=True)
def invite_person(person_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Give a person a link by which to choose a password and sign in: its token, shown this once.

    The link works once, for a week; an earlier one no longer works. The operator's proves that the
    account is its holder's, where another organisation could sign in to it.
    """
    row = person_row(person_id)
    by_operator = not actor.is_person
    actor = require(actor, permissions.INVITE, at=at, within=over(row.unit_id))
    refuse_if(problems_inviting(_inviting(row, by_operator)))
    assert row.account_id is not None
    proves = by_operator and _is_asked(row.account_id)
    token = accounts.make_link(row.account_id, proves_address=proves, at=at)
    outbox.publish(PersonInvited(row.id), actor=actor, at=at)
    return token


def _is_asked(account_id: UUID) -> bool:
    """Whether an organisation waits for the holder of the account: the operator gives the link to her
    and to nobody else."""
    return MembershipRow.objects.filter(account_id=account_id, accepted_at=None).exists()


def _inviting(row: Person, by_operator: bool) -> Inviting:
    account_id = row.account_id
    if account_id is None:
        return Inviting(row.name, False, False, False, by_operator)
    return Inviting(
        name=row.name,
        has_account=True,
        has_password=sign_in.has_password(account_id),
        belongs_elsewhere=works_elsewhere(account_id, row.tenant_id),
        by_operator=by_operator,
    )
