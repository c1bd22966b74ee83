"""Reading the handbooks: one's own role's first, by words, by page; and what people say of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from itertools import islice

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.presentation import reader_language
from avrop.kernel.problems import missing
from avrop.support import permissions
from avrop.support.handbook import reading
from avrop.support.handbook.shapes import (
    QUESTION,
    SECTION,
    Book,
    BookSummary,
    BookView,
    Entry,
    EntrySummary,
    EntryView,
    Hit,
    JudgedEntry,
    OwnJudgement,
)
from avrop.support.models import Judgement

#: So many sections and questions are told about one page.
MOST_ABOUT = 8
#: So many of what people wrote about one text are told, the newest.
MOST_COMMENTS = 20


@query
def handbooks(*, actor: Actor, at: datetime) -> tuple[BookSummary, ...]:
    """The handbooks in the reader's language, those of his own roles first. One statement."""
    own = _own_roles(actor, at)
    return tuple(
        reading.book_summary(book, own) for book in reading.own_first(reader_language(), own)
    )


@query
def handbook(role: str, *, actor: Actor, at: datetime) -> BookView:
    """A role's handbook: what it contains. One statement."""
    book = book_of(role)
    by_kind = {
        kind: tuple(reading.summary_of(book, one) for one in book.entries if one.kind == kind)
        for kind in (SECTION, QUESTION)
    }
    own = _own_roles(actor, at)
    return BookView(reading.book_summary(book, own), by_kind[SECTION], by_kind[QUESTION])


@query
def handbook_entry(role: str, code: str, *, actor: Actor) -> EntryView:
    """A section or a question of a handbook, with what the reader has said of it. One statement."""
    book, entry = entry_of(role, code)
    place = book.entries.index(entry)
    beside = [
        reading.summary_of(book, book.entries[other]) if 0 <= other < len(book.entries) else None
        for other in (place - 1, place + 1)
    ]
    own = Judgement.objects.none()
    if actor.person_id is not None:
        own = Judgement.objects.filter(person_id=actor.person_id)
    said = own.filter(role=role, code=code, updated=entry.updated).first()
    return EntryView(
        entry=reading.summary_of(book, entry),
        text=entry.text,
        judgement=OwnJudgement(said.helps, said.comment) if said is not None else None,
        before=beside[0],
        after=beside[1],
    )


@query
def search_handbooks(text: str, *, actor: Actor, at: datetime) -> tuple[Hit, ...]:
    """What the handbooks say of these words: all of them, with or without the marks of their letters.
    Titles first, then the reader's own roles. At most one statement."""
    if not reading.words_in(text):
        return ()
    return reading.search(text, reader_language(), _own_roles(actor, at))


@query
def handbook_entries_about(page: str, *, actor: Actor, at: datetime) -> tuple[EntrySummary, ...]:
    """What the handbooks say of a page of the site, the reader's own roles first; no more than can be
    looked over. At most one statement."""
    if page not in reading.named_pages():
        return ()
    found = reading.entries_about(page, reader_language(), _own_roles(actor, at))
    return tuple(islice(found, MOST_ABOUT))


@query
def handbook_judgements(*, actor: Actor) -> tuple[JudgedEntry, ...]:
    """What people say of each text as it stands now, those that helped fewest first; for those who
    answer cases. Nobody is named. Two statements, however much was said."""
    if not authority.holds(actor, permissions.ANSWER):
        return ()
    rows = Judgement.objects.order_by()
    grouped = rows.values_list("role", "code", "updated")
    counted = {
        (role, code, updated): (yes, no)
        for role, code, updated, yes, no in grouped.annotate(
            yes=Count("id", filter=Q(helps=True)), no=Count("id", filter=Q(helps=False))
        )
    }
    newest = Window(
        RowNumber(),
        partition_by=[F("role"), F("code"), F("updated")],
        order_by=[F("judged_at").desc(), F("id").desc()],
    )
    written = rows.exclude(comment="").annotate(nth=newest).filter(nth__lte=MOST_COMMENTS)
    comments: dict[tuple[object, ...], list[OwnJudgement]] = defaultdict(list)
    for one in written.order_by("nth"):
        comments[one.role, one.code, one.updated].append(OwnJudgement(one.helps, one.comment))
    judged = [
        JudgedEntry(reading.summary_of(book, entry), *counted[key], tuple(comments[key]))
        for book in reading.books(reader_language())
        for entry in book.entries
        if (key := (book.role, entry.code, entry.updated)) in counted
    ]
    return tuple(sorted(judged, key=lambda one: (-one.no, one.yes)))


def pages_in_handbooks() -> frozenset[str]:
    """The pages that some handbook explains. Asks the database nothing."""
    return reading.named_pages()


def book_of(role: str) -> Book:
    """A role's handbook in the reader's language. Raises `Missing`."""
    for book in reading.books(reader_language()):
        if book.role == role:
            return book
    raise missing("handbook", role)


def entry_of(role: str, code: str) -> tuple[Book, Entry]:
    """A section or a question with its handbook, in the reader's language. Raises `Missing`."""
    book = book_of(role)
    for entry in book.entries:
        if entry.code == code:
            return book, entry
    raise missing("handbook_entry", code)


def _own_roles(actor: Actor, at: datetime) -> frozenset[str]:
    if actor.person_id is None:
        return frozenset()
    return frozenset(one.role for one in authority.mandates_in_force(actor.person_id, day_of(at)))
