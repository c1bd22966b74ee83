"""The twin's hands: each step of a script through the same commands that people use.

Theory of operation. A run is a row with a position in its script. Going on means: perform the step at
hand, move the position, until a pause, the end, or a step that is refused. Each step stands in a
savepoint of its own, so that a refused step leaves the run stuck at it, with the reasons, and nothing
half done. The twin acts as a routine that may do what it needs to and nothing else; which script it
follows was decided by a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.days import day_of
from avrop.kernel.permissions import Permission
from avrop.kernel.problems import Denial, Problem, Refused
from avrop.selling.billing import actions as billing
from avrop.selling.billing import permissions as billing_permissions
from avrop.selling.billing import queries as billing_queries
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.fulfilment import permissions as fulfilment_permissions
from avrop.selling.fulfilment import queries as fulfilment_queries
from avrop.selling.sales import actions as sales
from avrop.selling.sales import permissions as sales_permissions
from avrop.selling.sales import queries as sales_queries
from avrop.selling.sales.lifecycle import Stage
from avrop.selling.sales.shapes import OrderToFulfil
from avrop.selling.stock import permissions as stock_permissions
from avrop.selling.stock import queries as stock
from avrop.selling.twin import rules
from avrop.selling.twin.lifecycle import LIFECYCLE, Deeds
from avrop.selling.twin.models import Run
from avrop.selling.twin.shapes import Script, Step

NAME = "seller twin"
MAY: tuple[Permission, ...] = (
    sales_permissions.ADVANCE,
    sales_permissions.ANSWER,
    sales_permissions.CANCEL,
    sales_permissions.CHECK,
    sales_permissions.INTERCEPT,
    sales_permissions.RELEASE,
    fulfilment_permissions.ALLOCATE,
    fulfilment_permissions.PICK,
    fulfilment_permissions.SHIP,
    billing_permissions.BILL,
    billing_permissions.CREDIT,
    stock_permissions.RESERVE,
    stock_permissions.BOOK,
)
MOVED = ("version", "position", "state", "problems", "moved_at")


def the_twin(tenant_id: UUID) -> Actor:
    """The routine that takes the steps."""
    return Actor.routine(tenant_id, NAME, frozenset(right.name for right in MAY))


@dataclass(frozen=True, slots=True)
class _Doing:
    """A step on an order; what else it looks at, it reads."""

    step: Step
    order_id: UUID
    note: str
    actor: Actor
    at: datetime


def go_on(
    run: Run, *, actor: Actor, at: datetime, steps: int | None = None, past_pauses: bool = False
) -> None:
    """Take steps until a pause, the end or a refusal; at most `steps` of them. The caller saves."""
    script = from_plain(run.content, Script)
    run.problems, run.moved_at = [], at
    run.state = LIFECYCLE.after(run.state, "go_on")
    taken = 0
    while run.position < len(script.steps):
        step = script.steps[run.position]
        if (step.do in rules.PAUSES and not past_pauses) or taken == steps:
            run.state = LIFECYCLE.after(run.state, "wait")
            return
        try:
            with transaction.atomic():
                perform(run.order_id, step, name=script.name, actor=actor, at=at)
        except Denial as denial:
            run.problems = problems_as_plain(denial)
            run.state = LIFECYCLE.after(run.state, "get_stuck")
            return
        run.position += 1
        taken += 1
    run.state = LIFECYCLE.after(run.state, "finish")


def problems_as_plain(denial: Denial) -> list[dict[str, object]]:
    """The reasons of a refusal as a row keeps them."""
    return [
        {
            "code": problem.code,
            "values": {name: str(value) for name, value in problem.values.items()},
        }
        for problem in denial.problems
    ]


def perform(order_id: UUID, step: Step, *, name: str, actor: Actor, at: datetime) -> None:
    """Take one step on an order. Raises what the commands raise, and Refused (twin.no_such_line)."""
    if step.do in rules.PAUSES:
        return
    doing = _Doing(step, order_id, step.note or name or NAME, actor, at)
    try:
        _DEEDS[step.do](doing)
    except rules.NoSuchLine as absent:
        raise Refused((Problem("twin.no_such_line", {"line": absent.line}),)) from None


def _lines_named(doing: _Doing, names: Sequence[object]) -> tuple[rules.OrderLine, ...]:
    """The lines of the order, where the step names any."""
    return _lines(sales_queries.order_to_fulfil(doing.order_id), doing.at) if names else ()


def _lines(order: OrderToFulfil, at: datetime) -> tuple[rules.OrderLine, ...]:
    left = {line.line_id: line.left for line in fulfilment_queries.lines_to_pick(order)}
    by_weight = {line.line_id: line.final_item_id for line in order.lines if line.catch_weight}
    weights: Mapping[str, object] = {}
    if by_weight:
        ids = [item_id for item_id in by_weight.values() if item_id is not None]
        offers = stock.offers_for(item_ids=ids, on=day_of(at))
        weights = rules.typical_weights(
            by_weight, {offer.item_id: offer.typical_weight for offer in offers}
        )
    return tuple(
        rules.OrderLine(
            line_id=line.line_id,
            position=line.position,
            seller_item_id=line.seller_item_id,
            agreed_seller_item_id=line.agreed_seller_item_id,
            ordered=line.quantity.value,
            left=left[line.line_id],
            requested_date=line.requested_date,
            typical_weight=weights.get(line.line_id),  # type: ignore[arg-type]
        )
        for line in order.lines
    )


def _checked(doing: _Doing) -> None:
    """A script stands for the clerk who looks at what is not in order."""
    if sales_queries.stage_of(doing.order_id) == Stage.RECEIVED:
        sales.check_order(doing.order_id, note=doing.note, actor=doing.actor, at=doing.at)


def _acknowledge(doing: _Doing) -> None:
    sales.acknowledge_order(doing.order_id, note=doing.step.note, actor=doing.actor, at=doing.at)


def _accept(doing: _Doing) -> None:
    _checked(doing)
    sales.accept_order(doing.order_id, note=doing.step.note, actor=doing.actor, at=doing.at)


def _accept_with_changes(doing: _Doing) -> None:
    _checked(doing)
    order = sales_queries.order_to_fulfil(doing.order_id)
    changes = rules.changes_of(
        doing.step,
        _lines(order, doing.at),
        order_date=order.requested_date,
        on=day_of(doing.at),
    )
    sales.accept_with_changes(
        doing.order_id, changes, note=doing.step.note, actor=doing.actor, at=doing.at
    )


def _reject(doing: _Doing) -> None:
    sales.reject_order(doing.order_id, doing.note, actor=doing.actor, at=doing.at)


def _cancel(doing: _Doing) -> None:
    sales.cancel_order(doing.order_id, doing.note, actor=doing.actor, at=doing.at)


def _despatch(doing: _Doing) -> None:
    step = doing.step
    lines = _lines(sales_queries.order_to_fulfil(doing.order_id), doing.at)
    arrives_on = None
    if step.arrives_in_days is not None:
        arrives_on = day_of(doing.at) + timedelta(days=step.arrives_in_days)
    fulfilment.despatch_order(
        doing.order_id,
        picks=rules.picks_of(step, lines),
        final=step.final,
        carrier=step.carrier,
        arrives_on=arrives_on,
        actor=doing.actor,
        at=doing.at,
    )


def _deliver(doing: _Doing) -> None:
    for despatch_id in fulfilment_queries.undelivered(doing.order_id):
        fulfilment.register_delivery(despatch_id, actor=doing.actor, at=doing.at)


def _bill(doing: _Doing) -> None:
    form = rules.form_of(doing.step, _lines_named(doing, doing.step.form.deviations))
    billing.bill_order(doing.order_id, form=form, actor=doing.actor, at=doing.at)


def _credit(doing: _Doing) -> None:
    invoice_id = billing_queries.last_invoice_of(doing.order_id)
    if invoice_id is None:
        raise Refused((Problem("twin.nothing_to_credit"),))
    billing.credit_invoice(
        invoice_id,
        doing.note,
        lines=rules.credits_of(doing.step, _lines_named(doing, doing.step.credits)),
        form=doing.step.form,
        actor=doing.actor,
        at=doing.at,
    )


_DEEDS: Mapping[str, Callable[[_Doing], None]] = {
    Deeds.ACKNOWLEDGE: _acknowledge,
    Deeds.ACCEPT: _accept,
    Deeds.ACCEPT_WITH_CHANGES: _accept_with_changes,
    Deeds.REJECT: _reject,
    Deeds.CANCEL: _cancel,
    Deeds.DESPATCH: _despatch,
    Deeds.DELIVER: _deliver,
    Deeds.BILL: _bill,
    Deeds.CREDIT: _credit,
}
