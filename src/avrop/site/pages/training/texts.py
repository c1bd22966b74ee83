"""What courses say, ready to show: in a language, as headings, lists and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from avrop.site.actors import Request
from avrop.site.patterns.shapes import Tab
from avrop.values import Text

LANGUAGE = "language"
#: Languages are called what their speakers call them.
NAMES: Mapping[str, str] = {"sv": "Svenska", "en": "English", "zh-hans": "简体中文"}
#: For a reader whose own language a course is not given in.
NEXT_BEST = "en"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text: `kind` is heading, list or text."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The parts of a text as it is written in a course."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    points: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        for line in paragraph.split("\n"):
            if line.startswith("- "):
                points.append(line[2:].strip())
                continue
            if points:
                yield Block("list", tuple(points))
                points = []
            if line.startswith("## "):
                yield Block("heading", (line[3:].strip(),))
            elif line.strip():
                yield Block("text", (line.strip(),))
        if points:
            yield Block("list", tuple(points))
            points = []


def language_for(request: Request, languages: Sequence[str]) -> str:
    """The language to show: what the address asks for, else the reader's own, else the next best."""
    asked = request.GET.get(LANGUAGE, "")
    own = get_language() or ""
    for wanted in (asked, own, NEXT_BEST):
        if wanted in languages:
            return wanted
    return languages[0]


def language_tabs(languages: Sequence[str], chosen: str) -> tuple[Tab, ...]:
    """The languages to choose between; none where there is nothing to choose."""
    if len(languages) < 2:
        return ()
    return tuple(Tab(NAMES.get(one, one), f"?{LANGUAGE}={one}", one == chosen) for one in languages)


def language_choices(languages: Sequence[str]) -> list[tuple[str, Any]]:
    """The same for a form."""
    return [(one, NAMES.get(one, one)) for one in languages]


def said_best(title: Text) -> tuple[str, str]:
    """A title in the reader's language or the next best, and which language that is."""
    words = dict(title.entries)
    own = get_language() or ""
    lang = next((one for one in (own, "en", "sv") if one in words), "en")
    return words.get(lang, title.in_language(own)), lang
