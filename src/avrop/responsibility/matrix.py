"""The matrix: who is responsible, accountable, consulted and informed in each activity. Pure.

Without a decision of the organisation it is drawn from the permissions themselves (`drawn_from`):
whoever may carry an activity out is responsible (R), one role answers for it (A), whoever may otherwise
decide in it is consulted (C), and whoever checks it is informed (I). Where an activity is nothing but
checking, that is the work. A decided matrix is a dated version
of rules. A row for a unit holds for it and all below it, in place of the row of the whole organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from avrop.kernel.permissions import Kind, Permission
from avrop.kernel.problems import Problem

NAME = "responsibility.matrix"
LETTERS = "ARCI"
#: What one role can have in one activity. Whoever answers may do the work too; who does either is
#: neither asked nor told besides.
ALLOWED = ("R", "A", "AR", "C", "I")
#: More roles than these carry what is everybody's own.
MOST_ROLES = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """What a role has in an activity: letters out of `ALLOWED`, in a unit and below (None: all)."""

    activity: str
    role: str
    letters: str
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """A version of the matrix."""

    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One activity somewhere: the roles by letter, in order of their codes."""

    activity: str
    unit_id: UUID | None
    letters: Mapping[str, str]

    def roles(self, letter: str) -> tuple[str, ...]:
        """The roles that have a letter."""
        return tuple(sorted(role for role, held in self.letters.items() if letter in held))


class Gap(StrEnum):
    """What can be wrong with who answers for what."""

    NO_ACCOUNTABLE = "no_accountable"
    SEVERAL_ACCOUNTABLE = "several_accountable"
    NO_RESPONSIBLE = "no_responsible"
    UNKNOWN_ROLE = "unknown_role"
    WITHOUT_RIGHT = "without_right"
    WITHOUT_DUTY = "without_duty"
    VACANT = "vacant"
    SEVERAL_HOLDERS = "several_holders"
    NOBODY_DOES_IT = "nobody_does_it"


@dataclass(frozen=True, slots=True)
class Finding:
    """A gap or a double: where and about what. `people` are those who hold it twice."""

    gap: Gap
    activity: str
    role: str = ""
    unit_id: UUID | None = None
    people: tuple[UUID, ...] = ()


# --- the matrix that the product comes with -----------------------------------------------------------


def drawn_from(
    permissions: Iterable[Permission], accountable: Mapping[str, str], kept: Iterable[str]
) -> Matrix:
    """The matrix of these permissions: `accountable` names the one role per activity, and activities
    that are not `kept` are left out."""
    by_activity: dict[str, list[Permission]] = {activity: [] for activity in kept}
    for permission in permissions:
        if permission.activity in by_activity:
            by_activity[permission.activity].append(permission)
    return Matrix(
        tuple(
            Entry(activity, role, letters)
            for activity, several in by_activity.items()
            for role, letters in sorted(_letters(several, accountable.get(activity, "")).items())
        )
    )


def is_everybodys(permission: Permission) -> bool:
    """Whether so many roles carry a right that it says nothing of who does the work: to name one's own
    substitute, to ask for help, to note what one hands over."""
    return len(permission.roles) > MOST_ROLES


def activities_of_work(permissions: Iterable[Permission]) -> frozenset[str]:
    """The activities in which there is something to decide or to carry out, and not to check alone."""
    return frozenset(one.activity for one in permissions if one.kind is not Kind.ASSURE)


def _letters(permissions: Sequence[Permission], accountable: str) -> dict[str, str]:
    special = [one for one in permissions if not is_everybodys(one)]
    held: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for one in special or permissions:
        held[one.kind].update(one.roles)
    doing = held[Kind.EXECUTE] or held[Kind.MANAGE] or held[Kind.ASSURE]
    found = dict.fromkeys(held[Kind.ASSURE], "I")
    found |= dict.fromkeys(held[Kind.MANAGE], "C")
    found |= dict.fromkeys(doing, "R")
    if accountable:
        found[accountable] = "AR" if accountable in doing else "A"
    return found


# --- reading it ---------------------------------------------------------------------------------------


def row_of(matrix: Matrix, activity: str, lineage: Sequence[UUID] = ()) -> Row:
    """The row that holds for a unit with this lineage (the outermost first); the whole organisation's
    without any."""
    return Rows(matrix).of(activity, lineage)


