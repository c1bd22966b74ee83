"""Deciding which accounts are booked on."""

from __future__ import annotations

from datetime import date, datetime

from avrop.buying.payables import permissions
from avrop.buying.payables.chart import NAME, Chart, problems_with_chart
from avrop.buying.payables.events import ChartChanged
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import refuse_if


@command(permissions.SET_CHART)
def change_chart(chart: Chart, valid_from: date, reason: str, *, actor: Actor, at: datetime) -> str:
    """Decide the next version of the chart, in force from a day. Returns its reference."""
    actor = require(actor, permissions.SET_CHART, at=at, within=EVERYWHERE)
    refuse_if(problems_with_chart(chart))
    reference = ruleset.add_version(
        NAME, chart, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    outbox.publish(ChartChanged(reference), actor=actor, at=at, reason=reason)
    return reference
