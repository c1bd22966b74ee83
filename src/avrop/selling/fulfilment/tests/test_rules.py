"""What can be picked and what is still to come, without a database."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from avrop.selling.fulfilment import rules
from avrop.selling.fulfilment.lifecycle import LIFECYCLE
from avrop.selling.fulfilment.rules import LineToPick
from avrop.selling.fulfilment.shapes import Pick


def a_line(
    position: int, to_deliver: int = 10, packed: int = 0, weighed: bool = False
) -> LineToPick:
    """A line of an order."""
    return LineToPick(
        UUID(int=position), str(position), Decimal(to_deliver), Decimal(packed), weighed
    )


def test_what_is_not_delivered_now_is_outstanding_unless_the_despatch_is_the_last() -> None:
    lines = (a_line(1), a_line(2, packed=4))
    picks = (Pick("1", Decimal(7)), Pick("2", Decimal(6)))

    first = rules.despatch_lines(lines, picks, final=False)
    last = rules.despatch_lines(lines, picks, final=True)

    assert [line.outstanding for line in first] == [Decimal(3), Decimal(0)]
    assert [line.outstanding for line in last] == [Decimal(0), Decimal(0)]
    assert not rules.nothing_is_left(lines, picks)


def test_every_reason_against_a_pick_is_named() -> None:
    lines = (a_line(1), a_line(2, weighed=True))
    picks = (Pick("1", Decimal(11)), Pick("2", Decimal(4)), Pick("3", Decimal(1)))

    codes = [problem.code for problem in rules.problems_picking(lines, picks)]

    assert codes == [
        "fulfilment.picked_too_much",
        "fulfilment.weight_missing",
        "fulfilment.line_unknown",
    ]


def test_a_line_may_lie_on_two_handling_units_but_not_twice_on_one() -> None:
    on_two = (Pick("1", Decimal(5)), Pick("1", Decimal(5), handling_unit=2))
    twice = (Pick("1", Decimal(5)), Pick("1", Decimal(4)))

    assert list(rules.problems_picking((a_line(1),), on_two)) == []
    assert [problem.code for problem in rules.problems_picking((a_line(1),), twice)] == [
        "fulfilment.line_twice"
    ]


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=1, max_size=8))
def test_packed_and_outstanding_never_pass_what_is_to_be_delivered(
    amounts: list[tuple[int, int]],
) -> None:
    lines = tuple(a_line(place, wanted) for place, (wanted, _) in enumerate(amounts, start=1))
    picks = tuple(Pick(str(place), Decimal(took)) for place, (_, took) in enumerate(amounts, 1))
    if list(rules.problems_picking(lines, picks)):
        return

    packed = rules.despatch_lines(lines, picks, final=False)

    for line, row in zip(lines, packed, strict=True):
        assert line.packed + row.pick.quantity + row.outstanding == line.to_deliver


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: list[str]) -> None:
    state = "packed"
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)
    assert state in LIFECYCLE.states
