"""A part of the coding string."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.coding import events, permissions
from avrop.coding.actions.checking import problems_with_code
from avrop.coding.models import Dimension
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.values import Text


@command(permissions.MAINTAIN)
def define_dimension(
    code: str,
    name: dict[str, str],
    position: int,
    *,
    mandatory: bool = True,
    purpose: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Give the chart a dimension, or describe the one with that code anew.

    `purpose` is "responsibility" or "account" for the one dimension that is that, else "".
    """
    row = Dimension.objects.select_for_update().filter(code=code.lower()).first()
    actor = require(actor, permissions.MAINTAIN, at=at, within=EVERYWHERE)
    row = row or Dimension(code=code.lower())
    taken = (
        Dimension.objects.filter(purpose=purpose).exclude(id=row.id).first() if purpose else None
    )
    problems = list(problems_with_code(code))
    if taken is not None:
        problems.append(Problem("coding.purpose_taken", {"dimension": taken.code}))
    refuse_if(problems)
    row.name, row.position = Text(name).to_json(), position
    row.mandatory, row.purpose = mandatory, purpose
    row.save()
    outbox.publish(events.DimensionDefined(row.id, row.code), actor=actor, at=at)
    return row.id
