"""Keys rise strictly, whatever clock, thread or process makes them."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import RFC_4122, UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.values import ids, moment_of, uuid7, uuid7_floor

MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def test_keys_of_one_process_rise_strictly() -> None:
    keys = [uuid7() for _ in range(20_000)]

    assert all(earlier < later for earlier, later in pairwise(keys))
    assert {(key.version, key.variant) for key in keys} == {(7, RFC_4122)}


def test_keys_rise_even_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = uuid7()
    an_hour_ago = time.time_ns() - 3_600 * 10**9

    monkeypatch.setattr(time, "time_ns", lambda: an_hour_ago)

    assert before < uuid7() < uuid7()


def test_threads_never_make_the_same_key() -> None:
    made: list[list[UUID]] = [[] for _ in range(4)]

    def make(keys: list[UUID]) -> None:
        keys.extend(uuid7() for _ in range(5_000))

    threads = [threading.Thread(target=make, args=(keys,)) for keys in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(keys == sorted(keys) for keys in made)
    assert len({key for keys in made for key in keys}) == 20_000


def test_a_forked_child_makes_other_keys() -> None:
    uuid7()
    receiving, sending = os.pipe()

    child = os.fork()
    if child == 0:
        os.write(sending, uuid7().bytes)
        os._exit(0)
    own = uuid7()
    os.waitpid(child, 0)
    theirs = UUID(bytes=os.read(receiving, 16))
    os.close(receiving)
    os.close(sending)

    assert own.int & ids._RAND_B != theirs.int & ids._RAND_B


@given(MOMENTS)
def test_the_floor_of_a_moment_is_the_first_key_of_its_millisecond(moment: datetime) -> None:
    floor = uuid7_floor(moment)

    assert timedelta(0) <= moment - moment_of(floor) < timedelta(milliseconds=1)
    assert uuid7_floor(moment - timedelta(milliseconds=1)) < floor if moment.year > 1970 else True


def test_a_key_lies_between_the_floors_of_the_moments_around_it() -> None:
    key = uuid7()

    moment = moment_of(key)

    assert uuid7_floor(moment) <= key < uuid7_floor(moment + timedelta(milliseconds=1))


def test_other_versions_and_moments_without_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="UUIDv7"):
        moment_of(uuid4())
    with pytest.raises(ValueError, match="time zone"):
        uuid7_floor(datetime(2026, 1, 1))  # noqa: DTZ001
