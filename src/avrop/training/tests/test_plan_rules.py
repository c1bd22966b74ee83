"""What a roll-out plan must say, by values alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from avrop.authority.desks import Apart, RolesApart
from avrop.authority.separation import DEFAULT, Separation
from avrop.training import plan_rules
from avrop.training.plan_rules import Ground
from avrop.training.plan_shapes import (
    APPROVER,
    DEPUTY,
    RECEIVER,
    REQUESTER,
    PlanFacts,
    PlannedPerson,
    PlannedRisk,
    PlannedWave,
)
from avrop.values import uuid7

TODAY = date(2026, 3, 2)
ANNA, BO, NINA, LARS, STRANGER = (uuid7() for _ in range(5))
SINCE = (date(2026, 1, 1), None)
GROUND = Ground(TODAY, SINCE, dict.fromkeys((ANNA, BO, NINA, LARS), SINCE), DEFAULT, RolesApart(()))


def after(days: int) -> date:
    return TODAY + timedelta(days=days)


def people(requester: UUID, approver: UUID, receiver: UUID, deputy: UUID) -> dict[str, Any]:
    parts = zip(
        (REQUESTER, APPROVER, RECEIVER, DEPUTY),
        (requester, approver, receiver, deputy),
        strict=True,
    )
    return {"people": tuple(PlannedPerson(part, who, after(20)) for part, who in parts)}


WHOLE = PlanFacts(
    go_live_on=after(30),
    **people(ANNA, NINA, BO, LARS),
    waves=(PlannedWave(after(30), "Livsmedel"), PlannedWave(after(60), "Papper", "301")),
    orders_stop_on=after(90),
    orders_stop_how="Kundkorten klipps.",
    super_user_id=ANNA,
    target_percent=80,
    target_on=after(120),
    risks=(PlannedRisk("Vikarier", "Bo visar dem"),),
)


def codes(facts: PlanFacts, ground: Ground = GROUND) -> list[str]:
    found = plan_rules.problems_submitting(facts, ground)
    return [problem.code.removeprefix("training.plan_") for problem in found]


def test_a_whole_plan_lacks_nothing_and_an_empty_one_is_told_everything_at_once() -> None:
    assert codes(WHOLE) == []
    assert codes(PlanFacts()) == [
        "no_go_live",
        "no_requester",
        "no_approver",
        "no_receiver",
        "no_deputy_approver",
        "no_super_user",
        "no_wave",
        "no_stop_day",
        "stop_says_nothing",
        "no_target",
        "no_target_day",
        "no_risk",
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"go_live_on": after(-1)}, "go_live_past"),
        ({"go_live_on": after(20)}, "go_live_before_training"),
        ({"orders_stop_on": after(29)}, "stops_before_go_live"),
        ({"orders_stop_how": "  "}, "stop_says_nothing"),
        ({"target_percent": 0}, "training.figure_out_of_bounds"),
        ({"target_percent": 101}, "training.figure_out_of_bounds"),
        ({"target_on": after(30)}, "measured_too_early"),
        ({"super_user_id": STRANGER}, "not_of_unit"),
        ({"waves": (PlannedWave(after(29), "Mat"),)}, "wave_before_go_live"),
        ({"waves": (PlannedWave(None, "Mat"),)}, "wave_without_day"),
        ({"waves": (PlannedWave(after(30), " "),)}, "wave_says_nothing"),
        (
            {"waves": (PlannedWave(after(60), "Papper"), PlannedWave(after(30), "Mat"))},
            "waves_disordered",
        ),
        ({"risks": (PlannedRisk("", "Bo visar"),)}, "risk_missing"),
        ({"risks": (PlannedRisk("Vikarier", ""),)}, "risk_unanswered"),
    ],
)
def test_each_thing_that_does_not_hold_together_is_told(changed: Any, code: str) -> None:
    assert code in codes(replace(WHOLE, **changed))


def test_a_line_names_somebody_of_the_unit_once_with_a_day() -> None:
    lines = (
        *WHOLE.people,
        PlannedPerson(REQUESTER, None, after(5)),
        PlannedPerson(REQUESTER, ANNA, None),
        PlannedPerson(RECEIVER, STRANGER, after(5)),
    )

    found = list(plan_rules.problems_submitting(replace(WHOLE, people=lines), GROUND))

    assert [(one.code.removeprefix("training.plan_"), one.place[2:]) for one in found] == [
        ("nobody_named", (4, "person_id")),
        ("named_twice", (5, "person_id")),
        ("no_training_day", (5, "trained_by")),
        ("not_of_unit", (6, "person_id")),
    ]


def test_who_has_left_or_has_not_come_when_the_unit_begins_is_not_planned_for() -> None:
    periods = {**GROUND.staff, BO: (SINCE[0], after(29)), LARS: (after(31), None)}

    found = codes(WHOLE, replace(GROUND, staff=periods))

    assert found == ["not_here_then", "not_here_then"]


def test_a_unit_that_closes_before_it_begins_is_not_planned_for() -> None:
    closing = replace(GROUND, unit=(SINCE[0], after(29)))
    until_then = replace(GROUND, unit=(SINCE[0], after(30)))

    (found,) = plan_rules.problems_submitting(WHOLE, closing)

    assert (found.code, found.place) == (
        "training.plan_unit_not_open_then",
        ("facts", "go_live_on"),
    )
    assert codes(WHOLE, until_then) == []


def test_a_unit_that_orders_already_is_planned_for_from_the_day_on_which_it_began() -> None:
    began = after(-300)
    live = replace(GROUND, live_since=began, staff={**GROUND.staff, LARS: (after(-10), None)})
    lines = (*WHOLE.people[:3], PlannedPerson(DEPUTY, LARS, after(20)))
    as_it_was = replace(
        WHOLE,
        go_live_on=began,
        people=lines,
        waves=(PlannedWave(began, "Livsmedel"),),
        orders_stop_on=after(-250),
    )
    other_day = replace(as_it_was, go_live_on=after(-299))

    assert codes(as_it_was, live) == []
    assert "go_live_past" in codes(as_it_was)
    assert "go_live_past" in codes(other_day, live)
    assert codes(as_it_was, replace(live, unit=(SINCE[0], after(-1)))) == ["unit_not_open_then"]


# --- nobody alone ------------------------------------------------------------------------------------


def test_the_approver_is_not_the_only_one_who_orders_or_receives() -> None:
    alone = replace(WHOLE, **people(NINA, NINA, BO, LARS))
    receiving = replace(WHOLE, **people(ANNA, NINA, NINA, LARS))

    assert codes(alone) == ["nobody_else_approves"]
    assert codes(receiving) == ["nobody_else_attests"]
    assert codes(replace(WHOLE, **people(ANNA, NINA, ANNA, LARS))) == []


def test_a_deputy_counts_as_one_with_the_approver_and_is_somebody_else() -> None:
    assert codes(replace(WHOLE, **people(LARS, NINA, BO, LARS))) == ["nobody_else_approves"]
    assert codes(replace(WHOLE, **people(ANNA, NINA, LARS, LARS))) == ["nobody_else_attests"]
    assert codes(replace(WHOLE, **people(ANNA, NINA, BO, NINA))) == ["deputy_is_approver"]


def test_a_second_approver_or_requester_is_enough() -> None:
    alone = replace(WHOLE, **people(NINA, NINA, BO, LARS))
    two_approve = (*alone.people, PlannedPerson(APPROVER, ANNA, after(20)))
    two_order = (*alone.people, PlannedPerson(REQUESTER, ANNA, after(20)))

    assert codes(replace(alone, people=two_approve)) == []
    assert codes(replace(alone, people=two_order)) == []


def test_what_the_organisation_keeps_apart_decides() -> None:
    alone = replace(WHOLE, **people(NINA, NINA, BO, LARS))
    nothing_apart = replace(GROUND, pairs=Separation(()))
    roles_apart = replace(GROUND, apart=RolesApart((Apart(("requester",), ("receiver",)),)))
    both = replace(WHOLE, **people(ANNA, NINA, ANNA, LARS))

    assert codes(alone, nothing_apart) == []
    assert codes(both, roles_apart) == ["authority.roles_kept_apart"]


def test_a_draft_lacks_what_it_likes_but_keeps_within_its_room() -> None:
    lines = (PlannedPerson("owner"),) * (plan_rules.MOST_PEOPLE + 1)
    long = "x" * (plan_rules.LONGEST_LINE + 1)

    assert list(plan_rules.problems_keeping(PlanFacts())) == []
    found = plan_rules.problems_keeping(PlanFacts(people=lines, risks=(PlannedRisk(long),)))
    assert {problem.code for problem in found} == {
        "training.plan_too_many_lines",
        "training.plan_unknown_part",
        "training.too_long",
    }
