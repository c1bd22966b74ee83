"""When mandates need a new decision, so that whoever keeps the register can plan the year (REQ-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateField, F, QuerySet
from django.db.models.functions import Cast, Coalesce, Least, TruncMonth

from avrop.authority import queries, registering
from avrop.authority.models import Mandate
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of, in_force


@dataclass(frozen=True, slots=True)
class RenewalMonth:
    """How many mandates need a new decision in a month, by its first day."""

    month: date
    mandates: int


@dataclass(frozen=True, slots=True)
class RenewalsAhead:
    """How many mandates have gone on without the decision that they needed, and how many need one in
    each month ahead that has any."""

    overdue: int
    months: tuple[RenewalMonth, ...]


@query
def renewals_ahead(*, actor: Actor, at: datetime) -> RenewalsAhead:
    """When the mandates of today need a new decision, of those that the reader sees. Two statements for
    any number of mandates."""
    day = day_of(at)
    rows = _with_last_day(Mandate.objects.filter(queries.seen_by(actor)), day)
    months = (
        rows.filter(last_day__gte=day)
        .annotate(month=TruncMonth("last_day"))
        .values("month")
        .annotate(mandates=Count("id"))
        .order_by("month")
    )
    return RenewalsAhead(
        rows.filter(last_day__lt=day).count(),
        tuple(RenewalMonth(one["month"], one["mandates"]) for one in months),
    )


def _with_last_day(rows: QuerySet[Mandate], day: date) -> QuerySet[Any]:
    """Those in force, each with the last day without a new decision (`registering.renew_by`)."""
    year_on = Cast(F("valid_from") + registering.NO_LONGER, DateField())
    last_day = Least(Coalesce("valid_until", year_on), year_on)
    return rows.filter(in_force(day), revoked_at=None).annotate(last_day=last_day)
