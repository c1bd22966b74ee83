"""A denial as `application/problem+json` (RFC 9457), with every problem it carries."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from avrop.kernel.problems import Denial, Forbidden, Invalid, Missing, Refused
from avrop.kernel.wording import say

STATUS: dict[type[Denial], int] = {Invalid: 422, Refused: 409, Forbidden: 403, Missing: 404}


@dataclass(frozen=True, slots=True)
class ProblemOut:
    """One reason, in the reader's language: what, where, who can mend it and how."""

    code: str
    sentence: str
    remedy: str
    fixer: str
    place: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ProblemDocument:
    """The body of every answer that is not a success."""

    type: str
    title: str
    status: int
    problems: tuple[ProblemOut, ...]


def problem_document(denial: Denial) -> ProblemDocument:
    """A denial, told in the language that is active."""
    titles = {
        Invalid: _("What was sent cannot be read"),
        Refused: _("The rules do not allow this"),
        Forbidden: _("You have no mandate for this"),
        Missing: _("Not found"),
    }
    said = [say(problem) for problem in denial.problems]
    return ProblemDocument(
        type=f"urn:avrop:{type(denial).__name__.lower()}",
        title=titles[type(denial)],
        status=STATUS[type(denial)],
        problems=tuple(
            ProblemOut(one.code, one.sentence, one.remedy, one.fixer, one.place) for one in said
        ),
    )


def other_problem(status: int, code: str, title: str, remedy: str = "") -> ProblemDocument:
    """An answer for what is no denial of an operation: not signed in, wrong method, too large."""
    return ProblemDocument(
        type=f"urn:avrop:{code}",
        title=title,
        status=status,
        problems=(ProblemOut(code, title, remedy, "", ()),),
    )
