"""Which day a moment falls on. Days, months and years are the organisation's own: an invoice booked at
half past midnight in Stockholm on New Year's Day belongs to the new year, whatever UTC says."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from avrop.kernel.scope import current_zone


def time_zone() -> ZoneInfo:
    """The zone that the organisation in scope keeps its days and cut-offs in."""
    return ZoneInfo(current_zone())


def day_of(moment: datetime) -> date:
    """The date where the organisation in scope is."""
    return moment.astimezone(time_zone()).date()
