"""What was just done is undone by its note, where there is a command that takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from avrop.authority import queries as mandates
from avrop.buying.invoices import queries as invoices
from avrop.buying.invoices.tests.builders import a_delivered_order, a_document
from avrop.buying.payables import queries as paying
from avrop.buying.payables.tests.builders import (
    LATER,
    a_paying_town,
    an_approved_invoice,
    taken_in,
)
from avrop.buying.receipts import queries as receipts
from avrop.buying.receipts.tests.builders import a_receiver, a_sent_order, received
from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.actions import LineChange, NewLine
from avrop.buying.requisitions.tests.builders import CODING, Seller, Town, a_seller, a_town
from avrop.documents.common import Item
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.selling.billing import actions as billing
from avrop.selling.billing import queries as claims
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.sales import actions as selling
from avrop.selling.sales import queries as sales
from avrop.selling.sales.tests.builders import Market, a_market, a_received_order
from avrop.selling.stock import queries as stock
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def drain() -> Iterator[Callable[[], int]]:
    """Does what follows from what is done."""
    with running_here() as run:
        yield run


def post(client: Client, name: str, *key: object, **fields: Any) -> int:
    """A form as it is sent."""
    return client.post(reverse(name, args=key), {"once": str(uuid4()), **fields}).status_code


def undo(client: Client) -> str:
    """Press Undo in the latest note; what is said then."""
    offered = client.session.get("undo", {})
    assert offered, "the note offers no Undo"
    answer = client.post(reverse("undo"), {"undo": list(offered)[-1], "next": "/"}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def a_filled_cart(town: Town, seller: Seller, lines: int = 2) -> UUID:
    items = [seller.items[f"I-{number}"] for number in (1, 3, 2)][:lines]
    return actions.fill_cart(
        town.school,
        tuple(NewLine(item, Decimal(6), coding=CODING) for item in items),
        actor=town.requester,
        at=datetime.now(UTC),
    )


def seen(town: Town, cart: UUID) -> queries.RequisitionView:
    return queries.requisition(cart, actor=town.requester)


# --- the requester -----------------------------------------------------------------------------------


def test_a_cart_that_was_sent_is_taken_back() -> None:
    town = a_town()
    cart = a_filled_cart(town, a_seller(town))
    client = a_client_of(town.requester)

    post(client, "send_cart", cart, form="SendForm", send_when_approved="on")
    was = seen(town, cart).state
    told = undo(client)

    assert (was, seen(town, cart).state) == ("submitted", "draft")
    assert "It was undone." in told


def test_what_somebody_has_decided_meanwhile_is_not_undone() -> None:
    from avrop.approvals import actions as approvals

    town = a_town()
    cart = a_filled_cart(town, a_seller(town))
    client = a_client_of(town.requester)
    post(client, "send_cart", cart, form="SendForm")
    request_id = seen(town, cart).approval_request_id
    assert request_id is not None
    with running_here() as drain:
        approvals.approve_all(request_id, actor=town.approver, at=datetime.now(UTC))
        drain()
    state = seen(town, cart).state
    (key,) = client.session["undo"]

    answer = client.post(reverse("undo"), {"undo": key, "next": "/"})

    assert answer.status_code == 409
    assert seen(town, cart).state == state != "draft"


def test_the_lines_get_the_coding_back_that_they_had() -> None:
    town = a_town()
    cart = a_filled_cart(town, a_seller(town), lines=3)
    client = a_client_of(town.requester)
    former = [line.codings for line in seen(town, cart).lines]
    line = seen(town, cart).lines[1]
    fields = {"part-1-ansvar": "4200", "part-1-konto": "46000", "part-1-measure": "rest"}

    post(client, "code_line", cart, line.id, then="all", **fields)
    assert [line.codings for line in seen(town, cart).lines] != former
    undo(client)

    assert [line.codings for line in seen(town, cart).lines] == former


def test_a_cart_is_wanted_on_the_day_it_was_wanted_before() -> None:
    town = a_town()
    cart = a_filled_cart(town, a_seller(town))
    client = a_client_of(town.requester)
    first, second = (timezone.localdate() + timedelta(days=days) for days in (7, 14))

    post(client, "want_on", cart, wanted_date=first.isoformat())
    assert "undo" not in client.session  # until then the lines had no day
    post(client, "want_on", cart, wanted_date=second.isoformat())
    undo(client)

    assert {line.wanted_date for line in seen(town, cart).lines} == {first}


def test_lines_that_were_wanted_on_different_days_offer_no_way_back() -> None:
    town = a_town()
    cart = a_filled_cart(town, a_seller(town))
    client = a_client_of(town.requester)
    day = timezone.localdate() + timedelta(days=7)
    post(client, "want_on", cart, wanted_date=day.isoformat())
    line = seen(town, cart).lines[0]
    change = LineChange(line.id, wanted_date=day + timedelta(days=1))
    actions.change_lines(cart, (change,), actor=town.requester, at=datetime.now(UTC))

    post(client, "want_on", cart, wanted_date=(day + timedelta(days=2)).isoformat())

    assert "undo" not in client.session


def test_a_favourite_that_was_dropped_is_kept_again() -> None:
    town = a_town()
    item = a_seller(town).items["I-1"]
    client = a_client_of(town.requester)
    post(client, "favour", item, keep="yes")

    post(client, "favour", item, keep="no")
    without = page(client, "favourites")
    undo(client)

    name = "Vara 1"
    assert name not in without
    assert name in page(client, "favourites")


# --- the approver ------------------------------------------------------------------------------------


def lent(town: Town) -> list[bool]:
    """Of each lending of the approver's mandates, whether it stands."""
    assert town.approver.person_id is not None
    found = mandates.delegations_of(town.approver.person_id, actor=town.approver)
    return [one.revoked_at is None for one in found]


