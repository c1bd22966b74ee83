"""Finding an order for change, and moving it from stage to stage. Used by the commands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from avrop.kernel import ruleset
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.problems import missing, refuse_if
from avrop.selling.sales import rules
from avrop.selling.sales.lifecycle import LIFECYCLE
from avrop.selling.sales.models import Hold, SalesLine, SalesOrder
from avrop.selling.sales.order_entry import NORMS
from avrop.selling.sales.shapes import StageNorms

MOVED = ("version", "stage", "stage_since", "stage_due_at", "owner_department", "rule_set")


_HELD = Exists(Hold.objects.filter(order_id=OuterRef("id"), released_at=None))
_locked = compiled(
    lambda: (
        SalesOrder.objects.select_for_update(of=("self",))
        .filter(id=Given("id"))
        .annotate(is_held=_HELD)
    )
)
_lines = compiled(lambda: SalesLine.objects.filter(order_id=Given("order_id")).order_by("position"))


def order_for_change(order_id: UUID) -> SalesOrder:
    """The order, locked; `Missing` where it is not there."""
    order: SalesOrder | None = _locked.first(id=order_id)
    if order is None:
        raise missing("sales_order", order_id)
    return order


def open_holds(order: SalesOrder) -> list[rules.OpenHold]:
    """The holds on an order that nobody has released; asks only where there are some."""
    if not getattr(order, "is_held", True):
        return []
    rows = Hold.objects.filter(order_id=order.id, released_at=None).values_list(
        "hold_type", "stops", "reason"
    )
    return [rules.OpenHold(code, frozenset(stops.split()), reason) for code, stops, reason in rows]


def move(order: SalesOrder, *verbs: str, at: datetime) -> None:
    """Bring a locked order to the stage that the verbs reach, one after another; the caller saves
    `MOVED`. Refused where the table knows no such step, or a hold stops one.
    """
    stage = order.stage
    for verb in verbs:
        stage = LIFECYCLE.after(stage, verb)
    holds = open_holds(order)
    refuse_if(problem for verb in verbs for problem in rules.problems_going_on(verb, holds))
    norms, order.rule_set = ruleset.in_force(NORMS, StageNorms(), on=day_of(at))
    if stage != order.stage:
        order.stage_since = at
        order.stage_due_at = rules.due_at(stage, norms, at)
        order.owner_department = rules.owner_of(stage)
    order.stage = stage


def answerable(lines: Iterable[SalesLine]) -> tuple[rules.AnswerableLine, ...]:
    """The lines as the rules of answering look at them."""
    return tuple(
        rules.AnswerableLine(
            id=line.id,
            line_id=line.line_id,
            name=line.name,
            quantity=line.quantity,
            unit=line.unit,
            price=line.price,
            requested_date=line.requested_date,
            state=line.state,
        )
        for line in lines
    )


def lines_of(order_id: UUID) -> list[SalesLine]:
    """The lines of an order, in its order."""
    return _lines(order_id=order_id)
