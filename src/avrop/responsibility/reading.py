"""What the rules of responsibility look at, read in a number of statements that does not grow with the
units, people or mandates. Inside a scope."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from avrop.authority import queries as authority
from avrop.authority.queries import HeldMandate
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.permissions import all_permissions
from avrop.parties import queries as parties
from avrop.responsibility import duties, matrix, parts
from avrop.responsibility.activities import BY_CODE, CATALOGUE, Activity, activities_of
from avrop.responsibility.changing import Ground
from avrop.responsibility.duties import DutyList
from avrop.responsibility.holding import Holders, Holding, Lineage, findings_of_holders
from avrop.responsibility.matrix import Finding, Matrix, Rows
from avrop.responsibility.parts import Level, Levels, Register


def products_matrix() -> Matrix:
    """The matrix that the product comes with, drawn from its permissions."""
    return matrix.drawn_from(
        all_permissions(),
        {one.code: one.accountable for one in CATALOGUE},
        (one.code for one in CATALOGUE),
    )


def matrix_in_force(on: date) -> tuple[Matrix, str]:
    """The matrix of a day and the reference of its version. One statement."""
    return ruleset.in_force(matrix.NAME, products_matrix(), on=on)


def register_in_force(on: date) -> tuple[Register, str]:
    """What is decided centrally and locally on a day. One statement."""
    return ruleset.in_force(parts.NAME, parts.DEFAULT, on=on)


def duties_in_force(on: date) -> tuple[DutyList, str]:
    """The managers' duties of a day. One statement."""
    return ruleset.in_force(duties.NAME, duties.DEFAULT, on=on)


@dataclass(frozen=True, slots=True)
class Organisation:
    """The organisation on a day: its matrix, its holders, its units and what is decided where."""

    on: date
    matrix: Matrix
    version: str
    register: Register
    mandates: tuple[HeldMandate, ...]
    lineages: Mapping[UUID, Lineage]
    unit_names: Mapping[UUID, str]
    permissions: Mapping[str, frozenset[str]]

    @property
    def activities(self) -> tuple[Activity, ...]:
        """What is done here."""
        return activities_of({one.role for one in self.mandates})

    @property
    def holders(self) -> Holders:
        """Who holds what, laid out."""
        return Holders(holdings(self.mandates))

    def is_central(self) -> _Central:
        """Whether an activity is decided centrally in a unit."""
        return _Central(Levels(self.register))

    @property
    def ground(self) -> Ground:
        """The ground that a planned change stands on."""
        return Ground(self.matrix, holdings(self.mandates), self.permissions, self.lineages)


@dataclass(frozen=True, slots=True)
class _Central:
    levels: Levels

    def __call__(self, activity: str, lineage: Sequence[UUID]) -> bool:
        return self.levels.of(BY_CODE[activity].part, lineage).level == Level.CENTRAL


def holdings(mandates: Iterable[HeldMandate]) -> tuple[Holding, ...]:
    """Mandates as the rules look at them."""
    return tuple(Holding(one.person_id, one.role, one.unit_id, one.id) for one in mandates)


def organisation_on(on: date, *, actor: Actor) -> Organisation:
    """The organisation on a day. Six statements, whatever its size. Who has left holds nothing."""
    decided, version = matrix_in_force(on)
    register, _ = register_in_force(on)
    mandates = authority.held_on(on)
    here = parties.people({one.person_id for one in mandates})
    units = parties.units(on=on)
    return Organisation(
        on=on,
        matrix=decided,
        version=version,
        register=register,
        mandates=tuple(
            one for one in mandates if one.person_id in here and here[one.person_id].works_here(on)
        ),
        lineages={unit.id: unit.lineage for unit in units},
        unit_names={unit.id: unit.name for unit in units},
        permissions={one.code: frozenset(one.permissions) for one in authority.roles(actor=actor)},
    )


def findings_of(found: Organisation) -> Iterator[Finding]:
    """Everything that is wrong with who answers for what."""
    codes = tuple(one.code for one in found.activities)
    known = {one.name: one for one in all_permissions()}
    able = {
        role: [known[name] for name in names if name in known]
        for role, names in found.permissions.items()
    }
    yield from matrix.findings_in(found.matrix, codes, found.permissions)
    yield from matrix.findings_against_rights(found.matrix, codes, able)
    lineages = tuple(found.lineages.values())
    yield from findings_of_holders(found.matrix, codes, found.holders, lineages, found.is_central())


def parts_by_role(decided: Matrix) -> dict[str, tuple[str, ...]]:
    """The parts of the process that each role answers in."""
    rows = Rows(decided)
    found: dict[str, list[str]] = {}
    for one in CATALOGUE:
        for row in rows.all_of(one.code):
            for role in row.roles("A"):
                if one.part not in found.setdefault(role, []):
                    found[role].append(str(one.part))
    return {role: tuple(several) for role, several in found.items()}
