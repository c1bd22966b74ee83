"""A municipality's units, people, mandates and delegations, in memory: what the proof searches.

Always the same one. Managers approve and attest in their own unit and named requesters order for it,
heads of areas approve above them, a few people at the centre pay, keep suppliers and check. Substitutes
are of the same sort, from a unit beside. Nobody brings together by several mandates what is kept apart;
a good many nearly do: in units beside each other, one mandate after the other, in other currencies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from uuid import UUID

from avrop.authority.overlap import Means
from avrop.authority.prover import Facts, Lent
from avrop.authority.proving import means_of
from avrop.authority.roles import CATALOGUE
from avrop.authority.rules import Absence, Right
from avrop.kernel.permissions import all_permissions
from avrop.values import Money

UNITS, PEOPLE = 1200, 9000
DAY = date(2026, 3, 2)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
WIDTH = 10
FOOD, MEDICINES = ("15",), "336"
#: How many there are of each at the centre.
CENTRE = {
    "ap_clerk": 24,
    "payment_releaser": 4,
    "finance_officer": 8,
    "coordinator": 12,
    "category_manager": 10,
    "agreement_manager": 6,
    "system_administrator": 4,
    "auditor": 3,
}


@dataclass(slots=True)
class _Making:
    """What has been made so far. Ids are counted, so that they are the same each time."""

    chance: Random
    next_id: Iterator[int] = field(default_factory=lambda: count(1))
    paths: dict[UUID, str] = field(default_factory=dict)
    children: dict[UUID | None, list[UUID]] = field(default_factory=dict)
    mandates: list[Right] = field(default_factory=list)
    lendings: list[Lent] = field(default_factory=list)

    def new_id(self) -> UUID:
        """The next one."""
        return UUID(int=next(self.next_id))

    def unit(self, parent: UUID | None) -> UUID:
        """A unit below another one."""
        unit_id = self.new_id()
        self.paths[unit_id] = f"{self.paths[parent] if parent else '/'}{unit_id}/"
        self.children.setdefault(parent, []).append(unit_id)
        return unit_id

    def mandate(self, person_id: UUID, role: str, **facts: object) -> Right:
        """A mandate for the year."""
        given = Right(self.new_id(), person_id, role, *YEAR)
        right = replace(given, **facts)  # type: ignore[arg-type]
        self.mandates.append(right)
        return right

    def lend(self, right: Right, to: UUID, days: int = 28) -> Lent:
        """The mandate in a substitute's hands, for an absence that has begun or soon does."""
        begins = DAY + timedelta(days=self.chance.randrange(-10, 20))
        absence = Absence(to, begins, begins + timedelta(days=days))
        lent = Lent(self.new_id(), right.mandate_id, right.person_id, absence)
        self.lendings.append(lent)
        return lent


def a_municipality(units: int = UNITS, people: int = PEOPLE) -> Facts:
    """The facts of a municipality of about so many units and so many people with mandates."""
    making = _Making(Random(20260302))  # noqa: S311 - the same each time
    ends = _tree(making, units)
    _units(making, ends, people)
    _centre(making)
    return Facts(
        day=DAY,
        roles=roles(),
        mandates=tuple(making.mandates),
        lendings=tuple(making.lendings),
        paths=making.paths,
        restricted=(MEDICINES,),
    )


def roles() -> dict[str, tuple[Means, ...]]:
    """What each role of the catalogue lets one do to a purchase."""
    return {
        role.code: means_of(right.name for right in all_permissions() if role.code in right.roles)
        for role in CATALOGUE
    }


def kronor(amount: int) -> Money:
    """An amount in Swedish kronor."""
    return Money(Decimal(amount), "SEK")


