"""A change of who answers for what, planned, looked at and made."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from avrop.authority import queries as authority
from avrop.kernel.problems import Forbidden, Refused
from avrop.responsibility import actions, queries
from avrop.responsibility.tests.builders import (
    BECAUSE,
    NOON,
    TODAY,
    TOMORROW,
    Town,
    a_holder,
    a_person,
    a_town,
    denied,
    id_of,
    letters_of,
)

pytestmark = pytest.mark.django_db


def planned(town: Town, *steps: dict[str, Any], valid_from: date = TODAY) -> UUID:
    change = actions.plan_change("Ny ordning", valid_from=valid_from, actor=town.office, at=NOON)
    for step in steps:
        actions.add_step(change, **step, actor=town.office, at=NOON)
    return change


def receiver_answers(**more: Any) -> dict[str, Any]:
    facts = {"kind": "matrix", "role": "receiver", "activity": "receiving", "letters": "AR"}
    return {**facts, **more}


def test_a_planned_change_shows_who_gains_and_loses_before_anything_has_changed() -> None:
    town = a_town()
    head = a_holder(town, "manager", town.oak_hill)
    eva = a_holder(town, "receiver", town.oak_hill, "Eva")
    change = planned(town, receiver_answers())

    found = queries.planned_change(change, actor=town.office, at=NOON)

    assert {(one.role, one.before, one.after) for one in found.effects.letters} == {
        ("manager", "A", ""),
        ("receiver", "R", "AR"),
    }
    assert {one.person_id for one in found.effects.people} == {id_of(head), id_of(eva)}
    assert found.names[id_of(eva)] == "Eva"
    assert found.effects.affected[0].changes
    assert letters_of(town, "receiving", TODAY)["manager"] == "A"


def test_making_a_change_makes_all_of_it() -> None:
    town = a_town()
    eva = a_person(town, "Eva")
    old = a_holder(town, "approver", town.library)
    (mandate,) = authority.mandates_of(id_of(old), actor=town.office)
    change = planned(
        town,
        receiver_answers(),
        {"kind": "grant", "role": "receiver", "person_id": id_of(eva), "unit_id": town.library},
        {"kind": "end", "mandate_id": mandate.id},
        {"kind": "permission", "role": "auditor", "permission": "tasks.escalate", "gains": True},
    )

    version = actions.make_change(change, BECAUSE, actor=town.office, at=NOON)

    (given,) = authority.mandates_of(id_of(eva), actor=town.office)
    (ended,) = authority.mandates_of(id_of(old), actor=town.office)
    auditor = next(one for one in authority.roles(actor=town.office) if one.code == "auditor")
    assert version == "responsibility.matrix/1"
    assert letters_of(town, "receiving", TODAY)["receiver"] == "AR"
    assert (given.role, given.decision_reference) == ("receiver", BECAUSE)
    assert ended.revoked_at == NOON
    assert "tasks.escalate" in auditor.permissions
    assert queries.planned_change(change, actor=town.office, at=NOON).state == "made"


def test_a_change_that_would_leave_nobody_who_answers_is_not_made() -> None:
    town = a_town()
    change = planned(
        town, {"kind": "matrix", "role": "manager", "activity": "receiving", "letters": ""}
    )

    codes = denied(lambda: actions.make_change(change, BECAUSE, actor=town.office, at=NOON))

    assert codes == ["responsibility.no_accountable"]
    assert queries.planned_change(change, actor=town.office, at=NOON).state == "draft"
    assert queries.matrix_versions(actor=town.office) == ()


def test_what_takes_effect_at_once_is_not_made_before_its_day() -> None:
    town = a_town()
    old = a_holder(town, "approver", town.library)
    (mandate,) = authority.mandates_of(id_of(old), actor=town.office)
    change = planned(town, {"kind": "end", "mandate_id": mandate.id}, valid_from=TOMORROW)

    codes = denied(lambda: actions.make_change(change, "", actor=town.office, at=NOON))

    assert codes == ["responsibility.not_before_its_day", "responsibility.no_decision"]


def test_whoever_makes_a_change_needs_the_right_to_each_part_of_it() -> None:
    town = a_town()
    chief = a_holder(town, "manager")
    change = planned(
        town, {"kind": "grant", "role": "receiver", "person_id": id_of(a_person(town, "Eva"))}
    )

    with pytest.raises(Forbidden):
        actions.make_change(change, BECAUSE, actor=chief, at=NOON)

    assert queries.planned_change(change, actor=town.office, at=NOON).state == "draft"


def test_a_plan_takes_steps_that_make_sense_until_it_is_decided() -> None:
    town = a_town()
    change = planned(town, receiver_answers())

    twice = denied(
        lambda: actions.add_step(change, **receiver_answers(), actor=town.office, at=NOON)
    )
    left = actions.remove_step(change, 1, actor=town.office, at=NOON)
    empty = denied(lambda: actions.make_change(change, BECAUSE, actor=town.office, at=NOON))
    actions.drop_change(change, "Behövs inte", actor=town.office, at=NOON)
    late = denied(
        lambda: actions.add_step(change, **receiver_answers(), actor=town.office, at=NOON)
    )

    assert (twice, left, empty, late) == (
        ["responsibility.step_twice"],
        0,
        ["responsibility.no_steps"],
        ["responsibility.change_is_decided"],
    )


def test_hours_are_planned_by_role_and_phase_and_what_was_worked_is_told_beside() -> None:
    town = a_town()
    change = planned(town, receiver_answers())
    office = {"actor": town.office, "at": NOON}
    actions.plan_hours(change, "receiver", "project", Decimal(10), **office)
    actions.plan_hours(change, "receiver", "project", Decimal(40), **office)
    actions.note_hours(change, "receiver", "project", Decimal("8.5"), TODAY, **office)
    actions.note_hours(change, "receiver", "project", Decimal("-1"), TODAY, **office)
    actions.note_hours(change, "manager", "running", Decimal(2), TODAY, **office)

    found = queries.planned_change(change, actor=town.office, at=NOON).hours

    assert [(one.role, one.phase, one.planned, one.worked) for one in found] == [
        ("receiver", "project", Decimal(40), Decimal("7.5")),
        ("manager", "running", None, Decimal(2)),
    ]


def test_hours_that_cannot_be_are_refused() -> None:
    town = a_town()
    change = planned(town)

    codes = denied(
        lambda: actions.note_hours(
            change, "cook", "holiday", Decimal("1.234"), TOMORROW, actor=town.office, at=NOON
        )
    )

    assert codes == [
        "responsibility.unknown_role",
        "responsibility.unknown_phase",
        "responsibility.hours_range",
        "responsibility.day_to_come",
    ]


def test_a_stale_plan_is_not_made() -> None:
    town = a_town()
    change = planned(town, receiver_answers())

    with pytest.raises(Refused) as refusal:
        actions.make_change(change, BECAUSE, actor=town.office, at=NOON, expected_version=1)

    assert refusal.value.codes == ["kernel.stale"]
