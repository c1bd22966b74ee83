"""Keys of programs: who may get one for whom, what it opens, how it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from avrop.accounts import actions as accounts
from avrop.accounts.queries import holder_of
from avrop.approvals import permissions as approvals
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.models import OnceRow
from avrop.kernel.once import once
from avrop.kernel.ports import require
from avrop.kernel.problems import Forbidden, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, events, queries
from avrop.testing.worlds import (
    AT,
    TODAY,
    TenantWorld,
    a_person,
    a_tenant,
    a_unit,
    everything,
    publishing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> TenantWorld:
    return a_tenant()


@pytest.fixture
def keeper(world: TenantWorld) -> Actor:
    return a_person(world.tenant_id, ("system_administrator",))


def id_of(person: Actor) -> UUID:
    assert person.person_id is not None
    return person.person_id


def issued(person: Actor, by: Actor, *, at: datetime = AT) -> str:
    return actions.issue_api_key(id_of(person), name="program", actor=by, at=at)


def refused_for(person: Actor, by: Actor) -> list[str]:
    with pytest.raises(Refused) as refusal:
        issued(person, by)
    return refusal.value.codes


def test_a_system_administrator_gets_no_key_to_act_as_a_colleague(
    world: TenantWorld, keeper: Actor
) -> None:
    for role in ("payment_releaser", "approver", "system_administrator"):
        assert refused_for(a_person(world.tenant_id, (role,)), keeper) == ["parties.key_of_another"]
    signs_in = a_person(world.tenant_id, password="riktigt-bra-lösenord")
    assert refused_for(signs_in, keeper) == ["parties.key_of_another"]

    holder = holder_of(issued(keeper, keeper), at=AT)

    assert holder is not None
    assert (holder.person_id, holder.is_program) == (keeper.person_id, False)


def test_a_program_gets_no_duty_of_human_beings_by_a_mandate_that_comes_later(
    world: TenantWorld, keeper: Actor
) -> None:
    program = a_person(world.tenant_id, ("category_manager",))
    key = issued(program, keeper)
    holder = holder_of(key, at=AT)
    assert holder is not None
    assert holder.is_program
    acting = Actor(
        world.tenant_id, holder.account_id, holder.person_id, is_program=holder.is_program
    )

    with tenant_scope(world.tenant_id):
        from avrop.authority import actions as authority

        authority.grant_mandate(
            id_of(program),
            "approver",
            valid_from=TODAY,
            decision_reference="KS 2026:2",
            actor=everything(world.tenant_id),
            at=AT,
        )
        with pytest.raises(Forbidden) as refusal:
            require(acting, approvals.APPROVE, at=AT)

    assert refusal.value.codes == ["authority.only_a_human_being"]


def test_a_programs_keys_end_when_a_human_being_takes_the_account(
    world: TenantWorld, keeper: Actor
) -> None:
    program = a_person(world.tenant_id, ())
    key = issued(program, keeper)
    token = actions.invite_person(id_of(program), actor=keeper, at=AT)

    accounts.accept_link(token, "riktigt-bra-lösenord", at=AT)

    assert holder_of(key, at=AT + timedelta(seconds=1)) is None


def test_a_key_opens_nothing_after_its_last_day(world: TenantWorld, keeper: Actor) -> None:
    last = TODAY + timedelta(days=10)
    key = actions.issue_api_key(
        id_of(keeper), name="program", valid_until=last, actor=keeper, at=AT
    )
    without_day = issued(keeper, keeper)

    assert holder_of(key, at=AT + timedelta(days=10)) is not None
    assert holder_of(key, at=AT + timedelta(days=11)) is None
    assert holder_of(without_day, at=AT + timedelta(days=365)) is not None
    assert holder_of(without_day, at=AT + timedelta(days=367)) is None
    with pytest.raises(Refused) as refusal:
        actions.issue_api_key(
            id_of(keeper),
            name="program",
            valid_until=TODAY + timedelta(days=366),
            actor=keeper,
            at=AT,
        )
    assert refusal.value.codes == ["parties.key_lives_too_long"]


def test_a_key_is_listed_without_what_opens_and_revoked_once(
    world: TenantWorld, keeper: Actor
) -> None:
    key = issued(keeper, keeper)
    nobody, foreign = a_person(world.tenant_id, ()), a_tenant()
    (listed,) = queries.api_keys_page(actor=keeper).items

    assert (listed.person_id, listed.issued_by) == (keeper.person_id, keeper.person_id)
    assert (listed.name, listed.revoked_at) == ("program", None)
    assert key not in str(to_plain(listed))
    assert queries.api_keys_page(actor=nobody).items == ()
    assert queries.api_keys_page(actor=everything(foreign.tenant_id)).items == ()
    with pytest.raises(Missing):
        actions.revoke_api_key(listed.id, actor=everything(foreign.tenant_id), at=AT)
    with publishing(world.tenant_id) as published:
        actions.revoke_api_key(listed.id, actor=keeper, at=AT)
        actions.revoke_api_key(listed.id, actor=keeper, at=AT)

    assert published == [events.ApiKeyRevoked(id_of(keeper), listed.id)]
    assert holder_of(key, at=AT) is None
    assert queries.api_keys_page(actor=keeper).items[0].revoked_at == AT


def test_an_administrator_of_a_unit_issues_no_key_outside_it(world: TenantWorld) -> None:
    school = a_person(world.tenant_id, ("system_administrator",), unit_id=a_unit(world.tenant_id))
    of_no_unit = a_person(world.tenant_id, ())

    with pytest.raises(Forbidden) as refusal:
        issued(of_no_unit, school)

    assert refusal.value.codes == ["authority.not_everywhere"]


def test_a_secret_answer_is_shown_once_and_kept_nowhere(world: TenantWorld, keeper: Actor) -> None:
    now = datetime.now(UTC)
    headers = {
        "Authorization": f"Bearer {issued(keeper, everything(world.tenant_id), at=now)}",
        "Idempotency-Key": "nyckel-1",
    }

    def asked() -> tuple[int, bytes]:
        answer = Client().post(
            f"/api/v1/people/{keeper.person_id}/api-keys",
            '{"name": "program"}',
            content_type="application/json",
            headers=headers,
        )
        return answer.status_code, answer.content

    first, again = asked(), asked()

    assert (first[0], first[1].startswith(b'"avrop_')) == (200, True)
    assert (again[0], b"kernel.answer_not_kept" in again[1]) == (409, True)
    assert len(queries.api_keys_page(actor=keeper).items) == 2
    with tenant_scope(world.tenant_id):
        assert list(OnceRow.objects.values_list("answer", flat=True)) == [None]


def test_the_answer_of_other_commands_is_kept_for_who_asks_again(keeper: Actor) -> None:
    assert once("K", {}, actor=keeper, act=lambda: 1) == ("1", False)
    assert once("K", {}, actor=keeper, act=lambda: 2) == ("1", True)
