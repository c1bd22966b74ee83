"""The stock ledger and the assortment, without a database."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from avrop.selling.stock import rules
from avrop.selling.stock.lifecycle import LIFECYCLE
from avrop.selling.stock.rules import Described, Moved, MovementKind, Sums

MILK, BREAD = UUID(int=1), UUID(int=2)
NAMES = {MILK: "A-001", BREAD: "A-002"}


def _moved(kind: str, quantity: int, item: UUID = MILK) -> Moved:
    return Moved(item, "main", kind, Decimal(quantity))


def test_what_is_set_aside_can_not_be_promised_again() -> None:
    before = {(MILK, "main"): Sums(on_hand=Decimal(10))}

    after = rules.sums_after(before, [_moved(MovementKind.RESERVED, 7)])

    assert after[MILK, "main"].available == Decimal(3)
    assert not list(rules.problems_moving(before, after, NAMES))


def test_every_article_that_is_short_is_named_with_what_can_be_promised() -> None:
    before = {(MILK, "main"): Sums(Decimal(10), Decimal(8)), (BREAD, "main"): Sums()}

    after = rules.sums_after(
        before, [_moved(MovementKind.RESERVED, 3), _moved(MovementKind.RESERVED, 1, BREAD)]
    )

    problems = list(rules.problems_moving(before, after, NAMES))
    assert [problem.values for problem in problems] == [
        {"item": "A-001", "available": Decimal(2)},
        {"item": "A-002", "available": Decimal(0)},
    ]


def test_shipping_takes_from_what_was_set_aside() -> None:
    before = {(MILK, "main"): Sums(Decimal(10), Decimal(4))}

    after = rules.sums_after(before, [_moved(MovementKind.SHIPPED, 4)])

    assert after[MILK, "main"] == Sums(Decimal(6), Decimal(0))


@given(st.lists(st.tuples(st.sampled_from(MovementKind.values), st.integers(1, 20)), max_size=40))
def test_movements_that_the_rules_allow_never_make_a_sum_negative(
    movements: list[tuple[str, int]],
) -> None:
    booked: list[Moved] = []
    sums = {(MILK, "main"): Sums()}
    for kind, quantity in movements:
        after = rules.sums_after(sums, [_moved(kind, quantity)])
        if not list(rules.problems_moving(sums, after, NAMES)):
            sums |= after
            booked.append(_moved(kind, quantity))

    assert sums[MILK, "main"].is_possible
    assert rules.sums_after({}, booked).get((MILK, "main"), Sums()) == sums[MILK, "main"]


def _described(**facts: object) -> Described:
    defaults: dict[str, object] = {
        "seller_item_id": "A-001",
        "gtin": "",
        "names": ("Mjölk",),
        "unit": "C62",
        "price_unit": "C62",
        "price": Decimal(10),
        "base_quantity": Decimal(1),
        "vat_kind": "food",
        "catch_weight": False,
    }
    return Described(**(defaults | facts))  # type: ignore[arg-type]


def test_an_article_with_wrong_gtin_and_unit_never_goes_out() -> None:
    item = _described(gtin="7310865004704", unit="styck", price_unit="styck")

    codes = [problem.code for problem in rules.problems_describing([item])]

    assert codes == ["stock.bad_gtin", "stock.bad_unit", "stock.bad_unit"]


def test_only_catch_weight_is_priced_in_another_unit_than_it_is_ordered_in() -> None:
    pieces, weighed = (
        _described(price_unit="KGM"),
        _described(seller_item_id="A-002", price_unit="KGM", catch_weight=True),
    )

    problems = list(rules.problems_describing([pieces, weighed]))

    assert [(problem.code, problem.place) for problem in problems] == [
        ("stock.price_unit_differs", ("items", 1, "price_unit"))
    ]


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: list[str]) -> None:
    state = "active"
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)
    assert state in LIFECYCLE.states
