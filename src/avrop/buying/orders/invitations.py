"""Inviting a small supplier to an order: who can be invited, and the address that opens it.

The buyer gets no power over another organisation by it. Whoever comes by an invitation works in the
seller's organisation, on this one order, and with no more than answering, delivering and invoicing take;
and that only where nobody of the seller's own signs in here, where the buyer itself has registered that
the seller works through the portal, and where somebody else than the inviter has placed the order: else
one person could order, answer and invoice. The seller's side looks again each time
(`sales.admit_invited`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from avrop.buying.orders import permissions
from avrop.buying.orders.lifecycle import OPEN
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Problem
from avrop.kernel.tokens import Opens, Tokens

SYSTEM = "invitation"
LONGEST_HOLDER = 254
LIVES_AT_MOST = timedelta(days=120)
_TOKENS = Tokens("avrop.orders.invitation")


@dataclass(frozen=True, slots=True)
class Invited:
    """What decides whether a seller can be invited to an order."""

    seller: str
    state: str
    requester_person_id: UUID
    is_here: bool
    has_own_people: bool
    works_by_portal: bool


def problems_inviting(invited: Invited, person_id: UUID | None) -> Iterator[Problem]:
    """Every reason why the seller of an order is not invited to it."""
    seller = {"seller": invited.seller}
    if invited.state not in OPEN:
        yield Problem("orders.not_open_for_its_seller", seller)
    if not invited.is_here:
        yield Problem("orders.seller_is_not_here", seller)
    elif invited.has_own_people:
        yield Problem("orders.seller_has_people_here", seller)
    if not invited.works_by_portal:
        yield Problem("orders.seller_has_own_system", seller)
    if person_id is None or person_id == invited.requester_person_id:
        yield Problem("orders.invites_to_own_order")


def problems_with_invitation(holder: str, valid_until: date, today: date) -> Iterator[Problem]:
    """It says whom it is for, and ends."""
    if not holder.strip():
        yield Problem("orders.nobody_invited", place=("holder",))
    if len(holder) > LONGEST_HOLDER:
        yield Problem("orders.holder_too_long", {"most": LONGEST_HOLDER}, ("holder",))
    last = today + LIVES_AT_MOST
    if not today <= valid_until <= last:
        yield Problem("orders.invitation_ends_wrong", {"last": last}, ("valid_until",))


def is_closed(withdrawn_at: datetime | None, valid_until: date, today: date) -> bool:
    """Whether an invitation opens nothing any more; its last day is included."""
    return withdrawn_at is not None or valid_until < today


def token_of(tenant_id: UUID, invitation_id: UUID) -> str:
    """The part of the address that opens an order."""
    return _TOKENS.made_for(tenant_id, invitation_id)


def signed_in(token: str) -> Opens | None:
    """What an invitation's token stands for; None for one that was not made here."""
    return _TOKENS.read(token)


def holder_of(opens: Opens) -> Actor:
    """Who comes by an invitation, as the buyer sees him: he may come, and nothing else."""
    return Actor.routine(opens.tenant_id, SYSTEM, frozenset({permissions.USE_INVITATION.name}))
