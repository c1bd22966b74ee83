"""Finding a document by the beginning of its number, at a cost that does not grow with the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

#: So many of the latest numbers that fit are looked at for some that the reader may see.
LOOKED_AT = 1000
LONGEST_NUMBER = 60
DIGITS = 5
LAST_CHARACTER = "\uffff"
Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was found: what it is, its number, and what tells it from others (a partner's
    name). `kind` is the word that tasks call such a subject by."""

    kind: str
    id: UUID
    number: str
    about: str
    state: str


def fitting(text: str, *, series: str, at: datetime) -> str:
    """The beginning of a number that somebody means; "" where it can be none.

    Of a `series` of ours numbers are in capitals, and digits only are the number of this year ("12" →
    "AO-2026-00012"). Without one the numbers are others', and are looked for as they are written.
    """
    given = text.strip()[:LONGEST_NUMBER]
    if not given.isprintable():
        return ""
    if series and given.isascii() and given.isdigit() and len(given) <= DIGITS:
        return f"{series}-{at.year}-{int(given):0{DIGITS}}"
    return given.upper() if series else given


def narrowed(rows: Rows, everything: Rows, field: str, beginning: str) -> Rows:
    """Of `rows` (what the reader may see) those whose number begins so, the latest numbers first.

    `everything` are the same rows without the limit to the reader: the index on the number is walked
    backwards for at most `LOOKED_AT` of them, and only these are asked whether they may be seen.
    """
    if not beginning:
        return rows.none()
    # The bounds let any index serve, and the prefix is exact whatever order the database sorts in.
    fits = Q(
        **{
            f"{field}__gte": beginning,
            f"{field}__lt": beginning + LAST_CHARACTER,
            f"{field}__startswith": beginning,
        }
    )
    near = everything.filter(fits).order_by(f"-{field}").values("id")[:LOOKED_AT]
    return rows.filter(id__in=near).order_by(f"-{field}")
