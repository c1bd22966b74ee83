"""Swedish public holidays and bank days, computed for any year from 2005 on.

Public holidays stand in lag (1989:253) om allmänna helgdagar. Lag (1930:173) 2 § puts Saturdays,
Midsummer's Eve, Christmas Eve and New Year's Eve on a level with Sundays, and the bank clearing
rests on the same days: so a working day and a bank day are the same here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_SATURDAY = 5


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the Meeus/Jones/Butcher computus."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30
    leaps, rest_of_four = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - rest_of_four) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year that lag (1989:253) names, Sundays in general left out.

    Raises ValueError before 2005, when the National Day was not yet one.
    """
    if year < 2005:
        raise ValueError("the calendar begins in 2005")
    easter = easter_sunday(year)
    moving = (-2, 0, 1, 39, 49)  # Good Friday, Easter Day and Monday, Ascension, Whit Sunday
    return frozenset(
        {
            date(year, 1, 1),
            date(year, 1, 6),
            date(year, 5, 1),
            date(year, 6, 6),
            _saturday_from(date(year, 6, 20)),  # Midsummer Day
            _saturday_from(date(year, 10, 31)),  # All Saints' Day
            date(year, 12, 25),
            date(year, 12, 26),
            *(easter + timedelta(days=days) for days in moving),
        }
    )


@cache
def _closed_days(year: int) -> frozenset[date]:
    midsummer_eve = _saturday_from(date(year, 6, 20)) - _DAY
    eves = {midsummer_eve, date(year, 12, 24), date(year, 12, 31)}
    return public_holidays(year) | eves


def is_bank_day(day: date) -> bool:
    """Whether banks clear payments and offices work on a day."""
    return day.weekday() < _SATURDAY and day not in _closed_days(day.year)


def next_bank_day(day: date) -> date:
    """The day itself when it is a bank day, otherwise the first one after it."""
    while not is_bank_day(day):
        day += _DAY
    return day


def previous_bank_day(day: date) -> date:
    """The day itself when it is a bank day, otherwise the last one before it."""
    while not is_bank_day(day):
        day -= _DAY
    return day


def add_working_days(day: date, number: int) -> date:
    """The date a number of working days later, or earlier when negative; zero gives the day."""
    step = _DAY if number >= 0 else -_DAY
    for _ in range(abs(number)):
        day += step
        while not is_bank_day(day):
            day += step
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days follow `first` up to and with `last`; zero when `last` is not later."""
    days = (last - first).days
    return sum(is_bank_day(first + timedelta(days=ahead)) for ahead in range(1, days + 1))


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(_SATURDAY - day.weekday()) % 7)
