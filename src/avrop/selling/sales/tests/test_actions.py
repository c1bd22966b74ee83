"""Sales orders: in, checked, answered, held, handed on, changed, cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from avrop import documents
from avrop.documents.common import Identifier
from avrop.documents.order_change import LINE_CHANGED, LINE_DELETED, LINE_UNCHANGED
from avrop.documents.parties import Party
from avrop.exchange import queries as exchange
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Invalid, Refused
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.sales import actions, queries
from avrop.selling.sales.shapes import (
    HoldKind,
    KeyedLine,
    KeyedOrder,
    LineChange,
    NewContact,
    OrderView,
    StageNorms,
)
from avrop.selling.sales.tests.builders import (
    ASSORTMENT,
    NOW,
    SCHOOL,
    WANTED,
    Market,
    a_line,
    a_market,
    a_party,
    a_received_order,
    an_order,
    came_to_the_buyer,
    findings_at_the_buyer,
    received,
    send,
)
from avrop.testing.worlds import publishing
from avrop.values import Quantity
from avrop.values.identifiers import gln

pytestmark = pytest.mark.django_db


def again(market: Market, order: OrderView) -> OrderView:
    """The order as it is now."""
    return queries.order(order.id, actor=market.seller)


# --- in ------------------------------------------------------------------------------------------


def test_an_order_that_is_complete_and_right_is_checked_when_it_comes() -> None:
    market = a_market(promised_response_hours=2)

    with running_here() as drain:
        order = a_received_order(market, drain)

    assert (order.stage, order.source, order.findings) == ("checked", "peppol", ())
    assert [(line.line_id, line.seller_item_id, line.allergens) for line in order.lines] == [
        ("1", "A-001", ("milk",)),
        ("2", "A-002", ("gluten",)),
        ("3", "A-003", ()),
    ]
    assert order.total.amount == Decimal("1100.00")
    assert order.parties.originator is not None
    assert order.parties.originator.identifications == (Identifier(SCHOOL, "0088"),)
    assert order.answer_due_at == order.received_at + timedelta(hours=2)


def test_an_order_with_findings_waits_for_a_clerk_who_says_why_it_is_right() -> None:
    market = a_market()
    strange = documents.OrderLine(
        id="7",
        quantity=Quantity(Decimal(2), "C62"),
        item=documents.common.Item(name="Tårta"),
    )
    with running_here() as drain:
        order = a_received_order(market, drain, strange)
    clerk = market.person("order_clerk")

    with pytest.raises(Refused) as refusal:
        actions.check_order(order.id, actor=clerk, at=NOW)
    actions.check_order(order.id, note="Köps in", actor=clerk, at=NOW)

    assert [finding.code for finding in order.findings] == ["sales.item_unknown"]
    assert refusal.value.codes == ["sales.reason_missing"]
    assert again(market, order).stage == "checked"


def test_an_order_of_somebody_we_do_not_know_is_kept_as_undeliverable() -> None:
    market = a_market()
    stranger = Party(endpoint=Identifier(str(gln("7350009", 7)), "0088"), legal_name="Okänd")
    document = replace(an_order(market), buyer=stranger)

    with running_here() as drain:
        send(market, document, drain)

    (message,) = exchange.messages_page(direction="in", actor=market.seller).items
    assert message.state == "undeliverable"


def test_a_keyed_order_is_reviewed_by_another() -> None:
    market = a_market()
    one, other = market.person("order_clerk"), market.person("order_clerk", name="Bo Al")
    keyed = KeyedOrder(
        market.customer_id, (KeyedLine(Decimal(4), seller_item_id="A-001"),), requested_date=WANTED
    )
    order_id = actions.key_order(keyed, actor=one, at=NOW)

    with pytest.raises(Refused) as refusal:
        actions.review_order(order_id, actor=one, at=NOW)
    actions.review_order(order_id, actor=other, at=NOW)

    order = queries.order(order_id, actor=market.seller)
    assert refusal.value.codes == ["sales.review_by_another"]
    assert (order.source, order.stage, order.reviewed_by) == ("keyed", "checked", other.person_id)
    assert order.total.amount == Decimal("42.00")


@pytest.mark.parametrize("source", ["portal", "api", "file"])
def test_what_a_person_keyed_is_reviewed_whatever_he_says_that_it_came_by(source: str) -> None:
    market = a_market()
    one = market.person("order_clerk")
    keyed = KeyedOrder(
        market.customer_id,
        (KeyedLine(Decimal(4), seller_item_id="A-001"),),
        requested_date=WANTED,
        source=source,
    )

    order_id = actions.key_order(keyed, actor=one, at=NOW)
    with pytest.raises(Refused) as checking:
        actions.check_order(order_id, actor=one, at=NOW)
    with pytest.raises(Refused) as reviewing:
        actions.review_order(order_id, actor=one, at=NOW)

    order = queries.order(order_id, actor=market.seller)
    assert checking.value.codes == ["sales.not_reviewed"]
    assert reviewing.value.codes == ["sales.review_by_another"]
    assert (order.source, order.stage, order.needs_review) == (source, "received", True)


def test_what_a_program_passed_on_by_itself_is_not_reviewed() -> None:
    market = a_market()
    keyed = KeyedOrder(
        market.customer_id,
        (KeyedLine(Decimal(4), seller_item_id="A-001"),),
        requested_date=WANTED,
        source="file",
    )

    order_id = actions.key_order(keyed, actor=market.seller, at=NOW)

    assert queries.order(order_id, actor=market.seller).stage == "checked"


def test_a_manager_keys_nothing() -> None:
    market = a_market()
    keyed = KeyedOrder(market.customer_id, (KeyedLine(Decimal(4), seller_item_id="A-001"),))

    with pytest.raises(Forbidden):
        actions.key_order(keyed, actor=market.person("order_manager"), at=NOW)


# --- answers -------------------------------------------------------------------------------------


def test_accepting_promises_everything_and_tells_the_buyer_without_lines() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_received_order(market, drain)

        actions.acknowledge_order(order.id, actor=market.seller, at=NOW)
        actions.accept_order(order.id, actor=market.seller, at=NOW)
        drain()

    acknowledgement, answer = came_to_the_buyer(market, "order_response")
    assert (acknowledgement.code, answer.code, answer.lines) == ("AB", "AP", ())
    assert (answer.order_number, answer.sales_order_number) == (
        order.buyer_order_number,
        order.number,
    )
    assert findings_at_the_buyer(market) == []
    assert [line.agreed_quantity for line in again(market, order).lines] == [
        Quantity(Decimal(10), "C62")
    ] * 3


def test_accepting_with_changes_says_less_later_and_a_substitute_with_its_allergens() -> None:
    market = a_market()
    later = WANTED + timedelta(days=3)
    with running_here() as drain:
        order = a_received_order(market, drain)

        actions.accept_with_changes(
            order.id,
            (
                LineChange("1", quantity=Decimal(8)),
                LineChange("2", promised_date=later),
                LineChange("3", substitute_seller_item_id="A-002"),
            ),
            actor=market.seller,
            at=NOW,
        )
        drain()

    (answer,) = came_to_the_buyer(market, "order_response")
    less, late, other = answer.lines
    assert answer.code == "CA"
    assert (less.quantity, less.maximum_backorder) == (Quantity(Decimal(8), "C62"), Decimal(0))
    assert late.promised.start == late.promised.end == later
    assert other.substitute.item.sellers_id == "A-002"
    assert [each.value for each in other.substitute.item.properties] == ["gluten"]
    assert findings_at_the_buyer(market) == []
    line = again(market, order).lines[2]
    assert (line.state, line.agreed_seller_item_id, line.agreed_allergens) == (
        "changed",
        "A-002",
        ("gluten",),
    )


def test_an_answer_that_makes_no_sense_changes_and_announces_nothing() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_received_order(market, drain)

    with publishing(market.seller.tenant_id) as events, pytest.raises(Invalid) as refusal:
        actions.accept_with_changes(
            order.id,
            (LineChange("1", quantity=Decimal(11)), LineChange("9", rejected=True)),
            actor=market.seller,
            at=NOW,
        )

    assert refusal.value.codes == ["sales.promise_too_much", "sales.line_unknown"]
    assert again(market, order) == order
    assert events == []


def test_a_rejection_has_a_reason_and_no_lines() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_received_order(market, drain)

        actions.reject_order(order.id, "Vi levererar inte dit.", actor=market.seller, at=NOW)
        drain()

    (answer,) = came_to_the_buyer(market, "order_response")
    assert (answer.code, answer.note, answer.lines) == ("RE", "Vi levererar inte dit.", ())
    assert again(market, order).stage == "rejected"


def test_a_screen_that_is_stale_is_refused() -> None:
    market = a_market()
    with running_here() as drain:
        order = a_received_order(market, drain)
    actions.acknowledge_order(order.id, actor=market.seller, at=NOW)

    with pytest.raises(Refused) as refusal:
        actions.accept_order(order.id, actor=market.seller, at=NOW, expected_version=order.version)

    assert refusal.value.codes == ["kernel.stale"]


# --- holds, hand-offs, steering ------------------------------------------------------------------


def test_a_credit_hold_stops_shipping_and_is_released_by_another() -> None:
    market = a_market()
    one = market.person("seller_finance")
    other = market.person("seller_finance", name="Bo Al")
    with running_here() as drain:
        order = a_received_order(market, drain)
    actions.accept_order(order.id, actor=market.seller, at=NOW)
    hold_id = actions.set_hold(order.id, "credit", "Obetalda fakturor", actor=one, at=NOW)

    with pytest.raises(Refused) as shipping:
        fulfilment.despatch_order(order.id, actor=market.seller, at=NOW)
    with pytest.raises(Refused) as releasing:
        actions.release_hold(hold_id, "Betalt", actor=one, at=NOW)
    actions.release_hold(hold_id, "Betalt", actor=other, at=NOW)
    fulfilment.despatch_order(order.id, actor=market.seller, at=NOW)

    assert set(shipping.value.codes) == {"sales.on_hold"}
    assert releasing.value.codes == ["sales.hold_by_another"]
    assert again(market, order).stage == "shipped"


def test_who_may_set_a_hold_depends_on_its_kind() -> None:
    market = a_market()
    manager = market.person("order_manager")
    with running_here() as drain:
        order = a_received_order(market, drain)
    kind = HoldKind("quality", "Kvalitet", ("confirm",))
    actions.define_hold_type(kind, actor=manager, at=NOW)

    actions.set_hold(order.id, "quality", "Fråga leverantören", actor=manager, at=NOW)

    with pytest.raises(Forbidden):
        actions.set_hold(order.id, "credit", "Obetalt", actor=manager, at=NOW)
    with pytest.raises(Refused) as refusal:
        actions.accept_order(order.id, actor=market.seller, at=NOW)
    assert refusal.value.codes == ["sales.on_hold"]


def test_a_hand_off_is_taken_or_returned_with_a_reason() -> None:
    market = a_market()
    clerk, finance = market.person("order_clerk"), market.person("seller_finance")
    with running_here() as drain:
        order = a_received_order(market, drain)

    first = actions.give_order(order.id, "finance", actor=clerk, at=NOW)
    actions.return_hand_off(first, "Ingen fråga om kredit", actor=finance, at=NOW)
    second = actions.give_order(
        order.id, "finance", due_at=NOW + timedelta(hours=3), actor=clerk, at=NOW
    )
    between = again(market, order).owner_department
    actions.take_hand_off(second, actor=finance, at=NOW)

    found = again(market, order)
    assert (between, found.owner_department) == ("sales", "finance")
    assert [hand_off.state for hand_off in found.hand_offs] == ["returned", "taken"]
    assert found.stage_due_at == NOW + timedelta(hours=3)


def test_a_manager_steers_with_reasons_and_changes_the_norms() -> None:
    market = a_market()
    manager = market.person("order_manager")
    actions.set_stage_norms(
        StageNorms(checked=1), NOW.date(), "Snabbare svar", actor=manager, at=NOW
    )
    with running_here() as drain:
        order = a_received_order(market, drain)

    actions.set_priority(order.id, "urgent", "Skolan har slut", actor=manager, at=NOW)
    actions.reassign_order(order.id, "customer_service", "Semester", actor=manager, at=NOW)

    found = again(market, order)
    assert (found.priority, found.owner_department) == ("urgent", "customer_service")
    assert found.stage_due_at == found.stage_since + timedelta(hours=1)
    with pytest.raises(Forbidden):
        actions.accept_order(order.id, actor=manager, at=NOW)


# --- the buyer changes, cancels, calls -----------------------------------------------------------


def a_change(market: Market, order: documents.Order, **quantities: int) -> documents.OrderChange:
    """The buyer wants other quantities on the lines l1, l2, …; none is wanted of zero."""
    lines = []
    for line, article in zip(order.lines, ASSORTMENT, strict=False):
        quantity = quantities.get(f"l{line.id}")
        code = LINE_UNCHANGED if quantity is None else LINE_CHANGED if quantity else LINE_DELETED
        wanted = a_line(int(line.id), article, quantity or int(line.quantity.value))
        lines.append(
            documents.OrderLine(
                id=wanted.id,
                quantity=wanted.quantity,
                item=wanted.item,
                price=wanted.price,
                line_amount=wanted.line_amount,
                status_code=code,
            )
        )
    amount = sum((line.line_amount or Decimal(0) for line in lines), Decimal(0))
    return documents.OrderChange(
        number=f"{order.number}-1",
        issue_date=NOW.date(),
        currency="SEK",
        order_number=order.number,
        buyer=a_party(market.buyer_organisation),
        seller=a_party(market.seller_organisation),
        lines=tuple(lines),
        sequence_number="1",
        customer_reference="REF00017",
        valid_until=WANTED,
        total=documents.common.MonetaryTotal(amount, amount),
    )


def a_cancellation(market: Market, order: documents.Order) -> documents.OrderCancellation:
    """The buyer takes the whole order back."""
    return documents.OrderCancellation(
        number=f"{order.number}-X",
        issue_date=NOW.date(),
        order_number=order.number,
        reason="Skolan är stängd.",
        buyer=a_party(market.buyer_organisation),
        seller=a_party(market.seller_organisation),
    )


def _waiting(market: Market) -> UUID:
    (change,) = queries.changes_waiting(actor=market.seller).items
    return change.id


def test_a_change_is_agreed_to_and_the_rest_stands_as_it_was_last_agreed() -> None:
    market = a_market(advanced_ordering=True)
    document = an_order(market)
    with running_here() as drain:
        send(market, document, drain)
        order = received(market, document)
        less = (LineChange("1", quantity=Decimal(8)), LineChange("2", quantity=Decimal(9)))
        actions.accept_with_changes(order.id, less, actor=market.seller, at=NOW)
        send(market, a_change(market, document, l2=5, l3=0), drain)

        actions.accept_change(_waiting(market), actor=market.seller, at=NOW)
        drain()

    found = again(market, order)
    assert [(line.state, line.to_deliver.value) for line in found.lines] == [
        ("changed", Decimal(8)),
        ("accepted", Decimal(5)),
        ("cancelled", Decimal(0)),
    ]
    answer = came_to_the_buyer(market, "order_response")[-1]
    assert (answer.code, answer.note, found.stage) == ("AP", f"{document.number}-1", "confirmed")


def test_a_cancellation_gives_the_goods_back_and_is_agreed_to() -> None:
    market = a_market()
    document = an_order(market)
    with running_here() as drain:
        send(market, document, drain)
        order = received(market, document)
        actions.accept_order(order.id, actor=market.seller, at=NOW)
        fulfilment.allocate_order(order.id, actor=market.seller, at=NOW)
        send(market, a_cancellation(market, document), drain)

        actions.accept_change(_waiting(market), actor=market.seller, at=NOW)
        drain()

    assert again(market, order).stage == "cancelled"
    assert came_to_the_buyer(market, "order_response")[-1].code == "AP"


def test_in_the_warehouse_only_the_warehouse_can_stop_the_goods() -> None:
    market = a_market()
    document = an_order(market)
    with running_here() as drain:
        send(market, document, drain)
        order = received(market, document)
        actions.accept_order(order.id, actor=market.seller, at=NOW)
        fulfilment.allocate_order(order.id, actor=market.seller, at=NOW)
        actions.release_order(order.id, actor=market.seller, at=NOW)
        send(market, a_cancellation(market, document), drain)
        change_id = _waiting(market)

        with pytest.raises(Refused) as refusal:
            actions.accept_change(change_id, actor=market.person("order_clerk"), at=NOW)
        actions.confirm_interception(
            change_id, False, reason="Bilen har gått", actor=market.person("warehouse"), at=NOW
        )
        drain()

    assert refusal.value.codes == ["kernel.wrong_step"]
    answer = came_to_the_buyer(market, "order_response")[-1]
    assert (answer.code, again(market, order).stage) == ("RE", "released")


def test_what_comes_after_the_goods_have_left_is_refused_at_once() -> None:
    market = a_market()
    document = an_order(market)
    with running_here() as drain:
        send(market, document, drain)
        order = received(market, document)
        actions.accept_order(order.id, actor=market.seller, at=NOW)
        fulfilment.despatch_order(order.id, actor=market.seller, at=NOW)

        send(market, a_cancellation(market, document), drain)

    assert queries.changes_waiting(actor=market.seller).items == ()
    assert came_to_the_buyer(market, "order_response")[-1].code == "RE"
    assert again(market, order).stage == "shipped"


def test_a_change_that_overtakes_its_order_waits_for_it() -> None:
    market = a_market()
    document = an_order(market)

    with running_here() as drain:
        send(market, a_cancellation(market, document), drain)

    (message,) = exchange.messages_page(direction="in", actor=market.seller).items
    assert message.state == "received"


@pytest.mark.parametrize(
    ("effect", "stage", "to_deliver"),
    [
        ("as_ordered", "confirmed", [10, 10, 10]),
        ("changed_lines_removed", "confirmed", [0, 10, 10]),
        ("cancelled", "cancelled", [0, 0, 0]),
        ("none", "confirmed", [8, 10, 10]),
    ],
)
def test_what_a_buyer_says_on_the_telephone_is_done(
    effect: str, stage: str, to_deliver: list[int]
) -> None:
    market = a_market()
    with running_here() as drain:
        order = a_received_order(market, drain)
    less = (LineChange("1", quantity=Decimal(8)),)
    actions.accept_with_changes(order.id, less, actor=market.seller, at=NOW)

    actions.record_contact(
        order.id,
        NewContact("phone", "Anna på Ekskolan", "Vill inte ha mindre", NOW, effect),
        actor=market.person("order_clerk"),
        at=NOW,
    )

    found = again(market, order)
    assert found.stage == stage
    assert [int(line.to_deliver.value) for line in found.lines] == to_deliver
    assert [contact.effect for contact in found.contacts] == [effect]


def test_who_sells_nothing_sees_no_sales_orders() -> None:
    market = a_market()
    with running_here() as drain:
        a_received_order(market, drain)

    assert queries.orders_page(actor=market.person("requester")).items == ()
    assert len(queries.orders_page(actor=market.person("auditor")).items) == 1


def test_the_timeline_tells_who_did_what() -> None:
    market = a_market()
    clerk = market.person("order_clerk")
    with running_here() as drain:
        order = a_received_order(market, drain)
    actions.accept_order(order.id, actor=clerk, at=NOW)

    entries = queries.timeline(order.id, actor=clerk)

    assert [(entry.name, entry.person_id) for entry in entries] == [
        ("sales.order_received", None),
        ("sales.order_answered", clerk.person_id),
    ]
