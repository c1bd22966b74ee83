"""Since when a position is vacant, and after how long somebody is told (requirement ORG-06). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

NAME = "authority.vacancy"
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Patience:
    """How many days something may be without anybody before it is told aloud."""

    days: int = 14


DEFAULT = Patience()


@dataclass(frozen=True, slots=True)
class Term:
    """The days on which somebody holds a position, both included."""

    valid_from: date
    valid_until: date | None

    def on(self, day: date) -> bool:
        """Whether a day is among them."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def vacant_since(terms: Sequence[Term], opened_on: date, day: date) -> date | None:
    """Since when a position has been without a holder, on a day; None where it has one. `terms` are its
    holders', not its deputies'."""
    if any(one.on(day) for one in terms):
        return None
    ends = (one.valid_until for one in terms if one.valid_until is not None)
    return max([opened_on, *(end + timedelta(days=1) for end in ends if end < day)])


def is_late(since: date | None, patience: Patience, day: date) -> bool:
    """Whether a vacancy has lasted longer than the organisation lets it."""
    return since is not None and (day - since).days > patience.days
