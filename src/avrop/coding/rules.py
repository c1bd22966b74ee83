"""What makes a coding right, what may stand in it, and when a short code can be used. Pure.

A coding is a string of parts, "ansvar=4100 konto=64400 verksamhet=210". Which parts there are, in
which order, and which values go together, is the organisation's own chart: the coding plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from avrop.coding.splitting import Part, Share, problems_with_split, split
from avrop.kernel.problems import Invalid, Problem
from avrop.values import Text

__all__ = [
    "CodingPlan",
    "CodingString",
    "CombinationFacts",
    "DimensionFacts",
    "Part",
    "Period",
    "Share",
    "ShortCodeView",
    "choices",
    "matches",
    "problems_with",
    "problems_with_short_code",
    "problems_with_split",
    "read",
    "split",
]


@dataclass(frozen=True, slots=True)
class CodingString:
    """Dimension → value, in the order given."""

    parts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "ansvar=4100 konto=64400"; `Invalid` where that isn't what stands there."""
        parts: dict[str, str] = {}
        for word in text.split():
            dimension, equals, value = word.partition("=")
            if not (dimension and equals and value) or "=" in value or dimension.lower() in parts:
                raise Invalid((Problem("coding.unreadable", {"part": word}, ("coding",)),))
            parts[dimension.lower()] = value
        return cls(tuple(parts.items()))

    @classmethod
    def readable(cls, text: str) -> Self:
        """The same, and nothing where it can't be read: what is only proposed must not stop anybody."""
        try:
            return cls.parse(text)
        except Invalid:
            return cls()

    def value(self, dimension: str) -> str:
        """The value in a dimension, "" where there is none."""
        return next((value for name, value in self.parts if name == dimension), "")

    def with_part(self, dimension: str, value: str) -> Self:
        """The same with one part set, or taken away when the value is empty."""
        parts = {**dict(self.parts), dimension: value}
        return type(self)(tuple((name, code) for name, code in parts.items() if code))

    def over(self, defaults: CodingString) -> Self:
        """Own parts, and those of the defaults where there is none."""
        return type(self)(tuple({**dict(defaults.parts), **dict(self.parts)}.items()))

    def __str__(self) -> str:
        return " ".join(f"{dimension}={value}" for dimension, value in self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; no end means until further notice."""

    valid_from: date
    valid_until: date | None = None

    def covers(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        ends_before = self.valid_until is not None and self.valid_until < other.valid_from
        begins_after = other.valid_until is not None and other.valid_until < self.valid_from
        return not (ends_before or begins_after)


@dataclass(frozen=True, slots=True)
class DimensionFacts:
    """A dimension as the rules see it. `purpose` is "responsibility", "account" or ""."""

    code: str
    position: int
    mandatory: bool
    name: Text = field(default_factory=Text)
    purpose: str = ""
    values: Mapping[str, Period] = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """What people call it; its code where nobody has named it."""
        return self.name or Text(sv=self.code)


@dataclass(frozen=True, slots=True)
class CombinationFacts:
    """If `dimension` has one of `values`, then `then_dimension` must have one of `then_values`.

    "64*" stands for everything that begins with 64. No `values`: whenever the dimension is given.
    No `then_values`: it must be given, whatever it is.
    """

    dimension: str
    values: tuple[str, ...]
    then_dimension: str
    then_values: tuple[str, ...]

    def applies_to(self, coding: CodingString) -> bool:
        """Whether the condition holds."""
        given = coding.value(self.dimension)
        return bool(given) and (not self.values or matches(given, self.values))

    def allows(self, value: str) -> bool:
        """Whether the consequence holds for a value of `then_dimension`."""
        return bool(value) and (not self.then_values or matches(value, self.then_values))


@dataclass(frozen=True, slots=True)
class CodingPlan:
    """The chart on a day: dimensions by position, and the combinations in force."""

    day: date
    dimensions: tuple[DimensionFacts, ...]
    combinations: tuple[CombinationFacts, ...] = ()

    def canonical(self, coding: CodingString | str) -> str:
        """The coding as it is stored: by position; dimensions that the plan does not know go last."""
        positions = {dimension.code: dimension.position for dimension in self.dimensions}
        unknown = len(positions) and max(positions.values()) + 1
        parts = sorted(
            read(coding).parts, key=lambda part: (positions.get(part[0], unknown), part[0])
        )
        return str(CodingString(tuple(parts)))

    def responsibility_of(self, coding: CodingString | str) -> str:
        """The part that says who answers for the cost, "" where there is none."""
        return self._part(coding, "responsibility")

    def account_of(self, coding: CodingString | str) -> str:
        """The account, "" where there is none."""
        return self._part(coding, "account")

    def dimension_for(self, purpose: str) -> str:
        """The code of the dimension that has a purpose, "" where the chart has none."""
        return next((d.code for d in self.dimensions if d.purpose == purpose), "")

    def _part(self, coding: CodingString | str, purpose: str) -> str:
        dimension = self.dimension_for(purpose)
        return read(coding).value(dimension) if dimension else ""


@dataclass(frozen=True, slots=True)
class ShortCodeView:
    """A short code: who, where, what it stands for, what the invoice is to say, and until when."""

    id: UUID
    code: str
    person_id: UUID
    unit_id: UUID
    coding: str
    invoice_reference: str
    valid_from: date
    valid_until: date | None
    is_doubly_linked: bool = False


def read(coding: CodingString | str) -> CodingString:
    """A coding from its text; `Invalid` where it cannot be read."""
    return CodingString.parse(coding) if isinstance(coding, str) else coding


def matches(value: str, patterns: Iterable[str]) -> bool:
    """Whether a value is one of those named, "64*" naming everything that begins with 64."""
    return any(
        value.startswith(named[:-1]) if named.endswith("*") else value == named
        for named in patterns
    )


def problems_with(coding: CodingString | str, plan: CodingPlan) -> list[Problem]:
    """Everything that is wrong with a coding on the plan's day, each naming its part (REQ-03)."""
    try:
        string = read(coding)
    except Invalid as unreadable:
        return list(unreadable.problems)
    if not string:
        return [Problem("coding.missing", {}, ("coding",))]
    return [problem for check in _CHECKS for problem in check(string, plan)]


def choices(coding: CodingString | str, dimension: str, plan: CodingPlan) -> tuple[str, ...]:
    """The values of a dimension that are in force and go with the rest of the coding (REQ-03).

    Judged by the combinations that ask something of this dimension and by those that it would set off.
    """
    string = read(coding)
    facts = next((d for d in plan.dimensions if d.code == dimension), None)
    if facts is None:
        return ()
    return tuple(
        value
        for value, period in sorted(facts.values.items())
        if period.covers(plan.day)
        and not any(_breaks_a_combination(string.with_part(dimension, value), dimension, plan))
    )


#: So long before its last day somebody should think of renewing a short code.
ENDS_SOON = timedelta(days=30)


def state_on(short_code: ShortCodeView, on: date) -> str:
    """Whether a short code is "coming", "in_force", "ending" within `ENDS_SOON`, or has "ended"."""
    if short_code.valid_until is not None and short_code.valid_until < on:
        return "ended"
    if short_code.valid_from > on:
        return "coming"
    ends = short_code.valid_until
    return "ending" if ends is not None and ends <= on + ENDS_SOON else "in_force"


def problems_with_short_code(
    short_code: ShortCodeView, *, unit_id: UUID, person_id: UUID | None, on: date
) -> list[Problem]:
    """Every reason why a short code cannot be used for a unit's order on a day (REQ-04)."""
    return list(_short_code_problems(short_code, unit_id, person_id, on))


def _short_code_problems(
    short_code: ShortCodeView, unit_id: UUID, person_id: UUID | None, on: date
) -> Iterator[Problem]:
    place = ("short_code",)
    named = {"code": short_code.code}
    if short_code.valid_until is not None and short_code.valid_until < on:
        facts = {**named, "valid_until": short_code.valid_until}
        yield Problem("coding.short_code_expired", facts, place)
    if short_code.valid_from > on:
        facts = {**named, "valid_from": short_code.valid_from}
        yield Problem("coding.short_code_not_begun", facts, place)
    if short_code.unit_id != unit_id:
        yield Problem("coding.short_code_of_other_unit", named, place)
    if person_id is not None and short_code.person_id != person_id:
        yield Problem("coding.short_code_of_other_person", named, place)
    if short_code.is_doubly_linked:
        yield Problem("coding.short_code_doubly_linked", named, place)


def _knows_the_dimensions(coding: CodingString, plan: CodingPlan) -> Iterator[Problem]:
    known = {dimension.code for dimension in plan.dimensions}
    for dimension, _ in coding.parts:
        if dimension not in known:
            yield Problem(
                "coding.unknown_dimension", {"dimension": dimension}, ("coding", dimension)
            )


def _is_complete(coding: CodingString, plan: CodingPlan) -> Iterator[Problem]:
    for dimension in plan.dimensions:
        if dimension.mandatory and not coding.value(dimension.code):
            yield Problem(
                "coding.dimension_missing",
                {"dimension": dimension.title},
                ("coding", dimension.code),
            )


def _values_are_in_force(coding: CodingString, plan: CodingPlan) -> Iterator[Problem]:
    for dimension in plan.dimensions:
        value = coding.value(dimension.code)
        if not value:
            continue
        period = dimension.values.get(value)
        facts: dict[str, object] = {"dimension": dimension.title, "value": value}
        place = ("coding", dimension.code)
        if period is None:
            yield Problem("coding.value_unknown", facts, place)
        elif period.valid_from > plan.day:
            yield Problem(
                "coding.value_not_begun", {**facts, "valid_from": period.valid_from}, place
            )
        elif not period.covers(plan.day):
            yield Problem(
                "coding.value_expired", {**facts, "valid_until": period.valid_until}, place
            )


def _goes_together(coding: CodingString, plan: CodingPlan) -> Iterator[Problem]:
    titles = {dimension.code: dimension.title for dimension in plan.dimensions}
    for combination in plan.combinations:
        then = combination.then_dimension
        if combination.applies_to(coding) and not combination.allows(coding.value(then)):
            yield Problem(
                "coding.combination_not_allowed",
                {
                    "dimension": titles.get(combination.dimension, combination.dimension),
                    "value": coding.value(combination.dimension),
                    "then_dimension": titles.get(then, then),
                    "allowed": ", ".join(combination.then_values) or "*",
                },
                ("coding", then),
            )


def _breaks_a_combination(
    coding: CodingString, dimension: str, plan: CodingPlan
) -> Iterator[CombinationFacts]:
    for combination in plan.combinations:
        other = coding.value(combination.then_dimension)
        concerns = dimension == combination.then_dimension or (
            dimension == combination.dimension and bool(other)
        )
        if concerns and combination.applies_to(coding) and not combination.allows(other):
            yield combination


_CHECKS = (_knows_the_dimensions, _is_complete, _values_are_in_force, _goes_together)
