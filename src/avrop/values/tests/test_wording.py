"""Every code that an identifier can be refused with has a sentence in each language."""

import re
from pathlib import Path

import pytest

from avrop.values import identifiers, wording

PLACES = re.compile(r"%\((\w+)\)s")


def test_every_code_of_the_identifiers_has_its_sentence() -> None:
    source = Path(identifiers.__file__).read_text()
    raised = set(re.findall(r'"(identifiers\.\w+)"', source))
    for name in re.findall(r'^    name = "(\w+)"', source, re.MULTILINE):
        raised |= {f"identifiers.{name}_shape", f"identifiers.{name}_check_digit"}

    assert raised == set(wording.MESSAGES)


@pytest.mark.parametrize("code", sorted(wording.MESSAGES))
def test_the_languages_name_the_same_values(code: str) -> None:
    message = wording.MESSAGES[code]

    places = {language: sorted(PLACES.findall(sentence)) for language, sentence in message}

    assert set(places) == {"en", "sv", "zh-hans"}
    assert places["en"] == places["sv"] == places["zh-hans"]
