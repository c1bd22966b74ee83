"""The units, the people and the small matrix that the rules are tried on, without a database."""

from __future__ import annotations

from uuid import UUID

from avrop.responsibility.matrix import Entry, Matrix

TOWN, SCHOOLS, OAK, LIBRARY = (UUID(int=number) for number in range(1, 5))
ANNA, BO, CILLA = (UUID(int=number) for number in range(11, 14))
IN_OAK = (TOWN, SCHOOLS, OAK)
ROLES = ("approver", "auditor", "manager", "requester")


def codes(problems: object) -> list[str]:
    """The codes of some problems, in their order."""
    return [problem.code for problem in problems]  # type: ignore[attr-defined]


def ordering(**letters: str) -> Matrix:
    """A matrix of ordering alone."""
    return Matrix(tuple(Entry("ordering", role, held) for role, held in letters.items()))
