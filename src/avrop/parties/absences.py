"""When somebody is away, and what may be told of it. Pure (requirement REQ-09).

Days alone are kept, never a reason: whether somebody is ill concerns nobody here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.parties.rules import problems_of_having_left, problems_with_period

A_DAY = timedelta(days=1)
#: Whoever tells of more tells it anew every year. The HR system may state what it likes.
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Somebody is away, both days included; `source` says who told it. `called_off_at`: it never was."""

    id: UUID
    version: int
    person_id: UUID
    valid_from: date
    valid_until: date
    source: str
    told_by: UUID | None
    told_at: datetime
    called_off_at: datetime | None = None

    @property
    def is_hearsay(self) -> bool:
        """Whether a colleague told it, and neither the person himself nor the HR system."""
        return self.source == "others"

    def is_on(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return self.called_off_at is None and self.valid_from <= day <= self.valid_until

    def is_over(self, day: date) -> bool:
        """Whether nothing of it is left on a day."""
        return self.called_off_at is not None or self.valid_until < day


def problems_telling(
    name: str, leaves: date | None, valid_from: date, valid_until: date, today: date
) -> list[Problem]:
    """Every reason not to take in that somebody of that name, who `leaves` for good, is away then."""
    return [
        *problems_with_period(valid_from, valid_until),
        *problems_of_having_left(name, leaves, valid_from),
        *_is_not_over(valid_until, today),
        *_is_not_for_ever(valid_from, valid_until),
    ]


def problems_being_back(absence: AbsenceView, last_day: date, today: date) -> Iterator[Problem]:
    """Every reason why somebody cannot be back after a day."""
    if absence.is_over(today):
        yield Problem("parties.absence_is_over", {"day": absence.valid_until})
    elif last_day > absence.valid_until:
        yield Problem("parties.absence_not_longer", {"day": absence.valid_until}, ("last_day",))
    elif last_day < today - A_DAY:
        yield Problem("parties.absence_was", {"day": today - A_DAY}, ("last_day",))


def first_day_present(first: date, last: date, periods: Iterable[tuple[date, date]]) -> date | None:
    """The first day of a period on which somebody is not away; None where he is away on all."""
    day = first
    for begins, ends in sorted(periods):
        if begins <= day <= ends:
            day = ends + A_DAY
    return day if day <= last else None


def _is_not_over(valid_until: date, today: date) -> Iterator[Problem]:
    if valid_until < today:
        yield Problem("parties.absence_is_over", {"day": valid_until}, ("valid_until",))


def _is_not_for_ever(valid_from: date, valid_until: date) -> Iterator[Problem]:
    if valid_until - valid_from >= LONGEST:
        yield Problem("parties.absence_too_long", {"days": LONGEST.days}, ("valid_until",))