def test_a_mandate_that_was_lent_is_taken_back_and_lent_again() -> None:
    town = a_town()
    substitute = a_person(town.tenant_id, roles=("approver",), unit_id=town.school)
    client = a_client_of(town.approver)
    assert town.approver.person_id is not None
    (mandate,) = mandates.mandates_of(town.approver.person_id, actor=town.approver)
    today = timezone.localdate()
    post(
        client,
        "absence",
        to_person=str(substitute.person_id),
        mandate_ids=[str(mandate.id)],
        valid_from=today.isoformat(),
        valid_until=(today + timedelta(days=5)).isoformat(),
        reason="Semester",
    )
    assert lent(town) == [True]

    undo(client)
    assert lent(town) == [False]


def test_a_lending_that_was_ended_by_mistake_goes_on() -> None:
    from avrop.authority import actions as authority

    town = a_town()
    substitute = a_person(town.tenant_id, roles=("approver",), unit_id=town.school)
    assert town.approver.person_id is not None
    assert substitute.person_id is not None
    (mandate,) = mandates.mandates_of(town.approver.person_id, actor=town.approver)
    today = timezone.localdate()
    lending = authority.delegate(
        mandate.id,
        substitute.person_id,
        valid_from=today,
        valid_until=today + timedelta(days=5),
        reason="Semester",
        actor=town.approver,
        at=datetime.now(UTC),
    )
    client = a_client_of(town.approver)

    post(client, "end_lending", lending)
    assert lent(town) == [False]
    undo(client)

    assert sorted(lent(town)) == [False, True]


# --- invoices, payments, receipts --------------------------------------------------------------------


def test_a_dispute_is_ended_again() -> None:
    money = a_paying_town()
    order = a_delivered_order(money.town, money.seller, money.office.receiver, lines=1)
    invoice = taken_in(money.town, a_document(order, money.seller))
    client = a_client_of(money.office.prices)
    address = reverse("invoice", args=[invoice.id])

    sent(client, address, "DisputeForm", **{"dispute-reason": "Fel pris"})
    was = invoices.invoice(invoice.id, actor=money.town.office).state
    undo(client)

    now = invoices.invoice(invoice.id, actor=money.town.office).state
    assert (was, now) == ("disputed", invoice.state)


def test_an_invoice_s_lines_get_the_coding_back_that_they_had() -> None:
    money = a_paying_town()
    order = a_delivered_order(money.town, money.seller, money.office.receiver, lines=1)
    billed = a_document(order, money.seller, order_number=None)
    unordered = tuple(
        replace(line, order_line=None, item=Item(name="Något annat", tax=line.item.tax))
        for line in billed.lines
    )
    invoice = taken_in(money.town, replace(billed, lines=unordered))
    (line,) = invoice.lines
    client = a_client_of(money.office.clerk)
    address = reverse("code_invoice", args=[invoice.id])
    first, second = "ansvar=4100 konto=64400", "ansvar=4200 konto=46000"

    def coding() -> str:
        (found,) = invoices.invoice(invoice.id, actor=money.town.office).lines
        return found.coding or " + ".join(share.coding for share in found.shares)

    sent(client, address, "CodeForm", **{f"coding-{line.id}-0": first})
    assert "undo" not in client.session  # until then the line had no coding
    sent(client, address, "CodeForm", **{f"coding-{line.id}-0": second})
    was = coding()
    told = undo(client)

    assert (was, coding()) == (second, first)
    assert "It was undone." in told


