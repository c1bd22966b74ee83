"""What can be done about each thing that stops a cart. Pure: problems in, findings out.

A remedy is of a kind: *apply* a fix that is known, *choose* among valid values, *ask* whoever can
mend it, or *explain*, where only another way remains. A fix names the command and what to give it,
so that every face can offer it as one button.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from avrop.buying.requisitions.rules import Cart, CartLine, problems_submitting
from avrop.kernel.problems import Problem

#: The role of whoever fills the cart.
REQUESTER = "requester"


class Remedy(StrEnum):
    """What the reader can do about a finding."""

    APPLY = "apply"
    CHOOSE = "choose"
    ASK = "ask"
    EXPLAIN = "explain"


@dataclass(frozen=True, slots=True)
class Fix:
    """A command that mends a finding, with what to give it besides the cart."""

    command: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stops the sending: what, where, who can mend it, and how.

    `sentence` and `how` are in the reader's language, and `fixer` is always a role, once `queries`
    has told it to somebody.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str | int, ...] = ()
    fixer: str = ""
    remedy: Remedy = Remedy.EXPLAIN
    fix: Fix | None = None
    sentence: str = ""
    how: str = ""


REMEDIES: Mapping[str, Remedy] = {
    "requisitions.no_lines": Remedy.CHOOSE,
    "requisitions.unit_is_closed": Remedy.EXPLAIN,
    "requisitions.no_delivery_address": Remedy.ASK,
    "parties.place_has_ended": Remedy.CHOOSE,
    "parties.place_has_not_begun": Remedy.CHOOSE,
    "parties.place_of_another_unit": Remedy.CHOOSE,
    "requisitions.item_withdrawn": Remedy.CHOOSE,
    "requisitions.item_has_no_price": Remedy.ASK,
    "requisitions.price_changed": Remedy.APPLY,
    "requisitions.quantity_below_minimum": Remedy.APPLY,
    "requisitions.quantity_not_multiple": Remedy.APPLY,
    "requisitions.wanted_day_has_passed": Remedy.APPLY,
    "requisitions.not_a_delivery_day": Remedy.APPLY,
    "requisitions.cut_off_has_passed": Remedy.APPLY,
    "requisitions.coding_missing": Remedy.CHOOSE,
    "coding.short_code_expired": Remedy.ASK,
    "coding.short_code_doubly_linked": Remedy.ASK,
    "requisitions.goods_are_restricted": Remedy.APPLY,
    "requisitions.no_customer_number": Remedy.ASK,
    "requisitions.seller_has_not_answered": Remedy.ASK,
    "requisitions.seller_has_no_endpoint": Remedy.ASK,
    "authority.duties_not_separated": Remedy.EXPLAIN,
    "agreements.other_currency": Remedy.CHOOSE,
    "agreements.below_minimum_order": Remedy.CHOOSE,
    "approvals.nothing_to_approve": Remedy.CHOOSE,
    "approvals.several_currencies": Remedy.CHOOSE,
}
#: What the other apps answer, by the first word of the code.
REMEDIES_BY_APP: Mapping[str, Remedy] = {
    "coding": Remedy.CHOOSE,
    "authority": Remedy.ASK,
    "agreements": Remedy.ASK,
    "approvals": Remedy.ASK,
}

_Mends = Callable[[Problem, CartLine], Fix | None]


def _change_line(line: CartLine, **what: Any) -> Fix:
    return Fix("requisitions.change_lines", {"changes": [{"line_id": str(line.id), **what}]})


def _other_quantity(problem: Problem, line: CartLine) -> Fix:
    return _change_line(line, quantity=str(problem.values["fitting"].value))


def _other_day(problem: Problem, line: CartLine) -> Fix | None:
    following = problem.values["next"]
    return _change_line(line, wanted_date=following.isoformat()) if following else None


def _current_price(problem: Problem, line: CartLine) -> Fix:
    return _change_line(line, take_current_price=True)


def _proposed_coding(problem: Problem, line: CartLine) -> Fix | None:
    if not line.proposal:
        return None
    shares = [{"coding": line.proposal, "percent": "100"}]
    return Fix(
        "requisitions.code_lines", {"codings": [{"line_id": str(line.id), "shares": shares}]}
    )


def _hand_over(problem: Problem, line: CartLine) -> Fix:
    return Fix("requisitions.hand_over_lines", {"line_ids": [str(line.id)]})


FIXES: Mapping[str, _Mends] = {
    "requisitions.quantity_below_minimum": _other_quantity,
    "requisitions.quantity_not_multiple": _other_quantity,
    "requisitions.wanted_day_has_passed": _other_day,
    "requisitions.not_a_delivery_day": _other_day,
    "requisitions.cut_off_has_passed": _other_day,
    "requisitions.price_changed": _current_price,
    "requisitions.coding_missing": _proposed_coding,
    "requisitions.goods_are_restricted": _hand_over,
}


def findings_in(cart: Cart) -> tuple[Finding, ...]:
    """Everything that stops the cart, with what can be done about each."""
    lines = {line.position: line for line in cart.lines}
    return tuple(_finding(problem, lines) for problem in problems_submitting(cart))


def finding_of(problem: Problem) -> Finding:
    """A problem that is not of a cart's line, with what can be done about it."""
    return _finding(problem, {})


def _finding(problem: Problem, lines: Mapping[int, CartLine]) -> Finding:
    is_of_a_line = problem.place[:1] == ("lines",) and len(problem.place) > 1
    line = lines.get(int(problem.place[1])) if is_of_a_line else None
    mends = FIXES.get(problem.code)
    fix = mends(problem, line) if mends and line else None
    return Finding(
        code=problem.code,
        values=problem.values,
        place=problem.place,
        fixer=problem.fixer,
        remedy=Remedy.APPLY if fix else _remedy(problem.code),
        fix=fix,
    )


def _remedy(code: str) -> Remedy:
    by_app = REMEDIES_BY_APP.get(code.partition(".")[0], Remedy.EXPLAIN)
    known = REMEDIES.get(code, by_app)
    return Remedy.CHOOSE if known is Remedy.APPLY else known
