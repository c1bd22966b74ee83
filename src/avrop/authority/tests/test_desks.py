"""Who controls orders does not carry them out; a firm of one may, for a reason, and is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation

from avrop.authority import actions, desks, queries
from avrop.authority.desks import Apart, Held, RolesApart
from avrop.authority.post_models import Who
from avrop.authority.tests.builders import (
    NOON,
    TODAY,
    Town,
    a_mandate,
    a_person,
    a_town,
    id_of,
    published,
)
from avrop.kernel.actors import Actor
from avrop.kernel.models import EventRow
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import actions as parties


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as denial:
        act()
    return denial.value.codes


ALLOWED = RolesApart(desks.DEFAULT.pairs, both_with_reason=True)
MANAGER, CLERK = "order_manager", "order_clerk"


# --- the rules ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "reason", "expected"),
    [
        (desks.DEFAULT, "", ["authority.roles_kept_apart"]),
        (desks.DEFAULT, "Ensam", ["authority.roles_kept_apart"]),
        (ALLOWED, " ", ["authority.no_reason_for_both"]),
        (ALLOWED, "Ensam", []),
    ],
)
def test_both_desks_come_to_one_person_only_by_decision_and_for_a_reason(
    rules: RolesApart, reason: str, expected: list[str]
) -> None:
    held = (Held(CLERK, date(2026, 1, 1)),)

    found = desks.problems_holding_both(Held(MANAGER, TODAY), held, rules, reason)

    assert [problem.code for problem in found] == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (Held("warehouse", date(2026, 1, 1), date(2026, 2, 28)), ()),
        (Held("warehouse", date(2026, 1, 1), date(2026, 3, 1)), ("warehouse",)),
        (Held("warehouse", date(2026, 4, 1)), ()),
        (Held("requester", date(2026, 1, 1)), ()),
        (Held(MANAGER, date(2026, 1, 1)), ()),
    ],
)
def test_only_roles_of_the_other_desk_that_share_a_day_stand_in_the_way(
    held: Held, expected: tuple[str, ...]
) -> None:
    given = Held(MANAGER, date(2026, 3, 1), date(2026, 3, 31))

    assert desks.roles_across(given, (held,), desks.DEFAULT) == expected


def test_a_version_of_the_rules_forgets_no_desk() -> None:
    without_the_warehouse = RolesApart((Apart((MANAGER,), (CLERK,)),), both_with_reason=True)
    known = (MANAGER, CLERK, "warehouse", "seller_finance", "logistics")

    forgotten = desks.problems_with_roles_apart(without_the_warehouse, known)

    assert [problem.code for problem in forgotten] == ["authority.desk_forgotten"]
    assert list(desks.problems_with_roles_apart(ALLOWED, known)) == []


# --- the commands ------------------------------------------------------------------------------------


@pytest.fixture
def town(db: None) -> Town:
    return a_town()


def grant(town: Town, person: Any, role: str, **facts: Any) -> UUID:
    return a_mandate(town, person, role, **facts)


def one_may_hold_both(town: Town) -> None:
    actions.change_roles_apart(
        both_with_reason=True,
        valid_from=date(2026, 1, 1),
        reason="Vi är en person.",
        actor=town.office,
        at=NOON,
    )


def test_whoever_carries_orders_out_is_not_given_control(town: Town) -> None:
    petra = a_person(town, "Petra")
    grant(town, petra, CLERK)

    with pytest.raises(Refused) as refusal:
        grant(town, petra, MANAGER, reason_for_both="Sjukdom")

    assert refusal.value.codes == ["authority.roles_kept_apart"]
    with translation.override("en"):
        told = say(refusal.value.problems[0]).sentence
    assert told.startswith("The same person cannot be “Order manager” and “Order clerk”")
    assert published(town) == ["authority.mandate_granted"]


def test_a_firm_of_one_decides_gives_the_reason_and_is_counted(town: Town) -> None:
    petra, other = a_person(town, "Petra"), a_person(town, "Rut")
    one_may_hold_both(town)
    grant(town, petra, CLERK)
    grant(town, other, "warehouse")

    without = refused(lambda: grant(town, petra, MANAGER))
    grant(town, petra, MANAGER, reason_for_both="Hon är ensam i firman.")

    assert without == ["authority.no_reason_for_both"]
    with tenant_scope(town.tenant_id):
        (event,) = EventRow.objects.filter(name="authority.desks_combined")
    assert "Hon är ensam i firman." in (event.body or "")
    (holder,) = queries.holders_of_both_desks(actor=town.office, at=NOON)
    assert (holder.person_id, holder.roles) == (id_of(petra), (CLERK, MANAGER))


def test_nor_does_control_come_to_him_as_a_substitute(town: Town) -> None:
    olle, petra = a_person(town, "Olle"), a_person(town, "Petra")
    mandate = grant(town, olle, MANAGER)
    grant(town, petra, CLERK)

    def lend() -> None:
        actions.delegate(
            mandate,
            id_of(petra),
            valid_from=TODAY,
            valid_until=TODAY,
            reason="Semester",
            actor=olle,
            at=NOON,
        )

    assert refused(lend) == ["authority.roles_kept_apart"]
    one_may_hold_both(town)
    lend()
    assert "authority.desks_combined" in published(town)


def test_after_a_mandate_is_revoked_the_other_desk_is_open(town: Town) -> None:
    petra = a_person(town, "Petra")
    former = grant(town, petra, CLERK)

    actions.revoke_mandate(former, "Byter arbete", actor=town.office, at=NOON)
    grant(town, petra, MANAGER)

    assert queries.holders_of_both_desks(actor=town.office, at=NOON) == ()


def test_a_decision_without_a_reason_is_none(town: Town) -> None:
    def decide() -> None:
        actions.change_roles_apart(
            both_with_reason=True, valid_from=TODAY, reason=" ", actor=town.office, at=NOON
        )

    assert refused(decide) == ["authority.no_reason"]


def kept_apart_from_requesting(town: Town) -> None:
    """The organisation keeps who orders apart from who keeps the register of suppliers."""
    pairs = (*desks.DEFAULT.pairs, Apart(("requester",), ("ap_clerk",)))
    actions.change_roles_apart(
        both_with_reason=False,
        pairs=pairs,
        valid_from=date(2026, 1, 1),
        reason="KS 2026/8",
        actor=town.office,
        at=NOON,
    )


def everyone_orders(town: Town, unit_id: UUID | None, who: Who = Who.EVERYONE) -> None:
    actions.set_requester_policy(
        unit_id,
        who,
        valid_from=TODAY,
        decision_reference="KS 2026/7",
        actor=town.office,
        at=NOON,
    )


def works_in(town: Town, unit_id: UUID, name: str) -> Actor:
    somebody = a_person(town, name)
    parties.move_person(id_of(somebody), unit_id=unit_id, actor=town.office, at=NOON)
    return somebody


def test_what_everyone_in_the_unit_may_counts_as_held(town: Town) -> None:
    kept_apart_from_requesting(town)
    petra = works_in(town, town.oak_hill, "Petra")
    olle = works_in(town, town.library, "Olle")
    everyone_orders(town, town.schools)

    with pytest.raises(Refused) as refusal:
        grant(town, petra, "ap_clerk")
    grant(town, olle, "ap_clerk")

    assert refusal.value.codes == ["authority.roles_kept_apart"]


def test_where_a_nearer_policy_names_its_people_the_wider_one_gives_nothing(town: Town) -> None:
    kept_apart_from_requesting(town)
    petra = works_in(town, town.oak_hill, "Petra")
    everyone_orders(town, None)
    everyone_orders(town, town.oak_hill, Who.NAMED)

    grant(town, petra, "ap_clerk")


def test_a_mandate_is_not_renewed_into_what_is_kept_apart(town: Town) -> None:
    petra = a_person(town, "Petra")
    former = grant(town, petra, CLERK, valid_until=TODAY)
    grant(town, petra, MANAGER, valid_from=date(2026, 12, 1))

    def renew() -> None:
        actions.renew_mandate(
            former,
            valid_from=TODAY + timedelta(days=1),
            valid_until=TODAY + timedelta(days=360),
            decision_reference="KS 2026/12",
            actor=town.office,
            at=NOON,
        )

    assert refused(renew) == ["authority.roles_kept_apart"]
    one_may_hold_both(town)
    renew()
    assert published(town)[-1] == "authority.desks_combined"
