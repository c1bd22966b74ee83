"""Roles that one person does not hold together: who controls orders does not carry them out. Pure.

The deeds of a chain are kept apart by `separation`; here it is the roles themselves, since whoever
steers a desk and works at it is the only one who looks at his own work (requirements D10, D17, OMS-08).
A firm of one person has no other way: its own decision lets one person hold both, for a reason, and
whoever does is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from avrop.authority.registering import share_a_day
from avrop.kernel.problems import Problem

NAME = "authority.roles_apart"


@dataclass(frozen=True, slots=True)
class Apart:
    """Two desks, by the codes of their roles."""

    first: tuple[str, ...]
    second: tuple[str, ...]

    def across_from(self, role: str) -> tuple[str, ...]:
        """The roles of the other desk; none for a role of neither."""
        if role in self.first:
            return self.second
        return self.first if role in self.second else ()


@dataclass(frozen=True, slots=True)
class RolesApart:
    """The parameters of the dated rule set `authority.roles_apart`. `both_with_reason`: the
    organisation has decided that one person may hold both, if the grant says why."""

    pairs: tuple[Apart, ...]
    both_with_reason: bool = False

    def across_from(self, role: str) -> frozenset[str]:
        """The roles that nobody holds beside this one."""
        return frozenset(other for pair in self.pairs for other in pair.across_from(role))


DEFAULT = RolesApart(
    (Apart(("order_manager",), ("order_clerk", "warehouse", "seller_finance", "logistics")),)
)


@dataclass(frozen=True, slots=True)
class Held:
    """A role in somebody's hands, his own or as a substitute, both days included."""

    role: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds roles of two desks."""

    person_id: UUID
    roles: tuple[str, ...]


def roles_across(given: Held, held: Iterable[Held], rules: RolesApart) -> tuple[str, ...]:
    """The roles of the other desk that the same person holds on a day of the grant."""
    across = rules.across_from(given.role)
    return tuple(
        sorted({one.role for one in held if one.role in across and share_a_day(given, one)})
    )


def problems_holding_both(
    given: Held, held: Iterable[Held], rules: RolesApart, reason: str
) -> Iterator[Problem]:
    """Why a role cannot come to what somebody holds: one problem for each role in the way."""
    for other in roles_across(given, held, rules):
        values = {"role": given.role, "other": other}
        if not rules.both_with_reason:
            yield Problem("authority.roles_kept_apart", values, ("role",))
        elif not reason.strip():
            yield Problem("authority.no_reason_for_both", values, ("reason_for_both",))


def problems_with_roles_apart(rules: RolesApart, known: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with a new version: desks may be added, and none that the product keeps apart be
    forgotten; what is to be allowed is allowed openly."""
    codes = set(known)
    for pair in rules.pairs:
        for role in sorted({*pair.first, *pair.second} - codes):
            yield Problem("authority.unknown_role", {"role": role}, ("pairs",))
    for pair in DEFAULT.pairs:
        for role in pair.first:
            if not set(pair.second) <= rules.across_from(role):
                yield Problem("authority.desk_forgotten", {"role": role}, ("pairs",))


def holders(held: Iterable[tuple[UUID, str]], rules: RolesApart) -> tuple[Holder, ...]:
    """Who holds roles of both desks, among everything that is held on a day."""
    roles: dict[UUID, set[str]] = {}
    for person_id, role in held:
        roles.setdefault(person_id, set()).add(role)
    found = (
        Holder(person_id, tuple(sorted(role for role in own if rules.across_from(role) & own)))
        for person_id, own in roles.items()
    )
    return tuple(holder for holder in found if holder.roles)
