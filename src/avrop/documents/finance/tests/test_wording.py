"""Every code that can be raised has a sentence in each language, with the same named places."""

import re
from pathlib import Path

import pytest

from avrop.documents.finance import wording

PLACES = re.compile(r"%\((\w+)\)s")


def test_every_code_in_the_finance_documents_has_its_sentence() -> None:
    package = Path(wording.__file__).parent
    sources = [path.read_text() for path in package.glob("*.py") if path.name != "wording.py"]

    raised = {code for source in sources for code in re.findall(r'"(finance\.\w+)"', source)}

    assert raised == set(wording.MESSAGES)


@pytest.mark.parametrize("code", sorted(wording.MESSAGES))
def test_the_languages_name_the_same_values(code: str) -> None:
    message = wording.MESSAGES[code]

    places = {language: sorted(PLACES.findall(sentence)) for language, sentence in message}

    assert set(places) == {"en", "sv", "zh-hans"}
    assert places["en"] == places["sv"] == places["zh-hans"]
