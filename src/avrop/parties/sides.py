"""Buyers' people and suppliers' people apart (requirement SEC-01).

Theory of operation. The operator declares whether an organisation of the installation buys, sells or
does both, when it is founded. One account may be a member of several organisations, but not of one
that buys and one that sells: a supplier who made a buyer's requester its own member, or the other way
round, would mix two parties of one trade in one sign-in. Only the organisation that somebody works for
already can let her work on the other side too, by a decision with a last day (`allow_other_side`).
What she is on the other side is then a membership `is_across`, which opens for as long as the decision
lasts and no longer; it is found by one statement, whatever became of either side since.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from avrop.kernel.problems import Problem


class TradeSide(StrEnum):
    """What the people of an organisation do."""

    BUYING = "buying"
    SELLING = "selling"
    BOTH = "both"  # a municipality with a shop of its own, say: it is kept apart from nobody


#: Whether two sides are those of one trade, in SQL.
OPPOSITE = "(({one}.side, {other}.side) in (('buying', 'selling'), ('selling', 'buying')))"

#: Whether a membership `o` lets its holder be a member on the other side, on a day.
LETS_ACROSS = "coalesce(o.other_side_until >= {day}, false)"


@dataclass(frozen=True, slots=True)
class OnOtherSide:
    """The accounts among some that are members on the other side: with a decision that lets them be
    here too, and without one."""

    let: frozenset[UUID] = frozenset()
    kept: frozenset[UUID] = frozenset()


def are_opposite(one: str, other: str) -> bool:
    """Whether two organisations are on the two sides of a trade."""
    return {one, other} == {TradeSide.BUYING.value, TradeSide.SELLING.value}


def problems_allowing(
    *, name: str, side: str, has_account: bool, last_day: date | None, until: date, today: date
) -> Iterator[Problem]:
    """Why somebody cannot be let work on the other side until a day. `last_day` is her last here."""
    if side == TradeSide.BOTH:
        yield Problem("parties.no_side")
    if not has_account:
        yield Problem("parties.no_account", {"name": name})
    if until < today:
        yield Problem("parties.other_side_is_over", {"day": until}, ("until",))
    if last_day is not None and last_day < until:
        values = {"name": name, "day": last_day}
        yield Problem("parties.leaves_before", values, ("until",))
