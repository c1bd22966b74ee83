"""What follows from what happened to carts and orders."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from avrop import documents
from avrop.agreements import permissions as agreement_permissions
from avrop.buying.orders import actions, permissions
from avrop.buying.orders.events import (
    OrderAnswered,
    OrderCancellationAsked,
    OrderCancelled,
    OrderChangesAccepted,
    OrderChangesRefused,
    OrdersCreated,
    OrderSent,
    OrderUnanswered,
    SellerInvited,
)
from avrop.buying.orders.jobs import mail_invitation
from avrop.buying.orders.kinds import ChangeKind
from avrop.buying.orders.lifecycle import State
from avrop.buying.orders.models import ChangeRequest, Order
from avrop.buying.orders.rows import asked_lines, lines_of, order_for_change, stored_order
from avrop.buying.orders.writing import (
    cancellation_document,
    change_document,
    order_document,
    roles_of,
)
from avrop.buying.requisitions import permissions as requisition_permissions
from avrop.buying.requisitions.events import RequisitionApproved
from avrop.exchange import actions as exchange
from avrop.exchange import permissions as exchange_permissions
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.jobs import defer
from avrop.kernel.problems import Denial
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks
from avrop.tasks import permissions as task_permissions


@reacts_to(RequisitionApproved, may=(permissions.CREATE, requisition_permissions.RECORD_ORDER))
def make_orders(event: RequisitionApproved, *, actor: Actor, at: datetime) -> None:
    """An approved cart becomes orders. Asked again, nothing more is made."""
    actions.create_orders(event.requisition_id, actor=actor, at=at)


@reacts_to(
    OrdersCreated,
    may=(permissions.SEND, agreement_permissions.DRAW_DOWN, task_permissions.OPEN),
)
def send_created_orders(event: OrdersCreated, *, actor: Actor, at: datetime) -> None:
    """The orders of a cart that was to be sent when approved leave, each by itself.

    One that the rules stop waits for its requester, with the reasons; the others leave all the same.
    """
    if not event.send_when_approved:
        return
    drafts = Order.objects.filter(id__in=event.order_ids, state=State.DRAFT).order_by("id")
    for order in list(drafts):
        try:
            with transaction.atomic():
                actions.send_order(order.id, actor=actor, at=at)
        except Denial as denial:
            _ask_requester_to_send(order, denial, actor=actor, at=at)


def _ask_requester_to_send(order: Order, denial: Denial, *, actor: Actor, at: datetime) -> None:
    _open_task(
        "orders.sending_refused",
        order,
        values={"number": order.number, "reasons": ", ".join(denial.codes)},
        once_key=f"orders.sending_refused/{order.id}",
        actor=actor,
        at=at,
    )


@reacts_to(OrderSent, may=(exchange_permissions.TRANSMIT,))
def transmit_to_seller(event: OrderSent, *, actor: Actor, at: datetime) -> None:
    """The order leaves as a document, once however often this runs."""
    order = stored_order(event.order_id)
    assert order.sent_at is not None
    issued = order.sent_at.astimezone(parties.time_zone())
    document = order_document(
        order,
        lines_of(order),
        roles_of(order),
        customer_number=order.customer_number,
        agreement_number=order.agreement_number,
        issued=issued,
    )
    _transmit("order", document, order, number=order.number, key=order.id, actor=actor, at=at)


@reacts_to(OrderChangesRefused, OrderCancellationAsked, may=(exchange_permissions.TRANSMIT,))
def transmit_change(
    event: OrderChangesRefused | OrderCancellationAsked, *, actor: Actor, at: datetime
) -> None:
    """What was asked leaves as a document, where the seller takes it as one."""
    if isinstance(event, OrderChangesRefused) and event.by == "contact":
        return
    _transmit_change_request(event.order_id, event.change_id, actor=actor, at=at)


#: Where an order stands while its seller says nothing.
UNANSWERED = frozenset({State.SENT, State.CHANGE_PENDING})


@reacts_to(OrderUnanswered, may=(exchange_permissions.TRANSMIT, task_permissions.OPEN))
def follow_silence(event: OrderUnanswered, *, actor: Actor, at: datetime) -> None:
    """A lapsed order is cancelled by document; any other silence is somebody's to look at."""
    if event.change_id is not None:
        _transmit_change_request(event.order_id, event.change_id, actor=actor, at=at)
        return
    order = order_for_change(event.order_id)
    kind = "orders.silence_accepted" if event.outcome == "accept" else "orders.seller_is_silent"
    if kind == "orders.seller_is_silent" and order.state not in UNANSWERED:
        return
    _open_task(
        kind,
        order,
        values={"number": order.number, "seller": order.seller_name},
        once_key=f"{kind}/{order.id}",
        actor=actor,
        at=at,
    )


