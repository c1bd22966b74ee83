"""What an approver should look at twice: deviations of a cart, line by line (REQ-13). Pure.

Nothing here stops anything. What stops a cart was told its requester before it was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.values import Money, Quantity

#: More than so many times the largest quantity bought before is told.
UNUSUAL = 2


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A line beside what is known: today's price (None: not to be had), the most of it that the
    requester has bought at once (None: never), and who answers for a restricted category ("" where it
    is not restricted)."""

    line_id: UUID
    name: str
    quantity: Quantity
    price: Money
    price_now: Money | None
    most_before: Decimal | None
    responsible: str
    needed_by: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to look at on a line; `say(mark.about)` makes the sentence."""

    line_id: UUID
    about: Problem


def marks_on(lines: Iterable[LookedAt], *, has_bought_before: Mapping[UUID, bool]) -> list[Mark]:
    """Every mark, by line in their order. `has_bought_before`: whether the requester has ever bought
    from the line's agreement; the first time, nothing can be unusual in it."""
    return [
        Mark(line.line_id, problem)
        for line in lines
        for problem in _marks_on(line, has_bought_before.get(line.line_id, False))
    ]


def _marks_on(line: LookedAt, knows_the_agreement: bool) -> Iterator[Problem]:
    yield from _price(line)
    if line.responsible:
        yield Problem("requisitions.mark_restricted", {"person": line.responsible})
    if not knows_the_agreement:
        yield Problem("requisitions.mark_new_agreement")
    elif line.most_before is None:
        yield Problem("requisitions.mark_first_time")
    elif line.quantity.value > UNUSUAL * line.most_before:
        most = Quantity(line.most_before, line.quantity.unit)
        yield Problem("requisitions.mark_unusually_many", {"most": most})
    if line.needed_by:
        yield Problem("requisitions.mark_for_somebody_else", {"person": line.needed_by})


def _price(line: LookedAt) -> Iterator[Problem]:
    if line.price_now is None:
        yield Problem("requisitions.mark_not_for_sale")
    elif line.price_now != line.price:
        yield Problem(
            "requisitions.mark_price_changed", {"price": line.price, "now": line.price_now}
        )
