"""What is held while an invoice is matched: the lines of its orders first, then the invoices. Always so,
since whoever holds the lines may have to change other invoices of the same orders."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from avrop.buying.invoices.models import Invoice
from avrop.buying.orders import actions as orders
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.problems import missing
from avrop.kernel.scope import current_tenant

#: The orders of invoices, and for a credit note those of the invoice that it names.
_ORDERS = """
    select order_id from invoices_order_link
    where tenant_id = %(tenant)s and invoice_id = any(%(ids)s)
    union
    select l.order_id
    from invoices_invoice note
    join invoices_invoice i on i.tenant_id = note.tenant_id and i.kind = 'invoice'
        and i.seller_organisation_id = note.seller_organisation_id and i.number = note.preceding_number
    join invoices_order_link l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
    where note.tenant_id = %(tenant)s and note.id = any(%(ids)s) and note.preceding_number <> ''"""

_locked = compiled(lambda: Invoice.objects.select_for_update().filter(id=Given("id")))


def hold_orders_of(invoice_ids: Iterable[UUID], *, also: Iterable[UUID] = ()) -> None:
    """Keep everybody else from deciding by the sums of these invoices' orders, and of the orders `also`,
    until the transaction ends. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, {"tenant": current_tenant(), "ids": list(invoice_ids)})
        found = {order_id for (order_id,) in cursor.fetchall()}
    if order_ids := found | set(also):
        orders.lock_lines(order_ids=order_ids)


def invoice_for_change(invoice_id: UUID) -> Invoice:
    """The invoice, locked; `Missing` where there is none. For what does not match it again."""
    found: Invoice | None = _locked.first(id=invoice_id)
    if found is None:
        raise missing("invoice", invoice_id)
    return found


def invoice_for_matching(invoice_id: UUID, *, also: Iterable[UUID] = ()) -> Invoice:
    """The invoice, locked, and before it the lines of its orders and of those `also`; `Missing` where
    there is none."""
    hold_orders_of([invoice_id], also=also)
    return invoice_for_change(invoice_id)
