"""What a planned change of the matrix, of mandates or of a role does, before it is made (requirements
ORG-03, ORG-15). Pure: the ground as it is, the steps, the ground afterwards, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.problems import Problem
from avrop.responsibility.holding import Holding
from avrop.responsibility.matrix import ALLOWED, LETTERS, Matrix, Rows, with_row


class StepKind(TextChoices):
    """What a step of a planned change does."""

    MATRIX = "matrix", pgettext_lazy("step of a change", "What a role has in an activity")
    GRANT = "grant", pgettext_lazy("step of a change", "Somebody is given a role")
    END = "end", pgettext_lazy("step of a change", "Somebody's mandate ends")
    PERMISSION = "permission", pgettext_lazy("step of a change", "A role gains or loses a right")


class Phase(TextChoices):
    """When hours are worked: while something is introduced, or ever after."""

    PROJECT = "project", pgettext_lazy("phase", "Project")
    RUNNING = "running", pgettext_lazy("phase", "Running")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: which of the fields it fills is decided by its kind."""

    kind: str
    role: str = ""
    activity: str = ""
    letters: str = ""
    unit_id: UUID | None = None
    person_id: UUID | None = None
    mandate_id: UUID | None = None
    permission: str = ""
    gains: bool = True


@dataclass(frozen=True, slots=True)
class Ground:
    """How it is: the matrix, who holds which role where, what each role may do, and where units lie."""

    matrix: Matrix
    held: tuple[Holding, ...] = ()
    rights: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lineages: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)


class Duty(NamedTuple):
    """One letter of one activity, in a unit and below (None: everywhere)."""

    activity: str
    letter: str
    unit_id: UUID | None


class Able(NamedTuple):
    """One permission, in a unit and below (None: everywhere)."""

    permission: str
    unit_id: UUID | None


@dataclass(frozen=True, slots=True)
class LetterChange:
    """What a role has in an activity before and after."""

    activity: str
    role: str
    unit_id: UUID | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RightChange:
    """A right that a role gains or loses."""

    role: str
    permission: str
    gains: bool


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What somebody gains and loses."""

    person_id: UUID
    gains: tuple[Duty, ...] = ()
    loses: tuple[Duty, ...] = ()
    gains_rights: tuple[Able, ...] = ()
    loses_rights: tuple[Able, ...] = ()


@dataclass(frozen=True, slots=True)
class Affected:
    """A role that a change concerns: because what it has changes, or because it works in an activity
    that changes; how many people hold it, in how many places."""

    role: str
    changes: bool
    activities: tuple[str, ...]
    people: int
    places: int


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything that a change does, by what it is about."""

    letters: tuple[LetterChange, ...]
    rights: tuple[RightChange, ...]
    people: tuple[PersonChange, ...]
    affected: tuple[Affected, ...]


# --- the ground afterwards ----------------------------------------------------------------------------


def after(ground: Ground, steps: Iterable[Step]) -> Ground:
    """The ground as the steps leave it, one after another."""
    for step in steps:
        ground = _CHANGES[StepKind(step.kind)](ground, step)
    return ground


def _with_letters(ground: Ground, step: Step) -> Ground:
    row = next(
        one
        for one in Rows(ground.matrix).all_of(step.activity)
        if one.unit_id in (step.unit_id, None)
    )
    own = [one for one in Rows(ground.matrix).all_of(step.activity) if one.unit_id == step.unit_id]
    letters = dict((own[0] if own else row).letters)
    letters[step.role] = step.letters
    if "A" in step.letters:
        # Exactly one role answers: whoever did so before only does the work from now on.
        letters = {
            role: held.replace("A", "") if role != step.role else held
            for role, held in letters.items()
        }
    return replace(ground, matrix=with_row(ground.matrix, step.activity, step.unit_id, letters))


def _with_mandate(ground: Ground, step: Step) -> Ground:
    assert step.person_id is not None
    added = Holding(step.person_id, step.role, step.unit_id, step.person_id)
    return replace(ground, held=(*ground.held, added))


