"""What is invoiced and credited, and how it adds up, without a database."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from avrop.selling.billing import rules
from avrop.selling.billing.lifecycle import LIFECYCLE
from avrop.selling.billing.rules import Billable, Invoiced
from avrop.selling.billing.shapes import CreditLine, Deviation
from avrop.values import VatRate

FOOD, USUAL = VatRate("S", Decimal(6)), VatRate("S", Decimal(25))


def a_billable(position: int = 1, **facts: object) -> Billable:
    """Ten pieces at 10.50 that have left."""
    defaults: dict[str, object] = {
        "sales_line_id": UUID(int=position),
        "line_id": str(position),
        "seller_item_id": f"A-{position:03d}",
        "gtin": "",
        "name": "Vara",
        "quantity": Decimal(10),
        "unit": "C62",
        "weight": None,
        "price": Decimal("10.50"),
        "base_quantity": Decimal(1),
        "price_unit": "C62",
        "rate": FOOD,
        "deposit": None,
        "accounting_cost": "",
    }
    return Billable(**(defaults | facts))  # type: ignore[arg-type]


def test_vat_is_reckoned_once_for_each_rate() -> None:
    goods = rules.goods_lines((a_billable(1), a_billable(2, price=Decimal("3.33"), rate=USUAL)), ())
    freight = rules.Charge("FC", "Frakt", Decimal(95), USUAL)

    sums = rules.totals(goods, (freight,))

    assert (sums.line_amount, sums.charges, sums.tax, sums.payable) == (
        Decimal("138.30"),
        Decimal(95),
        Decimal("38.38"),
        Decimal("271.68"),
    )
    assert [(row.rate, row.taxable, row.tax) for row in sums.breakdown] == [
        (FOOD, Decimal("105.00"), Decimal("6.30")),
        (USUAL, Decimal("128.30"), Decimal("32.08")),
    ]


def test_four_ordered_pieces_are_invoiced_as_what_they_weigh() -> None:
    meat = a_billable(
        quantity=Decimal(4), weight=Decimal("9.64"), price=Decimal("82.50"), price_unit="KGM"
    )

    (line,) = rules.goods_lines((meat,), ())

    assert (line.quantity, line.unit, line.amount) == (Decimal("9.64"), "KGM", Decimal("795.30"))
    assert line.billed_quantity == Decimal(4)


def test_a_wrong_invoice_still_knows_what_was_delivered() -> None:
    wrong = Deviation("1", quantity=Decimal(12), price=Decimal(11))

    (line,) = rules.goods_lines((a_billable(),), (wrong,))

    assert (line.quantity, line.price, line.amount) == (Decimal(12), Decimal(11), Decimal("132.00"))
    assert line.billed_quantity == Decimal(10)


def test_deposits_are_counted_by_kind() -> None:
    crates = (
        a_billable(1, quantity=Decimal(3), deposit=Decimal(24), rate=USUAL),
        a_billable(2, quantity=Decimal(2), deposit=Decimal(24), rate=USUAL),
        a_billable(3, quantity=Decimal(5), deposit=Decimal(1), rate=USUAL),
        a_billable(4),
    )

    lines = rules.deposit_lines(crates, "Pant")

    assert [(line.quantity, line.price, line.seller_item_id) for line in lines] == [
        (Decimal(5), Decimal(24), "PANT"),
        (Decimal(5), Decimal(1), "PANT"),
    ]


def _invoiced(credited: Decimal = Decimal(0)) -> Invoiced:
    (line,) = rules.goods_lines((a_billable(),), ())
    return Invoiced(UUID(int=77), line, credited)


def test_never_more_is_credited_than_was_invoiced() -> None:
    wanted = (CreditLine("1", Decimal(6)),)

    assert list(rules.problems_crediting([_invoiced()], (), wanted, "Trasigt")) == []
    assert [
        problem.code
        for problem in rules.problems_crediting(
            [_invoiced(Decimal("52.50"))], (), wanted, "Trasigt"
        )
    ] == ["billing.credited_too_much"]
    assert [
        problem.code
        for problem in rules.problems_crediting([_invoiced(Decimal("105.00"))], (), (), "")
    ] == ["billing.reason_missing", "billing.credited_already"]


def test_crediting_the_rest_gives_back_exactly_what_is_left() -> None:
    (line,) = rules.credit_lines([_invoiced(Decimal("31.50"))], ())

    assert (line.amount, line.credits_line) == (Decimal("73.50"), UUID(int=77))


amounts = st.decimals(Decimal("0.01"), Decimal(9999), places=2)
rates = st.sampled_from([FOOD, USUAL, VatRate("Z", Decimal(0))])


@given(st.lists(st.tuples(amounts, amounts, rates), min_size=1, max_size=20))
def test_totals_add_up_as_the_norm_says(rows: list[tuple[Decimal, Decimal, VatRate]]) -> None:
    lines = rules.goods_lines(
        (
            a_billable(place, quantity=quantity, price=price, rate=rate)
            for place, (quantity, price, rate) in enumerate(rows, start=1)
        ),
        (),
    )

    sums = rules.totals(lines, ())

    assert sums.line_amount == sum(line.amount for line in lines)
    assert sum(row.taxable for row in sums.breakdown) == sums.tax_exclusive
    assert sums.payable == sums.tax_exclusive + sums.tax
    for row in sums.breakdown:
        exact = row.taxable * (row.rate.percent or 0) / 100
        assert abs(row.tax - exact) <= Decimal("0.005")


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: list[str]) -> None:
    state = "issued"
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)
    assert state in LIFECYCLE.states