def _tree(making: _Making, units: int) -> list[UUID]:
    """Administrations, areas in them and units in these; the innermost."""
    root = making.unit(None)
    areas = [making.unit(making.unit(root)) for _ in range(max(1, units // (WIDTH * WIDTH)))]
    for administration in [UUID(making.paths[area].split("/")[2]) for area in areas]:
        areas += [making.unit(administration) for _ in range(WIDTH - 2)]
    left = max(1, units - len(making.paths))
    return [making.unit(areas[number % len(areas)]) for number in range(left)]


def _units(making: _Making, ends: list[UUID], people: int) -> None:
    """Each unit's manager, its requesters and receivers, and the head of each area above."""
    chance, staff = making.chance, max(2, people // len(ends) - 1)
    managers: dict[UUID, list[Right]] = {}
    for number, unit_id in enumerate(ends):
        area = UUID(making.paths[unit_id].split("/")[-3])
        limit = kronor(chance.choice((20_000, 50_000, 100_000)))
        parts = (f"{4100 + number % 900}",)
        manager = making.mandate(
            making.new_id(), "manager", unit_id=unit_id, limit=limit, responsibilities=parts
        )
        managers.setdefault(area, []).append(manager)
        requesters = [_requester(making, unit_id) for _ in range(staff - 1)]
        making.mandate(making.new_id(), "receiver", unit_id=unit_id)
        if number % 9 == 0:
            making.lend(requesters[0], requesters[-1].person_id)
    for area, several in managers.items():
        _heads(making, area, several)


def _requester(making: _Making, unit_id: UUID) -> Right:
    categories = FOOD if making.chance.random() < 0.2 else ()
    limit = kronor(making.chance.choice((2_000, 5_000, 10_000)))
    person_id = making.new_id()
    if making.chance.random() < 0.1:
        making.mandate(person_id, "receiver", unit_id=unit_id)
    return making.mandate(
        person_id, "requester", unit_id=unit_id, categories=categories, limit=limit
    )


def _heads(making: _Making, area: UUID, managers: list[Right]) -> None:
    """Two who approve above the units; managers stand in for those beside them. Nearly: a manager who
    ordered for the unit beside until this year, one who will, one who does in euros."""
    for _ in range(2):
        making.mandate(
            making.new_id(),
            "approver",
            unit_id=area,
            limit=kronor(500_000),
            responsibilities=("4*",),
        )
    for one, other in zip(managers[::3], managers[1::3], strict=False):
        making.lend(one, other.person_id)
        assert other.unit_id is not None
        beside = {"role": "approver", "unit_id": one.unit_id, "limit": kronor(10_000)}
        nearly = making.new_id()
        making.mandate(nearly, "requester", unit_id=other.unit_id)
        making.mandate(nearly, **beside)  # type: ignore[arg-type]
        later = making.new_id()
        making.mandate(later, "receiver", unit_id=one.unit_id, valid_until=date(2026, 6, 30))
        making.mandate(later, valid_from=date(2026, 7, 1), **beside)  # type: ignore[arg-type]


def _centre(making: _Making) -> None:
    """Those who serve all units. A clerk of euros also releases what is paid in kronor."""
    for role, number in CENTRE.items():
        holders = [making.mandate(making.new_id(), role) for _ in range(number)]
        making.lend(holders[0], holders[1].person_id)
    euros = Money(Decimal(50_000), "EUR")
    clerk = making.mandate(making.new_id(), "ap_clerk", limit=euros)
    making.mandate(clerk.person_id, "payment_releaser", limit=kronor(1_000_000))


# --- what is planted -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Planted:
    """Who can do what in a municipality with something planted."""

    facts: Facts
    by_two_delegations: UUID
    by_overlap: UUID
    by_bank_details: UUID


def with_three_chains(facts: Facts) -> Planted:
    """The same with three forbidden chains: somebody who holds nothing himself has a requester's mandate
    from one and an approver's from another; somebody orders in a unit and approves in the area above;
    somebody changes suppliers' accounts and releases payments."""
    ids = (UUID(int=10**9 + number) for number in count())
    head, ordering = _ordering_below(facts.mandates, facts.paths)
    two, overlap, bank = next(ids), next(ids), next(ids)
    days = (DAY, DAY + timedelta(days=14))
    lendings = tuple(
        Lent(next(ids), right.mandate_id, right.person_id, Absence(two, *days))
        for right in (ordering, head)
    )
    mandates = (
        replace(ordering, mandate_id=next(ids), person_id=overlap),
        replace(head, mandate_id=next(ids), person_id=overlap),
        Right(next(ids), bank, "system_administrator", *YEAR),
        Right(next(ids), bank, "payment_releaser", *YEAR),
    )
    planted = replace(
        facts,
        mandates=(*facts.mandates, *mandates),
        lendings=(*facts.lendings, *lendings),
    )
    return Planted(planted, two, overlap, bank)


def _ordering_below(mandates: Iterable[Right], paths: Mapping[UUID, str]) -> tuple[Right, Right]:
    """Somebody who approves in an area, and somebody who orders in a unit there."""
    held = list(mandates)
    head = next(
        right for right in held if right.role == "approver" and right.limit == kronor(500_000)
    )
    below = next(
        right
        for right in held
        if right.role == "requester"
        and right.unit_id is not None
        and f"/{head.unit_id}/" in paths[right.unit_id]
    )
    return head, below
