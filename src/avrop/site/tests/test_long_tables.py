"""A table that an organisation makes long is shown in parts, and searched by words."""

from __future__ import annotations

from datetime import date

from avrop.site.pages.authority.long_tables import TableRow, part_of
from avrop.site.patterns.lists import Cell

ROWS: tuple[TableRow, ...] = tuple(
    (Cell(f"Chef {number}"), Cell(date(2026, 1, 1), note="Vikarie")) for number in range(1, 121)
)


def numbers(asked: dict[str, str]) -> tuple[int, int, int]:
    part = part_of("held", ROWS, asked)
    return part.first, part.last, part.fitting


def test_a_short_table_is_shown_whole_and_has_no_search() -> None:
    part = part_of("held", ROWS[:50], {"held-text": "nobody"})

    assert (part.rows, part.is_long, part.before, part.after) == (ROWS[:50], False, "", "")


def test_a_long_table_is_shown_fifty_rows_at_a_time_to_its_end() -> None:
    assert numbers({}) == (1, 50, 120)
    assert numbers({"held-from": "50"}) == (51, 100, 120)
    assert numbers({"held-from": "100"}) == (101, 120, 120)


def test_the_ways_to_the_parts_beside_keep_what_else_is_asked_for() -> None:
    part = part_of("held", ROWS, {"unit": "a b", "held-from": "50"})

    assert part.before == "?unit=a+b#held"
    assert part.after == "?unit=a+b&held-from=100#held"
    assert part.kept == (("unit", "a b"),)


def test_a_row_is_found_by_a_word_of_any_cell_whatever_its_case() -> None:
    assert numbers({"held-text": "chef 12"}) == (1, 2, 2)
    assert numbers({"held-text": "VIKARIE"}) == (1, 50, 120)
    assert numbers({"held-text": "nobody"}) == (0, 0, 0)


def test_a_place_that_is_not_in_the_table_is_its_beginning() -> None:
    assert {numbers({"held-from": odd}) for odd in ("-1", "120", "x", "9" * 40)} == {(1, 50, 120)}
