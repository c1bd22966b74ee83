"""Long lists, a page at a time by key: the newest first, steady while rows are added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from avrop.kernel.problems import Invalid, Problem

Item = TypeVar("Item")
LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items and the cursor that asks for the next ones; no cursor, no more."""

    items: tuple[Item, ...]
    next_cursor: str | None


def page_of(rows: QuerySet[Any], *, cursor: str | None, limit: int) -> tuple[list[Any], str | None]:
    """At most `limit` rows older than the cursor, newest first, and the next cursor."""
    size = max(1, min(limit, LARGEST_PAGE))
    if cursor:
        rows = rows.filter(id__lt=id_in(cursor))
    found = list(rows.order_by("-id")[: size + 1])
    return found[:size], str(found[size - 1].id) if len(found) > size else None


def sorted_page_of(
    rows: QuerySet[Any], by: str, *, among: QuerySet[Any], cursor: str | None, limit: int
) -> tuple[list[Any], str | None]:
    """At most `limit` rows by a column ("-amount": the largest first), then by id, and the next cursor.

    The column must never be null. `among` are all the rows there are, so that the next page is found
    even when the row that ended the last one is no longer among `rows`.
    """
    size = max(1, min(limit, LARGEST_PAGE))
    column, backwards = by.removeprefix("-"), by.startswith("-")
    if cursor:
        last = among.filter(id=id_in(cursor)).values_list(column, flat=True).first()
        if last is None:
            raise _bad(cursor)
        way = "lt" if backwards else "gt"
        # The first condition alone is one that an index can serve.
        rows = rows.filter(**{f"{column}__{way}e": last}).filter(
            Q(**{f"{column}__{way}": last}) | Q(**{f"id__{way}": id_in(cursor)})
        )
    found = list(rows.order_by(by, "-id" if backwards else "id")[: size + 1])
    return found[:size], str(found[size - 1].id) if len(found) > size else None


def id_in(cursor: str) -> UUID:
    """The id that a cursor holds; `Invalid` where it holds none."""
    try:
        return UUID(cursor)
    except ValueError:
        raise _bad(cursor) from None


def _bad(cursor: str) -> Invalid:
    return Invalid((Problem("kernel.bad_cursor", {"cursor": cursor}, ("cursor",)),))
