"""From ticks and typed numbers to the lines of a receipt."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from avrop.buying.receipts.queries import LineToReceive
from avrop.site.pages.receiving.counting import counted, everything, seen_as_text, seen_in


def a_line(position: int = 1, *, expected: int = 10, despatched: int = 0) -> LineToReceive:
    """A line of which nothing has come."""
    zero = Decimal(0)
    return LineToReceive(
        order_line_id=uuid4(),
        position=position,
        name="Mjölk",
        unit="C62",
        agreed=Decimal(expected),
        despatched=Decimal(despatched),
        received=zero,
        rejected=zero,
        short=zero,
        still_expected=Decimal(expected),
        catch_weight=False,
    )


@pytest.mark.parametrize(
    ("given", "received", "rejected", "short"),
    [
        ({"how": "all"}, 10, 0, 0),
        ({"how": "none"}, 0, 0, 0),
        ({"how": "some", "quantity": "7,5"}, "7.5", 0, 0),
        ({"quantity": "8"}, 8, 0, 0),
        ({"how": "all", "trouble": "broken", "count": "1"}, 10, 1, 0),
        ({"trouble": "wrong"}, 10, 10, 0),
        ({"how": "some", "quantity": "8", "trouble": "missing"}, 8, 0, 2),
        ({"how": "none", "trouble": "missing"}, 0, 0, 10),
        ({"trouble": "missing", "count": "3"}, 7, 0, 3),
        ({"how": "all", "trouble": "missing", "count": "3"}, 7, 0, 3),
    ],
)
def test_what_is_ticked_becomes_what_came_was_rejected_or_is_missing(
    given: dict[str, str], received: object, rejected: int, short: int
) -> None:
    line = a_line()
    sent = {f"{name}-1": value for name, value in given.items()}

    found = counted([line], sent, {1: Decimal(10)}, {})

    (made,) = found.lines
    assert found.problems == ()
    assert (made.received, made.rejected, made.short) == (Decimal(str(received)), rejected, short)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"how": "some"}, "site.how_many_came"),
        ({"how": "some", "quantity": "tolv"}, "site.count_is_no_number"),
        ({"how": "some", "quantity": "NaN"}, "site.count_is_no_number"),
        ({"trouble": "missing"}, "site.how_many_are_missing"),
        ({}, "site.nothing_counted"),
    ],
)
def test_what_cannot_be_understood_is_told(given: dict[str, str], code: str) -> None:
    sent = {f"{name}-1": value for name, value in given.items()}

    found = counted([a_line()], sent, {1: Decimal(10)}, {})

    assert [problem.code for problem in found.problems] == [code]


def test_all_is_what_the_page_showed_even_if_some_has_come_since() -> None:
    line = a_line(expected=10, despatched=8)
    shown = seen_as_text([line])
    later = a_line(expected=4)

    assert shown == "1:8"
    assert seen_in(shown, [later]) == {1: 8}
    assert seen_in("x,1:,1:-1,9:4", [later]) == {1: 4}


def test_everything_leaves_out_what_was_not_expected() -> None:
    lines = [a_line(1), a_line(2, expected=0)]

    found = everything(lines, seen_in("", lines), "")

    assert [line.received for line in found.lines] == [10]
