"""Who must look again when what waits is changed, and why."""

from __future__ import annotations

from uuid import UUID, uuid4

from avrop.approvals.again import Former, look_again
from avrop.approvals.rules import Planned, RoutingRule
from avrop.approvals.tests.builders import kronor

RULE = RoutingRule("responsible")
ANNA, BO = uuid4(), uuid4()


def before(responsibility: str, amount: int, state: str = "waiting", who: UUID = ANNA) -> Former:
    return Former("responsible", responsibility, kronor(amount), state, (who,), who)


def after(responsibility: str, amount: int, who: UUID = ANNA) -> tuple[Planned, tuple[UUID, ...]]:
    return Planned(RULE, responsibility, kronor(amount)), (who,)


def test_each_who_is_asked_is_told_what_is_new_for_him() -> None:
    former = [
        before("4100", 100),
        before("4200", 100),
        before("4300", 100, "approved"),
    ]

    found = look_again(
        former, [after("4100", 60), after("4200", 100), after("4300", 100), after("4400", 40)]
    )

    assert [step.why.code for step in found.asked] == [
        "approvals.again_other_amount",
        "approvals.again_same_amount",
        "approvals.again_approval_falls",
        "approvals.again_not_asked_before",
    ]
    assert [step.former for step in found.asked] == [kronor(100)] * 3 + [None]


def test_an_approval_falls_also_where_nobody_is_asked_about_it_any_more() -> None:
    found = look_again(
        [before("4100", 100), before("4200", 50, "approved", BO)], [after("4100", 150)]
    )

    assert [(one.responsibility, one.decided_by) for one in found.fallen] == [("4200", BO)]
    assert [(one.responsibility, one.people) for one in found.released] == [("4200", (BO,))]


def test_a_step_of_another_rule_is_another_step_though_it_is_about_the_same() -> None:
    manager = Planned(RoutingRule("dear", asks="manager", level=2), "4100", kronor(100))

    found = look_again([before("4100", 100)], [(manager, (BO,))])

    assert [step.why.code for step in found.asked] == ["approvals.again_not_asked_before"]
    assert [one.people for one in found.released] == [(ANNA,)]
