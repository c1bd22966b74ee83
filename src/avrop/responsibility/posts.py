"""Posts with one holder and deputies: process owner, process leader, system owner, responsible for
operations (requirement ORG-06). Pure: who holds one, since when it is vacant, what is handed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.problems import Problem

NAME = "responsibility.vacancy"
LONGEST_NAME = 100
MOST_DAYS = 365


class Kind(TextChoices):
    """What a post answers for: its name, over a part of the process, a system or operations."""

    PROCESS_OWNER = "process_owner", pgettext_lazy("post", "Process owner")
    PROCESS_LEADER = "process_leader", pgettext_lazy("post", "Process leader")
    SYSTEM_OWNER = "system_owner", pgettext_lazy("post", "System owner")
    OPERATIONS = "operations", pgettext_lazy("post", "Responsible for operations")


class Item(TextChoices):
    """What somebody who leaves a post hands over to the one who takes it."""

    OPEN_MATTERS = "open_matters", pgettext_lazy("handed over", "Open matters and their due days")
    DECISIONS = (
        "decisions",
        pgettext_lazy("handed over", "Decisions in force and why they were made"),
    )
    CALENDAR = "calendar", pgettext_lazy("handed over", "What recurs in the year, and when")
    CONTACTS = "contacts", pgettext_lazy("handed over", "Contacts inside and outside")
    DOCUMENTS = "documents", pgettext_lazy("handed over", "Where documents and agreements are kept")
    RIGHTS = "rights", pgettext_lazy("handed over", "Rights and access taken over and given back")


@dataclass(frozen=True, slots=True)
class Vacancy:
    """How many days a post may be without a holder before somebody is alerted."""

    days: int = 14


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment with both its ends, as far as its holder works here."""

    person_id: UUID
    is_deputy: bool
    valid_from: date
    valid_until: date | None

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def shortened(held: Held, last_day: date | None) -> Held:
    """An appointment that ends when its holder leaves the organisation."""
    if last_day is None or (held.valid_until is not None and held.valid_until <= last_day):
        return held
    return Held(held.person_id, held.is_deputy, held.valid_from, last_day)


def holder_on(held: Iterable[Held], day: date) -> Held | None:
    """Whoever holds the post on a day; None where it is vacant."""
    return next((one for one in held if not one.is_deputy and one.on(day)), None)


def deputies_on(held: Iterable[Held], day: date) -> tuple[Held, ...]:
    """The deputies on a day."""
    return tuple(one for one in held if one.is_deputy and one.on(day))


def vacant_since(held: Sequence[Held], opened_on: date, day: date) -> date | None:
    """Since when a post has been without a holder, on a day; None where it has one."""
    if holder_on(held, day) is not None:
        return None
    ends = [
        one.valid_until + timedelta(days=1)
        for one in held
        if not one.is_deputy and one.valid_until is not None and one.valid_until < day
    ]
    return max([opened_on, *ends])


def is_alarming(since: date | None, vacancy: Vacancy, day: date) -> bool:
    """Whether a vacancy has lasted longer than the organisation lets it."""
    return since is not None and (day - since).days > vacancy.days


def problems_opening(kind: str, subject: str, parts: Iterable[str]) -> Iterator[Problem]:
    """Why there cannot be such a post. Process owners and leaders answer for a part of the process;
    the others for a system or an operation that is named."""
    if kind not in Kind.values:
        yield Problem("responsibility.unknown_post", {"kind": kind}, ("kind",))
    if kind in (Kind.PROCESS_OWNER, Kind.PROCESS_LEADER) and subject not in frozenset(parts):
        yield Problem("responsibility.unknown_part", {"part": subject}, ("subject",))
    if not 0 < len(subject.strip()) <= LONGEST_NAME:
        yield Problem("responsibility.subject_shape", {"most": LONGEST_NAME}, ("subject",))


def problems_appointing(
    held: Sequence[Held], new: Held, *, works_until: date | None
) -> Iterator[Problem]:
    """Why somebody cannot be appointed: the post has a holder in that time, he is appointed already,
    or does not work here all the time."""
    if new.valid_until is not None and new.valid_until < new.valid_from:
        yield Problem("responsibility.ends_before_it_begins", {}, ("valid_until",))
        return
    if works_until is not None and (new.valid_until is None or new.valid_until > works_until):
        yield Problem("responsibility.leaves_before", {"day": works_until}, ("valid_until",))
    for one in held:
        if not _overlap(one, new):
            continue
        if one.person_id == new.person_id:
            yield Problem("responsibility.appointed_already", {}, ("person_id",))
        elif not one.is_deputy and not new.is_deputy:
            yield Problem(
                "responsibility.post_has_holder", {"day": one.valid_from}, ("valid_from",)
            )


def _overlap(one: Held, other: Held) -> bool:
    first, second = sorted((one, other), key=lambda held: held.valid_from)
    return first.valid_until is None or first.valid_until >= second.valid_from


def predecessor(held: Iterable[Held], new: Held) -> Held | None:
    """Whom a new holder takes over from: the last before him."""
    before = [
        one
        for one in held
        if not one.is_deputy
        and one.valid_until is not None
        and one.valid_until < new.valid_from
        and one.person_id != new.person_id
    ]
    return max(before, key=lambda one: one.valid_from, default=None)
