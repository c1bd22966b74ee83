"""The handbooks as somebody reads them: in a language, with the words of the pages; and looking for
words in them. Nothing here asks the database."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from django.utils import translation

from avrop.support.handbook.loading import written_books
from avrop.support.handbook.shapes import (
    LANGUAGES,
    Block,
    Book,
    BookSummary,
    Entry,
    EntrySummary,
    Hit,
    Line,
    Piece,
    Run,
    WrittenBook,
)

LONGEST_SEARCH, MOST_WORDS, MOST_HITS = 100, 8, 50
#: So many characters of the line that was found are shown.
EXCERPT = 200
#: For a reader whose own language there is none in.
NEXT_BEST = "en"


def books(language: str) -> tuple[Book, ...]:
    """The handbooks in a language, or in English."""
    return _books(language if language in LANGUAGES else NEXT_BEST)


@cache
def _books(language: str) -> tuple[Book, ...]:
    with translation.override(language):
        return tuple(_book(written, language) for written in written_books())


def _book(written: WrittenBook, language: str) -> Book:
    return Book(
        role=written.role,
        title=written.titles[language],
        aim=written.aims[language],
        entries=tuple(
            Entry(
                one.code,
                one.kind,
                one.pages,
                one.updated,
                one.titles[language],
                tuple(
                    Block(block.kind, tuple(_line(line) for line in block.lines))
                    for block in one.texts[language]
                ),
            )
            for one in written.entries
        ),
    )


def _line(line: Line) -> Line:
    return tuple(_as_shown(piece) if piece.is_on_screen else piece for piece in line)


def _as_shown(piece: Piece) -> Piece:
    if piece.context:
        return Piece(translation.pgettext(piece.context, piece.text), is_on_screen=True)
    return Piece(translation.gettext(piece.text), is_on_screen=True)


def summary_of(book: Book, entry: Entry) -> EntrySummary:
    """A section or a question in a list."""
    return EntrySummary(
        book.role, book.title, entry.code, entry.kind, entry.title, entry.updated, entry.pages
    )


def book_summary(book: Book, own: Collection[str]) -> BookSummary:
    """A handbook in a list, for somebody with these roles."""
    sections = sum(1 for one in book.entries if one.kind == "section")
    return BookSummary(
        book.role,
        book.title,
        book.aim,
        book.updated,
        book.role in own,
        sections,
        len(book.entries) - sections,
    )


def own_first(language: str, own: Collection[str]) -> list[Book]:
    """The handbooks, those of these roles first."""
    return sorted(books(language), key=lambda book: book.role not in own)


@cache
def named_pages() -> frozenset[str]:
    """Every page that a handbook explains."""
    return frozenset(
        page for book in written_books() for entry in book.entries for page in entry.pages
    )


def entries_about(page: str, language: str, own: Collection[str]) -> Iterator[EntrySummary]:
    """What the handbooks say of a page, those of these roles first."""
    for book in own_first(language, own):
        yield from (summary_of(book, one) for one in book.entries if page in one.pages)


# --- looking for words -----------------------------------------------------------------------------


def words_in(text: str) -> tuple[str, ...]:
    """What is looked for: words without marks above or below their letters, in small letters."""
    return tuple(dict.fromkeys(folded(text[:LONGEST_SEARCH]).split()))[:MOST_WORDS]


def folded(text: str) -> str:
    """Letters without their marks, small: "Åtgärda" and "atgarda" are the same."""
    return "".join(map(_folded, text))


@cache
def _folded(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))


def search(text: str, language: str, own: Collection[str]) -> tuple[Hit, ...]:
    """The sections and questions that have all words of `text`: first those that have them in the title,
    then by the reader's own roles, then as they stand in the handbooks."""
    words = words_in(text)
    if not words:
        return ()
    found = [
        (_rank(entry, words), _hit(book, entry, words))
        for book in own_first(language, own)
        for entry in book.entries
        if _has_all(entry, words)
    ]
    found.sort(key=lambda one: one[0])
    return tuple(hit for _rank_of, hit in found[:MOST_HITS])


def _has_all(entry: Entry, words: Iterable[str]) -> bool:
    everything = folded(" ".join((entry.title, *lines_of(entry))))
    return all(word in everything for word in words)


def lines_of(entry: Entry) -> Iterator[str]:
    """The lines of a text, plain."""
    for block in entry.text:
        for line in block.lines:
            yield "".join(piece.text for piece in line)


def _rank(entry: Entry, words: Collection[str]) -> int:
    title = folded(entry.title)
    in_title = sum(1 for word in words if word in title)
    return 0 if in_title == len(words) else 1 if in_title else 2


def _hit(book: Book, entry: Entry, words: Collection[str]) -> Hit:
    best = max(lines_of(entry), key=lambda line: sum(word in folded(line) for word in words))
    is_in_title = _rank(entry, words) == 0
    return Hit(
        summary_of(book, entry), is_in_title, marked(entry.title, words), _excerpt(best, words)
    )


def marked(text: str, words: Iterable[str]) -> tuple[Run, ...]:
    """A text in runs, those that were looked for marked."""
    hits = _places(text, words)
    runs: list[Run] = []
    for place, letter in enumerate(text):
        is_hit = place in hits
        if runs and runs[-1].is_hit == is_hit:
            runs[-1] = Run(runs[-1].text + letter, is_hit)
        else:
            runs.append(Run(letter, is_hit))
    return tuple(runs)


def _places(text: str, words: Iterable[str]) -> set[int]:
    """Which characters of `text` belong to a word looked for: a letter may fold into several or none."""
    origins = [place for place, letter in enumerate(text) for _ in _folded(letter)]
    plain, found = folded(text), set()
    for word in words:
        start = plain.find(word)
        while start >= 0:
            found.update(origins[start : start + len(word)])
            start = plain.find(word, start + len(word))
    return found


def _excerpt(line: str, words: Collection[str]) -> tuple[Run, ...]:
    if len(line) <= EXCERPT:
        return marked(line, words)
    first = min(_places(line, words), default=0)
    start = max(0, min(first - EXCERPT // 3, len(line) - EXCERPT))
    if start:
        space = line.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(line), start + EXCERPT)
    if end < len(line):
        space = line.rfind(" ", first, end)
        end = space if space > first else end
    cut = f"{'… ' if start else ''}{line[start:end]}{' …' if end < len(line) else ''}"
    return marked(cut, words)
