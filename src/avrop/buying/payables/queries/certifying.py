"""The certificate of a purchase: the chains of an order, its invoices and payments brought together.

Payments are the last of what happens to a purchase, so that only here all of it is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from avrop.authority import queries as authority
from avrop.authority.queries import Certificate
from avrop.buying.invoices import queries as invoices
from avrop.buying.orders import queries as orders
from avrop.buying.payables.models import PaymentPart
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query


@query
def certificate_of_order(order_id: UUID, *, actor: Actor) -> Certificate:
    """Who did what from the needs of an order to the payment of its invoices, to whoever sees the
    order. Statements don't grow with them."""
    order = orders.order_heading(order_id, actor=actor)
    billed = invoices.invoice_ids_of_order(order_id)
    chains = orders.chains_of([order_id]).get(order_id, ())
    return _certificate(chains, billed, order.seller_organisation_id)


@query
def certificate_of_invoice(invoice_id: UUID, *, actor: Actor) -> Certificate:
    """Who did what from the needs behind an invoice to its payment, to whoever sees the invoice."""
    seller_id = invoices.invoice_name(invoice_id, actor=actor).seller_organisation_id
    chains = invoices.chains_of([invoice_id])[invoice_id]
    return _certificate(chains, (invoice_id,), seller_id)


def _certificate(chains: Iterable[UUID], billed: Iterable[UUID], seller_id: UUID) -> Certificate:
    ids = tuple(billed)
    parts = PaymentPart.objects.filter(invoice_id__in=ids)
    paid = parts.order_by().values_list("payment__proposal_id", flat=True).distinct()
    return authority.certify((*chains, *ids, *sorted(paid)), beside=(seller_id,))
