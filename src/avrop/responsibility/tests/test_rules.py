"""The rules of who answers for what, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.permissions import Kind, Permission, all_permissions
from avrop.responsibility import duties, matrix, parts, posts
from avrop.responsibility.activities import BY_CODE, CATALOGUE, Part, Side, activities_of
from avrop.responsibility.duties import Answer, DutyList, Frequency, Standing
from avrop.responsibility.holding import Holders, Holding, answering, findings_of_holders
from avrop.responsibility.matrix import Entry, Finding, Gap, Matrix, row_of
from avrop.responsibility.parts import Conflict, Decided, Given, Level, Register
from avrop.responsibility.posts import Held
from avrop.responsibility.reading import products_matrix
from avrop.responsibility.tests.on_paper import (
    ANNA,
    BO,
    CILLA,
    IN_OAK,
    LIBRARY,
    OAK,
    ROLES,
    SCHOOLS,
    TOWN,
    codes,
    ordering,
)
from avrop.values import Money

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


# --- what managers confirm ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "day", "name", "due"),
    [
        ("yearly", date(2026, 12, 31), "2026", date(2026, 3, 31)),
        ("termly", date(2026, 6, 30), "2026-1", date(2026, 2, 28)),
        ("termly", date(2026, 7, 1), "2026-2", date(2026, 9, 30)),
    ],
)
def test_a_day_belongs_to_a_year_and_a_term(
    frequency: str, day: date, name: str, due: date
) -> None:
    found = duties.period_on(frequency, duties.DEFAULT, day)

    assert (found.name, found.due_on) == (name, due)


@pytest.mark.parametrize(
    ("day", "confirmed", "gaps", "expected"),
    [
        (date(2026, 2, 28), False, False, Standing.COMING),
        (date(2026, 3, 1), False, False, Standing.DUE),
        (date(2026, 3, 31), False, False, Standing.DUE),
        (date(2026, 4, 1), False, False, Standing.OVERDUE),
        (date(2026, 4, 1), True, False, Standing.CONFIRMED),
        (date(2026, 4, 1), True, True, Standing.WITH_GAPS),
    ],
)
def test_a_confirmation_is_due_for_a_month_and_then_overdue(
    day: date, confirmed: bool, gaps: bool, expected: Standing
) -> None:
    period = duties.period_on("yearly", duties.DEFAULT, day)

    found = duties.standing(period, duties.DEFAULT, day, is_confirmed=confirmed, has_gaps=gaps)

    assert found == expected


LISTED = DutyList(
    (
        duties.Duty("trained", {"en": "All are trained."}, "yearly", needs_evidence=True),
        duties.Duty("received", {"en": "Goods are registered."}, "yearly"),
    ),
    {"en": "It is true."},
)
LINK = "https://example.org/bevis"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((Answer("trained", True, LINK), Answer("received", True)), []),
        (
            (Answer("trained", True), Answer("received", True)),
            ["responsibility.evidence_missing"],
        ),
        (
            (Answer("trained", False), Answer("received", True)),
            ["responsibility.plan_missing"],
        ),
        ((Answer("trained", False, note="I maj"), Answer("received", True)), []),
        (
            (Answer("trained", True, "javascript:alert(1)"), Answer("received", True)),
            ["responsibility.link_shape"],
        ),
        ((Answer("trained", True, LINK),), ["responsibility.answers_do_not_fit"]),
        (
            (Answer("trained", True, LINK), Answer("trained", True, LINK)),
            ["responsibility.answers_do_not_fit"],
        ),
    ],
)
def test_each_duty_is_answered_shown_or_put_right(
    answers: tuple[Answer, ...], expected: list[str]
) -> None:
    assert codes(duties.problems_confirming(LISTED.duties, answers)) == expected


def test_the_products_list_is_fit_to_decide_and_speaks_three_languages() -> None:
    assert codes(duties.problems_with_list(duties.DEFAULT)) == []
    for one in (*(duty.text for duty in duties.DEFAULT.duties), duties.DEFAULT.statement):
        assert set(one) == {"sv", "en", "zh-hans"}
    for frequency in Frequency:
        assert duties.duties_of(duties.DEFAULT, frequency)


def test_a_list_with_nothing_to_read_or_a_day_that_there_is_none_of_is_refused() -> None:
    wrong = DutyList((duties.Duty("a", {}, "weekly"),), {"sv": " "}, yearly_due=(2, 30))

    assert codes(duties.problems_with_list(wrong)) == [
        "responsibility.unknown_frequency",
        "responsibility.no_text",
        "responsibility.no_text",
        "responsibility.due_day",
    ]


def test_the_superior_is_the_nearest_unit_around_that_has_a_manager() -> None:
    assert duties.superior_of(IN_OAK, {TOWN, OAK}) == TOWN
    assert duties.superior_of(IN_OAK, {OAK}) is None
