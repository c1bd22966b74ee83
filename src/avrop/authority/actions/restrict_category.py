"""Goods that not everybody may buy."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.authority import events, permissions, rules
from avrop.authority.actions.checking import problems_with_period, problems_with_person
from avrop.authority.models import RestrictedCategory
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.RESTRICT)
def restrict_category(
    category: str,
    responsible_person_id: UUID,
    *,
    valid_from: date,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """From a day on, let only mandates that name the category buy it, and say who answers for it."""
    actor = require_over(actor, permissions.RESTRICT, at, None)
    prefix = rules.category_prefix(category)
    problems = [
        *problems_with_person(responsible_person_id, valid_from),
        *problems_with_period(valid_from, valid_until),
    ]
    if not prefix:
        problems.append(Problem("authority.no_category"))
    same = RestrictedCategory.objects.filter(category=prefix).values_list(
        "valid_from", "valid_until"
    )
    if any(_overlap((valid_from, valid_until), period) for period in same):
        problems.append(Problem("authority.already_restricted", {"category": category}))
    refuse_if(problems)
    row = RestrictedCategory.objects.create(
        category=prefix,
        responsible_person_id=responsible_person_id,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    outbox.publish(
        events.CategoryRestricted(row.id, prefix, responsible_person_id), actor=actor, at=at
    )
    return row.id


def _overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])
