"""Which parts of the process are decided on centrally, which locally, and which by delegation with
limits (requirement ORG-04). Pure; a decided register is a dated version of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.problems import Problem
from avrop.values import Money

NAME = "responsibility.parts"
LONGEST_REFERENCE = 200


class Level(TextChoices):
    """Where a part of the process is decided on."""

    CENTRAL = "central", pgettext_lazy("where it is decided", "Centrally")
    LOCAL = "local", pgettext_lazy("where it is decided", "Locally")
    DELEGATED = "delegated", pgettext_lazy("where it is decided", "Delegated with limits")


@dataclass(frozen=True, slots=True)
class Decided:
    """Where a part is decided on, for a unit and below (None: everywhere), and by which decision.
    Delegated: up to `limit`."""

    part: str
    level: str
    decision_reference: str = ""
    unit_id: UUID | None = None
    limit: Money | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """A version of the register."""

    decided: tuple[Decided, ...] = ()


#: What is usual: the norms are the whole organisation's, needs and receiving are the units'.
DEFAULT = Register(
    (
        Decided("steering", "central"),
        Decided("registers", "central"),
        Decided("agreements", "central"),
        Decided("ordering", "local"),
        Decided("receiving", "local"),
        Decided("invoices", "central"),
        Decided("attest", "local"),
        Decided("payments", "central"),
        Decided("support", "central"),
        Decided("order_desk", "central"),
        Decided("warehouse", "central"),
        Decided("billing", "central"),
    )
)


@dataclass(frozen=True, slots=True)
class Given:
    """A mandate as the register looks at it: in which role who may decide where, and up to how much."""

    mandate_id: UUID
    person_id: UUID
    role: str
    unit_id: UUID | None
    limit: Money | None


class Conflict(TextChoices):
    """How a mandate can go against the register."""

    LOCAL_MANDATE = (
        "local_mandate",
        pgettext_lazy("conflict", "Decided centrally, but a unit has a mandate of its own"),
    )
    CENTRAL_MANDATE = (
        "central_mandate",
        pgettext_lazy("conflict", "Decided locally, but somebody decides for everybody"),
    )
    NO_LIMIT = (
        "no_limit",
        pgettext_lazy("conflict", "Delegated with a limit, but the mandate has none"),
    )
    ABOVE_LIMIT = (
        "above_limit",
        pgettext_lazy("conflict", "Delegated with a limit, but the mandate goes above it"),
    )


@dataclass(frozen=True, slots=True)
class Against:
    """A mandate that goes against what is decided."""

    conflict: Conflict
    given: Given
    decided: Decided


class Levels:
    """A register laid out to be asked for many units: the nearest decision holds, and what is usual
    where there is none."""

    def __init__(self, register: Register) -> None:
        self._usual = {one.part: one for one in DEFAULT.decided}
        self._places: dict[str, dict[UUID | None, Decided]] = {}
        for one in register.decided:
            self._places.setdefault(one.part, {})[one.unit_id] = one

    def of(self, part: str, lineage: Sequence[UUID] = ()) -> Decided:
        """What holds for a part in a unit with this lineage (the outermost first)."""
        places = self._places.get(part, {})
        for unit_id in (*reversed(lineage), None):
            if unit_id in places:
                return places[unit_id]
        return self._usual.get(part, Decided(part, Level.CENTRAL))


def problems_with_register(register: Register, parts: Iterable[str]) -> Iterator[Problem]:
    """Everything that keeps a register from being decided."""
    known, seen = frozenset(parts), set()
    for position, one in enumerate(register.decided):
        place = ("decided", position)
        if one.part not in known:
            yield Problem("responsibility.unknown_part", {"part": one.part}, (*place, "part"))
        if one.level not in Level.values:
            yield Problem("responsibility.unknown_level", {"level": one.level}, (*place, "level"))
        if (one.part, one.unit_id) in seen:
            yield Problem("responsibility.part_twice", {"part": one.part}, (*place, "part"))
        seen.add((one.part, one.unit_id))
        if one.level == Level.DELEGATED and (one.limit is None or one.limit.is_negative):
            yield Problem("responsibility.limit_missing", {"part": one.part}, (*place, "limit"))
        if one.level != Level.DELEGATED and one.limit is not None:
            yield Problem("responsibility.limit_without_delegation", {}, (*place, "limit"))
        if one.level == Level.CENTRAL and one.unit_id is not None:
            yield Problem("responsibility.central_in_a_unit", {}, (*place, "unit_id"))


def conflicts(
    register: Register,
    given: Sequence[Given],
    parts_of: Mapping[str, Sequence[str]],
    lineages: Mapping[UUID, Sequence[UUID]],
) -> Iterator[Against]:
    """The mandates that go against the register. `parts_of` a role are those it answers in; `lineages`
    by unit. A role that answers in several parts is told of only where all of them say the same: a
    head of school may answer for the school's orders though rights are given centrally."""
    levels = Levels(register)
    held_locally = {one.role for one in given if one.unit_id is not None}
    for one in given:
        lineage = lineages.get(one.unit_id, ()) if one.unit_id else ()
        decided = [levels.of(part, lineage) for part in parts_of.get(one.role, ())]
        found = _against(one, decided, held_locally)
        if found is not None:
            yield Against(found[0], one, found[1])


def _against(
    given: Given, decided: Sequence[Decided], held_locally: set[str]
) -> tuple[Conflict, Decided] | None:
    if not decided:
        return None
    levels = {one.level for one in decided}
    if levels == {Level.CENTRAL}:
        return (Conflict.LOCAL_MANDATE, decided[0]) if given.unit_id else None
    if given.unit_id is None:
        is_alone = levels == {Level.LOCAL} and given.role not in held_locally
        return (Conflict.CENTRAL_MANDATE, decided[0]) if is_alone else None
    for one in decided:
        if one.level == Level.DELEGATED and one.limit is not None:
            if given.limit is None:
                return Conflict.NO_LIMIT, one
            if given.limit.currency != one.limit.currency or given.limit > one.limit:
                return Conflict.ABOVE_LIMIT, one
    return None
