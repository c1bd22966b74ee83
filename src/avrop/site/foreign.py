"""Says of Swedish inside a Chinese page that it is Swedish, so that a reading voice changes language.

Names of goods, organisations and people, and what people have written, are data: they come in the
language of the organisation, alone in a cell or in the middle of a sentence of ours. A Chinese page can
tell them from its own words by their letters: what is Latin and stands in none of our Chinese sentences
(such as CSV or GTIN) is data. It is marked where the page is whole, so that no page has to remember it.
What has a language already keeps it. Attributes cannot be marked, and WCAG 2.2 (3.1.2) does not ask it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import trans_real

CHINESE = "zh-hans"
LANGUAGE_OF_DATA = "sv"
#: Elements whose text is no language, or is not for reading.
SILENT = {"script", "style", "code", "pre", "kbd", "textarea", "title"}
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_LANG = re.compile(r"\slang=\"([^\"]*)\"")
_LETTER = "A-Za-zÀ-ÖØ-öø-ÿ"
#: Entities and addresses are passed over; a run is Latin words and what may stand between them, so that
#: "Fisk &amp; Grönt, 10 kg" is one.
_RUN = re.compile(
    r"&(?!amp;)[#\w]+;|https?://[^\s<]+|[\w.+-]+@[\w.-]+"
    rf"|([{_LETTER}](?:[{_LETTER}0-9_.,+%/()'’*=–-]|&(?:amp|nbsp|#x27);|[ \u00a0])*)",
    re.ASCII,
)
_WORD = re.compile(rf"[{_LETTER}]+")
_ENTITY = re.compile(r"&(?:amp|nbsp|#x27);")
_PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w*\}|<[^>]*>")
_SHORTEST_WORD = 3


class ForeignWords:
    """Middleware: marks data in pages that are shown in Chinese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            translation.get_language() == CHINESE
            and not response.streaming
            and response.get("Content-Type", "").startswith("text/html")
        ):
            response.content = marked(response.content.decode()).encode()
            if response.has_header("Content-Length"):
                response.headers["Content-Length"] = str(len(response.content))
        return response


def marked(page: str) -> str:
    """The page with `lang` on what is not Chinese in it."""
    return "".join(_marked(_TAG.split(page)))


def _marked(parts: list[str]) -> Iterator[str]:
    """Texts and tags take turns; `inside` holds the open elements whose text is let be."""
    inside: list[str] = []
    for place, part in enumerate(parts):
        if place % 2 == 0:
            yield part if inside or not part.strip() else _RUN.sub(_mark, part)
            continue
        named = _NAME.match(part)
        name = named[1].lower() if named else ""
        if inside:
            _follow(inside, part, name)
        elif name == "option" and _is_foreign(parts[place + 1]):
            inside.append(name)  # an option holds no element, so it is marked itself
            if _LANG.search(part) is None:
                yield f'<option lang="{LANGUAGE_OF_DATA}"{part[7:]}'
                continue
        elif _is_let_be(part, name):
            inside.append(name)
        yield part


def _is_let_be(tag: str, name: str) -> bool:
    if not name or tag.startswith("</") or name in VOID:
        return False
    found = _LANG.search(tag)
    return name in SILENT or name == "option" or (found is not None and name != "html")


def _follow(inside: list[str], tag: str, name: str) -> None:
    """Count elements of the same name, so as to see where the one that is let be ends."""
    if name == inside[0]:
        if tag.startswith("</"):
            inside.pop()
        else:
            inside.append(name)


def _mark(found: re.Match[str]) -> str:
    run = found[1]
    if run is None:
        return found[0]
    kept = run.rstrip(" \u00a0,.:=–-+/")
    while kept.endswith("&nbsp;"):
        kept = kept.removesuffix("&nbsp;").rstrip()
    if kept.count("(") < kept.count(")"):
        kept = kept[: kept.rindex(")")]
    if not _is_foreign(kept):
        return run
    return f'<span lang="{LANGUAGE_OF_DATA}">{kept}</span>{run[len(kept) :]}'


def _is_foreign(text: str) -> bool:
    """Whether there is a word in it that is none of ours: codes in capitals are in no language."""
    return any(
        len(word) >= _SHORTEST_WORD and not word.isupper() and word not in _own_words()
        for word in _WORD.findall(_ENTITY.sub(" ", text))
    )


@cache
def _own_words() -> frozenset[str]:
    """The Latin words of our Chinese sentences."""
    catalogue = trans_real.translation(CHINESE)._catalog  # type: ignore[attr-defined]
    said = (text for text in dict(catalogue.items()).values() if isinstance(text, str))
    return frozenset(word for text in said for word in _WORD.findall(_PLACEHOLDER.sub(" ", text)))
