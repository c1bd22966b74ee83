"""What the pages behind a supplier's link share: who acts by it, and the frame without navigation.

The holder of a link is nobody's account. He acts as a routine of the supplier's organisation, with the
rights that the work on an order takes, and each page looks that it is on the order of the link.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from avrop.buying.orders import actions as orders
from avrop.buying.orders import invitations
from avrop.kernel.practice import is_practice
from avrop.kernel.problems import Missing, Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.tokens import Opens
from avrop.parties import queries as parties
from avrop.selling.billing import permissions as billing
from avrop.selling.fulfilment import permissions as fulfilment
from avrop.selling.sales import actions, links, queries
from avrop.selling.sales.shapes import OrderView
from avrop.selling.stock import permissions as stock
from avrop.site.actors import Request, note_stranger
from avrop.site.pages.frame import NOT_DONE, bare_frame
from avrop.site.pages.performing import NOBODY, actor_of, ask, visiting

Given = ParamSpec("Given")
#: Rights of the floors above sales that the work on an order takes.
RIGHTS = frozenset(
    one.name
    for one in (
        fulfilment.ALLOCATE,
        fulfilment.PICK,
        fulfilment.SHIP,
        billing.SEE,
        billing.BILL,
        billing.COLLECT,
        stock.SEE,
        stock.RESERVE,
        stock.BOOK,
        stock.KEEP_ITEMS,
        stock.SET_PRICES,
        stock.PUBLISH,
    )
)
#: Rights over more than the order, which nobody has whom the customer has invited: the prices that other
#: customers pay too, and the word that the customer has paid.
OWN_LINKS_ONLY = frozenset(
    one.name for one in (billing.COLLECT, stock.KEEP_ITEMS, stock.SET_PRICES, stock.PUBLISH)
)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who has come by a link: the link, and the order that it opens. `is_invited`: by an
    invitation of the customer's."""

    token: str
    order_id: UUID
    supplier: str
    is_invited: bool = False

    def address(self, name: str) -> str:
        """Another page behind the same link."""
        return reverse(name, args=[self.token])


View = Callable[Concatenate[Request, Visit, Given], HttpResponse]


def by_link(view: View[Given]) -> Callable[..., HttpResponse]:
    """Mark a view for who comes by a link; `Missing` for a link that opens nothing."""

    @wraps(view)
    def run(
        plain: HttpRequest, token: str, *args: Given.args, **kwargs: Given.kwargs
    ) -> HttpResponse:
        request = cast(Request, plain)
        signed, invitation = links.signed_in(token), invitations.signed_in(token)
        if signed is None and invitation is not None:
            signed = _admitted(request, invitation)
        if signed is None:
            note_stranger(request, "accounts.forged_link")
            raise Missing((Problem("sales.link_is_closed"),))
        rights = RIGHTS if invitation is None else RIGHTS - OWN_LINKS_ONLY
        actor = links.holder_of(signed, rights)
        with tenant_scope(actor.tenant_id):
            name, zone = parties.own_organisation().name, parties.time_zone()
        # What says no is shown in the frame of whoever reads, not in the routine's.
        with (
            visiting(request, actor, name=name, zone=str(zone)),
            timezone.override(zoneinfo.ZoneInfo(str(zone))),
        ):
            order_id = ask(request, actions.open_link, link_id=signed.row_id)
            visit = Visit(token, order_id, name, is_invited=invitation is not None)
            answer = view(request, visit, *args, **kwargs)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return run


def _admitted(request: Request, invitation: Opens) -> Opens:
    """The link in the seller's organisation that an invitation of the buyer's leads to: both sides are
    asked, each in its own."""
    with visiting(request, invitations.holder_of(invitation)):
        invited = ask(request, orders.use_invitation, invitation_id=invitation.row_id)
    guest = links.holder_of(Opens(invited.seller_tenant_id, NOBODY))
    with visiting(request, guest):
        link_id = ask(
            request,
            actions.admit_invited,
            invitation_id=invitation.row_id,
            customer_endpoint=invited.buyer_endpoint,
            buyer_order_number=invited.order_number,
            holder=invited.holder,
            valid_until=invited.valid_until,
        )
    return Opens(invited.seller_tenant_id, link_id)


def order_of(request: Request, visit: Visit) -> OrderView:
    """The order of the link."""
    return ask(request, queries.order, order_id=visit.order_id)


def show_by_link(
    request: Request,
    visit: Visit,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page behind a link, in a frame without navigation."""
    frame = replace(
        bare_frame(request),
        has_problems=status in NOT_DONE,
        is_practice=is_practice(actor_of(request).tenant_id),
    )
    return render(
        request,
        f"site/selling/{template}",
        {**values, "frame": frame, "visit": visit, "token": visit.token},
        status=status,
    )
