"""The rule that keeps practice and what is real apart, and the numbers of practice. No database."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.practice import (
    EACH,
    ENVIRONMENTS,
    is_practice_address,
    practice_gln,
    practice_number,
    problems_passing,
    problems_receiving_at,
)
from avrop.values import Gln, OrganisationNumber

environments = st.integers(min_value=0, max_value=ENVIRONMENTS - 1)


def test_only_practice_to_practice_here_and_real_to_real_pass() -> None:
    passing = {
        (one, other, here)
        for one, other, here in product((True, False), repeat=3)
        if not list(problems_passing(from_practice=one, to_practice=other, is_local=here))
    }

    assert passing == {(True, True, True), (False, False, True), (False, False, False)}


@pytest.mark.parametrize(
    ("participant", "practising", "codes"),
    [
        ("0088:2012345678900", True, []),
        ("0007:5560360793", False, []),
        ("0088:7300010000001", False, []),
        ("0088:7300010000001", True, ["kernel.address_is_real"]),
        ("0007:5560360793", True, ["kernel.address_is_real"]),
        (" 0088:2912345678900", False, ["kernel.address_is_for_practice"]),
    ],
)
def test_who_receives_where(participant: str, practising: bool, codes: list[str]) -> None:
    found = problems_receiving_at(participant, practising=practising)

    assert [one.code for one in found] == codes


@given(environments, environments, st.integers(0, 999))
def test_the_addresses_of_two_environments_are_never_the_same(
    one: int, other: int, place: int
) -> None:
    first, second = practice_gln(one, place), practice_gln(other, place)

    assert Gln.parse(first) == first
    assert is_practice_address(f"0088:{first}")
    assert (first == second) == (one == other)


@given(environments, environments, st.integers(0, EACH - 1), st.integers(0, EACH - 1))
def test_the_numbers_of_two_organisations_are_never_the_same(
    one: int, other: int, index: int, another: int
) -> None:
    first, second = practice_number(one, index), practice_number(other, another)

    assert OrganisationNumber.parse(first) == first
    assert first.startswith("4")
    assert not first.belongs_to_a_person
    assert (first == second) == ((one, index) == (other, another))
