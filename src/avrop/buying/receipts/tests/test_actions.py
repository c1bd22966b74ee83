"""Receiving, end to end in one tenant."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import LineSums
from avrop.buying.receipts import actions, queries
from avrop.buying.receipts.actions import ArrivedLine, CorrectedLine, NewContact, NewReceiptLine
from avrop.buying.receipts.events import DespatchNoted, ReceiptRegistered
from avrop.buying.receipts.tests.builders import (
    AT,
    Town,
    a_receiver,
    a_seller,
    a_sent_order,
    a_town,
    an_advice,
    received,
    statements,
)
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.tasks import queries as tasks
from avrop.testing.worlds import publishing

pytestmark = pytest.mark.django_db


def sums(town: Town, order_id: object) -> list[LineSums]:
    with tenant_scope(town.tenant_id):
        return [line.sums for line in orders.lines_for_matching(order_ids=[order_id])]  # type: ignore[list-item]


def test_a_despatch_advice_puts_goods_on_their_way_and_says_what_never_comes() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    advice = an_advice(order, seller, (8, 4), (10, 0))

    with running_here(), publishing(town.tenant_id) as events:
        despatch_id = actions.note_despatch(advice, actor=town.office, at=AT)

    first, second = sums(town, order.id)
    assert (first.despatched, first.short) == (8, 0)
    assert (second.despatched, second.short) == (10, 2)
    assert events[-1:] == [DespatchNoted(despatch_id, (order.id,))]
    view = queries.despatch(despatch_id, actor=town.office)
    assert [line.sscc for line in view.lines] == ["373500000000000017"] * 2


def test_an_advice_line_belongs_to_the_item_rather_than_to_the_line_number() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    advice = an_advice(order, seller, (8, None), (10, None))
    swapped = replace(
        advice,
        lines=tuple(
            replace(line, order_line=number)
            for line, number in zip(advice.lines, ("2", "1"), strict=True)
        ),
    )

    with running_here():
        actions.note_despatch(swapped, actor=town.office, at=AT)

    assert [line.despatched for line in sums(town, order.id)] == [8, 10]


def test_an_advice_for_another_sellers_order_changes_nothing() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    stranger = a_seller(town, name="Grossisten AB")

    with pytest.raises(Refused) as refusal:
        actions.note_despatch(an_advice(order, stranger, (1, 0)), actor=town.office, at=AT)

    assert refusal.value.codes == ["receipts.other_seller"]
    assert sums(town, order.id)[0].despatched == 0


def test_no_more_is_missing_than_was_ordered_and_has_not_come() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)
    missing = NewReceiptLine(
        order.lines[0].id,
        Decimal(10),
        rejected=Decimal(1),
        short=Decimal(3),
        reason="missing",
        remedy="credit",
    )

    with running_here():
        with pytest.raises(Refused) as refusal:
            actions.register_receipt(order.id, (missing,), actor=receiver, at=AT)
        possible = replace(missing, short=Decimal(2))
        actions.register_receipt(order.id, (possible,), actor=receiver, at=AT)

    assert refusal.value.codes == ["receipts.more_missing_than_ordered"]
    assert sums(town, order.id)[0].short == 2


def test_goods_at_the_centre_are_not_received() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    lines = (ArrivedLine(order.lines[0].id, Decimal(12)),)

    with running_here():
        actions.register_arrival(order.id, lines, actor=town.office, at=AT)

    first = sums(town, order.id)[0]
    assert (first.arrived_at_centre, first.received) == (12, 0)
    assert orders.order(order.id, actor=town.office).at_centre == "partly"


def test_a_receipt_says_what_came_and_who_saw_it() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)

    with running_here(), publishing(town.tenant_id) as events:
        receipt = received(order, receiver)

    assert [line.received for line in sums(town, order.id)] == [12, 12]
    assert receipt.person_id == receiver.person_id
    assert events == [ReceiptRegistered(receipt.id, order.id)]
    assert orders.order(order.id, actor=town.office).received == "fully"


def test_damaged_goods_become_a_claim_and_an_expected_credit() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)
    damaged = {"rejected": Decimal(1), "reason": "broken", "remedy": "credit"}

    with running_here() as drain:
        receipt = received(order, receiver, first=damaged)
        drain()

    claim = queries.claim(receipt.claim_ids[0], actor=receiver)
    assert (claim.quantity.value, claim.amount.amount, claim.state) == (1, Decimal("11.00"), "open")
    (credit,) = queries.expected_credits_page(state="open", actor=receiver).items
    assert (credit.claim_id, credit.amount.amount) == (claim.id, Decimal("11.00"))
    first = sums(town, order.id)[0]
    assert (first.received, first.rejected, first.accepted) == (12, 1, 11)
    with tenant_scope(town.tenant_id):
        (task,) = tasks.tasks_of(claim.id)
    assert task.assignees == (receiver.person_id,)


def test_missing_goods_that_are_to_be_credited_never_come() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    missing = {
        "received": Decimal(10),
        "short": Decimal(2),
        "reason": "missing",
        "remedy": "credit",
    }

    with running_here():
        received(order, a_receiver(town), first=missing)

    first = sums(town, order.id)[0]
    assert (first.received, first.short) == (10, 2)
    assert orders.order(order.id, actor=town.office).received == "fully"


def test_a_claim_is_notified_by_a_logged_contact_and_ends_when_new_goods_come() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)
    damaged = {"rejected": Decimal(2), "reason": "quality", "remedy": "replace"}
    with running_here() as drain:
        receipt = received(order, receiver, first=damaged)
        drain()
        claim_id = receipt.claim_ids[0]
        contact = NewContact("Mia", "phone", "Kommer på fredag", AT)
        actions.notify_claim(claim_id, contact, actor=receiver, at=AT)

        more = (NewReceiptLine(order.lines[0].id, Decimal(2)),)
        actions.register_receipt(order.id, more, actor=receiver, at=AT)
        drain()

    claim = queries.claim(claim_id, actor=receiver)
    assert (claim.state, claim.contacts[0].with_whom) == ("replaced", "Mia")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"received": Decimal(1), "rejected": Decimal(2)}, "receipts.rejected_more_than_came"),
        ({"received": Decimal(40)}, "receipts.more_than_ordered"),
        ({"received": Decimal(-1)}, "receipts.negative_quantity"),
        ({"rejected": Decimal(1), "reason": "broken"}, "receipts.remedy_missing"),
    ],
)
def test_what_cannot_be_received_is_refused_and_nothing_is_written(
    facts: dict[str, object], code: str
) -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))

    with running_here(), pytest.raises(Refused) as refusal:
        received(order, a_receiver(town), first=facts)

    assert code in refusal.value.codes
    assert sums(town, order.id)[0].received == 0


def test_whoever_has_no_mandate_in_the_unit_cannot_receive() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))

    with running_here(), pytest.raises(Forbidden):
        received(order, town.approver)


def test_a_correction_adds_the_difference_and_keeps_what_was_written() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)
    with running_here():
        receipt = received(order, receiver)
        line = receipt.lines[0]

        for counted in (Decimal(9), Decimal(10)):
            mended = (CorrectedLine(line.id, counted),)
            actions.correct_receipt(receipt.id, mended, "Räknade fel", actor=receiver, at=AT)

    assert sums(town, order.id)[0].received == 10
    assert queries.receipt(receipt.id, actor=receiver).lines[0].received == 12


@pytest.mark.parametrize("lines", [1, 100, 1000])
def test_receiving_takes_the_same_number_of_statements_however_many_lines(lines: int) -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town, items=lines), lines=lines)
    receiver = a_receiver(town)

    with running_here(), statements() as made:
        received(order, receiver)

    assert len(made) == 19
