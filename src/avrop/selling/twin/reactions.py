"""The twin hears of orders, changes and cancellations, and answers."""

from __future__ import annotations

from datetime import datetime

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain, to_plain
from avrop.kernel.reactions import reacts_to
from avrop.selling.sales import actions as sales
from avrop.selling.sales import queries as sales_queries
from avrop.selling.sales.events import ChangeRequested, SalesOrderCancelled, SalesOrderReceived
from avrop.selling.sales.lifecycle import ChangeState
from avrop.selling.twin import queries
from avrop.selling.twin.events import TwinMoved
from avrop.selling.twin.lifecycle import LIFECYCLE, Reply, RunState
from avrop.selling.twin.models import Run
from avrop.selling.twin.performing import MAY, MOVED, NAME, go_on
from avrop.selling.twin.shapes import Script

_ENDED = (RunState.DONE, RunState.STOPPED)


@reacts_to(SalesOrderReceived, may=MAY)
def begin(event: SalesOrderReceived, *, actor: Actor, at: datetime) -> None:
    """Begin with the script that is meant for the order, if there is one."""
    if not queries.has_scripts() or queries.has_run(event.order_id):
        return
    order = sales_queries.order_to_fulfil(event.order_id)
    script = queries.script_for(
        endpoint=order.customer_endpoint,
        number=order.buyer_order_number,
        items=frozenset(line.seller_item_id for line in order.lines),
    )
    if script is None:
        return
    run = Run(order_id=order.id, content=to_plain(script), started_at=at, moved_at=at)
    go_on(run, actor=actor, at=at, steps=0 if script.by_hand else None)
    run.save(force_insert=True)
    outbox.publish(TwinMoved(order.id, run.position, run.state), actor=actor, at=at)


@reacts_to(ChangeRequested, may=MAY)
def reply_to_change(event: ChangeRequested, *, actor: Actor, at: datetime) -> None:
    """Agree to a change or cancellation, or refuse it, as the script says."""
    run = Run.objects.filter(order_id=event.order_id).first()
    if run is None:
        return
    script = from_plain(run.content, Script)
    reply = script.on_cancellation if event.kind == "cancellation" else script.on_change
    state = sales_queries.state_of_change(event.change_id)
    if reply == Reply.HAND or state not in (ChangeState.PENDING, ChangeState.STOPPING):
        return
    note = script.name or NAME
    if reply == Reply.REFUSE:
        sales.refuse_change(event.change_id, note, actor=actor, at=at)
        return
    if state == ChangeState.STOPPING:
        sales.confirm_interception(event.change_id, True, reason=note, actor=actor, at=at)
    sales.accept_change(event.change_id, actor=actor, at=at)


@reacts_to(SalesOrderCancelled)
def stop_with_the_order(event: SalesOrderCancelled, *, actor: Actor, at: datetime) -> None:
    """What is cancelled is not delivered."""
    run = (
        Run.objects.select_for_update()
        .filter(order_id=event.order_id)
        .exclude(state__in=_ENDED)
        .first()
    )
    if run is None:
        return
    run.state, run.moved_at = LIFECYCLE.after(run.state, "stop"), at
    run.version += 1
    run.save(update_fields=MOVED)
    outbox.publish(TwinMoved(run.order_id, run.position, run.state), actor=actor, at=at)
