"""Planned changes of many steps are made in as many statements as those of one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from avrop.authority import queries as authority
from avrop.kernel.canonical import to_plain
from avrop.kernel.permissions import all_permissions
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.responsibility import actions
from avrop.responsibility.changing import Step
from avrop.responsibility.models import PlannedChange
from avrop.responsibility.tests.builders import (
    BECAUSE,
    NOON,
    TODAY,
    Town,
    a_mandate,
    a_person,
    a_town,
    id_of,
    statements,
)

pytestmark = pytest.mark.django_db


def _made(town: Town, steps: Iterable[Step]) -> int:
    """In how many statements a change of these steps is made."""
    with tenant_scope(town.tenant_id):
        change = PlannedChange.objects.create(
            title="Ny ordning",
            valid_from=TODAY,
            planned_at=NOON,
            steps=to_plain(tuple(steps)),
        )
    with statements(town) as asked:
        actions.make_change(change.id, BECAUSE, actor=town.office, at=NOON)
    return len(asked)


def test_a_hundred_steps_are_made_in_as_many_statements_as_one() -> None:
    counts = []
    for count in (1, 100):
        town = a_town()
        people = [id_of(a_person(town, f"Person {number}")) for number in range(count)]
        (auditor,) = (one for one in authority.roles(actor=town.office) if one.code == "auditor")
        names = [one.name for one in all_permissions() if one.name not in auditor.permissions]
        given = [
            Step("grant", role="receiver", person_id=one, unit_id=town.library) for one in people
        ]
        granting = _made(town, given)
        mandates = [authority.mandates_of(one, actor=town.office)[0].id for one in people]
        ending = _made(town, [Step("end", mandate_id=one) for one in mandates])
        changing = _made(
            town, [Step("permission", role="auditor", permission=one) for one in names[:count]]
        )
        counts.append((granting, ending, changing))

    assert counts[0] == counts[1]


def test_what_ends_makes_room_for_the_same_to_be_given_anew() -> None:
    town = a_town()
    eva = a_person(town, "Eva")
    old = a_mandate(town, eva, "receiver", unit_id=town.library)

    _made(
        town,
        [
            Step("grant", role="receiver", person_id=id_of(eva), unit_id=town.library),
            Step("end", mandate_id=old),
        ],
    )

    held = authority.mandates_of(id_of(eva), actor=town.office)
    assert sorted(one.revoked_at is None for one in held) == [False, True]


def test_of_a_change_of_which_one_part_is_refused_nothing_is_made() -> None:
    town = a_town()
    eva, bo = a_person(town, "Eva"), a_person(town, "Bo")
    a_mandate(town, eva, "receiver", unit_id=town.library, valid_from=TODAY - timedelta(days=1))

    with pytest.raises(Refused) as refusal:
        _made(
            town,
            [
                Step("grant", role="receiver", person_id=id_of(one), unit_id=town.library)
                for one in (bo, eva)
            ],
        )

    assert refusal.value.codes == ["authority.overlapping_mandate"]
    assert authority.mandates_of(id_of(bo), actor=town.office) == ()
