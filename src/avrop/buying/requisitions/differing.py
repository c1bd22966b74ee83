"""What differs between what was put to approval once and what is put to it now. Pure.

Each request for approval keeps the canonical JSON of exactly what it asked about (REQ-16); whoever must
look again is shown the difference instead of having to find it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.buying.requisitions.shapes import ShareView
from avrop.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class LineAsked:
    """A line as it was put to approval."""

    name: str
    quantity: Quantity
    amount: Money
    codings: tuple[ShareView, ...]


@dataclass(frozen=True, slots=True)
class AskedDifferently:
    """A line that is not as it was: `former` is None for a new one, `now` for one that is gone."""

    line_id: UUID
    former: LineAsked | None
    now: LineAsked | None

    @property
    def name(self) -> str:
        """What the line is, or was."""
        line = self.now or self.former
        return line.name if line is not None else ""

    @property
    def is_other_quantity(self) -> bool:
        """Whether there is more or less of it."""
        if self.former is None or self.now is None:
            return False
        return self.former.quantity != self.now.quantity

    @property
    def is_other_coding(self) -> bool:
        """Whether it is booked on something else."""
        if self.former is None or self.now is None:
            return False
        return self.former.codings != self.now.codings


def asked_differently(former: str, now: str) -> tuple[AskedDifferently, ...]:
    """The lines that differ between two snapshots, in the order of the newer, what is gone last."""
    before, after = _lines(former), _lines(now)
    found = [
        AskedDifferently(line_id, before.get(line_id), line)
        for line_id, line in after.items()
        if before.get(line_id) != line
    ]
    found += [
        AskedDifferently(line_id, line, None)
        for line_id, line in before.items()
        if line_id not in after
    ]
    return tuple(found)


def _lines(snapshot: str) -> dict[UUID, LineAsked]:
    content: dict[str, Any] = json.loads(snapshot)
    currency = content.get("currency", "")
    return {UUID(line["line_id"]): _line(line, currency) for line in content.get("lines") or ()}


def _line(line: Mapping[str, Any], currency: str) -> LineAsked:
    value, _, unit = line["quantity"].partition(" ")
    return LineAsked(
        name=line["name"],
        quantity=Quantity(Decimal(value), unit),
        amount=Money(Decimal(line["amount"]), currency),
        codings=tuple(
            ShareView(share["coding"], _number(share["percent"]), _number(share["amount"]))
            for share in line["coding"]
        ),
    )


def _number(text: str | None) -> Decimal | None:
    """The number in "25" or in "100 SEK"."""
    return None if text is None else Decimal(text.partition(" ")[0])
