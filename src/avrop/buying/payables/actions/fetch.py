"""Fetching vouchers for the accounting system (INV-10)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from avrop.buying.payables import chart, permissions, sie
from avrop.buying.payables.events import SieFileMade
from avrop.buying.payables.models import SieFile, SieSpan, Voucher
from avrop.buying.payables.queries import SieFileView, Span, sie_file_view, unfetched
from avrop.buying.payables.queries.sie import MOST_VOUCHERS
from avrop.buying.payables.queries.vouchers import vouchers_with_rows
from avrop.buying.payables.rules import problems_with_period, spans_within
from avrop.buying.payables.shapes import VoucherView
from avrop.documents.finance.iso20022 import UnwritableDocument
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.parties import queries as parties


@command(permissions.FETCH)
def make_sie_file(
    from_date: date | None = None,
    until_date: date | None = None,
    *,
    actor: Actor,
    at: datetime,
) -> SieFileView:
    """Fetch vouchers as a SIE 4I file: what nobody has fetched yet, or a copy of a period.

    A voucher is fetched once, whoever asks and however often; a file holds at most `MOST_VOUCHERS`, so
    there may be more to fetch. A copy counts nothing as fetched.
    """
    actor = require(actor, permissions.FETCH, at=at, within=EVERYWHERE)
    refuse_if(problems_with_period(from_date, until_date))

    # Taken first, not last: whoever fetches at the same moment waits here, and then finds the rest.
    number = next_number("sie_files")
    spans = () if from_date else spans_within(unfetched(), MOST_VOUCHERS)
    vouchers = _of_spans(spans) if spans else _of_period(from_date, until_date)
    content = _content(vouchers, day_of(at))
    debit = sum((row.debit for each in vouchers for row in each.rows), Decimal(0))

    file = SieFile.objects.create(
        number=number,
        from_date=from_date,
        until_date=until_date,
        vouchers=len(vouchers),
        debit=debit,
        currency=vouchers[0].currency,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        person_id=actor.person_id,
        on_behalf_of=actor.on_behalf_of,
        mandate_id=actor.mandate_id,
        made_at=at,
    )
    insert_rows(SieSpan, [_stored(span, file) for span in spans])
    outbox.publish(SieFileMade(file.id, len(vouchers)), actor=actor, at=at)
    return sie_file_view(file, spans)


def _stored(span: Span, file: SieFile) -> SieSpan:
    return SieSpan(
        file=file,
        series=span.series,
        fiscal_year=span.fiscal_year,
        first_number=span.first_number,
        last_number=span.last_number,
    )


def _of_spans(spans: Sequence[Span]) -> tuple[VoucherView, ...]:
    wanted = Q(pk__in=())
    for span in spans:
        wanted |= Q(
            series=span.series,
            fiscal_year=span.fiscal_year,
            number__range=(span.first_number, span.last_number),
        )
    rows = Voucher.objects.filter(wanted).order_by("series", "fiscal_year", "number")
    return vouchers_with_rows(list(rows))


def _of_period(from_date: date | None, until_date: date | None) -> tuple[VoucherView, ...]:
    """The vouchers dated within the period; `Refused` where there are none, or too many for a file."""
    if from_date is None or until_date is None:
        raise Refused((Problem("payables.nothing_to_fetch"),))
    within = Voucher.objects.filter(voucher_date__range=(from_date, until_date))
    rows = list(within.order_by("series", "fiscal_year", "number")[: MOST_VOUCHERS + 1])
    if not rows:
        days = {"from_date": from_date, "until_date": until_date}
        raise Refused((Problem("payables.nothing_in_period", days),))
    if len(rows) > MOST_VOUCHERS:
        facts = {"most": MOST_VOUCHERS}
        raise Refused((Problem("payables.period_too_long", facts, ("until_date",)),))
    return vouchers_with_rows(rows)


def _content(vouchers: Sequence[VoucherView], on: date) -> bytes:
    accounts, _ = ruleset.in_force(chart.NAME, chart.DEFAULT, on=on)
    own = parties.own_organisation()
    try:
        return sie.write(
            vouchers,
            accounts,
            company=own.name,
            organisation_number=own.legal_id,
            made_on=on,
        )
    except UnwritableDocument as fault:
        raise Refused(
            Problem(
                "payables.sie_not_writable",
                {"voucher": finding.values.get("voucher", ""), "code": finding.code},
            )
            for finding in fault.findings
        ) from None