@reacts_to(OrderAnswered, may=(task_permissions.OPEN, task_permissions.CLOSE))
def tell_requester(event: OrderAnswered, *, actor: Actor, at: datetime) -> None:
    """Changes and rejections wait for the requester; a plain yes closes what waited (ORD-09). What he
    has decided on already, or what a later answer took the place of, doesn't wait."""
    order = order_for_change(event.order_id)
    tasks.close_tasks(order.id, kind="orders.seller_is_silent", actor=actor, at=at)
    kind = _TASKS.get(event.state, "")
    if event.code == "AB" or not kind or order.state != event.state:
        return
    _open_task(
        kind,
        order,
        values={"number": order.number, "seller": order.seller_name},
        once_key=f"{kind}/{event.response_id}",
        actor=actor,
        at=at,
    )


_TASKS = {
    State.ACCEPTED_WITH_CHANGES.value: "orders.changes_wait_for_you",
    State.REJECTED.value: "orders.was_rejected",
    State.CANCELLED.value: "orders.was_cancelled",
}


@reacts_to(OrderChangesAccepted, OrderChangesRefused, OrderCancelled, may=(task_permissions.CLOSE,))
def close_decision(
    event: OrderChangesAccepted | OrderChangesRefused | OrderCancelled,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """The requester has decided."""
    for kind in ("orders.changes_wait_for_you", "orders.sending_refused"):
        tasks.close_tasks(event.order_id, kind=kind, actor=actor, at=at)


def _transmit_change_request(
    order_id: UUID, change_id: UUID, *, actor: Actor, at: datetime
) -> None:
    order = stored_order(order_id)
    change = ChangeRequest.objects.get(id=change_id)
    issued = change.asked_at.astimezone(parties.time_zone())
    document: documents.Document
    if change.kind == ChangeKind.CANCELLATION:
        document = cancellation_document(order, change, issued=issued)
    else:
        asked = asked_lines(change.lines)
        document = change_document(order, lines_of(order), change, asked, issued=issued)
    kind = f"order_{change.kind}"
    _transmit(kind, document, order, number=change.number, key=change.id, actor=actor, at=at)


def _transmit(
    kind: str,
    document: documents.Document,
    order: Order,
    *,
    number: str,
    key: UUID,
    actor: Actor,
    at: datetime,
) -> None:
    roles = roles_of(order)
    exchange.transmit(
        kind,
        number,
        documents.write(document),
        sender=str(roles.buyer.endpoint),
        receiver=str(roles.seller.endpoint),
        channel=roles.channel,
        once_key=f"{kind}/{key}",
        subject_id=order.id,
        actor=actor,
        at=at,
    )


def _open_task(
    kind: str,
    order: Order,
    *,
    values: dict[str, object],
    once_key: str,
    actor: Actor,
    at: datetime,
) -> None:
    tasks.open_task(
        kind,
        subject_kind="order",
        subject_id=order.id,
        assignees=(_in_charge_of(order, at),),
        values=values,
        unit_id=order.unit_id,
        once_key=once_key,
        actor=actor,
        at=at,
    )


def _in_charge_of(order: Order, at: datetime) -> UUID:
    """Who follows the order: its requester, or who took it over when she moved or left."""
    person_id: UUID = order.taken_over_by or order.requester_person_id
    return parties.in_charge_of(person_id, on=day_of(at))


@reacts_to(SellerInvited)
def mail_the_invitation(event: SellerInvited, *, actor: Actor, at: datetime) -> None:
    """Have the invitation mailed, where it is for an e-mail address; the network is a job's business."""
    defer(mail_invitation, tenant=str(actor.tenant_id), invitation=str(event.invitation_id))
