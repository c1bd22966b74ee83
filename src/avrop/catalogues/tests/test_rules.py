"""What becomes of the lines of a price list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop import documents
from avrop.agreements.rules import AgreedPrice
from avrop.catalogues.lifecycle import LIFECYCLE, Action, State, Verdict
from avrop.catalogues.offered import offered_lines
from avrop.catalogues.rules import (
    Control,
    increase,
    judge,
    problems_activating,
    problems_with_header,
)
from avrop.catalogues.tests.builders import a_ground, a_known, a_line, an_offer, of
from avrop.documents.catalogue import CataloguePrice
from avrop.documents.common import Identifier, ItemProperty, Period, TaxCategory
from avrop.values import Gtin, InvalidIdentifier

DAY = date(2026, 3, 2)


def read(*lines: Any, header: Any = Action.REPLACE) -> Any:
    return offered_lines(lines, header=header, valid_from=DAY)


def judged(offer: Any, **ground: Any) -> Any:
    (found,) = judge([offer], a_ground(**ground))
    return found.verdict.value, [
        problem.code.removeprefix("catalogues.") for problem in found.problems
    ]


def test_a_line_without_fault_is_clean() -> None:
    assert judged(an_offer()) == ("clean", [])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"gtin": "7310865004704"}, "invalid_gtin"),
        ({"gtin": "73A"}, "invalid_gtin"),
        ({"unit": "BOX"}, "unknown_unit"),
        ({"price_unit": "kg"}, "unknown_unit"),
        ({"content": Decimal(1), "content_unit": ""}, "unknown_unit"),
        ({"seller_item_id": ""}, "no_item_id"),
        ({"name": ""}, "no_name"),
        ({"name": "x" * 501}, "text_too_long"),
        ({"amount": Decimal(-1)}, "number_out_of_range"),
        ({"base_quantity": Decimal(0)}, "number_out_of_range"),
        ({"multiple_quantity": Decimal(0)}, "number_out_of_range"),
        ({"min_quantity": Decimal(10) ** 12}, "number_out_of_range"),
        ({"currency": "NOK"}, "other_currency"),
        ({"price_factor": None}, "price_unit_unrelated"),
    ],
)
def test_what_cannot_be_true_is_rejected(changes: Any, code: Any) -> None:
    assert judged(an_offer(**changes)) == ("rejected", [code])


@given(
    st.text("0123456789", min_size=1, max_size=14), st.text("ABCDEFGHKLMT", min_size=2, max_size=3)
)
def test_no_invalid_gtin_or_unit_code_is_ever_clean_or_quarantined(gtin: Any, unit: Any) -> None:
    """Invariant 16."""
    verdict, codes = judged(an_offer(gtin=gtin, unit=unit, price_unit=unit))

    try:
        Gtin.parse(gtin)
    except InvalidIdentifier:
        assert verdict == "rejected"
    if "unknown_unit" in codes:
        assert verdict == "rejected"


def test_an_article_that_stands_twice_counts_not_at_all() -> None:
    found = judge([an_offer("1"), an_offer("2"), an_offer("1", amount=Decimal(9))], a_ground())

    assert [each.verdict.value for each in found] == ["rejected", "clean", "rejected"]


@pytest.mark.parametrize(
    ("action", "is_there", "code"),
    [
        ("add", False, None),
        ("add", True, "item_is_there"),
        ("update", True, None),
        ("update", False, "item_is_not_there"),
        ("delete", True, None),
        ("delete", False, "item_is_not_there"),
        ("", True, None),
        ("", False, None),
        ("renew", True, "unknown_line_action"),
    ],
)
def test_under_an_update_each_line_does_what_it_says_to_what_is_there(
    action: Any,
    is_there: Any,
    code: Any,
) -> None:
    known = {"100": a_known(is_active=is_there)}

    verdict, codes = judged(an_offer(action=action), header=Action.UPDATE, known=known)

    assert codes == ([code] if code else [])
    assert verdict == ("rejected" if code else "clean")


@pytest.mark.parametrize("header", [Action.ADD, Action.REPLACE])
def test_line_actions_mean_nothing_unless_the_header_says_update(header: Any) -> None:
    (offer,) = read(a_line(action_code="Delete"), header=header)

    assert offer.action == "add"


def test_the_key_of_an_update_is_the_article_and_never_the_line_number() -> None:
    (offer,) = read(a_line("100", id="7", action_code="Delete"), header=Action.UPDATE)

    assert (offer.seller_item_id, offer.line_id, offer.action) == ("100", "7", "delete")


@pytest.mark.parametrize(
    ("ground", "code"),
    [
        ({}, "price_raised"),
        ({"control": Control(Decimal(8))}, None),
        ({"control": Control(Decimal(8)), "increase_percent": Decimal("7.99")}, "price_raised"),
        ({"increase_percent": Decimal(8), "prices_fixed_until": DAY}, "price_fixed"),
        ({"increase_percent": Decimal(8), "prices_fixed_until": date(2026, 3, 1)}, None),
    ],
)
def test_a_rise_is_held_back_beyond_what_agreement_or_rules_let_pass(
    ground: Any, code: Any
) -> None:
    offer = an_offer(amount=Decimal("13.50"))  # 8 % more

    verdict, codes = judged(offer, known={"100": a_known()}, **ground)

    assert codes == ([code] if code else [])
    assert verdict == ("quarantined" if code else "clean")


def test_a_smaller_pack_at_the_same_price_is_the_rise_it_is() -> None:
    before = a_known(content=Decimal(12), content_unit="C62")
    offer = an_offer(content=Decimal(10), content_unit="C62")

    assert increase(offer, before) == 20
    assert judged(offer, known={"100": before}) == ("quarantined", ["price_raised", "other_pack"])


def test_a_price_by_weight_is_compared_by_the_ordered_unit() -> None:
    before = a_known(price_unit="KGM", price_factor=Decimal("2.5"), amount=Decimal(40))
    offer = an_offer(amount=Decimal(100))

    assert increase(offer, before) == 0


@pytest.mark.parametrize(
    ("agreed", "code"),
    [
        (AgreedPrice("100", Decimal("12.50"), unit="XCT"), None),
        (AgreedPrice("100", Decimal("12.49"), unit="XCT"), "above_agreed_price"),
        (AgreedPrice("100", Decimal(125), Decimal(10), "XCT"), None),
        (AgreedPrice("100", Decimal("12.50"), unit="KGM"), "agreed_in_other_unit"),
    ],
)
def test_a_price_above_the_agreed_one_is_held_back(agreed: Any, code: Any) -> None:
    _, codes = judged(an_offer(), agreed={"100": agreed})

    assert codes == ([code] if code else [])


def test_what_is_not_stated_is_held_back() -> None:
    assert judged(an_offer(vat_kind="", amount=None)) == ("quarantined", ["no_vat", "no_price"])
    assert judged(an_offer(amount=None, orderable=False)) == ("clean", [])


@pytest.mark.parametrize(
    ("action", "has_catalogue", "code"),
    [
        ("add", False, None),
        ("add", True, "already_has_one"),
        ("replace", False, None),
        ("replace", True, None),
        ("update", False, "nothing_to_change"),
        ("update", True, None),
        ("delete", False, "nothing_to_change"),
        ("delete", True, None),
        ("renew", True, "unknown_action"),
    ],
)
def test_the_header_fits_what_the_agreement_has(action: Any, has_catalogue: Any, code: Any) -> None:
    found = problems_with_header(action, has_catalogue=has_catalogue)

    assert [problem.code for problem in found] == ([f"catalogues.{code}"] if code else [])


def test_a_list_comes_into_force_in_part_only_where_that_is_allowed() -> None:
    def problems(control: Any, held_back: Any, until: Any = None) -> Any:
        found = problems_activating(control=control, held_back=held_back, valid_until=until, on=DAY)
        return [problem.code for problem in found]

    assert problems(Control(), 3) == []
    assert problems(Control(partial=False), 3) == ["catalogues.lines_held_back"]
    assert problems(Control(partial=False), 0, date(2026, 3, 1)) == ["catalogues.has_expired"]


def test_a_line_is_read_with_its_price_pack_and_marks() -> None:
    cheese = a_line(
        "200",
        None,
        standard_id=Identifier("7310865004703", "0160"),
        tax=None,
        properties=(
            ItemProperty("Allergen", "milk"),
            ItemProperty("vat_kind", "food"),
            ItemProperty("catch_weight", "true"),
            ItemProperty("deposit", "15"),
            ItemProperty("typical_weight", "2.4", quantity=of("2.4", "KGM")),
        ),
        orderable_unit="C62",
        minimum_order=of("2", "C62"),
        order_increment=Decimal(2),
        prices=(
            CataloguePrice(Decimal(90), "SEK", Decimal(1), "KGM", minimum=of("50", "C62")),
            CataloguePrice(Decimal(99), "SEK", Decimal(1), "KGM", lead_time=of("2", "DAY")),
        ),
    )

    (offer,) = read(cheese)

    assert (offer.unit, offer.price_unit, offer.price_factor) == ("C62", "KGM", Decimal("2.4"))
    assert (offer.amount, offer.lead_time_days, offer.deposit) == (99, 2, 15)
    assert (offer.min_quantity, offer.multiple_quantity, offer.catch_weight) == (2, 2, True)
    assert (offer.vat_kind, offer.allergens, offer.category) == ("food", ("milk",), "15511000")


@pytest.mark.parametrize(
    ("percent", "category", "kind"),
    [
        (25, "S", "standard"),
        (12, "S", "food"),
        (6, "S", "books"),
        (0, "Z", "zero_rated"),
        (7, "S", ""),
    ],
)
def test_the_kind_of_vat_is_found_by_rate_and_goods(percent: Any, category: Any, kind: Any) -> None:
    (offer,) = read(a_line(tax=TaxCategory(category, Decimal(percent))))

    assert offer.vat_kind == kind


def test_the_price_of_the_day_is_taken_and_one_to_come_only_without() -> None:
    past = CataloguePrice(Decimal(1), "SEK", validity=Period(end=date(2026, 3, 1)))
    now = CataloguePrice(Decimal(2), "SEK", validity=Period(start=date(2026, 1, 1)))
    later = CataloguePrice(Decimal(3), "SEK", validity=Period(start=date(2026, 6, 1)))

    assert read(a_line(prices=(later, past, now)))[0].amount == 2
    assert read(a_line(prices=(past, later)))[0].price_from == date(2026, 6, 1)
    assert read(a_line(prices=(past,)))[0].amount is None


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_a_rejected_list_never_comes_into_force(verbs: Any) -> None:
    state, rejected = State.RECEIVED.value, False
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)
        rejected = rejected or state == State.REJECTED
        assert not (rejected and state in (State.ACTIVE, State.SCHEDULED))


def test_every_line_gets_one_verdict_in_its_own_place() -> None:
    offers = [an_offer(str(n), position=n, amount=Decimal(n)) for n in range(1, 6)]

    found = judge(offers, a_ground())

    assert [each.line for each in found] == offers
    assert {each.verdict for each in found} == {Verdict.CLEAN}


@pytest.mark.corpus
def test_every_collected_catalogue_can_be_judged(corpus: Path) -> None:
    files = sorted((corpus / "peppol" / "examples" / "catalogue").glob("*.xml"))

    for file in files:
        document = documents.read(file.read_bytes()).document
        assert isinstance(document, documents.Catalogue)
        offers = read(*document.lines)
        found = judge(offers, a_ground(currency=offers[0].currency or "SEK"))
        assert [each.line.line_id for each in found] == [line.id for line in document.lines]
        assert {each.verdict for each in found} <= set(Verdict)
