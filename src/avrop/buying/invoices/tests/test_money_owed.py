"""Money that is owed, and money that is not: what credit notes, charges and accounts may not hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from avrop import documents
from avrop.buying.invoices import actions, queries
from avrop.buying.invoices.queries import InvoiceView
from avrop.buying.invoices.tests.builders import (
    AT,
    BANKGIRO,
    VAT,
    Billed,
    Office,
    Seller,
    Town,
    a_credit_note,
    a_delivered_order,
    a_document,
    a_seller,
    a_sent_order,
    a_town,
    an_office,
    statements,
    taken_in,
)
from avrop.buying.receipts import actions as receipts
from avrop.buying.receipts import queries as receipt_queries
from avrop.buying.receipts.actions import CorrectedLine, NewReceiptLine
from avrop.documents.common import AllowanceCharge
from avrop.documents.invoice import PaymentAccount, PaymentMeans, TaxSubtotal, TaxTotal
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as party_queries
from avrop.parties.queries import OrganisationFacts
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db

MISSING = {"received": Decimal(10), "short": Decimal(2), "reason": "missing", "remedy": "credit"}
OTHER_ACCOUNT = PaymentMeans(
    "30", reference="1", account=PaymentAccount("SE4550000000058398257466")
)


def attested(office: Office, invoice: InvoiceView) -> None:
    with running_here() as drain:
        actions.attest_review(invoice.id, actor=office.clerk, at=AT)
        actions.attest_decision(invoice.id, actor=office.decider, at=AT)
        drain()


def states(invoice: InvoiceView) -> list[tuple[str, Decimal, str]]:
    return [(each.kind, each.amount.amount, each.state) for each in invoice.differences]


def claims(town: Town) -> list[tuple[Decimal, str]]:
    page = receipt_queries.claims_page(actor=town.office, limit=200)
    return sorted((each.quantity.value, each.state) for each in page.items)


def credits(town: Town) -> list[tuple[Decimal, Decimal, str]]:
    page = receipt_queries.expected_credits_page(actor=town.office)
    return sorted((each.quantity.value, each.amount.amount, each.state) for each in page.items)


def with_bankgiro(town: Town, seller: Seller) -> None:
    with tenant_scope(town.tenant_id):
        card = party_queries.organisation_by_endpoint(seller.endpoint)
    assert card is not None
    facts = OrganisationFacts(
        **{name: getattr(card, name) for name in OrganisationFacts.__dataclass_fields__}
    )
    with running_here():
        parties.change_organisation(
            card.id, replace(facts, bankgiro=BANKGIRO), actor=town.office, at=AT
        )


@pytest.mark.parametrize("names_the_invoice", [True, False])
def test_what_was_withheld_is_owed_when_its_credit_has_come_whether_it_names_the_invoice_or_not(
    names_the_invoice: bool,
) -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver, **MISSING)
    invoice = taken_in(town, a_document(order, seller))
    attested(office, invoice)
    assert queries.invoice(invoice.id, actor=town.office).withheld.amount == Decimal("27.50")

    of = invoice.number if names_the_invoice else ""
    note = taken_in(town, a_credit_note(order, seller, Billed(1, 2), of=of))

    after = queries.invoice(invoice.id, actor=town.office)
    assert (note.state, note.payable.amount, after.withheld.amount) == (
        "approved",
        Decimal("27.50"),
        0,
    )


def test_accepting_one_charge_says_nothing_of_another() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    charges = (
        AllowanceCharge(True, Decimal(900), reason="Frakt", reason_code="FC", tax=VAT),
        AllowanceCharge(True, Decimal(800), reason="Fakturaavgift", reason_code="ABL", tax=VAT),
        AllowanceCharge(True, Decimal(700), reason="Miljöavgift", tax=VAT),
    )
    invoice = taken_in(town, a_document(order, seller, charges=charges))
    freight = next(each for each in invoice.differences if each.amount.amount == 900)

    with running_here() as drain:
        actions.settle_difference(freight.id, "accept", "Ja", actor=office.prices, at=AT)
        drain()

    after = queries.invoice(invoice.id, actor=town.office)
    assert after.state == "differing"
    assert sorted(states(after)) == [
        ("charge_not_agreed", 700, "open"),
        ("charge_not_agreed", 800, "open"),
        ("charge_not_agreed", 900, "settled"),
    ]


def test_each_sum_that_is_wrong_is_a_difference_of_its_own_however_often_it_is_matched() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    document = a_document(order, seller)
    total = document.total
    wrong = replace(
        total, tax_exclusive=(total.tax_exclusive or 0) + 500, payable=total.payable + 100
    )
    invoice = taken_in(town, replace(document, total=wrong))
    net = next(each for each in invoice.differences if each.amount.amount == 500)

    with running_here():
        actions.match_invoice(invoice.id, actor=town.office, at=AT)
        actions.settle_difference(net.id, "accept", "Ja", actor=office.clerk, at=AT)

    after = queries.invoice(invoice.id, actor=town.office)
    assert after.state == "differing"
    assert sorted(states(after)) == [("total", -400, "open"), ("total", 500, "settled")]


def test_the_same_goods_are_not_credited_twice_without_somebody_saying_so() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, a_document(order, seller))
    attested(office, invoice)

    first, second, third = (
        taken_in(town, a_credit_note(order, seller, Billed(1, quantity), of=of))
        for quantity, of in ((12, invoice.number), (12, ""), (2, ""))
    )

    assert (first.state, second.state, third.state) == ("approved", "differing", "differing")
    assert [each.kind for each in second.differences] == ["credited_too_much"]
    with running_here():
        accepted = actions.settle_differences(
            second.id, "accept", "Gottgörelse", actor=office.clerk, at=AT
        )
    assert accepted.state == "approved"


def test_an_invoice_is_credited_once_in_all_whatever_the_credit_notes_are_for() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, a_document(order, seller))
    attested(office, invoice)
    other = a_delivered_order(town, seller, office.receiver)
    attested(office, taken_in(town, a_document(other, seller)))
    whole = taken_in(town, a_credit_note(order, seller, of=invoice.number))

    again = taken_in(town, a_credit_note(other, seller, of=invoice.number))

    assert whole.state == "approved"
    # Twelve at 11 kr and twelve at 12 kr were invoiced, and are credited already.
    assert (again.state, states(again)) == ("differing", [("credited_too_much", 276, "open")])


def test_more_money_than_was_asked_for_goods_is_asked_about() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    attested(office, taken_in(town, a_document(order, seller)))

    note = taken_in(town, a_credit_note(order, seller, Billed(1, 12, price="20")))

    # 240 kr is returned of the 132 kr that the line cost.
    assert (note.state, states(note)) == ("differing", [("credited_too_much", 108, "open")])


def test_one_credit_answers_for_one_claim() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, a_document(order, seller))
    broken = NewReceiptLine(
        order.lines[0].id, Decimal(1), rejected=Decimal(1), reason="broken", remedy="credit"
    )
    with running_here() as drain:
        for _ in range(2):
            receipts.register_receipt(order.id, (broken,), actor=office.receiver, at=AT)
            drain()

    note = taken_in(town, a_credit_note(order, seller, Billed(1, 1), of=invoice.number))

    assert note.state == "approved"
    assert claims(town) == [(1, "credited"), (1, "open")]


def test_a_claim_that_is_credited_before_the_goods_are_billed_is_no_credit_too_much() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver, **MISSING)

    note = taken_in(town, a_credit_note(order, seller, Billed(1, 2)))

    assert (note.state, claims(town)) == ("approved", [(2, "credited")])


def test_a_corrected_receipt_takes_its_claim_and_its_credit_with_it() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    broken = {"rejected": Decimal(3), "reason": "broken", "remedy": "credit"}
    order = a_delivered_order(town, seller, office.receiver, **broken)
    invoice = taken_in(town, a_document(order, seller))
    attested(office, invoice)
    (receipt,) = receipt_queries.receipts_page(order_id=order.id, actor=town.office).items
    seen = []

    for rejected in (2, 0):
        line = CorrectedLine(receipt.lines[0].id, Decimal(12), Decimal(rejected))
        with running_here() as drain:
            receipts.correct_receipt(receipt.id, (line,), "Fel", actor=office.receiver, at=AT)
            drain()
        withheld = queries.invoice(invoice.id, actor=town.office).withheld.amount
        seen.append((claims(town), credits(town), withheld))

    assert seen == [
        ([(2, "open")], [(2, 22, "open")], Decimal("27.50")),
        ([(2, "withdrawn")], [(2, 22, "withdrawn")], 0),
    ]
    # What was withheld is paid by this invoice, so that no other can ask for it.
    again = taken_in(town, a_document(order, seller, Billed(1, 3)))
    assert [each.kind for each in again.differences] == ["quantity"]


def test_an_invoice_to_an_account_nobody_knows_waits_for_the_finance_officer() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    with_bankgiro(town, seller)
    finance = a_person(town.tenant_id, roles=("finance_officer",))
    order = a_delivered_order(town, seller, office.receiver)

    invoice = taken_in(town, a_document(order, seller, payment_means=(OTHER_ACCOUNT,)))

    (difference,) = invoice.differences
    assert (invoice.state, difference.kind) == ("differing", "account")
    with tenant_scope(town.tenant_id):
        (task,) = tasks.tasks_of(difference.id)
    assert task.assignees == (finance.person_id,)
    with running_here(), pytest.raises(Forbidden):
        actions.settle_difference(difference.id, "accept", "Ja", actor=office.clerk, at=AT)
    with running_here():
        settled = actions.settle_difference(
            difference.id, "accept", "Ringde dem", actor=finance, at=AT
        )
    assert settled.state == "matched"


def test_an_account_on_the_card_is_chosen_of_several_and_asked_about_by_nobody() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    with_bankgiro(town, seller)
    order = a_delivered_order(town, seller, office.receiver)
    document = a_document(order, seller)
    means = (OTHER_ACCOUNT, *document.payment_means)

    invoice = taken_in(town, replace(document, payment_means=means))

    assert (invoice.state, invoice.account_kind, invoice.account_number) == (
        "matched",
        "bankgiro",
        BANKGIRO,
    )


def of_nothing(document: documents.Invoice) -> documents.Invoice:
    """The invoice with all of its amount taken off."""
    whole = document.total.line_amount
    nothing = Decimal(0)
    return replace(
        document,
        allowances_charges=(AllowanceCharge(False, whole, reason="Rabatt", tax=VAT),),
        total=replace(
            document.total,
            allowances=whole,
            charges=None,
            tax_exclusive=nothing,
            tax_inclusive=nothing,
            payable=nothing,
        ),
        tax_totals=(TaxTotal(nothing, "SEK", (TaxSubtotal(nothing, nothing, VAT),)),),
    )


def test_an_invoice_of_nothing_is_attested_and_waits_for_no_payment() -> None:
    town = a_town()
    seller, office = a_seller(town), an_office(town)
    order = a_delivered_order(town, seller, office.receiver)
    invoice = taken_in(town, of_nothing(a_document(order, seller)))
    assert (invoice.state, invoice.payable.amount) == ("matched", 0)

    attested(office, invoice)

    assert queries.invoice(invoice.id, actor=town.office).state == "paid"


@pytest.mark.parametrize("lines", [1, 50])
def test_claims_are_ended_in_the_same_statements_however_many(lines: int) -> None:
    town = a_town()
    seller, office = a_seller(town, items=lines), an_office(town)
    broken = {"rejected": Decimal(2), "reason": "broken"}
    credited, replaced = (a_sent_order(town, seller, lines=lines) for _ in range(2))

    def received_broken(order: object, remedy: str) -> Sequence[NewReceiptLine]:
        return tuple(
            NewReceiptLine(line.id, Decimal(12), remedy=remedy, **broken)  # type: ignore[arg-type]
            for line in order.lines  # type: ignore[attr-defined]
        )

    with running_here() as drain:
        for order, remedy in ((credited, "credit"), (replaced, "replace")):
            receipts.register_receipt(
                order.id, tuple(received_broken(order, remedy)), actor=office.receiver, at=AT
            )
        drain()
    invoice = taken_in(town, a_document(credited, seller))
    billed = (Billed(position, 2) for position in range(1, lines + 1))
    note = a_credit_note(credited, seller, *billed, of=invoice.number)
    whole = tuple(NewReceiptLine(line.id, Decimal(2)) for line in replaced.lines)

    with running_here() as drain:
        with statements() as crediting:
            actions.take_in_invoice(note, actor=town.office, at=AT)
        with statements() as replacing:
            receipts.register_receipt(replaced.id, whole, actor=office.receiver, at=AT)
        drain()

    assert {state for _, state in claims(town)} == {"credited", "replaced"}
    assert (len(crediting), len(replacing)) == (36, 26)
