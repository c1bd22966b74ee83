"""Kernel file locks. The kernel drops them when a process ends, however it ends: they can't go
stale."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def opened(path: Path) -> int:
    """A file descriptor to lock on; the file is made when missing. Reading is enough when another
    user owns it."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except PermissionError:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Run the block while no other process holds the lock; waits for it."""
    descriptor = opened(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def shared(path: Path) -> int:
    """Hold the lock together with others until the descriptor is closed (a forked child holds it
    too)."""
    descriptor = opened(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def nobody_holds(path: Path) -> bool:
    """Is the lock free at this moment?"""
    descriptor = opened(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)
