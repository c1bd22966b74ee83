"""UUID version 7 (RFC 9562): keys that sort by the time they were made.

Theory of operation: the 48 bits of milliseconds are followed by a 12-bit counter in rand_a. A new
millisecond seeds the counter with 11 random bits, so that at least 2,048 keys fit before it
overflows; then the millisecond is borrowed from the future. The state never goes back, whatever the
clock does, so keys of one process rise strictly. The last 62 bits are random and keep processes
apart; the operating system gives them in blocks, and a forked child drops its parent's block.
"""

from __future__ import annotations

import os
import struct
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, SafeUUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LABELS = 7 << 76 | 0b10 << 62  # version and variant
_RAND_B = (1 << 62) - 1
_COUNTER_MAX = 0xFFF
_SEED = 0x7FF

_blank = UUID.__new__
_set_number = vars(UUID)["int"].__set__
_set_safety = vars(UUID)["is_safe"].__set__
_UNKNOWN = SafeUUID.unknown  # looking up a member of an enum costs more than a UUID

_BLOCK = struct.Struct("512Q")

_lock = threading.Lock()
_last_millisecond = 0
_counter = 0
_random_numbers: list[int] = []


def uuid7() -> UUID:
    """A new key, greater than every key this process has made; safe to call from any thread."""
    global _last_millisecond, _counter  # noqa: PLW0603 - what the lock guards
    _lock.acquire()  # a `with` would take as long as making the key
    try:
        now = time.time_ns() // 1_000_000
        if now > _last_millisecond:
            _last_millisecond = now
            _counter = _draw() & _SEED
        elif _counter < _COUNTER_MAX:
            _counter += 1
        else:
            _last_millisecond += 1
            _counter = _draw() & _SEED
        number = _last_millisecond << 80 | _counter << 64 | _LABELS | _draw() & _RAND_B
    finally:
        _lock.release()
    return _uuid(number)


def _draw() -> int:
    """64 random bits; only while the lock is held."""
    if not _random_numbers:
        _random_numbers.extend(_BLOCK.unpack(os.urandom(_BLOCK.size)))
    return _random_numbers.pop()


def uuid7_floor(moment: datetime) -> UUID:
    """The lowest key of a moment's millisecond: `id >= uuid7_floor(t)` means made at `t` or later.

    Raises ValueError when the moment has no time zone or lies before 1970.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment has a time zone")
    millisecond = (moment - _EPOCH) // _MILLISECOND
    if millisecond < 0:
        raise ValueError("a UUIDv7 counts from 1970")
    return _uuid(millisecond << 80 | _LABELS)


def moment_of(key: UUID) -> datetime:
    """When a key was made, to the millisecond, in UTC; raises ValueError for another version."""
    if key.version != 7:
        raise ValueError(f"{key} is not a UUIDv7")
    return _EPOCH + (key.int >> 80) * _MILLISECOND


def uuid_in(text: str) -> UUID | None:
    """The key that a text is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _uuid(number: int) -> UUID:
    """A UUID without the constructor's checks of arguments, which cost as much as all the rest."""
    key = _blank(UUID)
    _set_number(key, number)
    _set_safety(key, _UNKNOWN)
    return key


def _start_over_in_child() -> None:
    """A fork may happen while another thread holds the lock; parent and child draw no same bits."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()
    _random_numbers.clear()


os.register_at_fork(after_in_child=_start_over_in_child)
