"""Invoices and credit notes in one tenant: taken in, matched, settled, attested."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from avrop import documents
from avrop.buying.invoices import actions, queries
from avrop.buying.invoices.actions import LineCoding
from avrop.buying.invoices.events import InvoiceApproved, InvoiceMatched, InvoiceReceived
from avrop.buying.invoices.tests.builders import (
    AT,
    Billed,
    Town,
    a_credit_note,
    a_delivered_order,
    a_document,
    a_seller,
    a_sent_order,
    a_town,
    an_office,
    received,
    statements,
    taken_in,
)
from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import LineSums
from avrop.buying.receipts import actions as receipts
from avrop.buying.receipts import queries as receipt_queries
from avrop.buying.receipts.actions import CorrectedLine
from avrop.documents.common import AllowanceCharge, Identifier, Item, Location, Price
from avrop.documents.invoice import InvoiceDelivery
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties.queries import DeliveryPlaceFacts, PostalAddress
from avrop.tasks import queries as tasks
from avrop.testing.worlds import publishing
from avrop.values import Quantity
from avrop.values.identifiers import gln

pytestmark = pytest.mark.django_db


def sums(town: Town, order_id: UUID) -> list[LineSums]:
    with tenant_scope(town.tenant_id):
        return [line.sums for line in orders.lines_for_matching(order_ids=[order_id])]


def credits(town: Town, state: str = "open") -> list[Decimal]:
    page = receipt_queries.expected_credits_page(state=state, actor=town.office)
    return [each.quantity.value for each in page.items]


def test_an_invoice_for_what_was_ordered_and_received_is_matched_by_itself() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)

    with publishing(town.tenant_id) as events:
        invoice = taken_in(town, a_document(order, seller))

    assert (invoice.state, invoice.differences, invoice.unit_id) == ("matched", (), town.school)
    assert [line.matched[0].quantity for line in invoice.lines] == [12, 12]
    assert [line.invoiced for line in sums(town, order.id)] == [12, 12]
    assert orders.order(order.id, actor=town.office).state == "closed"
    assert events[0] == InvoiceReceived(invoice.id, "invoice")
    assert InvoiceMatched(invoice.id, "matched") in events


@pytest.mark.parametrize(
    "facts",
    [
        {"order_number": None, "buyer_reference": "{number}"},
        {"order_number": None, "note": "Avser er order {number}, tack!"},
        {"order_number": None, "buyer_reference": "REF"},
    ],
    ids=["buyer reference", "note", "nowhere, but goods were sent"],
)
def test_the_order_is_found_wherever_its_number_stands(facts: dict[str, str | None]) -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    if facts.get("buyer_reference") == "REF":
        from avrop.buying.receipts.tests.builders import an_advice

        with running_here():
            advice = an_advice(order, seller, (12, None), (12, None))
            receipts.note_despatch(advice, actor=town.office, at=AT)
    stated = {key: text and text.format(number=order.number) for key, text in facts.items()}
    untidy = (Billed(2, reference=False), Billed(1, reference=False))

    invoice = taken_in(town, a_document(order, seller, *untidy, **stated))

    assert invoice.state == "matched"
    assert [each.order_id for each in invoice.orders] == [order.id]


def test_an_invoice_without_an_order_is_the_unit_s_whose_place_it_says_it_was_delivered_to() -> (
    None
):
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    number = str(gln("735000", 81))
    dock = DeliveryPlaceFacts("Köket", PostalAddress("Bakgatan 2", city="Ekbacken", gln=number))
    parties.add_delivery_place(town.school, dock, valid_from=AT.date(), actor=town.office, at=AT)

    def unit_of(place: str) -> UUID | None:
        there = InvoiceDelivery(location=Location(Identifier(place, "0088")))
        goods = Billed(1, reference=False, item=False)
        document = a_document(order, seller, goods, order_number=None, delivery=there)
        return taken_in(town, document).unit_id

    assert unit_of(number) == town.school
    assert unit_of(str(gln("735000", 82))) is None


def test_an_invoice_before_the_goods_waits_and_is_matched_when_they_come() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_sent_order(town, seller)
    invoice = taken_in(town, a_document(order, seller))
    assert [each.kind for each in invoice.differences] == ["not_received", "not_received"]
    with tenant_scope(town.tenant_id):
        (task,) = tasks.tasks_of(invoice.differences[0].id)
    assert office.receiver.person_id in task.assignees

    with running_here() as drain:
        received(order, office.receiver)
        drain()

    after = queries.invoice(invoice.id, actor=town.office)
    assert (after.state, {each.state for each in after.differences}) == ("matched", {"gone"})
    with tenant_scope(town.tenant_id):
        (task,) = tasks.tasks_of(invoice.differences[0].id)
    assert task.state == "cancelled"


def test_a_price_above_the_agreed_one_is_settled_by_whoever_answers_for_the_agreement() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, a_document(order, seller, Billed(1, price="15"), Billed(2)))
    (difference,) = invoice.differences
    assert (difference.kind, difference.amount.amount) == ("price", 48)

    with running_here(), pytest.raises(Forbidden):
        actions.settle_difference(difference.id, "accept", "Ja", actor=office.receiver, at=AT)
    with running_here():
        settled = actions.settle_difference(
            difference.id, "accept", "Ny vara", actor=office.prices, at=AT
        )

    (difference,) = queries.invoice(invoice.id, actor=town.office).differences
    assert (settled.state, difference.settled_by) == ("matched", office.prices.person_id)


def test_a_price_credit_is_withheld_until_the_credit_note_brings_it() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, a_document(order, seller, Billed(1, price="15"), Billed(2)))
    with running_here():
        held = actions.settle_differences(
            invoice.id, "expect_credit", "Fel pris", actor=office.prices, at=AT
        )
    assert (held.state, held.withheld.amount) == ("matched", 60)

    note = taken_in(town, a_credit_note(order, seller, Billed(1, price="4"), of=invoice.number))

    after = queries.invoice(invoice.id, actor=town.office)
    assert (note.state, note.credits_invoice_id, after.withheld.amount) == (
        "approved",
        invoice.id,
        0,
    )
    assert [line.credited for line in sums(town, order.id)] == [0, 0]


def test_short_delivery_gives_a_payable_invoice_for_the_rest_and_a_tracked_credit() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    missing = {
        "received": Decimal(10),
        "short": Decimal(2),
        "reason": "missing",
        "remedy": "credit",
    }
    order = a_delivered_order(town, seller, office.receiver, **missing)

    invoice = taken_in(town, a_document(order, seller))

    assert (invoice.state, invoice.differences) == ("matched", ())
    assert invoice.withheld.amount == Decimal("27.50")  # two at 11 kr, with VAT
    assert sums(town, order.id)[0].invoiced == 10
    assert credits(town) == [2]

    note = taken_in(town, a_credit_note(order, seller, Billed(1, 2), of=invoice.number))

    assert (note.state, credits(town), credits(town, "met")) == ("approved", [], [2])
    assert queries.invoice(invoice.id, actor=town.office).withheld.amount == 0
    assert (sums(town, order.id)[0].invoiced, sums(town, order.id)[0].credited) == (10, 0)
    (claim,) = receipt_queries.claims_page(actor=town.office).items
    assert claim.state == "credited"
    assert orders.order(order.id, actor=town.office).state == "closed"


def test_goods_rejected_after_they_were_billed_are_taken_out_of_what_was_billed() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_sent_order(town, seller)
    damaged = {"rejected": Decimal(1), "reason": "broken", "remedy": "credit"}
    with running_here():
        received(order, office.receiver, first=damaged)
    invoice = taken_in(town, a_document(order, seller, Billed(1, 11), Billed(2)))
    assert invoice.state == "matched"

    note = taken_in(town, a_credit_note(order, seller, Billed(2, 3), of=invoice.number))

    assert note.state == "approved"
    assert [line.credited for line in sums(town, order.id)] == [0, 3]


def test_an_invoice_credited_as_a_whole_ends_and_its_goods_can_be_billed_again() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    wrong = taken_in(town, a_document(order, seller))

    note = taken_in(town, a_credit_note(order, seller, of=wrong.number))
    again = taken_in(town, a_document(order, seller))

    assert queries.invoice(wrong.id, actor=town.office).state == "credited"
    assert (note.state, again.state) == ("credited", "matched")
    first = sums(town, order.id)[0]
    assert (first.invoiced, first.credited) == (24, 12)


def test_what_was_never_received_cannot_be_accepted_but_held_back() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, a_document(order, seller, Billed(1, 14), Billed(2)))
    (difference,) = invoice.differences
    assert (difference.kind, difference.expected, difference.actual) == ("quantity", 12, 14)

    with running_here(), pytest.raises(Refused) as refusal:
        actions.settle_difference(difference.id, "accept", "Ja", actor=office.receiver, at=AT)
    with running_here():
        held = actions.settle_difference(
            difference.id, "expect_credit", "Två för mycket", actor=office.receiver, at=AT
        )

    assert refusal.value.codes == ["invoices.receive_first"]
    assert (held.state, held.withheld.amount, credits(town)) == ("matched", Decimal("27.50"), [2])


def test_freight_that_was_not_agreed_is_a_difference_and_agreed_freight_is_none() -> None:
    town = a_town()
    office = an_office(town)
    from avrop.agreements.rules import ChargeTerm

    agreed = a_seller(town, agreement={"charges": (ChargeTerm("FC", Decimal(100), "freight"),)})
    other = a_seller(town, name="Grossisten AB")
    freight = AllowanceCharge(True, Decimal(95), "Frakt", "FC")
    states = []
    for seller in (agreed, other):
        order = a_delivered_order(town, seller, office.receiver)
        states.append(taken_in(town, a_document(order, seller, charges=(freight,))).state)

    assert states == ["matched", "differing"]


def test_the_same_number_from_the_same_seller_is_refused_and_the_same_facts_are_asked_about() -> (
    None
):
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    document = a_document(order, seller)
    taken_in(town, document)

    with running_here(), pytest.raises(Refused) as refusal:
        actions.take_in_invoice(document, actor=town.office, at=AT)
    second = taken_in(town, replace(document, number=f"{document.number}-B"))

    assert refusal.value.codes == ["invoices.number_known"]
    assert {each.kind for each in second.differences} == {"duplicate", "quantity"}


def test_an_unknown_seller_keeps_the_message_undeliverable() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)
    stranger = replace(seller, endpoint="0007:5567890125")

    with running_here(), pytest.raises(Refused) as refusal:
        actions.take_in_invoice(a_document(order, stranger), actor=town.office, at=AT)

    assert refusal.value.codes == ["exchange.unknown_sender"]


def test_the_clerk_says_which_order_an_invoice_is_for() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    lost = taken_in(town, a_document(order, seller, order_number="Er beställning"))
    assert [each.kind for each in lost.differences] == ["no_order"]

    with running_here():
        found = actions.attach_order(lost.id, order.number, actor=office.clerk, at=AT)

    assert found.state == "matched"
    assert queries.invoice(lost.id, actor=town.office).unit_id == town.school


def test_an_invoice_without_an_order_is_accepted_and_coded_by_hand() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_sent_order(town, seller)
    rent = documents.InvoiceLine(
        "1", Quantity(Decimal(1), "MON"), Decimal(500), Item(name="Hyra"), Price(Decimal(500))
    )
    document = replace(a_document(order, seller, extra=(rent,)), order_number=None)
    invoice = taken_in(town, replace(document, buyer_reference="Hyra mars"))
    with running_here():
        accepted = actions.settle_differences(
            invoice.id, "accept", "Hyra", actor=office.clerk, at=AT
        )
        with pytest.raises(Refused) as refusal:
            actions.attest_review(invoice.id, actor=office.clerk, at=AT)
        codings = tuple(LineCoding(line.id, "konto=64400 ansvar=4100") for line in invoice.lines)
        actions.code_lines(invoice.id, codings, actor=office.clerk, at=AT)
        reviewed = actions.attest_review(invoice.id, actor=office.clerk, at=AT)

    assert refusal.value.codes == ["invoices.coding_missing"]
    assert (accepted.state, reviewed.state) == ("matched", "reviewed")
    assert (
        queries.invoice(invoice.id, actor=town.office).lines[0].coding == "ansvar=4100 konto=64400"
    )


def test_three_attests_by_people_who_are_kept_apart() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, a_document(order, seller))

    with running_here(), publishing(town.tenant_id) as events:
        actions.attest_review(invoice.id, actor=office.clerk, at=AT)
        approved = actions.attest_decision(invoice.id, actor=office.decider, at=AT)

    assert approved.state == "approved"
    attested = queries.invoice(invoice.id, actor=town.office).attestations
    assert [each.kind for each in attested] == ["review", "decision"]
    assert events[-1] == InvoiceApproved(invoice.id)


def test_nobody_decides_who_needed_the_goods_or_answers_for_other_coding() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, a_document(order, seller))
    from avrop.testing.worlds import a_person

    stranger = a_person(
        town.tenant_id, roles=("manager",), unit_id=town.school, responsibilities=("4200",)
    )
    with running_here():
        actions.attest_review(invoice.id, actor=office.clerk, at=AT)

        with pytest.raises(Forbidden):
            actions.attest_decision(invoice.id, actor=town.requester, at=AT)
        with pytest.raises(Forbidden):
            actions.attest_decision(invoice.id, actor=stranger, at=AT)

    assert queries.invoice(invoice.id, actor=town.office).state == "reviewed"


def test_an_invoice_that_differs_cannot_be_attested() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_sent_order(town, seller)
    invoice = taken_in(town, a_document(order, seller))

    with running_here(), pytest.raises(Refused) as refusal:
        actions.attest_review(invoice.id, actor=office.clerk, at=AT)

    assert refusal.value.codes == ["invoices.differences_wait"]


def test_a_disputed_invoice_stands_still_until_the_dispute_ends() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, a_document(order, seller))
    with running_here():
        actions.dispute(invoice.id, "Fel mottagare", actor=office.clerk, at=AT)

        still = actions.match_invoice(invoice.id, actor=town.office, at=AT)
        after = actions.resume(invoice.id, "Utrett", actor=office.clerk, at=AT)

    assert (still.state, after.state) == ("disputed", "matched")


def test_a_receipt_that_an_invoice_rests_on_cannot_be_taken_back() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    taken_in(town, a_document(order, seller))
    (receipt,) = receipt_queries.receipts_page(order_id=order.id, actor=town.office).items

    with running_here(), pytest.raises(Refused) as refusal:
        mended = (CorrectedLine(receipt.lines[0].id, Decimal(9)),)
        receipts.correct_receipt(receipt.id, mended, "Fel", actor=office.receiver, at=AT)

    assert refusal.value.codes == ["receipts.already_invoiced"]


def test_a_claim_that_is_given_up_lets_the_whole_invoice_be_paid() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    missing = {
        "received": Decimal(10),
        "short": Decimal(2),
        "reason": "missing",
        "remedy": "credit",
    }
    order = a_delivered_order(town, seller, office.receiver, **missing)
    invoice = taken_in(town, a_document(order, seller))
    with running_here() as drain:
        actions.attest_review(invoice.id, actor=office.clerk, at=AT)
        actions.attest_decision(invoice.id, actor=office.decider, at=AT)
        (claim,) = receipt_queries.claims_page(actor=town.office).items
        receipts.close_claim(claim.id, "withdrawn", "Hittade dem", actor=office.receiver, at=AT)
        drain()

    after = queries.invoice(invoice.id, actor=town.office)
    assert (after.state, after.withheld.amount) == ("approved", 0)


def test_matching_again_changes_no_ledger() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    missing = {
        "received": Decimal(10),
        "short": Decimal(2),
        "reason": "missing",
        "remedy": "credit",
    }
    order = a_delivered_order(town, seller, office.receiver, **missing)
    invoice = taken_in(town, a_document(order, seller))
    before = sums(town, order.id)

    with running_here():
        again = actions.match_invoice(invoice.id, actor=town.office, at=AT)

    assert sums(town, order.id) == before
    after = queries.invoice(invoice.id, actor=town.office)
    assert (again.withheld, after.lines) == (invoice.withheld, invoice.lines)


@pytest.mark.parametrize("lines", [1, 100, 1000])
def test_taking_in_and_matching_take_the_same_statements_however_many_lines(lines: int) -> None:
    town = a_town()
    seller, office = a_seller(town, items=lines), an_office(town)
    order = a_delivered_order(town, seller, office.receiver, lines=lines)
    document = a_document(order, seller)

    with running_here():
        with statements() as taking:
            invoice_id = actions.take_in_invoice(document, actor=town.office, at=AT)
        with statements() as matching:
            actions.match_invoice(invoice_id, actor=town.office, at=AT)

    assert (len(taking), len(matching)) == (26, 12)
