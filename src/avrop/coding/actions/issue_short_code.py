"""A short code for a person in a unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from avrop.coding import events, permissions, queries
from avrop.coding.actions.checking import problems_with_code, problems_with_period
from avrop.coding.models import ShortCode
from avrop.coding.rules import Period, problems_with
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Missing, Problem, refuse_if
from avrop.parties import queries as parties

_LEFT_OPEN = frozenset({"coding.dimension_missing", "coding.combination_not_allowed"})


@command(permissions.ISSUE_SHORT_CODES)
def issue_short_code(
    code: str,
    *,
    person_id: UUID,
    unit_id: UUID,
    coding: str,
    invoice_reference: str,
    valid_from: date,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let a person order for a unit under a short code, which stands for a coding and for the
    reference that the invoice is to carry. A code that is linked already is refused."""
    actor = require(actor, permissions.ISSUE_SHORT_CODES, at=at, within=Within(unit_id=unit_id))
    chart = queries.plan(valid_from, naming=(coding,))
    period = Period(valid_from, valid_until)
    same = ShortCode.objects.filter(code=code).values_list("valid_from", "valid_until")
    problems = [
        *problems_with_code(code, ("code",)),
        *problems_with_period(valid_from, valid_until, ("valid_until",)),
        *_problems_with_owner(person_id, unit_id),
        # A short code may leave parts open that the line fills in, so only what stands there counts.
        *(p for p in problems_with(coding, chart) if p.code not in _LEFT_OPEN),
    ]
    if any(Period(*other).overlaps(period) for other in same):
        problems.append(Problem("coding.short_code_taken", {"code": code}, ("code",)))
    refuse_if(problems)
    row = ShortCode.objects.create(
        code=code,
        person_id=person_id,
        unit_id=unit_id,
        coding=chart.canonical(coding),
        invoice_reference=invoice_reference,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    outbox.publish(events.ShortCodeIssued(row.id), actor=actor, at=at)
    return row.id


def _problems_with_owner(person_id: UUID, unit_id: UUID) -> Iterable[Problem]:
    """`Missing` is raised by parties where there is no such person or unit."""
    try:
        parties.person(person_id)
        parties.unit(unit_id)
    except Missing as gone:
        return gone.problems
    return ()
