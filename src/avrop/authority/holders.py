"""Who holds which roles on a day, past days too: what registers and matrices are drawn from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from avrop.authority.models import Mandate
from avrop.kernel.days import time_zone
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class HeldMandate:
    """A mandate that was in force on a day; `unit_id` None: everywhere."""

    id: UUID
    person_id: UUID
    role: str
    unit_id: UUID | None
    limit: Money | None
    valid_until: date | None


def held_on(
    day: date,
    *,
    roles: Collection[str] | None = None,
    person_id: UUID | None = None,
    lineage: Collection[UUID] | None = None,
) -> tuple[HeldMandate, ...]:
    """The mandates in force when a day ended, of some roles or of all, of one person or of everybody;
    with the `lineage` of a unit, those that reach it. One statement."""
    rows = _in_force(day)
    if lineage is not None:
        rows = rows.filter(Q(unit_id=None) | Q(unit_id__in=lineage))
    if roles is not None:
        rows = rows.filter(role__code__in=sorted(roles))
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    found = rows.order_by("id").values_list(
        "id", "person_id", "role__code", "unit_id", "amount_limit", "currency", "valid_until"
    )
    return tuple(
        HeldMandate(
            mandate_id,
            person,
            role,
            unit_id,
            None if amount is None else Money(amount, currency),
            until,
        )
        for mandate_id, person, role, unit_id, amount, currency, until in found
    )


def roles_held_on(day: date) -> frozenset[str]:
    """The roles that anybody held when a day ended. One statement."""
    return frozenset(_in_force(day).values_list("role__code", flat=True).distinct().order_by())


def _in_force(day: date) -> QuerySet[Mandate]:
    midnight = datetime.combine(day + timedelta(days=1), time(), time_zone())
    return Mandate.objects.filter(
        Q(revoked_at=None) | Q(revoked_at__gte=midnight),
        Q(valid_until=None) | Q(valid_until__gte=day),
        valid_from__lte=day,
    )