def _without_mandate(ground: Ground, step: Step) -> Ground:
    return replace(
        ground, held=tuple(one for one in ground.held if one.mandate_id != step.mandate_id)
    )


def _with_permission(ground: Ground, step: Step) -> Ground:
    now = ground.rights.get(step.role, frozenset())
    then = now | {step.permission} if step.gains else now - {step.permission}
    return replace(ground, rights={**ground.rights, step.role: then})


_CHANGES = {
    StepKind.MATRIX: _with_letters,
    StepKind.GRANT: _with_mandate,
    StepKind.END: _without_mandate,
    StepKind.PERMISSION: _with_permission,
}


# --- what tells them apart ----------------------------------------------------------------------------


def effects(ground: Ground, steps: Sequence[Step]) -> Effects:
    """Who and what gains and loses by the steps."""
    later = after(ground, steps)
    letters = tuple(_letter_changes(ground.matrix, later.matrix))
    rights = tuple(_right_changes(ground, later))
    people = tuple(_person_changes(ground, later, letters, rights))
    return Effects(
        letters, rights, people, tuple(_affected(ground, later, letters, rights, people))
    )


def letter_changes(before: Ground, then: Ground) -> tuple[LetterChange, ...]:
    """What one matrix says otherwise than another."""
    return tuple(_letter_changes(before.matrix, then.matrix))


def _letter_changes(before: Matrix, then: Matrix) -> Iterator[LetterChange]:
    old, new = _by_place(before), _by_place(then)
    for place in sorted({*old, *new}, key=str):
        activity, unit_id = place
        # A unit without a row of its own has the wider one.
        had, has = (
            {} if unit_id is None else rows.get((activity, None), {}) for rows in (old, new)
        )
        had, has = old.get(place, had), new.get(place, has)
        for role in sorted({*had, *has}):
            if had.get(role, "") != has.get(role, ""):
                yield LetterChange(activity, role, unit_id, had.get(role, ""), has.get(role, ""))


def _by_place(matrix: Matrix) -> dict[tuple[str, UUID | None], dict[str, str]]:
    found: dict[tuple[str, UUID | None], dict[str, str]] = {}
    for one in matrix.entries:
        found.setdefault((one.activity, one.unit_id), {})[one.role] = one.letters
    return found


def _right_changes(ground: Ground, later: Ground) -> Iterator[RightChange]:
    for role in sorted({*ground.rights, *later.rights}):
        had, has = ground.rights.get(role, frozenset()), later.rights.get(role, frozenset())
        for permission in sorted(had ^ has):
            yield RightChange(role, permission, permission in has)


def _person_changes(
    ground: Ground,
    later: Ground,
    letters: Sequence[LetterChange],
    rights: Sequence[RightChange],
) -> Iterator[PersonChange]:
    roles = {one.role for one in letters} | {one.role for one in rights}
    moved = {one.person_id for one in {*ground.held} ^ {*later.held}}
    touched = moved | {one.person_id for one in (*ground.held, *later.held) if one.role in roles}
    had, has = _of_people(ground, touched), _of_people(later, touched)
    for person in sorted(touched, key=str):
        duties, able = had.get(person, _NOTHING)
        new_duties, new_able = has.get(person, _NOTHING)
        if duties == new_duties and able == new_able:
            continue
        yield PersonChange(
            person,
            gains=_sorted(new_duties - duties),
            loses=_sorted(duties - new_duties),
            gains_rights=_sorted(new_able - able),
            loses_rights=_sorted(able - new_able),
        )


What = TypeVar("What", Duty, Able)
_NOTHING: tuple[frozenset[Duty], frozenset[Able]] = (frozenset(), frozenset())


def _sorted(found: Iterable[What]) -> tuple[What, ...]:
    return tuple(sorted(found, key=str))


