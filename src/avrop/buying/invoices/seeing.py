"""Stored invoices by id, read once for a page, and who sees them."""

from __future__ import annotations

from uuid import UUID

from avrop.buying.invoices.models import Invoice
from avrop.kernel.actors import Actor
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.looking import read_once
from avrop.kernel.problems import missing
from avrop.kernel.scope import current_tenant

_named = compiled(lambda: Invoice.objects.filter(id__any_of=Given("ids")).order_by("id"))


def rows_named(ids: tuple[UUID, ...]) -> list[Invoice]:
    """Invoices and credit notes by id, whoever asks. One statement, once for a page."""
    key = ("invoices.named", current_tenant(), ids)
    return read_once(key, lambda: _named(ids=list(ids))) if ids else []


def seen_invoice(invoice_id: UUID, actor: Actor) -> Invoice:
    """The invoice or credit note, to whoever sees it; `Missing` to others."""
    found = rows_named((invoice_id,))
    if not found or not found[0].is_visible_to(actor):
        raise missing("invoice", invoice_id)
    return found[0]
