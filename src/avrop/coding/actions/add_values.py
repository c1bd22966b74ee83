"""More values of a dimension."""

from __future__ import annotations

from datetime import datetime

from avrop.coding import events, permissions
from avrop.coding.actions.checking import dimension_called, problems_with_code, problems_with_period
from avrop.coding.models import Value
from avrop.coding.shapes import NewValue
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.values import Text


@command(permissions.MAINTAIN)
def add_values(dimension: str, values: tuple[NewValue, ...], *, actor: Actor, at: datetime) -> int:
    """Give a dimension more values, all or none. Returns how many."""
    found = dimension_called(dimension)
    actor = require(actor, permissions.MAINTAIN, at=at, within=EVERYWHERE)
    codes = [value.code for value in values]
    known = set(
        Value.objects.filter(dimension_id=found.id, code__in=codes).values_list("code", flat=True)
    )
    problems: list[Problem] = []
    for position, value in enumerate(values, 1):
        place = ("values", position)
        problems += problems_with_code(value.code, place)
        problems += problems_with_period(value.valid_from, value.valid_until, place)
        if value.code in known:
            problems.append(Problem("coding.values_repeated", {"value": value.code}, place))
        known.add(value.code)
    refuse_if(problems)
    count = insert_rows(
        Value,
        (
            Value(
                dimension_id=found.id,
                code=value.code,
                name=Text(value.name).to_json(),
                valid_from=value.valid_from,
                valid_until=value.valid_until,
            )
            for value in values
        ),
    )
    outbox.publish(events.ValuesAdded(found.id, count), actor=actor, at=at)
    return count
