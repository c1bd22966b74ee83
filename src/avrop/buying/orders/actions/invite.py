"""A supplier without an account is invited to an order; the invitation is used and taken back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.buying.orders import permissions
from avrop.buying.orders.events import InvitationWithdrawn, SellerInvited
from avrop.buying.orders.invitations import (
    Invited,
    is_closed,
    problems_inviting,
    problems_with_invitation,
    token_of,
)
from avrop.buying.orders.models import Invitation, Order
from avrop.buying.orders.rows import in_unit, order_for_change, stored_order
from avrop.buying.orders.shapes import InvitationMade, InvitedTo
from avrop.exchange import queries as exchange
from avrop.exchange.channels import PORTAL
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import Missing, Problem, invalid_if, missing, refuse_if
from avrop.kernel.tokens import is_use_to_note
from avrop.parties import queries as parties
from avrop.parties.queries import OrganisationView


@command(permissions.INVITE, is_secret=True)
def invite_seller(
    order_id: UUID, holder: str, valid_until: date, *, actor: Actor, at: datetime
) -> InvitationMade:
    """Let the seller of an order carry it out without an account, until the end of a day. `holder` is
    whom it is for; an e-mail address is written to. The token is shown this once.

    Raises `Invalid`, and `Refused` with every reason why this seller is not invited.
    """
    order = order_for_change(order_id)
    actor = require(actor, permissions.INVITE, at=at, within=in_unit(order))
    today = day_of(at)
    invalid_if(problems_with_invitation(holder, valid_until, today))
    refuse_if(problems_inviting(_invited(order, today), actor.person_id))
    person_id = actor.person_id
    assert person_id is not None  # the rules have seen to it
    row = Invitation(
        order_id=order.id,
        holder=holder.strip(),
        made_by=person_id,
        made_at=at,
        valid_until=valid_until,
    )
    row.save(force_insert=True)
    outbox.publish(SellerInvited(order.id, row.id), actor=actor, at=at)
    return InvitationMade(row.id, token_of(actor.tenant_id, row.id))


@command(permissions.INVITE)
def withdraw_invitation(invitation_id: UUID, *, actor: Actor, at: datetime) -> None:
    """From now on the invitation opens nothing."""
    row = _for_change(invitation_id)
    order = stored_order(row.order_id)
    actor = require(actor, permissions.INVITE, at=at, within=in_unit(order))
    refuse_if([Problem("orders.invitation_withdrawn")] if row.withdrawn_at else [])
    row.withdrawn_at, row.withdrawn_by = at, actor.person_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    outbox.publish(InvitationWithdrawn(order.id, row.id), actor=actor, at=at)


@command(permissions.USE_INVITATION)
def use_invitation(invitation_id: UUID, *, actor: Actor, at: datetime) -> InvitedTo:
    """Which order of which seller an invitation opens; when it was last used is written down.

    Raises `Missing` for one that has ended or was taken back, and where the seller has got people of
    its own.
    """
    row = _for_change(invitation_id)
    actor = require(actor, permissions.USE_INVITATION, at=at)
    today = day_of(at)
    if is_closed(row.withdrawn_at, row.valid_until, today):
        raise Missing((Problem("sales.link_is_closed"),))
    order = stored_order(row.order_id)
    tenant_id = _tenant_of(parties.organisation(order.seller_organisation_id))
    if tenant_id is None:
        raise Missing((Problem("sales.link_is_closed"),))
    if parties.has_people_who_sign_in(tenant_id, on=today):
        raise Missing((Problem("orders.seller_answers_itself", {"seller": order.seller_name}),))
    if is_use_to_note(row.last_used_at, at):
        row.last_used_at = at
        row.save(update_fields=["last_used_at"])
    own = parties.own_organisation()
    return InvitedTo(tenant_id, own.endpoint, own.name, order.number, row.holder, row.valid_until)


def _invited(order: Order, today: date) -> Invited:
    seller = parties.organisation(order.seller_organisation_id)
    tenant_id = _tenant_of(seller)
    terms = parties.trading_terms(seller.id, order.unit_id, on=today)
    return Invited(
        seller=order.seller_name,
        state=order.state,
        requester_person_id=order.requester_person_id,
        is_here=tenant_id is not None,
        has_own_people=tenant_id is not None
        and parties.has_people_who_sign_in(tenant_id, on=today),
        works_by_portal=terms.channel_for("order") == PORTAL,
    )


def _tenant_of(seller: OrganisationView) -> UUID | None:
    """The seller's own organisation here, where it has one."""
    return exchange.tenant_of(seller.endpoint, "order") if seller.endpoint else None


def _for_change(invitation_id: UUID) -> Invitation:
    row = Invitation.objects.select_for_update().filter(id=invitation_id).first()
    if row is None:
        raise missing("invitation", invitation_id)
    return row
