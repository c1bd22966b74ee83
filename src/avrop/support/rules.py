"""What a case must have, and who may do what in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.support.kinds import Topic
from avrop.values.calendar import add_working_days

#: An answer is due by the same time of day so many working days later.
DAYS_TO_ANSWER = 1
LONGEST_TEXT = 4000
LONGEST_COMMENT = 1000
LONGEST_PAGE = 500
LONGEST_NAME = 200
LONGEST_ADDRESS = 254
#: Reports by visitors that an organisation takes in a day.
MOST_REPORTS = 100
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\]+")


def problems_asking(topic: str, text: str, page: str) -> Iterator[Problem]:
    """A question says what it is about, in words that can be read."""
    if topic not in Topic.values:
        yield Problem("support.unknown_topic", {"topic": topic}, ("topic",))
    if len(page) > LONGEST_PAGE or (page and not page.startswith("/")):
        yield Problem("support.page_is_no_address", place=("page",))
    yield from problems_with_text(text)


def problems_reporting(
    topic: str, text: str, page: str, named: str, answer_to: str
) -> Iterator[Problem]:
    """What a visitor writes is bounded; where it was and whom it is about are his own words."""
    if topic not in Topic.values:
        yield Problem("support.unknown_topic", {"topic": topic}, ("topic",))
    bounds = (("page", page, LONGEST_PAGE), ("named", named, LONGEST_NAME))
    for place, given, most in bounds:
        if len(given) > most:
            yield Problem("support.text_too_long", {"most": most}, (place,))
    if answer_to and not is_address(answer_to):
        yield Problem("support.answer_to_shape", place=("answer_to",))
    yield from problems_with_text(text)


def is_address(text: str) -> bool:
    """Whether a mail can be sent there: one address on one line."""
    return len(text) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text))


def problems_with_flood(reports: int) -> Iterator[Problem]:
    """So many reports in a day and no more, so that nobody's real one is buried."""
    if reports >= MOST_REPORTS:
        yield Problem("support.too_many_reports")


def owner_among(able: Sequence[UUID], open_cases: Mapping[UUID, int]) -> UUID | None:
    """Who answers for a report: of those who may, the one with the fewest open cases."""
    return min(able, key=lambda person_id: (open_cases.get(person_id, 0), person_id), default=None)


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


def problems_reading(asked_by: UUID | None, person_id: UUID | None) -> Iterator[Problem]:
    """Only the one who asked knows that he has read the answer."""
    if asked_by is None or asked_by != person_id:
        yield Problem("support.not_your_case")


def problems_answering(asked_by: UUID | None, person_id: UUID | None) -> Iterator[Problem]:
    """Nobody answers himself: then nobody was asked."""
    if asked_by is not None and asked_by == person_id:
        yield Problem("support.answers_himself")


def problems_judging(comment: str) -> Iterator[Problem]:
    """What was missing in a text is told in a few sentences; for more there is a question to ask."""
    if len(comment) > LONGEST_COMMENT:
        yield Problem("support.comment_too_long", {"most": LONGEST_COMMENT}, ("comment",))