def test_a_proposal_of_payments_is_taken_back() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    client = a_client_of(a_person(money.town.tenant_id, roles=("ap_clerk",)))

    sent(client, reverse("propose_payments"), "ProposeForm", due_until=str(LATER))
    undo(client)

    (proposal,) = paying.proposals_page(actor=money.finance).items
    assert proposal.state == "withdrawn"


def test_a_correction_of_a_receipt_is_corrected_back() -> None:
    from avrop.buying.receipts.tests.builders import a_seller as a_receipt_seller
    from avrop.buying.receipts.tests.builders import a_town as a_receiving_town

    town = a_receiving_town()
    order = a_sent_order(town, a_receipt_seller(town, items=2), lines=2)
    receiver: Actor = a_receiver(town)
    client = a_client_of(receiver)
    given = {
        "line-0-received": "9",
        "line-1-received": "12",
        "line-1-rejected": "",
        "reason": "Räknade fel",
    }
    with running_here():
        receipt = received(order, receiver)
        former = receipts.receipt_as_it_stands(receipt.id, actor=receiver)
        post(client, "correct_receipt", receipt.id, **given)
        assert receipts.receipt_as_it_stands(receipt.id, actor=receiver) != former
        undo(client)

    stands = receipts.receipt_as_it_stands(receipt.id, actor=receiver)
    assert [line.received for line in stands] == [line.received for line in former]


# --- the seller --------------------------------------------------------------------------------------


@pytest.fixture
def market() -> Market:
    """A seller with stock, and a customer."""
    return a_market()


def test_an_order_that_was_moved_or_hastened_by_mistake_is_as_it_was(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    client = a_client_of(market.person("order_manager"))

    post(client, "reassign", order.id, department="finance", reason="Krediten")
    moved = sales.order(order.id, actor=market.seller).owner_department
    undo(client)
    post(client, "set_priority", order.id, priority="urgent", reason="Bråttom")
    urgent = sales.order(order.id, actor=market.seller).priority
    undo(client)

    found = sales.order(order.id, actor=market.seller)
    assert (moved, urgent) == ("finance", "urgent")
    assert (found.owner_department, found.priority) == (order.owner_department, order.priority)


def a_paid_order(market: Market, drain: Callable[[], int]) -> UUID:
    """An order that was delivered, invoiced and paid, so that it can be closed."""
    order, now = a_received_order(market, drain), datetime.now(UTC)
    selling.accept_order(order.id, actor=market.seller, at=now)
    fulfilment.despatch_order(order.id, actor=market.seller, at=now)
    invoice_id = billing.bill_order(order.id, actor=market.seller, at=now)
    owed = claims.invoice(invoice_id, actor=market.seller).summary
    billing.register_payment(
        owed.ocr, owed.payable.amount, "SEK", now.date(), actor=market.seller, at=now
    )
    drain()
    return order.id


def test_an_order_that_was_closed_by_mistake_is_open_again(
    market: Market, drain: Callable[[], int]
) -> None:
    order_id = a_paid_order(market, drain)
    client = a_client_of(market.person("order_clerk"))

    def stage() -> str:
        return sales.order(order_id, actor=market.seller).stage

    before = stage()
    status = post(client, "act_on_sales_order", order_id, "close")
    closed = stage()
    undo(client)

    assert status == 302
    assert (before, closed, stage()) == ("paid", "closed", "paid")


def test_a_link_that_was_made_by_mistake_opens_nothing(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    client = a_client_of(market.person("order_clerk"))

    post(client, "issue_link", order.id, holder="Karin")
    undo(client)

    (link,) = sales.links_of(order.id, actor=market.seller)
    assert link.revoked_at is not None


def test_stock_that_was_counted_wrong_is_as_it_was(market: Market) -> None:
    client = a_client_of(market.person("warehouse"))
    before = stock.stock_of("A-001", actor=market.seller).places

    post(client, "stock_item", "A-001", kind="found", quantity="3", reason="Räknat")
    counted = stock.stock_of("A-001", actor=market.seller).places
    undo(client)

    assert counted != before
    assert stock.stock_of("A-001", actor=market.seller).places == before
