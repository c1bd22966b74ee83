"""What is to come, what a code leads to, and receiving in a colleague's place."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from avrop.authority import actions as authority
from avrop.authority import queries as mandates
from avrop.buying.orders.models import OrderLine
from avrop.buying.receipts import actions, permissions, queries
from avrop.buying.receipts.actions import NewReceiptLine
from avrop.buying.receipts.tests.builders import (
    AT,
    TODAY,
    a_receiver,
    a_seller,
    a_sent_order,
    a_town,
    an_advice,
    received,
    statements,
)
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Invalid, Refused
from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import a_person, everything

pytestmark = pytest.mark.django_db
SSCC, GTIN = "373500000000000017", "7350053830455"


def test_what_has_been_sent_and_not_received_is_expected_on_the_day_wanted() -> None:
    town = a_town()
    seller = a_seller(town)
    order, done = a_sent_order(town, seller), a_sent_order(town, seller)
    receiver = a_receiver(town)
    with running_here():
        received(done, receiver)

    (expected,) = queries.expected_page(actor=receiver).items

    assert (expected.order_id, expected.lines) == (order.id, 2)
    assert expected.expected_on == order.requested_date
    assert expected.despatch_numbers == ()


def test_an_advice_says_better_when_goods_come() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    with running_here():
        actions.note_despatch(an_advice(order, seller, (12, 0)), actor=town.office, at=AT)

    (expected,) = queries.expected_page(actor=a_receiver(town)).items

    assert len(expected.despatch_numbers) == 1
    assert expected.despatched == "partly"


def test_expected_goods_come_page_by_page_and_none_is_seen_twice() -> None:
    town = a_town()
    seller = a_seller(town)
    orders = {a_sent_order(town, seller, lines=1).id for _ in range(5)}
    receiver = a_receiver(town)

    seen, cursor = [], None
    for _ in range(3):
        page = queries.expected_page(actor=receiver, cursor=cursor, limit=2)
        seen += [one.order_id for one in page.items]
        cursor = page.next_cursor

    assert (len(seen), set(seen), cursor) == (5, orders, None)
    with pytest.raises(Invalid):
        queries.expected_page(actor=receiver, cursor="nonsense")


def test_goods_of_other_units_are_expected_by_others() -> None:
    town = a_town()
    a_sent_order(town, a_seller(town))
    stranger = a_person(town.tenant_id, roles=())

    assert queries.expected_page(actor=stranger).items == ()
    assert queries.expected_page(unit_id=town.school, actor=stranger).items == ()
    assert len(queries.expected_page(unit_id=town.school, actor=town.office).items) == 1


@pytest.mark.parametrize("orders", [1, 6])
def test_expected_goods_take_the_same_number_of_statements_however_many(orders: int) -> None:
    town = a_town()
    seller = a_seller(town)
    for _ in range(orders):
        a_sent_order(town, seller, lines=1)
    receiver = a_receiver(town)

    with statements() as made:
        queries.expected_page(actor=receiver)

    assert len(made) == 7


def test_a_handling_unit_leads_to_its_lines_and_its_advice() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    with running_here():
        despatch = actions.note_despatch(
            an_advice(order, seller, (12, 0)), actor=town.office, at=AT
        )

    finding = queries.find_goods(f"(00){SSCC}", actor=a_receiver(town))

    (goods,) = finding.found
    assert (finding.kind, finding.value) == ("sscc", SSCC)
    assert (goods.order_number, goods.despatch_id) == (order.number, despatch)
    assert (goods.order_line_ids, goods.sscc) == ((order.lines[0].id,), SSCC)


def test_an_order_number_and_an_advice_number_lead_to_the_order() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    advice = an_advice(order, seller, (12, 0))
    receiver = a_receiver(town)
    with running_here():
        actions.note_despatch(advice, actor=town.office, at=AT)

    by_order = queries.find_goods(f" {order.number.lower()} ", actor=receiver)
    by_advice = queries.find_goods(advice.number, actor=receiver)

    assert [one.order_id for one in by_order.found] == [order.id]
    assert [one.order_id for one in by_advice.found] == [order.id]


def test_an_article_leads_to_the_lines_that_wait_for_it() -> None:
    town = a_town()
    seller = a_seller(town)
    order, other = a_sent_order(town, seller), a_sent_order(town, seller)
    receiver = a_receiver(town)
    with tenant_scope(town.tenant_id):
        OrderLine.objects.filter(id=order.lines[1].id).update(gtin=GTIN)
        OrderLine.objects.filter(id=other.lines[0].id).update(gtin=GTIN)

    with running_here():
        received(other, receiver)
        finding = queries.find_goods(f"0{GTIN}", actor=receiver)

    assert [one.order_line_ids for one in finding.found] == [(order.lines[1].id,)]


@pytest.mark.parametrize(
    "code", ["", "finns-inte", f"00{SSCC}", "7350053830455", "%", "\x00", "\x1d"]
)
def test_a_code_that_leads_nowhere_finds_nothing(code: str) -> None:
    town = a_town()
    a_sent_order(town, a_seller(town))

    assert queries.find_goods(code, actor=a_receiver(town)).found == ()


def test_goods_of_another_unit_are_not_found() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))

    assert queries.find_goods(order.number, actor=a_person(town.tenant_id, roles=())).found == ()


def test_a_receipt_stands_as_it_was_corrected() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)
    with running_here():
        receipt = received(order, receiver)
        mended = (actions.CorrectedLine(receipt.lines[0].id, Decimal(9), Decimal(1)),)
        actions.correct_receipt(receipt.id, mended, "Räknade fel", actor=receiver, at=AT)

    first, second = queries.receipt_as_it_stands(receipt.id, actor=receiver)

    assert (first.received, first.rejected) == (9, 1)
    assert (second.received, second.rejected) == (12, 0)


def test_nothing_is_received_at_a_time_that_has_not_been() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)

    with running_here(), pytest.raises(Refused) as refusal:
        actions.register_receipt(
            order.id, (), received_at=AT + timedelta(hours=1), actor=receiver, at=AT
        )

    assert refusal.value.codes == ["receipts.received_in_the_future"]


def test_who_has_been_lent_the_right_receives_in_a_colleagues_place_and_only_so() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    colleague, helper = a_receiver(town), a_person(town.tenant_id, roles=())
    (mandate,) = mandates.mandates_of(colleague.person_id, actor=everything(town.tenant_id))
    authority.delegate(
        mandate.id,
        helper.person_id,
        valid_from=TODAY,
        valid_until=TODAY,
        reason="Semester",
        actor=colleague,
        at=AT,
    )
    lines = (NewReceiptLine(order.lines[0].id, Decimal(12)),)

    with running_here():
        receipt = actions.register_receipt(
            order.id, lines, for_person_id=colleague.person_id, actor=helper, at=AT
        )
        with pytest.raises(Refused) as refusal:
            actions.register_receipt(
                order.id, (), for_person_id=helper.person_id, actor=colleague, at=AT
            )

    assert (receipt.person_id, receipt.on_behalf_of) == (helper.person_id, colleague.person_id)
    assert refusal.value.codes == ["receipts.not_standing_in"]
    with tenant_scope(town.tenant_id):
        assert mandates.lenders(helper, permissions.RECEIVE, at=AT) == (colleague.person_id,)
        assert mandates.lenders(colleague, permissions.RECEIVE, at=AT) == ()
