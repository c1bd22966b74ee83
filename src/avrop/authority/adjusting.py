"""What an organisation has changed in the role catalogue that the product comes with: rights that a role
has gained or lost by decision. Pure. Kept as a dated version of rules, so that bringing the catalogue up
to date with the product takes nothing of it away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from avrop.kernel.problems import Problem

NAME = "authority.role_rights"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A right that a role has gained, or lost."""

    role: str
    permission: str
    gains: bool


@dataclass(frozen=True, slots=True)
class Adjustments:
    """All that has been changed; a role and a right stand in it once."""

    changes: tuple[Adjustment, ...] = ()


def adjusted(role: str, carried: Iterable[str], adjustments: Adjustments) -> list[str]:
    """The rights of a role that the product gives these, after what the organisation has changed."""
    rights = set(carried)
    for one in adjustments.changes:
        if one.role == role:
            (rights.add if one.gains else rights.discard)(one.permission)
    return sorted(rights)


def with_change(adjustments: Adjustments, change: Adjustment) -> Adjustments:
    """The same with one more; it takes the place of what was said of that role and right."""
    rest = (
        one
        for one in adjustments.changes
        if (one.role, one.permission) != (change.role, change.permission)
    )
    return Adjustments((*rest, change))


def problems_changing(
    change: Adjustment, has: Collection[str], permissions: Collection[str]
) -> Iterator[Problem]:
    """Why a role that has these rights cannot be changed so."""
    values = {"role": change.role, "permission": change.permission}
    if change.permission not in permissions:
        yield Problem("authority.unknown_permission", values, ("permission",))
    elif change.gains and change.permission in has:
        yield Problem("authority.role_has_right", values, ("permission",))
    elif not change.gains and change.permission not in has:
        yield Problem("authority.role_lacks_right", values, ("permission",))
