"""Which lines of a cart are stopped and which could go at once. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from avrop.buying.requisitions.rules import Cart, CartLine
from avrop.coding.rules import CodingPlan
from avrop.kernel.problems import Problem


def stopped_lines(cart: Cart, problems: Iterable[Problem]) -> frozenset[UUID]:
    """The lines that the problems stop: all of them where one is about the whole cart.

    What is said of an agreement stands at its first line and stops all that are ordered under it; what
    is said of a seller stops all that are ordered from it, and what is said of those who approve for a
    responsibility stops all that it bears a part of.
    """
    return frozenset(line.id for problem in problems for line in _lines_stopped(cart, problem))


def _lines_stopped(cart: Cart, problem: Problem) -> tuple[CartLine, ...]:
    where, rest = problem.place[:1], problem.place[1:]
    if where == ("lines",) and rest:
        named = tuple(line for line in cart.lines if line.position == rest[0])
        if rest[1:2] == ("agreement",):
            agreements = {line.agreement_id for line in named}
            return tuple(line for line in cart.lines if line.agreement_id in agreements)
        return named
    if where == ("approvers",) and rest and rest[0]:
        return tuple(line for line in cart.lines if _bears(line, str(rest[0]), cart.plan))
    if where == ("sellers",) and rest:
        sellers = {seller.id for seller in cart.sellers.values() if seller.name == rest[0]}
        return tuple(line for line in cart.lines if line.seller_id in sellers)
    return cart.lines


def _bears(line: CartLine, responsibility: str, plan: CodingPlan) -> bool:
    """Whether a part of the line's cost is booked on a responsibility."""
    return any(plan.responsibility_of(share.coding) == responsibility for share in line.shares)
