"""The second wall, sideways: a mandate for one unit steers that unit, never the organisation.

For each command that manages, somebody who has its role in a unit of her own tries it on what belongs to
others or to everybody, and is told that her mandate doesn't reach so far.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pytest_django.plugin import DjangoDbBlocker

from avrop.exchange import actions as exchange
from avrop.exchange import queries as addresses
from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import Operation, all_operations
from avrop.kernel.permissions import Kind
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as organisations
from avrop.testing.worlds import a_number, a_person, a_tenant, a_unit, organisation_facts
from tests.played import Played
from tests.walls.arguments import BUYER, SELLER, arguments_for, side_of

#: Commands that steer one thing which lies in no unit, and why a mandate for a unit will do.
NOT_BY_UNIT = {
    "authority.delegate": "lends what is one's own",
    "authority.end_delegation": "ends what one has lent or been lent",
    "authority.end_substitute": "ends who stands in for oneself, or that one does",
    "authority.lend_mandates": "lends what is one's own",
    "authority.name_substitute": "names who stands in for oneself",
    "exchange.settle_conflict": "is looked for among the messages that one may see",
    "invoices.attest_decision": "falls to whoever answers for the coding",
    "sales.reassign_order": "a sales order lies in no unit",
    "sales.release_hold": "a sales order lies in no unit",
    "sales.set_hold": "a sales order lies in no unit",
    "sales.set_priority": "a sales order lies in no unit",
    "support.assign_case": "a case lies in no unit",
}
STEERING = [
    operation
    for operation in all_operations()
    if operation.permission is not None
    and operation.permission.kind is Kind.MANAGE
    and operation.name not in NOT_BY_UNIT
]
Units = dict[str, UUID]


@pytest.fixture(scope="session")
def far_units(played: Played, django_db_blocker: DjangoDbBlocker) -> Units:
    """A unit on each side in which there is nothing."""
    with django_db_blocker.unblock(), jobs.running_here():
        return {
            side: a_unit(played.world.tenant(side), "Fyrvaktarbostaden") for side in (BUYER, SELLER)
        }


@pytest.fixture(autouse=True)
def on_this_ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), jobs.running_here():
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("operation", STEERING, ids=lambda operation: operation.name)
def test_a_mandate_for_a_unit_does_not_steer_what_lies_outside_it(
    operation: Operation, played: Played, far_units: Units
) -> None:
    assert operation.permission is not None
    side = side_of(operation)
    tenant_id = played.world.tenant(side)
    with tenant_scope(tenant_id):
        arguments = arguments_for(operation, played)
    keeper = a_person(tenant_id, operation.permission.roles[:1], unit_id=far_units[side])

    codes = jobs.run_operation(
        operation=operation.name,
        arguments=arguments,
        actor=to_plain(keeper),
        at=datetime.now(UTC).isoformat(),
    )

    assert codes in (["authority.not_everywhere"], ["authority.outside_unit"])


@pytest.mark.django_db
def test_a_person_has_the_organisation_receive_at_its_own_number_only() -> None:
    number, other = a_number(), a_number()
    tenant = a_tenant(legal_id=str(number), endpoint="")
    keeper = a_person(tenant.tenant_id, ("system_administrator",))
    at = datetime.now(UTC)

    with pytest.raises(Refused) as refused:
        exchange.register_endpoint(f"0007:{other}", actor=keeper, at=at)
    exchange.register_endpoint(f"0007:{number}", actor=keeper, at=at)

    assert refused.value.codes == ["exchange.endpoint_not_own"]
    assert addresses.tenant_of(f"0007:{other}") is None
    assert addresses.tenant_of(f"0007:{number}") == tenant.tenant_id


@pytest.mark.django_db
def test_no_person_gives_the_organisation_anothers_number_or_address() -> None:
    tenant = a_tenant()
    keeper = a_person(tenant.tenant_id, ("system_administrator",))
    with tenant_scope(tenant.tenant_id):
        own = organisations.own_organisation()
    other = a_number()
    same = {"legal_id": own.legal_id, "vat_id": own.vat_id, "endpoint": own.endpoint}

    def told(actor: Actor, **facts: str) -> list[str]:
        stated = organisation_facts("Ekbackens kommun", **(same | facts))
        try:
            parties.change_organisation(own.id, stated, actor=actor, at=datetime.now(UTC))
        except Refused as refusal:
            return refusal.codes
        return []

    assert told(keeper, endpoint=f"0007:{other}") == ["exchange.endpoint_not_own"]
    renumbered = {"legal_id": str(other), "vat_id": other.vat_number}
    assert told(keeper, **renumbered) == ["parties.number_is_the_operators"]
    assert told(keeper) == []
    assert addresses.tenant_of(f"0007:{other}") is None
