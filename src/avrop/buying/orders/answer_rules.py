"""What a seller's answer means. Pure: the order and the answer in, codes and values out.

Codes by Peppol BIS Ordering (T76). Header: AB received, AP accepted, CA accepted with changes, RE
rejected. Line: 1 added, 3 changed, 5 accepted, 7 rejected, 42 already delivered. A CA covers all
lines, and only quantity, delivery period, item and price may differ (invariant 9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.buying.orders.kinds import ChangeKind
from avrop.buying.orders.lifecycle import State
from avrop.documents.order_response import (
    ACCEPTED,
    ACCEPTED_WITH_CHANGES,
    ACKNOWLEDGED,
    LINE_ACCEPTED,
    LINE_ADDED,
    LINE_ALREADY_DELIVERED,
    LINE_CHANGED,
    LINE_REJECTED,
    REJECTED,
)
from avrop.kernel.problems import Problem
from avrop.values import Money, Quantity, rounded_half_up

_LINE_CODES = frozenset(
    {LINE_ADDED, LINE_CHANGED, LINE_ACCEPTED, LINE_REJECTED, LINE_ALREADY_DELIVERED}
)


@dataclass(frozen=True, slots=True)
class Ordered:
    """A line as it stands with us: as agreed, or else as ordered."""

    id: UUID
    position: int
    name: str
    seller_item_id: str
    quantity: Quantity
    price: Money
    base_quantity: Decimal
    price_factor: Decimal
    wanted: date | None
    allergens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Substitute:
    """What is offered in place of the ordered item; `allergens` is None when nobody has said."""

    seller_item_id: str
    gtin: str
    name: str
    allergens: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What the seller said of a line. `line_id` is None where we have no such line."""

    line_id: UUID | None
    number: str
    code: str
    quantity: Quantity | None = None
    promised: date | None = None
    price: Money | None = None
    base_quantity: Decimal | None = None
    backorder: Decimal | None = None
    substitute: Substitute | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The seller's answer on a whole order."""

    code: str
    currency: str
    lines: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeTerms:
    """What the agreement lets a seller change."""

    allows_changes: bool
    allows_substitutes: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as ordered: a code with a sentence of its own, and the line it is in."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """A line as it stands once the answer is accepted."""

    line_id: UUID
    quantity: Decimal
    price: Decimal
    wanted: date | None
    substitute: Substitute | None = None


def problems_taking(answer: Answer, currency: str, lines: Sequence[Ordered]) -> list[Problem]:
    """Why this cannot be an answer on this order, whatever it says."""
    checks = (_has_a_known_code, _speaks_of_our_lines, _covers_all_lines, _keeps_the_units)
    problems = [problem for check in checks for problem in check(answer, lines)]
    if answer.lines and answer.currency != currency:
        problems.append(
            Problem(
                "orders.answer_in_other_currency", {"ours": currency, "theirs": answer.currency}
            )
        )
    return problems


def _has_a_known_code(answer: Answer, lines: Sequence[Ordered]) -> Iterator[Problem]:
    if answer.code not in (ACKNOWLEDGED, ACCEPTED, ACCEPTED_WITH_CHANGES, REJECTED):
        yield Problem("orders.answer_code_unknown", {"code": answer.code})
    for line in answer.lines:
        if line.code not in _LINE_CODES:
            yield Problem(
                "orders.answer_line_code_unknown",
                {"line": line.number, "code": line.code},
                ("lines", line.number),
            )


def _speaks_of_our_lines(answer: Answer, lines: Sequence[Ordered]) -> Iterator[Problem]:
    for line in answer.lines:
        if line.line_id is None and line.code != LINE_ADDED:
            yield Problem(
                "orders.answer_names_unknown_line", {"line": line.number}, ("lines", line.number)
            )


def _covers_all_lines(answer: Answer, lines: Sequence[Ordered]) -> Iterator[Problem]:
    if answer.code != ACCEPTED_WITH_CHANGES:
        return
    answered = {line.line_id for line in answer.lines}
    for line in lines:
        if line.id not in answered:
            yield Problem(
                "orders.answer_leaves_line_out",
                {"line": line.position, "name": line.name},
                ("lines", line.position),
            )


def _keeps_the_units(answer: Answer, lines: Sequence[Ordered]) -> Iterator[Problem]:
    ours = {line.id: line for line in lines}
    for line in answer.lines:
        own = ours.get(line.line_id) if line.line_id else None
        if own and line.quantity and line.quantity.unit != own.quantity.unit:
            yield Problem(
                "orders.answer_in_other_unit",
                {"line": own.position, "ours": own.quantity.unit, "theirs": line.quantity.unit},
                ("lines", own.position),
            )


def verb_of(
    answer: Answer, state: str, pending: str, *, has_open_offer: bool, changes: Sequence[Change]
) -> str:
    """The step of the lifecycle that the answer is; "" when it comes too late to be one.

    A pending change or cancellation is what the answer is about: yes carries it out, no leaves the
    order as it was, which may be an offer that still waits for us.
    """
    if state not in (State.SENT, State.ACCEPTED, State.ACCEPTED_WITH_CHANGES, State.CHANGE_PENDING):
        return ""
    if answer.code == ACKNOWLEDGED:
        return "acknowledge" if state in (State.SENT, State.CHANGE_PENDING) else ""
    if pending:
        return _verb_on_request(answer.code, pending, has_open_offer=has_open_offer)
    if answer.code == REJECTED or _rejects_everything(answer):
        return "reject"
    if answer.code == ACCEPTED_WITH_CHANGES and changes:
        return "offer_changes"
    return "accept" if state != State.ACCEPTED else ""


def _verb_on_request(code: str, pending: str, *, has_open_offer: bool) -> str:
    if code == ACCEPTED:
        return "cancel" if pending == ChangeKind.CANCELLATION else "accept"
    if code == REJECTED:
        return "stand_by_offer" if has_open_offer else "accept"
    return "offer_changes"


def _rejects_everything(answer: Answer) -> bool:
    return bool(answer.lines) and all(line.code == LINE_REJECTED for line in answer.lines)


def difference(lines: Sequence[Ordered], answer: Answer, terms: ChangeTerms) -> tuple[Change, ...]:
    """Everything in which the answer is not the order, in the order of our lines."""
    if answer.code != ACCEPTED_WITH_CHANGES:
        return ()
    by_line = _answers_by_line(answer)
    changes = [
        change
        for line in lines
        for change in _line_difference(line, by_line.get(line.id, ()), terms)
    ]
    changes += [
        Change(
            "orders.line_added",
            {
                "name": line.substitute.name if line.substitute else line.number,
                "quantity": line.quantity or "",
            },
            ("lines", line.number),
        )
        for line in answer.lines
        if line.code == LINE_ADDED
    ]
    if changes and not terms.allows_changes:
        changes.append(Change("orders.changes_not_allowed"))
    return tuple(changes)


def _answers_by_line(answer: Answer) -> dict[UUID | None, list[Answered]]:
    """What is answered on each of our lines; under None what is about none of them."""
    found: dict[UUID | None, list[Answered]] = {}
    for each in answer.lines:
        found.setdefault(each.line_id, []).append(each)
    return found


def _line_difference(
    line: Ordered, answers: Sequence[Answered], terms: ChangeTerms
) -> Iterator[Change]:
    kept = [each for each in answers if each.code != LINE_REJECTED]
    about = {"line": line.position, "name": line.name}
    place = ("lines", line.position)
    if not kept:
        yield Change("orders.line_rejected", about, place)
        return
    for check in (_quantity, _dates, _price):
        for code, values in check(line, kept):
            yield Change(code, {**about, **values}, place)
    for each in kept:
        if each.substitute:
            for code, values in _substitute(line, each.substitute, terms):
                yield Change(code, {**about, **values}, place)


Said = Iterator[tuple[str, dict[str, Any]]]


def _quantity(line: Ordered, answers: Sequence[Answered]) -> Said:
    offered = _offered(line, answers)
    later = sum((each.backorder or Decimal(0) for each in answers), Decimal(0))
    unit = line.quantity.unit
    quantities = {"ordered": line.quantity, "offered": Quantity(offered, unit)}
    if offered < line.quantity.value and later:
        yield "orders.rest_comes_later", {**quantities, "later": Quantity(later, unit)}
    elif offered < line.quantity.value and any(each.backorder == 0 for each in answers):
        yield "orders.rest_never_comes", quantities
    elif offered < line.quantity.value:
        yield "orders.quantity_less", quantities
    elif offered > line.quantity.value:
        yield "orders.quantity_more", quantities


def _offered(line: Ordered, answers: Sequence[Answered]) -> Decimal:
    """A line whose answer states no quantity is answered as ordered."""
    stated = [each.quantity.value for each in answers if each.quantity is not None]
    return sum(stated, Decimal(0)) if stated else line.quantity.value


def _dates(line: Ordered, answers: Sequence[Answered]) -> Said:
    dates = sorted({each.promised for each in answers if each.promised})
    if len(dates) > 1:
        yield "orders.comes_in_parts", {"first": dates[0], "last": dates[-1], "parts": len(dates)}
    elif dates and line.wanted and dates[0] > line.wanted:
        yield "orders.date_later", {"wanted": line.wanted, "promised": dates[0]}
    elif dates and line.wanted and dates[0] < line.wanted:
        yield "orders.date_earlier", {"wanted": line.wanted, "promised": dates[0]}
    elif dates and not line.wanted:
        yield "orders.date_promised", {"promised": dates[0]}


def _price(line: Ordered, answers: Sequence[Answered]) -> Said:
    for each in answers:
        if each.price is None:
            continue
        offered = _per_our_base(line, each)
        if offered != line.price.amount:
            code = "orders.price_higher" if offered > line.price.amount else "orders.price_lower"
            yield code, {"ordered": line.price, "offered": Money(offered, line.price.currency)}
            return


def _per_our_base(line: Ordered, answer: Answered) -> Decimal:
    """The offered price for our base quantity; prices have at most four decimals (T76)."""
    if answer.price is None:
        return line.price.amount
    base = answer.base_quantity or Decimal(1)
    return rounded_half_up(answer.price.amount * line.base_quantity / base, 4)


def _substitute(line: Ordered, offered: Substitute, terms: ChangeTerms) -> Said:
    yield "orders.substitute", {"offered": offered.name, "item": offered.seller_item_id}
    if not terms.allows_substitutes:
        yield "orders.substitutes_not_allowed", {"offered": offered.name}
    if offered.allergens is None:
        yield "orders.allergens_unknown", {"offered": offered.name}
        return
    added = sorted(set(offered.allergens) - set(line.allergens))
    removed = sorted(set(line.allergens) - set(offered.allergens))
    if added:
        yield "orders.allergens_added", {"offered": offered.name, "allergens": ", ".join(added)}
    if removed:
        yield (
            "orders.allergens_removed",
            {"offered": offered.name, "allergens": ", ".join(removed)},
        )


def agreed_lines(lines: Sequence[Ordered], answer: Answer) -> tuple[Agreed, ...]:
    """Each line as it stands when the answer is accepted: what may come later counts too."""
    by_line = _answers_by_line(answer)
    return tuple(_agreed(line, by_line.get(line.id, ())) for line in lines)


def _agreed(line: Ordered, answers: Sequence[Answered]) -> Agreed:
    kept = [each for each in answers if each.code != LINE_REJECTED]
    if answers and not kept:
        return Agreed(line.id, Decimal(0), line.price.amount, line.wanted)
    later = sum((each.backorder or Decimal(0) for each in kept), Decimal(0))
    dates = [each.promised for each in kept if each.promised]
    return Agreed(
        line_id=line.id,
        quantity=_offered(line, kept) + later,
        price=next((_per_our_base(line, each) for each in kept if each.price), line.price.amount),
        wanted=max(dates, default=line.wanted),
        substitute=next((each.substitute for each in kept if each.substitute), None),
    )
