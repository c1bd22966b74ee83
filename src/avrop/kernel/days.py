"""Which day a moment falls on. Days, months and years are the organisation's own: an invoice booked at
half past midnight in Stockholm on New Year's Day belongs to the new year, whatever UTC says."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from avrop.kernel.scope import current_zone, zone_of


def time_zone() -> ZoneInfo:
    """The zone that the organisation in scope keeps its days and cut-offs in."""
    return ZoneInfo(current_zone())


def day_of(moment: datetime) -> date:
    """The date where the organisation in scope is."""
    return moment.astimezone(time_zone()).date()


def day_at(tenant_id: UUID, moment: datetime) -> date:
    """The date where an organisation is, for what runs outside its scope."""
    return moment.astimezone(ZoneInfo(zone_of(tenant_id))).date()


def in_force(on: date) -> Q:
    """Rows whose period, `valid_from` to `valid_until` with both ends included, holds on a day."""
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))
