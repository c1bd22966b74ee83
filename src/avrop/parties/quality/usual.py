"""What is usual, so that what is not stands out; and what a unit lacks at a supplier. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from avrop.parties.quality.shapes import TermsSeen

#: From so many e-mail addresses on, and when so large a share has one domain, another domain is strange.
FEWEST_ADDRESSES, USUAL_SHARE = 20, 0.9
#: A domain that so many use is none that somebody has mistyped.
MOST_STRANGERS = 2


def usual_city(tally: Mapping[str, int]) -> str:
    """What units with one postal code call the city, where at least two agree and most do; "" else.
    Cities are counted whichever way they are spelt in capitals."""
    if not tally:
        return ""
    spelt: defaultdict[str, int] = defaultdict(int)
    for city, count in tally.items():
        spelt[folded(city)] += count
    usual, count = max(spelt.items(), key=lambda each: (each[1], each[0]))
    if count < 2 or count * 2 <= sum(spelt.values()):
        return ""
    return max(
        (city for city in tally if folded(city) == usual), key=lambda city: (tally[city], city)
    )


def usual_domain(tally: Mapping[str, int]) -> str:
    """The domain of nearly all e-mail addresses; "" where there is none, or too few to say."""
    total = sum(tally.values())
    if total < FEWEST_ADDRESSES:
        return ""
    domain, count = max(tally.items(), key=lambda each: (each[1], each[0]))
    return domain if count >= total * USUAL_SHARE else ""


def strange_domain(email: str, tally: Mapping[str, int], usual: str) -> str:
    """The usual domain, for an address on another one that hardly anybody has; "" for all others. A
    domain below the usual one is no stranger."""
    domain = email.rpartition("@")[2].lower()
    if not (usual and domain) or domain == usual or domain.endswith(f".{usual}"):
        return ""
    return usual if tally.get(domain, 0) <= MOST_STRANGERS else ""


def lacking(
    lineage: Sequence[UUID], terms: Mapping[UUID | None, TermsSeen], *, takes_days: bool
) -> tuple[bool, bool]:
    """Whether a unit lacks a customer number at one supplier, and delivery days from it. `terms` are
    that supplier's by the unit they are stated for; the nearest to the unit hold (`merged_terms`)."""
    near = [terms[unit] for unit in (*reversed(lineage), None) if unit in terms]
    needs = _first(one.needs_number for one in near)
    awaits = _first(one.awaits for one in near)
    no_number = bool(needs) and not awaits and not any(one.has_number for one in near)
    by_centre = any(one.by_centre for one in near)
    return no_number, takes_days and by_centre and not _first(one.has_days for one in near)


def _first(answers: Iterable[bool | None]) -> bool | None:
    return next((answer for answer in answers if answer is not None), None)


def folded(text: str) -> str:
    """A text without blanks and capitals, to compare by."""
    return "".join(text.split()).casefold()
