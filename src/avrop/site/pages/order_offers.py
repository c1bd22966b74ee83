"""What the reader can do with an order now: the lifecycle says what the order takes, his rights what he
may; the rules decide all the same when it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from avrop.buying.orders.queries import OrderView
from avrop.site.actors import Request
from avrop.site.patterns.forms import keys_of
from avrop.site.patterns.shapes import Action

#: States in which goods may come.
AWAITED = frozenset({"sent", "accepted", "accepted_with_changes", "change_pending"})


def offers_for(
    request: Request, order: OrderView, rights: Collection[str], *, has_places: bool = False
) -> tuple[Action, ...]:
    """What can be done, the next thing first. `has_places`: it could go to another place of its unit."""
    decisions = (*_decisions(request, order, rights), *_others(order, rights))
    if not (has_places and "send" in order.available_actions and "orders.decide" in rights):
        return decisions
    elsewhere = Action(
        _("Deliver to another place"), reverse("choose_order_place", args=[order.id])
    )
    return (*decisions[:1], elsewhere, *decisions[1:])


def _decisions(request: Request, order: OrderView, rights: Collection[str]) -> Iterator[Action]:
    if "send" in order.available_actions and "orders.send" in rights:
        yield Action(
            _("Send the order"),
            reverse("send_order", args=[order.id]),
            variant="primary",
            post=True,
            hidden=keys_of(request, version=order.version),
        )
    if "accept_changes" in order.available_actions and "orders.decide" in rights:
        yield Action(
            _("Accept the changes"),
            reverse("accept_changes", args=[order.id]),
            variant="primary",
            post=True,
            hidden=keys_of(request, version=order.version),
        )
        yield Action(_("Refuse the changes"), reverse("refuse_changes", args=[order.id]))
    passes_centre = order.consignee_organisation_id is not None and order.despatched != "none"
    is_there = order.at_centre == "fully" or order.received == "fully"
    if passes_centre and not is_there and "receipts.register_arrival" in rights:
        yield Action(
            _("It has come to the distribution centre"),
            reverse("arrive", args=[order.id]),
            post=True,
            hidden=keys_of(request),
        )


def _others(order: OrderView, rights: Collection[str]) -> Iterator[Action]:
    if order.state in AWAITED and order.received != "fully" and "receipts.receive" in rights:
        yield Action(_("Receive the goods"), reverse("receive_order", args=[order.id]))
    if order.sent_at is not None and "orders.log_contact" in rights:
        yield Action(
            _("Write down a contact"), reverse("log_contact", args=[order.id]), variant="tertiary"
        )
    if order.state in AWAITED and "orders.invite_seller" in rights:
        yield Action(
            _("Invite the supplier"), reverse("invitations", args=[order.id]), variant="tertiary"
        )
    if order.sent_at is not None and "requisitions.write" in rights:
        yield Action(_("Order again"), reverse("order_again", args=[order.id]), variant="tertiary")
    if order.sent_at is not None:
        address = reverse("order_certificate", args=[order.id])
        yield Action(_("Certificate"), address, variant="tertiary")
    on_the_way = order.despatched != "none" or order.received != "none"
    if "cancel" in order.available_actions and not on_the_way and "orders.decide" in rights:
        yield Action(
            _("Cancel the order"),
            reverse("cancel_order", args=[order.id]),
            variant="tertiary",
            color="danger",
        )
