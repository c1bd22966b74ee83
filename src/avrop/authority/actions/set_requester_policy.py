"""Who may order in a unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from avrop.authority import events, permissions
from avrop.authority.actions.checking import one_at_a_time
from avrop.authority.actions.grant_mandate import Scope, given, problems_giving, save_granted
from avrop.authority.models import Mandate, RequesterPolicy
from avrop.authority.policies import REQUESTER
from avrop.authority.post_models import Who
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.problems import Problem, refuse_if
from avrop.values import Money


@command(permissions.SET_REQUESTER_POLICY)
def set_requester_policy(
    unit_id: UUID | None,
    who: Who,
    *,
    valid_from: date,
    decision_reference: str,
    categories: tuple[str, ...] = (),
    agreements: tuple[UUID, ...] = (),
    limit: Money | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Decide who may order in a unit and below from a day on: named people only, or everyone who works
    there, for some goods and agreements up to an amount. None is the whole organisation; the nearest
    unit with a policy of its own decides. `policy_effect` says beforehand who gains and who loses.

    The former policy of the same unit ends the day before. Named people keep what they have.
    """
    actor = require_over(actor, permissions.SET_REQUESTER_POLICY, at, unit_id)
    one_at_a_time()
    scope = Scope(unit_id, categories, agreements, (), limit, valid_from, None)
    mandate = given(REQUESTER, scope, decision_reference)
    former = RequesterPolicy.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=valid_from), unit_id=unit_id
    )
    refuse_if(
        [*problems_giving(mandate, REQUESTER, scope), *_problems_following(former, valid_from)]
    )
    _end(former, valid_from - timedelta(days=1))
    if who is Who.EVERYONE:
        save_granted(mandate, actor, at)
    row = RequesterPolicy.objects.create(
        unit_id=unit_id,
        who=who,
        mandate_id=mandate.id if who is Who.EVERYONE else None,
        valid_from=valid_from,
        decision_reference=mandate.decision_reference,
    )
    event = events.RequesterPolicySet(row.id, unit_id, who)
    outbox.publish(event, actor=actor, at=at)
    return row.id


def _problems_following(former: QuerySet[RequesterPolicy], valid_from: date) -> Iterator[Problem]:
    """A policy is not set on the day of another, or before one that is decided already."""
    for first in former.filter(valid_from__gte=valid_from).values_list("valid_from", flat=True):
        yield Problem("authority.policy_set_already", {"valid_from": first}, ("valid_from",))


def _end(former: QuerySet[RequesterPolicy], last_day: date) -> None:
    keys = list(former.values_list("mandate_id", flat=True))
    former.update(valid_until=last_day)
    Mandate.objects.filter(id__in=[key for key in keys if key]).update(valid_until=last_day)
