"""The rules of who answers for what, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.permissions import Kind, Permission, all_permissions
from avrop.responsibility import changing, matrix, parts, posts
from avrop.responsibility.activities import BY_CODE, CATALOGUE, Part, Side, activities_of
from avrop.responsibility.changing import Able, Duty, Ground, Step
from avrop.responsibility.holding import Holders, Holding, answering, findings_of_holders
from avrop.responsibility.matrix import Entry, Finding, Gap, Matrix, Rows, row_of
from avrop.responsibility.parts import Conflict, Decided, Given, Level, Register
from avrop.responsibility.posts import Held
from avrop.responsibility.reading import products_matrix
from avrop.responsibility.tests.builders import codes
from avrop.values import Money

TOWN, SCHOOLS, OAK, LIBRARY = (UUID(int=number) for number in range(1, 5))
ANNA, BO, CILLA = (UUID(int=number) for number in range(11, 14))
ROLES = ("approver", "auditor", "manager", "requester")


def ordering(**letters: str) -> Matrix:
    return Matrix(tuple(Entry("ordering", role, held) for role, held in letters.items()))


# --- the matrix --------------------------------------------------------------------------------------


def test_every_permission_belongs_to_an_activity_of_the_catalogue() -> None:
    named = {one.activity for one in all_permissions() if "_tests" not in one.name}

    assert named == set(BY_CODE)


def test_the_products_matrix_has_one_who_answers_and_somebody_who_works_in_each_activity() -> None:
    drawn = products_matrix()
    roles = {one.role for one in drawn.entries}

    assert codes(matrix.problems_with_matrix(drawn, roles=roles, activities=BY_CODE)) == []
    assert {one.activity for one in drawn.entries} == set(BY_CODE)


def test_the_matrix_is_drawn_from_the_rights_themselves() -> None:
    rights = (
        Permission("matrix_tests.send", "matrix_tests", Kind.EXECUTE, "Send", roles=("requester",)),
        Permission(
            "matrix_tests.steer", "matrix_tests", Kind.MANAGE, "Steer", roles=("coordinator",)
        ),
        Permission("matrix_tests.see", "matrix_tests", Kind.ASSURE, "See", roles=("auditor",)),
    )

    drawn = matrix.drawn_from(rights, {"matrix_tests": "manager"}, ["matrix_tests"])

    assert {one.role: one.letters for one in drawn.entries} == {
        "requester": "R",
        "coordinator": "C",
        "auditor": "I",
        "manager": "A",
    }


def test_what_is_everybodys_own_makes_nobody_responsible() -> None:
    everybody = tuple(f"role_{number}" for number in range(matrix.MOST_ROLES + 1))
    rights = (
        Permission("matrix_tests.lend", "matrix_tests", Kind.MANAGE, "Lend", roles=everybody),
        Permission("matrix_tests.give", "matrix_tests", Kind.MANAGE, "Give", roles=("clerk",)),
    )

    drawn = matrix.drawn_from(rights, {"matrix_tests": "manager"}, ["matrix_tests"])
    found = matrix.findings_against_rights(
        drawn, ["matrix_tests"], {"role_1": rights[:1], "clerk": rights[1:]}
    )

    assert {one.role: one.letters for one in drawn.entries} == {"clerk": "R", "manager": "A"}
    assert list(found) == []


def test_where_nothing_is_executed_who_decides_does_the_work() -> None:
    rights = (
        Permission("matrix_tests.keep", "matrix_tests", Kind.MANAGE, "Keep", roles=("clerk",)),
    )

    drawn = matrix.drawn_from(rights, {"matrix_tests": "clerk"}, ["matrix_tests"])

    assert drawn.entries == (Entry("matrix_tests", "clerk", "AR"),)


def test_where_there_is_nothing_but_checking_who_checks_does_the_work() -> None:
    see = Permission("matrix_tests.see", "matrix_tests", Kind.ASSURE, "See", roles=("auditor",))
    review = Permission("matrix_tests.look", "matrix_tests", Kind.ASSURE, "Look", roles=("clerk",))

    drawn = matrix.drawn_from((see, review), {"matrix_tests": "auditor"}, ["matrix_tests"])
    found = matrix.findings_against_rights(
        drawn, ["matrix_tests"], {"auditor": [see], "clerk": [review], "manager": [see]}
    )

    assert {one.role: one.letters for one in drawn.entries} == {"auditor": "AR", "clerk": "R"}
    assert list(found) == [Finding(Gap.WITHOUT_DUTY, "matrix_tests", "manager")]


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (ordering(manager="A", requester="R"), []),
        (ordering(manager="AR"), []),
        (ordering(requester="R"), ["responsibility.no_accountable"]),
        (ordering(manager="A"), ["responsibility.no_responsible"]),
        (ordering(manager="A", approver="AR"), ["responsibility.several_accountable"]),
        (
            ordering(manager="A", requester="RC"),
            ["responsibility.unknown_letters"],
        ),
        (ordering(manager="AR", cook="I"), ["responsibility.unknown_role"]),
    ],
)
def test_in_each_activity_exactly_one_role_answers_and_somebody_works(
    decided: Matrix, expected: list[str]
) -> None:
    found = matrix.problems_with_matrix(decided, roles=ROLES, activities=["ordering"])

    assert codes(found) == expected


def test_a_role_stands_once_in_a_row_and_an_activity_must_be_known() -> None:
    decided = Matrix(
        (
            Entry("ordering", "manager", "AR"),
            Entry("ordering", "manager", "I"),
            Entry("cooking", "manager", "AR"),
        )
    )

    found = codes(matrix.problems_with_matrix(decided, roles=ROLES, activities=["ordering"]))

    assert "responsibility.role_twice" in found
    assert "responsibility.unknown_activity" in found


def test_the_row_of_the_nearest_unit_holds() -> None:
    decided = Matrix(
        (
            Entry("ordering", "manager", "AR"),
            Entry("ordering", "approver", "AR", SCHOOLS),
        )
    )

    assert row_of(decided, "ordering", (TOWN, SCHOOLS, OAK)).letters == {"approver": "AR"}
    assert row_of(decided, "ordering", (TOWN, LIBRARY)).letters == {"manager": "AR"}
    assert row_of(decided, "ordering").letters == {"manager": "AR"}


def test_who_is_to_work_must_be_able_to_and_who_is_able_to_is_named() -> None:
    send = Permission(
        "matrix_tests.send", "matrix_tests", Kind.EXECUTE, "Send", roles=("requester",)
    )
    see = Permission("matrix_tests.see", "matrix_tests", Kind.ASSURE, "See", roles=("auditor",))
    decided = Matrix(
        (Entry("matrix_tests", "manager", "A"), Entry("matrix_tests", "approver", "R"))
    )

    found = list(
        matrix.findings_against_rights(
            decided, ["matrix_tests"], {"requester": [send], "auditor": [see]}
        )
    )

    assert found == [
        Finding(Gap.WITHOUT_RIGHT, "matrix_tests", "approver"),
        Finding(Gap.WITHOUT_DUTY, "matrix_tests", "requester"),
    ]


def test_who_sells_nothing_is_not_told_that_nobody_sells() -> None:
    bought = {one.side for one in activities_of({"requester", "auditor"})}
    sold = {one.side for one in activities_of({"order_clerk"})}

    assert bought == {Side.BUYING, Side.BOTH}
    assert sold == {Side.SELLING, Side.BOTH}
    assert activities_of(()) == CATALOGUE


# --- who holds what ----------------------------------------------------------------------------------

BOTH = Holders(
    (
        Holding(ANNA, "manager", None, ANNA),
        Holding(BO, "manager", OAK, BO),
        Holding(CILLA, "requester", SCHOOLS, CILLA),
    )
)
IN_OAK = (TOWN, SCHOOLS, OAK)


def test_whoever_is_nearest_answers() -> None:
    row = row_of(ordering(manager="A", requester="R"), "ordering")

    assert answering(row, BOTH, IN_OAK).accountable == (BO,)
    assert answering(row, BOTH, (TOWN, LIBRARY)).accountable == (ANNA,)
    assert answering(row, BOTH, IN_OAK).responsible == (CILLA,)
    assert answering(row, BOTH, (TOWN, LIBRARY)).responsible == ()


def test_for_what_is_decided_centrally_the_whole_organisations_holder_answers() -> None:
    row = row_of(ordering(manager="A", requester="R"), "ordering")

    found = answering(row, BOTH, IN_OAK, is_central=True)

    assert (found.accountable, found.responsible) == ((ANNA,), (CILLA,))


def locally(activity: str, lineage: object) -> bool:
    return False


def centrally(activity: str, lineage: object) -> bool:
    return True


def test_vacant_and_double_holders_are_found_in_each_unit() -> None:
    held = Holders((Holding(ANNA, "manager", OAK, ANNA), Holding(BO, "manager", OAK, BO)))
    decided = ordering(manager="AR")
    lineages = ((TOWN, SCHOOLS, OAK), (TOWN, LIBRARY))

    found = list(findings_of_holders(decided, ["ordering"], held, lineages, locally))

    assert found == [
        Finding(Gap.SEVERAL_HOLDERS, "ordering", "manager", OAK, (ANNA, BO)),
        Finding(Gap.VACANT, "ordering", "manager", LIBRARY),
        Finding(Gap.NOBODY_DOES_IT, "ordering", "manager", LIBRARY),
    ]


def test_what_is_decided_centrally_is_asked_once_and_wants_somebody_for_everybody() -> None:
    held = Holders((Holding(ANNA, "manager", OAK, ANNA), Holding(BO, "requester", OAK, BO)))
    decided = ordering(manager="A", requester="R")

    found = list(findings_of_holders(decided, ["ordering"], held, (IN_OAK,), centrally))

    assert found == [Finding(Gap.VACANT, "ordering", "manager")]


@given(
    st.lists(
        st.tuples(st.sampled_from([None, TOWN, SCHOOLS, OAK]), st.sampled_from([ANNA, BO, CILLA]))
    )
)
def test_an_activity_is_vacant_just_where_nobody_around_holds_it(
    held: list[tuple[UUID | None, UUID]],
) -> None:
    holders = Holders(Holding(person, "manager", unit, person) for unit, person in held)

    found = {
        one.gap
        for one in findings_of_holders(
            ordering(manager="AR"), ["ordering"], holders, (IN_OAK,), locally
        )
    }

    assert (Gap.VACANT in found) is (not held)
    assert (Gap.VACANT in found) is (Gap.NOBODY_DOES_IT in found)


# --- central and local -------------------------------------------------------------------------------

CROWNS = Money(Decimal("50000"), "SEK")


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (Decided("ordering", "local"), []),
        (Decided("ordering", "delegated", limit=CROWNS), []),
        (Decided("ordering", "delegated"), ["responsibility.limit_missing"]),
        (
            Decided("ordering", "central", limit=CROWNS),
            ["responsibility.limit_without_delegation"],
        ),
        (Decided("ordering", "central", unit_id=OAK), ["responsibility.central_in_a_unit"]),
        (Decided("cooking", "local"), ["responsibility.unknown_part"]),
        (Decided("ordering", "nowhere"), ["responsibility.unknown_level"]),
    ],
)
def test_what_makes_no_sense_is_not_decided(decided: Decided, expected: list[str]) -> None:
    assert codes(parts.problems_with_register(Register((decided,)), list(Part))) == expected


def test_a_part_is_decided_on_once_for_a_unit() -> None:
    twice = Register((Decided("ordering", "local"), Decided("ordering", "central")))

    assert codes(parts.problems_with_register(twice, list(Part))) == ["responsibility.part_twice"]


@pytest.mark.parametrize(
    ("register", "role", "unit", "limit", "expected"),
    [
        (Register((Decided("payments", "central"),)), "payer", OAK, None, Conflict.LOCAL_MANDATE),
        (Register((Decided("payments", "central"),)), "payer", None, None, None),
        (Register((Decided("payments", "local"),)), "payer", None, None, Conflict.CENTRAL_MANDATE),
        (Register((Decided("payments", "local"),)), "payer", OAK, None, None),
        (
            Register((Decided("payments", "delegated", limit=CROWNS),)),
            "payer",
            OAK,
            None,
            Conflict.NO_LIMIT,
        ),
        (
            Register((Decided("payments", "delegated", limit=CROWNS),)),
            "payer",
            OAK,
            Money(Decimal("50000.01"), "SEK"),
            Conflict.ABOVE_LIMIT,
        ),
        (
            Register((Decided("payments", "delegated", limit=CROWNS),)),
            "payer",
            OAK,
            Money(Decimal("10"), "EUR"),
            Conflict.ABOVE_LIMIT,
        ),
        (Register((Decided("payments", "delegated", limit=CROWNS),)), "payer", OAK, CROWNS, None),
        (Register((Decided("payments", "central"),)), "requester", OAK, None, None),
    ],
)
def test_a_mandate_goes_against_what_is_decided_or_not(
    register: Register,
    role: str,
    unit: UUID | None,
    limit: Money | None,
    expected: Conflict | None,
) -> None:
    given = Given(ANNA, ANNA, role, unit, limit)

    found = list(parts.conflicts(register, (given,), {"payer": ("payments",)}, {OAK: IN_OAK}))

    assert [one.conflict for one in found] == ([expected] if expected else [])


def test_a_head_of_school_may_answer_locally_though_rights_are_given_centrally() -> None:
    given = Given(ANNA, ANNA, "manager", OAK, None)

    found = parts.conflicts(
        parts.DEFAULT, (given,), {"manager": ("steering", "ordering")}, {OAK: IN_OAK}
    )

    assert list(found) == []


def test_a_unit_can_decide_otherwise_than_the_whole_organisation() -> None:
    levels = parts.Levels(
        Register((Decided("ordering", "central"), Decided("ordering", "local", unit_id=SCHOOLS)))
    )

    assert levels.of("ordering", IN_OAK).level == Level.LOCAL
    assert levels.of("ordering", (TOWN, LIBRARY)).level == Level.CENTRAL
    assert levels.of("receiving", IN_OAK).level == Level.LOCAL


# --- what is taken over ------------------------------------------------------------------------------

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
EARLY, LATER = Held(ANNA, MARCH, date(2026, 3, 10)), Held(BO, date(2026, 3, 11), date(2026, 3, 20))


@pytest.mark.parametrize(
    ("held", "new", "expected"),
    [
        ([], Held(ANNA, MARCH, None), None),
        ([EARLY], Held(BO, APRIL, None), EARLY),
        ([LATER, EARLY], Held(CILLA, APRIL, None), LATER),
        ([EARLY], Held(ANNA, APRIL, None), None),
        ([Held(ANNA, APRIL, None)], Held(BO, MARCH, date(2026, 3, 31)), None),
    ],
)
def test_a_position_is_taken_over_from_whoever_held_it_last(
    held: list[Held], new: Held, expected: Held | None
) -> None:
    assert posts.predecessor(held, new) == expected


# --- a planned change --------------------------------------------------------------------------------

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
