"""What a case must have, and who may do what in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.support.kinds import Topic
from avrop.values.calendar import add_working_days

#: An answer is due by the same time of day so many working days later.
DAYS_TO_ANSWER = 1
LONGEST_TEXT = 4000
LONGEST_PAGE = 500


def problems_asking(topic: str, text: str, page: str) -> Iterator[Problem]:
    """A question says what it is about, in words that can be read."""
    if topic not in Topic.values:
        yield Problem("support.unknown_topic", {"topic": topic}, ("topic",))
    if len(page) > LONGEST_PAGE or (page and not page.startswith("/")):
        yield Problem("support.page_is_no_address", place=("page",))
    yield from problems_with_text(text)


def problems_with_text(text: str) -> Iterator[Problem]:
    """What is said is neither nothing nor a book."""
    if not text.strip():
        yield Problem("support.says_nothing", place=("text",))
    elif len(text) > LONGEST_TEXT:
        yield Problem("support.text_too_long", {"most": LONGEST_TEXT}, ("text",))


def due_after(asked_at: datetime, today: date) -> datetime:
    """When an answer is due; `today` is the day of `asked_at` where the organisation is."""
    days = (add_working_days(today, DAYS_TO_ANSWER) - today).days
    return asked_at + timedelta(days=days)


def problems_closing(told_at: datetime | None) -> Iterator[Problem]:
    """Nothing is closed behind the back of the one who asked."""
    if told_at is None:
        yield Problem("support.not_told_yet")


def problems_reading(asked_by: UUID, person_id: UUID | None) -> Iterator[Problem]:
    """Only the one who asked knows that he has read the answer."""
    if asked_by != person_id:
        yield Problem("support.not_your_case")


def problems_answering(asked_by: UUID, person_id: UUID | None) -> Iterator[Problem]:
    """Nobody answers himself: then nobody was asked."""
    if asked_by == person_id:
        yield Problem("support.answers_himself")
