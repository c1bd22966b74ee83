"""Values that have to go together."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.coding import events, permissions
from avrop.coding.actions.checking import problems_with_period
from avrop.coding.models import Combination, Dimension
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.MAINTAIN)
def add_rule(
    dimension: str,
    values: tuple[str, ...],
    then_dimension: str,
    then_values: tuple[str, ...],
    *,
    valid_from: date,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Decide that with some values of one dimension another must have certain ones, or any at all.

    "64*" names all that begin with 64. No `values`: whenever the dimension is given. No
    `then_values`: the other must be given.
    """
    actor = require(actor, permissions.MAINTAIN, at=at, within=EVERYWHERE)
    known = set(Dimension.objects.values_list("code", flat=True))
    problems = [
        Problem("coding.no_such_dimension", {"dimension": code})
        for code in (dimension, then_dimension)
        if code not in known
    ]
    if dimension == then_dimension:
        problems.append(Problem("coding.same_dimension"))
    refuse_if([*problems, *problems_with_period(valid_from, valid_until)])
    row = Combination.objects.create(
        dimension=dimension,
        values=list(values),
        then_dimension=then_dimension,
        then_values=list(then_values),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    outbox.publish(events.CombinationDecided(row.id), actor=actor, at=at)
    return row.id
