"""A chart of accounts."""

from __future__ import annotations

from datetime import date

from avrop.authority.tests.builders import (
    NOON,
    TODAY,
    Town,
    a_person,
    a_town,
    id_of,
    published,
    statements,
)
from avrop.coding import actions
from avrop.coding.actions import NewValue

__all__ = [
    "NOON",
    "TODAY",
    "Town",
    "a_chart",
    "a_person",
    "a_town",
    "id_of",
    "published",
    "statements",
]


def a_chart(town: Town) -> None:
    """Responsibility and account, each with values since long and one that has ended."""
    for position, (code, purpose, values) in enumerate(
        (
            ("ansvar", "responsibility", ("4100", "4200")),
            ("konto", "account", ("64400", "46000")),
        ),
        1,
    ):
        actions.define_dimension(
            code, {"sv": code.title()}, position, purpose=purpose, actor=town.office, at=NOON
        )
        some = tuple(NewValue(value, {"sv": value}, date(2020, 1, 1)) for value in values)
        ended = NewValue("1", {"sv": "Gammal"}, date(2020, 1, 1), date(2025, 12, 31))
        actions.add_values(code, (*some, ended), actor=town.office, at=NOON)
