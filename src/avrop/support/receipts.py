"""The receipt of a report: an address that only whoever made the report has been shown."""

from __future__ import annotations

from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.tokens import Opens, Tokens
from avrop.support import permissions
from avrop.tasks import permissions as tasks

SYSTEM = "visitor"
#: What a visitor may: report, say that he has read the answer, and what both do to tasks.
RIGHTS = frozenset(
    one.name for one in (permissions.REPORT, permissions.FOLLOW, tasks.OPEN, tasks.CLOSE)
)
_TOKENS = Tokens("avrop.support.report")


def token_of(tenant_id: UUID, case_id: UUID) -> str:
    """The part of the address that shows a report and its answer."""
    return _TOKENS.made_for(tenant_id, case_id)


def signed_in(token: str) -> Opens | None:
    """What a receipt stands for; None for one that was not made here."""
    return _TOKENS.read(token)


def visitor_of(tenant_id: UUID) -> Actor:
    """Who reports without an account: a routine that may take in a report, and follow it."""
    return Actor.routine(tenant_id, SYSTEM, RIGHTS)
