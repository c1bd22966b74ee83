"""Units are staffed: many people at once, in as many statements as one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.kernel.actors import Actor
from avrop.kernel.problems import Missing
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions
from avrop.parties.models import Employment, Person, Unit
from avrop.testing.worlds import AT, SINCE, a_tenant, a_unit, everything
from avrop.values import uuid7

pytestmark = pytest.mark.django_db


def _people(office: Actor, count: int) -> list[Person]:
    """So many people, each in a unit of his own."""
    with tenant_scope(office.tenant_id):
        units = []
        for number in range(count):
            key = uuid7()
            units.append(Unit(id=key, name=f"Enhet {number}", path=f"/{key}/", valid_from=SINCE))
        Unit.objects.bulk_create(units)
        people = [
            Person(name=f"Person {unit.name}", unit_id=unit.id, valid_from=SINCE) for unit in units
        ]
        Person.objects.bulk_create(people)
        Employment.objects.bulk_create(
            Employment(person_id=one.id, unit_id=unit.id, title="Kock", valid_from=SINCE)
            for one, unit in zip(people, units, strict=True)
        )
    return people


def test_a_hundred_people_come_and_go_in_as_many_statements_as_one() -> None:
    counts = []
    for count in (1, 100):
        office = everything(a_tenant().tenant_id)
        kitchen = a_unit(office.tenant_id, "Köket")
        people = tuple(one.id for one in _people(office, count))
        with CaptureQueriesContext(connection) as coming:
            actions.staff_unit(kitchen, joining=people, actor=office, at=AT)
        with CaptureQueriesContext(connection) as going:
            actions.staff_unit(kitchen, leaving=people, actor=office, at=AT)
        counts.append((len(coming), len(going)))

    assert counts[0] == counts[1]


def test_who_joins_a_unit_works_there_as_what_he_was_and_who_is_there_stays() -> None:
    office = everything(a_tenant().tenant_id)
    kitchen = a_unit(office.tenant_id, "Köket")
    first, second = (one.id for one in _people(office, 2))
    actions.staff_unit(kitchen, joining=(first,), actor=office, at=AT)

    actions.staff_unit(kitchen, joining=(first, second), actor=office, at=AT)

    with tenant_scope(office.tenant_id):
        people = Person.objects.order_by("id").values_list("unit_id", "version")
        employed = Employment.objects.filter(unit_id=kitchen).order_by("person_id")
        held = [(one.person_id, one.title, one.valid_from) for one in employed]
        assert list(people) == [(kitchen, 2), (kitchen, 2)]
    assert held == [(first, "Kock", AT.date()), (second, "Kock", AT.date())]


def test_of_people_of_whom_one_is_unknown_nobody_joins() -> None:
    office = everything(a_tenant().tenant_id)
    kitchen = a_unit(office.tenant_id, "Köket")
    (known,) = _people(office, 1)

    with pytest.raises(Missing):
        actions.staff_unit(kitchen, joining=(known.id, uuid7()), actor=office, at=AT)

    with tenant_scope(office.tenant_id):
        assert Person.objects.get().unit_id == known.unit_id
