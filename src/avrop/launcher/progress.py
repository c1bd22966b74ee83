"""A line that shows that something long is moving: for everything that may take over two seconds.

On a terminal the line is redrawn in place; elsewhere (a log, CI) a full line is written at most
every ten seconds, so that a quick step leaves nothing behind. Everything goes to standard error:
standard output belongs to results.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

SILENT_SECONDS = 1.0
"""A step shorter than this shows nothing at all."""
REDRAW_SECONDS = 0.2
LOG_SECONDS = 10.0
_BAR_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a step has come: `done` of `total` units (`total` 0 when nobody knows), after
    `seconds`."""

    what: str
    done: int
    total: int
    seconds: float


def drawn(standing: Standing) -> str:
    """One line for a person: a bar where the total is known, else only the time that has passed."""
    time_passed = f"{standing.seconds:.0f} s"
    if not standing.total:
        return f"{standing.what} … {time_passed}"
    done = min(standing.done, standing.total)
    filled = _BAR_WIDTH * done // standing.total
    bar = "█" * filled + "░" * (_BAR_WIDTH - filled)
    return f"{standing.what} {bar} {done}/{standing.total} {time_passed}"


@dataclass(slots=True)
class Progress:
    """A running step; whoever does the work calls `advance`. Safe to call from any thread."""

    what: str
    total: int = 0
    done: int = 0
    began: float = field(default_factory=time.monotonic)

    def advance(self, by: int = 1) -> None:
        """`by` more units are done."""
        self.done += by

    def standing(self) -> Standing:
        """A snapshot to draw."""
        return Standing(self.what, self.done, self.total, time.monotonic() - self.began)


@contextmanager
def progress(what: str, total: int = 0, *, stream: TextIO | None = None) -> Iterator[Progress]:
    """Show a line about `what` (a translated phrase) while the block runs, from its second second
    on."""
    out = sys.stderr if stream is None else stream
    step = Progress(what, total)
    ended = threading.Event()
    artist = threading.Thread(target=_draw_until, args=(step, ended, out), daemon=True)
    artist.start()
    try:
        yield step
    finally:
        ended.set()
        artist.join()


def _draw_until(step: Progress, ended: threading.Event, out: TextIO) -> None:
    on_terminal = out.isatty()
    if ended.wait(SILENT_SECONDS if on_terminal else LOG_SECONDS):
        return
    while True:
        line = drawn(step.standing())
        out.write(f"\r\x1b[K{line}" if on_terminal else f"{line}\n")
        out.flush()
        if ended.wait(REDRAW_SECONDS if on_terminal else LOG_SECONDS):
            break
    if on_terminal:  # the line was only a sign of life: leave the terminal as it was
        out.write("\r\x1b[K")
        out.flush()
