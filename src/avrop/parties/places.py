"""Where a unit takes goods in beside its own delivery address. Pure (requirement ORG-01).

The unit's own address is the main one and always remains. A further place holds from a day to a day:
goods can be ordered to it for the days on which it is in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.parties.rules import Place, checked_address, named_and_fitting, problems_with_period
from avrop.parties.shapes import PostalAddress

#: How much a driver reads at a gate.
LONGEST_DIRECTIONS = 500


@dataclass(frozen=True, slots=True)
class DeliveryPlaceFacts:
    """A place to deliver to: what it is called ("Köket, lastkaj B"), where it lies, when it takes goods
    in and how the driver finds it. `address.gln` names the place itself, where it has a number."""

    name: str
    address: PostalAddress
    opening_hours: str = ""
    directions: str = ""
    takes_food: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryPlaceView:
    """A delivery place as it is stored. It holds from `valid_from` to `valid_until`, both included."""

    id: UUID
    version: int
    unit_id: UUID
    name: str
    address: PostalAddress
    opening_hours: str
    directions: str
    takes_food: bool
    valid_from: date
    valid_until: date | None

    @property
    def gln(self) -> str:
        """The number of the place itself, "" where it has none."""
        return self.address.gln

    def is_in_force(self, on: date) -> bool:
        """Whether goods are taken in there on a day."""
        return self.valid_from <= on and not self.is_over(on)

    def is_over(self, on: date) -> bool:
        """Whether goods were taken in there, and no longer are, on a day."""
        return self.valid_until is not None and self.valid_until < on


def checked_place(
    facts: DeliveryPlaceFacts,
) -> tuple[DeliveryPlaceFacts, tuple[Problem, ...]]:
    """The facts in canonical form, and everything in them that cannot be."""
    place: Place = ("place",)
    checked, problems = named_and_fitting(facts, place)
    address, faults = checked_address(facts.address, (*place, "address"))
    checked = replace(
        checked,
        address=address,
        opening_hours=facts.opening_hours.strip(),
        directions=facts.directions.strip(),
    )
    return checked, (*problems, *_problems_driving_there(facts, place), *faults)


def _problems_driving_there(facts: DeliveryPlaceFacts, place: Place) -> Iterator[Problem]:
    address = facts.address
    if not (address.street.strip() and address.city.strip()):
        yield Problem("parties.place_without_address", place=(*place, "address", "street"))
    if len(facts.directions.strip()) > LONGEST_DIRECTIONS:
        values = {"most": LONGEST_DIRECTIONS}
        yield Problem("parties.too_long", values, (*place, "directions"))


def problems_naming(
    name: str, others: Iterable[DeliveryPlaceView], valid_from: date, valid_until: date | None
) -> Iterator[Problem]:
    """Another place of the unit with that name on one of the same days: nobody tells them apart."""
    last = valid_until or date.max
    for other in others:
        ends = other.valid_until or date.max
        is_alike = other.name.casefold() == name.casefold()
        if is_alike and other.valid_from <= last and valid_from <= ends:
            yield Problem("parties.place_known", {"place": other.name}, ("place", "name"))
            return


def problems_ending(
    place: DeliveryPlaceView, last_day: date, others: Iterable[DeliveryPlaceView]
) -> Iterator[Problem]:
    """Every reason not to let a place end after a day. A last day that is over can be put right: goods
    are taken in there again, at the same GLN. `others` are the unit's other places."""
    for problem in problems_with_period(place.valid_from, last_day):
        yield replace(problem, place=("last_day",))
    for problem in problems_naming(place.name, others, place.valid_from, last_day):
        yield replace(problem, place=("last_day",))


def problems_changing(place: DeliveryPlaceView, today: date) -> Iterator[Problem]:
    """A place that has ended is history."""
    if place.is_over(today):
        values = {"place": place.name, "day": place.valid_until}
        yield Problem("parties.place_is_over", values)


def problems_delivering(
    place: DeliveryPlaceView | None, unit_id: UUID, days: Iterable[date]
) -> Iterator[Problem]:
    """Why goods for a unit cannot be delivered to a place on some days; None is the unit's own address,
    which always takes them."""
    if place is None:
        return
    where: Place = ("delivery_place",)
    if place.unit_id != unit_id:
        yield Problem("parties.place_of_another_unit", {"place": place.name}, where)
        return
    wanted = sorted(days)
    if wanted and place.is_over(wanted[-1]):
        values = {"place": place.name, "day": place.valid_until}
        yield Problem("parties.place_has_ended", values, where)
    if wanted and wanted[0] < place.valid_from:
        values = {"place": place.name, "day": place.valid_from}
        yield Problem("parties.place_has_not_begun", values, where)
