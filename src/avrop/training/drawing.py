"""Drawing a test from a question bank, and judging it. Pure: the seed decides everything, so that a test
can be shown to have been drawn fairly years later.

Questions about mistakes that people here make again and again are drawn first, up to a third of the
test (X15); the rest is even chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

#: The part of a test that may be about mistakes that have been made here.
SHARE_OF_MISTAKES = 3


@dataclass(frozen=True, slots=True)
class Drawable:
    """A question as far as drawing goes; `key` is the same whatever language it is asked in."""

    key: str
    blocker: str = ""


def order_of(seed: str, keys: Iterable[str]) -> tuple[str, ...]:
    """The keys in the order that a seed gives them."""
    return tuple(sorted(keys, key=lambda key: (_rank(seed, key), key)))


def draw(
    seed: str, bank: Sequence[Drawable], count: int, common: Collection[str] = ()
) -> tuple[str, ...]:
    """The keys of `count` questions in the order in which they are asked; all of a smaller bank.

    `common` are the blockers that people here meet most.
    """
    by_key: Mapping[str, Drawable] = {one.key: one for one in bank}
    mixed = order_of(seed, by_key)
    about = [key for key in mixed if by_key[key].blocker and by_key[key].blocker in common]
    first = about[: count // SHARE_OF_MISTAKES]
    rest = [key for key in mixed if key not in first]
    return order_of(f"{seed}/order", [*first, *rest[: count - len(first)]])


def is_right(chosen: Collection[str], right: Collection[str]) -> bool:
    """Whether exactly the right answers are chosen."""
    return set(chosen) == set(right)


def needed(asked: int, pass_percent: int) -> int:
    """How many of the questions asked must be right."""
    return -(-asked * pass_percent // 100)


def _rank(seed: str, key: str) -> bytes:
    return hashlib.sha256(f"{seed}\x00{key}".encode()).digest()
