"""The link of a supplier who has no account: what it carries, and what its holder may do.

A link carries the organisation and the row it stands for, signed with the installation's secret; the row
says how long it is good for and whether it was revoked. So nothing that opens anything is stored, and
whoever reads the database cannot make one.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

from avrop.kernel.actors import Actor
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
_SIGNER = Signer(sep="~", salt="avrop.sales.order_link")
_UUID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Signed:
    """What a link stands for."""

    tenant_id: UUID
    link_id: UUID


def token_of(tenant_id: UUID, link_id: UUID) -> str:
    """The part of the address that opens an order."""
    carried = base64.urlsafe_b64encode(tenant_id.bytes + link_id.bytes).decode().rstrip("=")
    return _SIGNER.sign(carried)


def signed_in(token: str) -> Signed | None:
    """What a token stands for; None for one that this installation has not signed."""
    try:
        carried = base64.urlsafe_b64decode(_SIGNER.unsign(token) + "=")
    except (BadSignature, binascii.Error, ValueError):
        return None
    return Signed(UUID(bytes=carried[:_UUID_BYTES]), UUID(bytes=carried[_UUID_BYTES:]))


def holder_of(signed: Signed, rights: frozenset[str] = frozenset()) -> Actor:
    """Who acts by a link: a routine of the supplier's, with the rights of the work and no other."""
    return Actor.routine(signed.tenant_id, SYSTEM, RIGHTS | rights)
