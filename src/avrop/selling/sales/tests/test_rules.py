"""Checking, answering and stopping orders, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from avrop.selling.sales import rules
from avrop.selling.sales.lifecycle import (
    CHANGE_LIFECYCLE,
    HAND_OFF_LIFECYCLE,
    LIFECYCLE,
    Stage,
)
from avrop.selling.sales.rules import AnswerableLine, CheckedLine, CheckedOrder, OpenHold
from avrop.selling.sales.shapes import LineChange
from avrop.selling.stock.shapes import Offer
from avrop.values import Money

TODAY = date(2026, 3, 2)


def an_offer(**facts: object) -> Offer:
    """An article at 10.50."""
    defaults: dict[str, object] = {
        "item_id": UUID(int=9),
        "seller_item_id": "A-001",
        "gtin": "",
        "name": "Mellanmjölk",
        "unit": "C62",
        "price": Money(Decimal("10.50"), "SEK"),
        "base_quantity": Decimal(1),
        "price_unit": "C62",
        "vat_kind": "food",
        "category": "",
        "allergens": ("milk",),
        "catch_weight": False,
        "typical_weight": None,
        "deposit": None,
        "lead_time_days": 1,
        "is_stocked": True,
        "is_active": True,
    }
    return Offer(**(defaults | facts))  # type: ignore[arg-type]


def a_checked_line(**facts: object) -> CheckedLine:
    """A line that lacks nothing."""
    defaults: dict[str, object] = {
        "line_id": "1",
        "name": "Mellanmjölk",
        "quantity": Decimal(10),
        "unit": "C62",
        "price": Decimal("10.50"),
        "base_quantity": Decimal(1),
        "price_unit": "C62",
        "requested_date": None,
        "offer": an_offer(),
    }
    return CheckedLine(**(defaults | facts))  # type: ignore[arg-type]


def _codes(*lines: CheckedLine, place: bool = True, wanted: date | None = None) -> list[str]:
    order = CheckedOrder("SEK", place, "REF", wanted, TODAY, lines)
    return [problem.code for problem in rules.findings_in(order)]


def a_line(position: int, quantity: int = 10) -> AnswerableLine:
    """A line that nobody has answered."""
    return AnswerableLine(
        UUID(int=position),
        str(position),
        "Vara",
        Decimal(quantity),
        "C62",
        Decimal("10.50"),
        TODAY,
        "open",
    )


def test_a_complete_and_right_order_has_no_findings() -> None:
    assert _codes(a_checked_line(), a_checked_line(line_id="2", price=None)) == []


def test_everything_that_is_not_in_order_is_found_at_once() -> None:
    lines = (
        a_checked_line(offer=None),
        a_checked_line(unit="XBX", price=Decimal(12)),
        a_checked_line(offer=an_offer(is_active=False), requested_date=date(2026, 3, 1)),
    )

    assert _codes(*lines, place=False, wanted=date(2026, 2, 28)) == [
        "sales.no_delivery_place",
        "sales.date_has_passed",
        "sales.item_unknown",
        "sales.unit_differs",
        "sales.price_differs",
        "sales.line_date_has_passed",
        "sales.item_withdrawn",
    ]


def test_catch_weight_may_be_ordered_at_the_price_of_a_kilogram_or_of_a_usual_piece() -> None:
    meat = an_offer(
        catch_weight=True,
        price=Money(Decimal(80), "SEK"),
        price_unit="KGM",
        typical_weight=Decimal("2.4"),
    )

    by_kilogram, by_piece, wrong = (
        a_checked_line(offer=meat, price=Decimal(price)) for price in (80, 192, 100)
    )

    assert (_codes(by_kilogram), _codes(by_piece)) == ([], [])
    assert _codes(wrong) == ["sales.price_differs"]


def test_a_hold_stops_exactly_its_own_steps() -> None:
    hold = OpenHold("credit", frozenset({"ship", "ship_part"}), "Late with payments")

    assert [problem.code for problem in rules.problems_going_on("ship", [hold])] == [
        "sales.on_hold"
    ]
    assert list(rules.problems_going_on("bill", [hold])) == []


def test_an_answer_with_changes_names_every_line_of_the_order() -> None:
    lines = (a_line(1), a_line(2), a_line(3), a_line(4))
    soy = an_offer(seller_item_id="B-9", allergens=("soy",))
    changes = (
        LineChange("1", quantity=Decimal(8)),
        LineChange("2", promised_date=date(2026, 3, 5), substitute_seller_item_id="B-9"),
        LineChange("4", rejected=True),
    )

    answered = rules.answer_lines(lines, changes, {"B-9": soy})

    assert [(row.line_id, row.code, row.quantity, row.backorder) for row in answered] == [
        ("1", "3", Decimal(8), Decimal(0)),
        ("2", "3", Decimal(10), None),
        ("3", "5", Decimal(10), None),
        ("4", "7", Decimal(0), None),
    ]
    assert answered[1].substitute is soy


def test_a_rest_that_comes_later_is_a_second_row_on_the_same_line() -> None:
    change = LineChange(
        "1", quantity=Decimal(6), later_quantity=Decimal(3), later_date=date(2026, 3, 9)
    )

    answered = rules.answer_lines([a_line(1)], [change], {})

    assert [(row.quantity, row.backorder, row.promised_date) for row in answered] == [
        (Decimal(6), Decimal(3), None),
        (Decimal(3), None, date(2026, 3, 9)),
    ]
    (promise,) = rules.promises([a_line(1)], answered)
    assert (promise.quantity, promise.state) == (Decimal(9), "changed")


def test_nobody_promises_more_than_was_ordered() -> None:
    change = LineChange("1", quantity=Decimal(8), later_quantity=Decimal(3))

    problems = rules.problems_changing([a_line(1)], [change], {}, on=TODAY)

    assert [problem.code for problem in problems] == [
        "sales.promise_too_much",
        "sales.later_without_date",
    ]


def test_goods_missing_at_the_pick_never_come() -> None:
    standing = rules.StandingLine(
        UUID(int=1), "1", Decimal(10), Decimal(8), TODAY, TODAY, "changed"
    )

    (row,) = rules.answer_after_shortage([standing], {UUID(int=1): Decimal(3)})

    assert (row.code, row.quantity, row.backorder) == ("3", Decimal(5), Decimal(0))


def test_a_change_can_be_taken_until_the_goods_have_left() -> None:
    assert rules.how_late(Stage.ALLOCATED) == rules.AT_ONCE
    assert rules.how_late(Stage.PACKED) == rules.ASK_THE_WAREHOUSE
    assert rules.how_late(Stage.SHIPPED) == rules.TOO_LATE


def test_every_stage_has_an_owner() -> None:
    assert set(rules.OWNERS) == set(Stage)


@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=12),
    st.dictionaries(st.integers(1, 12), st.integers(0, 60), min_size=1),
)
def test_an_answer_covers_all_lines_and_never_promises_more_than_ordered(
    ordered: list[int], promised: dict[int, int]
) -> None:
    lines = tuple(a_line(place, quantity) for place, quantity in enumerate(ordered, start=1))
    changes = tuple(
        LineChange(str(place), quantity=Decimal(quantity)) for place, quantity in promised.items()
    )
    if list(rules.problems_changing(lines, changes, {}, on=TODAY)):
        return

    answered = rules.answer_lines(lines, changes, {})
    kept = {promise.id: promise for promise in rules.promises(lines, answered)}

    assert [row.line_id for row in answered] == [line.line_id for line in lines]
    assert all(kept[line.id].quantity <= line.quantity for line in lines)


@given(st.sampled_from([LIFECYCLE, CHANGE_LIFECYCLE, HAND_OFF_LIFECYCLE]), st.data())
def test_no_run_of_verbs_leaves_the_table(lifecycle: object, data: st.DataObject) -> None:
    table = lifecycle
    state = table.states[0]  # type: ignore[attr-defined]
    for verb in data.draw(st.lists(st.sampled_from(table.verbs))):  # type: ignore[attr-defined]
        if verb in table.verbs_from(state):  # type: ignore[attr-defined]
            state = table.after(state, verb)  # type: ignore[attr-defined]
    assert state in table.states  # type: ignore[attr-defined]
