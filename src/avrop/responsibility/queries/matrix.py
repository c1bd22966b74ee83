"""The matrix as of a day, its versions, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.models import RuleSetRow
from avrop.kernel.paging import Page
from avrop.parties import queries as parties
from avrop.responsibility import changing, matrix
from avrop.responsibility.activities import BY_CODE
from avrop.responsibility.changing import Ground
from avrop.responsibility.matrix import Finding, Gap, Matrix, Rows
from avrop.responsibility.queries.pages import slice_of
from avrop.responsibility.reading import (
    Organisation,
    findings_of,
    organisation_on,
    products_matrix,
)
from avrop.responsibility.shapes import (
    ActivityRow,
    FindingView,
    GapCount,
    MatrixView,
    VersionView,
)

#: Gaps that are told of a row of the matrix, wherever in the organisation they are.
ORDER = tuple(Gap)


@query
def matrix_of(*, on: date | None = None, actor: Actor, at: datetime) -> MatrixView:
    """Who is responsible, accountable, consulted and informed in each activity, as of a day."""
    found = organisation_on(on or day_of(at), actor=actor)
    rows = _rows(found)
    used = {role for row in rows for role in row.letters}
    order = [role.code for role in authority.roles(actor=actor)]
    roles = tuple(code for code in order if code in used)
    unknown = tuple(sorted(used - set(order)))
    return MatrixView(found.on, found.version, (*roles, *unknown), rows)


@query
def matrix_rows_page(
    *,
    on: str = "",
    part: str = "",
    gap: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ActivityRow]:
    """The rows of the matrix, a page at a time; `on` is a day ("2026-03-31"), today without one."""
    rows = _rows(organisation_on(day_in(on, at), actor=actor))
    chosen = [
        row
        for row in rows
        if part in ("", row.part) and (not gap or gap in row.gaps or (gap == "any" and row.gaps))
    ]
    return slice_of(chosen, cursor, limit)


def day_in(text: str, at: datetime) -> date:
    """The day that a text names; the day of the moment where it names none."""
    try:
        return date.fromisoformat(text) if text else day_of(at)
    except ValueError:
        return day_of(at)


def _rows(found: Organisation) -> tuple[ActivityRow, ...]:
    gaps: dict[str, set[Gap]] = {}
    for one in findings_of(found):
        gaps.setdefault(one.activity, set()).add(one.gap)
    rows = Rows(found.matrix)
    return tuple(
        ActivityRow(
            activity.code,
            str(activity.part),
            row.unit_id,
            dict(row.letters),
            tuple(gap for gap in ORDER if gap in gaps.get(activity.code, ())),
        )
        for activity in found.activities
        for row in rows.all_of(activity.code)
    )


@query
def gap_counts(*, on: date | None = None, actor: Actor, at: datetime) -> tuple[GapCount, ...]:
    """How much is wrong, by kind; every kind is there, also those of which there is none."""
    found = organisation_on(on or day_of(at), actor=actor)
    counted = Counter(one.gap for one in findings_of(found))
    return tuple(GapCount(str(gap), counted[gap]) for gap in ORDER)


@query
def responsibility_gaps_page(
    *,
    gap: str = "",
    activity: str = "",
    part: str = "",
    on: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[FindingView]:
    """Gaps, doubles and vacancies, one by one, with who holds what twice."""
    found = organisation_on(day_in(on, at), actor=actor)
    chosen = [
        one
        for one in findings_of(found)
        if gap in ("", one.gap)
        and activity in ("", one.activity)
        and part in ("", BY_CODE[one.activity].part)
    ]
    page = slice_of(chosen, cursor, limit)
    names = parties.person_names({person for one in page.items for person in one.people})
    return Page(tuple(_view(one, found.unit_names, names) for one in page.items), page.next_cursor)


def _view(one: Finding, units: Mapping[UUID, str], names: Mapping[UUID, str]) -> FindingView:
    return FindingView(
        id=f"{one.gap}/{one.activity}/{one.role}/{one.unit_id or ''}",
        gap=str(one.gap),
        activity=one.activity,
        part=str(BY_CODE[one.activity].part),
        role=one.role,
        unit_id=one.unit_id,
        unit=units.get(one.unit_id, "") if one.unit_id else "",
        people=tuple(names.get(person, "") for person in one.people),
    )


@query
def matrix_versions(*, actor: Actor) -> tuple[VersionView, ...]:
    """The versions that have been decided, the newest first, each with what it changed."""
    rows = list(RuleSetRow.objects.filter(name=matrix.NAME).order_by("version_number"))
    before, found = products_matrix(), []
    for row in rows:
        then: Matrix = from_plain(row.parameters, Matrix)
        found.append(
            VersionView(
                number=row.version_number,
                version=f"{matrix.NAME}/{row.version_number}",
                valid_from=row.valid_from,
                decided_by=row.decided_by,
                decided_at=row.decided_at,
                reason=row.reason,
                changes=changing.letter_changes(Ground(before), Ground(then)),
            )
        )
        before = then
    return tuple(reversed(found))


def gaps_in(findings: Iterable[Finding], activity: str) -> tuple[Gap, ...]:
    """The kinds of gaps that an activity has, in their order."""
    has = {one.gap for one in findings if one.activity == activity}
    return tuple(gap for gap in ORDER if gap in has)
