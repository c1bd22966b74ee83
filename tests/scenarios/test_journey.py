"""One order from agreement to money, in this process and over HTTP."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime

from avrop.accounts import second_factors
from avrop.kernel import sealing
from avrop.kernel.jobs import running_here
from avrop.kernel.models import RefusalRow
from avrop.kernel.routes import all_routes
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.site.actors import operator
from avrop.site.demonstration import journey
from avrop.site.demonstration.hands import HttpHands, OwnHands
from avrop.site.demonstration.people import DAIRY, FRESH, GROCER, PEOPLE
from avrop.site.demonstration.world import World
from avrop.testing.one_time_codes import an_app_of


def now() -> datetime:
    """The clock of the tests that play for real."""
    return datetime.now(UTC)


def test_an_order_goes_from_agreement_to_money(world: World) -> None:
    told: list[str] = []

    with running_here() as drain:
        hands = OwnHands(world.actors, settle=drain)
        story = journey.play(hands, tell=told.append, today=now().date())

    assert story.orders.keys() == {GROCER, DAIRY, FRESH}
    for order in story.orders.values():
        standing = hands.do("anna", "orders.standing", order_id=order["id"])
        assert standing["code"] == "orders.stands_payment_paid", standing
    _everything_is_sealed_and_holds(world)


def test_the_same_journey_through_the_api_alone(
    world: World, site_address: str, worker: subprocess.Popen[bytes]
) -> None:
    list(all_routes())
    keys = {person.key: _key(world, person.key, person.organisation) for person in PEOPLE}
    codes = {person.key: iter(_codes(world, person.key)) for person in PEOPLE}
    hands = HttpHands(site_address, keys, lambda person: next(codes[person]))

    story = journey.play(hands, tell=lambda _: None, today=now().date())

    standings = {
        supplier: hands.do("anna", "orders.standing", order_id=order["id"])["code"]
        for supplier, order in story.orders.items()
    }
    assert standings == dict.fromkeys((GROCER, DAIRY, FRESH), "orders.stands_payment_paid")
    assert worker.poll() is None


def _key(world: World, person: str, organisation: str) -> str:
    person_id = world.actors[person].person_id
    assert person_id is not None
    return parties.issue_api_key(person_id, name="journey", actor=operator(organisation), at=now())


def _codes(world: World, person: str) -> Iterator[str]:
    """One-time codes of a person, who adds an app that makes them when the first is asked for."""
    account_id = world.actors[person].account_id
    an_app_of(account_id)
    assert account_id is not None
    yield from second_factors.make_recovery_codes(account_id, at=now())


def _everything_is_sealed_and_holds(world: World) -> None:
    for tenant_id in {actor.tenant_id for actor in world.actors.values()}:
        sealing.seal_tenant(tenant_id, at=now())
        assert sealing.verify(tenant_id) == []


def test_what_is_refused_is_counted(world: World) -> None:
    with running_here():
        hands = OwnHands(world.actors, settle=lambda: None)
        before = _refusals(world)
        try:
            hands.do("eva", "payables.propose_payments", due_until=now().date())
        except Exception as declined:
            codes = getattr(declined, "codes", [])

    assert codes == ["authority.no_role"]
    assert _refusals(world) == before + 1


def _refusals(world: World) -> int:
    with tenant_scope(world.tenant("eva")):
        return RefusalRow.objects.filter(command="payables.propose_payments").count()
