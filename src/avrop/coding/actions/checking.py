"""What several of this app's commands find, look at and refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from avrop.coding.models import Dimension, ShortCode
from avrop.kernel.problems import Problem, missing, refuse_if


def dimension_called(code: str) -> Dimension:
    """The dimension with a code; raises `Missing`."""
    found: Dimension = only_one(Dimension.objects.filter(code=code), "dimension", code)
    return found


def short_code_row(short_code_id: UUID) -> ShortCode:
    """The short code, locked; raises `Missing`."""
    rows = ShortCode.objects.select_for_update().filter(id=short_code_id)
    found: ShortCode = only_one(rows, "short code", short_code_id)
    return found


def only_one(rows: Any, what: str, key: object) -> Any:
    """The one row there is; raises `Missing` where there is none."""
    row = rows.first()
    if row is None:
        raise missing(what, key)
    return row


def end_after(row: Any, last_day: date) -> None:
    """Let a dated row not be in force after a day."""
    refuse_if(problems_with_period(row.valid_from, last_day, ("last_day",)))
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])


def problems_with_code(code: str, place: tuple[str | int, ...] = ()) -> Iterator[Problem]:
    """What makes a text unfit as a code: it must be readable in a coding string."""
    if not code:
        yield Problem("coding.no_code", {}, place)
    elif any(sign in code for sign in "=* \t\n") or len(code) > 40:
        yield Problem("coding.bad_code", {"code": code}, place)


def problems_with_period(
    valid_from: date, valid_until: date | None, place: tuple[str | int, ...] = ()
) -> Iterator[Problem]:
    """A period that ends before it begins."""
    if valid_until is not None and valid_until < valid_from:
        facts = {"valid_from": valid_from, "valid_until": valid_until}
        yield Problem("coding.ends_before_it_begins", facts, place)
