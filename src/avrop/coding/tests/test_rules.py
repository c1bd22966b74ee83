"""Rules of codings, splits and short codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.coding.rules import (
    CodingPlan,
    CodingString,
    CombinationFacts,
    DimensionFacts,
    Period,
    ShortCodeView,
    choices,
    problems_with,
    problems_with_short_code,
)
from avrop.coding.splitting import Part, Share, problems_with_split, split
from avrop.kernel.problems import Invalid, Refused
from avrop.values import Money

TODAY = date(2026, 3, 2)
LONG_AGO = Period(date(2020, 1, 1))


def kronor(amount: int | str | Decimal) -> Money:
    return Money(Decimal(amount), "SEK")


def a_plan(*combinations: CombinationFacts) -> CodingPlan:
    """Responsibility and account are mandatory; a project is not."""
    return CodingPlan(
        TODAY,
        (
            DimensionFacts(
                "ansvar",
                1,
                True,
                purpose="responsibility",
                values={
                    "4100": LONG_AGO,
                    "4200": LONG_AGO,
                    "3900": Period(date(2020, 1, 1), date(2025, 12, 31)),
                    "4300": Period(date(2026, 7, 1)),
                },
            ),
            DimensionFacts(
                "konto", 2, True, purpose="account", values={"64400": LONG_AGO, "12100": LONG_AGO}
            ),
            DimensionFacts("projekt", 3, False, values={"901": LONG_AGO, "902": LONG_AGO}),
        ),
        combinations,
    )


INVESTMENTS_NEED_A_PROJECT = CombinationFacts("konto", ("12*",), "projekt", ("901",))


def codes(coding: str, plan: CodingPlan | None = None) -> list[str]:
    return [problem.code for problem in problems_with(coding, plan or a_plan())]


def test_a_coding_is_stored_in_the_order_of_the_chart() -> None:
    plan = a_plan()

    assert plan.canonical(" konto=64400  ANSVAR=4100") == "ansvar=4100 konto=64400"
    assert plan.responsibility_of("konto=64400 ansvar=4100") == "4100"
    assert plan.account_of("konto=64400 ansvar=4100") == "64400"
    assert plan.canonical("") == ""


@pytest.mark.parametrize("text", ["4100", "ansvar=", "=4100", "ansvar=1=2", "ansvar=1 ansvar=2"])
def test_what_is_no_coding_cannot_be_read(text: str) -> None:
    with pytest.raises(Invalid) as denial:
        CodingString.parse(text)

    assert denial.value.codes == ["coding.unreadable"]
    assert codes(text) == ["coding.unreadable"]


def test_own_parts_win_over_defaults() -> None:
    own, defaults = CodingString.parse("konto=64400"), CodingString.parse("ansvar=4100 konto=12100")

    assert dict(own.over(defaults).parts) == {"ansvar": "4100", "konto": "64400"}


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ("ansvar=4100 konto=64400", []),
        ("", ["coding.missing"]),
        ("konto=64400", ["coding.dimension_missing"]),
        ("ansvar=9999 konto=64400", ["coding.value_unknown"]),
        ("ansvar=3900 konto=64400", ["coding.value_expired"]),
        ("ansvar=4300 konto=64400", ["coding.value_not_begun"]),
        ("ansvar=4100 konto=64400 moms=25", ["coding.unknown_dimension"]),
        ("ansvar=3900 moms=1", [
            "coding.unknown_dimension", "coding.dimension_missing", "coding.value_expired",
        ]),
    ],
)  # fmt: skip
def test_every_part_that_is_wrong_is_named(coding: str, expected: list[str]) -> None:
    assert codes(coding) == expected


def test_a_problem_says_which_part_it_is_about() -> None:
    (problem,) = problems_with("ansvar=3900 konto=64400", a_plan())

    assert problem.place == ("coding", "ansvar")
    assert problem.values["valid_until"] == date(2025, 12, 31)


def test_values_have_to_go_together() -> None:
    plan = a_plan(INVESTMENTS_NEED_A_PROJECT)

    assert codes("ansvar=4100 konto=64400", plan) == []
    assert codes("ansvar=4100 konto=12100 projekt=901", plan) == []
    assert codes("ansvar=4100 konto=12100", plan) == ["coding.combination_not_allowed"]
    assert codes("ansvar=4100 konto=12100 projekt=902", plan) == ["coding.combination_not_allowed"]


def test_only_values_that_go_with_the_rest_are_offered() -> None:
    plan = a_plan(INVESTMENTS_NEED_A_PROJECT)

    assert choices("konto=12100", "projekt", plan) == ("901",)
    assert choices("konto=64400", "projekt", plan) == ("901", "902")
    assert choices("projekt=902", "konto", plan) == ("64400",)
    assert choices("", "ansvar", plan) == ("4100", "4200")
    assert choices("", "moms", plan) == ()


@given(
    st.sampled_from(["", "4100", "4200", "3900"]),
    st.sampled_from(["", "64400", "12100"]),
    st.sampled_from(["901", "902"]),
)
def test_what_is_offered_is_never_wrong(responsibility: str, account: str, project: str) -> None:
    plan = a_plan(INVESTMENTS_NEED_A_PROJECT)
    coding = CodingString().with_part("ansvar", responsibility).with_part("konto", account)

    is_offered = project in choices(coding, "projekt", plan)

    found = problems_with(coding.with_part("projekt", project), plan)
    about_the_project = [problem for problem in found if problem.place == ("coding", "projekt")]
    assert is_offered == (not about_the_project)


def test_odd_ore_go_to_the_largest_remainder_and_then_to_the_first() -> None:
    third = Decimal("33.333333")
    shares = (Share("a", third), Share("b", third), Share("c"))

    assert split(kronor("100.00"), shares) == (
        Part("a", kronor("33.33")),
        Part("b", kronor("33.33")),
        Part("c", kronor("33.34")),
    )
    assert [
        part.amount for part in split(kronor("0.05"), (Share("a", Decimal(50)), Share("b")))
    ] == [
        kronor("0.03"),
        kronor("0.02"),
    ]


def test_amounts_and_percentages_and_the_rest_make_the_whole() -> None:
    shares = (Share("a", amount=kronor("10.50")), Share("b", Decimal(25)), Share("c"))

    parts = split(kronor(100), shares)

    assert [str(part.amount) for part in parts] == ["10.50 SEK", "25.00 SEK", "64.50 SEK"]


def test_what_is_invoiced_is_divided_as_what_was_ordered() -> None:
    shares = (Share("a", amount=kronor(30)), Share("b", amount=kronor(70)))

    parts = split(kronor("110.01"), shares, ordered=kronor(100))

    assert [str(part.amount) for part in parts] == ["33.00 SEK", "77.01 SEK"]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((), ["coding.split_empty"]),
        ((Share("a"), Share("b")), ["coding.split_two_rests"]),
        ((Share("a", Decimal(60)), Share("b", Decimal(30))), ["coding.split_percent_not_whole"]),
        ((Share("a", Decimal(60)), Share("b", Decimal(50)), Share("c")), ["coding.split_too_much"]),
        ((Share("a", Decimal(0)), Share("b")), ["coding.split_percent_out_of_range"]),
        ((Share("a", amount=kronor(99)),), ["coding.split_not_whole"]),
        ((Share("a", amount=kronor(101)), Share("b")), ["coding.split_too_much"]),
        ((Share("a", amount=kronor(-5)), Share("b")), ["coding.split_wrong_sign"]),
        (
            (Share("a", amount=Money(Decimal(5), "EUR")), Share("b")),
            ["coding.split_other_currency"],
        ),
        (
            (Share("a", Decimal(5), kronor(5)), Share("b")),
            ["coding.split_percent_and_amount"],
        ),
    ],
)
def test_shares_that_make_no_whole_are_refused(
    shares: tuple[Share, ...], expected: list[str]
) -> None:
    found = [problem.code for problem in problems_with_split(kronor(100), shares)]

    assert found == expected
    with pytest.raises(Refused):
        split(kronor(100), shares)


percents = st.lists(st.integers(1, 30).map(lambda n: Decimal(n) / 10), min_size=1, max_size=30)
amounts = st.decimals(-(10**9), 10**9, places=2).map(kronor)


@given(amounts, percents, st.none() | amounts)
def test_the_parts_are_always_the_whole_to_the_ore(
    amount: Money, some: list[Decimal], ordered: Money | None
) -> None:
    shares = [*(Share(f"p{n}", percent) for n, percent in enumerate(some)), Share("rest")]

    parts = split(amount, shares, ordered=ordered)

    assert Money.sum((part.amount for part in parts), "SEK") == amount.rounded()
    assert all(part.amount == part.amount.rounded() for part in parts)
    assert not any(part.amount.amount * amount.amount < 0 for part in parts)


OAK_HILL, LIBRARY, ANNA, BO = (UUID(int=number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"valid_until": TODAY}, []),
        ({"valid_until": date(2026, 3, 1)}, ["coding.short_code_expired"]),
        ({"valid_from": date(2026, 3, 3)}, ["coding.short_code_not_begun"]),
        (
            {"unit_id": LIBRARY, "person_id": BO, "is_doubly_linked": True},
            [
                "coding.short_code_of_other_unit",
                "coding.short_code_of_other_person",
                "coding.short_code_doubly_linked",
            ],
        ),
    ],
)
def test_a_short_code_is_used_by_its_person_for_its_unit_in_its_time(
    facts: dict[str, object], expected: list[str]
) -> None:
    code = ShortCodeView(UUID(int=9), "EK7", ANNA, OAK_HILL, "", "EK7-4100", date(2026, 1, 1), None)
    code = replace(code, **facts)  # type: ignore[arg-type]

    found = problems_with_short_code(code, unit_id=OAK_HILL, person_id=ANNA, on=TODAY)

    assert [problem.code for problem in found] == expected
