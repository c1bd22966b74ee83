"""What a handbook is made of: as it is written, and as somebody reads it in his language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: What an entry is.
SECTION, QUESTION = "section", "question"
#: What a part of a text is.
PARAGRAPH, STEPS, POINTS, TROUBLE = "paragraph", "steps", "points", "trouble"
LANGUAGES = ("sv", "en", "zh-hans")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in a line; `is_on_screen` where it is what a page calls something. As it is
    written, such a piece is the English text of the source, with its context ("" for none)."""

    text: str
    is_on_screen: bool = False
    context: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text: a paragraph of one line, or several lines that are steps, points, or what can
    go wrong and what to do then."""

    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """A section or a question as its file has it, by language. `pages` are the names of the site's pages
    that it explains; `updated` is the day its words were last changed, and so its version."""

    code: str
    kind: str
    pages: tuple[str, ...]
    updated: date
    titles: Mapping[str, str]
    texts: Mapping[str, tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class WrittenBook:
    """A role's handbook as its file has it."""

    role: str
    titles: Mapping[str, str]
    aims: Mapping[str, str]
    entries: tuple[WrittenEntry, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A section or a question in a language."""

    code: str
    kind: str
    pages: tuple[str, ...]
    updated: date
    title: str
    text: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A role's handbook in a language."""

    role: str
    title: str
    aim: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> date:
        """When something in it was last changed."""
        return max(one.updated for one in self.entries)


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """A section or a question in a list; `book` is the title of its handbook."""

    role: str
    book: str
    code: str
    kind: str
    title: str
    updated: date
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookSummary:
    """A handbook among the others; `is_own` where the reader has the role."""

    role: str
    title: str
    aim: str
    updated: date
    is_own: bool
    sections: int
    questions: int


@dataclass(frozen=True, slots=True)
class BookView:
    """A handbook with what it contains."""

    book: BookSummary
    sections: tuple[EntrySummary, ...]
    questions: tuple[EntrySummary, ...]


@dataclass(frozen=True, slots=True)
class OwnJudgement:
    """What the reader has said of a text."""

    helps: bool
    comment: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """A section or a question, whole; `before` and `after` are its neighbours in the handbook."""

    entry: EntrySummary
    text: tuple[Block, ...]
    judgement: OwnJudgement | None
    before: EntrySummary | None
    after: EntrySummary | None


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words in what was found; `is_hit` where it is what was looked for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A section or a question that has all the words looked for; `is_in_title` where its title has."""

    entry: EntrySummary
    is_in_title: bool
    title: tuple[Run, ...]
    excerpt: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class JudgedEntry:
    """What people have said of a text as it stands now: how many it helped, how many it did not, and the
    newest of what they wrote."""

    entry: EntrySummary
    yes: int
    no: int
    comments: tuple[OwnJudgement, ...]
