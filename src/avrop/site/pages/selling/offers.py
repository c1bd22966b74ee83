"""What can be done with a sales order: one table of offers, by desk. The page shows those that the
order's stage and the reader's rights allow; the rules decide all the same when one is taken."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.sales import actions
from avrop.selling.sales.shapes import OrderView
from avrop.site.actors import Request
from avrop.site.patterns.forms import keys_of
from avrop.site.patterns.shapes import Action

When = Callable[[OrderView], bool]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to do with an order. With a `command` it is a button, else `url` is its page.

    `done` is said afterwards; `confirm` is asked before. A `quiet` offer stands back behind the work.
    """

    key: str
    right: str
    name: Any
    when: When
    command: Callable[..., Any] | None = None
    url: str = ""
    done: Any = ""
    confirm: Any = ""
    color: str = ""
    quiet: bool = False


def takes(verb: str) -> When:
    """Whether the order is at a stage that takes this step."""
    return lambda order: verb in order.available_actions


def _unanswered(order: OrderView) -> bool:
    return order.stage in ("received", "checked") and not order.needs_review


def _answerable(order: OrderView) -> bool:
    return order.stage in ("checked", "confirmed", "allocated")


def _deliverable(order: OrderView) -> bool:
    return "pack" in order.available_actions


def _billable(order: OrderView) -> bool:
    return order.stage in ("released", "picking", "packed", "shipped", "delivered")


EXECUTION = (
    Offer(
        "review",
        "sales.review_order",
        _("It is keyed right"),
        lambda order: order.needs_review,
        actions.review_order,
        done=_("The keyed order is reviewed."),
    ),
    Offer(
        "check",
        "sales.check_order",
        _("Pass it on all the same"),
        lambda order: order.stage == "received" and not order.needs_review,
        url="check_sales_order",
    ),
    Offer(
        "accept",
        "sales.answer_order",
        _("Accept everything"),
        lambda order: order.stage == "checked",
        actions.accept_order,
        done=_("The order is accepted; the customer is told."),
    ),
    Offer(
        "answer",
        "sales.answer_order",
        _("Answer line by line"),
        _answerable,
        url="answer_sales_order",
    ),
    Offer(
        "acknowledge",
        "sales.answer_order",
        _("Say that it has come"),
        lambda order: _unanswered(order) and not order.answer_code,
        actions.acknowledge_order,
        done=_("The customer is told that the order has come."),
    ),
    Offer(
        "allocate",
        "fulfilment.allocate",
        _("Set the goods aside"),
        takes("allocate"),
        fulfilment.allocate_order,
        done=_("The goods are set aside for the order."),
    ),
    Offer(
        "release",
        "sales.release_order",
        _("Release to the warehouse"),
        takes("release"),
        actions.release_order,
        done=_("The warehouse has the order."),
    ),
    Offer("pick", "fulfilment.pick", _("Pick and pack"), _deliverable, url="pick_sales_order"),
    Offer("list", "fulfilment.pick", _("Pick list"), _deliverable, url="pick_list"),
    Offer("bill", "billing.bill", _("Invoice what has left"), _billable, url="bill_sales_order"),
    Offer(
        "close",
        "sales.close_order",
        _("Close the order"),
        takes("close"),
        actions.close_order,
        done=_("The order is closed."),
    ),
    Offer(
        "give",
        "sales.hand_over",
        _("Give to another department"),
        takes("cancel"),
        url="give",
        quiet=True,
    ),
    Offer(
        "contact",
        "sales.record_contact",
        _("Write down a contact"),
        lambda order: True,
        url="sales_contact",
        quiet=True,
    ),
    Offer(
        "link",
        "sales.issue_link",
        _("Make a link for who has no account"),
        takes("cancel"),
        url="issue_link",
        quiet=True,
    ),
    Offer(
        "reject",
        "sales.answer_order",
        _("Reject the order"),
        takes("reject"),
        url="reject_sales_order",
        quiet=True,
        color="danger",
    ),
    Offer(
        "cancel",
        "sales.cancel_order",
        _("Cancel the order"),
        lambda order: (
            "cancel" in order.available_actions and order.stage not in ("received", "checked")
        ),
        url="cancel_sales_order",
        quiet=True,
        color="danger",
    ),
)
CONTROL = (
    Offer(
        "hold",
        "sales.set_hold",
        pgettext_lazy("act", "Put on hold"),
        lambda order: "reopen" not in order.available_actions and bool(order.available_actions),
        url="set_hold",
    ),
    Offer(
        "priority",
        "sales.set_priority",
        _("Change the priority"),
        lambda order: bool(order.available_actions),
        url="set_priority",
    ),
    Offer(
        "reassign",
        "sales.reassign_order",
        _("Move to another department"),
        lambda order: bool(order.available_actions),
        url="reassign",
    ),
)
BUTTONS = {offer.key: offer for offer in EXECUTION if offer.command is not None}


def actions_for(
    request: Request,
    offers: Collection[Offer],
    order: OrderView,
    rights: Collection[str],
    *,
    has_primary: bool = True,
) -> tuple[Action, ...]:
    """The offers that the order and the reader's rights allow; the first one stands out."""
    open_to_reader = [one for one in offers if one.right in rights and one.when(order)]
    return tuple(
        Action(
            one.name,
            _address(one, order),
            variant=_variant(one, is_first=has_primary and number == 0),
            color=one.color,
            post=one.command is not None,
            hidden=keys_of(request, version=order.version) if one.command else (),
            confirm=one.confirm,
        )
        for number, one in enumerate(open_to_reader)
    )


def _variant(offer: Offer, *, is_first: bool) -> str:
    if offer.quiet:
        return "tertiary"
    return "primary" if is_first else "secondary"


def _address(offer: Offer, order: OrderView) -> str:
    if offer.url:
        return reverse(offer.url, args=[order.id])
    return reverse("act_on_sales_order", args=[order.id, offer.key])
