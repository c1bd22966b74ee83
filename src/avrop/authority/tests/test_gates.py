"""Gates: what is asked for besides a mandate, with a database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from avrop.authority import actions
from avrop.authority.models import Pass
from avrop.authority.passes import Gate, PassKind
from avrop.authority.tests.builders import (
    JUDGE,
    NOON,
    RING,
    TODAY,
    Town,
    a_mandate,
    a_person,
    a_town,
    id_of,
    published,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.ports import ANYWHERE, Within, require
from avrop.kernel.problems import Denial, Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say

pytestmark = pytest.mark.django_db
MEDICINE, BREAD = "33651600-4", "15811100-7"
COURSE = Gate(
    PassKind.CERTIFICATE, "requester", (RING.name,), name={"sv": "Beställarkurs", "en": "Ordering"}
)
PRESCRIBER = Gate(PassKind.LICENCE, "prescriber", categories=("336",))


@pytest.fixture
def town() -> Town:
    return a_town()


def gated(town: Town, *gates: Gate) -> None:
    actions.change_gates(gates, valid_from=TODAY, reason="KS 2026/9", actor=town.office, at=NOON)


def a_pass(town: Town, person: Actor, gate: Gate = COURSE, until: date | None = None) -> Actor:
    actions.grant_pass(
        id_of(person),
        gate.kind,
        gate.code,
        date(2026, 1, 1),
        until,
        "No. 7",
        actor=town.office,
        at=NOON,
    )
    return person


def told(town: Town, actor: Actor, within: Within = ANYWHERE, *, days: int = 0) -> list[str]:
    """The codes of why the right is refused; none where it is not."""
    with tenant_scope(town.tenant_id):
        try:
            require(actor, RING, at=NOON + timedelta(days=days), within=within)
        except Forbidden as denial:
            return denial.codes
    return []


def refused(act: Callable[[], object], kind: type[Denial] = Refused) -> list[str]:
    with pytest.raises(kind) as denial:
        act()
    return denial.value.codes


def a_ringer(town: Town) -> Actor:
    anna = a_person(town)
    a_mandate(town, anna)
    return anna


def test_without_a_gate_a_mandate_is_enough(town: Town) -> None:
    assert told(town, a_ringer(town)) == []


def test_a_gate_asks_for_its_pass_and_opens_for_it(town: Town) -> None:
    anna = a_ringer(town)
    gated(town, COURSE)

    assert told(town, anna) == ["authority.certificate_missing"]

    a_pass(town, anna, until=TODAY)

    assert told(town, anna) == []
    assert told(town, anna, days=1) == ["authority.certificate_expired"]


def test_a_lapsed_pass_is_told_with_its_name_and_day_and_what_to_do(town: Town) -> None:
    anna = a_ringer(town)
    gated(town, COURSE)
    a_pass(town, anna, until=TODAY)

    with pytest.raises(Forbidden) as denial, tenant_scope(town.tenant_id):
        require(anna, RING, at=NOON + timedelta(days=3))

    said = say(denial.value.problems[0])
    assert "Beställarkurs" in said.sentence or "Ordering" in said.sentence
    assert said.remedy
    assert said.fixer == "coordinator"


def test_a_gate_leaves_other_rights_open(town: Town) -> None:
    anna = a_person(town)
    a_mandate(town, anna, "approver")
    gated(town, COURSE)

    with tenant_scope(town.tenant_id):
        assert require(anna, JUDGE, at=NOON).mandate_id


def test_a_gate_for_goods_asks_only_where_they_are_bought(town: Town) -> None:
    anna = a_ringer(town)
    gated(town, PRESCRIBER)
    medicine, bread = (Within(categories=frozenset({code})) for code in (MEDICINE, BREAD))

    assert (told(town, anna, bread), told(town, anna)) == ([], [])
    assert told(town, anna, medicine) == ["authority.licence_missing"]

    a_pass(town, anna, PRESCRIBER)

    assert told(town, anna, medicine) == []


def test_a_licence_for_other_goods_opens_nothing(town: Town) -> None:
    anna = a_ringer(town)
    gated(town, PRESCRIBER)
    actions.grant_pass(
        id_of(anna),
        PassKind.LICENCE,
        "prescriber",
        TODAY,
        reference="No. 8",
        categories=("33690000-3",),
        actor=town.office,
        at=NOON,
    )

    codes = told(town, anna, Within(categories=frozenset({MEDICINE})))

    assert codes == ["authority.licence_missing"]


def test_a_substitute_needs_the_pass_and_so_does_whom_he_stands_in_for(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    mandate = a_mandate(town, anna)
    actions.delegate(
        mandate,
        id_of(bo),
        valid_from=TODAY,
        valid_until=TODAY,
        reason="Ledig",
        actor=anna,
        at=NOON,
    )
    gated(town, COURSE)

    assert told(town, bo) == [
        "authority.certificate_missing",
        "authority.principal_lacks_pass",
    ]
    a_pass(town, bo)
    assert told(town, bo) == ["authority.principal_lacks_pass"]
    a_pass(town, anna)
    assert told(town, bo) == []


def test_a_withdrawn_pass_opens_nothing_from_that_moment(town: Town) -> None:
    anna = a_ringer(town)
    gated(town, COURSE)
    a_pass(town, anna)
    with tenant_scope(town.tenant_id):
        (key,) = Pass.objects.values_list("id", flat=True)

    actions.revoke_pass(key, "Fel person", actor=town.office, at=NOON)

    assert told(town, anna) == ["authority.certificate_revoked"]
    assert published(town)[-1] == "authority.pass_revoked"
    again = refused(lambda: actions.revoke_pass(key, "", actor=town.office, at=NOON))
    assert again == ["authority.already_revoked", "authority.no_reason"]


def test_in_an_emergency_somebody_is_let_through_for_a_while(town: Town) -> None:
    anna = a_ringer(town)
    gated(town, COURSE)
    day = TODAY + timedelta(days=14)

    actions.waive_gate(
        id_of(anna), COURSE.kind, COURSE.code, day, "Sjukdom", actor=town.office, at=NOON
    )

    assert (told(town, anna, days=14), told(town, anna, days=15)) == (
        [],
        ["authority.certificate_expired"],
    )
    assert published(town)[-1] == "authority.gate_waived"


def test_a_waiver_is_refused_for_every_reason_and_changes_nothing(town: Town) -> None:
    anna = a_ringer(town)
    gated(town, COURSE)

    def act() -> None:
        actions.waive_gate(
            id_of(anna),
            PassKind.LICENCE,
            "prescriber",
            TODAY + timedelta(days=15),
            " ",
            actor=town.office,
            at=NOON,
        )

    assert refused(act) == [
        "authority.licence_not_waived",
        "authority.no_such_gate",
        "authority.waiver_too_long",
        "authority.no_reason",
    ]
    assert published(town)[-1] == "authority.gates_changed"


def test_nobody_registers_his_own_licence_but_everybody_acknowledges_himself(town: Town) -> None:
    boss = a_person(town)
    a_mandate(town, boss, "manager")

    def register(kind: PassKind) -> None:
        actions.grant_pass(id_of(boss), kind, "x", TODAY, None, "1", actor=boss, at=NOON)

    assert refused(lambda: register(PassKind.LICENCE)) == ["authority.own_mandate"]
    register(PassKind.ACKNOWLEDGEMENT)


def test_a_gate_before_what_opens_gates_is_refused(town: Town) -> None:
    shut = Gate(PassKind.CERTIFICATE, "c", ("authority.grant_pass",))
    nothing = Gate(PassKind.CERTIFICATE, " ")
    unknown = Gate(PassKind.CERTIFICATE, "c", ("no.such",))

    assert refused(lambda: gated(town, shut, nothing, unknown)) == [
        "authority.gate_shuts_everybody_out",
        "authority.pass_without_code",
        "authority.gate_before_nothing",
        "authority.unknown_permission",
    ]


def test_asking_stays_one_statement_whatever_gates_and_passes_there_are(town: Town) -> None:
    anna = a_ringer(town)
    gated(town, COURSE, PRESCRIBER)
    for _ in range(5):
        a_pass(town, anna)

    with statements(town) as asking:
        require(anna, RING, at=NOON)

    assert len(asking) == 1


def test_emergencies_are_not_renewed_for_ever(town: Town) -> None:
    anna = a_ringer(town)
    gated(town, COURSE)

    def waive(days: int) -> None:
        at = NOON + timedelta(days=days)
        until = TODAY + timedelta(days=days + 14)
        who = id_of(anna)
        actions.waive_gate(who, COURSE.kind, COURSE.code, until, "Brand", actor=town.office, at=at)

    waive(0)
    waive(0)  # the same days are no more days
    waive(15)
    assert refused(lambda: waive(30)) == ["authority.waived_too_often"]
    assert refused(lambda: waive(300)) == ["authority.waived_too_often"]
    waive(380)


def test_whoever_has_decided_on_gates_and_waivers_has_just_shown_who_he_is(town: Town) -> None:
    anna, boss = a_ringer(town), a_person(town, "Bo")
    a_mandate(town, boss, "process_owner")
    a_mandate(town, boss, "process_leader")
    unproven = replace(boss, proven_until=None)

    def change() -> None:
        actions.change_gates((COURSE,), valid_from=TODAY, reason="KS 9", actor=unproven, at=NOON)

    def waive() -> None:
        who = id_of(anna)
        actions.waive_gate(who, COURSE.kind, COURSE.code, TODAY, "Brand", actor=unproven, at=NOON)

    assert refused(change) == ["kernel.proof_needed"]
    gated(town, COURSE)
    assert refused(waive) == ["kernel.proof_needed"]
