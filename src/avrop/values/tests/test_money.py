"""Money: kept apart by currency, rounded once, split without losing an öre."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.values import CurrencyMismatch, Money

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
WEIGHTS = st.lists(
    st.decimals(min_value=0, max_value=10**6, places=3), min_size=1, max_size=30
).filter(any)


def kronor(amount: str) -> Money:
    return Money(Decimal(amount), "SEK")


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("2.345", "2.35"),
        ("2.344999", "2.34"),
        ("-2.345", "-2.35"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("1.005", "1.01"),
    ],
)
def test_a_half_ore_is_rounded_away_from_zero(amount: str, rounded: str) -> None:
    assert kronor(amount).rounded() == kronor(rounded)


def test_each_currency_is_rounded_to_its_own_minor_unit() -> None:
    amount = Decimal("12.3456")

    rounded = [Money(amount, currency).rounded().amount for currency in ("SEK", "JPY", "KWD")]

    assert [str(each) for each in rounded] == ["12.35", "12", "12.346"]


@given(AMOUNTS)
def test_rounding_moves_an_amount_by_half_an_ore_at_most_and_is_done_once(amount: Decimal) -> None:
    money = Money(amount, "SEK")

    rounded = money.rounded()

    assert abs(rounded - money) <= kronor("0.005")
    assert rounded.rounded() == rounded
    assert (-money).rounded() == -rounded


def test_currencies_are_never_mixed() -> None:
    krona, euro = kronor("1"), Money(Decimal(1), "EUR")

    for mix in (krona.__add__, krona.__sub__, krona.__lt__, krona.__ge__):
        with pytest.raises(CurrencyMismatch):
            mix(euro)
    with pytest.raises(CurrencyMismatch):
        Money.sum([krona, euro], "SEK")
    assert krona != euro


def test_no_float_becomes_money() -> None:
    with pytest.raises(TypeError):
        Money(1.1, "SEK")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        kronor("1") * 1.1  # type: ignore[operator]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1E21", "-1E1000"])
def test_what_cannot_be_rounded_is_no_amount(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        kronor(amount)


def test_the_largest_amount_can_be_rounded() -> None:
    assert kronor("9" * 21 + ".994").rounded() == kronor("9" * 21 + ".99")


@pytest.mark.parametrize("currency", ["", "kr", "sek", "SEKR"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValueError, match="currency code"):
        Money(Decimal(1), currency)


def test_arithmetic_is_exact() -> None:
    total = Money.sum([kronor("0.1")] * 3, "SEK")

    assert total == kronor("0.3")
    assert kronor("12.50") * 3 - kronor("7.5") == kronor("30")
    assert kronor("100") / 8 == kronor("12.5")
    assert Money.sum([], "SEK") == Money.zero("SEK")


def test_the_odd_ore_goes_to_the_largest_remainder_and_then_to_the_first() -> None:
    thirds = kronor("100").allocate([Decimal(1), Decimal(1), Decimal(1)])
    shares = kronor("0.05").allocate([Decimal(30), Decimal(70)])

    assert thirds == [kronor("33.34"), kronor("33.33"), kronor("33.33")]
    assert shares == [kronor("0.02"), kronor("0.03")]


@given(AMOUNTS, WEIGHTS)
def test_parts_sum_to_the_rounded_whole_and_none_is_an_ore_off(
    amount: Decimal, weights: list[Decimal]
) -> None:
    money = Money(amount, "SEK")

    parts = money.allocate(weights)

    assert Money.sum(parts, "SEK") == money.rounded()
    for part, weight in zip(parts, weights, strict=True):
        exact = money.rounded().amount * weight / sum(weights)
        assert abs(part.amount - exact) < Decimal("0.010001")


@pytest.mark.parametrize("weights", [[], [Decimal(0)], [Decimal(1), Decimal(-1)]])
def test_weights_that_share_nothing_out_are_refused(weights: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="weights"):
        kronor("1").allocate(weights)
