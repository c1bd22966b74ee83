"""What is read once while a page is made, and by whom it is read anew."""

from __future__ import annotations

from collections.abc import Callable

from avrop.kernel.looking import acting_alone, looking, read_once


def a_count() -> Callable[[], int]:
    """Reads 1 when it is first asked, then 2."""
    read = 0

    def ask() -> int:
        nonlocal read
        read += 1
        return read

    return ask


def test_one_request_reads_once_and_the_next_one_anew() -> None:
    ask = a_count()

    with looking():
        first = (read_once("sight", ask), read_once("sight", ask))
    with looking():
        second = read_once("sight", ask)

    assert (first, second) == ((1, 1), 2)


def test_nobody_gets_what_was_read_for_another() -> None:
    with looking():
        annas = read_once(("sight", "Anna"), lambda: "Anna's")
        bos = read_once(("sight", "Bo"), lambda: "Bo's")

    assert (annas, bos) == ("Anna's", "Bo's")


def test_what_writes_reads_for_itself_within_a_request_and_without_one() -> None:
    ask = a_count()

    with looking():
        before = read_once("sight", ask)
        with acting_alone():
            meanwhile = (read_once("sight", ask), read_once("sight", ask))
        after = read_once("sight", ask)
    without = read_once("sight", ask)

    assert (before, meanwhile, after, without) == (1, (2, 3), 1, 4)
