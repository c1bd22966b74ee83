"""Reading invoices: for people and programs, and for the app that pays and books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from avrop.buying.invoices.costing import chains_on, parts_of
from avrop.buying.invoices.kinds import AttestKind, DifferenceKind, InvoiceKind, Settlement
from avrop.buying.invoices.lifecycle import WAITING, DifferenceState, State
from avrop.buying.invoices.models import (
    Attestation,
    Difference,
    Invoice,
    OrderLink,
)
from avrop.buying.invoices.reviewing import (
    ages,
    attesters,
    compared_lines,
    invoice_to_match,
    number_by_state,
    settlers,
)
from avrop.buying.invoices.seeing import rows_named, seen_invoice
from avrop.buying.invoices.shapes import (
    AgeView,
    AttestationView,
    CodingShare,
    DifferenceView,
    DocumentToPay,
    InvoiceHead,
    InvoiceLineView,
    InvoiceName,
    InvoiceOutcome,
    InvoiceSummary,
    InvoiceToMatch,
    InvoiceView,
    LineComparison,
    OrderLineBeside,
    Posting,
    SettlerView,
)
from avrop.buying.invoices.shaping import difference_view, invoice_view, outcome_of
from avrop.buying.orders.queries import InvoiceStanding, TraceEntry
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.finding import Found, fitting, narrowed
from avrop.kernel.looking import read_once
from avrop.kernel.paging import Page, id_in, page_of, sorted_page_of
from avrop.kernel.problems import missing
from avrop.kernel.scope import current_tenant
from avrop.parties import queries as parties
from avrop.values import Money

__all__ = [
    "AgeView",
    "AttestationView",
    "CodingShare",
    "DifferenceView",
    "DocumentToPay",
    "InvoiceHead",
    "InvoiceLineView",
    "InvoiceName",
    "InvoiceOutcome",
    "InvoiceSummary",
    "InvoiceToMatch",
    "InvoiceView",
    "LineComparison",
    "OrderLineBeside",
    "Posting",
    "SettlerView",
    "ages",
    "attesters",
    "chains_of",
    "compared_lines",
    "deciders_of",
    "difference",
    "difference_view",
    "documents_named",
    "documents_to_pay",
    "invoice",
    "invoice_by_number",
    "invoice_ids_of_order",
    "invoice_to_match",
    "invoice_view",
    "invoices_of_differences",
    "invoices_of_order",
    "invoices_page",
    "number_by_state",
    "only_seen",
    "outcome_of",
    "posting_of",
    "settlers",
    "states_of",
    "trace_source",
]


@query
def invoices_page(
    *,
    state: str = "",
    kind: str = "",
    text: str = "",
    seller: str = "",
    sort: str = "newest",
    order_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[InvoiceSummary]:
    """Invoices and credit notes: the newest first, or by `sort` "due" those of a state that are to be
    paid first. `state` "waiting" is every state in which somebody has something to do; `text` is how the
    number begins, `seller` words of the seller's name."""
    rows = Invoice.objects.visible_to(actor)
    rows = rows.filter(state__in=WAITING) if state == "waiting" else rows
    rows = rows.filter(state=state) if state not in ("", "waiting") else rows
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(number__startswith=text) if text else rows
    if order_id is not None:
        rows = rows.filter(id__in=_of_order(order_id))
    if seller.strip():
        rows = _of_sellers(rows, seller, None if sort == "due" else cursor, limit)
    if sort == "due" and state not in ("", "waiting"):
        found, following = sorted_page_of(
            _counted(_dated(rows)),
            "pay_by",
            among=_dated(Invoice.objects.all()),
            cursor=cursor,
            limit=limit,
        )
    else:
        found, following = page_of(_counted(rows), cursor=cursor, limit=limit)
    return Page(tuple(_summary(row) for row in found), following)


def _of_sellers(rows: Any, name: str, cursor: str | None, limit: int) -> Any:
    """Those of the sellers who are called so. Where several are, the newest of each are found first, so
    that one index is walked for each seller and none past everybody else's invoices."""
    several = [rows.filter(seller_organisation_id=one) for one in parties.organisations_named(name)]
    if len(several) < 2:
        return several[0] if several else rows.none()
    if cursor:
        several = [each.filter(id__lt=id_in(cursor)) for each in several]
    newest = [each.order_by("-id").values("id")[: limit + 1] for each in several]
    return rows.filter(id__in=[row["id"] for row in newest[0].union(*newest[1:], all=True)])


def _dated(rows: Any) -> Any:
    return rows.annotate(pay_by=Coalesce("due_date", "issue_date"))


@query
def invoice(invoice_id: UUID, *, actor: Actor) -> InvoiceView:
    """One invoice or credit note."""
    return invoice_view(seen_invoice(invoice_id, actor))


