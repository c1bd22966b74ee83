"""Text that people wrote, kept by language.

Text of ours is gettext; this is for names, descriptions and remarks that users give in one or
several languages. A reader gets the best there is rather than nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

_FALLBACK = ("sv", "en")


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """The same text in one or more languages, keyed by lower-case BCP 47 tags (sv, en, zh-hans).

    `Text(sv="Mjölk", en="Milk")` or `Text({"zh-hans": "牛奶"})`; an underscore in a keyword is the
    hyphen. Empty texts are left out, so that they never hide a text in another language.
    """

    entries: tuple[tuple[str, str], ...]

    def __init__(self, by_language: Mapping[str, str] | None = None, /, **words: str) -> None:
        given = {**(by_language or {}), **words}
        entries = {_tag(language): text for language, text in given.items() if text}
        object.__setattr__(self, "entries", tuple(sorted(entries.items())))

    def in_language(self, language: str) -> str:
        """The text for a reader: in the language, its base language, Swedish, English, or any.

        Empty when nothing was written in any language.
        """
        words = dict(self.entries)
        tag = _tag(language)
        for candidate in (tag, tag.partition("-")[0], *_FALLBACK):
            if candidate in words:
                return words[candidate]
        return self.entries[0][1] if self.entries else ""

    def with_language(self, language: str, text: str) -> Self:
        """A copy with the text of one language set, or removed when it is empty."""
        return type(self)({**dict(self.entries), _tag(language): text})

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have a text, in alphabetical order."""
        return tuple(language for language, _ in self.entries)

    def to_json(self) -> dict[str, str]:
        """As stored and as sent by the API: an object from language to text."""
        return dict(self.entries)

    @classmethod
    def from_json(cls, stored: object) -> Self:
        """From what `to_json` gave; raises ValueError for anything else."""
        if not isinstance(stored, dict):
            raise ValueError("a text by language is an object")
        for language, text in stored.items():
            if not (isinstance(language, str) and language and isinstance(text, str)):
                raise ValueError("a text by language holds strings only")
        return cls(stored)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.entries)


def _tag(language: str) -> str:
    return language.replace("_", "-").lower()
