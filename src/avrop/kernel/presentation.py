"""Facts as people read them: money, quantities, dates and moments in the reader's language and the
organisation's time zone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_currency, format_decimal
from django.utils import timezone
from django.utils.translation import get_language

from avrop.values import Money, Quantity, Text
from avrop.values import unit_name as named

AMOUNT_THEN_CURRENCY = "#,##0.00\xa0¤¤"
LOCALES = {"sv": "sv_SE", "en": "en_GB", "zh-hans": "zh_Hans_CN"}
#: So many facts of each kind are kept as they are read.
REMEMBERED = 20_000
#: Documents of others have numbers of up to forty digits. Babel writes a number within Decimal's
#: context, whose twenty-eight would round it or refuse it.
ENOUGH_DIGITS = 100


def reader_language() -> str:
    """The language that is active."""
    return get_language() or "sv"


def reader_locale() -> str:
    """Babel's name for the language that is active."""
    return LOCALES.get(reader_language(), "sv_SE")


def shown(value: Any) -> Any:
    """`value` as text where people have a way of writing it, else as it is."""
    return value if isinstance(value, (str, int)) else shown_in(value, reader_language())


def shown_in(value: Any, language: str) -> Any:
    """The same in a language. Who draws hundreds of facts asks once which language is active."""
    if isinstance(value, (str, int)):
        return value
    locale = LOCALES.get(language, "sv_SE")
    if isinstance(value, Money):
        return _money(str(value.amount), value.currency, locale)
    if isinstance(value, Quantity):
        return f"{_number(str(value.value), locale)} {named(value.unit, language)}"
    if isinstance(value, Decimal):
        return _number(str(value), locale)
    if isinstance(value, datetime):
        # Without its zone: moments of two zones are equal, what people read in them is not.
        return _moment(timezone.localtime(value).replace(tzinfo=None), locale)
    if isinstance(value, date):
        return _date(value, locale)
    if isinstance(value, Text):
        return value.in_language(language)
    return value


# A page has hundreds of facts, many of them the same, and Babel takes longer over one than the database
# over a statement. Numbers are kept by how they are written: 1.0 and 1.00 are equal, and read apart.


@lru_cache(REMEMBERED)
def _money(amount: str, currency: str, locale: str) -> str:
    pattern = None if locale == LOCALES["sv"] else AMOUNT_THEN_CURRENCY
    return str(format_currency(Decimal(amount), currency, format=pattern, locale=locale))


@lru_cache(REMEMBERED)
def _number(value: str, locale: str) -> str:
    with localcontext(prec=ENOUGH_DIGITS):
        return str(format_decimal(Decimal(value), locale=locale, decimal_quantization=False))


@lru_cache(REMEMBERED)
def _moment(local: datetime, locale: str) -> str:
    return str(format_datetime(local, "short", locale=locale))


@lru_cache(REMEMBERED)
def _date(value: date, locale: str) -> str:
    return str(format_date(value, "medium", locale=locale))


def weekday(day: date) -> str:
    """A day as people plan: Thursday 26 November."""
    return _weekday(day, reader_locale())


@lru_cache(REMEMBERED)
def _weekday(day: date, locale: str) -> str:
    return str(format_skeleton("EEEEdMMMM", day, locale=locale))


def unit_name(code: str) -> str:
    """What people call a UN/ECE unit; the code itself where it has no name of ours."""
    return named(code, reader_language())
