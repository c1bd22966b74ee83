"""Reading vouchers: the list, one, and its rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from avrop.buying.invoices import queries as invoices
from avrop.buying.payables.models import (
    Payment,
    PaymentPart,
    SieSpan,
    Voucher,
    VoucherRow,
)
from avrop.buying.payables.queries.reach import one_seen, seen
from avrop.buying.payables.queries.sie import fetched_to, written_to
from avrop.buying.payables.rules import bank_file_in
from avrop.buying.payables.shapes import (
    VoucherHead,
    VoucherRowView,
    VoucherSummary,
    VoucherView,
)
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.paging import Page, page_of, sorted_page_of
from avrop.values import Money

_NUMBER = re.compile(r"([^\W\d]*)\s*(\d{0,18})")
#: How a voucher has been treated: `fetched` of the list.
FETCHED, NOT_FETCHED = "yes", "no"


@query
def vouchers_page(
    *,
    number: str = "",
    fetched: str = "",
    from_date: date | None = None,
    until_date: date | None = None,
    sort: str = "newest",
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[VoucherSummary]:
    """Vouchers: the newest first, or by `sort` "date" those of the latest day first.

    `number` is one as people write it ("L12", "12", or "L" for the whole series); `fetched` "no" are
    those that no SIE file has held yet, "yes" the others.
    """
    every = seen(Voucher.objects.all(), actor)
    done = fetched_to()
    rows = every.filter(voucher_date__gte=from_date) if from_date else every
    rows = rows.filter(voucher_date__lte=until_date) if until_date else rows
    rows = rows.filter(_numbered(number)) if number else rows
    rows = rows.filter(_fetched(fetched, done)) if fetched else rows
    if sort == "date":
        found, following = sorted_page_of(
            rows, "-voucher_date", among=Voucher.objects.all(), cursor=cursor, limit=limit
        )
    else:
        found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(_summaries(found, done), following)


def _numbered(text: str) -> Q:
    """The vouchers of a number, of a series, or of both."""
    known = _NUMBER.fullmatch(text.strip())
    if known is None:
        return Q(pk__in=())
    series, number = known.groups()
    used = {one for one in written_to() if not series or one[0].lower() == series.lower()}
    wanted = Q(series__in={one for one, _ in used}, fiscal_year__in={year for _, year in used})
    return wanted & Q(number=int(number)) if number else wanted


def _fetched(wanted: str, done: Mapping[tuple[str, int], int]) -> Q:
    """What comes after, or until, the last voucher fetched of each series and year."""
    found = Q(pk__in=())
    for series, year in written_to():
        last = done.get((series, year), 0)
        side = {"number__gt": last} if wanted == NOT_FETCHED else {"number__lte": last}
        found |= Q(series=series, fiscal_year=year, **side)
    return found


@query
def voucher(voucher_id: UUID, *, actor: Actor) -> VoucherView:
    """One voucher with its rows."""
    return vouchers_with_rows([one_seen(Voucher.objects, "voucher", voucher_id, actor)])[0]


@query
def voucher_head(voucher_id: UUID, *, actor: Actor) -> VoucherHead:
    """One voucher without its rows, which are counted and summed. The same statements however many."""
    row = one_seen(Voucher.objects, "voucher", voucher_id, actor)
    sums = VoucherRow.objects.filter(voucher_id=row.id).aggregate(
        rows=Count("id"), debit=Sum("debit"), credit=Sum("credit")
    )
    span = (
        SieSpan.objects.filter(
            series=row.series, fiscal_year=row.fiscal_year, last_number__gte=row.number
        )
        .order_by("last_number")
        .values_list("file_id", "file__number", "file__made_at")
        .first()
    )
    fetched_in, fetched_as, fetched_at = span or (None, None, None)
    return VoucherHead(
        id=row.id,
        series=row.series,
        fiscal_year=row.fiscal_year,
        number=row.number,
        voucher_date=row.voucher_date,
        registered_at=row.registered_at,
        text=row.text,
        invoice_id=row.invoice_id,
        bank_file_id=bank_file_in(row.once_key),
        rule_set=row.rule_set,
        rows=sums["rows"],
        debit=Money(sums["debit"] or Decimal(0), row.currency),
        credit=Money(sums["credit"] or Decimal(0), row.currency),
        fetched_in=fetched_in,
        fetched_as=fetched_as,
        fetched_at=fetched_at,
    )


@query
def voucher_rows(
    voucher_id: UUID, *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[VoucherRowView]:
    """The rows of a voucher, in their order; a row that books a payment says which."""
    every = VoucherRow.objects.filter(
        voucher_id=one_seen(Voucher.objects, "voucher", voucher_id, actor).id
    )
    found, following = sorted_page_of(every, "position", among=every, cursor=cursor, limit=limit)
    paid = {row.payment_id for row in found if row.payment_id}
    proposals = dict(Payment.objects.filter(id__in=paid).values_list("id", "proposal_id"))
    parts = PaymentPart.objects.filter(payment_id__in=paid, is_credit_note=False)
    of_invoice = dict(parts.values_list("payment_id", "invoice_id"))
    return Page(
        tuple(
            _row_view(row, proposals.get(row.payment_id), of_invoice.get(row.payment_id))
            for row in found
        ),
        following,
    )


@query
def vouchers_of_invoice(invoice_id: UUID, *, actor: Actor) -> tuple[VoucherView, ...]:
    """The vouchers an invoice was booked by."""
    invoices.only_seen(invoice_id, actor=actor)
    return vouchers_with_rows(_booking(invoice_id=invoice_id))


_booking = compiled(lambda: Voucher.objects.filter(invoice_id=Given("invoice_id")).order_by("id"))
_rows_of = compiled(
    lambda: VoucherRow.objects.filter(voucher_id__any_of=Given("ids")).order_by("position")
)


def vouchers_with_rows(rows: Sequence[Voucher]) -> tuple[VoucherView, ...]:
    """Stored vouchers with their rows, in one statement however many."""
    of_voucher: dict[UUID, list[VoucherRowView]] = {row.id: [] for row in rows}
    for each in _rows_of(ids=list(of_voucher)) if of_voucher else ():
        of_voucher[each.voucher_id].append(_row_view(each))
    return tuple(
        VoucherView(
            id=row.id,
            series=row.series,
            number=row.number,
            voucher_date=row.voucher_date,
            text=row.text,
            currency=row.currency,
            invoice_id=row.invoice_id,
            rule_set=row.rule_set,
            rows=tuple(of_voucher[row.id]),
        )
        for row in rows
    )


def _row_view(
    row: VoucherRow, proposal_id: UUID | None = None, invoice_id: UUID | None = None
) -> VoucherRowView:
    return VoucherRowView(
        row.account,
        row.coding,
        row.debit,
        row.credit,
        row.text,
        row.payment_id,
        proposal_id,
        invoice_id,
    )


def _summaries(
    rows: Sequence[Voucher], done: Mapping[tuple[str, int], int]
) -> tuple[VoucherSummary, ...]:
    totals = _totals({row.id for row in rows})
    return tuple(
        VoucherSummary(
            id=row.id,
            series=row.series,
            fiscal_year=row.fiscal_year,
            number=row.number,
            voucher_date=row.voucher_date,
            registered_at=row.registered_at,
            text=row.text,
            total=Money(totals.get(row.id, Decimal(0)), row.currency),
            invoice_id=row.invoice_id,
            bank_file_id=bank_file_in(row.once_key),
            is_fetched=row.number <= done.get((row.series, row.fiscal_year), 0),
        )
        for row in rows
    )


def _totals(voucher_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """What stands on the debit side of each."""
    rows = VoucherRow.objects.filter(voucher_id__in=voucher_ids).values("voucher_id")
    return dict(rows.annotate(debit=Sum("debit")).order_by().values_list("voucher_id", "debit"))
