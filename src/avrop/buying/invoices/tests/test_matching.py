"""The rules of matching: what untidy invoices are matched to, and what differs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.agreements.rules import AgreementTerms, ChargeTerm
from avrop.buying.invoices.kinds import DifferenceKind, Reference
from avrop.buying.invoices.matching import (
    ChargeFacts,
    Ground,
    InvoiceFacts,
    Judgement,
    Tolerances,
    compare,
    judge,
    order_numbers_in,
    pair_lines,
)
from avrop.buying.invoices.matching.comparing import CreditFacts, billable
from avrop.buying.invoices.tests.figures import ORDER, SPACE, a_line, an_invoice, an_order_line
from avrop.buying.orders.queries import LineToMatch
from avrop.values import Money, PackFactor


def matched(invoice: InvoiceFacts, *order: LineToMatch, ground: Ground | None = None) -> Judgement:
    paired = pair_lines(invoice, order)
    return judge(compare(paired, ground or Ground()), Tolerances())


def quantities(judgement: Judgement) -> list[Decimal]:
    return [portion.quantity for portion in judgement.portions]


def kinds(judgement: Judgement) -> list[str]:
    return [str(each.kind) for each in judgement.differences]


def terms(*charges: ChargeTerm) -> AgreementTerms:
    return AgreementTerms(
        id=SPACE,
        version=1,
        number="A-1",
        title="",
        seller_organisation_id=SPACE,
        state="active",
        valid_from=date(2026, 1, 1),
        valid_until=None,
        currency="SEK",
        ceiling=None,
        drawn=Money(Decimal(0), "SEK"),
        is_entitled=True,
        min_order=None,
        price_basis="order_day",
        on_silence="chase",
        response_hours=24,
        allows_changes=True,
        allows_substitutes=False,
        process="order",
        charges=charges,
        price_increase_percent=None,
        prices_fixed_until=None,
    )


def test_lines_are_matched_by_item_whatever_order_they_come_in() -> None:
    order = (an_order_line(1), an_order_line(2, quantity=4))

    judgement = matched(an_invoice(a_line(2, 4), a_line(1, 10)), *order)

    assert [each.order_line_id for each in judgement.portions] == [
        order[1].order_line_id,
        order[0].order_line_id,
    ]
    assert judgement.is_match


def test_a_line_reference_is_not_believed_against_the_item() -> None:
    order = (an_order_line(1), an_order_line(2))

    judgement = matched(an_invoice(a_line(2, 10, order_line_reference="1")), *order)

    assert judgement.portions[0].order_line_id == order[1].order_line_id


def test_a_line_without_item_numbers_is_matched_by_its_reference_or_its_name() -> None:
    order = (an_order_line(1, name="Mellanmjölk 1,5 % 1 l"), an_order_line(2, name="Smör 500 g"))
    by_reference = a_line(1, 10, seller_item_id="", name="Div.", order_line_reference="2")
    by_name = a_line(2, 10, seller_item_id="", name="MELLANMJÖLK 1 l 1,5 %")

    judgement = matched(an_invoice(by_reference, by_name), *order)

    assert [each.order_line_id for each in judgement.portions] == [
        order[1].order_line_id,
        order[0].order_line_id,
    ]


def test_one_invoice_line_can_be_for_several_order_lines_and_the_other_way_round() -> None:
    same = {"item_id": SPACE, "seller_item_id": "I-1"}
    order = (an_order_line(1, quantity=4, **same), an_order_line(2, quantity=6, **same))

    joined = matched(an_invoice(a_line(1, 10)), *order)
    parted = matched(
        an_invoice(a_line(1, 3), a_line(2, 7, seller_item_id="I-1")),
        an_order_line(1),
    )

    assert quantities(joined) == [4, 6]
    assert [each.amount for each in joined.portions] == [80, 120]
    assert quantities(parted) == [3, 7]
    assert joined.is_match
    assert parted.is_match


def test_what_was_billed_before_is_not_billed_again() -> None:
    order_line = an_order_line(1, sums={"invoiced": Decimal(7)})

    judgement = matched(an_invoice(a_line(1, 10)), order_line)

    assert quantities(judgement) == [3]
    assert kinds(judgement) == ["quantity"]


def test_a_part_of_what_has_come_is_matched_and_the_rest_waits_for_receipt() -> None:
    judgement = matched(an_invoice(a_line(1, 10)), an_order_line(1, received=6))

    assert quantities(judgement) == [6]
    (difference,) = judgement.differences
    assert (difference.kind, difference.expected, difference.actual, difference.amount) == (
        DifferenceKind.NOT_RECEIVED,
        6,
        10,
        80,
    )


def test_a_right_total_does_not_make_wrong_quantities_right() -> None:
    order = (an_order_line(1), an_order_line(2))

    judgement = matched(an_invoice(a_line(1, 12), a_line(2, 8)), *order)

    assert kinds(judgement) == ["quantity"]


def test_goods_for_which_a_credit_is_expected_are_withheld_and_the_rest_is_payable() -> None:
    order_line = an_order_line(1, received=8, sums={"short": Decimal(2)})
    credit = CreditFacts(uuid5(SPACE, "credit"), order_line.order_line_id, Decimal(2))

    judgement = matched(an_invoice(a_line(1, 10)), order_line, ground=Ground(credits=(credit,)))

    assert judgement.is_match
    assert quantities(judgement) == [8]
    assert [(each.quantity, each.amount) for each in judgement.covers] == [(2, 40)]


@pytest.mark.parametrize(
    ("price", "is_match"),
    [
        ("20.20", True),  # one percent, ten öre a piece
        ("20.21", False),  # over one percent
        ("19", True),  # nobody minds paying less
    ],
)
def test_prices_differ_within_a_percentage(price: str, is_match: bool) -> None:
    line = a_line(1, 10, amount=Decimal(price) * 10)

    assert matched(an_invoice(line), an_order_line(1)).is_match is is_match


def test_prices_differ_within_an_amount_too() -> None:
    order_line = an_order_line(1, quantity=10000)
    line = a_line(1, 10000, amount=Decimal(200051))  # 0.03 percent, and 51 kr

    judgement = matched(an_invoice(line), order_line)

    assert [(each.kind, each.amount) for each in judgement.differences] == [("price", 51)]


def test_packs_are_counted_as_pieces_by_declared_factors_only() -> None:
    order_line = an_order_line(1, quantity=24, price=Decimal(10))
    line = a_line(1, 2, "CS", amount=Decimal(240))
    packs = {order_line.item_id: (PackFactor("CS", "C62", Decimal(12)),)}

    known = matched(an_invoice(line), order_line, ground=Ground(packs=packs))
    unknown = matched(an_invoice(line), order_line)

    assert (quantities(known), known.is_match) == ([24], True)
    assert (quantities(unknown), kinds(unknown)) == ([], ["unit"])


def cheese(**facts: object) -> LineToMatch:
    return an_order_line(
        1,
        quantity=4,
        catch_weight=True,
        price=Decimal(100),
        price_unit="KGM",
        price_factor=Decimal("2.4"),
        **facts,
    )


@pytest.mark.parametrize(
    ("weight", "found"),
    [("9.64", []), ("9.83", []), ("10.00", ["weight"])],
)
def test_pieces_are_invoiced_by_the_weight_they_had_at_receipt(
    weight: str, found: list[str]
) -> None:
    weighed = cheese(sums={"received_weight": Decimal("9.64"), "weight_unit": "KGM"})
    line = a_line(1, weight, "KGM", amount=Decimal(weight) * 100)

    judgement = matched(an_invoice(line), weighed)

    assert quantities(judgement) == [4]
    assert kinds(judgement) == found


def test_pieces_nobody_weighed_are_invoiced_by_about_what_they_usually_weigh() -> None:
    line = a_line(1, "9.64", "KGM", amount=Decimal("964"))
    heavy = a_line(1, "12", "KGM", amount=Decimal("1200"))

    assert matched(an_invoice(line), cheese()).is_match
    assert kinds(matched(an_invoice(heavy), cheese())) == ["quantity"]


def test_freight_and_deposits_are_charges_and_not_goods_that_nobody_ordered() -> None:
    freight = ChargeFacts(Decimal(95), "FC", "Frakt")
    deposit = a_line(2, 10, seller_item_id="PANT", name="Pant", amount=Decimal(10))
    invoice = an_invoice(a_line(1), deposit, charges=(freight,))
    agreed = terms(ChargeTerm("FC", Decimal(100), "freight"), ChargeTerm("DEP", None, "deposit"))
    capped = terms(ChargeTerm("FC", Decimal(50), "freight"), ChargeTerm("DEP", None, "deposit"))

    allowed = matched(invoice, an_order_line(1), ground=Ground(terms=(agreed,)))
    over = matched(invoice, an_order_line(1), ground=Ground(terms=(capped,)))
    unagreed = matched(invoice, an_order_line(1), ground=Ground(terms=(terms(),)))

    assert allowed.is_match
    assert [(each.kind, each.amount) for each in over.differences] == [("charge_not_agreed", 45)]
    assert kinds(unagreed) == ["charge_not_agreed", "charge_not_agreed"]


def test_the_vat_rate_is_the_one_in_force_on_the_day() -> None:
    milk = an_order_line(1, vat_kind="food")
    line = a_line(1, 10, vat_percent=Decimal(12))

    in_march = matched(an_invoice(line, tax_date=date(2026, 3, 31)), milk)
    in_april = matched(an_invoice(line, tax_date=date(2026, 4, 1)), milk)

    assert in_march.is_match
    assert [(d.kind, d.expected, d.actual) for d in in_april.differences] == [("vat", 6, 12)]


def test_a_line_nobody_ordered_and_sums_that_are_wrong_are_found() -> None:
    stranger = a_line(9, 1, seller_item_id="X-9", name="Något helt annat", amount=Decimal(20))
    invoice = an_invoice(a_line(1), stranger, payable=Decimal("285"))

    judgement = matched(invoice, an_order_line(1))

    assert kinds(judgement) == ["unknown_item", "total"]


def test_without_an_order_it_is_one_matter_and_not_one_for_each_line() -> None:
    judgement = matched(an_invoice(a_line(1), a_line(2), has_order=False))

    assert kinds(judgement) == ["no_order"]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"order_reference": "AO-2026-00017"}, {"AO-2026-00017": Reference.ORDER_REFERENCE}),
        ({"buyer_reference": "Er ref AO 2026 00017"}, {"AO-2026-00017": Reference.BUYER_REFERENCE}),
        ({"notes": ("Avser order ao-2O26-OOOl7.",)}, {"AO-2026-00017": Reference.NOTE}),
        ({"order_reference": "4711"}, {"4711": Reference.ORDER_REFERENCE}),
        ({"buyer_reference": "REF00012"}, {}),
    ],
)
def test_order_numbers_are_found_where_sellers_put_them(
    texts: dict[str, object], found: dict[str, Reference]
) -> None:
    assert order_numbers_in(**texts) == found  # type: ignore[arg-type]


counts = st.decimals(0, 20, places=0)


@given(
    order=st.lists(st.tuples(counts, counts, counts, st.integers(1, 3)), min_size=1, max_size=5),
    lines=st.lists(st.tuples(counts, st.integers(1, 4), st.integers(0, 6)), min_size=1, max_size=6),
)
def test_matched_never_exceeds_received_or_invoiced(
    order: list[tuple[Decimal, Decimal, Decimal, int]],
    lines: list[tuple[Decimal, int, int]],
) -> None:
    on_order = [
        an_order_line(
            position,
            quantity=quantity,
            received=received,
            seller_item_id=f"I-{item}",
            item_id=uuid5(SPACE, str(item)),
            sums={"invoiced": min(billed, received)},
        )
        for position, (quantity, received, billed, item) in enumerate(order, start=1)
    ]
    invoice = an_invoice(
        *(
            a_line(
                position,
                quantity,
                seller_item_id=f"I-{item}",
                order_line_reference=str(reference or ""),
            )
            for position, (quantity, item, reference) in enumerate(lines, start=1)
        )
    )

    judgement = matched(invoice, *on_order)

    by_order_line: dict[UUID, Decimal] = defaultdict(Decimal)
    by_line: dict[UUID, Decimal] = defaultdict(Decimal)
    money: dict[UUID, Decimal] = defaultdict(Decimal)
    for portion in judgement.portions:
        assert portion.order_id == ORDER
        by_order_line[portion.order_line_id] += portion.quantity
        by_line[portion.line_id] += portion.quantity
        money[portion.line_id] += portion.amount
    assert all(by_order_line[line.order_line_id] <= billable(line) for line in on_order)
    assert all(by_line[line.id] <= line.quantity.value for line in invoice.lines)
    assert all(money[line.id] <= line.amount for line in invoice.lines)
