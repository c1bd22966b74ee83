"""What is stored, as values. Inside a scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from avrop.kernel import ruleset
from avrop.notices.kinds import How, Occasion
from avrop.notices.models import NoticeChoice
from avrop.notices.rules import DEFAULT, NAME, NoticeRules, Times

Chosen = tuple[dict[Occasion, How], Times]
NOTHING: Chosen = ({}, Times())


def rules_on(day: date) -> tuple[NoticeRules, str]:
    """The rules of a day, and the reference of that version. One statement."""
    return ruleset.in_force(NAME, DEFAULT, on=day)


def chosen_by(people: Iterable[UUID]) -> dict[UUID, Chosen]:
    """What each of the people has chosen; who has chosen nothing is left out. One statement."""
    rows = NoticeChoice.objects.filter(person_id__in=list(people))
    return {row.person_id: chosen_in(row) for row in rows}


def chosen_in(row: NoticeChoice) -> Chosen:
    """The choices of a row; occasions that are no longer known are left out."""
    known = {one.value for one in Occasion}
    choices = {Occasion(key): How(how) for key, how in row.choices.items() if key in known}
    return choices, Times(row.quiet_from, row.quiet_until, row.digest_at)
