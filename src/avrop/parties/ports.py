"""What this app asks of the floor above that knows mandates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.ports import Port
from avrop.kernel.problems import Problem
from avrop.parties.importing.plan import MandateLine

#: For each line of mandates: what is wrong with it, and whether just that mandate is there already. The
#: lines may name people and units that come with the same file. Statements do not grow with the lines.
judge_mandates: Port[
    [Sequence[MandateLine], Actor, date, datetime], Sequence[tuple[tuple[Problem, ...], bool]]
] = Port("parties.judge_mandates")
#: Grant them all; they have been judged in the same transaction.
grant_mandates: Port[[Sequence[MandateLine], Actor, datetime], None] = Port(
    "parties.grant_mandates"
)
#: Who may order at a moment for a unit (None: for any), each with the unit that the right is for (None:
#: everywhere).
who_orders: Port[[datetime, UUID | None], Sequence[tuple[UUID, UUID | None]]] = Port(
    "parties.who_orders"
)
