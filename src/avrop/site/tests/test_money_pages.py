"""The ledger's desk: invoices beside order and receipt, what differs, attests; proposals, four eyes,
the file and the bank's answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from avrop.buying.invoices import actions as invoices
from avrop.buying.invoices import queries
from avrop.buying.invoices.actions import CodingShare, LineCoding
from avrop.buying.invoices.queries import InvoiceView
from avrop.buying.invoices.tests.builders import a_delivered_order, a_document
from avrop.buying.payables import actions as payables
from avrop.buying.payables import queries as paying
from avrop.buying.payables.tests.builders import (
    AT,
    LATER,
    Billed,
    Money,
    a_paying_town,
    a_released_proposal,
    an_approved_invoice,
    statements,
    taken_in,
    the_file,
)
from avrop.coding.actions import NewValue, add_values
from avrop.documents.common import Item
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db


def an_invoice(money: Money, *billed: Billed, lines: int = 2, **first: Any) -> InvoiceView:
    """An invoice for a delivered order; `first` are facts of its first receipt line."""
    order = a_delivered_order(money.town, money.seller, money.office.receiver, lines=lines, **first)
    return taken_in(money.town, a_document(order, money.seller, *billed))


def state_of(money: Money, invoice_id: UUID) -> str:
    return queries.invoice(invoice_id, actor=money.town.office).state


def test_invoices_are_listed_by_state_with_what_waits_drawn() -> None:
    money = a_paying_town()
    differing = an_invoice(money, received=Decimal(10))
    matched = an_invoice(money)
    client = a_client_of(money.office.clerk)

    everything = page(client, "invoices")
    only = page(client, "invoices", state="differing")

    assert differing.number in everything
    assert matched.number in everything
    assert "2 invoices wait" in everything
    assert f">{differing.number}<" in only
    assert f">{matched.number}<" not in only


def test_what_differs_is_said_in_words_beside_order_and_receipt_with_who_can_settle_it() -> None:
    money = a_paying_town()
    invoice = an_invoice(money, received=Decimal(10))

    shown = page(a_client_of(money.office.clerk), "invoice", invoice.id)

    assert "12 pcs invoiced, 10 pcs received." in shown
    assert "Can be settled by:" in shown
    assert "Settle it" not in shown
    assert "1 thing differs and must be settled before it can be paid." in shown


def test_only_the_lines_that_differ_are_shown_where_that_is_asked_for() -> None:
    money = a_paying_town()
    invoice = an_invoice(money, received=Decimal(10))
    client = a_client_of(money.office.clerk)

    shown = page(client, "invoice", invoice.id, lines="differing")

    assert "Vara 1" in shown
    assert "Vara 2" not in shown


def test_whoever_can_settles_a_difference_and_the_invoice_goes_on() -> None:
    money = a_paying_town()
    invoice = an_invoice(money, received=Decimal(10))
    client = a_client_of(money.office.receiver)
    address = reverse("settle_difference", args=[invoice.differences[0].id])

    missing = sent(client, address, "SettleForm", how="expect_credit", reason="")
    done = sent(client, address, "SettleForm", how="expect_credit", reason="Två saknades")

    assert missing[0] == 422
    assert 'href="#reason"' in missing[1]
    assert done[0] == 302
    assert state_of(money, invoice.id) == "matched"
    assert "is withheld until a credit note comes" in page(client, "invoice", invoice.id)


def test_everything_of_ones_own_is_settled_at_once() -> None:
    money = a_paying_town()
    invoice = an_invoice(money, Billed(1, price="15"), Billed(2, price="20"))
    client = a_client_of(money.office.prices)
    address = reverse("invoice", args=[invoice.id])
    values = {"settle-how": "accept", "settle-reason": "Nytt pris"}

    status, _ = sent(client, address, "SettleAllForm", **values)

    assert status == 302
    assert state_of(money, invoice.id) == "matched"


def test_whoever_may_not_settle_is_told_who_can() -> None:
    money = a_paying_town()
    invoice = an_invoice(money, received=Decimal(10))

    shown = page(a_client_of(money.office.clerk), "settle_difference", invoice.differences[0].id)

    assert "It is not yours to settle." in shown
    assert "<textarea" not in shown


def test_whoever_receives_is_led_from_what_has_not_come_to_where_it_is_registered() -> None:
    money = a_paying_town()
    invoice = an_invoice(money, received=Decimal(10))
    order = queries.invoice_to_match(invoice.id, actor=money.town.office).invoice.orders[0]
    address = f'href="{reverse("receive_order", args=[order.order_id])}"'
    receiver = a_client_of(money.office.receiver)

    shown = page(receiver, "invoice", invoice.id)
    settling = page(receiver, "settle_difference", invoice.differences[0].id)
    to_the_clerk = page(a_client_of(money.office.clerk), "invoice", invoice.id)

    assert address in shown
    assert address in settling
    assert address not in to_the_clerk
    assert "Register the receipt when the goods have come" in to_the_clerk


def test_whoever_can_attest_is_named_on_the_invoice_and_finds_it_on_the_first_page() -> None:
    money = a_paying_town()
    invoice = an_invoice(money)
    clerk, decider = a_client_of(money.office.clerk), a_client_of(money.office.decider)
    address = reverse("invoice", args=[invoice.id])

    to_review = (page(clerk, "start"), page(decider, "start"))
    with running_here() as drain:
        sent(clerk, address, "AttestForm", note="")
        drain()
    to_decide = (page(clerk, "start"), page(decider, "start"))

    assert [f'href="{address}"' in shown for shown in to_review] == [True, False]
    assert [f'href="{address}"' in shown for shown in to_decide] == [False, True]
    assert "It can be attested by: " in page(clerk, "invoice", invoice.id)


def test_the_order_says_that_its_invoice_has_come_though_it_differs() -> None:
    money = a_paying_town()
    invoice = an_invoice(money, Billed(1, price="20"), Billed(2))
    clerk = a_client_of(money.office.clerk)

    shown = page(clerk, "order", invoice.orders[0].order_id)

    assert f"Invoice {invoice.number} from Mejeriet AB has come, but it differs" in shown
    assert "Has come, but differs" in shown
    assert f'href="{reverse("invoice", args=[invoice.id])}"' in shown


def test_an_invoice_is_attested_by_two_on_its_page() -> None:
    money = a_paying_town()
    invoice = an_invoice(money)
    address = reverse("invoice", args=[invoice.id])

    review = sent(a_client_of(money.office.clerk), address, "AttestForm", note="Genomgången")
    decision = sent(a_client_of(money.office.decider), address, "AttestForm", note="")

    assert (review[0], decision[0]) == (302, 302)
    assert state_of(money, invoice.id) == "approved"
    assert "Genomgången" in page(a_client_of(money.office.clerk), "invoice", invoice.id)


def test_a_stale_page_says_that_somebody_was_first_and_keeps_the_note() -> None:
    money = a_paying_town()
    invoice = an_invoice(money)
    client, address = a_client_of(money.office.clerk), reverse("invoice", args=[invoice.id])
    from avrop.site.tests.desk import keys_in

    keys = keys_in(client.get(address).content.decode(), "DisputeForm")
    invoices.dispute(invoice.id, "Fel", actor=money.office.prices, at=AT)
    invoices.resume(invoice.id, "Rätt", actor=money.office.prices, at=AT)

    answer = client.post(address, {**keys, "dispute-reason": "Mitt skäl"})

    assert answer.status_code == 409
    assert "Mitt skäl" in answer.content.decode()
    assert state_of(money, invoice.id) == "matched"


def an_invoice_without_an_order(money: Money, lines: int = 1) -> InvoiceView:
    """An invoice whose lines nothing can be matched to: they are coded by hand."""
    order = a_delivered_order(money.town, money.seller, money.office.receiver, lines=lines)
    billed = (Billed(position) for position in range(1, lines + 1))
    document = a_document(order, money.seller, *billed, order_number=None)
    of_no_order = tuple(
        replace(line, item=Item(name="Något annat", tax=line.item.tax), order_line=None)
        for line in document.lines
    )
    return taken_in(money.town, replace(document, number="UTAN-1", lines=of_no_order))


def test_a_line_without_an_order_is_split_over_two_codings() -> None:
    money = a_paying_town()
    invoice = an_invoice_without_an_order(money)
    (line,) = invoice.lines
    values = {
        f"coding-{line.id}-0": "ansvar=4100 konto=64400",
        f"percent-{line.id}-0": "75",
        f"coding-{line.id}-1": "ansvar=4200 konto=46000",
        f"percent-{line.id}-1": "25",
    }
    client, address = a_client_of(money.office.clerk), reverse("code_invoice", args=[invoice.id])

    wrong = sent(client, address, "CodeForm", **{**values, f"percent-{line.id}-1": "5"})
    done = sent(client, address, "CodeForm", **values)

    assert wrong[0] == 409
    assert done[0] == 302
    with tenant_scope(money.town.tenant_id):
        parts = queries.posting_of(invoice.id).parts
    assert [(part.responsibility, part.amount.amount) for part in parts] == [
        ("4100", Decimal("99.00")),
        ("4200", Decimal("33.00")),
    ]


def test_a_line_that_is_coded_by_hand_says_what_each_of_its_codes_is_called() -> None:
    money = a_paying_town()
    names = (NewValue("4300", {"sv": "Biblioteket", "en": "The library"}, date(2020, 1, 1)),)
    add_values("ansvar", names, actor=money.town.office, at=AT)
    invoice = an_invoice_without_an_order(money, lines=2)
    whole, split = invoice.lines
    shares = (
        CodingShare("ansvar=4300 konto=64400", Decimal(75)),
        CodingShare("ansvar=4200 konto=64400", Decimal(25)),
    )
    codings = (
        LineCoding(whole.id, "ansvar=4300 konto=46000"),
        LineCoding(split.id, "", shares),
    )
    client = a_client_of(money.office.clerk)

    page(client, "code_invoice", invoice.id)
    with statements() as before:
        uncoded = page(client, "code_invoice", invoice.id)
    invoices.code_lines(invoice.id, codings, actor=money.office.clerk, at=AT)
    with statements() as after:
        shown = page(client, "code_invoice", invoice.id)

    assert "Now: " not in uncoded
    assert "Now: 4300 The library, 46000 46000." in shown
    assert "Now: 4300 The library, 64400 64400." in shown
    assert shown.count("Now: ") == 3
    assert len(after) - len(before) == 1


def test_a_page_of_an_invoice_asks_as_much_for_many_lines_as_for_few() -> None:
    money = a_paying_town()
    client = a_client_of(money.office.clerk)
    counts = []
    for lines in (2, 60):
        invoice = an_invoice(money, lines=lines, received=Decimal(10))
        page(client, "invoice", invoice.id)
        with statements() as captured:
            shown = page(client, "invoice", invoice.id)
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert shown.count("<tr") <= 52
    assert "More lines" in shown


def test_the_document_is_read_beside_what_was_read_from_it() -> None:
    money = a_paying_town()
    invoice = an_invoice(money)

    shown = page(a_client_of(money.office.clerk), "invoice_document", invoice.id)

    assert "What was read from it" in shown
    assert "No document is kept here." in shown


# --- payments ----------------------------------------------------------------------------------------


def the_clerk(money: Money) -> Client:
    return a_client_of(a_person(money.town.tenant_id, roles=("ap_clerk",)))


def test_payments_are_proposed_released_by_two_and_made_into_a_file() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    clerk = the_clerk(money)

    status, _ = sent(clerk, reverse("propose_payments"), "ProposeForm", due_until=str(LATER))
    (proposal,) = paying.proposals_page(actor=money.finance).items
    address = reverse("payment_proposal", args=[proposal.id])
    own = sent(a_client_of(money.first), address, "ReleaseForm")
    again = sent(a_client_of(money.first), address, "ReleaseForm")
    other = sent(a_client_of(money.second), address, "ReleaseForm")
    made = sent(a_client_of(money.first), address, "FileForm")

    assert (status, own[0], again[0], other[0], made[0]) == (302, 302, 409, 302, 302)
    shown = page(a_client_of(money.second), "payment_proposal", proposal.id)
    assert "Who did what" in shown
    assert shown.count("Released.") == 2
    file_id = paying.proposal_head(proposal.id, actor=money.finance).file_id
    file = a_client_of(money.second).get(reverse("payment_file", args=[file_id]))
    assert file.status_code == 200
    assert b"<CstmrCdtTrfInitn>" in file.content


def test_nothing_to_pay_is_told_and_no_proposal_is_made() -> None:
    money = a_paying_town()

    status, shown = sent(
        the_clerk(money), reverse("propose_payments"), "ProposeForm", due_until=str(LATER)
    )

    assert status == 409
    assert "Nothing has been done yet" in shown
    assert paying.proposals_page(actor=money.finance).items == ()


def test_a_proposal_is_taken_back_with_a_reason() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    clerk = the_clerk(money)
    sent(clerk, reverse("propose_payments"), "ProposeForm", due_until=str(LATER))
    (proposal,) = paying.proposals_page(actor=money.finance).items
    address = reverse("payment_proposal", args=[proposal.id])

    without = sent(clerk, address, "WithdrawForm", reason="")
    done = sent(clerk, address, "WithdrawForm", reason="Fel dag")

    assert (without[0], done[0]) == (422, 302)
    assert paying.proposal_head(proposal.id, actor=money.finance).state == "withdrawn"


def test_a_file_that_is_no_answer_of_a_bank_is_refused_in_words() -> None:
    money = a_paying_town()
    file = SimpleUploadedFile("svar.xml", b"<not-a-bank/>", "application/xml")

    status, shown = sent(the_clerk(money), reverse("bank_answer"), "BankAnswerForm", file=file)

    assert status == 422
    assert "Nothing has been done yet" in shown


def test_the_banks_answer_stands_on_each_payment() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    proposal = a_released_proposal(money)
    the_file(money, proposal)
    answer = _accepting(proposal.number)
    file = SimpleUploadedFile("svar.xml", answer, "application/xml")

    status, _ = sent(the_clerk(money), reverse("bank_answer"), "BankAnswerForm", file=file)

    assert status == 302
    assert "Accepted by the bank" in page(
        a_client_of(money.finance), "payment_proposal", proposal.id
    )


def test_what_the_bank_says_that_fits_no_payment_is_shown_and_explained() -> None:
    money = a_paying_town()
    file = SimpleUploadedFile("svar.xml", _rejecting("SOMEBODY-ELSES"), "application/xml")
    clerk = the_clerk(money)

    _, leads_to = sent(clerk, reverse("bank_answer"), "BankAnswerForm", file=file)
    listed = page(clerk, "bank_entries", state="open")
    (entry,) = paying.bank_entries_page(actor=money.finance).items
    address = reverse("bank_entry", args=[entry.id])
    without = sent(clerk, address, "ExplainForm", reason="")
    done = sent(clerk, address, "ExplainForm", reason="Fel bank")

    assert leads_to == reverse("bank_entries")
    assert "No payment of ours" in listed
    assert (without[0], done[0]) == (422, 302)
    shown = page(clerk, "bank_entry", entry.id)
    assert "Fel bank" in shown
    assert "ExplainForm" not in shown


def _rejecting(end_to_end_id: str) -> bytes:
    """A report that rejects one payment."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>S-1</MsgId><CreDtTm>2026-03-02T10:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>M-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>
