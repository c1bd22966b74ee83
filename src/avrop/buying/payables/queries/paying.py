"""Reading proposals, payments and the bank's files; and where the money for an order stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Sum

from avrop.buying.invoices import queries as invoices
from avrop.buying.invoices.queries import DocumentToPay
from avrop.buying.orders.queries import MoneyStanding, TraceEntry
from avrop.buying.payables.lifecycle import ENTRY, PROPOSAL, PaymentState, ProposalState
from avrop.buying.payables.models import (
    BankEntry,
    BankFile,
    Payment,
    PaymentPart,
    Proposal,
    Release,
    Voucher,
)
from avrop.buying.payables.queries.reach import one_seen, seen
from avrop.buying.payables.shapes import (
    BankEntryView,
    BankFileView,
    PaymentPartView,
    PaymentsInState,
    PaymentView,
    ProposalHead,
    ProposalSummary,
    ProposalView,
    ReleaseView,
)
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.looking import read_once
from avrop.kernel.paging import Page, page_of, sorted_page_of
from avrop.kernel.practice import problems_leaving
from avrop.kernel.problems import missing, refuse_if
from avrop.kernel.scope import current_tenant
from avrop.values import Money


@query
def proposals_page(
    *, state: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[ProposalSummary]:
    """Payment proposals, the newest first."""
    rows = seen(Proposal.objects.all(), actor)
    found, following = page_of(
        rows.filter(state=state) if state else rows, cursor=cursor, limit=limit
    )
    return Page(tuple(_summary(row) for row in found), following)


@query
def proposal(proposal_id: UUID, *, actor: Actor) -> ProposalView:
    """One proposal with its payments."""
    row = one_seen(Proposal.objects, "payment proposal", proposal_id, actor)
    return proposal_view(row)


@query
def proposal_head(proposal_id: UUID, *, actor: Actor) -> ProposalHead:
    """One proposal without its payments. The same statements however many there are."""
    row = one_seen(Proposal.objects, "payment proposal", proposal_id, actor)
    counted = (
        Payment.objects.filter(proposal_id=row.id)
        .values_list("state")
        .annotate(number=Count("id"), amount=Sum("amount"))
        .order_by("state")
    )
    file = BankFile.objects.filter(proposal_id=row.id).defer("content").order_by("id").first()
    return ProposalHead(
        id=row.id,
        version=row.version,
        number=row.number,
        state=row.state,
        execution_date=row.execution_date,
        total=Money(row.total, row.currency),
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        releases=_releases(row),
        payments=tuple(
            PaymentsInState(state, number, Money(amount, row.currency))
            for state, number, amount in counted
        ),
        file_id=file.id if file else None,
        file_made_at=file.recorded_at if file else None,
        file_made_by=file.person_id if file else None,
        available_actions=PROPOSAL.verbs_from(row.state),
    )


@query
def payments_page(
    proposal_id: UUID,
    *,
    state: str = "",
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PaymentView]:
    """The payments of a proposal, in their order."""
    proposal = seen(Proposal.objects.filter(id=proposal_id), actor).first()
    if proposal is None:
        raise missing("payment proposal", proposal_id)
    every = Payment.objects.filter(proposal_id=proposal.id)
    rows = every.filter(state=state) if state else every
    found, following = sorted_page_of(rows, "position", among=every, cursor=cursor, limit=limit)
    return Page(_payment_views(found, {proposal.id: proposal.currency}), following)


@query
def payments_of_invoice(invoice_id: UUID, *, actor: Actor) -> tuple[PaymentView, ...]:
    """The payments an invoice or credit note stands in, to whoever sees the invoice."""
    invoices.only_seen(invoice_id, actor=actor)
    return _payments_of([invoice_id])


def invoices_of_payments(payment_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The invoice that each payment is for; of several, the first. One statement."""
    rows = PaymentPart.objects.filter(payment_id__in=list(payment_ids)).order_by("-id")
    return dict(rows.values_list("payment_id", "invoice_id"))


