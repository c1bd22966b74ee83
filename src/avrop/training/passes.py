"""What somebody has shown, handed on to `authority`, whose gates ask for it. The one place where
training and the gates meet: a certificate is the pass of its course's code, an acknowledgement that of
its policy's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from avrop.authority import actions as authority
from avrop.kernel.actors import Actor

CERTIFICATE, ACKNOWLEDGEMENT = "certificate", "acknowledgement"


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
) -> None:
    """Let a gate that asks for this let the person through, in these days."""
    _done(
        "grant_pass", person_id, kind, code, valid_from, valid_until, reference, actor=actor, at=at
    )


def take_back(
    person_id: UUID, kind: str, code: str, reference: str, *, actor: Actor, at: datetime
) -> None:
    """Let the gate let the person through no more."""
    _done("revoke_pass", person_id, kind, code, reference, actor=actor, at=at)


def waive(
    person_id: UUID, code: str, until: date, reason: str, *, actor: Actor, at: datetime
) -> None:
    """Let the person through for a few days without a certificate."""
    _done("waive_gate", person_id, CERTIFICATE, code, until, reason, actor=actor, at=at)


def _done(name: str, *arguments: Any, actor: Actor, at: datetime) -> None:
    command: Callable[..., Any] | None = getattr(authority, name, None)
    if command is not None:
        command(*arguments, actor=actor, at=at)
