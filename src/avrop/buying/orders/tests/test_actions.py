"""Orders: made, sent, answered, changed, cancelled, and what it costs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest

from avrop import documents
from avrop.agreements import actions as terms
from avrop.agreements import queries as agreements
from avrop.authority import actions as authority
from avrop.authority import queries as mandates
from avrop.buying.orders import actions, jobs, ports, queries
from avrop.buying.orders.actions import EntryKind, NewContact, NewEntry, Refusal
from avrop.buying.orders.events import (
    ContactLogged,
    OrderAnswered,
    OrderCancellationAsked,
    OrderCancelled,
    OrderChangesAccepted,
    OrderChangesRefused,
    OrderClosed,
    OrderReopened,
    OrdersCreated,
    OrderSent,
    OrderUnanswered,
)
from avrop.buying.orders.lifecycle import State
from avrop.buying.orders.models import QuantityEntry
from avrop.buying.orders.progress import LineStanding, LineSums, progress_of
from avrop.buying.orders.queries import MoneyStanding, OrderView, TraceEntry
from avrop.buying.orders.reactions import tell_requester
from avrop.buying.orders.tests.builders import (
    AT,
    THURSDAY,
    TODAY,
    Seller,
    Town,
    a_draft_order,
    a_response,
    a_seller,
    a_sent_order,
    a_town,
    an_answered_line,
    an_approved_cart,
    answered,
    offered_more,
    orders_of_one_cart,
    statements,
)
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions import queries as carts
from avrop.exchange import queries as exchange
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person, a_tenant, publishing

pytestmark = pytest.mark.usefixtures("db")

LATER = AT + timedelta(hours=5)
SPOKEN = NewContact("Eva at the dairy", "phone", "We agreed on it.", AT)


@pytest.fixture(autouse=True)
def _jobs_stay_here() -> Iterator[None]:
    """Nothing follows unless a test drains a queue of its own."""
    with running_here():
        yield


def drawn(town: Town, seller: Seller) -> Decimal:
    with tenant_scope(town.tenant_id):
        return agreements.terms(seller.agreement_id).drawn.amount


def tasks_of(town: Town, order: OrderView) -> list[str]:
    with tenant_scope(town.tenant_id):
        return [task.kind for task in tasks.tasks_of(order.id) if task.state == "open"]


# Making orders


def test_an_approved_cart_becomes_one_order_per_seller_with_an_allocation_per_need() -> None:
    town = a_town()
    dairy, bakery = a_seller(town), a_seller(town, name="Bageriet AB")
    cart = an_approved_cart(town, dairy, bakery, lines=6)
    requisitions.approve_requisition(cart, _request(town, cart), actor=town.office, at=AT)

    with publishing(town.tenant_id) as events:
        ids = actions.create_orders(cart, actor=town.office, at=AT)
        again = actions.create_orders(cart, actor=town.office, at=AT)

    orders = [queries.order(order_id, actor=town.requester) for order_id in ids]
    assert again == ids
    assert {order.seller_organisation_id for order in orders} == {
        dairy.organisation_id,
        bakery.organisation_id,
    }
    assert [len(order.lines) for order in orders] == [3, 3]
    assert orders[0].amount.amount == Decimal("432.00")
    assert orders[0].number != orders[1].number
    assert carts.requisition(cart, actor=town.requester).state == "ordered"
    assert events == [OrdersCreated(cart, ids, send_when_approved=False)]
    with tenant_scope(town.tenant_id):
        assert queries.chains_of(ids) == dict.fromkeys(ids, (cart,))


def _request(town: Town, cart: UUID) -> UUID:
    request = carts.requisition(cart, actor=town.requester).approval_request_id
    assert request is not None
    return request


def test_a_cart_that_is_not_approved_becomes_no_order() -> None:
    town = a_town()
    cart = an_approved_cart(town, a_seller(town))  # the reaction to the approval has not run

    with pytest.raises(Refused) as refusal:
        actions.create_orders(cart, actor=town.office, at=AT)

    assert refusal.value.codes == ["kernel.wrong_step"]


# Sending


def test_sending_commits_the_buyer_and_announces_it() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_draft_order(town, seller)

    with publishing(town.tenant_id) as events:
        sent = actions.send_order(order.id, actor=town.requester, at=AT)

    assert (sent.state, sent.sent_at) == (State.SENT, AT)
    assert sent.answer_due_at == AT + timedelta(hours=4)
    assert drawn(town, seller) == order.amount.amount == Decimal("276.00")
    assert [row.sums.ordered for row in queries.quantities(order.id, actor=town.requester)] == [
        Decimal(12),
        Decimal(12),
    ]
    assert OrderSent(order.id) in events
    with tenant_scope(town.tenant_id):
        deeds = mandates.deeds_on(queries.chains_of([order.id])[order.id])
    assert [deed.deed for deed in deeds] == ["need", "approve", "order"]


def test_what_the_seller_gets_is_a_valid_order_with_all_roles() -> None:
    town = a_town()
    centre = a_seller(town, name="Centralen AB")
    seller = a_seller(
        town,
        consignee_organisation_id=centre.organisation_id,
        customer_number="4711",
    )
    with running_here() as drain:
        order = a_draft_order(town, seller)
        actions.send_order(order.id, actor=town.requester, at=AT)
        drain()

    (message,) = exchange.messages_page(subject_id=order.id, actor=town.office).items
    read = documents.read(exchange.payload(message.id, actor=town.office))
    document = read.document
    assert isinstance(document, documents.Order)
    assert [finding for finding in read.findings if finding.is_fatal] == []
    assert (document.number, document.type_code) == (order.number, "226")
    assert document.originator_document == order.requisition_number
    assert document.seller.endpoint is not None
    assert str(document.seller.endpoint) == seller.endpoint
    assert document.consignee is not None
    assert document.consignee.address is not None
    assert document.delivery is not None
    assert document.delivery.party is not None
    assert document.delivery.party.name == "Ekbackens förskola"
    assert [line.accounting_cost for line in document.lines] == ["ansvar=4100 konto=64400"] * 2
    assert [line.line_amount for line in document.lines] == [Decimal(132), Decimal(144)]
    assert document.total is not None
    assert document.total.payable == Decimal("345.00")
    assert queries.order(order.id, actor=town.requester).customer_number == "4711"


def test_an_unfit_order_is_refused_for_every_reason_and_left_alone() -> None:
    town = a_town()
    seller = a_seller(town, agreement={"ceiling": Decimal(500)})
    first = a_draft_order(town, seller)
    second = a_draft_order(town, seller)
    actions.send_order(first.id, actor=town.requester, at=AT)

    told = queries.obstacles(second.id, actor=town.requester, at=AT + timedelta(days=7))
    with publishing(town.tenant_id) as events, pytest.raises(Refused) as refusal:
        actions.send_order(second.id, actor=town.requester, at=AT + timedelta(days=7))

    assert [obstacle.code for obstacle in told] == refusal.value.codes
    assert refusal.value.codes == [
        "orders.wanted_day_has_passed",
        "orders.wanted_day_has_passed",
        "agreements.ceiling_reached",
    ]
    assert queries.order(second.id, actor=town.requester).state == State.DRAFT
    assert events == []


def test_nobody_sends_without_a_mandate_that_covers_the_order_at_that_moment() -> None:
    town = a_town()
    order = a_draft_order(town, a_seller(town))
    stranger = a_person(town.tenant_id, roles=("receiver",), unit_id=town.school)
    assert town.requester.person_id is not None
    (mandate,) = authority_of(town, town.requester.person_id)
    authority.revoke_mandate(mandate, "Left the school.", actor=town.office, at=AT)

    with pytest.raises(Forbidden):
        actions.send_order(order.id, actor=stranger, at=LATER)
    with pytest.raises(Forbidden):
        actions.send_order(
            order.id, actor=town.office, at=LATER
        )  # a routine sends for the requester


def authority_of(town: Town, person_id: UUID) -> list[UUID]:
    views = mandates.mandates_of(person_id, actor=town.office)
    return [view.id for view in views]


def test_an_approved_cart_is_sent_by_itself_and_what_stops_it_waits_for_its_requester() -> None:
    town = a_town()
    dairy = a_seller(town, items=1)
    bakery = a_seller(town, items=1, name="Bageriet AB", agreement={"ceiling": Decimal(200)})
    other = a_draft_order(town, bakery, lines=1)
    with running_here() as drain:
        cart = an_approved_cart(town, dairy, bakery, send_when_approved=True, wanted_date=None)
        actions.send_order(other.id, actor=town.requester, at=AT)  # draws most of the ceiling
        drain()

    page = queries.orders_page(actor=town.requester).items
    stopped, sent = (order for order in page if order.id != other.id)
    assert (sent.seller_name, sent.state) == ("Mejeriet AB", State.SENT)
    assert (stopped.seller_name, stopped.state) == ("Bageriet AB", State.DRAFT)
    with tenant_scope(town.tenant_id):
        (task,) = tasks.tasks_of(stopped.id)
    assert (task.kind, task.values["reasons"]) == (
        "orders.sending_refused",
        "agreements.ceiling_reached",
    )
    assert task.assignees == (town.requester.person_id,)
    assert carts.requisition(cart, actor=town.requester).state == "ordered"


def test_who_sends_by_hand_what_could_not_go_by_itself_has_done_what_he_was_asked_to() -> None:
    town = a_town()
    dairy = a_seller(town, items=1)
    bakery = a_seller(town, items=1, name="Bageriet AB", agreement={"ceiling": Decimal(200)})
    other = a_draft_order(town, bakery, lines=1)
    with running_here() as drain:
        an_approved_cart(town, dairy, bakery, send_when_approved=True, wanted_date=None)
        actions.send_order(other.id, actor=town.requester, at=AT)
        drain()
    found = queries.orders_page(state="draft", actor=town.requester).items
    (stopped,) = (order for order in found if order.seller_name == "Bageriet AB")
    terms.change_ceiling(bakery.agreement_id, Decimal(900), "KS 2026/2", actor=town.office, at=AT)

    actions.send_order(stopped.id, actor=town.requester, at=AT)

    with tenant_scope(town.tenant_id):
        (task,) = tasks.tasks_of(stopped.id)
    assert (task.kind, task.state) == ("orders.sending_refused", "done")


def test_another_organisation_does_not_find_the_order() -> None:
    town = a_town()
    order = a_draft_order(town, a_seller(town))
    neighbour = a_tenant("Grannkommunen")
    curious = a_person(neighbour.tenant_id, roles=("coordinator",))

    with pytest.raises(Missing):
        queries.order(order.id, actor=curious)
    with pytest.raises(Missing):
        actions.send_order(order.id, actor=curious, at=AT)


# Answers


def test_a_plain_yes_confirms_every_line() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)

    with publishing(town.tenant_id) as events:
        answered(town, order, seller, "AP")

    after = queries.order(order.id, actor=town.requester)
    assert after.state == State.ACCEPTED
    assert [row.sums.confirmed for row in queries.quantities(order.id, actor=town.requester)] == [
        Decimal(12),
        Decimal(12),
    ]
    (event,) = events
    assert isinstance(event, OrderAnswered)
    assert (event.order_id, event.code, event.state) == (order.id, "AP", "accepted")


def test_acknowledging_is_not_answering() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)

    answered(town, order, seller, "AB")

    after = queries.order(order.id, actor=town.requester)
    assert (after.state, after.answered_at) == (State.SENT, None)
    standing = queries.standing(order.id, actor=town.requester, at=AT)
    assert standing.code == "orders.stands_acknowledged"


def offered(town: Town, seller: Seller, order: OrderView) -> None:
    """Half of the first line, three days later; the second replaced by goods with other allergens."""
    answered(
        town,
        order,
        seller,
        "CA",
        an_answered_line(1, "3", quantity=6, promised=THURSDAY + timedelta(days=3), backorder=0),
        an_answered_line(2, "3", substitute="S-9", allergens=("gluten",)),
    )


def test_changes_wait_for_the_buyer_who_sees_them_in_words_and_accepts() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)

    offered(town, seller, order)

    waiting = queries.order(order.id, actor=town.requester)
    told = queries.difference(order.id, actor=town.requester)
    assert waiting.state == State.ACCEPTED_WITH_CHANGES
    assert [change.code for change in told] == [
        "orders.rest_never_comes",
        "orders.date_later",
        "orders.substitute",
        "orders.allergens_added",
        "orders.allergens_removed",
    ]
    assert drawn(town, seller) == Decimal("276.00")

    with publishing(town.tenant_id) as events:
        after = actions.accept_changes(order.id, actor=town.requester, at=AT)

    assert after.state == State.ACCEPTED
    assert [line.agreed_quantity.value for line in after.lines] == [Decimal(6), Decimal(12)]
    assert after.lines[0].agreed_date == THURSDAY + timedelta(days=3)
    assert after.lines[1].substitute_name == "Ersättning S-9"
    assert after.amount.amount == drawn(town, seller) == Decimal("210.00")
    assert [type(event) for event in events][-1] is OrderChangesAccepted
    assert exchange.messages_page(subject_id=order.id, actor=town.office).items == ()
    with tenant_scope(town.tenant_id):
        lines = queries.lines_for_matching(order_numbers=[order.number])
    assert [(line.quantity, line.ordered_quantity) for line in lines] == [
        (Decimal(6), Decimal(12)),
        (Decimal(12), Decimal(12)),
    ]
    assert lines[1].agreed_seller_item_id == "S-9"


def test_what_the_seller_changed_reads_the_same_after_it_was_accepted() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    offered(town, seller, order)
    waiting = queries.difference(order.id, actor=town.requester)

    actions.accept_changes(order.id, actor=town.requester, at=AT)

    assert queries.difference(order.id, actor=town.requester) == waiting
    assert [change.code for change in waiting][2:] == [
        "orders.substitute",
        "orders.allergens_added",
        "orders.allergens_removed",
    ]


def test_refusing_without_advanced_ordering_takes_a_logged_contact() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    offered(town, seller, order)

    with publishing(town.tenant_id) as events, pytest.raises(Refused) as refusal:
        actions.refuse_changes(order.id, Refusal.REMOVE_LINES, actor=town.requester, at=AT)
    assert refusal.value.codes == ["orders.contact_required"]
    assert events == []

    with publishing(town.tenant_id) as events:
        after = actions.refuse_changes(
            order.id, Refusal.REMOVE_LINES, contact=SPOKEN, actor=town.requester, at=AT
        )

    assert after.state == State.ACCEPTED
    assert [line.agreed_quantity.value for line in after.lines] == [Decimal(0), Decimal(0)]
    refused = next(event for event in events if isinstance(event, OrderChangesRefused))
    assert (refused.order_id, refused.by) == (order.id, "contact")
    codes = [entry.code for entry in queries.trace(order.id, actor=town.requester)]
    assert "orders.trace_contact" in codes


def test_refusing_with_advanced_ordering_sends_an_order_change_and_waits_for_the_answer() -> None:
    town = a_town()
    seller = a_seller(town, advanced_ordering=True)
    order = a_sent_order(town, seller)
    offered(town, seller, order)

    with running_here() as drain:
        after = actions.refuse_changes(
            order.id, Refusal.INSIST, reason="We need all.", actor=town.requester, at=AT
        )
        drain()

    assert (after.state, after.pending) == (State.CHANGE_PENDING, "change")
    (message,) = exchange.messages_page(subject_id=order.id, actor=town.office).items
    read = documents.read(exchange.payload(message.id, actor=town.office))
    assert isinstance(read.document, documents.OrderChange)
    assert [finding for finding in read.findings if finding.is_fatal] == []
    assert [line.status_code for line in read.document.lines] == ["3", "3"]

    answered(town, order, seller, "AP")

    agreed = queries.order(order.id, actor=town.requester)
    assert (agreed.state, agreed.pending) == (State.ACCEPTED, "")
    assert [line.agreed_quantity.value for line in agreed.lines] == [Decimal(12), Decimal(12)]


def test_a_seller_that_refuses_our_change_stands_by_its_offer() -> None:
    town = a_town()
    seller = a_seller(town, advanced_ordering=True)
    order = a_sent_order(town, seller)
    offered(town, seller, order)
    actions.refuse_changes(order.id, Refusal.INSIST, actor=town.requester, at=AT)

    answered(town, order, seller, "RE")

    after = queries.order(order.id, actor=town.requester)
    assert (after.state, after.pending) == (State.ACCEPTED_WITH_CHANGES, "")


def test_refusing_by_cancelling_gives_everything_back() -> None:
    town = a_town()
    seller = a_seller(town, advanced_ordering=True)
    order = a_sent_order(town, seller)
    offered(town, seller, order)

    with running_here() as drain:
        after = actions.refuse_changes(
            order.id, Refusal.CANCEL_ORDER, reason="No use.", actor=town.requester, at=AT
        )
        drain()

    assert after.state == State.CANCELLED
    assert drawn(town, seller) == 0
    assert [row.sums.ordered for row in queries.quantities(order.id, actor=town.requester)] == [
        0,
        0,
    ]
    kinds = {m.kind for m in exchange.messages_page(subject_id=order.id, actor=town.office).items}
    assert kinds == {"order_cancellation"}


def test_a_rejection_ends_the_order_and_tells_the_requester() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)

    with running_here() as drain:
        answered(town, order, seller, "RE")
        drain()

    assert queries.order(order.id, actor=town.requester).state == State.REJECTED
    assert drawn(town, seller) == 0
    assert tasks_of(town, order) == ["orders.was_rejected"]


def test_an_answer_that_comes_too_late_is_kept_and_changes_nothing() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    answered(town, order, seller, "RE")

    answered(town, order, seller, "AP")

    assert queries.order(order.id, actor=town.requester).state == State.REJECTED
    codes = [entry.code for entry in queries.trace(order.id, actor=town.requester)]
    assert "orders.trace_answer_too_late" in codes


def test_answers_from_strangers_or_on_strange_orders_are_refused() -> None:
    town = a_town()
    seller, other = a_seller(town), a_seller(town, name="Bageriet AB")
    order = a_sent_order(town, seller)
    unknown = replace(seller, endpoint="0007:9999999999")

    for stranger, code in (
        (other, "orders.answer_from_other_seller"),
        (unknown, "exchange.unknown_sender"),
    ):
        with pytest.raises(Refused) as refusal:
            answered(town, order, stranger, "AP")
        assert refusal.value.codes == [code]
    wrong = replace(a_response(order, seller, "AP"), order_number="AO-1")
    with pytest.raises(Refused) as refusal:
        actions.take_answer(wrong, actor=town.office, at=AT)
    assert refusal.value.codes == ["orders.answer_to_unknown_order"]


def test_a_dearer_order_than_was_approved_is_not_accepted() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    answered(
        town,
        order,
        seller,
        "CA",
        an_answered_line(1, "3", quantity=100),
        an_answered_line(2),
    )

    with pytest.raises(Refused) as refusal:
        actions.accept_changes(order.id, actor=town.requester, at=AT)

    assert refusal.value.codes == ["orders.increase_not_approved"]
    assert queries.order(order.id, actor=town.requester).state == State.ACCEPTED_WITH_CHANGES


def test_the_orders_of_a_cart_together_do_not_come_to_cost_more_than_was_approved() -> None:
    town = a_town()
    sellers = (a_seller(town), a_seller(town, name="Bageriet AB"))
    orders = orders_of_one_cart(town, *sellers)
    codes = []

    for seller in sellers:
        order = orders[seller.organisation_id]
        offered_more(town, order, seller)
        with pytest.raises(Refused) as refusal:
            actions.accept_changes(order.id, actor=town.requester, at=AT)
        codes += refusal.value.codes

    amounts = [queries.order(it.id, actor=town.requester).amount.amount for it in orders.values()]
    assert codes == ["orders.increase_not_approved"] * 2
    assert amounts == [Decimal(432), Decimal(432)]
    assert refusal.value.problems[0].values["after"].amount == Decimal(696)


def test_what_one_seller_does_not_deliver_leaves_room_for_another_once() -> None:
    town = a_town()
    sellers = tuple(a_seller(town, name=name) for name in ("Mejeriet", "Bageriet", "Slakteriet"))
    orders = orders_of_one_cart(town, *sellers)
    first, second, third = (orders[seller.organisation_id] for seller in sellers)
    answered(town, third, sellers[2], "RE")
    offered_more(town, first, sellers[0])
    offered_more(town, second, sellers[1])

    taken = actions.accept_changes(first.id, actor=town.requester, at=AT)
    with pytest.raises(Refused) as refusal:
        actions.accept_changes(second.id, actor=town.requester, at=AT)

    assert taken.amount.amount == Decimal(696)
    assert refusal.value.codes == ["orders.increase_not_approved"]


def test_accepting_more_takes_the_same_statements_however_many_orders_the_cart_became() -> None:
    counted = []
    for others in (1, 3):
        town = a_town()
        sellers = tuple(a_seller(town, name=f"Seller {number}") for number in range(others + 1))
        orders = orders_of_one_cart(town, *sellers)
        for seller in sellers[1:]:
            answered(town, orders[seller.organisation_id], seller, "RE")
        order = orders[sellers[0].organisation_id]
        offered_more(town, order, sellers[0])
        with statements() as accepting:
            actions.accept_changes(order.id, actor=town.requester, at=AT)
        counted.append(len(accepting))

    assert counted[0] == counted[1]


# Cancelling


def test_a_draft_just_ends_and_sends_nothing() -> None:
    town = a_town()
    order = a_draft_order(town, a_seller(town))

    with publishing(town.tenant_id) as events:
        after = actions.cancel_order(order.id, "Not needed.", actor=town.requester, at=AT)

    assert after.state == State.CANCELLED
    assert events == [OrderCancelled(order.id)]


def test_cancelling_a_sent_order_is_asked_for_and_the_seller_decides() -> None:
    town = a_town()
    seller = a_seller(town, advanced_ordering=True)
    no, yes = a_sent_order(town, seller), a_sent_order(town, seller)

    with publishing(town.tenant_id) as events:
        actions.cancel_order(no.id, "Not needed.", actor=town.requester, at=AT)
        actions.cancel_order(yes.id, "Not needed.", actor=town.requester, at=AT)
    asked = queries.standing(no.id, actor=town.requester, at=AT)
    answered(town, no, seller, "RE")
    answered(town, yes, seller, "AP")

    assert [type(event) for event in events] == [OrderCancellationAsked, OrderCancellationAsked]
    assert asked.code == "orders.stands_cancellation_asked"
    assert queries.order(no.id, actor=town.requester).state == State.ACCEPTED
    assert queries.order(yes.id, actor=town.requester).state == State.CANCELLED
    assert drawn(town, seller) == Decimal("276.00")


def test_cancelling_by_telephone_is_logged() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)

    after = actions.cancel_order(
        order.id, "Not needed.", contact=SPOKEN, actor=town.requester, at=AT
    )

    assert after.state == State.CANCELLED
    assert drawn(town, seller) == 0


def test_a_contact_says_with_whom_when_how_and_what() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))

    with publishing(town.tenant_id) as events:
        contact = actions.log_contact(order.id, SPOKEN, actor=town.requester, at=AT)
    with pytest.raises(Invalid) as refusal:
        actions.log_contact(order.id, NewContact("", "phone", "x", AT), actor=town.requester, at=AT)

    assert events == [ContactLogged(order.id, contact)]
    assert refusal.value.codes == ["orders.contact_without_name"]


def test_an_offer_that_was_decided_on_before_its_requester_was_told_waits_for_nobody() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    with publishing(town.tenant_id) as events:
        answered(
            town,
            order,
            seller,
            "CA",
            an_answered_line(1, "3", quantity=6),
            an_answered_line(2, "5"),
        )
    told = next(event for event in events if isinstance(event, OrderAnswered))
    actions.accept_changes(order.id, actor=town.requester, at=AT)

    with tenant_scope(town.tenant_id):
        tell_requester(told, actor=town.office, at=AT)

    assert tasks_of(town, order) == []


# Silence


@pytest.mark.parametrize(
    ("on_silence", "advanced", "state", "outcome", "task"),
    [
        ("chase", False, State.SENT, "chase", ["orders.seller_is_silent"]),
        ("accept", False, State.ACCEPTED, "accept", ["orders.silence_accepted"]),
        ("cancel", True, State.CANCELLED, "cancel", []),
        ("cancel", False, State.SENT, "chase", ["orders.seller_is_silent"]),
    ],
)
def test_silence_past_the_time_agreed_follows_the_agreement(
    on_silence: str, advanced: bool, state: State, outcome: str, task: list[str]
) -> None:
    town = a_town()
    seller = a_seller(town, agreement={"on_silence": on_silence}, advanced_ordering=advanced)
    order = a_sent_order(town, seller)
    assert jobs.silent_orders(town.tenant_id, AT) == []
    assert jobs.silent_orders(town.tenant_id, LATER) == [order.id]

    with running_here() as drain, publishing(town.tenant_id) as events:
        assert actions.act_on_silence(order.id, actor=town.office, at=LATER) == outcome
        drain()

    assert queries.order(order.id, actor=town.requester).state == state
    assert any(isinstance(event, OrderUnanswered) for event in events)
    assert tasks_of(town, order) == task
    assert jobs.silent_orders(town.tenant_id, LATER) == []


def test_a_seller_that_still_has_time_is_left_in_peace() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))

    with pytest.raises(Refused) as refusal:
        actions.act_on_silence(order.id, actor=town.office, at=AT)

    assert refusal.value.codes == ["orders.answer_is_not_overdue"]


# The ledger


def entered(town: Town, *entries: NewEntry) -> None:
    with tenant_scope(town.tenant_id):
        actions.add_entries(entries, actor=town.office, at=AT)


def test_the_order_closes_and_reopens_by_its_ledger() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller, lines=1)
    (line,) = order.lines
    answered(town, order, seller, "AP")

    entered(town, NewEntry(line.id, EntryKind.DESPATCHED, Decimal(12), sscc="3" * 18))
    entered(town, NewEntry(line.id, EntryKind.ARRIVED_AT_CENTRE, Decimal(12), leg="to_centre"))
    there = queries.standing(order.id, actor=town.requester, at=AT)
    entered(town, NewEntry(line.id, EntryKind.RECEIVED, Decimal(12)))
    with publishing(town.tenant_id) as closing:
        entered(town, NewEntry(line.id, EntryKind.INVOICED, Decimal(12)))
    closed = queries.order(order.id, actor=town.requester)
    with publishing(town.tenant_id) as reopening:
        entered(town, NewEntry(line.id, EntryKind.RECEIVED, Decimal(-2)))

    assert there.code == "orders.stands_at_centre"
    assert closing == [OrderClosed(order.id)]
    assert (closed.state, closed.received, closed.invoiced) == (State.CLOSED, "fully", "fully")
    assert reopening == [OrderReopened(order.id)]
    reopened = queries.order(order.id, actor=town.requester)
    assert (reopened.state, reopened.received) == (State.ACCEPTED, "partly")


def test_what_is_derived_equals_the_ledger_after_any_interleaving() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller, lines=3)
    answered(town, order, seller, "AP")
    kinds = (
        "despatched",
        "arrived_at_centre",
        "received",
        "rejected",
        "short",
        "invoiced",
        "credited",
    )
    chance = Random(20260302)

    for _ in range(60):
        entered(
            town,
            *(
                NewEntry(
                    chance.choice(order.lines).id,
                    EntryKind(chance.choice(kinds)),
                    Decimal(chance.randint(-6, 12)),
                )
                for _ in range(chance.randint(1, 4))
            ),
        )

        after = queries.order(order.id, actor=town.requester)
        told = (after.despatched, after.at_centre, after.received, after.invoiced)
        progress = progress_of(list(_ledger(town, order)))
        assert told == (
            progress.despatched,
            progress.at_centre,
            progress.received,
            progress.invoiced,
        )
        assert (after.state == State.CLOSED) == progress.is_complete
        actions.reconcile_order(order.id, actor=town.office, at=AT)
        assert queries.order(order.id, actor=town.requester) == after


def _ledger(town: Town, order: OrderView) -> Iterator[LineStanding]:
    """The ledger added up by hand."""
    with tenant_scope(town.tenant_id):
        entries = list(QuantityEntry.objects.filter(order_id=order.id))
    for line in order.lines:
        sums: dict[str, Any] = dict.fromkeys(EntryKind.values, Decimal(0))
        for entry in entries:
            if entry.order_line_id == line.id:
                sums[entry.kind] += entry.quantity
        yield LineStanding(line.quantity.value, LineSums(**sums))


def test_an_entry_on_a_line_that_is_not_there_is_missing_and_nothing_is_written() -> None:
    town, neighbour = a_town(), a_town()
    order = a_sent_order(town, a_seller(town), lines=1)

    with pytest.raises(Missing), tenant_scope(neighbour.tenant_id):
        actions.add_entries(
            [NewEntry(order.lines[0].id, EntryKind.RECEIVED, Decimal(1))],
            actor=neighbour.office,
            at=AT,
        )

    assert queries.quantities(order.id, actor=town.requester)[0].sums.received == 0


def test_pooled_needs_share_what_came_and_the_cost_is_booked_as_each_was_coded() -> None:
    town = a_town()
    seller = a_seller(town, items=1)
    buyer = a_person(town.tenant_id, roles=("coordinator",))
    pool = requisitions.start_requisition(town.school, wanted_date=THURSDAY, actor=buyer, at=AT)
    needs = []
    for quantity, coding in ((4, "ansvar=4100 konto=64400"), (8, "ansvar=4200 konto=64400")):
        cart = requisitions.start_requisition(
            town.school, wanted_date=THURSDAY, actor=town.requester, at=AT
        )
        new = requisitions.NewLine(seller.items["I-1"], Decimal(quantity), coding=coding)
        lines = requisitions.add_lines(cart, (new,), actor=town.requester, at=AT)
        requisitions.hand_over_lines(
            cart,
            lines,
            to_person_id=buyer.person_id,
            into_requisition_id=pool,
            actor=town.requester,
            at=AT,
        )
        needs.append(cart)
    request = requisitions.submit_requisition(pool, send_when_approved=False, actor=buyer, at=AT)
    requisitions.approve_requisition(pool, request, actor=town.office, at=AT)
    (order_id,) = actions.create_orders(pool, actor=town.office, at=AT)
    order = queries.order(order_id, actor=buyer)
    (line,) = order.lines
    entered(town, NewEntry(line.id, EntryKind.RECEIVED, Decimal(9)))

    shares = queries.needs(pool, actor=buyer)

    assert line.quantity.value == 12
    assert [str(share.wanted) for share in shares] == ["4.000000 C62", "8.000000 C62"]
    assert [share.received.value for share in shares] == [Decimal(3), Decimal(6)]
    with tenant_scope(town.tenant_id):
        assert queries.chains_of([order_id])[order_id] == tuple(needs)
        weights = queries.coding_of_lines([line.id])[line.id]
    assert [(each.coding, each.weight) for each in weights] == [
        ("ansvar=4100 konto=64400", Decimal("44.00")),
        ("ansvar=4200 konto=64400", Decimal("88.00")),
    ]


# The trace


def test_the_trace_goes_from_the_need_to_what_the_floors_above_tell() -> None:
    town = a_town()
    seller = a_seller(town)
    with running_here() as drain:
        order = a_draft_order(town, seller)
        actions.send_order(order.id, actor=town.requester, at=AT)
        drain()
    answered(town, order, seller, "AP")

    def paid(order_id: UUID, *, actor: object) -> list[TraceEntry]:
        return [TraceEntry(LATER, "orders.trace_created", "payables", order_id)]

    ports.trace_sources.append(paid)
    try:
        entries = queries.trace(order.id, actor=town.requester)
    finally:
        ports.trace_sources.remove(paid)

    codes = [entry.code for entry in entries]
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    assert {
        "orders.trace_need",
        "orders.trace_submitted",
        "orders.trace_approval_approved",
        "orders.trace_created",
        "orders.trace_sent",
        "orders.trace_message_queued",
        "orders.trace_answer_ap",
    } <= set(codes)
    assert "payables" in {entry.source for entry in entries}


def test_the_money_is_told_by_whoever_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller, lines=1)
    (line,) = order.lines
    answered(town, order, seller, "AP")
    monkeypatch.setattr(ports, "_money", [lambda order_id: MoneyStanding("paid", TODAY)])
    entered(
        town,
        NewEntry(line.id, EntryKind.RECEIVED, Decimal(12)),
        NewEntry(line.id, EntryKind.INVOICED, Decimal(12)),
    )

    standing = queries.standing(order.id, actor=town.requester, at=LATER)

    assert standing.code == "orders.stands_payment_paid"


# The cost


def test_the_cost_in_statements_does_not_grow_with_the_lines() -> None:
    counted = []
    for lines in (1, 100, 1000):
        town = a_town()
        seller = a_seller(town, items=1)
        cart = an_approved_cart(town, seller, lines=lines)
        requisitions.approve_requisition(cart, _request(town, cart), actor=town.office, at=AT)
        with statements() as creating:
            (order_id,) = actions.create_orders(cart, actor=town.office, at=AT)
        with statements() as sending:
            order = actions.send_order(order_id, actor=town.requester, at=AT)
        changes = tuple(
            an_answered_line(position, "3", quantity=6) for position in range(1, lines + 1)
        )
        with statements() as answering:
            answered(town, order, seller, "CA", *changes)
        with statements() as accepting:
            actions.accept_changes(order_id, actor=town.requester, at=AT)
        entries = [NewEntry(line.id, EntryKind.RECEIVED, Decimal(6)) for line in order.lines]
        with tenant_scope(town.tenant_id), statements() as receiving:
            actions.lock_lines(order_ids=[order_id])
            actions.add_entries(entries, actor=town.office, at=AT)
        with tenant_scope(town.tenant_id), statements() as matching:
            assert len(queries.lines_for_matching(order_ids=[order_id])) == lines
        steps = (creating, sending, answering, accepting, receiving, matching)
        counted.append(tuple(len(each) for each in steps))

    assert len(set(counted)) == 1, counted
    assert counted[0][-1] == 1
    with tenant_scope(town.tenant_id):
        assert QuantityEntry.objects.filter(order_id=order_id).count() == 3000
