"""Sending an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from avrop.agreements import actions as agreements
from avrop.authority import actions as authority
from avrop.authority.queries import Moment
from avrop.buying.orders import permissions, rules
from avrop.buying.orders.events import OrderSent
from avrop.buying.orders.fitness import Today, draft_of, problems_writing, roles_in, today_for
from avrop.buying.orders.kinds import EntryKind
from avrop.buying.orders.lifecycle import LIFECYCLE
from avrop.buying.orders.models import Order, OrderLine
from avrop.buying.orders.quantity_ledger import write_entries
from avrop.buying.orders.rows import lines_of, order_for_change, within
from avrop.buying.orders.shapes import NewEntry, OrderView
from avrop.buying.orders.shaping import view_of
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.ports import Deed, record_deed, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.tasks import actions as tasks

#: The task of whoever has to send by hand what was refused when it should have gone by itself.
SENDING_REFUSED = "orders.sending_refused"
#: What an order knows of its parties and terms only from the moment it is sent.
KEPT = (
    "answer_due_at",
    "parties",
    "customer_number",
    "consignee_organisation_id",
    "agreement_number",
)


@command(permissions.SEND)
def send_order(
    order_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> OrderView:
    """Commit the buyer to the order. Transmission follows from OrderSent."""
    order = order_for_change(order_id)
    lines = lines_of(order)

    sender = _may_send(order, lines, actor, at)

    next_state = LIFECYCLE.after(order.state, "send")
    count_change(order, expected_version)
    today = today_for(order, at)
    draft = draft_of(order, lines, today)
    refuse_if(rules.problems_sending(draft) or problems_writing(order, lines, today))
    refuse_if(_licences_lacking(order, lines, at).values())

    # Past its ceiling a framework agreement has no further effect (CJEU C-23/20). Calling off is the
    # actor's right, also a routine's; the deed and the ledger name the sender.
    agreements.draw_down(
        order.agreement_id,
        rules.total(draft),
        order.id,
        once_key=f"order/{order.id}",
        actor=actor,
        at=at,
    )
    record_deed(today.chains, Deed.ORDER, actor=sender, at=at)
    write_entries(
        [NewEntry(line.id, EntryKind.ORDERED, line.quantity) for line in lines],
        actor=sender,
        at=at,
    )
    order.state, order.sent_at = next_state, at
    _keep_parties_and_terms(order, today, at)
    order.save(update_fields=["state", "version", "sent_at", *KEPT])

    if actor.is_person:  # he was asked to, where a routine could not
        tasks.close_tasks(order.id, kind=SENDING_REFUSED, actor=actor, at=at)
    outbox.publish(OrderSent(order.id), actor=sender, at=at)
    return view_of(order, lines)


def _may_send(order: Order, lines: Sequence[OrderLine], actor: Actor, at: datetime) -> Actor:
    """Whoever commits the buyer has the right at this very moment, for every line (invariant 1).

    A routine commits nobody: it sends for the requester, whose mandate is asked. Returns whom the
    deed is written down for.
    """
    where = within(order, lines)
    allowed = require(actor, permissions.SEND, at=at, within=where)
    if actor.is_person:
        return allowed
    requester = Actor(
        tenant_id=actor.tenant_id, person_id=order.requester_person_id, system=actor.system
    )
    return require(requester, permissions.SEND, at=at, within=where)


def _licences_lacking(order: Order, lines: Sequence[OrderLine], at: datetime) -> dict[str, Problem]:
    """Goods that whose need it is lacks a licence for now, whoever sends: it may have ended, or
    been taken back, since the cart was submitted (ORG-10, invariant 12)."""
    return authority.check_licences(
        Moment.SEND,
        order.requester_person_id,
        {line.category for line in lines},
        subject_id=order.id,
        at=at,
    )


def _keep_parties_and_terms(order: Order, today: Today, at: datetime) -> None:
    """The order keeps the parties and terms that its document states, whatever changes later."""
    terms = today.parties.terms
    hours = terms.promised_response_hours
    waits = today.terms.response_hours if hours is None else hours
    order.answer_due_at = at + timedelta(hours=waits)
    order.parties = to_plain(roles_in(today.parties))
    order.customer_number = terms.customer_number
    order.consignee_organisation_id = terms.consignee_organisation_id
    order.agreement_number = today.terms.number
