"""Who is away when. For other apps: inside a scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from avrop.kernel.paging import Page, page_of
from avrop.parties.absences import AbsenceView
from avrop.parties.models import Absence, Person, Source
from avrop.parties.queries.stored import absence_of, person_of
from avrop.parties.shapes import PersonView


def away_in_sql(person: str, substitute: str, day: str) -> str:
    """Whether a person is away on a day, as a condition for floors above to put into their SQL: each
    argument is an expression there, and %(tenant)s a parameter. An absence that the substitute himself
    told of somebody else does not count for him: nobody gives himself a right."""
    return f"""exists (select from parties_absence y
        where y.tenant_id = %(tenant)s and y.person_id = {person}
          and {day} between y.valid_from and y.valid_until and y.called_off_at is null
          and (y.source = 'self' or y.told_by is distinct from {substitute}))"""


def name_unless_away_in_sql(person: str, substitute: str, day: str) -> str:
    """What a person is called who is not away on a day, else NULL, as an expression: see
    `away_in_sql`."""
    return f"""case when not {away_in_sql(person, substitute, day)} then coalesce(
        (select x.name from parties_person x where x.tenant_id = %(tenant)s and x.id = {person}), '?')
        end"""


def away_on(people: Iterable[UUID], on: date) -> frozenset[UUID]:
    """Those of the people who are away on a day. One statement; none where nobody is asked about."""
    asked = list(people)
    if not asked:
        return frozenset()
    rows = Absence.objects.filter(_on(on), person_id__in=asked)
    return frozenset(rows.values_list("person_id", flat=True))


def absences_during(
    person_id: UUID, first: date, last: date, *, but_told_by: UUID | None = None
) -> tuple[tuple[date, date], ...]:
    """The periods in which somebody is away that have a day within these; without those that
    `but_told_by` has told of him. One statement."""
    rows = Absence.objects.filter(
        person_id=person_id, called_off_at=None, valid_from__lte=last, valid_until__gte=first
    )
    if but_told_by is not None:
        rows = rows.exclude(~Q(source=Source.SELF), told_by=but_told_by)
    return tuple(rows.values_list("valid_from", "valid_until").order_by("valid_from"))


def absences_of(person_id: UUID, *, since: date) -> tuple[AbsenceView, ...]:
    """When somebody is and will be away, and what ended after a day, the first first. One statement."""
    rows = Absence.objects.filter(person_id=person_id, valid_until__gte=since)
    return tuple(absence_of(row) for row in rows.order_by("valid_from", "id"))


def absence(absence_id: UUID) -> AbsenceView | None:
    """One absence."""
    row = Absence.objects.filter(id=absence_id).first()
    return absence_of(row) if row else None


def absences_in(
    unit_ids: Iterable[UUID] | None, *, since: date, cursor: str | None, limit: int
) -> Page[AbsenceView]:
    """The absences, told last first, that are not over on a day: of those who work in some units, or of
    everybody (None)."""
    rows = Absence.objects.filter(valid_until__gte=since, called_off_at=None)
    if unit_ids is not None:
        rows = rows.filter(person__unit_id__in=list(unit_ids))
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(absence_of(row) for row in found), following)


def person_known_by(text: str) -> PersonView | None:
    """Whom somebody else's system means by an employee number, an e-mail address or a directory's id."""
    word = text.strip()
    if not word:
        return None
    known = Q(number=word) | Q(external_id=word) | Q(email__iexact=word)
    rows = list(Person.objects.filter(known).order_by("id")[:2])
    return person_of(rows[0]) if len(rows) == 1 else None


def _on(day: date) -> Q:
    return Q(called_off_at=None, valid_from__lte=day, valid_until__gte=day)
