"""The practice environment: founded, entered, played through, begun anew, and kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.core import mail
from django.test.utils import override_settings

from avrop.authority import queries as held
from avrop.buying.invoices import queries as invoices
from avrop.buying.invoices.models import Invoice
from avrop.buying.orders import actions as ordering
from avrop.buying.orders import queries as orders
from avrop.buying.orders.models import Order as OrderRow
from avrop.buying.payables import queries as payables
from avrop.buying.receipts import actions as receipts
from avrop.buying.receipts.shapes import NewReceiptLine
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions.shapes import NewLine
from avrop.catalogues import queries as catalogues
from avrop.coding import queries as coding
from avrop.exchange import queries as exchange
from avrop.exchange.models import Message
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.mail import can_mail, mail_to
from avrop.kernel.models import SeriesRow, Tenant
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as staff
from avrop.parties import queries as parties
from avrop.parties.models import Person
from avrop.parties.queries import TradeSide
from avrop.site.practice import founding
from avrop.site.practice.entering import enter
from avrop.site.practice.goods import ARTICLES, OFFERED, SOLD_OUT
from avrop.site.practice.manners import MANNERS
from avrop.testing.worlds import a_person, a_tenant, everything
from avrop.training import actions as training
from avrop.training import queries as learning
from avrop.values import Gln, uuid7

pytestmark = pytest.mark.django_db
NAME = "Övning: Nyby kommun"
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
#: What the changing supplier changes of three lines.
CHANGED = {"orders.substitute", "orders.line_rejected", "orders.date_promised"}


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
    environment = founding._environment(ground.real.tenant_id)
    assert environment is not None
    place = founding.FIRST_SUPPLIER + [one.code for one in MANNERS].index(manner)
    with tenant_scope(learner.tenant_id):
        unit_id = next(iter(parties.units())).id
        supplier = parties.organisation_by_endpoint(environment.address(place))
    assert supplier is not None
    cart = requisitions.start_requisition(unit_id, actor=learner, at=now())
    lines = []
    for item in items:
        found = catalogues.search(item, on=now().date(), actor=learner, limit=50).items
        offer = next(one for one in found if one.seller_organisation_id == supplier.id)
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
    assert len({one.seller_organisation_id for one in on_offer}) == len(MANNERS)
    assert len(ARTICLES) == 20


def test_set_up_twice_is_set_up_once(ready: Ground) -> None:
    before = ready.founded()

    training.ask_for_practice(actor=ready.real, at=now())
    ready.drain()
    founding.set_up(ready.real.tenant_id, at=now())

    assert ready.founded() == before


def test_whoever_dies_half_way_is_followed_by_one_that_goes_on(ground: Ground) -> None:
    training.ask_for_practice(actor=ground.real, at=now())

    def die(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        founding.set_up(ground.real.tenant_id, at=now(), say=die)
    half = ground.founded()
    not_yet = learning.practice(actor=ground.requester)
    ground.drain()

    assert (len(half), not_yet and not_yet.ready_at) == (3, None)
    assert len(ground.founded()) == len(MANNERS) + 1
    assert half.items() <= ground.founded().items()
    view = learning.practice(actor=ground.requester)
    assert view is not None
    assert view.ready_at is not None


def test_its_addresses_are_nobodys_else_and_right(ready: Ground) -> None:
    environment = founding._environment(ready.real.tenant_id)
    assert environment is not None

    addresses = {environment.address(place) for place in (0, *range(10, 17))}

    assert {exchange.tenant_of(one) for one in addresses} == set(ready.founded().values())
    assert all(20 <= int(one[5:7]) < 30 and Gln.parse(one[5:]) for one in addresses)


@pytest.mark.parametrize(
    ("manner", "state"),
    [
        ("accepts", "accepted"),
        ("rejects", "rejected"),
        ("silent", "sent"),
        ("short", "accepted"),
        ("wrong_invoice", "accepted"),
        ("no_reference", "accepted"),
    ],
)
def test_a_supplier_answers_in_its_manner(manner: str, state: str, ready: Ground) -> None:
    learner = entered(ready)

    order = order_from(learner, manner, "OV-01", "OV-02", ground=ready)

    assert order.state == state
    with tenant_scope(learner.tenant_id):
        assert Invoice.objects.count() == (1 if state == "accepted" else 0)


def test_the_changing_supplier_answers_with_changes_and_delivers_once_they_are_accepted(
    ready: Ground,
) -> None:
    learner = entered(ready)

    order = order_from(learner, "changes", OFFERED, "OV-02", SOLD_OUT, ground=ready)

    assert order.state == "accepted_with_changes"
    changes = {one.code for one in orders.difference(order.id, actor=learner)}
    assert changes >= CHANGED
    ordering.accept_changes(order.id, actor=learner, at=now())
    ready.drain()
    assert invoices.invoices_of_order(order.id, actor=everything(learner.tenant_id))


def test_one_person_alone_takes_an_order_from_the_cart_to_the_decision_on_its_invoice(
    ready: Ground,
) -> None:
    learner = entered(ready)
    order = order_from(learner, "accepts", "OV-01", "OV-02", ground=ready)

    came = tuple(NewReceiptLine(line.id, received=Decimal(3)) for line in order.lines)
    receipts.register_receipt(order.id, came, actor=learner, at=now())
    ready.drain()

    (invoice,) = invoices.invoices_of_order(order.id, actor=everything(learner.tenant_id))
    assert invoice.state == "approved"


def test_what_is_practised_is_not_seen_in_earnest(ready: Ground) -> None:
    def figures() -> tuple[int, int, int, int]:
        with tenant_scope(ready.real.tenant_id):
            return (
                OrderRow.objects.count(),
                Message.objects.count(),
                Person.objects.count(),
                SeriesRow.objects.count(),
            )

    before = figures()
    order_from(entered(ready), "accepts", "OV-01", ground=ready)

    assert figures() == before
    assert orders.orders_page(actor=ready.requester).items == ()


def test_whoever_enters_gets_what_an_order_needs_and_nothing_elsewhere(ready: Ground) -> None:
    first, again = entered(ready), entered(ready)

    assert first == again
    with tenant_scope(first.tenant_id):
        roles = held.mandates_in_force(first.person_id, now().date())
    assert {one.role for one in roles} == {"requester", "receiver"}
    assert ready.requester.account_id is not None
    opened = parties.memberships_of(ready.requester.account_id, at=now())
    assert [one.tenant_name for one in opened] == ["Nyby kommun", NAME]


def test_begun_anew_the_old_one_is_closed_to_everybody_and_kept(ready: Ground) -> None:
    learner = entered(ready)
    before = ready.founded()

    training.begin_practice_anew(actor=ready.real, at=now())
    ready.drain()

    assert learner.account_id is not None
    assert parties.membership(learner.account_id, learner.tenant_id, at=now()) is None
    assert not set(before.values()) & set(ready.founded().values())
    assert Tenant.objects.filter(id__in=before.values()).exclude(closed_at=None).count() == 8
    assert entered(ready).tenant_id == ready.founded()[NAME]


def test_whoever_leaves_the_real_organisation_practises_no_more(ready: Ground) -> None:
    learner = entered(ready)
    assert learner.account_id is not None

    leaves = ready.requester.person_id
    assert leaves is not None
    staff.end_person(leaves, last_day=YESTERDAY, actor=ready.real, at=now())

    assert parties.every_membership_of(learner.account_id, at=now()) == ()


def test_whoever_is_protected_is_nobody_in_practice_either_until_that_ends(ready: Ground) -> None:
    first = entered(ready)
    training.begin_practice_anew(actor=ready.real, at=now())
    ready.drain()
    person_id = ready.requester.person_id
    assert person_id is not None
    with tenant_scope(ready.real.tenant_id):
        true = Person.objects.get(id=person_id)

    def shown(actor: Actor) -> tuple[str, str]:
        assert actor.person_id is not None
        with tenant_scope(actor.tenant_id):
            row = Person.objects.get(id=actor.person_id)
        return row.name, row.email

    staff.protect_identity(person_id, "KS 2026:9", actor=ready.real, at=now())
    ready.drain()
    second = entered(ready)
    hidden = [shown(first), shown(second)]
    staff.end_protection(person_id, actor=ready.real, at=now())
    ready.drain()

    assert [(name[:14], email) for name, email in hidden] == [("Skyddad person", "")] * 2
    assert [shown(first), shown(second)] == [(true.name, true.email)] * 2


def test_whoever_was_ended_in_practice_enters_anew_with_her_mandates(ready: Ground) -> None:
    learner = entered(ready)
    keeper = everything(learner.tenant_id)
    assert learner.person_id is not None
    staff.end_person(learner.person_id, last_day=YESTERDAY, actor=keeper, at=now())
    ready.drain()

    again = entered(ready)

    assert again == learner
    with tenant_scope(learner.tenant_id):
        roles = held.mandates_in_force(learner.person_id, now().date())
    assert {one.role for one in roles} == {"requester", "receiver"}


def test_whoever_practises_has_no_account_that_is_shared(ready: Ground) -> None:
    head = a_person(ready.real.tenant_id, ("system_administrator",))
    entered(ready)
    assert ready.requester.account_id is not None
    assert ready.requester.person_id is not None

    token = staff.invite_person(ready.requester.person_id, actor=head, at=now())

    assert token
    assert parties.tenants_ever_of(ready.requester.account_id) == {ready.real.tenant_id}


def test_before_it_is_ready_nobody_enters(ground: Ground) -> None:
    with pytest.raises(Refused) as none:
        enter(ground.requester, at=now())
    training.ask_for_practice(actor=ground.real, at=now())
    with pytest.raises(Refused) as early:
        enter(ground.requester, at=now())

    assert none.value.codes == ["training.no_practice"]
    assert early.value.codes == ["training.practice_not_ready"]


def test_practice_is_not_set_up_inside_practice_nor_for_whoever_only_sells(ready: Ground) -> None:
    seller = a_tenant("Säljaren AB", side=TradeSide.SELLING).tenant_id

    with pytest.raises(Refused) as inside:
        training.ask_for_practice(actor=everything(ready.founded()[NAME]), at=now())
    with pytest.raises(Refused) as sells:
        training.ask_for_practice(actor=everything(seller), at=now())

    assert inside.value.codes == ["training.practises_already"]
    assert sells.value.codes == ["training.practice_is_for_buyers"]


@override_settings(AVROP_MAIL_FROM="avrop@nyby.example")
def test_no_mail_leaves_practice(ready: Ground) -> None:
    inside, outside = ready.founded()[NAME], ready.real.tenant_id

    for by in (inside, outside):
        mail_to("kim@nyby.example", lambda: ("Hej", "Hej"), {}, by=by)

    assert (can_mail("kim@nyby.example", inside), can_mail("kim@nyby.example", outside)) == (
        False,
        True,
    )
    assert len(mail.outbox) == 1


def test_no_file_for_a_bank_or_a_ledger_leaves_practice(ready: Ground) -> None:
    actor = everything(ready.founded()[NAME])

    for fetch in (payables.payment_file, payables.sie_content):
        with pytest.raises(Refused) as refusal:
            fetch(uuid7(), actor=actor)
        assert refusal.value.codes == ["kernel.practice_stays_inside"]
