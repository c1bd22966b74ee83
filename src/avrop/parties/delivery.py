"""On which days a partner delivers, and until when one can order. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_LOOK_AHEAD_DAYS = 62


@dataclass(frozen=True, slots=True)
class DeliveryDays:
    """When goods of a class are delivered, and until when they can be ordered.

    `goods_class` is a prefix of the classification code ("" = all goods); `weekdays` are ISO days (1 is
    Monday); orders for a day close at `cut_off`, local time, `days_before` calendar days earlier.
    """

    goods_class: str
    weekdays: tuple[int, ...]
    cut_off: time
    days_before: int

    def delivers_on(self, day: date) -> bool:
        """Whether goods come on that day."""
        return day.isoweekday() in self.weekdays

    def closes_at(self, day: date, zone: ZoneInfo) -> datetime:
        """The last moment to order for a delivery on that day."""
        return datetime.combine(day - timedelta(days=self.days_before), self.cut_off, zone)

    def is_open_for(self, day: date, *, at: datetime, zone: ZoneInfo) -> bool:
        """Whether an order made at that moment can still be delivered on the day."""
        return self.delivers_on(day) and at <= self.closes_at(day, zone)

    def next_day(self, *, at: datetime, zone: ZoneInfo) -> date | None:
        """The first day that an order made at that moment can be delivered on."""
        today = at.astimezone(zone).date()
        days = (today + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD_DAYS))
        return next((day for day in days if self.is_open_for(day, at=at, zone=zone)), None)
