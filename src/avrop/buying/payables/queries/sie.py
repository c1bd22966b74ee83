"""Reading what was fetched for the accounting system, by whom and when, and what is left to fetch.

Numbers of vouchers have no gaps and are given in the order in which they are committed, so the last
number fetched of each series and year says all: nothing has to be marked or counted, voucher by voucher.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max

from avrop.buying.payables.models import SieFile, SieSpan
from avrop.buying.payables.queries.reach import one_seen, seen, sees_money
from avrop.buying.payables.rules import spans_after, spans_within
from avrop.buying.payables.shapes import SieFileView, Span, ToFetch
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.numbers import last_numbers
from avrop.kernel.paging import Page, page_of
from avrop.kernel.practice import problems_leaving
from avrop.kernel.problems import refuse_if
from avrop.values import Money

#: So many vouchers are in a file at most: an accounting system must be able to read it, and a page to
#: make it.
MOST_VOUCHERS = 5000


def written_to() -> dict[tuple[str, int], int]:
    """The last voucher of each series and year."""
    found = {}
    for name, last in last_numbers("vouchers.").items():
        series, _, year = name.removeprefix("vouchers.").rpartition(".")
        found[series, int(year)] = last
    return found


def fetched_to() -> dict[tuple[str, int], int]:
    """The last voucher of each series and year that was fetched."""
    rows = SieSpan.objects.values("series", "fiscal_year").annotate(last=Max("last_number"))
    return {(row["series"], row["fiscal_year"]): row["last"] for row in rows.order_by()}


def unfetched() -> tuple[Span, ...]:
    """Everything that no file has held yet."""
    return spans_after(written_to(), fetched_to())


@query
def to_fetch(*, actor: Actor) -> ToFetch:
    """What has not been fetched for the accounting system yet: what the next file would hold, and how
    many vouchers would be left. Nothing to whoever does not see the books."""
    if not sees_money(actor):
        return ToFetch((), 0)
    every = unfetched()
    following = spans_within(every, MOST_VOUCHERS)
    whole = sum(span.vouchers for span in every)
    return ToFetch(following, whole - sum(span.vouchers for span in following))


@query
def sie_files_page(
    *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[SieFileView]:
    """What was fetched for the accounting system, the newest first."""
    rows = seen(SieFile.objects.defer("content"), actor)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    spans: dict[UUID, list[Span]] = {row.id: [] for row in found}
    for span in SieSpan.objects.filter(file_id__in=spans).order_by("series", "fiscal_year"):
        spans[span.file_id].append(_span(span))
    return Page(tuple(sie_file_view(row, spans[row.id]) for row in found), following)


@query
def sie_file(file_id: UUID, *, actor: Actor) -> SieFileView:
    """What was fetched at once for the accounting system, without its bytes."""
    row = one_seen(SieFile.objects.defer("content"), "SIE file", file_id, actor)
    spans = SieSpan.objects.filter(file_id=row.id).order_by("series", "fiscal_year")
    return sie_file_view(row, [_span(span) for span in spans])


@query
def sie_content(file_id: UUID, *, actor: Actor) -> bytes:
    """The bytes of a SIE 4I file, as they were the first time. `Refused` in a practice environment: they
    are booked nowhere."""
    refuse_if(problems_leaving(actor.tenant_id))
    return bytes(one_seen(SieFile.objects, "SIE file", file_id, actor).content)


def sie_file_view(row: SieFile, spans: list[Span] | tuple[Span, ...]) -> SieFileView:
    """A stored file as others see it."""
    return SieFileView(
        id=row.id,
        number=row.number,
        from_date=row.from_date,
        until_date=row.until_date,
        spans=tuple(spans),
        vouchers=row.vouchers,
        debit=Money(row.debit, row.currency),
        sha256=row.sha256,
        made_by=row.person_id,
        on_behalf_of=row.on_behalf_of,
        made_at=row.made_at,
    )


def _span(row: SieSpan) -> Span:
    return Span(row.series, row.fiscal_year, row.first_number, row.last_number)
