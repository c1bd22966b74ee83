"""Saying which order an invoice is for, where the seller did not or said another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.invoices import permissions
from avrop.buying.invoices.actions.match import rematch
from avrop.buying.invoices.events import OrderAttached
from avrop.buying.invoices.holding import invoice_for_matching
from avrop.buying.invoices.kinds import Reference
from avrop.buying.invoices.lifecycle import OPEN
from avrop.buying.invoices.models import OrderLink
from avrop.buying.invoices.queries import outcome_of
from avrop.buying.invoices.shapes import InvoiceOutcome
from avrop.buying.orders import queries as orders
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change


@command(permissions.ATTACH)
def attach_order(
    invoice_id: UUID,
    order_number: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> InvoiceOutcome:
    """Add an order to those the invoice is for, and match again."""
    heads = orders.order_heads(numbers=[order_number.strip()])
    invoice = invoice_for_matching(invoice_id, also=[head.id for head in heads])

    actor = require(actor, permissions.ATTACH, at=at, within=Within(unit_id=invoice.unit_id))

    if not heads:
        raise missing("order", order_number)
    order = heads[0]
    refuse_if(
        [Problem("invoices.other_seller", {"number": order.number}, ("order_number",))]
        if order.seller_organisation_id != invoice.seller_organisation_id
        else []
    )
    refuse_if([] if invoice.state in OPEN else [Problem("invoices.not_open_any_more")])

    count_change(invoice, expected_version)
    invoice.unit_id = invoice.unit_id or order.unit_id
    OrderLink.objects.bulk_create(
        [
            OrderLink(
                invoice=invoice,
                order_id=order.id,
                order_number=order.number,
                how=Reference.ATTACHED,
            )
        ],
        ignore_conflicts=True,
    )
    rematch(invoice, actor=actor, at=at)

    outbox.publish(OrderAttached(invoice.id, order.id), actor=actor, at=at)
    return outcome_of(invoice)
