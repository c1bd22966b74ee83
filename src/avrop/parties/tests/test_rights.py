"""Who may change master data, what is another's, what it costs, and who is let in."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from avrop.accounts import queries as sign_in
from avrop.kernel.models import Tenant
from avrop.kernel.problems import Forbidden, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, events, queries
from avrop.parties.queries import (
    ChannelChoice,
    ContactFacts,
    TermsFacts,
    UnitFacts,
)
from avrop.testing.worlds import (
    AT,
    TODAY,
    TenantWorld,
    a_number,
    a_person,
    a_relationship,
    a_tenant,
    a_unit,
    an_email,
    an_organisation,
    everything,
    organisation_facts,
    publishing,
)
from avrop.values import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> TenantWorld:
    return a_tenant()


def test_a_requester_changes_no_master_data(world: TenantWorld) -> None:
    unit = a_unit(world.tenant_id)
    requester = a_person(world.tenant_id, ("requester",), unit)
    facts = organisation_facts("Grossisten AB")

    with publishing(world.tenant_id) as published:
        with pytest.raises(Forbidden):
            actions.register_organisation(facts, actor=requester, at=AT)
        with pytest.raises(Forbidden):
            actions.change_unit(unit, UnitFacts("Mitt"), actor=requester, at=AT)
        with pytest.raises(Forbidden):
            actions.add_person("Bo", an_email(), valid_from=TODAY, actor=requester, at=AT)

    assert published == []


def test_an_administrator_of_one_unit_opens_units_in_it_only(world: TenantWorld) -> None:
    north, south = a_unit(world.tenant_id, "Norr"), a_unit(world.tenant_id, "Söder")
    administrator = a_person(world.tenant_id, ("system_administrator",), north)

    actions.open_unit(
        UnitFacts("Ny"), valid_from=TODAY, parent_id=north, actor=administrator, at=AT
    )
    with pytest.raises(Forbidden):
        actions.move_unit(north, parent_id=south, actor=administrator, at=AT)
    with pytest.raises(Forbidden):
        actions.open_unit(
            UnitFacts("Ny"), valid_from=TODAY, parent_id=south, actor=administrator, at=AT
        )


def test_what_is_another_tenants_is_missing(world: TenantWorld) -> None:
    neighbour = a_tenant("Grannköping")
    theirs = a_unit(neighbour.tenant_id)
    person = a_person(neighbour.tenant_id)
    actor = everything(world.tenant_id)
    assert person.person_id is not None

    with pytest.raises(Missing):
        actions.change_unit(theirs, UnitFacts("Vårt"), actor=actor, at=AT)
    with pytest.raises(Missing):
        actions.end_person(person.person_id, last_day=TODAY, actor=actor, at=AT)
    with pytest.raises(Missing):
        queries.unit_card(theirs, actor=actor, on=TODAY)
    with pytest.raises(Missing):
        a_unit(world.tenant_id, parent_id=theirs)
    assert queries.people_page(actor=actor).items == ()


def test_outside_a_scope_there_is_no_answer_at_all(world: TenantWorld) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        queries.units()


def test_an_unknown_unit_is_missing_wherever_it_is_named(world: TenantWorld) -> None:
    actor, supplier = everything(world.tenant_id), an_organisation(world.tenant_id)
    nowhere = uuid7()

    with pytest.raises(Missing):
        actions.agree_terms(
            supplier, TermsFacts(), unit_id=nowhere, valid_from=TODAY, actor=actor, at=AT
        )
    with pytest.raises(Missing):
        actions.set_contact(
            supplier, ContactFacts("orders", "Bo", phone="1"), unit_id=nowhere, actor=actor, at=AT
        )


@pytest.mark.parametrize("partners", [1, 20])
def test_terms_with_many_partners_take_three_statements(world: TenantWorld, partners: int) -> None:
    unit = a_unit(world.tenant_id)
    suppliers = [an_organisation(world.tenant_id, f"AB {n}") for n in range(partners)]
    for supplier in suppliers:
        a_relationship(world.tenant_id, supplier, channels=(ChannelChoice("order", "portal"),))

    with tenant_scope(world.tenant_id), CaptureQueriesContext(connection) as asked:
        found = queries.trading_terms_with(suppliers, unit, on=TODAY)

    assert len(asked) == 3
    assert {terms.channel_for("order") for terms in found.values()} == {"portal"}
    assert len(found) == partners


@pytest.mark.parametrize("below", [1, 30])
def test_moving_a_unit_takes_as_many_statements_however_much_lies_below(
    world: TenantWorld, below: int
) -> None:
    first, second = a_unit(world.tenant_id, "Norr"), a_unit(world.tenant_id, "Söder")
    for n in range(below):
        a_unit(world.tenant_id, f"Enhet {n}", parent_id=first)

    actor = everything(world.tenant_id)
    with tenant_scope(world.tenant_id), CaptureQueriesContext(connection) as asked:
        actions.move_unit(first, parent_id=second, actor=actor, at=AT)

    assert len(asked) == 6  # the locks, what was planned, what was decided, two updates, the event


# Being let in


def test_somebody_without_a_password_is_given_a_link(world: TenantWorld) -> None:
    administrator = a_person(world.tenant_id, ("system_administrator",))
    newcomer = a_person(world.tenant_id)
    assert newcomer.person_id is not None

    with publishing(world.tenant_id) as published:
        token = actions.invite_person(newcomer.person_id, actor=administrator, at=AT)

    invited = sign_in.invited_by(token, at=AT)
    assert invited is not None
    assert invited.account_id == newcomer.account_id
    assert published == [events.PersonInvited(newcomer.person_id)]


def test_an_administrator_gives_away_no_account_that_is_in_use_or_others_too(
    world: TenantWorld,
) -> None:
    email = an_email()
    a_person(a_tenant().tenant_id, email=email, password="riktigt-bra-lösenord")
    shared = a_person(world.tenant_id, email=email)
    administrator = a_person(world.tenant_id, ("system_administrator",))
    assert shared.person_id is not None

    with publishing(world.tenant_id) as published, pytest.raises(Refused) as refusal:
        actions.invite_person(shared.person_id, actor=administrator, at=AT)

    assert refusal.value.codes == ["parties.signs_in_already", "parties.account_is_shared"]
    assert published == []
    assert actions.invite_person(shared.person_id, actor=everything(world.tenant_id), at=AT)


def test_only_who_may_invite_does(world: TenantWorld) -> None:
    newcomer = a_person(world.tenant_id)
    assert newcomer.person_id is not None

    with pytest.raises(Forbidden):
        actions.invite_person(newcomer.person_id, actor=newcomer, at=AT)


def test_our_own_name_and_number_are_also_what_the_installation_knows_us_by(
    world: TenantWorld,
) -> None:
    number = a_number()
    stated = organisation_facts("Ekbackens stad", legal_id=number)

    actions.change_organisation(
        world.organisation_id, stated, actor=everything(world.tenant_id), at=AT
    )

    tenant = Tenant.objects.get(id=world.tenant_id)
    assert (tenant.name, tenant.registered_as) == ("Ekbackens stad", f"0007:{number}")


def test_our_own_number_cannot_become_another_tenants(world: TenantWorld) -> None:
    other = a_tenant()
    taken = (Tenant.objects.get(id=other.tenant_id).registered_as or "").removeprefix("0007:")

    with pytest.raises(Refused) as refusal:
        actions.change_organisation(
            world.organisation_id,
            organisation_facts("Ekbackens stad", legal_id=taken),
            actor=everything(world.tenant_id),
            at=AT,
        )

    assert refusal.value.codes == ["parties.founded_already"]
