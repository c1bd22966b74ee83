"""The kernel's pure parts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.canonical import canonical_json, digest
from avrop.kernel.commands import _register, all_operations, operation_named
from avrop.kernel.facts import read_facts, stored_facts
from avrop.kernel.lifecycle import Lifecycle
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.values import Money, Quantity, Text

LIFE = Lifecycle(
    "letter",
    ("post", {"written"}, "posted"),
    ("deliver", {"posted"}, "delivered"),
    ("return", {"posted", "delivered"}, "written"),
)


def test_a_verb_takes_a_document_to_the_state_its_table_names() -> None:
    assert LIFE.after("posted", "return") == "written"
    assert LIFE.verbs_from("posted") == ("deliver", "return")


def test_a_wrong_step_raises_and_names_state_and_verb() -> None:
    with pytest.raises(Refused) as refusal:
        LIFE.after("written", "deliver")

    assert refusal.value.problems == (
        Problem("kernel.wrong_step", {"document": "letter", "state": "written", "verb": "deliver"}),
    )


def test_a_table_in_which_a_verb_leaves_a_state_twice_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="leaves one state twice"):
        Lifecycle("letter", ("post", {"written"}, "posted"), ("post", {"written"}, "lost"))


def test_the_diagram_has_an_arrow_for_each_step_and_state() -> None:
    assert LIFE.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    written --> posted: post",
        "    posted --> delivered: deliver",
        "    delivered --> written: return",
        "    posted --> written: return",
    ]


def test_a_refusal_carries_every_problem_and_none_is_no_refusal() -> None:
    refuse_if([])
    with pytest.raises(Refused) as refusal:
        refuse_if([Problem("a.one"), Problem("a.two")])

    assert refusal.value.codes == ["a.one", "a.two"]


def test_canonical_json_does_not_depend_on_the_order_things_were_put_in() -> None:
    assert canonical_json({"b": 1, "a": 2}) == canonical_json({"a": 2, "b": 1}) == '{"a":2,"b":1}'


def test_a_digest_is_sha_256_over_its_parts() -> None:
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest("ab", b"c").hex() == expected


amounts = st.decimals(-1000000, 1000000, places=4)
facts = st.one_of(
    st.text(),
    st.integers(),
    st.booleans(),
    amounts,
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.uuids(),
    st.builds(Money, amounts, st.sampled_from(["SEK", "EUR"])),
    st.builds(Quantity, amounts, st.sampled_from(["KGM", "EA"])),
    st.builds(Text, st.dictionaries(st.sampled_from(["sv", "en"]), st.text(min_size=1))),
)


@given(st.dictionaries(st.text(), facts))
def test_facts_come_back_as_they_were(values: dict[str, Any]) -> None:
    stored = json.loads(json.dumps(stored_facts(values)))

    found = read_facts(stored)

    assert found == values
    assert {name: type(value) for name, value in found.items()} == {
        name: type(value) for name, value in values.items()
    }


def test_a_moment_is_not_taken_for_a_day() -> None:
    values = {"day": date(2026, 3, 2), "moment": datetime(2026, 3, 2, tzinfo=UTC), "n": Decimal(2)}

    assert stored_facts(values) == {
        "day": {"date": "2026-03-02"},
        "moment": {"moment": "2026-03-02T00:00:00Z"},
        "n": {"decimal": "2"},
    }


def test_two_operations_of_one_name_are_refused_before_one_is_asked_for_instead_of_the_other() -> (
    None
):
    known = next(all_operations())

    def another() -> None:
        """Stands in a module of its own."""

    another.__module__ = "avrop.kernel.elsewhere"
    with pytest.raises(ValueError, match=known.name):
        _register(replace(known, function=another))

    assert operation_named(known.name) is known
