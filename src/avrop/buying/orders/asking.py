"""Telling the seller after the order was sent: by document where that is agreed, else by contact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from avrop.buying.orders import rules
from avrop.buying.orders.actions.log_contact import keep_contact
from avrop.buying.orders.kinds import ChangeKind
from avrop.buying.orders.models import ChangeRequest, Order
from avrop.buying.orders.rules import Asked, NewContact
from avrop.buying.orders.writing import roles_of
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.problems import refuse_if


def takes_documents(order: Order) -> bool:
    """Whether the seller took changes as documents when the order was sent."""
    return roles_of(order).takes_advanced_ordering


def ask(
    order: Order,
    kind: ChangeKind,
    *,
    reason: str,
    lines: Sequence[Asked] = (),
    contact: NewContact | None,
    actor: Actor,
    at: datetime,
) -> ChangeRequest:
    """Keep what is asked, and the contact by which it was said, if it was.

    Refused where the seller takes no such document and nobody has spoken with it.
    """
    by_document = takes_documents(order)
    refuse_if(rules.problems_telling_seller(takes_documents=by_document, contact=contact, now=at))
    contact_id: UUID | None = None
    if contact is not None:
        contact_id = keep_contact(order, contact, purpose=kind, actor=actor)
    sequence = ChangeRequest.objects.filter(order_id=order.id).count() + 1
    return ChangeRequest.objects.create(
        order_id=order.id,
        kind=kind,
        number=f"{order.number}-{sequence}",
        sequence=sequence,
        reason=reason,
        lines=to_plain(tuple(lines)),
        contact_id=contact_id,
        person_id=actor.person_id,
        asked_at=at,
    )
