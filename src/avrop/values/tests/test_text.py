"""A reader gets the best text there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.values import Text

MILK = Text({"sv": "Mjölk", "en": "Milk", "zh-hans": "牛奶"})


def test_a_reader_gets_the_text_in_their_own_language() -> None:
    assert [MILK.in_language(each) for each in ("sv", "en", "zh-hans", "ZH_Hans", "en-gb")] == [
        "Mjölk",
        "Milk",
        "牛奶",
        "牛奶",
        "Milk",
    ]


def test_without_it_swedish_comes_first_then_english_then_any() -> None:
    assert MILK.in_language("fi") == "Mjölk"
    assert Text(en="Milk", de="Milch").in_language("fi") == "Milk"
    assert Text(fr="Lait", de="Milch").in_language("fi") == "Milch"
    assert Text().in_language("sv") == ""


def test_an_empty_text_hides_no_other() -> None:
    assert Text(sv="", en="Milk").in_language("sv") == "Milk"
    assert MILK.with_language("en", "").languages == ("sv", "zh-hans")


def test_order_and_spelling_of_languages_make_no_difference() -> None:
    assert Text(zh_hans="牛奶", sv="Mjölk") == Text({"sv": "Mjölk", "ZH-Hans": "牛奶"})
    assert len({Text(sv="a", en="b"), Text(en="b", sv="a")}) == 1


@given(st.dictionaries(st.sampled_from(["sv", "en", "zh-hans", "fi"]), st.text(min_size=1)))
def test_what_is_stored_is_read_back(words: dict[str, str]) -> None:
    assert Text.from_json(Text(words).to_json()) == Text(words)


@pytest.mark.parametrize("stored", [None, "Mjölk", ["sv"], {"sv": 1}, {"": "x"}])
def test_anything_else_is_not_a_text(stored: object) -> None:
    with pytest.raises(ValueError, match="text by language"):
        Text.from_json(stored)
