"""Rules and parameters that change, as dated versions. Every decision stores the version it used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from avrop.kernel.canonical import from_plain, to_plain
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.models import RuleSetRow

Parameters = TypeVar("Parameters")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of named rules; `reference` is what a decision stores."""

    name: str
    version: int
    parameters: Any

    @property
    def reference(self) -> str:
        """Such as "invoices.tolerances/3"; version 0 is what the product comes with."""
        return f"{self.name}/{self.version}"


@dataclass(frozen=True, slots=True)
class Decided:
    """That somebody decided a version: from when it is valid, and why."""

    reference: str
    valid_from: date
    decided_by: UUID | None
    decided_at: datetime
    reason: str


#: So many versions are told of; older ones stand in the audit trail.
MOST_VERSIONS = 20


def decided(name: str) -> tuple[Decided, ...]:
    """The versions of named rules that were decided, the newest first. One statement."""
    rows = RuleSetRow.objects.filter(name=name).order_by("-version_number")[:MOST_VERSIONS]
    return tuple(
        Decided(
            RuleSet(name, row.version_number, None).reference,
            row.valid_from,
            row.decided_by,
            row.decided_at,
            row.reason,
        )
        for row in rows
    )


_newest = compiled(
    lambda: RuleSetRow.objects.filter(name=Given("name"), valid_from__lte=Given("on")).order_by(
        "-valid_from", "-version_number"
    )[:1]
)


def in_force(name: str, default: Parameters, *, on: date) -> tuple[Parameters, str]:
    """The parameters of the newest version valid on a day, and the version's reference.

    `default` is version 0: what the product comes with, and the type to read the parameters as.
    """
    row = _newest.first(name=name, on=on)
    if row is None:
        return default, RuleSet(name, 0, default).reference
    parameters: Parameters = from_plain(row.parameters, type(default))
    return parameters, RuleSet(name, row.version_number, parameters).reference


def add_version(
    name: str, parameters: Any, *, valid_from: date, by: UUID | None, at: datetime, reason: str
) -> str:
    """Write the next version. The caller is a command of the app whose rules they are."""
    last = RuleSetRow.objects.filter(name=name).order_by("-version_number").first()
    number = (last.version_number if last else 0) + 1
    RuleSetRow.objects.create(
        name=name,
        version_number=number,
        valid_from=valid_from,
        parameters=to_plain(parameters),
        decided_by=by,
        decided_at=at,
        reason=reason,
    )
    return RuleSet(name, number, parameters).reference