def _of_people(
    ground: Ground, people: set[UUID]
) -> dict[UUID, tuple[frozenset[Duty], frozenset[Able]]]:
    """What each has, by the roles he holds."""
    rows = Rows(ground.matrix)
    known: dict[tuple[str, UUID | None], frozenset[Duty]] = {}
    found: dict[UUID, tuple[set[Duty], set[Able]]] = {}
    for one in ground.held:
        if one.person_id not in people:
            continue
        duties, able = found.setdefault(one.person_id, (set(), set()))
        place = (one.role, one.unit_id)
        if place not in known:
            known[place] = frozenset(_duties(rows, ground, *place))
        duties |= known[place]
        able.update(Able(each, one.unit_id) for each in ground.rights.get(one.role, ()))
    return {person: (frozenset(d), frozenset(a)) for person, (d, a) in found.items()}


def _duties(rows: Rows, ground: Ground, role: str, unit_id: UUID | None) -> Iterator[Duty]:
    """What a role has where it is held, and in the units below that have a row of their own."""
    lineage = ground.lineages.get(unit_id, (unit_id,)) if unit_id else ()
    for activity in rows.activities:
        for letter in rows.of(activity, lineage).letters.get(role, ""):
            yield Duty(activity, letter, unit_id)
        for row in rows.all_of(activity):
            below = ground.lineages.get(row.unit_id, (row.unit_id,)) if row.unit_id else ()
            if row.unit_id and row.unit_id != unit_id and (unit_id is None or unit_id in below):
                for letter in row.letters.get(role, ""):
                    yield Duty(activity, letter, row.unit_id)


def _affected(
    ground: Ground,
    later: Ground,
    letters: Sequence[LetterChange],
    rights: Sequence[RightChange],
    people: Sequence[PersonChange],
) -> Iterator[Affected]:
    changing = {one.role for one in letters} | {one.role for one in rights}
    moved = {one.mandate_id for one in {*ground.held} ^ {*later.held}}
    changing |= {one.role for one in (*ground.held, *later.held) if one.mandate_id in moved}
    activities = {one.activity for one in letters}
    activities |= {duty.activity for one in people for duty in (*one.gains, *one.loses)}
    beside = {one.role for one in later.matrix.entries if one.activity in activities}
    by_role: dict[str, list[Holding]] = {}
    for one in later.held:
        by_role.setdefault(one.role, []).append(one)
    for role in sorted(changing | beside, key=lambda each: (each not in changing, each)):
        held = by_role.get(role, [])
        own = {one.activity for one in later.matrix.entries if one.role == role}
        yield Affected(
            role,
            role in changing,
            tuple(sorted(activities & own)),
            people=len({one.person_id for one in held}),
            places=len({one.unit_id for one in held}),
        )


# --- what cannot be planned ---------------------------------------------------------------------------


def problems_with_step(
    step: Step,
    *,
    roles: Iterable[str],
    activities: Iterable[str],
    permissions: Iterable[str],
) -> Iterator[Problem]:
    """Everything that makes no sense in a step."""
    if step.kind not in StepKind.values:
        yield Problem("responsibility.unknown_step", {"kind": step.kind}, ("kind",))
        return
    if step.kind != StepKind.END and step.role not in frozenset(roles):
        yield Problem("responsibility.unknown_role", {"role": step.role}, ("role",))
    if step.kind == StepKind.MATRIX:
        if step.activity not in frozenset(activities):
            yield Problem(
                "responsibility.unknown_activity", {"activity": step.activity}, ("activity",)
            )
        if step.letters and step.letters not in ALLOWED:
            yield Problem("responsibility.unknown_letters", {"letters": step.letters}, ("letters",))
    if step.kind == StepKind.GRANT and step.person_id is None:
        yield Problem("responsibility.person_missing", {}, ("person_id",))
    if step.kind == StepKind.END and step.mandate_id is None:
        yield Problem("responsibility.mandate_missing", {}, ("mandate_id",))
    if step.kind == StepKind.PERMISSION and step.permission not in frozenset(permissions):
        yield Problem(
            "responsibility.unknown_permission", {"permission": step.permission}, ("permission",)
        )


def letters_in_order(letters: Iterable[str]) -> str:
    """Letters as they are written: who answers first."""
    return "".join(sorted(set(letters), key=LETTERS.index))
