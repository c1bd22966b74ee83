"""What keeps the register of mandates sound: no two that say the same, none that is never looked
at. Pure (requirement REQ-06)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from avrop.kernel.problems import Problem

#: A mandate is decided on anew each year; whoever keeps the register is told so long before.
YEAR, TOLD_BEFORE = timedelta(days=366), timedelta(days=60)
#: From the first day of a mandate to the last on which it holds without a new decision.
NO_LONGER = YEAR - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A mandate as far as it can say the same as another: whose, which role, for what, from when to
    when."""

    id: UUID | None
    holder: UUID | None
    role: str
    unit_id: UUID | None
    categories: frozenset[str]
    agreements: frozenset[str]
    responsibilities: frozenset[str]
    valid_from: date
    valid_until: date | None

    @property
    def scope(self) -> tuple[object, ...]:
        """What it is about, whoever's and whenever."""
        parts = (self.role, self.unit_id, self.categories, self.agreements, self.responsibilities)
        return (self.holder, *parts)


def overlapping(given: Entry, others: Iterable[Entry]) -> Iterator[Problem]:
    """Mandates of the same holder for the same in the same time: of two limits none would be known to
    hold. One problem for each."""
    for other in others:
        if other.scope == given.scope and share_a_day(given, other):
            yield Problem(
                "authority.overlapping_mandate",
                {"valid_from": other.valid_from, "valid_until": other.valid_until or "…"},
                ("valid_from",),
            )


class Dated(Protocol):
    """What holds from a day to a day, both included; without an end for ever."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_until(self) -> date | None:
        """The last day."""


def share_a_day(one: Dated, other: Dated) -> bool:
    """Whether there is a day on which both hold."""
    return (one.valid_until is None or other.valid_from <= one.valid_until) and (
        other.valid_until is None or one.valid_from <= other.valid_until
    )


def renew_by(valid_from: date, valid_until: date | None) -> date:
    """The last day on which a mandate holds without a new decision: its own, or a year after its
    first."""
    year_on = valid_from + NO_LONGER
    return year_on if valid_until is None else min(valid_until, year_on)


def problems_renewing(former: Entry, valid_from: date, valid_until: date) -> Iterator[Problem]:
    """Why a mandate cannot go on like this: from a day within it or after it, for a year at most."""
    if valid_until < valid_from:
        facts = {"valid_from": valid_from, "valid_until": valid_until}
        yield Problem("authority.ends_before_it_begins", facts, ("valid_until",))
    if valid_from <= former.valid_from:
        yield Problem(
            "authority.renewed_before_it_begins", {"valid_from": former.valid_from}, ("valid_from",)
        )
    if valid_until - valid_from >= YEAR:
        yield Problem(
            "authority.renewed_too_long",
            {"last": valid_from + YEAR - timedelta(days=1)},
            ("valid_until",),
        )