@query
def invoices_numbered(
    text: str, *, actor: Actor, at: datetime, limit: int = 8
) -> tuple[Found, ...]:
    """The invoices and credit notes whose number begins so, the latest first."""
    beginning = fitting(text, series="", at=at)
    rows = narrowed(Invoice.objects.visible_to(actor), Invoice.objects.all(), "number", beginning)
    return tuple(
        Found("invoice", row.id, row.number, row.seller_name, row.state) for row in rows[:limit]
    )


@query
def difference(difference_id: UUID, *, actor: Actor) -> tuple[UUID, DifferenceView]:
    """A difference, and the invoice it is on."""
    row = Difference.objects.filter(id=difference_id).select_related("invoice").first()
    if row is None or not Invoice.objects.visible_to(actor).filter(id=row.invoice_id).exists():
        raise missing("difference", difference_id)
    return row.invoice_id, difference_view(row, row.invoice.currency)


@query
def invoice_by_number(
    number: str, *, seller_organisation_id: UUID | None = None, actor: Actor
) -> InvoiceView:
    """One invoice by the seller's number; the newest where sellers use the same."""
    rows = Invoice.objects.visible_to(actor).filter(number=number)
    if seller_organisation_id is not None:
        rows = rows.filter(seller_organisation_id=seller_organisation_id)
    row = rows.order_by("-id").first()
    if row is None:
        raise missing("invoice", number)
    return invoice_view(row)


@query
def invoices_of_order(order_id: UUID, *, actor: Actor) -> tuple[InvoiceSummary, ...]:
    """The invoices and credit notes for an order, the oldest first."""
    rows = Invoice.objects.visible_to(actor).filter(id__in=_of_order(order_id))
    return tuple(_summary(row) for row in _counted(rows).order_by("id"))


def standings_of_orders(order_ids: Sequence[UUID]) -> dict[UUID, InvoiceStanding]:
    """The invoice of each order that waits for somebody, what stands still first, else the newest. One
    statement."""
    found: dict[UUID, InvoiceStanding] = {}
    for order_id, number, state, invoice_id in _waiting(ids=list(order_ids)):
        known = found.get(order_id)
        if known is None or known.state not in _STANDS_STILL or state in _STANDS_STILL:
            found[order_id] = InvoiceStanding(number, state, invoice_id)
    return found


_waiting = compiled(
    lambda: (
        OrderLink.objects.filter(
            order_id__any_of=Given("ids"),
            invoice__kind=InvoiceKind.INVOICE,
            invoice__state__in=WAITING,
        )
        .order_by("invoice_id")
        .values_list("order_id", "invoice__number", "invoice__state", "invoice_id")
    )
)
_STANDS_STILL = frozenset({State.DIFFERING, State.DISPUTED})


def only_seen(invoice_id: UUID, *, actor: Actor) -> None:
    """`Missing` unless the reader sees the invoice. However many lines it has: two statements, once for
    a page."""
    seen_invoice(invoice_id, actor)


@query
def invoice_name(invoice_id: UUID, *, actor: Actor) -> InvoiceName:
    """What an invoice is called and whose it is; `Missing` unless the reader sees it."""
    row = seen_invoice(invoice_id, actor)
    return InvoiceName(row.id, row.number, row.seller_name, row.seller_organisation_id)


def invoice_ids_of_order(order_id: UUID) -> tuple[UUID, ...]:
    """The invoices and credit notes for an order. One statement, once for a page."""

    def read() -> tuple[UUID, ...]:
        return tuple(_ids_of_order(order_id=order_id))

    return read_once(("invoices.of_order", current_tenant(), order_id), read)


_ids_of_order = compiled(
    lambda: (
        OrderLink.objects.filter(order_id=Given("order_id"))
        .order_by("invoice_id")
        .values_list("invoice_id", flat=True)
    )
)


def _of_order(order_id: UUID) -> Any:
    return OrderLink.objects.filter(order_id=order_id).values_list("invoice_id", flat=True)


def _counted(rows: Any) -> Any:
    waiting = (
        Difference.objects.filter(invoice_id=OuterRef("id"), state=DifferenceState.OPEN)
        .values("invoice_id")
        .annotate(number=Count("id"))
        .values("number")
    )
    return rows.annotate(open_differences=Coalesce(Subquery(waiting), 0))


def _summary(row: Any) -> InvoiceSummary:
    return InvoiceSummary(
        id=row.id,
        kind=row.kind,
        number=row.number,
        seller_name=row.seller_name,
        unit_id=row.unit_id,
        issue_date=row.issue_date,
        due_date=row.due_date,
        payable=Money(row.payable, row.currency),
        withheld=Money(row.withheld, row.currency),
        state=row.state,
        received_at=row.received_at,
        open_differences=row.open_differences,
    )


_by_id = compiled(lambda: Invoice.objects.filter(id=Given("id")))


def posting_of(invoice_id: UUID) -> Posting:
    """What booking needs of an invoice: its cost by coding, VAT and what is owed. One statement."""
    row = _by_id.first(id=invoice_id)
    if row is None:
        raise missing("invoice", invoice_id)
    return Posting(
        invoice_id=row.id,
        is_credit_note=row.kind == InvoiceKind.CREDIT_NOTE,
        state=row.state,
        number=row.number,
        seller_name=row.seller_name,
        issue_date=row.issue_date,
        net=Money(row.net, row.currency),
        tax=Money(row.tax, row.currency),
        prepaid=Money(row.prepaid, row.currency),
        payable=Money(row.payable, row.currency),
        parts=parts_of(row),
    )


