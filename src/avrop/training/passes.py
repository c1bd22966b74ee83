"""What somebody has shown, handed on to `authority`, whose gates ask for it. The one place where
training and the gates meet: a certificate is the pass of its course's code, an acknowledgement that of
its policy's. Where no gates are installed there is nothing to hand on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from avrop.authority import actions as authority
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Refused

CERTIFICATE, ACKNOWLEDGEMENT = "certificate", "acknowledgement"
#: The right to register passes, which follows here from what training's own commands have asked for.
GRANT = "authority.grant_pass"


def give(
    person_id: UUID,
    kind: str,
    code: str,
    valid_from: date,
    valid_until: date | None,
    reference: str,
    *,
    actor: Actor,
    at: datetime,
) -> UUID | None:
    """Let a gate that asks for this let the person through, in these days. Returns the pass."""
    grant = _command("grant_pass")
    if grant is None:
        return None
    given: UUID = grant(
        person_id, kind, code, valid_from, valid_until, reference, actor=_routine(actor), at=at
    )
    return given


def take_back(pass_id: UUID | None, reason: str, *, actor: Actor, at: datetime) -> None:
    """Let the gate let the person through no more; nothing where the pass has been withdrawn already."""
    revoke = _command("revoke_pass")
    if revoke is None or pass_id is None:
        return
    try:
        revoke(pass_id, reason, actor=_routine(actor), at=at)
    except Refused as refused:
        if refused.codes != ["authority.already_revoked"]:
            raise


def waive(
    person_id: UUID, code: str, until: date, reason: str, *, actor: Actor, at: datetime
) -> None:
    """Let the person through for a few days without a certificate; refused where no gate asks for it."""
    waiving = _command("waive_gate")
    if waiving is not None:
        waiving(person_id, CERTIFICATE, code, until, reason, actor=actor, at=at)


def _command(name: str) -> Callable[..., Any] | None:
    found: Callable[..., Any] | None = getattr(authority, name, None)
    return found


def _routine(actor: Actor) -> Actor:
    """Who decides about training need not hold the right to register passes of every kind."""
    return Actor.routine(actor.tenant_id, "training.passes", frozenset({GRANT}))
