"""Which script an order gets and what its steps mean, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.selling.billing.shapes import CreditLine, Deviation, InvoiceForm
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales.shapes import LineChange
from avrop.selling.twin import rules
from avrop.selling.twin.lifecycle import LIFECYCLE
from avrop.selling.twin.rules import Candidate, NoSuchLine, OrderLine
from avrop.selling.twin.shapes import Script, ScriptedChange, Step

TODAY = date(2026, 3, 2)
WANTED = date(2026, 3, 9)


def a_line(position: int, left: int = 10, weight: Decimal | None = None) -> OrderLine:
    """A line of an order, as its buyer numbers it: 10, 20, …"""
    return OrderLine(
        line_id=str(position * 10),
        position=position,
        seller_item_id=f"A-{position:03d}",
        agreed_seller_item_id="",
        ordered=Decimal(10),
        left=Decimal(left),
        requested_date=None,
        typical_weight=weight,
    )


LINES = (a_line(1), a_line(2, left=5), a_line(3, left=4, weight=Decimal("2.41")))


def test_the_most_exact_script_wins() -> None:
    everybody = Candidate(UUID(int=1), "", "", "")
    customer = Candidate(UUID(int=2), "0007:1", "", "")
    article = Candidate(UUID(int=3), "", "", "A-001")
    number = Candidate(UUID(int=4), "", "AO-7", "")
    all_four = (everybody, customer, article, number)

    def chosen(endpoint: str, order: str, *items: str) -> Candidate | None:
        return rules.most_exact(all_four, endpoint=endpoint, number=order, items=frozenset(items))

    assert chosen("0007:2", "AO-1") is everybody
    assert chosen("0007:1", "AO-1") is customer
    assert chosen("0007:1", "AO-1", "A-001") is article
    assert chosen("0007:1", "AO-7", "A-001") is number


def test_a_line_is_named_by_number_place_or_article() -> None:
    assert [rules.line_named(LINES, name).position for name in ("20", "#2", "item:A-002")] == [
        2,
        2,
        2,
    ]
    with pytest.raises(NoSuchLine):
        rules.line_named(LINES, "#4")


def test_changes_are_counted_from_the_day_that_was_asked_for() -> None:
    step = Step(
        "accept_with_changes",
        changes=(
            ScriptedChange("#1", less=Decimal(2)),
            ScriptedChange("#2", days_later=3, substitute_seller_item_id="B-1"),
            ScriptedChange("#3", quantity=Decimal(6), rest_days_later=7),
        ),
    )

    changes = rules.changes_of(step, LINES, order_date=WANTED, on=TODAY)

    assert changes == (
        LineChange("10", quantity=Decimal(8)),
        LineChange("20", promised_date=date(2026, 3, 12), substitute_seller_item_id="B-1"),
        LineChange(
            "30", quantity=Decimal(6), later_quantity=Decimal(4), later_date=date(2026, 3, 16)
        ),
    )


def test_half_of_five_pieces_is_three_and_meat_has_its_usual_weight() -> None:
    picks = rules.picks_of(Step("despatch", share=Decimal("0.5")), LINES)

    assert picks == (
        Pick("10", Decimal(5)),
        Pick("20", Decimal(3)),
        Pick("30", Decimal(2), weight=Decimal("4.82")),
    )


def test_deviations_and_credits_find_their_lines() -> None:
    billing = Step("bill", form=InvoiceForm(deviations=(Deviation("#2", price=Decimal(11)),)))
    crediting = Step("credit", credits=(CreditLine("item:A-001", Decimal(1)),))

    assert rules.form_of(billing, LINES).deviations == (Deviation("20", price=Decimal(11)),)
    assert rules.credits_of(crediting, LINES) == (CreditLine("10", Decimal(1)),)


def test_a_script_that_makes_no_sense_is_told_everything_at_once() -> None:
    script = Script((Step("dance"), Step("despatch", share=Decimal(2))), on_change="shout")

    codes = [problem.code for problem in rules.problems_in(script)]

    assert codes == ["twin.bad_step", "twin.bad_share", "twin.bad_reply"]
    assert [problem.code for problem in rules.problems_in(Script(()))] == ["twin.no_steps"]


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=6),
    st.decimals(Decimal("0.01"), Decimal(1), places=2),
)
def test_no_share_takes_more_than_is_left(left: list[int], share: Decimal) -> None:
    lines = tuple(a_line(place, quantity) for place, quantity in enumerate(left, start=1))

    picks = {pick.line_id: pick for pick in rules.picks_of(Step("despatch", share=share), lines)}

    for line in lines:
        if line.left:
            assert 0 < picks[line.line_id].quantity <= line.left


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: list[str]) -> None:
    state = "running"
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)
    assert state in LIFECYCLE.states
