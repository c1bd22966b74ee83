"""What somebody has shown, handed on to `authority`, whose gates ask for it. The one place where
training and the gates meet: a certificate is the pass of its course's code, an acknowledgement that of
its policy's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from avrop.authority import actions as authority
from avrop.authority.passes import PassKind
from avrop.kernel.actors import Actor

CERTIFICATE, ACKNOWLEDGEMENT = PassKind.CERTIFICATE, PassKind.ACKNOWLEDGEMENT
#: The right to register passes, which follows here from what training's own commands have asked for.
GRANT = "authority.grant_pass"


def give(
    person_id: UUID,
    kind: PassKind,
    code: str,
    valid_from: date,
    valid_until: date | None,
    reference: str,
    *,
    by: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let a gate that asks for this let the person through, in these days. Returns the pass, which names
    `by` as who decided; the actor without it."""
    return authority.grant_pass(
        person_id, kind, code, valid_from, valid_until, reference, actor=_routine(actor, by), at=at
    )


def take_back(pass_ids: Iterable[UUID | None], reason: str, *, actor: Actor, at: datetime) -> None:
    """Let the gates let these people through no more; nothing where a pass has been withdrawn already.
    As many statements for all as for one."""
    known = [pass_id for pass_id in pass_ids if pass_id is not None]
    if known:
        authority.revoke_passes(known, reason, actor=_routine(actor), at=at)


def waive(
    person_id: UUID, code: str, until: date, reason: str, *, actor: Actor, at: datetime
) -> None:
    """Let the person through for a few days without a certificate; refused where no gate asks for it."""
    authority.waive_gate(person_id, CERTIFICATE, code, until, reason, actor=actor, at=at)


def _routine(actor: Actor, by: UUID | None = None) -> Actor:
    """Who decides about training need not hold the right to register passes of every kind; what is
    registered for him stands in his name all the same."""
    routine = Actor.routine(actor.tenant_id, "training.passes", frozenset({GRANT}))
    decider = by or actor.person_id
    return routine.instead_of(decider) if decider else routine
