"""Judging a document for whoever asks, before it is sent anywhere. Nothing of it is kept."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import BinaryIO

from django.conf import settings

from avrop.documents import (
    RELEASES,
    Judgement,
    Limits,
    Verdict,
    judge_file,
    verdict_of,
)
from avrop.exchange.rules import tidy
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.problems import Problem, invalid_if

#: Of what is held at once, so that nobody's document takes the memory of all: about 4,000 lines of an
#: invoice. Catalogues are let go of as they are read.
MOST_ELEMENTS = 200_000
#: Of a whole catalogue, so that nobody's takes the time of all: about 40,000 articles.
MOST_ELEMENTS_IN_ALL = 2_000_000


@query
def check_document(
    content: bytes, *, file_name: str = "", rules: str = "", actor: Actor, at: datetime
) -> Verdict:
    """Judge a document by its rules, in its envelope or without, and keep nothing of it.

    `rules` is the version of a release, such as "2026.5"; without it those in force are asked.
    `Invalid` for a version that there is none of.
    """
    known = [release.version for release in RELEASES]
    invalid_if(
        Problem("exchange.no_such_rules", {"version": rules, "known": ", ".join(known)}, ("rules",))
        for _ in range(rules not in ("", *known))
    )
    judgement = judged(BytesIO(content), rules=rules or None, on=day_of(at))
    return verdict_of(judgement, file=tidy(file_name))


def judged(file: BinaryIO, *, rules: str | None = None, on: date | None = None) -> Judgement:
    """The verdict on the document in a file, within the limits of this installation, by the rules of
    that version, else of a day, else the newest."""
    return judge_file(file, limits=limits_of_checking(), rules=rules, on=on)


def limits_of_checking() -> Limits:
    """How much a document may demand that is judged while somebody waits."""
    return Limits(size=most_bytes(), elements=MOST_ELEMENTS, elements_in_all=MOST_ELEMENTS_IN_ALL)


def most_bytes() -> int:
    """The most bytes of a document that is judged while somebody waits."""
    size: int = settings.CHECK_LIMIT_BYTES
    return size