</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>M-1-1</OrgnlPmtInfId><TxInfAndSts>
<OrgnlEndToEndId>{end_to_end_id}</OrgnlEndToEndId><TxSts>RJCT</TxSts>
</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>""".encode()


def _accepting(number: str) -> bytes:
    """A report that takes the whole of a file, as a bank writes it."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>S-{number}</MsgId><CreDtTm>2026-03-02T10:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{number}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>
<GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts>
</CstmrPmtStsRpt></Document>""".encode()


def test_whoever_has_nothing_to_do_with_money_finds_no_payments() -> None:
    money = a_paying_town()
    an_approved_invoice(money)
    a_released_proposal(money)

    shown = page(a_client_of(money.town.requester), "payments")

    assert "No payments have been proposed yet." in shown


def test_payments_of_a_proposal_take_the_same_statements_however_many() -> None:
    money = a_paying_town()
    client = a_client_of(money.finance)
    counts = []
    for number in (1, 5):
        for _ in range(number):
            an_approved_invoice(money, lines=1)
        proposal = payables.propose_payments(
            LATER, actor=a_person(money.town.tenant_id, roles=("ap_clerk",)), at=AT
        )
        page(client, "payment_proposal", proposal.id)
        with statements() as captured:
            page(client, "payment_proposal", proposal.id)
        counts.append(len(captured))

    assert counts[0] == counts[1]
