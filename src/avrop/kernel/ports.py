"""Questions the kernel must ask of a higher floor. The app that can answer fills the port at start.

Every acting command calls both `require` and `record_deed`; `authority` answers them. Separation of
duties reads only the deeds recorded here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.deeds import Deed
from avrop.kernel.permissions import Permission, permission_named
from avrop.kernel.problems import Problem, Refused
from avrop.values import Money

__all__ = [
    "ANYWHERE",
    "EVERYWHERE",
    "Deed",
    "DeedNotNamed",
    "Port",
    "Shared",
    "Within",
    "across",
    "asked",
    "holds",
    "holds_port",
    "lent_port",
    "lent_to",
    "over",
    "record_deed",
    "record_deed_port",
    "require",
    "require_each",
    "require_each_port",
    "require_port",
]

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Port(Generic[Given, Answer]):
    """A call downwards floors make and an upper floor answers. Unfilled, it refuses loudly."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answerer: Callable[Given, Answer] | None = None

    def fill(self, answerer: Callable[Given, Answer]) -> None:
        """Name who answers. A second answerer is a mistake in the composition."""
        if self._answerer not in (None, answerer):
            raise RuntimeError(f"port {self.name} is filled already")
        self._answerer = answerer

    def __call__(self, *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        if self._answerer is None:
            raise RuntimeError(f"no app has filled the port {self.name}")
        return self._answerer(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Within:
    """Where and for what a right is asked: the unit, the goods, the agreement, the amount.

    `categories` are classification codes (CPV or the tenant's own); all of them must be allowed.
    `responsibility` is the part of the coding string the actor must answer for. Without a unit none is
    asked about, and a mandate for any will do; `everywhere` is what concerns the whole organisation,
    for which a mandate for one unit will not.
    """

    unit_id: UUID | None = None
    categories: frozenset[str] = frozenset()
    agreement_id: UUID | None = None
    amount: Money | None = None
    responsibility: str = ""
    everywhere: bool = False


ANYWHERE = Within()

#: What steers the whole organisation: its rules, its registers, its addresses.
EVERYWHERE = Within(everywhere=True)


def over(unit_id: UUID | None) -> Within:
    """What steers a unit; the whole organisation where it is no unit's."""
    return EVERYWHERE if unit_id is None else Within(unit_id=unit_id)


def across(agreement_id: UUID | None) -> Within:
    """What steers an agreement or its price lists, whichever units buy by it."""
    return Within(agreement_id=agreement_id, everywhere=True)


@dataclass(frozen=True, slots=True)
class Shared:
    """Whose deed it is as much as the doer's, on a chain: who put a need in another's cart."""

    chain_id: UUID
    person_id: UUID


#: What is answered where a fresh second factor is missing; faces ask for one and try again.
PROOF_NEEDED = "kernel.proof_needed"

require_port: Port[[Actor, Permission, datetime, Within], Actor] = Port("kernel.require")
require_each_port: Port[[Actor, Permission, datetime, Sequence[Within]], None] = Port(
    "kernel.require_each"
)
holds_port: Port[[Actor, Permission, Within], bool] = Port("kernel.holds")
lent_port: Port[[Actor], tuple[str, tuple[Any, ...]]] = Port("kernel.lent")
record_deed_port: Port[
    [tuple[UUID, ...], Deed, Actor, datetime, tuple[Shared, ...], tuple[UUID, ...]], None
] = Port("kernel.record_deed")

asked: ContextVar[set[str] | None] = ContextVar("permissions asked in this command", default=None)


def require(
    actor: Actor, permission: Permission, *, at: datetime, within: Within = ANYWHERE
) -> Actor:
    """The actor, with the mandate that allows this; `Forbidden` where there is none. `Refused` where the
    permission asks for proof of who acts and there is none that is fresh."""
    _note(permission)
    allowed = require_port(actor, permission, at, within)
    if permission.needs_proof:
        demand_proof(actor, at=at)
    return allowed


def require_each(
    actor: Actor, permission: Permission, withins: Sequence[Within], *, at: datetime
) -> None:
    """The same in several places at once, for a command that does it to many: asked in one statement,
    however many they are. `Forbidden` with every reason unless the actor may in all of them."""
    _note(permission)
    require_each_port(actor, permission, at, withins)
    if permission.needs_proof:
        demand_proof(actor, at=at)


def _note(permission: Permission) -> None:
    """Remember what a command has asked for: what it does is held against that."""
    names = asked.get()
    if names is not None:
        names.add(permission.name)


def demand_proof(actor: Actor, *, at: datetime) -> None:
    """`Refused` unless the person who acts has just shown a second factor. For what a stolen session
    must not be enough for: payments, bank details, mandates (SEC-01). Routines are no persons: what they
    may do is listed where they are made."""
    is_fresh = actor.proven_until is not None and at <= actor.proven_until
    if actor.is_person and not is_fresh:
        raise Refused((Problem(PROOF_NEEDED),))


def holds(actor: Actor, permission: Permission, *, within: Within = ANYWHERE) -> bool:
    """Whether the actor has a right now: what a query asks that shows more to some than to others. A
    command asks `require`."""
    return holds_port(actor, permission, within)


def lent_to(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """SQL with its parameters: `tenant_id, person_id, permission` for every right that somebody lends
    the acting person today. For queries that show a substitute what waits for whom he stands in for;
    SQL, so that a question asked on every page stays one statement."""
    return lent_port(actor)


class DeedNotNamed(AssertionError):
    """A command did a deed that none of the permissions it asked for says it lets one do: the proof over
    the whole organisation, which reads what permissions say, would not see it."""


def record_deed(
    chains: Iterable[UUID],
    deed: Deed,
    *,
    actor: Actor,
    at: datetime,
    shared: Iterable[Shared] = (),
    beside: Iterable[UUID] = (),
) -> None:
    """Write down who did this to these chains of documents, and who else it is `shared` with.

    Raises `Refused` where the same person, a delegate or a principal of theirs has done what
    separation of duties keeps apart from it, on these chains or on those `beside` them, which the deed
    is not written on: the supplier that is paid. A chain starts at a need and goes on to the payment; a
    document pooled from several needs is on several chains.
    """
    names = asked.get()
    if names is not None and not any(deed in permission_named(name).deeds for name in names):
        raise DeedNotNamed(f"{deed}: {', '.join(sorted(names))}")
    record_deed_port(
        tuple(dict.fromkeys(chains)),
        deed,
        actor,
        at,
        tuple(dict.fromkeys(shared)),
        tuple(dict.fromkeys(beside)),
    )
