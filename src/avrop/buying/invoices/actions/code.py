"""Coding lines by hand: those that no order line brings a coding for (INV-05)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from avrop.buying.invoices import permissions
from avrop.buying.invoices.actions.match import rematch
from avrop.buying.invoices.events import InvoiceCoded
from avrop.buying.invoices.holding import invoice_for_matching
from avrop.buying.invoices.lifecycle import OPEN
from avrop.buying.invoices.models import InvoiceLine
from avrop.buying.invoices.queries import outcome_of
from avrop.buying.invoices.shapes import InvoiceOutcome, LineCoding
from avrop.coding import queries as coding_queries
from avrop.coding import rules as coding_rules
from avrop.coding.rules import CodingPlan
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.values import Money


@command(permissions.CODE)
def code_lines(
    invoice_id: UUID,
    codings: tuple[LineCoding, ...],
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> InvoiceOutcome:
    """Code lines of an invoice, each as a whole or split by percent or amount.

    Money that is matched to an order keeps the order's coding.
    """
    invoice = invoice_for_matching(invoice_id)

    actor = require(actor, permissions.CODE, at=at, within=Within(unit_id=invoice.unit_id))

    refuse_if([] if invoice.state in OPEN else [Problem("invoices.not_open_any_more")])
    lines = {line.id: line for line in InvoiceLine.objects.filter(invoice_id=invoice.id)}
    plan = coding_queries.plan(day_of(at), naming=_codings(codings))
    for each in codings:
        if each.line_id not in lines:
            raise missing("invoice line", each.line_id)
    refuse_if(_problems_with(codings, lines, plan, invoice.currency))

    count_change(invoice, expected_version)
    for each in codings:
        lines[each.line_id].coding = plan.canonical(each.coding) if not each.shares else ""
        lines[each.line_id].shares = [
            [plan.canonical(share.coding), _text(share.percent), _text(share.amount)]
            for share in each.shares
        ]
    update_rows(InvoiceLine, ["coding", "shares"], [lines[each.line_id] for each in codings])
    invoice.costs = []
    rematch(invoice, actor=actor, at=at)
    invoice.save(update_fields=["costs", "version"])

    outbox.publish(InvoiceCoded(invoice.id), actor=actor, at=at)
    return outcome_of(invoice)


def _codings(codings: Iterable[LineCoding]) -> list[str]:
    texts = (
        text
        for each in codings
        for text in ([share.coding for share in each.shares] or [each.coding])
    )
    return list(dict.fromkeys(texts))


def _problems_with(
    codings: Sequence[LineCoding],
    lines: Mapping[UUID, InvoiceLine],
    plan: CodingPlan,
    currency: str,
) -> Iterator[Problem]:
    for text in _codings(codings):
        yield from coding_rules.problems_with(text, plan)
    for each in codings:
        if each.shares:
            whole = Money(lines[each.line_id].amount, currency)
            shares = [
                coding_rules.Share(
                    share.coding,
                    share.percent,
                    None if share.amount is None else Money(share.amount, currency),
                )
                for share in each.shares
            ]
            yield from coding_rules.problems_with_split(whole, shares)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
