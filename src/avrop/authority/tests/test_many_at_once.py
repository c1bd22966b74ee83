"""What is done to many mandates at once is as many statements for a hundred as for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from avrop.authority import actions
from avrop.authority.models import Appointment, Delegation, Mandate, Position, Role
from avrop.authority.tests.builders import (
    NOON,
    TODAY,
    Town,
    a_person,
    a_town,
    id_of,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties

pytestmark = pytest.mark.django_db
SINCE, LAST = date(2026, 1, 1), TODAY + timedelta(days=9)


def _positions(town: Town, holder: Actor, count: int) -> list[UUID]:
    """Positions that somebody holds, each with a mandate of its own."""
    with tenant_scope(town.tenant_id):
        role = Role.objects.get(code="requester")
        rows = [
            Position(title=f"Rektor {n}", unit_id=town.schools, valid_from=SINCE)
            for n in range(count)
        ]
        Position.objects.bulk_create(rows)
        Appointment.objects.bulk_create(
            [
                Appointment(
                    position_id=one.id,
                    person_id=id_of(holder),
                    post="holder",
                    valid_from=SINCE,
                    decision_reference="KS 2026/1",
                )
                for one in rows
            ]
        )
        mandates = [
            Mandate(
                position_id=one.id,
                role_id=role.id,
                unit_id=town.schools,
                valid_from=SINCE,
                decision_reference="KS 2026/1",
                granted_at=NOON,
            )
            for one in rows
        ]
        Mandate.objects.bulk_create(mandates)
    return [one.id for one in mandates]


def _lend(town: Town, holder: Actor, substitute: Actor) -> tuple[UUID, ...]:
    return actions.lend_mandates(
        id_of(substitute),
        valid_from=TODAY,
        valid_until=LAST,
        reason="Ledig",
        actor=holder,
        at=NOON,
    )


def _counted(
    act: Callable[[Town, Actor, Actor], int],
    prepare: Callable[[Town, Actor, Actor], None] = lambda *people: None,
) -> list[tuple[int, int]]:
    """To how many something was done, and in how many statements: for one and for a hundred."""
    counts = []
    for count in (1, 100):
        town = a_town()
        holder, substitute = a_person(town), a_person(town, "Bo")
        _positions(town, holder, count)
        prepare(town, holder, substitute)
        with statements(town) as asked:
            done = act(town, holder, substitute)
        counts.append((done, len(asked)))
    return counts


def test_a_hundred_mandates_are_lent_in_as_many_statements_as_one() -> None:
    one, hundred = _counted(lambda *people: len(_lend(*people)))

    assert (one[0], hundred[0]) == (1, 100)
    assert one[1] == hundred[1]


def _stands_in(town: Town, holder: Actor, substitute: Actor) -> int:
    """Lend all to the standing substitute, let it follow a longer absence, and end it with that."""
    for last in (LAST - timedelta(days=2), LAST, None):
        told = parties.state_absence(
            "F-1",
            "A1",
            valid_from=TODAY,
            valid_until=last or LAST,
            is_called_off=last is None,
            actor=town.office,
            at=NOON,
        )
        actions.reconcile_stand_in(told.id, actor=town.office, at=NOON)
    return Delegation.objects.exclude(revoked_at=None).filter(valid_until=LAST).count()


def test_a_hundred_mandates_come_to_the_standing_substitute_in_as_many_statements_as_one() -> None:
    def prepared(town: Town, holder: Actor, substitute: Actor) -> None:
        parties.change_person(
            id_of(holder), name="Anna", email="", number="A1", actor=town.office, at=NOON
        )
        actions.name_substitute(
            id_of(substitute), valid_from=TODAY, person_id=id_of(holder), actor=town.office, at=NOON
        )

    one, hundred = _counted(_stands_in, prepared)

    assert (one[0], hundred[0]) == (1, 100)
    assert one[1] == hundred[1]


def test_a_hundred_positions_are_left_in_as_many_statements_as_one() -> None:
    one, hundred = _counted(
        lambda town, holder, _: actions.end_mandates_of(
            id_of(holder), TODAY, actor=town.office, at=NOON
        )
    )

    assert (one[0], hundred[0]) == (1, 100)
    assert one[1] == hundred[1]


def test_who_leaves_his_positions_lends_nothing_of_them_any_more() -> None:
    town = a_town()
    holder, other, substitute = a_person(town), a_person(town, "Eva"), a_person(town, "Bo")
    _positions(town, holder, 2)
    _positions(town, other, 1)
    lent = (*_lend(town, holder, substitute), *_lend(town, other, substitute))

    actions.end_mandates_of(id_of(holder), TODAY, actor=town.office, at=NOON)

    with tenant_scope(town.tenant_id):
        rows = {row.id: row.valid_until for row in Delegation.objects.all()}
    assert [rows[key] for key in lent] == [TODAY, TODAY, LAST]
