"""Telling the organisations of an account what happened to it: each has the right to know in its
own audit trail, and an account has no organisation of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.accounts.events import AccessRefused
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.kernel.outbox import Event
from avrop.kernel.ports import Port
from avrop.kernel.scope import tenant_scope

#: Who acts where somebody is not let in: nobody that we know.
AT_THE_DOOR = "sign-in"


@dataclass(frozen=True, slots=True)
class Home:
    """An organisation that an account works for, and the person that it is there."""

    tenant_id: UUID
    person_id: UUID


#: The homes of an account at a moment; `parties` answers.
homes_port: Port[[UUID, datetime], tuple[Home, ...]] = Port("accounts.homes")


def announce(account_id: UUID, made: Callable[[UUID], Event], *, at: datetime) -> None:
    """Write down what the holder of an account did, in each home; `made` makes the event of a person.
    Outside any tenant's scope."""
    announce_each(account_id, lambda person_id: (made(person_id),), at=at)


def announce_each(
    account_id: UUID, made: Callable[[UUID], Sequence[Event]], *, at: datetime
) -> None:
    """The same of what he did to many things at once, in as many statements."""
    for home in homes_port(account_id, at):
        actor = Actor(home.tenant_id, account_id=account_id, person_id=home.person_id)
        with tenant_scope(home.tenant_id):
            outbox.publish_each(made(home.person_id), actor=actor, at=at)


def announce_refusal(account_id: UUID | None, why: str, *, at: datetime, count: int = 1) -> None:
    """Write down that somebody was not let in: in the homes of the account that was tried, in the
    operator's where there is none. Not each of thousands: the first, the tenth, the hundredth …"""
    if not is_milestone(count):
        return
    homes = homes_port(account_id, at) if account_id else ()
    told: list[tuple[UUID, UUID | None]] = [(home.tenant_id, home.person_id) for home in homes]
    if not told:
        operators = Tenant.objects.filter(is_operator=True).values_list("id", flat=True)[:1]
        told = [(tenant_id, None) for tenant_id in operators]
    for tenant_id, person_id in told:
        with tenant_scope(tenant_id):
            event = AccessRefused(person_id, why, count)
            outbox.publish(event, actor=Actor.routine(tenant_id, AT_THE_DOOR), at=at)


def is_milestone(count: int) -> bool:
    """Whether a count is 1, 10, 100 …: what grows without end is told ever more seldom."""
    return count > 0 and str(count).strip("0") == "1"
