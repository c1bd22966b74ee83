"""Whoever looks after the basic data is told how much there is to mend, once for each part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.kernel.actors import Actor
from avrop.kernel.problems import Forbidden
from avrop.parties import actions as parties
from avrop.parties import queries as parties_queries
from avrop.parties.queries import UnitFacts
from avrop.responsibility import actions
from avrop.responsibility.jobs import MAY_CLOSE, look_after_basic_data
from avrop.tasks import queries as tasks
from avrop.tasks.queries import TaskView
from avrop.testing.worlds import AT, a_person, a_tenant, a_unit, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Actor:
    return everything(a_tenant().tenant_id)


def looked(office: Actor, days: int = 0) -> int:
    actor = Actor.routine(office.tenant_id, "responsibility.quality", MAY_CLOSE)
    return actions.see_to_quality(actor=actor, at=AT + timedelta(days=days))


def waiting_for(person: Actor) -> list[TaskView]:
    return [one for one in tasks.my_tasks(actor=person).items if one.subject_kind == "quality"]


def counts(found: Iterable[TaskView]) -> list[int]:
    return [one.values["count"] for one in found]


def a_wrong_unit(office: Actor, name: str, parent_id: UUID | None = None) -> UUID:
    """A unit with one thing to mend."""
    return a_unit(office.tenant_id, name, opening_hours="16–7", parent_id=parent_id)


def mended(office: Actor, unit_id: UUID, name: str) -> None:
    parties.change_unit(unit_id, UnitFacts(name, opening_hours="7–16"), actor=office, at=AT)


def test_each_who_looks_after_a_part_has_one_task_and_the_rest_is_for_those_of_the_whole(
    office: Actor,
) -> None:
    tenant_id = office.tenant_id
    top = a_unit(tenant_id, "Förvaltningen")
    a_wrong_unit(office, "Ekskolan", top)
    a_wrong_unit(office, "Alskolan", a_unit(tenant_id, "Området", parent_id=top))
    a_wrong_unit(office, "Asken")
    of_part = a_person(tenant_id, ("coordinator",), top, name="Bo Al")
    of_whole = a_person(tenant_id, ("coordinator",), name="Åsa Ek")

    look_after_basic_data(int(AT.timestamp()))

    in_his_own_unit = len(parties_queries.findings_about("unit", top, actor=office, at=AT))
    (part,), (rest,) = waiting_for(of_part), waiting_for(of_whole)
    assert (part.kind, part.values) == (
        "responsibility.data_to_mend_in",
        {"count": 2 + in_his_own_unit, "unit": "Förvaltningen"},
    )
    assert part.unit_id == top
    assert rest.kind == "responsibility.data_to_mend"


def test_the_task_says_how_much_is_left_and_ends_when_that_is_nothing(office: Actor) -> None:
    top = a_unit(office.tenant_id, "Förvaltningen")
    keeper = a_person(office.tenant_id, ("coordinator",), top)
    assert keeper.person_id is not None
    first, second = (a_wrong_unit(office, name, top) for name in ("Ekskolan", "Alskolan"))
    of_himself = len(parties_queries.findings_about("unit", top, actor=office, at=AT))
    looked(office)
    (opened,) = waiting_for(keeper)

    mended(office, first, "Ekskolan")
    looked(office, 1)
    looked(office, 2)
    (restated,) = waiting_for(keeper)
    (left,) = parties_queries.findings_about("unit", second, actor=office, at=AT)
    until = AT.date() + timedelta(days=10)
    parties.put_finding_aside(*left.key, reason="Natt", until=until, actor=keeper, at=AT)
    for one in parties_queries.findings_about("unit", top, actor=office, at=AT):
        parties.put_finding_aside(*one.key, reason="Jour", until=until, actor=keeper, at=AT)
    looked(office, 3)
    done = waiting_for(keeper)
    looked(office, 11)

    assert counts([opened]) == [2 + of_himself]
    assert (restated.id, counts([restated])) == (opened.id, [1 + of_himself])
    assert done == []
    (again,) = waiting_for(keeper)
    assert again.id != opened.id


def test_a_task_goes_to_who_looks_after_the_part_now(office: Actor) -> None:
    top = a_unit(office.tenant_id, "Förvaltningen")
    a_wrong_unit(office, "Ekskolan", top)
    former = a_person(
        office.tenant_id, ("coordinator",), top, valid_until=AT.date() + timedelta(days=1)
    )
    looked(office)
    before = waiting_for(former)
    new = a_person(office.tenant_id, ("coordinator",), top, name="Bo Al")

    looked(office, 2)

    assert len(before) == 1
    assert waiting_for(former) == []
    assert len(waiting_for(new)) == 1


def test_nobody_but_the_routine_has_it_done(office: Actor) -> None:
    with pytest.raises(Forbidden):
        actions.see_to_quality(actor=a_person(office.tenant_id, ("coordinator",)), at=AT)


def test_the_statements_do_not_grow_with_parts_and_what_is_found(office: Actor) -> None:
    def statements(days: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            looked(office, days)
        return len(asked)

    def add(number: int) -> None:
        top = a_unit(office.tenant_id, f"Förvaltning {number}")
        a_wrong_unit(office, f"Skola {number}", top)
        a_person(office.tenant_id, ("coordinator",), top, name=f"Kim {number}")

    add(0)
    looked(office)
    add(1)
    for_one = statements(1)
    for number in range(2, 32):
        add(number)

    assert statements(2) == for_one
