"""The practice environment: founded, entered, played through, begun anew, and kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from avrop.authority import queries as held
from avrop.buying.invoices import queries as invoices
from avrop.buying.orders import actions as ordering
from avrop.buying.orders import queries as orders
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions.shapes import NewLine
from avrop.catalogues import queries as catalogues
from avrop.coding import queries as coding
from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.models import Tenant
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.parties.queries import TradeSide
from avrop.site.practice import founding
from avrop.site.practice.entering import enter
from avrop.site.practice.goods import ARTICLES, OFFERED
from avrop.site.practice.manners import MANNERS
from avrop.testing.worlds import a_person, a_tenant, everything
from avrop.training import actions as training
from avrop.training import queries as learning

pytestmark = pytest.mark.django_db
NAME = "Övning: Nyby kommun"


@dataclass(frozen=True)
class Ground:
    """A municipality that practises, one of its requesters, and what runs the queued jobs."""

    real: Actor
    requester: Actor
    drain: Callable[[], int]

    def founded(self) -> dict[str, UUID]:
        """The practice organisations that are open."""
        rows = Tenant.objects.filter(practice_of=self.real.tenant_id, closed_at=None)
        return dict(rows.values_list("name", "id"))


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def ground() -> Iterator[Ground]:
    tenant_id = a_tenant("Nyby kommun", side=TradeSide.BUYING).tenant_id
    with running_here() as drain:
        yield Ground(everything(tenant_id), a_person(tenant_id, ("requester",)), drain)


@pytest.fixture
def ready(ground: Ground) -> Ground:
    """The ground with its practice environment set up."""
    training.ask_for_practice(actor=ground.real, at=now())
    ground.drain()
    return ground


def entered(ground: Ground) -> Actor:
    """The requester, in the practice environment."""
    tenant_id = enter(ground.requester, at=now())
    assert ground.requester.account_id is not None
    one = parties.membership(ground.requester.account_id, tenant_id, at=now())
    assert one is not None
    return Actor(tenant_id, account_id=one.account_id, person_id=one.person_id)


def order_from(learner: Actor, manner: str, *items: str, ground: Ground) -> orders.OrderView:
    """Order three of each from the supplier with that manner, and let everybody do their part."""
    supplier = str(next(one.name for one in MANNERS if one.code == manner))
    with tenant_scope(learner.tenant_id):
        unit_id = next(iter(parties.units())).id
    cart = requisitions.start_requisition(unit_id, actor=learner, at=now())
    lines = []
    for item in items:
        found = catalogues.search(item, on=now().date(), actor=learner, limit=50).items
        offer = next(one for one in found if one.seller_name == supplier)
        lines.append(NewLine(item_id=offer.item_id, quantity=Decimal(3)))
    requisitions.add_lines(cart, tuple(lines), actor=learner, at=now())
    code = coding.short_codes_page(on=now().date(), actor=learner).items[0]
    requisitions.use_short_code(cart, code.id, overwrite=True, actor=learner, at=now())
    requisitions.submit_requisition(cart, actor=learner, at=now())
    ground.drain()
    (summary,) = orders.orders_page(actor=learner).items
    return orders.order(summary.id, actor=learner)


def test_an_environment_has_a_buyer_and_suppliers_that_each_answer_in_their_manner(
    ready: Ground,
) -> None:
    view = learning.practice(actor=ready.requester)

    assert view is not None
    assert (view.name, len(view.suppliers)) == (NAME, len(MANNERS))
    assert view.done == view.total
    assert view.ready_at is not None
    learner = entered(ready)
    on_offer = catalogues.search("OV-01", on=now().date(), actor=learner, limit=50).items
    assert {one.seller_name for one in on_offer} == set(view.suppliers)
    assert len(ARTICLES) == 20


def test_the_changing_supplier_answers_with_changes_and_delivers_once_they_are_accepted(
    ready: Ground,
) -> None:
    learner = entered(ready)

    order = order_from(learner, "changes", OFFERED, "OV-02", ground=ready)

    assert order.state == "changed"
    ordering.accept_changes(order.id, actor=learner, at=now())
    ready.drain()
    assert invoices.invoices_of_order(order.id, actor=everything(learner.tenant_id))
