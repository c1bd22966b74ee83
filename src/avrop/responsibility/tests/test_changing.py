"""What a planned change does, and whom it concerns: the rules, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.responsibility import changing
from avrop.responsibility.changing import Able, Duty, Ground, Step
from avrop.responsibility.holding import Holding
from avrop.responsibility.matrix import Rows
from avrop.responsibility.tests.on_paper import (
    ANNA,
    BO,
    CILLA,
    IN_OAK,
    OAK,
    ROLES,
    SCHOOLS,
    TOWN,
    codes,
    ordering,
)

GROUND = Ground(
    ordering(manager="A", requester="R", auditor="I"),
    (
        Holding(ANNA, "manager", None, ANNA),
        Holding(BO, "requester", OAK, BO),
    ),
    {"requester": frozenset({"orders.send"}), "manager": frozenset()},
    {OAK: IN_OAK, SCHOOLS: (TOWN, SCHOOLS)},
)


def test_giving_a_role_the_answer_takes_it_from_whoever_had_it() -> None:
    step = Step("matrix", role="requester", activity="ordering", letters="AR")

    found = changing.effects(GROUND, (step,))

    assert [(one.role, one.before, one.after) for one in found.letters] == [
        ("manager", "A", ""),
        ("requester", "R", "AR"),
    ]
    assert {one.person_id: (one.gains, one.loses) for one in found.people} == {
        ANNA: ((), (Duty("ordering", "A", None),)),
        BO: ((Duty("ordering", "A", OAK),), ()),
    }


def test_a_row_of_a_units_own_changes_what_is_had_there_and_nowhere_else() -> None:
    step = Step("matrix", role="requester", activity="ordering", letters="AR", unit_id=SCHOOLS)

    found = changing.effects(GROUND, (step,))

    assert {(one.role, one.unit_id, one.after) for one in found.letters} == {
        ("manager", SCHOOLS, ""),
        ("requester", SCHOOLS, "AR"),
    }
    assert [(one.person_id, one.gains) for one in found.people] == [
        (BO, (Duty("ordering", "A", OAK),))
    ]


def test_a_mandate_brings_duties_and_rights_where_it_is_given() -> None:
    step = Step("grant", role="requester", person_id=CILLA, unit_id=OAK)

    (cilla,) = changing.effects(GROUND, (step,)).people

    assert cilla.gains == (Duty("ordering", "R", OAK),)
    assert cilla.gains_rights == (Able("orders.send", OAK),)


def test_a_mandate_that_ends_takes_them_away() -> None:
    (bo,) = changing.effects(GROUND, (Step("end", mandate_id=BO),)).people

    assert (bo.person_id, bo.loses) == (BO, (Duty("ordering", "R", OAK),))
    assert bo.loses_rights == (Able("orders.send", OAK),)


def test_a_right_that_a_role_loses_is_lost_by_everybody_who_has_the_role() -> None:
    step = Step("permission", role="requester", permission="orders.send", gains=False)

    found = changing.effects(GROUND, (step,))

    assert [(one.role, one.permission, one.gains) for one in found.rights] == [
        ("requester", "orders.send", False)
    ]
    assert [one.person_id for one in found.people] == [BO]


def test_whom_a_change_concerns_are_also_those_who_work_beside_it() -> None:
    step = Step("matrix", role="requester", activity="ordering", letters="I")

    found = changing.effects(GROUND, (step,)).affected

    assert [(one.role, one.changes, one.people) for one in found] == [
        ("requester", True, 1),
        ("auditor", False, 0),
        ("manager", False, 1),
    ]


STEPS = st.one_of(
    st.builds(
        Step,
        st.just("matrix"),
        role=st.sampled_from(ROLES),
        activity=st.just("ordering"),
        letters=st.sampled_from(["", "R", "A", "AR", "C", "I"]),
        unit_id=st.sampled_from([None, SCHOOLS, OAK]),
    ),
    st.builds(
        Step,
        st.just("grant"),
        role=st.sampled_from(ROLES),
        person_id=st.sampled_from([ANNA, BO, CILLA]),
        unit_id=st.sampled_from([None, OAK]),
    ),
)


@given(st.lists(STEPS, max_size=8))
def test_no_run_of_steps_lets_two_roles_answer_for_one_thing(steps: list[Step]) -> None:
    later = changing.after(GROUND, steps)

    for row in Rows(later.matrix).all_of("ordering"):
        assert len(row.roles("A")) <= 1


@given(st.lists(STEPS, max_size=8))
def test_nobody_gains_and_loses_the_same_thing(steps: list[Step]) -> None:
    for one in changing.effects(GROUND, steps).people:
        assert not set(one.gains) & set(one.loses)
        assert one.gains or one.loses or one.gains_rights or one.loses_rights


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step("dance"), ["responsibility.unknown_step"]),
        (
            Step("matrix", role="cook", activity="cooking", letters="X"),
            [
                "responsibility.unknown_role",
                "responsibility.unknown_activity",
                "responsibility.unknown_letters",
            ],
        ),
        (Step("grant", role="manager"), ["responsibility.person_missing"]),
        (Step("end"), ["responsibility.mandate_missing"]),
        (
            Step("permission", role="manager", permission="x.y"),
            ["responsibility.unknown_permission"],
        ),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(step: Step, expected: list[str]) -> None:
    found = changing.problems_with_step(
        step, roles=ROLES, activities=["ordering"], permissions=["orders.send"]
    )

    assert codes(found) == expected
