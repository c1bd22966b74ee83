"""Somebody leaves, and his short codes end: a hundred in as many statements as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from avrop.coding import actions
from avrop.coding.models import ShortCode
from avrop.coding.tests.builders import (
    NOON,
    TODAY,
    Town,
    a_person,
    a_town,
    id_of,
    published,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope

pytestmark = pytest.mark.django_db


def _codes(town: Town, person: Actor, count: int, valid_from: date = date(2026, 1, 1)) -> None:
    with tenant_scope(town.tenant_id):
        ShortCode.objects.bulk_create(
            ShortCode(
                code=f"K{number}",
                person_id=id_of(person),
                unit_id=town.library if number % 2 else town.oak_hill,
                coding="ansvar=4100",
                invoice_reference="REF1",
                valid_from=valid_from,
            )
            for number in range(count)
        )


def test_a_hundred_short_codes_end_in_as_many_statements_as_one() -> None:
    counts = []
    for count in (1, 100):
        town = a_town()
        person = a_person(town)
        _codes(town, person, count)
        with statements(town) as asked:
            ended = actions.end_short_codes_of(id_of(person), TODAY, actor=town.office, at=NOON)
        assert ended == count
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert published(town).count("coding.short_code_ended") == 100


def test_who_goes_on_elsewhere_keeps_what_is_not_of_the_unit_he_leaves() -> None:
    town = a_town()
    person, tomorrow = a_person(town), TODAY + timedelta(days=1)
    _codes(town, person, 2, tomorrow)

    first = actions.end_short_codes_of(
        id_of(person), TODAY, unit_id=town.schools, actor=town.office, at=NOON
    )
    again = actions.end_short_codes_of(
        id_of(person), TODAY, unit_id=town.schools, actor=town.office, at=NOON
    )

    with tenant_scope(town.tenant_id):
        rows = dict(ShortCode.objects.values_list("unit_id", "valid_until"))
    assert (first, again) == (1, 0)
    assert rows == {town.oak_hill: tomorrow, town.library: None}
