"""Booking and paying. Pure: what is owed goes in, vouchers that balance and payments come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from avrop.buying.invoices.queries import DocumentToPay, Posting
from avrop.buying.payables.chart import Chart
from avrop.buying.payables.shapes import Span
from avrop.kernel.problems import Problem
from avrop.values import Money

NOTHING = Decimal(0)
#: Sums are rounded to whole kronor by less than one (öresavrundning); more was paid in advance.
LARGEST_ROUNDING = Decimal(1)


@dataclass(frozen=True, slots=True)
class Row:
    """An amount on an account: debit positive, credit negative."""

    account: str
    amount: Decimal
    coding: str = ""
    text: str = ""
    payment_id: UUID | None = None


def rows_of_invoice(posting: Posting, chart: Chart) -> tuple[Row, ...]:
    """Cost by coding and VAT in debit, what is owed in credit; a credit note the other way.

    The rows sum to nothing: what is left between
    the sums of the invoice is what it was rounded by, or paid in advance.
    """
    text = f"{posting.seller_name} {posting.number}"[:300]
    rows = [
        Row(part.account or chart.unknown_cost, part.amount.amount, part.coding, text)
        for part in posting.parts
    ]
    rows.append(Row(chart.input_vat, posting.tax.amount, "", text))
    rows.append(Row(chart.liability, -posting.payable.amount, "", text))
    left = sum((row.amount for row in rows), NOTHING)
    if left:
        is_rounding = abs(left) < LARGEST_ROUNDING
        rows.append(Row(chart.rounding if is_rounding else chart.prepaid, -left, "", text))
    sign = -1 if posting.is_credit_note else 1
    return tuple(
        Row(row.account, sign * row.amount, row.coding, row.text) for row in rows if row.amount
    )


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that the bank has made."""

    payment_id: UUID
    text: str
    amount: Decimal


def rows_of_payments(payments: Iterable[Paid], chart: Chart) -> tuple[Row, ...]:
    """Debts that are gone in debit, the bank in credit."""
    debts = tuple(
        Row(chart.liability, paid.amount, "", paid.text, paid.payment_id)
        for paid in payments
        if paid.amount
    )
    whole = sum((row.amount for row in debts), NOTHING)
    return (*debts, Row(chart.bank, -whole)) if debts else ()


_OF_BANK_FILE = "bank_file/"


def key_of_bank_file(file_id: UUID, on: date) -> str:
    """What names the voucher of all that the bank booked on a day and told in a file."""
    return f"{_OF_BANK_FILE}{file_id}/{on.isoformat()}"


def bank_file_in(once_key: str) -> UUID | None:
    """The bank's file that the voucher of that name books; None for another voucher."""
    if not once_key.startswith(_OF_BANK_FILE):
        return None
    return UUID(once_key.removeprefix(_OF_BANK_FILE).partition("/")[0])


