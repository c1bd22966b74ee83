"""What a position answers for: process owner, process leader, system owner, responsible for operations
(requirement ORG-06); and what is handed over with it. Pure. Who holds a position is authority's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.problems import Problem

LONGEST_NAME = 100


class Kind(TextChoices):
    """What a position answers for: its name, over a part of the process, a system or operations."""

    PROCESS_OWNER = "process_owner", pgettext_lazy("post", "Process owner")
    PROCESS_LEADER = "process_leader", pgettext_lazy("post", "Process leader")
    SYSTEM_OWNER = "system_owner", pgettext_lazy("post", "System owner")
    OPERATIONS = "operations", pgettext_lazy("post", "Responsible for operations")


class Item(TextChoices):
    """What somebody who leaves a position hands over to the one who takes it."""

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
class Held:
    """When somebody has held a position, both days included."""

    person_id: UUID
    valid_from: date
    valid_until: date | None


def problems_opening(kind: str, subject: str, parts: Iterable[str]) -> Iterator[Problem]:
    """Why nobody can be made to answer for it. Process owners and leaders answer for a part of the
    process; the others for a system or an operation that is named."""
    if kind not in Kind.values:
        yield Problem("responsibility.unknown_post", {"kind": kind}, ("kind",))
    if kind in (Kind.PROCESS_OWNER, Kind.PROCESS_LEADER) and subject not in frozenset(parts):
        yield Problem("responsibility.unknown_part", {"part": subject}, ("subject",))
    if not 0 < len(subject.strip()) <= LONGEST_NAME:
        yield Problem("responsibility.subject_shape", {"most": LONGEST_NAME}, ("subject",))


def predecessor(held: Iterable[Held], new: Held) -> Held | None:
    """Whom a new holder takes over from: the last before him; None where he is the first, or comes back
    to what was his."""
    before = [
        one for one in held if one.valid_until is not None and one.valid_until < new.valid_from
    ]
    last = max(before, key=lambda one: one.valid_from, default=None)
    return last if last is not None and last.person_id != new.person_id else None
