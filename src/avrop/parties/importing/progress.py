"""How far an import has come, for whoever waits: a face that shows it says so before it asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: What is being done, and with how many rows.
Tell = Callable[[str, int], None]
_tell: ContextVar[Tell | None] = ContextVar("who is told of the progress", default=None)


def tell(step: str, rows: int) -> None:
    """A step begins."""
    listener = _tell.get()
    if listener is not None:
        listener(step, rows)


@contextmanager
def telling(listener: Tell) -> Iterator[None]:
    """Have each step told while something is imported."""
    token = _tell.set(listener)
    try:
        yield
    finally:
        _tell.reset(token)
