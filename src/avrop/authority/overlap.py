"""Where two rights meet: on which purchases one could use the one and then the other. Pure.

Only what a deed is really held against counts: a mandate for food alone is no wall before a deed that
nobody asks about goods. So a meeting is never overlooked; at the worst one is told that cannot happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from avrop.authority.rules import Right, category_reaches
from avrop.kernel.deeds import Asks, Deed
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Means:
    """A permission as far as the proof goes: what it lets one do, and what that is held against."""

    permission: str
    deed: Deed
    asks: frozenset[Asks]


@dataclass(frozen=True, slots=True)
class Overlap:
    """The purchases that both rights reach. None and empty mean any; dates include both ends."""

    valid_from: date
    valid_until: date | None
    unit_id: UUID | None = None
    categories: tuple[str, ...] = ()
    agreements: tuple[UUID, ...] = ()
    responsibilities: tuple[str, ...] = ()
    limit: Money | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A right, used for a deed by one of its permissions."""

    right: Right
    means: Means

    def asked(self, what: Asks) -> bool:
        """Whether this of an act is held against the right."""
        return what in self.means.asks

    @property
    def is_possible(self) -> bool:
        """Whether anything at all can be done with it."""
        if self.asked(Asks.EVERYWHERE) and self.right.unit_id is not None:
            return False
        limit = self.right.limit
        return not (self.asked(Asks.AMOUNT) and limit is not None and not limit.amount)


def overlap_of(
    one: Use,
    other: Use,
    day: date,
    paths: Mapping[UUID, str],
    restricted: Iterable[str] = (),
) -> Overlap | None:
    """What both reach from a day on; None where no purchase is within both."""
    period = common_period(_period(one.right), _period(other.right), day)
    if period is None:
        return None
    places = [use.right.unit_id for use in (one, other) if use.asked(Asks.UNIT)]
    within, unit_id = _deeper(places, paths)
    if not within:
        return None
    categories = _categories(one, other, tuple(restricted))
    agreements = _agreements(one, other)
    parts = _responsibilities(one, other)
    limited, limit = _limit(one, other)
    if categories is None or agreements is None or parts is None or not limited:
        return None
    return Overlap(*period, unit_id, categories, agreements, parts, limit)


def common_period(
    one: tuple[date, date | None], other: tuple[date, date | None], day: date
) -> tuple[date, date | None] | None:
    """The days of both from a day on; None where they share none."""
    begins = max(one[0], other[0], day)
    ends = min((last for last in (one[1], other[1]) if last is not None), default=None)
    return None if ends is not None and ends < begins else (begins, ends)


def reaches(area: UUID | None, unit_id: UUID | None, paths: Mapping[UUID, str]) -> bool:
    """Whether an area (None: everywhere) holds all of a unit (None: of everything)."""
    if area is None or area == unit_id:
        return True
    return unit_id is not None and f"/{area}/" in paths.get(unit_id, "")


def _period(right: Right) -> tuple[date, date | None]:
    return right.valid_from, right.valid_until


def _deeper(places: list[UUID | None], paths: Mapping[UUID, str]) -> tuple[bool, UUID | None]:
    """Of areas that must all hold the unit the innermost; False where they lie beside one another."""
    innermost: UUID | None = None
    for place in places:
        if reaches(innermost, place, paths):
            innermost = place
        elif not reaches(place, innermost, paths):
            return False, None
    return True, innermost


def _categories(one: Use, other: Use, restricted: tuple[str, ...]) -> tuple[str, ...] | None:
    """The goods of both, as prefixes; None where there are none."""
    uses = [use for use in (one, other) if use.asked(Asks.CATEGORY)]
    if not any(use.right.categories for use in uses):
        return ()
    candidates: set[str] = {""}
    for use in uses:
        named = use.right.categories or ("",)
        candidates = {
            max(known, own, key=len)
            for known in candidates
            for own in named
            if known.startswith(own) or own.startswith(known)
        }
    fitting = (
        code
        for code in candidates
        if all(category_reaches(use.right.categories, code, restricted) for use in uses)
    )
    return tuple(sorted(fitting)) or None


def _agreements(one: Use, other: Use) -> tuple[UUID, ...] | None:
    named = [
        use.right.agreements
        for use in (one, other)
        if use.asked(Asks.AGREEMENT) and use.right.agreements
    ]
    if not named:
        return ()
    return tuple(sorted(frozenset.intersection(*named))) or None


def _responsibilities(one: Use, other: Use) -> tuple[str, ...] | None:
    """The parts that both answer for; a range that is in a wider one is the part of both."""
    named = [
        use.right.responsibilities
        for use in (one, other)
        if use.asked(Asks.RESPONSIBILITY) and use.right.responsibilities
    ]
    if len(named) < 2:
        return named[0] if named else ()
    both = {
        narrower
        for first in named[0]
        for second in named[1]
        if (narrower := _narrower(first, second)) is not None
    }
    return tuple(sorted(both)) or None


def _narrower(first: str, second: str) -> str | None:
    for narrow, wide in ((first, second), (second, first)):
        if narrow == wide or (wide.endswith("*") and narrow.startswith(wide[:-1])):
            return narrow
    return None


def _limit(one: Use, other: Use) -> tuple[bool, Money | None]:
    """Up to what amount both reach; False where their limits are in different currencies."""
    limits = [
        use.right.limit
        for use in (one, other)
        if use.asked(Asks.AMOUNT) and use.right.limit is not None
    ]
    if len({limit.currency for limit in limits}) > 1:
        return False, None
    return True, min(limits, default=None)
