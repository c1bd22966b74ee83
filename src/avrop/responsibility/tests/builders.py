"""A town whose people answer for things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from avrop.authority.tests.builders import (
    NOON,
    TODAY,
    Town,
    a_mandate,
    a_person,
    a_town,
    a_unit,
    id_of,
    published,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Denial
from avrop.responsibility import actions, queries

__all__ = [
    "BECAUSE",
    "NOON",
    "TODAY",
    "TOMORROW",
    "Town",
    "a_holder",
    "a_mandate",
    "a_person",
    "a_post",
    "a_town",
    "a_unit",
    "denied",
    "id_of",
    "letters_of",
    "published",
    "statements",
]
BECAUSE = "KS 2026/7"
TOMORROW = TODAY + timedelta(days=1)


def a_holder(
    town: Town, role: str, unit_id: UUID | None = None, name: str = "Nina", **facts: Any
) -> Actor:
    """Somebody with a role in a unit and below; everywhere without one."""
    person = a_person(town, name)
    a_mandate(town, person, role, unit_id=unit_id, **facts)
    return person


def a_post(
    town: Town, kind: str = "process_owner", subject: str = "ordering", since: date = TODAY
) -> UUID:
    """A position that answers for something, and that nobody holds yet."""
    title = f"{kind} {subject}"
    return actions.open_post(kind, subject, title, valid_from=since, actor=town.office, at=NOON)


def denied(act: Callable[[], object]) -> list[str]:
    """The codes of the denial that something is met with."""
    with pytest.raises(Denial) as denial:
        act()
    return denial.value.codes


def letters_of(town: Town, activity: str, on: date) -> dict[str, str]:
    """Who has which letter in an activity, on a day."""
    found = queries.matrix_of(on=on, actor=town.office, at=NOON)
    return next(dict(row.letters) for row in found.rows if row.activity == activity)