def problems_with_voucher(rows: Sequence[Row]) -> Iterator[Problem]:
    """Debits equal credits, to the öre (invariant 17)."""
    difference = sum((row.amount for row in rows), NOTHING)
    if difference:
        yield Problem("payables.voucher_unbalanced", {"difference": difference})
    if not rows:
        yield Problem("payables.voucher_empty")


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A document in a payment; what a credit note takes off is negative."""

    invoice_id: UUID
    number: str
    is_credit_note: bool
    amount: Decimal


@dataclass(slots=True)
class PlannedPayment:
    """One transfer: an invoice, and the credit notes that are set off against it."""

    invoice: DocumentToPay
    parts: list[PlannedPart] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        """What goes to the bank; nothing where credit notes take it all."""
        return sum((part.amount for part in self.parts), NOTHING)


def plan_payments(
    documents: Sequence[DocumentToPay], settled: Mapping[UUID, Decimal]
) -> tuple[PlannedPayment, ...]:
    """What is still owed of each invoice, less the seller's credit notes.

    `settled` is what earlier payments hold of each document. A credit note is set off against the
    invoice it credits, else against the seller's invoices, the earliest due first; never below
    nothing, so what is left of it waits for the next invoice. Withheld money stays.
    """
    invoices = sorted(
        (each for each in documents if not each.is_credit_note),
        key=lambda each: (each.due_date, each.invoice_id),
    )
    left = {each.invoice_id: open_amount(each, settled) for each in documents}
    payments = {
        each.invoice_id: PlannedPayment(
            each,
            [PlannedPart(each.invoice_id, each.number, False, left[each.invoice_id])],
        )
        for each in invoices
        if left[each.invoice_id] > 0
    }
    credit_notes = [each for each in documents if each.is_credit_note]
    for own_only in (True, False):
        for note in credit_notes:
            for invoice in invoices:
                payment = payments.get(invoice.invoice_id)
                if payment and _can_set_off(note, invoice, own_only=own_only):
                    _set_off(note, payment, left)
    return tuple(payments.values())


def open_amount(document: DocumentToPay, settled: Mapping[UUID, Decimal]) -> Decimal:
    """What may still be paid, or taken off, for a document."""
    taken = abs(settled.get(document.invoice_id, NOTHING))
    return max(NOTHING, document.payable.amount - document.withheld.amount - taken)


def _can_set_off(note: DocumentToPay, invoice: DocumentToPay, *, own_only: bool) -> bool:
    same_seller = note.seller_organisation_id == invoice.seller_organisation_id
    same_currency = note.payable.currency == invoice.payable.currency
    is_own = note.credits_invoice_id == invoice.invoice_id
    return same_seller and same_currency and (is_own or not own_only)


def _set_off(note: DocumentToPay, payment: PlannedPayment, left: dict[UUID, Decimal]) -> None:
    amount = min(left[note.invoice_id], payment.amount)
    if amount > 0:
        left[note.invoice_id] -= amount
        payment.parts.append(PlannedPart(note.invoice_id, note.number, True, -amount))


def problems_proposing(
    planned: Sequence[PlannedPayment], execution_date: date, today: date
) -> Iterator[Problem]:
    """Why nothing can be proposed like this."""
    if not planned:
        yield Problem("payables.nothing_to_pay")
    if execution_date < today:
        values = {"on": execution_date}
        yield Problem("payables.execution_in_the_past", values, ("execution_date",))
    for payment in planned:
        if payment.amount and not payment.invoice.account_number:
            yield Problem(
                "payables.no_account",
                {"number": payment.invoice.number, "seller": payment.invoice.seller_name},
            )
    if len({payment.invoice.payable.currency for payment in planned}) > 1:
        yield Problem("payables.several_currencies")


def total(planned: Iterable[PlannedPayment], currency: str) -> Money:
    """What goes to the bank in all."""
    return Money(sum((payment.amount for payment in planned), NOTHING), currency)


# --- what has not been fetched -------------------------------------------------------------------------


def spans_after(
    written: Mapping[tuple[str, int], int], fetched: Mapping[tuple[str, int], int]
) -> tuple[Span, ...]:
    """The vouchers of each series and year that come after the last one fetched. Both say the last
    number."""
    return tuple(
        Span(series, year, fetched.get((series, year), 0) + 1, last)
        for (series, year), last in sorted(written.items())
        if last > fetched.get((series, year), 0)
    )


def spans_within(spans: Sequence[Span], most: int) -> tuple[Span, ...]:
    """As much of the spans as makes at most so many vouchers, from the beginning."""
    found, left = [], most
    for span in spans:
        if left <= 0:
            break
        last = min(span.last_number, span.first_number + left - 1)
        found.append(Span(span.series, span.fiscal_year, span.first_number, last))
        left -= found[-1].vouchers
    return tuple(found)


def problems_with_period(from_date: date | None, until_date: date | None) -> Iterator[Problem]:
    """A period has two days, the first of them first."""
    if from_date is None and until_date is not None:
        yield Problem("payables.period_without_beginning", {}, ("from_date",))
    elif until_date is None and from_date is not None:
        yield Problem("payables.period_without_end", {}, ("until_date",))
    elif from_date is not None and until_date is not None and until_date < from_date:
        values = {"from_date": from_date, "until_date": until_date}
        yield Problem("payables.period_ends_first", values, ("until_date",))
