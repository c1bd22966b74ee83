"""What somebody must have shown before a right may be used: gates and the passes that open them. Pure.

A gate says which pass a right asks for: a certificate (a course and its test), an acknowledged policy, a
licence, or somebody's decision. A mandate says what a person may; a gate says what he must have besides.
No gate is there until the organisation puts it up (requirements TRN-03, ORG-10; invariants 11 and 12).
What is not named by a gate stays open: a lapsed certificate stops neither drafts nor receiving.

A substitute opens a gate only where he and whom he stands in for both could (invariant 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from avrop.kernel.problems import Problem
from avrop.values import Text

NAME = "authority.gates"


class PassKind(StrEnum):
    """What sort of thing was shown."""

    CERTIFICATE = "certificate"
    ACKNOWLEDGEMENT = "acknowledgement"
    LICENCE = "licence"
    DECISION = "decision"


class Standing(StrEnum):
    """How it stands with the pass that a gate asks for."""

    VALID = "valid"
    WAIVED = "waived"
    NOT_BEGUN = "not_begun"
    EXPIRED = "expired"
    REVOKED = "revoked"
    MISSING = "missing"

    @property
    def opens(self) -> bool:
        """Whether the gate lets through."""
        return self in (Standing.VALID, Standing.WAIVED)


@dataclass(frozen=True, slots=True)
class Gate:
    """Rights that ask for a pass. `code` is which one ("requester", "prescriber"); `name` what people
    call it, by language.

    `permissions` are the rights that ask; without any, every right for which goods are named.
    `categories` narrow it to goods below one of these prefixes, `roles` to who acts in one of these.
    """

    kind: PassKind
    code: str
    permissions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    name: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def called(self) -> Any:
        """What people call the pass; its code where nobody has said."""
        return Text(self.name) if self.name else self.code


@dataclass(frozen=True, slots=True)
class Gates:
    """The parameters of the dated rule set `authority.gates`."""

    gates: tuple[Gate, ...] = ()
    longest_waiver_days: int = 14

    @property
    def most_waived_days(self) -> int:
        """So many days within a year can somebody be let through without one pass: two emergencies of
        the longest, both their first days counted."""
        return 2 * (self.longest_waiver_days + 1)


DEFAULT = Gates()
A_YEAR = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Shown:
    """A pass that somebody has. A waiver is a pass too, given in an emergency. A licence may be for some
    goods only; days include both ends, but that a revoked pass opens nothing from that day on."""

    kind: str
    code: str
    valid_from: date
    valid_until: date | None = None
    revoked_on: date | None = None
    is_waiver: bool = False
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """How it stands with one gate, and the first or last day that says so, where there is one."""

    gate: Gate
    standing: Standing
    day: date | None = None


def asked_by(gates: Gates, permission: str) -> tuple[Gate, ...]:
    """The gates that a right may have to pass, whoever uses it for whatever."""
    return tuple(
        gate
        for gate in gates.gates
        if permission in gate.permissions or (not gate.permissions and gate.categories)
    )


def applies(gate: Gate, role: str, categories: Iterable[str]) -> bool:
    """Whether the gate stands in the way of these goods in this role."""
    if gate.roles and role not in gate.roles:
        return False
    return not gate.categories or bool(goods_behind(gate, categories))


def goods_behind(gate: Gate, categories: Iterable[str]) -> tuple[str, ...]:
    """Those of the goods that the gate is about."""
    return tuple(code for code in sorted(categories) if code.startswith(gate.categories))


def standing(gate: Gate, shown: Iterable[Shown], day: date, categories: Iterable[str]) -> Passed:
    """How it stands with the gate for somebody who has these passes: the best of them counts."""
    goods = goods_behind(gate, categories) if gate.categories else ()
    found = [
        _one(gate, each, day)
        for each in shown
        if (each.kind, each.code) == (gate.kind, gate.code) and _covers(each, goods)
    ]
    return min(found, key=_goodness, default=Passed(gate, Standing.MISSING))


#: From what opens best to what is not there.
ORDER = tuple(Standing)


def _goodness(passed: Passed) -> tuple[int, int]:
    """Valid before waived before what is no use; of two alike the one that lasts longest."""
    return ORDER.index(passed.standing), -(passed.day or date.max).toordinal()


def _covers(shown: Shown, goods: tuple[str, ...]) -> bool:
    return not shown.categories or all(code.startswith(shown.categories) for code in goods)


def _one(gate: Gate, shown: Shown, day: date) -> Passed:
    if shown.revoked_on is not None and shown.revoked_on <= day:
        return Passed(gate, Standing.REVOKED, shown.revoked_on)
    if shown.valid_from > day:
        return Passed(gate, Standing.NOT_BEGUN, shown.valid_from)
    if shown.valid_until is not None and shown.valid_until < day:
        return Passed(gate, Standing.EXPIRED, shown.valid_until)
    return Passed(gate, Standing.WAIVED if shown.is_waiver else Standing.VALID, shown.valid_until)


def waived_days(waivers: Iterable[tuple[date, date]], last: date) -> int:
    """On how many days of the year that ends with `last` somebody is let through, by waivers with their
    first and last days; a day that two of them open is one day."""
    begins = last - A_YEAR
    return len(
        {
            first + timedelta(days=number)
            for first, until in ((max(one, begins), min(other, last)) for one, other in waivers)
            for number in range((until - first).days + 1)
        }
    )


def problem_passing(passed: Passed) -> Problem | None:
    """Why the gate is shut: which pass is missing or has lapsed, and since when; None where it is
    open."""
    if passed.standing.opens:
        return None
    values: dict[str, Any] = {"pass": passed.gate.called}
    if passed.day is not None:
        values["day"] = passed.day
    return Problem(f"authority.{passed.gate.kind}_{passed.standing}", values)


def problems_with_gates(gates: Gates, known: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with a new version of the gates. `known` are the names of all permissions."""
    names = set(known)
    if gates.longest_waiver_days < 0:
        yield Problem("authority.negative_days", {}, ("longest_waiver_days",))
    for number, gate in enumerate(gates.gates):
        place = ("gates", number)
        if not gate.code.strip():
            yield Problem("authority.pass_without_code", {}, (*place, "code"))
        if not gate.permissions and not gate.categories:
            yield Problem("authority.gate_before_nothing", {"pass": gate.called}, place)
        for name in gate.permissions:
            if name not in names:
                yield Problem(
                    "authority.unknown_permission", {"permission": name}, (*place, "permissions")
                )
        if set(gate.permissions) & NEVER_GATED:
            yield Problem("authority.gate_shuts_everybody_out", {"pass": gate.called}, place)


#: What puts up gates and gives passes can have no gate before it: nobody could open it again.
NEVER_GATED = frozenset(
    {"authority.change_gates", "authority.grant_pass", "authority.waive_gate", "authority.grant"}
)
