"""Reading the files of the handbooks. Pure but for `written_books`; everything that is wrong is told at
once, each with its file, section and place."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from avrop.support.handbook.shapes import (
    LANGUAGES,
    PARAGRAPH,
    POINTS,
    QUESTION,
    SECTION,
    STEPS,
    TROUBLE,
    Block,
    Line,
    Piece,
    WrittenBook,
    WrittenEntry,
)

FOLDER = Path(__file__).parent
#: The handbooks in the order they are shown in.
ROLES = ("requester", "receiver", "coordinator", "approver", "finance_officer", "order_clerk")
LONGEST_CODE = 60
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_NAME = re.compile(r"\{(?:([^|{}]+)\|)?([^{}|]+)\}")
_STEP = re.compile(r"(\d+)\. +(.+)")
_MARKED = {"- ": POINTS, "! ": TROUBLE}
_TABLES = {"sections": SECTION, "questions": QUESTION}
_OF_BOOK = frozenset({"title", "aim", *_TABLES})
_OF_ENTRY = frozenset({"code", "pages", "updated", "title", "text"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file: where (the code of the section, "" for the book itself), and what."""

    file: str
    section: str
    place: str
    what: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.section, self.place, self.what) if part)


class FaultyHandbook(ValueError):
    """A handbook cannot be read; `faults` are all there are."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@cache
def written_books() -> tuple[WrittenBook, ...]:
    """The handbooks that the product comes with. Raises `FaultyHandbook`."""
    return tuple(
        read_book(role, (FOLDER / f"{role}.toml").read_text(encoding="utf-8")) for role in ROLES
    )


def read_book(role: str, source: str) -> WrittenBook:
    """The handbook of a role from what its file holds. Raises `FaultyHandbook`."""
    file = f"{role}.toml"
    try:
        plain = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise FaultyHandbook([Fault(file, "", "", str(error))]) from error
    found = [Fault(file, *where) for where in _faults(plain)]
    if found:
        raise FaultyHandbook(found)
    return WrittenBook(
        role=role,
        titles=_words(plain["title"]),
        aims=_words(plain["aim"]),
        entries=tuple(_entry(kind, one) for kind, one in _entries(plain)),
    )


def _entries(plain: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for table, kind in _TABLES.items():
        for one in plain.get(table, ()):
            yield kind, one


def _entry(kind: str, plain: Mapping[str, Any]) -> WrittenEntry:
    return WrittenEntry(
        code=plain["code"],
        kind=kind,
        pages=tuple(plain["pages"]),
        updated=plain["updated"],
        titles=_words(plain["title"]),
        texts={language: blocks_of(plain["text"][language]) for language in LANGUAGES},
    )


def _words(plain: Mapping[str, str]) -> dict[str, str]:
    return {language: plain[language].strip() for language in LANGUAGES}


# --- a text ----------------------------------------------------------------------------------------


def blocks_of(text: str) -> tuple[Block, ...]:
    """The parts of a text as it is written in a handbook."""
    return tuple(
        _block(part.strip().split("\n")) for part in text.strip().split("\n\n") if part.strip()
    )


def _block(lines: list[str]) -> Block:
    kind = STEPS if _STEP.fullmatch(lines[0]) else _MARKED.get(lines[0][:2])
    if kind is not None:
        return Block(kind, tuple(_pieces(line.partition(" ")[2].strip()) for line in lines))
    return Block(PARAGRAPH, (_pieces(" ".join(line.strip() for line in lines)),))


def _pieces(line: str) -> Line:
    return tuple(_cut(line))


def _cut(line: str) -> Iterator[Piece]:
    place = 0
    for name in _NAME.finditer(line):
        if name.start() > place:
            yield Piece(line[place : name.start()])
        yield Piece(name[2], is_on_screen=True, context=name[1] or "")
        place = name.end()
    if place < len(line):
        yield Piece(line[place:])


# --- what is wrong ---------------------------------------------------------------------------------

Where = tuple[str, str, str]


def _faults(plain: Mapping[str, Any]) -> Iterator[Where]:
    for name in sorted(set(plain) - _OF_BOOK):
        yield "", name, "is not known"
    for name in ("title", "aim"):
        for place, what in _faults_of_words(name, plain.get(name)):
            yield "", place, what
    codes: Counter[str] = Counter()
    for table in _TABLES:
        written = plain.get(table)
        if not isinstance(written, list) or not written:
            yield "", table, "has nothing"
            continue
        for number, one in enumerate(written, 1):
            code = one.get("code", "") if isinstance(one, dict) else ""
            section = code if isinstance(code, str) and code else f"{table} {number}"
            codes[section] += 1
            for place, what in _faults_of_entry(one):
                yield section, place, what
    for code, times in codes.items():
        if times > 1:
            yield code, "code", f"is used {times} times"


def _faults_of_entry(plain: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(plain, dict):
        yield "", "is no table"
        return
    for name in sorted(set(plain) - _OF_ENTRY):
        yield name, "is not known"
    code = plain.get("code")
    if not (isinstance(code, str) and _CODE.fullmatch(code) and len(code) <= LONGEST_CODE):
        yield "code", "is not in small letters, digits and underscores"
    pages = plain.get("pages")
    if not (isinstance(pages, list) and all(isinstance(one, str) and one for one in pages)):
        yield "pages", "is no list of names of pages"
    updated = plain.get("updated")
    if not isinstance(updated, date) or isinstance(updated, datetime):
        yield "updated", "is no day"
    yield from _faults_of_words("title", plain.get("title"))
    wrong = list(_faults_of_words("text", plain.get("text")))
    yield from wrong or _faults_of_texts(plain["text"])


def _faults_of_words(name: str, plain: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(plain, dict):
        yield name, "is not there by language"
        return
    for language in sorted(set(plain) - set(LANGUAGES)):
        yield f"{name}.{language}", "is no language of the site"
    for language in LANGUAGES:
        said = plain.get(language)
        if not (isinstance(said, str) and said.strip()):
            yield f"{name}.{language}", "has no words"


def _faults_of_texts(plain: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for number, part in enumerate(plain[language].strip().split("\n\n"), 1):
            place = f"text.{language}, part {number}"
            for what in _faults_of_part(part.strip().split("\n")):
                yield place, what
    first, *others = LANGUAGES
    for language in others:
        if _form(plain[language]) != _form(plain[first]):
            yield f"text.{language}", f"has other parts than text.{first}"
        elif _names(plain[language]) != _names(plain[first]):
            yield f"text.{language}", f"names other things on the pages than text.{first}"


def _faults_of_part(lines: list[str]) -> Iterator[str]:
    kind = _block(lines).kind
    if kind == STEPS:
        found = [step and step[1] for step in map(_STEP.fullmatch, lines)]
        if found != [str(number) for number in range(1, len(lines) + 1)]:
            yield "is not numbered from 1 on"
    for mark, marked in _MARKED.items():
        if kind == marked and not all(line.startswith(mark) for line in lines):
            yield f"has lines that do not begin with “{mark.strip()}”"
    if any(set(_NAME.sub("", line)) & set("{}") for line in lines):
        yield "has a brace without its other"


def _form(text: str) -> list[tuple[str, int]]:
    return [(block.kind, len(block.lines)) for block in blocks_of(text)]


def _names(text: str) -> list[frozenset[Piece]]:
    return [
        frozenset(piece for line in block.lines for piece in line if piece.is_on_screen)
        for block in blocks_of(text)
    ]
