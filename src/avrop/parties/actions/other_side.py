"""Letting somebody of ours work for an organisation on the other side of a trade, and no longer."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.finding import person_row
from avrop.parties.events import OtherSideAllowed, OtherSideEnded
from avrop.parties.models import MembershipRow, Person
from avrop.parties.queries.sides import on_other_side, own_side
from avrop.parties.side_models import OtherSide
from avrop.parties.sides import problems_allowing


@command(permissions.ALLOW_OTHER_SIDE)
def allow_other_side(
    person_id: UUID, decision: str, until: date, *, actor: Actor, at: datetime
) -> UUID:
    """Let a person of ours be a member on the other side of a trade too, until a day; `decision` is the
    reference of why. A later decision takes the place of the one before. Nobody lets himself."""
    row = person_row(person_id)
    actor = require(actor, permissions.ALLOW_OTHER_SIDE, at=at, within=EVERYWHERE)
    invalid_if([] if decision.strip() else [Problem("parties.no_decision", {}, ("decision",))])
    problems = problems_allowing(
        name=row.name,
        side=own_side(),
        has_account=row.account_id is not None,
        last_day=row.valid_until,
        until=until,
        today=day_of(at),
    )
    own = actor.is_person and actor.person_id == row.id
    guest = _is_let_here(row, day_of(at))
    refuse_if(
        [
            *problems,
            *([Problem("parties.decides_for_oneself")] if own else []),
            *([Problem("parties.was_let_here", {"name": row.name})] if guest else []),
        ]
    )
    OtherSide.objects.filter(person_id=row.id, ended_at=None).update(ended_at=at)
    made = OtherSide.objects.create(
        person_id=row.id,
        decision=decision.strip(),
        until=until,
        decided_by=actor.person_id,
        decided_at=at,
    )
    _write(row.account_id, row.tenant_id, until)
    outbox.publish(OtherSideAllowed(row.id, until), actor=actor, at=at)
    return made.id


@command(permissions.ALLOW_OTHER_SIDE)
def end_other_side(person_id: UUID, *, actor: Actor, at: datetime) -> None:
    """From now on a person of ours is a member on no other side: what she was there opens nothing."""
    row = person_row(person_id)
    actor = require(actor, permissions.ALLOW_OTHER_SIDE, at=at, within=EVERYWHERE)
    held = OtherSide.objects.select_for_update().filter(person_id=row.id, ended_at=None)
    if not held.update(ended_at=at):
        raise missing("decision", person_id)
    _write(row.account_id, row.tenant_id, None)
    outbox.publish(OtherSideEnded(row.id), actor=actor, at=at)


def _is_let_here(row: Person, today: date) -> bool:
    """Whether she is here by the decision of an organisation that still has her as its own: it alone
    decides then."""
    if row.account_id is None:
        return False
    here = MembershipRow.objects.filter(
        account_id=row.account_id, tenant_id=row.tenant_id, is_across=True
    )
    found = on_other_side([row.account_id], on=today)
    return here.exists() and bool(found.let | found.kept)


def _write(account_id: UUID | None, tenant_id: UUID, until: date | None) -> None:
    if account_id is None:
        return
    rows = MembershipRow.objects.filter(tenant_id=tenant_id, account_id=account_id)
    rows.update(other_side_until=until, is_across=False)
