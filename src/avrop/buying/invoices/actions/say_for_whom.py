"""Saying for whose benefit an invoice is, where no order has said it (REQ-07)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority import actions as authority
from avrop.buying.invoices import permissions
from avrop.buying.invoices.events import InvoiceForWhom
from avrop.buying.invoices.holding import invoice_for_change
from avrop.buying.invoices.lifecycle import WAITING
from avrop.buying.invoices.models import Invoice, InvoiceLine
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties


@command(permissions.CODE)
def say_for_whom(
    invoice_id: UUID,
    person_id: UUID,
    *,
    line_ids: tuple[UUID, ...] = (),
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Say that lines of an invoice, without any named the whole, are for somebody's own benefit.

    He does not attest it, nor does anybody who works under him: it goes to those above them.
    """
    invoice = invoice_for_change(invoice_id)

    actor = require(actor, permissions.CODE, at=at, within=Within(unit_id=invoice.unit_id))

    refuse_if(_decided(invoice))
    parties.person(person_id)  # Missing where there is none
    known = set(
        InvoiceLine.objects.filter(invoice_id=invoice.id, id__in=line_ids).values_list(
            "id", flat=True
        )
    )
    for line_id in line_ids:
        if line_id not in known:
            raise missing("invoice line", line_id)
    chain_of = dict.fromkeys(line_ids or (invoice.id,), invoice.id)
    authority.state_benefits(chain_of, person_id, actor=actor, at=at)
    _save(invoice, expected_version)

    outbox.publish(InvoiceForWhom(invoice.id), actor=actor, at=at)


@command(permissions.CODE)
def take_back_for_whom(
    invoice_id: UUID,
    benefit_id: UUID,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Take back, with the reason, that an invoice is for somebody's own benefit; whoever benefits or
    works under who does cannot. What was said of its order stays."""
    invoice = invoice_for_change(invoice_id)

    actor = require(actor, permissions.CODE, at=at, within=Within(unit_id=invoice.unit_id))

    refuse_if(_decided(invoice))
    authority.withdraw_benefit(benefit_id, reason, chains=(invoice.id,), actor=actor, at=at)
    _save(invoice, expected_version)

    outbox.publish(InvoiceForWhom(invoice.id), actor=actor, at=at, reason=reason)


def _decided(invoice: Invoice) -> list[Problem]:
    is_open = invoice.state in WAITING
    return [] if is_open else [Problem("invoices.not_open_any_more")]


def _save(invoice: Invoice, expected_version: int | None) -> None:
    count_change(invoice, expected_version)
    invoice.save(update_fields=["version"])