class Rows:
    """A matrix laid out to be asked for many units."""

    def __init__(self, matrix: Matrix) -> None:
        self._by_place: dict[str, dict[UUID | None, dict[str, str]]] = {}
        for one in matrix.entries:
            place = self._by_place.setdefault(one.activity, {})
            letters = place.setdefault(one.unit_id, {})
            letters[one.role] = one.letters

    @property
    def activities(self) -> tuple[str, ...]:
        """The activities that anybody has a letter in."""
        return tuple(self._by_place)

    def of(self, activity: str, lineage: Sequence[UUID] = ()) -> Row:
        """The row that holds for a unit with this lineage."""
        places = self._by_place.get(activity, {})
        unit_id = next((one for one in reversed(lineage) if one in places), None)
        return Row(activity, unit_id, places.get(unit_id, {}))

    def all_of(self, activity: str) -> tuple[Row, ...]:
        """The rows of an activity, that of the whole organisation first."""
        places = self._by_place.get(activity, {})
        several = sorted(places, key=lambda unit_id: (unit_id is not None, str(unit_id)))
        return tuple(Row(activity, one, places[one]) for one in several) or (
            Row(activity, None, {}),
        )


def with_row(
    matrix: Matrix, activity: str, unit_id: UUID | None, letters: Mapping[str, str]
) -> Matrix:
    """The matrix with one row in place of what stood there; a unit's row without letters is taken away,
    so that the wider one holds again."""
    rest = [one for one in matrix.entries if (one.activity, one.unit_id) != (activity, unit_id)]
    added = [Entry(activity, role, held, unit_id) for role, held in sorted(letters.items()) if held]
    return Matrix((*rest, *added))


# --- what is wrong with it ----------------------------------------------------------------------------


def problems_with_matrix(
    matrix: Matrix, *, roles: Iterable[str], activities: Iterable[str]
) -> Iterator[Problem]:
    """Everything that keeps a matrix from being decided: unknown words, a row without exactly one role
    that answers, or without anybody who does it, and a role named twice in a row."""
    known_roles, known = frozenset(roles), frozenset(activities)
    seen: set[tuple[str, str, UUID | None]] = set()
    for position, one in enumerate(matrix.entries):
        place = ("entries", position)
        if one.activity not in known:
            yield Problem("responsibility.unknown_activity", {"activity": one.activity}, place)
        if one.role not in known_roles:
            yield Problem("responsibility.unknown_role", {"role": one.role}, place)
        if one.letters not in ALLOWED:
            yield Problem("responsibility.unknown_letters", {"letters": one.letters}, place)
        key = (one.activity, one.role, one.unit_id)
        if key in seen:
            yield Problem("responsibility.role_twice", {"role": one.role}, place)
        seen.add(key)
    rows = Rows(matrix)
    for activity in sorted(known):
        for row in rows.all_of(activity):
            yield from _problems_with_row(row)


def _problems_with_row(row: Row) -> Iterator[Problem]:
    number = len(row.roles("A"))
    if number == 0:
        yield Problem("responsibility.no_accountable", {"activity": row.activity})
    if number > 1:
        yield Problem(
            "responsibility.several_accountable", {"activity": row.activity, "number": number}
        )
    if not row.roles("R"):
        yield Problem("responsibility.no_responsible", {"activity": row.activity})


def findings_in(
    matrix: Matrix, activities: Iterable[str], roles: Iterable[str]
) -> Iterator[Finding]:
    """What is wrong with the rows themselves, whoever holds the roles."""
    rows, known = Rows(matrix), frozenset(roles)
    for activity in activities:
        for row in rows.all_of(activity):
            several = row.roles("A")
            if not several:
                yield Finding(Gap.NO_ACCOUNTABLE, activity, unit_id=row.unit_id)
            for role in several if len(several) > 1 else ():
                yield Finding(Gap.SEVERAL_ACCOUNTABLE, activity, role, row.unit_id)
            if not row.roles("R"):
                yield Finding(Gap.NO_RESPONSIBLE, activity, unit_id=row.unit_id)
            for role in sorted(set(row.letters) - known):
                yield Finding(Gap.UNKNOWN_ROLE, activity, role, row.unit_id)


def findings_against_rights(
    matrix: Matrix, activities: Iterable[str], permissions: Mapping[str, Iterable[Permission]]
) -> Iterator[Finding]:
    """Where the matrix and the rights say different things: `permissions` by role. Whoever is to do the
    work must be able to, and whoever is able to is named; checking is work only where there is no
    other."""
    carried = {role: tuple(several) for role, several in permissions.items()}
    working = activities_of_work(one for several in carried.values() for one in several)
    work = [
        (one, role)
        for role, several in carried.items()
        for one in several
        if one.kind is not Kind.ASSURE or one.activity not in working
    ]
    able = {(one.activity, role) for one, role in work}
    named = {(one.activity, role) for one, role in work if not is_everybodys(one)}
    rows = Rows(matrix)
    for activity in activities:
        row = rows.of(activity)
        for role in row.roles("R"):
            if (activity, role) not in able:
                yield Finding(Gap.WITHOUT_RIGHT, activity, role)
        for role in sorted(role for where, role in named if where == activity):
            if role not in row.letters:
                yield Finding(Gap.WITHOUT_DUTY, activity, role)
