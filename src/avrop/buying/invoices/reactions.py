"""What follows for invoices from what others did: matching, at once (INV-04)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from avrop.buying.invoices import actions, permissions
from avrop.buying.invoices.actions.credit import release_withheld
from avrop.buying.invoices.actions.match import take_up_goods
from avrop.buying.invoices.attesting import keep_attest_tasks
from avrop.buying.invoices.events import (
    CreditNoteMatched,
    InvoiceApproved,
    InvoiceCoded,
    InvoiceDisputed,
    InvoiceForWhom,
    InvoiceMatched,
    InvoiceResumed,
    InvoiceReviewed,
    OrderAttached,
)
from avrop.buying.invoices.holding import invoice_for_change
from avrop.buying.invoices.kinds import InvoiceKind
from avrop.buying.invoices.lifecycle import State
from avrop.buying.invoices.models import Invoice, OrderLink
from avrop.buying.orders.events import OrderAnswered, OrderChangesAccepted
from avrop.buying.receipts import queries as receipt_queries
from avrop.buying.receipts.events import ClaimsClosed, ReceiptCorrected, ReceiptRegistered
from avrop.kernel.actors import Actor
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.reactions import reacts_to
from avrop.tasks import permissions as task_permissions

MAY = (permissions.MATCH, task_permissions.OPEN, task_permissions.CLOSE)
_OnInvoice = (
    InvoiceMatched
    | InvoiceCoded
    | InvoiceReviewed
    | InvoiceApproved
    | InvoiceDisputed
    | InvoiceForWhom
    | InvoiceResumed
    | OrderAttached
)
#: Matching one again can change something: it waits, or is matched and nobody has attested it.
WAITING = (State.RECEIVED, State.DIFFERING, State.MATCHED)


@reacts_to(ReceiptRegistered, ReceiptCorrected, may=MAY)
def match_after_receipt(
    event: ReceiptRegistered | ReceiptCorrected, *, actor: Actor, at: datetime
) -> None:
    """Goods that an invoice waited for have come, or have not come after all."""
    if isinstance(event, ReceiptCorrected):
        take_up_goods(event.claim_ids, actor=actor, at=at)
    _match_invoices_of((event.order_id,), actor, at)


@reacts_to(OrderAnswered, OrderChangesAccepted, may=MAY)
def match_after_answer(
    event: OrderAnswered | OrderChangesAccepted, *, actor: Actor, at: datetime
) -> None:
    """Prices or quantities are agreed otherwise than they were."""
    _match_invoices_of((event.order_id,), actor, at)


@reacts_to(CreditNoteMatched, may=MAY)
def match_after_credit(event: CreditNoteMatched, *, actor: Actor, at: datetime) -> None:
    """What was taken back may be billed again, by another invoice."""
    _match_invoices_of(event.order_ids, actor, at)


@reacts_to(ClaimsClosed, may=MAY)
def match_after_claim(event: ClaimsClosed, *, actor: Actor, at: datetime) -> None:
    """Claims were given up: their credits are waited for no more."""
    if event.outcome != "withdrawn":
        return
    release_withheld(event.claim_ids)
    for invoice_id in receipt_queries.invoices_withheld_for(event.claim_ids):
        actions.match_invoice(invoice_id, actor=actor, at=at)


@reacts_to(
    InvoiceMatched,
    InvoiceCoded,
    InvoiceReviewed,
    InvoiceApproved,
    InvoiceDisputed,
    InvoiceForWhom,
    InvoiceResumed,
    OrderAttached,
    may=(task_permissions.OPEN, task_permissions.CLOSE),
)
def ask_for_attest(event: _OnInvoice, *, actor: Actor, at: datetime) -> None:
    """The attest that an invoice waits for is a task of those who can give it; when it waits for
    none any more, nobody's."""
    exactly = isinstance(event, InvoiceForWhom)
    keep_attest_tasks(invoice_for_change(event.invoice_id), exactly=exactly, actor=actor, at=at)


@reacts_to(CreditNoteMatched, may=(task_permissions.OPEN, task_permissions.CLOSE))
def ask_no_more_for_attest(event: CreditNoteMatched, *, actor: Actor, at: datetime) -> None:
    """An invoice that has been taken back as a whole needs no attest."""
    if event.invoice_id is not None:
        keep_attest_tasks(invoice_for_change(event.invoice_id), actor=actor, at=at)


_waiting = compiled(
    lambda: (
        Invoice.objects.filter(
            id__in=OrderLink.objects.filter(order_id__any_of=Given("order_ids")).values(
                "invoice_id"
            ),
            kind=InvoiceKind.INVOICE,
            state__in=WAITING,
        )
        .order_by("id")
        .values_list("id", flat=True)
    )
)


def _match_invoices_of(order_ids: Iterable[UUID], actor: Actor, at: datetime) -> None:
    for invoice_id in _waiting(order_ids=list(order_ids)):
        actions.match_invoice(invoice_id, actor=actor, at=at)
