"""Which script an order gets, and what its steps mean for that order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.selling.billing.shapes import CreditLine, InvoiceForm
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales.shapes import LineChange
from avrop.selling.twin.lifecycle import Deeds, Reply
from avrop.selling.twin.shapes import Script, ScriptedChange, Step

PAUSES = frozenset({Deeds.SILENT, Deeds.WAIT})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A script and the orders it is for."""

    id: UUID
    customer_endpoint: str
    buyer_order_number: str
    seller_item_id: str

    def fits(self, endpoint: str, number: str, items: Iterable[str]) -> bool:
        """Whether it is for an order of that customer, with that number and those articles."""
        return (
            self.customer_endpoint in ("", endpoint)
            and self.buyer_order_number in ("", number)
            and (not self.seller_item_id or self.seller_item_id in items)
        )

    @property
    def exactness(self) -> tuple[bool, bool, bool]:
        """The order's number says most, then an article, then the customer."""
        return (
            bool(self.buyer_order_number),
            bool(self.seller_item_id),
            bool(self.customer_endpoint),
        )


def most_exact(
    candidates: Iterable[Candidate], *, endpoint: str, number: str, items: frozenset[str]
) -> Candidate | None:
    """The script that is meant for this order, if any."""
    fitting = [each for each in candidates if each.fits(endpoint, number, items)]
    return max(fitting, key=lambda each: (each.exactness, each.id), default=None)


def problems_in(script: Script) -> Iterator[Problem]:
    """Every reason why a script makes no sense."""
    if not script.steps:
        yield Problem("twin.no_steps")
    for position, step in enumerate(script.steps, start=1):
        place = ("steps", position)
        if step.do not in Deeds.values:
            yield Problem("twin.bad_step", {"step": step.do}, (*place, "do"))
        if step.share is not None and not 0 < step.share <= 1:
            yield Problem("twin.bad_share", {"share": step.share}, (*place, "share"))
    for reply in (script.on_change, script.on_cancellation):
        if reply not in Reply.values:
            yield Problem("twin.bad_reply", {"reply": reply})


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What a step looks at in a line of the order."""

    line_id: str
    position: int
    seller_item_id: str
    agreed_seller_item_id: str
    ordered: Decimal
    left: Decimal
    requested_date: date | None
    typical_weight: Decimal | None


class NoSuchLine(LookupError):
    """A script names a line that the order has not; `line` is how."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


def line_named(lines: Sequence[OrderLine], name: str) -> OrderLine:
    """The line that a script means. Raises NoSuchLine."""
    for line in lines:
        if name in (f"#{line.position}", line.line_id):
            return line
        if name.startswith("item:") and name[5:] in (
            line.seller_item_id,
            line.agreed_seller_item_id,
        ):
            return line
    raise NoSuchLine(name)


def changes_of(
    step: Step, lines: Sequence[OrderLine], *, order_date: date | None, on: date
) -> tuple[LineChange, ...]:
    """The answer to the lines that the step names."""
    answered: dict[str, LineChange] = {}
    for each in step.changes:
        if each.where_present and not is_named(lines, each.line_id):
            continue
        line = line_named(lines, each.line_id)
        if line.line_id not in answered:
            answered[line.line_id] = _change(each, line, order_date or on, on)
    return tuple(answered.values())


def is_named(lines: Sequence[OrderLine], name: str) -> bool:
    """Whether the order has the line that a script means."""
    try:
        line_named(lines, name)
    except NoSuchLine:
        return False
    return True


def _change(scripted: ScriptedChange, line: OrderLine, order_date: date, on: date) -> LineChange:
    wanted = max(line.requested_date or order_date, on)
    promised = None
    if scripted.days_later is not None:
        promised = wanted + timedelta(days=scripted.days_later)
    quantity = scripted.quantity
    if scripted.less is not None and scripted.less < line.ordered:
        quantity = line.ordered - scripted.less
    elif (
        scripted.less is not None and scripted.rest_days_later is not None
    ):  # all of it comes later
        promised = (promised or wanted) + timedelta(days=scripted.rest_days_later)
    elif scripted.less is not None:
        quantity = Decimal(0)
    later_quantity = later_date = None
    if scripted.rest_days_later is not None and quantity is not None and quantity < line.ordered:
        later_quantity = line.ordered - quantity
        later_date = (promised or wanted) + timedelta(days=scripted.rest_days_later)
    return LineChange(
        line_id=line.line_id,
        quantity=quantity,
        promised_date=promised,
        price=scripted.price,
        substitute_seller_item_id=scripted.substitute_seller_item_id,
        rejected=scripted.rejected,
        note=scripted.note,
        later_quantity=later_quantity,
        later_date=later_date,
    )


def picks_of(step: Step, lines: Sequence[OrderLine]) -> tuple[Pick, ...]:
    """What goes out with this step; what nobody weighed gets the weight it usually has."""
    if step.picks:
        named = [(pick, line_named(lines, pick.line_id)) for pick in step.picks]
        return tuple(_weighed(replace(pick, line_id=line.line_id), line) for pick, line in named)
    share = step.share if step.share is not None else Decimal(1)
    return tuple(
        _weighed(Pick(line.line_id, _part(line.left, share)), line) for line in lines if line.left
    )


def _weighed(pick: Pick, line: OrderLine) -> Pick:
    if pick.weight is not None or line.typical_weight is None:
        return pick
    return replace(pick, weight=pick.quantity * line.typical_weight)


def _part(left: Decimal, share: Decimal) -> Decimal:
    """Pieces stay whole."""
    part = left * share
    return part.to_integral(ROUND_CEILING) if left == left.to_integral() else part


def form_of(step: Step, lines: Sequence[OrderLine]) -> InvoiceForm:
    """The form of the invoice, its deviations on the lines they mean."""
    deviations = tuple(
        replace(each, line_id=line_named(lines, each.line_id).line_id)
        for each in step.form.deviations
    )
    return replace(step.form, deviations=deviations)


def credits_of(step: Step, lines: Sequence[OrderLine]) -> tuple[CreditLine, ...]:
    """What is credited, on the lines that are meant."""
    return tuple(
        replace(each, order_line=line_named(lines, each.order_line).line_id)
        for each in step.credits
    )


def typical_weights(
    catch_weight_items: Mapping[str, UUID | None], weights: Mapping[UUID, Decimal | None]
) -> dict[str, Decimal]:
    """What a piece of each catch-weight line usually weighs; one kilogram where nobody knows."""
    return {
        line_id: (weights.get(item_id) if item_id else None) or Decimal(1)
        for line_id, item_id in catch_weight_items.items()
    }
