"""Named rights. Each names an activity and a kind, so that managing, executing and assuring can be
told apart everywhere (requirements D10, D17, D18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from avrop.kernel.deeds import Asks, Deed


class Kind(StrEnum):
    """What sort of act a permission allows."""

    MANAGE = "manage"  # decide, steer, hold, release, change the norms
    EXECUTE = "execute"  # do the work itself
    ASSURE = "assure"  # check what others did


@dataclass(frozen=True, slots=True)
class Permission:
    """A right, such as `orders.send`: `activity` is the duty it belongs to ("ordering")."""

    name: str
    activity: str
    kind: Kind
    label: Any  # a lazy gettext string: what holding it lets you do
    roles: tuple[
        str, ...
    ] = ()  # the roles that hold it in the role catalogue the product comes with
    personal: bool = False  # a duty of human beings: no program does it for anybody
    deeds: tuple[Deed, ...] = ()  # what it lets one do to a chain of documents
    asks: tuple[Asks, ...] = ()  # what a deed under it is held against, at the least
    needs_proof: bool = False  # a person must just have shown a second factor (SEC-01)

    def __post_init__(self) -> None:
        known = _REGISTRY.setdefault(self.name, self)
        if known is not self and (known.activity, known.kind) != (self.activity, self.kind):
            raise ValueError(f"two permissions are named {self.name}")


_REGISTRY: dict[str, Permission] = {}


def all_permissions() -> Iterator[Permission]:
    """Every permission of every installed app, by name."""
    return iter(sorted(_REGISTRY.values(), key=lambda permission: permission.name))


def permission_named(name: str) -> Permission:
    """The permission of that name; KeyError where there is none."""
    return _REGISTRY[name]
