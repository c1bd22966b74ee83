"""Handbooks are read whole or not at all; what is looked for in them is found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.authority.roles import CATALOGUE
from avrop.support.handbook import reading
from avrop.support.handbook.loading import FaultyHandbook, blocks_of, read_book, written_books
from avrop.support.handbook.shapes import LANGUAGES, Piece

BOOK = """
title = {sv = "Bok", en = "Book", zh-hans = "书"}
aim = {sv = "Mål", en = "Aim", zh-hans = "目标"}
"""
ENTRY = """
[[%(table)s]]
code = "%(code)s"
pages = ["receive"]
updated = 2026-11-01
title = {sv = "Titel", en = "Title", zh-hans = "标题"}
text = {sv = "%(sv)s", en = "%(en)s", zh-hans = "%(zh)s"}
"""


def an_entry(
    code: str = "one", *, table: str = "sections", sv: str = "Text", en: str = "", zh: str = ""
) -> str:
    """A section or a question as it is written."""
    return ENTRY % {"table": table, "code": code, "sv": sv, "en": en or sv, "zh": zh or sv}


def faults_of(source: str) -> list[tuple[str, str, str]]:
    """What is wrong: section, place, and in which words."""
    with pytest.raises(FaultyHandbook) as refused:
        read_book("tester", source)
    assert {one.file for one in refused.value.faults} == {"tester.toml"}
    return [(one.section, one.place, one.what) for one in refused.value.faults]


# --- what the product comes with ----------------------------------------------------------------------


def test_the_handbooks_are_whole_in_every_language_and_of_roles_that_there_are() -> None:
    books = written_books()

    assert {"requester", "receiver", "coordinator"} <= {book.role for book in books}
    assert {book.role for book in books} <= {role.code for role in CATALOGUE}
    for book in books:
        kinds = [entry.kind for entry in book.entries]
        assert kinds.count("section") >= 6
        assert kinds.count("question") >= 4
        for entry in book.entries:
            assert all(entry.titles[language] and entry.texts[language] for language in LANGUAGES)


def test_nothing_was_updated_on_a_day_that_has_not_been() -> None:
    today = datetime.now(UTC).date()

    late = [
        (book.role, entry.code)
        for book in written_books()
        for entry in book.entries
        if entry.updated > today
    ]

    assert late == []


# --- reading a file -----------------------------------------------------------------------------------


def test_a_text_is_parted_into_paragraphs_steps_points_and_trouble() -> None:
    text = "En rad\nsom går vidare.\n\n1. Först\n2. Sedan {Find}\n\n- En\n\n! Fel: {a state|Open}"

    blocks = blocks_of(text)

    assert [block.kind for block in blocks] == ["paragraph", "steps", "points", "trouble"]
    assert blocks[0].lines == ((Piece("En rad som går vidare."),),)
    assert blocks[1].lines[1] == (Piece("Sedan "), Piece("Find", is_on_screen=True))
    assert blocks[3].lines[0][1] == Piece("Open", is_on_screen=True, context="a state")


def test_everything_that_is_wrong_in_a_file_is_told_at_once_with_its_place() -> None:
    source = f"""{BOOK}author = "somebody"
{an_entry("Bad Code").replace("2026-11-01", '"in autumn"').replace('["receive"]', '"receive"')}
{an_entry("twice").replace('en = "Title", ', "")}
{an_entry("twice", table="questions").replace('zh-hans = "Text"', 'zh-hans = " "')}
"""
    source = source.replace('author = "somebody"\n', "", 1) + 'author = "somebody"\n'

    assert faults_of(source) == [
        ("Bad Code", "code", "is not in small letters, digits and underscores"),
        ("Bad Code", "pages", "is no list of names of pages"),
        ("Bad Code", "updated", "is no day"),
        ("twice", "title.en", "has no words"),
        ("twice", "author", "is not known"),
        ("twice", "text.zh-hans", "has no words"),
        ("twice", "code", "is used 2 times"),
    ]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ({"sv": r"1. Ett\n3. Tre"}, "is not numbered from 1 on"),
        ({"sv": r"- Ett\nTvå"}, "has lines that do not begin with “-”"),
        ({"sv": "Tryck på {Find"}, "has a brace without its other"),
        ({"sv": r"- Ett\n- Två", "en": "- One"}, "has other parts than text.sv"),
        ({"sv": "Tryck {Find}", "en": "Press {Send}"}, "names other things on the pages"),
    ],
)
def test_languages_say_the_same_things_in_the_same_form(words: dict[str, str], wrong: str) -> None:
    source = BOOK + an_entry(**words) + an_entry("two", table="questions")

    told = faults_of(source)

    assert {section for section, _place, _what in told} == {"one"}
    assert any(what.startswith(wrong) for _section, _place, what in told)


def test_a_file_that_is_no_toml_or_has_no_entries_is_told() -> None:
    assert faults_of("title = ")[0][0] == ""
    assert ("", "sections", "has nothing") in faults_of(BOOK)


# --- looking for words --------------------------------------------------------------------------------


def titles(text: str, language: str = "sv", own: tuple[str, ...] = ()) -> list[str]:
    """What is found, by title."""
    return [hit.entry.title for hit in reading.search(text, language, own)]


def test_letters_are_found_without_their_marks_and_the_hit_is_marked() -> None:
    with_marks, without = titles("mottagning rätta"), titles("MOTTAGNING ratta")
    first = reading.search("ratta mottagning", "sv", ())[0]

    assert with_marks == without
    assert [run.text for run in first.title if run.is_hit] == ["Rätta", "mottagning"]


def test_all_words_must_be_there_and_titles_come_first() -> None:
    found = titles("varukorgen")

    assert "varukorgen" in found[0].casefold()
    assert titles("varukorgen ordsomintefinns") == []
    assert titles("   ") == []


def test_the_readers_own_handbook_comes_first_among_equals() -> None:
    as_receiver = reading.search("leverantören", "sv", ("receiver",))
    in_text = [hit for hit in as_receiver if not any(run.is_hit for run in hit.title)]

    assert in_text[0].entry.role == "receiver"


def test_chinese_is_found_within_its_sentences() -> None:
    assert "更正收货记录" in titles("收货记录", "zh-hans")


@given(st.text(max_size=120))
def test_marking_what_is_looked_for_never_changes_the_words(text: str) -> None:
    line = "Åtgärda straße ﬁx: „Ångra” i ǅungeln"

    shown = reading.marked(line, reading.words_in(text))

    assert "".join(run.text for run in shown) == line
    assert len(reading.words_in(text)) <= reading.MOST_WORDS
    assert isinstance(reading.search(text, "sv", ()), tuple)
