"""Answering an order line by line: how much of it comes, on which day, when the rest comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from avrop.kernel.presentation import shown
from avrop.selling.sales import actions
from avrop.selling.sales.shapes import LineChange, LineView, OrderView
from avrop.site.actors import Request
from avrop.site.patterns.fields import DayField, LongTextField, NumberField, TextField
from avrop.site.patterns.long_lines import LongForm
from avrop.values import Quantity, plain

FIELDS = ("quantity", "day", "later", "substitute", "note")


@dataclass(frozen=True, slots=True)
class LineOnForm:
    """A line of the order and the fields that answer it."""

    line: LineView
    fields: list[Any]


class AnswerForm(LongForm):
    """What is promised of each line. What is left as it stands is promised as it was ordered."""

    note = LongTextField(
        gettext_lazy("Message to the customer"), required=False, rows=2, longest=1000
    )

    def __init__(self, request: Request, order: OrderView, *, has_assortment: bool) -> None:
        self.order = order
        # Who answers an order with findings passes it on first, which counts as a change of it.
        version = None if order.stage == "received" else order.version
        super().__init__(
            request,
            order.lines,
            lambda line: _fields(line, has_assortment),
            version=version,
            initial=dict(_initial(order, has_assortment)),
        )

    def lines_on_form(self) -> list[LineOnForm]:
        """The lines that are shown, with their fields."""
        return [LineOnForm(line, self.row(line.position, *FIELDS)) for line in self.part.rows]

    def is_sent(self) -> bool:
        """Whether the answer was given: everything as ordered, or with changes."""
        if not (self.was_sent and self.is_valid()):
            return False
        changes = self._changes()
        self.moved = {
            ("changes", number): f"line-{position}-quantity"
            for number, (position, _change) in enumerate(changes, start=1)
        }
        if not changes:
            return self.sends(actions.accept_order, order_id=self.order.id)
        return self.sends(
            actions.accept_with_changes,
            order_id=self.order.id,
            changes=tuple(change for _position, change in changes),
        )

    def _changes(self) -> list[tuple[int, LineChange]]:
        found = ((line.position, self._change(line)) for line in self.order.lines)
        return [(position, change) for position, change in found if change is not None]

    def _change(self, line: LineView) -> LineChange | None:
        quantity = self.of_line(line.position, "quantity")
        day, later = self.of_line(line.position, "day"), self.of_line(line.position, "later")
        substitute = self.of_line(line.position, "substitute") or ""
        note = self.of_line(line.position, "note") or ""
        if not quantity and not later:
            return LineChange(line.line_id, rejected=True, note=note)
        ordered = line.quantity.value
        change = LineChange(
            line.line_id,
            quantity=None if quantity == ordered else quantity,
            promised_date=None if day == _wanted(line, self.order) else day,
            substitute_seller_item_id=substitute,
            note=note,
            later_quantity=ordered - quantity if later and quantity < ordered else None,
            later_date=later,
        )
        return None if change == LineChange(line.line_id) else change


def _fields(line: LineView, has_assortment: bool) -> Iterator[tuple[str, forms.Field]]:
    name = f"line-{line.position}"
    ordered = shown(_whole(line.quantity))
    yield (
        f"{name}-quantity",
        NumberField(
            gettext_lazy("We deliver"),
            min_value=0,
            hint=gettext_lazy("Ordered: %(quantity)s. Write 0 if you cannot deliver it.")
            % {"quantity": ordered},
        ),
    )
    yield f"{name}-day", DayField(gettext_lazy("On the day"), required=False)
    yield (
        f"{name}-later",
        DayField(
            gettext_lazy("The rest comes on"),
            required=False,
            hint=gettext_lazy("Leave it empty if the rest never comes."),
        ),
    )
    if has_assortment:
        substitute = TextField(
            gettext_lazy("Another article instead"),
            required=False,
            hint=gettext_lazy("Its article number."),
        )
        yield f"{name}-substitute", substitute
    yield f"{name}-note", TextField(gettext_lazy("Why, if something differs"), required=False)


def _initial(order: OrderView, has_assortment: bool) -> Iterator[tuple[str, Any]]:
    for line in order.lines:
        yield f"line-{line.position}-quantity", plain(line.to_deliver.value)
        yield f"line-{line.position}-day", line.agreed_date or _wanted(line, order)
        if has_assortment:
            yield f"line-{line.position}-substitute", line.agreed_seller_item_id


def _wanted(line: LineView, order: OrderView) -> Any:
    return line.requested_date or order.requested_date


def _whole(quantity: Quantity) -> Quantity:
    return Quantity(plain(Decimal(quantity.value)), quantity.unit)
