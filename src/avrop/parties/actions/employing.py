"""Where people work, as rows: what several commands write. Statements do not grow with the people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q

from avrop.kernel.bulk import insert_rows
from avrop.parties.models import Employment, Person

A_DAY = timedelta(days=1)


def begin_main(
    person_id: UUID,
    unit_id: UUID,
    on: date,
    *,
    until: date | None = None,
    title: str = "",
) -> None:
    """Somebody begins to work in a unit."""
    insert_rows(
        Employment,
        [
            Employment(
                person_id=person_id,
                unit_id=unit_id,
                title=title,
                valid_from=on,
                valid_until=until,
            )
        ],
    )


def end_all(person_id: UUID, last_day: date) -> None:
    """Somebody works nowhere here after a day. What had not begun by then never does."""
    rows = Employment.objects.filter(goes_on_after(last_day), person_id=person_id)
    rows.filter(valid_from__gt=last_day).delete()
    rows.filter(valid_from__lte=last_day).update(valid_until=last_day, version=F("version") + 1)


def send_on(
    people: Sequence[Person], former: Mapping[UUID, UUID | None], unit_id: UUID | None, on: date
) -> None:
    """The main employments of some people go on in another unit from a day on (None: in none); `former`
    says where each of them works until then, None for who works nowhere."""
    main = Employment.objects.filter(
        goes_on_after(on - A_DAY), person_id__in=list(former), is_main=True
    )
    going = [row for row in main if row.unit_id == former[row.person_id]]
    rows = Employment.objects.filter(id__in=[row.id for row in going])
    rows.filter(valid_from__gte=on).delete()
    rows.filter(valid_from__lt=on).update(valid_until=on - A_DAY, version=F("version") + 1)
    if unit_id is None:
        return
    titles = {one.person_id: one for one in going}
    begun = [
        Employment(
            person_id=person.id,
            unit_id=unit_id,
            title=titles[person.id].title if person.id in titles else "",
            number="",
            valid_from=max(on, person.valid_from),
            valid_until=person.valid_until,
        )
        for person in people
    ]
    insert_rows(Employment, begun)


def goes_on_after(day: date) -> Q:
    """An employment that has not ended with a day."""
    return Q(valid_until=None) | Q(valid_until__gt=day)