def chains_of(invoice_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The chains of deeds that invoices are on: those of their orders, and their own. One statement."""
    rows = Invoice.objects.filter(id__in=list(invoice_ids)).only("id", "chains")
    return {row.id: chains_on(row) for row in rows}


def deciders_of(invoice_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who gave decision attest to invoices, or accepted that they are paid to an account that is not
    known of the seller, and for whom. One statement."""
    ids = list(invoice_ids)
    attests = Attestation.objects.filter(invoice_id__in=ids, kind=AttestKind.DECISION)
    accounts = Difference.objects.filter(
        invoice_id__in=ids, kind=DifferenceKind.ACCOUNT, settlement=Settlement.ACCEPT
    )
    rows = attests.values_list("invoice_id", "person_id", "on_behalf_of").union(
        accounts.values_list("invoice_id", "settled_by", "on_behalf_of")
    )
    found: dict[UUID, frozenset[UUID]] = {}
    for invoice_id, *people in rows:
        known = frozenset(person for person in people if person is not None)
        found[invoice_id] = found.get(invoice_id, frozenset()) | known
    return found


def documents_to_pay(due_until: date | None = None) -> tuple[DocumentToPay, ...]:
    """Approved invoices due by a day, and every approved credit note; locked, the earliest due first.

    Paid ones of which a part was withheld are there too: that part is still owed. One statement.
    """
    rows = Invoice.objects.select_for_update().filter(
        Q(state=State.APPROVED) | Q(state=State.PAID, withheld__gt=0)
    )
    if due_until is not None:
        rows = rows.filter(Q(due_date__lte=due_until) | Q(due_date=None) | _CREDIT_NOTES)
    return tuple(_to_pay(row) for row in rows.order_by("id"))


_CREDIT_NOTES = Q(kind=InvoiceKind.CREDIT_NOTE)


def _to_pay(row: Invoice) -> DocumentToPay:
    return DocumentToPay(
        invoice_id=row.id,
        is_credit_note=row.kind == InvoiceKind.CREDIT_NOTE,
        number=row.number,
        seller_organisation_id=row.seller_organisation_id,
        seller_name=row.seller_name,
        payable=Money(row.payable, row.currency),
        withheld=Money(row.withheld, row.currency),
        account_kind=row.account_kind,
        account_number=row.account_number,
        payment_reference=row.payment_reference,
        due_date=row.due_date or row.issue_date,
        credits_invoice_id=row.credits_invoice_id,
    )


def invoices_of_differences(difference_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The invoice that each difference is of. One statement."""
    rows = Difference.objects.filter(id__in=list(difference_ids))
    return dict(rows.values_list("id", "invoice_id"))


def documents_named(invoice_ids: Iterable[UUID]) -> tuple[DocumentToPay, ...]:
    """Invoices and credit notes by id, whatever their state. One statement, once for a page."""
    return tuple(_to_pay(row) for row in rows_named(tuple(invoice_ids)))


def states_of(invoice_ids: Iterable[UUID]) -> dict[UUID, tuple[str, date | None]]:
    """State and due date of invoices. One statement."""
    asked = list(invoice_ids)
    return {row[0]: (row[1], row[2]) for row in _states(ids=asked)} if asked else {}


_states = compiled(
    lambda: Invoice.objects.filter(id__any_of=Given("ids")).values_list("id", "state", "due_date")
)


_attested = compiled(lambda: Attestation.objects.filter(invoice_id__any_of=Given("ids")))


def trace_source(order_id: UUID, *, actor: Actor) -> Iterator[TraceEntry]:
    """What is known here of an order's way: invoices, how they matched, and who attested them."""
    rows = rows_named(invoice_ids_of_order(order_id))
    by_id = {row.id: row for row in rows}
    for row in rows:
        about = {"number": row.number, "amount": Money(row.payable, row.currency)}
        yield TraceEntry(
            at=row.received_at,
            code=f"invoices.trace_{row.kind}",
            source="invoices",
            subject_id=row.id,
            values=about,
            message_id=row.message_id,
        )
        if row.matched_at:
            found = "differs" if row.state == State.DIFFERING else "matched"
            yield TraceEntry(
                row.matched_at,
                f"invoices.trace_{found}",
                "invoices",
                row.id,
                {"number": row.number},
            )
    for attest in _attested(ids=list(by_id)) if by_id else ():
        yield TraceEntry(
            at=attest.attested_at,
            code=f"invoices.trace_{attest.kind}",
            source="invoices",
            subject_id=attest.invoice_id,
            values={"number": by_id[attest.invoice_id].number},
            person_id=attest.person_id,
            on_behalf_of=attest.on_behalf_of,
        )
