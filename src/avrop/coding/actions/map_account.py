"""The account that goods of a category are booked on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority.queries import category_prefix
from avrop.coding import events, permissions
from avrop.coding.actions.checking import problems_with_period
from avrop.coding.models import AccountMapping, Dimension, Value
from avrop.coding.rules import Period
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.MAINTAIN)
def map_account(
    category: str,
    account: str,
    *,
    valid_from: date,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Decide on which account goods of a category, and of all below it, are booked from a day on."""
    actor = require(actor, permissions.MAINTAIN, at=at, within=EVERYWHERE)
    period = Period(valid_from, valid_until)
    prefix = category_prefix(category)
    same = AccountMapping.objects.filter(category=prefix).values_list("valid_from", "valid_until")
    problems = [
        *_problems_with_account(account, valid_from),
        *problems_with_period(valid_from, valid_until),
    ]
    if any(Period(*other).overlaps(period) for other in same):
        problems.append(Problem("coding.already_mapped", {"category": category}))
    refuse_if(problems)
    row = AccountMapping.objects.create(
        category=prefix, account=account, valid_from=valid_from, valid_until=valid_until
    )
    outbox.publish(events.AccountMapped(row.id), actor=actor, at=at)
    return row.id


def _problems_with_account(account: str, on: date) -> Iterator[Problem]:
    dimension = Dimension.objects.filter(purpose="account").first()
    if dimension is None:
        yield Problem("coding.no_account_dimension")
        return
    in_force = Value.objects.filter(dimension_id=dimension.id, code=account, valid_from__lte=on)
    if not in_force.filter(Q(valid_until=None) | Q(valid_until__gte=on)).exists():
        yield Problem("coding.no_such_account", {"account": account, "valid_from": on})
