"""Ways round the rules that nobody gives himself a right, and that what is lent ends with who lends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from avrop.authority import actions
from avrop.authority.actions.delegate import holder_of
from avrop.authority.models import Delegation, Mandate
from avrop.authority.post_models import Who
from avrop.authority.tests.builders import (
    NOON,
    RING,
    TODAY,
    Town,
    a_mandate,
    a_person,
    a_town,
    id_of,
)
from avrop.kernel.actors import Actor
from avrop.kernel.ports import require
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def town() -> Town:
    return a_town()


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as denial:
        act()
    return denial.value.codes


def may_ring(town: Town, actor: Actor, *, days: int) -> bool:
    with tenant_scope(town.tenant_id):
        try:
            require(actor, RING, at=NOON + timedelta(days=days))
        except Forbidden:
            return False
    return True


def held(town: Town, person: Actor, *, until: date | None = None) -> tuple[UUID, UUID, UUID]:
    """A position with a mandate, and the person who holds it."""
    position = actions.open_position(
        "Rektor", valid_from=date(2026, 1, 1), unit_id=town.schools, actor=town.office, at=NOON
    )
    mandate = actions.grant_to_position(
        position,
        "requester",
        valid_from=date(2026, 1, 1),
        decision_reference="KS 2026/1",
        unit_id=town.schools,
        actor=town.office,
        at=NOON,
    )
    appointment = actions.appoint(
        position,
        id_of(person),
        valid_from=TODAY,
        valid_until=until,
        decision_reference="KS 2026/3",
        actor=town.office,
        at=NOON,
    )
    return mandate, appointment, position


def lent(town: Town, mandate: UUID, to: Actor, first: date, last: date) -> UUID:
    with tenant_scope(town.tenant_id):
        row = Mandate.objects.get(id=mandate)
        holder = holder_of(row, first)
    if holder is not None:
        parties.tell_absence(holder, valid_from=first, valid_until=last, actor=town.office, at=NOON)
    return actions.delegate(
        mandate,
        id_of(to),
        valid_from=first,
        valid_until=last,
        reason="Ledig",
        actor=town.office,
        at=NOON,
    )


def renewed(mandate: UUID, actor: Actor) -> Callable[[], object]:
    return lambda: actions.renew_mandate(
        mandate,
        valid_from=TODAY + 2 * DAY,
        valid_until=date(2027, 3, 1),
        decision_reference="KS 2026/2",
        actor=actor,
        at=NOON,
    )


def test_nobody_renews_the_mandate_of_the_position_he_holds_himself(town: Town) -> None:
    head, other = a_person(town), a_person(town, "Bo")
    a_mandate(town, head, "finance_officer")
    a_mandate(town, other, "finance_officer")
    mandate, _, _ = held(town, head)

    assert refused(renewed(mandate, head)) == ["authority.own_mandate"]
    assert renewed(mandate, other)()


def test_what_a_policy_gives_to_everybody_is_not_renewed_by_itself(town: Town) -> None:
    actions.set_requester_policy(
        town.schools,
        Who.EVERYONE,
        valid_from=TODAY,
        decision_reference="KS 2026/4",
        actor=town.office,
        at=NOON,
    )
    with tenant_scope(town.tenant_id):
        everybodys = Mandate.objects.get(person_id=None, position=None)

    assert refused(renewed(everybodys.id, town.office)) == ["authority.policy_not_renewed"]


def test_nobody_lets_a_role_that_he_holds_do_more(town: Town) -> None:
    boss = a_person(town)
    a_mandate(town, boss, "system_administrator")

    def gains(role: str) -> str:
        return actions.change_role(role, "authority.dispense", True, "Prov", actor=boss, at=NOON)

    assert refused(lambda: gains("system_administrator")) == ["authority.own_mandate"]
    assert gains("auditor") == "authority.role_rights/1"


def test_what_a_holder_would_have_lent_later_ends_when_he_leaves_the_position(town: Town) -> None:
    head, substitute = a_person(town), a_person(town, "Bo")
    mandate, appointment, _ = held(town, head)
    lent(town, mandate, substitute, TODAY + 10 * DAY, TODAY + 20 * DAY)

    actions.end_appointment(appointment, TODAY + DAY, actor=town.office, at=NOON)

    assert [may_ring(town, substitute, days=days) for days in (1, 2, 12)] == [False, False, False]


def test_nobody_lends_a_position_for_longer_than_he_is_appointed_to_it(town: Town) -> None:
    head, substitute = a_person(town), a_person(town, "Bo")
    last = TODAY + 5 * DAY
    mandate, _, _ = held(town, head, until=last)

    assert refused(lambda: lent(town, mandate, substitute, TODAY, last + DAY)) == [
        "authority.delegation_outside_mandate"
    ]


def test_lending_everything_one_has_stops_where_the_appointment_does(town: Town) -> None:
    head, substitute = a_person(town), a_person(town, "Bo")
    last = TODAY + 5 * DAY
    held(town, head, until=last)

    (row,) = actions.lend_mandates(
        id_of(substitute),
        valid_from=TODAY,
        valid_until=TODAY + 30 * DAY,
        reason="Ledig",
        actor=head,
        at=NOON,
    )

    with tenant_scope(town.tenant_id):
        assert Delegation.objects.get(id=row).valid_until == last
    assert [may_ring(town, substitute, days=days) for days in (5, 6)] == [True, False]
