"""The link of a supplier who has no account: what it carries, and what its holder may do.

The row that a link stands for says how long it is good for and whether it was revoked.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.tokens import Opens, Tokens
from avrop.selling.sales import permissions

LIVES = timedelta(days=120)
SYSTEM = "order link"
#: Rights of this app that the work on an order takes; the floors above add their own.
RIGHTS = frozenset(
    one.name
    for one in (
        permissions.USE_LINK,
        permissions.SEE,
        permissions.CHECK,
        permissions.ANSWER,
        permissions.RELEASE,
        permissions.ADVANCE,
    )
)
_TOKENS = Tokens("avrop.sales.order_link")


def token_of(tenant_id: UUID, link_id: UUID) -> str:
    """The part of the address that opens an order."""
    return _TOKENS.made_for(tenant_id, link_id)


def signed_in(token: str) -> Opens | None:
    """What a token stands for; None for one that this installation has not signed."""
    return _TOKENS.read(token)


def holder_of(signed: Opens, rights: frozenset[str] = frozenset()) -> Actor:
    """Who acts by a link: a routine of the supplier's, with the rights of the work and no other."""
    return Actor.routine(signed.tenant_id, SYSTEM, RIGHTS | rights)
