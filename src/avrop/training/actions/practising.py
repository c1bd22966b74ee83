"""An environment to practise in is asked for, and begun anew (requirement TRN-05). The site founds it,
since it composes all apps: see `avrop.site.practice`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.models import Tenant
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.practice import is_practice
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.scope import current_tenant
from avrop.training import events, permissions
from avrop.training.models import Practice

SELLING = "selling"


@command(permissions.STEER)
def ask_for_practice(*, actor: Actor, at: datetime) -> UUID:
    """Have a practice environment founded for the organisation: a made-up buyer, and suppliers that each
    answer in their own manner. The one that there is, where there is one already."""
    known = _open_one()
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    refuse_if(_problems_practising())
    if known is not None:
        return known.id
    return _asked(actor, at)


@command(permissions.STEER)
def begin_practice_anew(*, actor: Actor, at: datetime) -> UUID:
    """Close the practice environment and have a new one founded. Nobody enters the old one any more;
    nothing in it is deleted. `Refused` while there is none."""
    known = _open_one()
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    refuse_if(_problems_practising())
    refuse_if([] if known else [Problem("training.no_practice")])
    assert known is not None
    known.closed_at = at
    known.save(update_fields=["closed_at"])
    Tenant.objects.filter(practice_of=current_tenant(), closed_at=None).update(closed_at=at)
    outbox.publish(events.PracticeClosed(known.id), actor=actor, at=at)
    return _asked(actor, at)


def note_practice(practice_id: UUID, done: int, total: int, *, at: datetime) -> None:
    """How far the founding has come; for the job that founds, inside the scope. No command: it changes
    nothing but the figures on the page. One that has been closed meanwhile is left alone."""
    ready_at = at if done >= total else None
    rows = Practice.objects.filter(id=practice_id, closed_at=None, ready_at=None)
    rows.update(done=done, total=total, ready_at=ready_at)


def _open_one() -> Practice | None:
    # Two that ask at once: the second waits for the tenant's own row, then finds what the first made.
    Tenant.objects.select_for_update().get(id=current_tenant())
    return Practice.objects.select_for_update().filter(closed_at=None).first()


def _problems_practising() -> Iterator[Problem]:
    if is_practice(current_tenant()):
        yield Problem("training.practises_already")
    if Tenant.objects.filter(id=current_tenant(), side=SELLING).exists():
        yield Problem("training.practice_is_for_buyers")


def _asked(actor: Actor, at: datetime) -> UUID:
    row = Practice.objects.create(asked_by=actor.person_id, asked_at=at)
    outbox.publish(events.PracticeAsked(row.id), actor=actor, at=at)
    asked: UUID = row.id
    return asked
