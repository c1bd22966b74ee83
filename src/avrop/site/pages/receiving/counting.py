"""What a receiver has ticked and typed, as lines of a receipt. Pure: what was sent in, lines and
problems out.

Beside each line stand three answers: all, some, none. What is all, is what the page showed (`seen`), not
what is left when the answer comes: a receipt that waited without network, or was sent twice, says the
same as on the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from uuid import UUID

from avrop.buying.receipts.actions import NewReceiptLine
from avrop.buying.receipts.kinds import Reason
from avrop.buying.receipts.queries import LineToReceive
from avrop.kernel.problems import Problem
from avrop.site.patterns.fields import plain_number

ALL, SOME, NONE = "all", "some", "none"
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands beside one line, as it was typed. `count` is how much something is wrong with."""

    how: str = ""
    quantity: str = ""
    weight: str = ""
    trouble: str = ""
    count: str = ""
    remedy: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nobody has said anything about the line."""
        return not (self.how or self.trouble or self.quantity)


@dataclass(frozen=True, slots=True)
class Counted:
    """The lines of a receipt, the position that each has on the order, and what could not be read."""

    lines: tuple[NewReceiptLine, ...] = ()
    positions: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Reading:
    """Numbers of one line, and what is wrong with them."""

    position: int
    problems: list[Problem] = field(default_factory=list)

    def number(self, text: str, name: str) -> Decimal | None:
        if not text.strip():
            return None
        try:
            found = Decimal(plain_number(text))
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite():
            values = {"line": self.position, "text": text.strip()[:40]}
            self.problems.append(Problem("site.count_is_no_number", values, (name, self.position)))
            return None
        return found


def entry_in(given: Mapping[str, str], position: int) -> Entry:
    """What was sent about the line at a position."""
    names = ("how", "quantity", "weight", "trouble", "count", "remedy", "note")
    return Entry(*(given.get(f"{name}-{position}", "").strip() for name in names))


def seen_as_text(lines: Iterable[LineToReceive]) -> str:
    """What the page shows as expected, small enough for a hidden field: "1:12,2:0.5"."""
    return ",".join(f"{line.position}:{line.on_its_way.normalize():f}" for line in lines)


def seen_in(text: str, lines: Iterable[LineToReceive]) -> dict[int, Decimal]:
    """What the page showed as expected, by position; as it is now where that cannot be read."""
    found = {line.position: line.on_its_way for line in lines}
    for pair in text.split(","):
        position, _, quantity = pair.partition(":")
        if position.isascii() and position.isdigit() and int(position) in found:
            try:
                number = Decimal(quantity)
            except InvalidOperation:
                continue
            if number.is_finite() and number >= 0:
                found[int(position)] = number
    return found


def everything(lines: Iterable[LineToReceive], seen: Mapping[int, Decimal], sscc: str) -> Counted:
    """All that was shown as expected has come."""
    came = [line for line in lines if seen[line.position] > 0]
    return Counted(
        tuple(NewReceiptLine(line.order_line_id, seen[line.position], sscc=sscc) for line in came),
        tuple(line.position for line in came),
    )


def counted(
    lines: Iterable[LineToReceive],
    given: Mapping[str, str],
    seen: Mapping[int, Decimal],
    sscc: Mapping[UUID, str],
) -> Counted:
    """The lines that somebody has said something about."""
    found: list[NewReceiptLine] = []
    positions: list[int] = []
    problems: list[Problem] = []
    for line in lines:
        entry = entry_in(given, line.position)
        if entry.is_empty:
            continue
        reading = _Reading(line.position)
        made = _line(line, entry, seen[line.position], sscc.get(line.order_line_id, ""), reading)
        found.append(made)
        positions.append(line.position)
        problems.extend([*reading.problems, *_contradictions(line, entry)])
    if not found:
        problems.append(Problem("site.nothing_counted"))
    return Counted(tuple(found), tuple(positions), tuple(problems))


def _line(
    line: LineToReceive, entry: Entry, seen: Decimal, sscc: str, reading: _Reading
) -> NewReceiptLine:
    quantity = reading.number(entry.quantity, "quantity")
    count = reading.number(entry.count, "count")
    weight = reading.number(entry.weight, "weight")
    is_missing = entry.trouble == Reason.MISSING
    came = _came(entry, seen, quantity, count if is_missing else None)
    short = rejected = NOTHING
    if is_missing:
        short = max(NOTHING, seen - came) if count is None else count
    elif entry.trouble:
        rejected = came if count is None else count
    return NewReceiptLine(
        order_line_id=line.order_line_id,
        received=came,
        rejected=rejected,
        short=short,
        reason=entry.trouble,
        remedy=entry.remedy if entry.trouble else "",
        weight=weight,
        sscc=sscc,
        note=entry.note,
    )


def _came(
    entry: Entry, seen: Decimal, quantity: Decimal | None, missing: Decimal | None
) -> Decimal:
    if entry.how == NONE:
        return NOTHING
    if entry.how == SOME or (not entry.how and quantity is not None):
        return quantity or NOTHING
    return max(NOTHING, seen - (missing or NOTHING))


def _contradictions(line: LineToReceive, entry: Entry) -> Iterator[Problem]:
    values = {"line": line.position, "name": line.name}
    if entry.how == SOME and not entry.quantity:
        yield Problem("site.how_many_came", values, ("quantity", line.position))
    if entry.trouble == Reason.MISSING and not entry.how and not entry.count:
        yield Problem("site.how_many_are_missing", values, ("count", line.position))
