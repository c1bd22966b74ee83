"""Facts as people read them: money, quantities, dates and moments in the reader's language and the
organisation's time zone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from django.utils import timezone
from django.utils.translation import get_language

from avrop.values import Money, Quantity, Text

AMOUNT_THEN_CURRENCY = "#,##0.00\xa0¤¤"
LOCALES = {"sv": "sv_SE", "en": "en_GB", "zh-hans": "zh_Hans_CN"}


def reader_locale() -> str:
    """Babel's name for the language that is active."""
    return LOCALES.get(get_language() or "sv", "sv_SE")


def shown(value: Any) -> Any:
    """`value` as text where people have a way of writing it, else as it is."""
    if isinstance(value, Money):
        pattern = None if reader_locale() == LOCALES["sv"] else AMOUNT_THEN_CURRENCY
        return format_currency(value.amount, value.currency, format=pattern, locale=reader_locale())
    if isinstance(value, Quantity):
        return f"{shown(value.value)} {unit_name(value.unit)}"
    if isinstance(value, Decimal):
        return format_decimal(value, locale=reader_locale(), decimal_quantization=False)
    if isinstance(value, datetime):
        return format_datetime(timezone.localtime(value), "short", locale=reader_locale())
    if isinstance(value, date):
        return format_date(value, "medium", locale=reader_locale())
    if isinstance(value, Text):
        return value.in_language(get_language() or "sv")
    return value


def unit_name(code: str) -> str:
    """What people call a UN/ECE unit; the code itself where it has no name of ours."""
    from avrop.values import unit_name as named

    return named(code, get_language() or "sv")
