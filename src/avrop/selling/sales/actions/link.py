"""Somebody without an account carries out an order by a link: it is given, opened, revoked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of, time_zone
from avrop.kernel.ports import require
from avrop.kernel.problems import Missing, Problem, missing, refuse_if
from avrop.kernel.tokens import is_use_to_note
from avrop.parties import queries as parties
from avrop.selling.sales import permissions
from avrop.selling.sales.events import GuestAdmitted, LinkIssued, LinkOpened, LinkRevoked
from avrop.selling.sales.links import LIVES
from avrop.selling.sales.models import OrderLink, SalesOrder
from avrop.selling.sales.moving import order_for_change


@command(permissions.ISSUE_LINK)
def issue_link(order_id: UUID, *, holder: str = "", actor: Actor, at: datetime) -> UUID:
    """Give somebody without an account what it takes to carry out this order and no other. `holder`
    is whom it is given to, as one writes to him. Returns the link's row."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.ISSUE_LINK, at=at)
    return give_link(order.id, holder, actor=actor, at=at)


def give_link(order_id: UUID, holder: str, *, actor: Actor, at: datetime) -> UUID:
    """Make the row of a link, inside the command that has asked for the right to. Returns it."""
    row = OrderLink(
        order_id=order_id,
        holder=holder,
        made_by=actor.person_id,
        made_at=at,
        expires_at=at + LIVES,
    )
    row.save(force_insert=True)
    outbox.publish(LinkIssued(order_id, row.id), actor=actor, at=at)
    return row.id


@command(permissions.ISSUE_LINK)
def revoke_link(link_id: UUID, *, actor: Actor, at: datetime) -> None:
    """From now on the link opens nothing."""
    row = _for_change(link_id)
    actor = require(actor, permissions.ISSUE_LINK, at=at)
    refuse_if([Problem("sales.link_is_revoked")] if row.revoked_at else [])
    row.revoked_at, row.revoked_by = at, actor.person_id
    row.save(update_fields=["revoked_at", "revoked_by"])
    outbox.publish(LinkRevoked(row.order_id, row.id), actor=actor, at=at)


@command(permissions.USE_LINK)
def admit_invited(
    invitation_id: UUID,
    customer_endpoint: str,
    buyer_order_number: str,
    holder: str,
    valid_until: date,
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let in whom a customer has invited to an order that it has sent us; we see it among the links, and
    can revoke it. Returns the link's row, the same each time.

    Only where nobody of ours signs in: else we let people in ourselves. Raises `Missing` then, and where
    the customer's order has not come.
    """
    actor = require(actor, permissions.USE_LINK, at=at)
    if parties.has_people_who_sign_in(actor.tenant_id, on=day_of(at)):
        raise Missing((Problem("sales.link_is_closed"),))
    orders = SalesOrder.objects.filter(
        customer_endpoint=customer_endpoint, buyer_order_number=buyer_order_number
    )
    order = orders.select_for_update().order_by("-id").first()
    if order is None:
        raise Missing((Problem("sales.invited_order_not_here", {"number": buyer_order_number}),))
    known = OrderLink.objects.filter(invitation_id=invitation_id).first()
    if known is not None:
        known_id: UUID = known.id
        return known_id
    row = OrderLink(
        order_id=order.id,
        holder=holder,
        made_at=at,
        expires_at=datetime.combine(valid_until + timedelta(days=1), time.min, time_zone()),
        invitation_id=invitation_id,
    )
    row.save(force_insert=True)
    outbox.publish(GuestAdmitted(order.id, row.id), actor=actor, at=at)
    return row.id


@command(permissions.USE_LINK)
def open_link(link_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """Which order a link opens; that it was opened the first time is written down.

    Raises `Missing` for a link that has expired or was revoked.
    """
    row = _for_change(link_id)
    actor = require(actor, permissions.USE_LINK, at=at)
    if row.revoked_at is not None or row.expires_at <= at:
        raise Missing((Problem("sales.link_is_closed"),))
    is_first = row.opened_at is None
    if is_first or is_use_to_note(row.last_used_at, at):
        row.opened_at, row.last_used_at = row.opened_at or at, at
        row.save(update_fields=["opened_at", "last_used_at"])
    if is_first:
        outbox.publish(LinkOpened(row.order_id, row.id), actor=actor, at=at)
    order_id: UUID = row.order_id
    return order_id


def _for_change(link_id: UUID) -> OrderLink:
    row = OrderLink.objects.select_for_update().filter(id=link_id).first()
    if row is None:
        raise missing("order_link", link_id)
    return row
