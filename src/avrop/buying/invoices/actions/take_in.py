"""Taking in invoices and credit notes: kept as they came, with the orders they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from avrop import documents
from avrop.buying.invoices import permissions
from avrop.buying.invoices.actions.match import rematch
from avrop.buying.invoices.entering import (
    charge_rows,
    invoice_row,
    line_rows,
    pays_elsewhere,
)
from avrop.buying.invoices.events import InvoiceReceived
from avrop.buying.invoices.kinds import DifferenceKind, InvoiceKind, Reference
from avrop.buying.invoices.matching import order_numbers_in
from avrop.buying.invoices.models import (
    Difference,
    Invoice,
    InvoiceCharge,
    InvoiceLine,
    OrderLink,
)
from avrop.buying.invoices.routing import open_settling_tasks
from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import OrderHead
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused
from avrop.parties import queries as parties
from avrop.values import uuid7


@command(permissions.TAKE_IN)
def take_in_invoice(
    document: documents.Invoice, message_id: UUID | None = None, *, actor: Actor, at: datetime
) -> UUID:
    """Keep an invoice or credit note as it came, and match it. Returns its id.

    Refused where the seller is unknown, or has sent a document of that kind and number before.
    """
    actor = require(actor, permissions.TAKE_IN, at=at)

    seller = parties.organisation_of_party(document.seller)
    if seller is None:
        raise Refused((Problem("exchange.unknown_sender"),))
    invoice = invoice_row(document, seller, message_id, at)
    twin = _earlier(invoice)
    numbers = order_numbers_in(
        order_reference=invoice.order_reference,
        buyer_reference=invoice.buyer_reference,
        notes=(invoice.note, *(line.note or "" for line in document.lines)),
    )
    heads = orders.order_heads(numbers=numbers, seller_organisation_id=seller.id) if numbers else ()
    invoice.unit_id = heads[0].unit_id if heads else _unit_named_in(document, invoice)

    lines = line_rows(document, invoice)
    invoice.save(force_insert=True)
    insert_rows(InvoiceLine, lines)
    if document.allowances_charges:
        insert_rows(InvoiceCharge, charge_rows(document, invoice))
    link_orders(invoice, heads, numbers)
    asked = []
    if twin is not None and invoice.kind == InvoiceKind.INVOICE:
        asked.append((DifferenceKind.DUPLICATE, twin))
    if pays_elsewhere(invoice, seller):
        asked.append((DifferenceKind.ACCOUNT, invoice.account_number))
    if asked:
        _ask_about(invoice, asked, actor, at)

    outbox.publish(InvoiceReceived(invoice.id, invoice.kind), actor=actor, at=at)
    rematch(invoice, actor=actor, at=at, lines=lines)
    return invoice.id


_SAME = ("seller_organisation_id", "kind")
_FACTS = ("issue_date", "payable", "order_reference", "payment_reference")
_alike = compiled(
    lambda: (
        Invoice.objects.filter(**{name: Given(name) for name in _SAME})
        .filter(Q(number=Given("number")) | Q(**{name: Given(name) for name in _FACTS}))
        .values_list("number", flat=True)
    )
)


def _earlier(invoice: Invoice) -> str | None:
    """The number of an earlier document that is the same in all but its number (INV-01).

    `Refused` where the number is the same too.
    """
    numbers = set(_alike(**{name: getattr(invoice, name) for name in (*_SAME, *_FACTS, "number")}))
    if invoice.number in numbers:
        values = {"number": invoice.number, "seller": invoice.seller_name}
        raise Refused((Problem("invoices.number_known", values),))
    # Without any reference, two deliveries of the same sort are no reason for suspicion.
    told_apart = invoice.order_reference or invoice.payment_reference
    return min(numbers) if numbers and told_apart else None


def _ask_about(
    invoice: Invoice, found: Sequence[tuple[DifferenceKind, str]], actor: Actor, at: datetime
) -> None:
    """What comparing does not find: a document like an earlier one, an account nobody knows."""
    differences = [
        Difference(
            id=uuid7(), invoice=invoice, kind=kind, name=name, amount=invoice.net, found_at=at
        )
        for kind, name in found
    ]
    invoice.has_differences = True
    insert_rows(Difference, differences)
    open_settling_tasks(invoice, differences, actor=actor, at=at)


def _unit_named_in(document: documents.Invoice, invoice: Invoice) -> UUID | None:
    """The unit whose reference an invoice without an order carries, else the one where it says that the
    goods were delivered (BT-71)."""
    named = _unit_of(invoice.buyer_reference)
    place = document.delivery.location if document.delivery else None
    if named is not None or place is None or place.identifier is None:
        return named
    at_place = parties.unit_by_gln(place.identifier.value)
    return at_place.id if at_place else None


def _unit_of(buyer_reference: str) -> UUID | None:
    reference = buyer_reference.strip().casefold()
    if not reference:
        return None
    found = [unit.id for unit in parties.units() if unit.invoice_reference.casefold() == reference]
    return found[0] if len(found) == 1 else None


def link_orders(
    invoice: Invoice, heads: tuple[OrderHead, ...], where: Mapping[str, Reference]
) -> None:
    """Write down which orders the invoice is for, and where that was found."""
    links = [
        OrderLink(
            invoice=invoice, order_id=head.id, order_number=head.number, how=where[head.number]
        )
        for head in heads
    ]
    if links:
        insert_rows(OrderLink, links)
