"""The journey's money: invoices matched, differences settled, attested, paid and booked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from avrop.site.demonstration.hands import Declined
from avrop.site.demonstration.journey import CLERKS, KEEPERS, Story, in_words, money, next_workday
from avrop.site.demonstration.people import DAIRY, FRESH, GROCER

#: Who settles which kind of difference.
SETTLERS = {
    "price": "gunnar",
    "charge_not_agreed": "gunnar",
    "quantity": "eva",
    "not_received": "eva",
    "coding": "anna",
}
UNSETTLED_STATES = ("received", "differing")


def settle_differences(story: Story) -> None:
    """What differs is settled by the one who can; what is owed back is expected as a credit."""
    for supplier in (GROCER, DAIRY, FRESH):
        invoice = story.until(f"the invoice of {supplier}", partial(_invoice, story, supplier))
        story.tell(
            f"Invoice {invoice['number']} of {supplier}, {money(invoice['payable'])}: "
            f"{invoice['state']}, {len(invoice['differences'])} differences."
        )
        for difference in invoice["differences"]:
            if difference["state"] == "open":
                _settle(story, invoice, difference)
    story.do(KEEPERS[GROCER], "twin.step_twin", order_id=_sales_order(story, GROCER), until="end")
    credit = story.until("the credit note", partial(_credit_note, story))
    story.tell(f"Credit note {credit['number']}, {money(credit['payable'])}: {credit['state']}.")
    story.until("the expected credits to be met", partial(_all_met, story))
    story.tell("The expected credits are met.")


def _invoice(story: Story, supplier: str) -> Any:
    found = story.do("ivar", "invoices.invoices_of_order", order_id=story.orders[supplier]["id"])
    for summary in found:
        if summary["kind"] == "invoice" and summary["state"] != "received":
            return story.do("ivar", "invoices.invoice", invoice_id=summary["id"])
    return None


def _settle(story: Story, invoice: Any, difference: Any) -> None:
    person = SETTLERS.get(difference["kind"], "ivar")
    words = in_words(difference["code"], difference["values"])
    how = "expect_credit" if difference["kind"] in ("quantity", "not_received") else "accept"
    try:
        story.do(
            person,
            "invoices.settle_difference",
            difference_id=difference["id"],
            how=how,
            reason="Seen at the goods receipt",
        )
        story.tell(f"    {words}; {person.title()}: {how}.")
    except Declined as declined:
        # Matching goes on meanwhile: a receipt or an answer may have taken the difference away.
        if declined.codes != ["invoices.difference_is_settled"]:
            raise
        story.tell(f"    {words}; settled by what has come since.")


def _sales_order(story: Story, supplier: str) -> str:
    order = story.do(
        CLERKS[supplier], "sales.order_by_number", number=story.orders[supplier]["number"]
    )
    return str(order["id"])


def _credit_note(story: Story) -> Any:
    found = story.do("ivar", "invoices.invoices_of_order", order_id=story.orders[GROCER]["id"])
    return next(
        (
            one
            for one in found
            if one["kind"] == "credit_note" and one["state"] not in UNSETTLED_STATES
        ),
        None,
    )


def _all_met(story: Story) -> bool:
    order_id = story.orders[GROCER]["id"]
    credits = story.do("ivar", "receipts.expected_credits_page")["items"]
    return all(one["state"] == "met" for one in credits if one["order_id"] == order_id)


def attest(story: Story) -> None:
    """Review and decision are two acts by two people; receiving was the third."""
    for supplier in (GROCER, DAIRY, FRESH):
        for summary in story.do(
            "ivar", "invoices.invoices_of_order", order_id=story.orders[supplier]["id"]
        ):
            if summary["state"] == "matched" and summary["kind"] == "invoice":
                story.do("ivar", "invoices.attest_review", invoice_id=summary["id"])
                story.do("nina", "invoices.attest_decision", invoice_id=summary["id"])
                story.tell(f"{summary['number']}: reviewed by Ivar Lund, decided by Nina Roos.")


def pay(story: Story) -> None:
    """Payment is prepared by one, released by two, and answered by the bank."""
    due = story.today + timedelta(days=60)
    execution = next_workday(story.today, 1)
    proposal = story.do(
        "ivar", "payables.propose_payments", due_until=due, execution_date=execution
    )
    story.tell(f"Payment proposal {proposal['number']}: {money(proposal['total'])}.")
    for person in ("jonas", "karin"):
        proposal = story.do(person, "payables.release_payments", proposal_id=proposal["id"])
        story.tell(f"{person.title()} releases it: {proposal['state']}.")
    file_id = story.do("karin", "payables.send_payment_file", proposal_id=proposal["id"])
    _answer_as_the_bank(story, file_id, execution)
    paid = story.do("ivar", "payables.proposal", proposal_id=proposal["id"])
    for payment in paid["payments"]:
        story.tell(
            f"    {money(payment['amount'])} to {payment['account_kind']} "
            f"{payment['account_number']}, OCR {payment['reference']}: {payment['state']}."
        )


def _answer_as_the_bank(story: Story, file_id: str, execution: Any) -> None:
    """The bank of the demonstration answers with pain.002 (accepted) and camt.054 (paid)."""
    import base64
    from datetime import UTC, datetime

    from avrop.documents.finance import answering, camt054, pain001, pain002

    content = story.do("karin", "payables.payment_file", file_id=file_id)
    order = pain001.read(base64.b64decode(content))
    now = datetime.now(UTC)
    report = answering.report_on(order, message_id=f"R-{file_id[-12:]}", at=now)
    booking = answering.booking_of(order, message_id=f"B-{file_id[-12:]}", at=now, on=execution)
    for raw in (pain002.write(report), camt054.write(booking)):
        answer = story.do(
            "karin", "payables.take_in_bank_answer", content=base64.b64encode(raw).decode()
        )
        story.tell(
            f"The bank answers with {answer['kind']}: {answer['accepted']} accepted, "
            f"{answer['rejected']} rejected, {answer['paid']} paid."
        )


def book(story: Story) -> None:
    """Vouchers balance to the öre, and leave as SIE 4I."""
    import base64

    for supplier, order in story.orders.items():
        vouchers = story.until(
            f"the vouchers of {supplier}", partial(_vouchers, story, order["id"])
        )
        for voucher in vouchers:
            rows = [row for row in voucher["rows"] if Decimal(row["debit"])]
            debit = sum((Decimal(row["debit"]) for row in rows), Decimal(0))
            story.tell(
                f"Voucher {voucher['series']}{voucher['number']} for {supplier}: "
                f"{len(voucher['rows'])} rows, {debit} SEK on each side."
            )
    made = story.do("helena", "payables.make_sie_file")
    sie = story.do("helena", "payables.sie_content", file_id=made["id"])
    size = len(base64.b64decode(sie))
    story.tell(
        f"Helena fetches SIE 4I file {made['number']} for the ledger: {made['vouchers']} vouchers, "
        f"{size} bytes."
    )


def _vouchers(story: Story, order_id: str) -> Any:
    """The cost of every invoice of an order, once all are booked."""
    found: dict[str, Any] = {}
    for summary in story.do("helena", "invoices.invoices_of_order", order_id=order_id):
        vouchers = story.do("helena", "payables.vouchers_of_invoice", invoice_id=summary["id"])
        if not vouchers:
            return None
        found |= {voucher["id"]: voucher for voucher in vouchers}
    return list(found.values())


def look_back(story: Story) -> None:
    """One sentence says where each order stands; below it lies the whole trace."""
    for supplier, order in story.orders.items():
        standing = story.do("anna", "orders.standing", order_id=order["id"])
        trace = story.do("anna", "orders.trace", order_id=order["id"])
        words = in_words(standing["code"], standing["values"])
        story.tell(f"{order['number']} ({supplier}): {words} {len(trace)} steps in its trace.")
