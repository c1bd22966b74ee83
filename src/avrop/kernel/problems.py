"""Saying no. A refusal carries every problem at once, as codes and facts; words are made by a face."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why not.

    `code` is stable and public ("orders.no_lines"); `values` are the facts its sentence names;
    `place` says where, from the outside in ("lines", 3, "coding"); `fixer` names the role that can
    mend it where that is not the reader, and overrides the role the code's wording names.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str | int, ...] = ()
    fixer: str = ""


class Denial(Exception):
    """A command or query that did nothing, and why. Always one of the four below."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        #: Writes the denial down, where that must wait until a transaction around it is undone.
        self.record: Callable[[], None] | None = None
        super().__init__(", ".join(self.codes))

    @property
    def codes(self) -> list[str]:
        """The codes of all problems, in order."""
        return [problem.code for problem in self.problems]


class Invalid(Denial):
    """What was given makes no sense, whoever asks."""


class Refused(Denial):
    """The rules say no."""


class Forbidden(Denial):
    """This actor has no mandate for it."""


class Missing(Denial):
    """Not there, or not yours: the two are never told apart."""


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise `Refused` with all of `problems`, if there are any."""
    found = tuple(problems)
    if found:
        raise Refused(found)


def invalid_if(problems: Iterable[Problem]) -> None:
    """Raise `Invalid` with all of `problems`, if there are any."""
    found = tuple(problems)
    if found:
        raise Invalid(found)


def missing(what: str, key: object) -> Missing:
    """The answer for a thing that is not there or not the reader's: `raise missing("order", id)`."""
    return Missing((Problem("kernel.missing", {"what": what, "key": str(key)}),))
