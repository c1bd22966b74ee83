"""Filters for showing facts and stored values: `{{ order.amount|shown }}`,
`{{ message.state|named:"message" }}`, `{{ problem.fixer|role }}`, `{{ message.state|colour }}`."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.numbers import format_percent
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from avrop.kernel import presentation
from avrop.site import words

register = template.Library()

#: What a state or stage asks of the reader, as one of the design system's colours.
COLOURS = {
    "success": {
        "accepted",
        "taken_in",
        "delivered",
        "paid",
        "fully",
        "shipped",
        "agreed",
        "approved",
        "matched",
        "settled",
        "ordered",
        "active",
        "credited",
        "replaced",
        "in_force",
        "valid",
        "applied",
        "right",
        "passed",
        "published",
        "confirmed",
        "held",
        "made",
        "ready",
        "done",
    },
    "danger": {
        "expired",
        "revoked",
        "refused",
        "rejected",
        "failed",
        "refused_by_access_point",
        "conflict",
        "disputed",
        "doubled",
        "overdue",
        "vacant_long",
    },
    "warning": {
        "undeliverable",
        "accepted_with_changes",
        "change_pending",
        "changed",
        "partly",
        "prepared",
        "released_once",
        "differing",
        "returned",
        "open",
        "quarantined",
        "ending",
        "waived",
        "expired",
        "stale",
        "bounced",
        "faulty",
        "fault",
        "due",
        "with_gaps",
        "vacant",
    },
    "info": {
        "sent",
        "queued",
        "received",
        "handed_over",
        "forwarded",
        "submitted",
        "waiting",
        "reviewed",
        "notified",
        "in_review",
        "released",
        "answered",
        "scheduled",
        "coming",
        "ready",
        "numbered",
        "at_centre",
        "informing",
        "asked",
    },
}
_COLOUR_OF = {state: colour for colour, states in COLOURS.items() for state in states}


@register.filter
def shown(value: Any) -> Any:
    """A fact as people read it: money, quantities, dates, moments."""
    return "" if value is None else presentation.shown(value)


@register.filter
def named(value: Any, table: str) -> str:
    """What people call a stored value."""
    return words.named(value, table)


@register.filter
def role(code: str) -> str:
    """What people call a role."""
    return words.role_name(code)


@register.filter
def colour(state: str) -> str:
    """The colour that a state is marked with."""
    return _COLOUR_OF.get(str(state), "neutral")


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """A point in time, for people and machines."""
    if at is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), presentation.shown(at))


@register.filter
def bytes_in_words(size: int) -> str:
    """How large a file is."""
    if size < 1024:
        return ngettext("%(count)d byte", "%(count)d bytes", size) % {"count": size}
    unit, power = ("MB", 2) if size >= 1024**2 else ("kB", 1)
    amount = (Decimal(size) / 1024**power).quantize(Decimal("0.1"))
    return f"{presentation.shown(amount)} {unit}"


@register.filter
def percent(value: Decimal | None) -> str:
    """A share of a hundred, as the reader's language writes it; to two decimals where it has them."""
    if value is None:
        return ""
    return _percent(str(value), presentation.reader_locale())


@lru_cache(1_000)
def _percent(value: str, locale: str) -> str:
    return format_percent(Decimal(value) / 100, "#,##0.## %", locale=locale)


@register.filter
def place(parts: tuple[str | int, ...]) -> str:
    """Where in a document something is, from the outside in."""
    return " › ".join(str(part) for part in parts)


@register.filter
def options(table: str) -> list[tuple[str, str]]:
    """Every value of a table of words, for a list to choose from."""
    return [(value, str(name)) for value, name in words.tables()[table].items() if value]


@register.filter
def of(names: dict[Any, str], key: Any) -> str:
    """The name that goes with a key, or nothing."""
    return names.get(key, "")


@register.filter
def in_words(values: tuple[str, ...], table: str) -> str:
    """Several stored values as a list for people."""
    return ", ".join(words.named(value, table) for value in values)
