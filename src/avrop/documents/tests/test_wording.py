"""Every finding can be said in every language."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from avrop.documents.findings import Finding, Place
from avrop.documents.terms import TERMS
from avrop.documents.ubl.documents import SHAPES
from avrop.documents.ubl.shapes import Shape
from avrop.documents.wording import (
    LANGUAGES,
    MESSAGES,
    REMEDIES,
    message,
    place_in_words,
    remedy,
)

SOURCE = Path(__file__).parents[1]
CODE = re.compile(r'"((?:documents|rules)\.[a-z_0-9]+)"')


def codes_in_source() -> set[str]:
    files = [
        *SOURCE.glob("*.py"),
        *(SOURCE / "ubl").glob("*.py"),
        *(SOURCE / "rules").rglob("*.py"),
    ]
    found = {code for file in files for code in CODE.findall(file.read_text("utf-8"))}
    kinds = {"number", "date", "time", "boolean", "binary"}
    return found | {f"documents.not_a_{kind}" for kind in kinds}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert codes_in_source() == set(MESSAGES)
    assert set(REMEDIES) <= set(MESSAGES)


@pytest.mark.parametrize("code", MESSAGES)
def test_a_sentence_says_the_same_in_every_language(code: str) -> None:
    wording = MESSAGES[code]
    names = [
        {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
        for sentence in (wording.en, wording.sv, wording.zh)
    ]

    assert names[0] == names[1] == names[2]
    assert len({wording.en, wording.sv, wording.zh}) == 3


@pytest.mark.parametrize("language", [*LANGUAGES, "fi"])
def test_a_finding_without_its_values_is_still_a_sentence(language: str) -> None:
    for code in MESSAGES:
        finding = Finding(code)

        assert message(finding, language)[-1] in ".。"
        assert remedy(finding, language)[-1] in ".。"


def test_every_element_that_we_read_has_a_name_in_every_language() -> None:
    elements = {name for shape in SHAPES.values() for name in elements_of(shape)}

    assert elements - set(TERMS) == set()
    assert all(len(set(names)) >= 2 and all(names) for names in TERMS.values())


def elements_of(shape: Shape[object]) -> Iterator[str]:
    for entry in shape.table:
        for step in entry.path:
            if not step.startswith("@"):
                yield step.rstrip("*").partition(":")[2]
        if entry.codec.shape is not None:
            yield from elements_of(entry.codec.shape)


def test_a_place_is_said_in_the_readers_language() -> None:
    finding = Finding("rules.negative", place=Place("3", ("LineItem", "Price")))

    assert place_in_words(finding, "en") == "line 3, price"
    assert place_in_words(finding, "sv") == "rad 3, pris"
    assert place_in_words(finding, "zh-hans") == "第 3 行，价格"


def test_a_place_in_a_broken_file_is_a_row_and_column() -> None:
    finding = Finding("documents.truncated", place=Place(row=7, column=12))

    assert place_in_words(finding, "sv") == "filens rad 7, tecken 12"
