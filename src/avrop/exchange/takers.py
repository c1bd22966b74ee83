"""Who takes which kind of document in. A floor above marks one function for each kind; the exchange
runs it in the transaction in which the message becomes `taken_in`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from avrop.exchange import permissions
from avrop.kernel.permissions import Permission

#: In a `Refused` of a taker: nobody here knows the sender. The message is kept as undeliverable.
UNKNOWN_SENDER = "exchange.unknown_sender"
#: In a `Refused` of a taker: what this document refers to has not come yet. It is tried again.
COMES_TOO_EARLY = "exchange.comes_too_early"


@dataclass(frozen=True, slots=True)
class Taker:
    """`function(document, message_id, *, actor, at)` returns the id of the business object."""

    name: str
    kind: str
    function: Callable[..., Any]
    may: frozenset[str]


_TAKERS: dict[str, Taker] = {}


def takes_in(
    kind: str, *, may: tuple[Permission, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark the one function that takes documents of a kind in. `may`: what its commands need.

    Raises ValueError where another function takes that kind in already.
    """

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        app = function.__module__.split(".")[-2]
        rights = frozenset(right.name for right in (*may, permissions.TAKE_IN))
        taker = Taker(f"{app}.{function.__name__}", kind, function, rights)
        known = _TAKERS.setdefault(kind, taker)
        if known.name != taker.name:
            raise ValueError(f"{known.name} and {taker.name} both take in {kind}")
        _TAKERS[kind] = taker
        return function

    return mark


def taker_of(kind: str) -> Taker | None:
    """Who takes that kind in."""
    return _TAKERS.get(kind)
