"""What is read once while a page is made.

A page is put together from many queries, and several of them ask the same first: what the reader may
see. While nothing but reading is going on the answer is the same, so that it is asked for once. A
command reads for itself: what it decides by must not be older than its own transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

Answer = TypeVar("Answer")

_known: ContextVar[dict[Hashable, object] | None] = ContextVar("read once", default=None)


@contextmanager
def looking() -> Iterator[None]:
    """One request that reads: what `read_once` finds in it is found once, and forgotten at its end."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


@contextmanager
def acting_alone() -> Iterator[None]:
    """Something that writes, perhaps within a request: everything is read when it is asked for."""
    token = _known.set(None)
    try:
        yield
    finally:
        _known.reset(token)


def read_once(key: Hashable, read: Callable[[], Answer]) -> Answer:
    """What `read` answers, kept by `key` for as long as somebody is `looking`. The key says what is read
    and for whom: tenant and person."""
    known = _known.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return cast(Answer, known[key])
