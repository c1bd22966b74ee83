"""Pages of lists that are computed whole: the cursor is how many rows came before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from avrop.kernel.paging import LARGEST_PAGE, Page
from avrop.kernel.problems import Invalid, Problem

Item = TypeVar("Item")


def slice_of(items: Sequence[Item], cursor: str | None, limit: int) -> Page[Item]:
    """At most `limit` of the items after the cursor. Raises Invalid for a cursor of another list."""
    if cursor and not cursor.isdecimal():
        raise Invalid((Problem("kernel.bad_cursor", {"cursor": cursor}, ("cursor",)),))
    start = int(cursor) if cursor else 0
    end = start + max(1, min(limit, LARGEST_PAGE))
    return Page(tuple(items[start:end]), str(end) if end < len(items) else None)
