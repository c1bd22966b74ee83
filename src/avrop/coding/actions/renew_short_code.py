"""A short code that goes on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.coding import events, permissions
from avrop.coding.actions.checking import problems_with_period, short_code_row
from avrop.coding.models import ShortCode
from avrop.coding.rules import Period
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.ISSUE_SHORT_CODES)
def renew_short_code(short_code_id: UUID, valid_until: date, *, actor: Actor, at: datetime) -> None:
    """Let a short code be used until another day: later, or earlier."""
    row = short_code_row(short_code_id)
    actor = require(actor, permissions.ISSUE_SHORT_CODES, at=at, within=Within(unit_id=row.unit_id))
    period = Period(row.valid_from, valid_until)
    others = ShortCode.objects.filter(code=row.code).exclude(id=row.id)
    place = ("valid_until",)
    problems = list(problems_with_period(row.valid_from, valid_until, place))
    if any(Period(*o).overlaps(period) for o in others.values_list("valid_from", "valid_until")):
        problems.append(Problem("coding.short_code_taken", {"code": row.code}, place))
    refuse_if(problems)
    row.valid_until = valid_until
    row.save(update_fields=["valid_until"])
    outbox.publish(events.ShortCodeRenewed(row.id), actor=actor, at=at)