@query
def bank_files_page(
    *, direction: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[BankFileView]:
    """Files to the bank ("sent") and from it ("received"), the newest first."""
    rows = seen(BankFile.objects.defer("content"), actor)
    found, following = page_of(
        rows.filter(direction=direction) if direction else rows, cursor=cursor, limit=limit
    )
    return Page(tuple(_file(row) for row in found), following)


@query
def bank_entries_page(
    *,
    state: str = "",
    file_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[BankEntryView]:
    """Bookings of the bank that fit no payment, the newest first."""
    rows = seen(BankEntry.objects.all(), actor)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(file_id=file_id) if file_id else rows
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(entry_view(row) for row in found), following)


@query
def bank_entry(entry_id: UUID, *, actor: Actor) -> BankEntryView:
    """One booking of the bank that fits no payment, and what somebody said of it."""
    row = one_seen(BankEntry.objects, "bank entry", entry_id, actor)
    return entry_view(row)


@query
def payment_file(file_id: UUID, *, actor: Actor) -> bytes:
    """The bytes of a file to or from the bank. `Refused` in a practice environment: no bank gets
    them."""
    refuse_if(problems_leaving(actor.tenant_id))
    row = one_seen(BankFile.objects, "bank file", file_id, actor)
    return bytes(row.content)


def money_standing(order_id: UUID) -> MoneyStanding | None:
    """Where the money for an order stands: the least advanced of its invoices says it.

    Due while an invoice is approved, released when two people have said so, sent when the bank has the
    file, paid when the bank has paid; None while nothing is to be paid yet.
    """
    ids = invoices.invoice_ids_of_order(order_id)
    documents = [each for each in invoices.documents_named(ids) if not each.is_credit_note]
    states = invoices.states_of(each.invoice_id for each in documents)
    known = [each for each in documents if states[each.invoice_id][0] in ("approved", "paid")]
    if not known:
        return None
    by_invoice: dict[UUID, list[PaymentView]] = {}
    for payment in _payments_of([each.invoice_id for each in known]):
        for part in payment.documents:
            by_invoice.setdefault(part.invoice_id, []).append(payment)
    released = _released({p.proposal_id for several in by_invoice.values() for p in several})
    standings = [
        _standing_of(each, by_invoice.get(each.invoice_id, ()), released) for each in known
    ]
    return min(standings, key=lambda each: _ADVANCE.index(each.state))


_ADVANCE = ("due", "released", "sent", "paid")
_WITH_THE_BANK = (PaymentState.SENT, PaymentState.ACCEPTED)


def _standing_of(
    document: DocumentToPay, payments: Sequence[PaymentView], released: dict[UUID, date]
) -> MoneyStanding:
    amount = document.payable - document.withheld
    live = [p for p in payments if p.state not in (PaymentState.REJECTED, PaymentState.WITHDRAWN)]
    if not live:
        return MoneyStanding("due", document.due_date, amount)
    last = live[-1]
    if last.state == PaymentState.PAID:
        return MoneyStanding("paid", last.paid_on, last.amount)
    if last.state in _WITH_THE_BANK:
        return MoneyStanding("sent", released.get(last.proposal_id), last.amount)
    if last.proposal_id in released:
        return MoneyStanding("released", released[last.proposal_id], last.amount)
    return MoneyStanding("due", document.due_date, amount)


def _released(proposal_ids: Iterable[UUID]) -> dict[UUID, date]:
    done = (ProposalState.RELEASED, ProposalState.SENT, ProposalState.ANSWERED)
    rows = Proposal.objects.filter(id__in=list(proposal_ids), state__in=done)
    return dict(rows.values_list("id", "execution_date"))


_vouchers_of = compiled(lambda: Voucher.objects.filter(invoice_id__any_of=Given("ids")))
_releases_of = compiled(lambda: Release.objects.filter(proposal_id=Given("proposal_id")))
_files_of = compiled(
    lambda: BankFile.objects.filter(proposal_id__any_of=Given("ids")).defer("content")
)
_parts_of = compiled(
    lambda: PaymentPart.objects.filter(payment_id__any_of=Given("ids")).order_by("id")
)
_paying = compiled(
    lambda: (
        Payment.objects.filter(
            id__in=PaymentPart.objects.filter(invoice_id__any_of=Given("ids")).values("payment_id")
        )
        .select_related("proposal")
        .order_by("id")
    )
)


def trace_source(order_id: UUID, *, actor: Actor) -> Iterator[TraceEntry]:
    """What is known here of an order's way: bookings, releases and payments."""
    ids = invoices.invoice_ids_of_order(order_id)
    for row in _vouchers_of(ids=list(ids)) if ids else ():
        yield TraceEntry(
            at=row.registered_at,
            code="payables.trace_booked",
            source="payables",
            subject_id=row.id,
            values={"voucher": f"{row.series}{row.number}", "text": row.text},
        )
    seen: set[UUID] = set()
    for payment in _rows_paying(ids):
        if payment.proposal_id not in seen:
            seen.add(payment.proposal_id)
            yield from _traced_proposal(payment.proposal)
    yield from _traced_files(seen)


def _traced_proposal(row: Proposal) -> Iterator[TraceEntry]:
    about = {"number": row.number}
    yield TraceEntry(
        at=row.prepared_at,
        code="payables.trace_proposed",
        source="payables",
        subject_id=row.id,
        values=about,
        person_id=row.prepared_by,
    )
    for release in _releases_of(proposal_id=row.id):
        yield TraceEntry(
            at=release.released_at,
            code="payables.trace_released",
            source="payables",
            subject_id=row.id,
            values=about,
            person_id=release.person_id,
            on_behalf_of=release.on_behalf_of,
        )


def _traced_files(proposal_ids: Iterable[UUID]) -> Iterator[TraceEntry]:
    ids = list(proposal_ids)
    for file in _files_of(ids=ids) if ids else ():
        yield TraceEntry(
            at=file.recorded_at,
            code="payables.trace_file_made",
            source="payables",
            subject_id=file.id,
            values={"number": file.message_id},
            person_id=file.person_id,
        )


def _summary(row: Proposal) -> ProposalSummary:
    return ProposalSummary(
        id=row.id,
        number=row.number,
        state=row.state,
        execution_date=row.execution_date,
        total=Money(row.total, row.currency),
        prepared_at=row.prepared_at,
    )


def proposal_view(row: Proposal) -> ProposalView:
    """A stored proposal as others see it."""
    payments = list(Payment.objects.filter(proposal_id=row.id).order_by("position"))
    return ProposalView(
        id=row.id,
        version=row.version,
        number=row.number,
        state=row.state,
        execution_date=row.execution_date,
        total=Money(row.total, row.currency),
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        payments=_payment_views(payments, {row.id: row.currency}),
        releases=_releases(row),
        available_actions=PROPOSAL.verbs_from(row.state),
    )


def _releases(row: Proposal) -> tuple[ReleaseView, ...]:
    return tuple(
        ReleaseView(each.person_id, each.on_behalf_of, each.mandate_id, each.released_at)
        for each in Release.objects.filter(proposal_id=row.id).order_by("id")
    )


def _payments_of(invoice_ids: Sequence[UUID]) -> tuple[PaymentView, ...]:
    rows = _rows_paying(tuple(invoice_ids))
    return _payment_views(rows, {row.proposal_id: row.proposal.currency for row in rows})


def _rows_paying(invoice_ids: tuple[UUID, ...]) -> list[Payment]:
    """The payments of invoices. One statement, once for a page."""
    key = ("payables.paying", current_tenant(), invoice_ids)
    return read_once(key, lambda: _paying(ids=list(invoice_ids))) if invoice_ids else []


def _payment_views(rows: Sequence[Payment], currencies: dict[UUID, str]) -> tuple[PaymentView, ...]:
    parts: dict[UUID, list[PaymentPart]] = {row.id: [] for row in rows}
    for part in _parts_of(ids=list(parts)) if parts else ():
        parts[part.payment_id].append(part)
    return tuple(_payment(row, parts[row.id], currencies[row.proposal_id]) for row in rows)


def _payment(row: Payment, parts: Iterable[PaymentPart], currency: str) -> PaymentView:
    return PaymentView(
        id=row.id,
        proposal_id=row.proposal_id,
        state=row.state,
        seller_organisation_id=row.seller_organisation_id,
        seller_name=row.seller_name,
        amount=Money(row.amount, currency),
        account_kind=row.account_kind,
        account_number=row.account_number,
        reference=row.reference,
        due_date=row.due_date,
        end_to_end_id=row.end_to_end_id,
        paid_on=row.paid_on,
        rejection=row.rejection,
        documents=tuple(
            PaymentPartView(
                part.invoice_id, part.number, part.is_credit_note, Money(part.amount, currency)
            )
            for part in parts
        ),
    )


def _file(row: BankFile) -> BankFileView:
    return BankFileView(
        row.id,
        row.direction,
        row.kind,
        row.message_id,
        row.sha256,
        row.proposal_id,
        row.recorded_at,
    )


def entry_view(row: BankEntry) -> BankEntryView:
    """A stored booking as others see it."""
    return BankEntryView(
        id=row.id,
        version=row.version,
        file_id=row.file_id,
        state=row.state,
        oddity=row.oddity,
        payment_id=row.payment_id,
        end_to_end_id=row.end_to_end_id,
        said=row.said,
        amount=None if row.amount is None else Money(row.amount, row.currency),
        booked_on=row.booked_on,
        counterparty=row.counterparty,
        text=row.text,
        recorded_at=row.recorded_at,
        explanation=row.explanation,
        explained_by=row.explained_by,
        explained_at=row.explained_at,
        available_actions=ENTRY.verbs_from(row.state),
    )
