"""Finding out once, when an invoice is matched, what it costs on which coding, and which chains of
deeds it is on. Attests, booking and payment then need no orders and no chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from avrop.buying.invoices.costs import Costs, cost_parts
from avrop.buying.invoices.models import Invoice, InvoiceLine
from avrop.buying.invoices.shapes import CostPart
from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import CodingWeight
from avrop.coding import queries as coding
from avrop.values import Money


def keep_costs(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    matched: Iterable[tuple[UUID, UUID, Decimal]],
    order_ids: Iterable[UUID],
    *,
    on: date,
) -> None:
    """Put cost and chains on a row that is about to be saved. Five statements, however many lines."""
    known = tuple(matched)
    order_line_ids = {order_line_id for _, order_line_id, _ in known}
    costs = Costs(
        net=Money(invoice.net, invoice.currency),
        lines=tuple((line.id, line.amount, line.coding) for line in lines),
        matched=known,
        weights=orders.coding_of_lines(order_line_ids) if order_line_ids else {},
        own={line.id: _weights(line) for line in lines if line.shares},
    )
    parts = cost_parts(costs)
    codings = [part.coding for part in parts if part.coding]
    plan = coding.plan(on, naming=codings) if codings else None
    invoice.costs = [
        [
            part.coding,
            str(part.amount.amount),
            plan.responsibility_of(part.coding) if plan and part.coding else "",
            plan.account_of(part.coding) if plan and part.coding else "",
        ]
        for part in parts
    ]
    wanted = list(order_ids)
    chains = orders.chains_of(wanted) if wanted else {}
    invoice.chains = [
        str(chain) for order_id in wanted for chain in chains.get(order_id, (order_id,))
    ]


def _weights(line: InvoiceLine) -> tuple[CodingWeight, ...]:
    """How a line that is split is divided: percentages and amounts of the line, and the rest."""
    fixed = [
        line.amount * Decimal(percent) / 100 if percent else Decimal(amount) if amount else None
        for _, percent, amount in line.shares
    ]
    rest = line.amount - sum((part for part in fixed if part is not None), Decimal(0))
    return tuple(
        CodingWeight(coding, abs(rest if part is None else part))
        for (coding, _, _), part in zip(line.shares, fixed, strict=True)
    )


def parts_of(invoice: Invoice) -> tuple[CostPart, ...]:
    """The cost as it was found out. No statement."""
    return tuple(
        CostPart(coding, Money(Decimal(amount), invoice.currency), responsibility, account)
        for coding, amount, responsibility, account in invoice.costs
    )


def chains_on(invoice: Invoice) -> tuple[UUID, ...]:
    """The chains of deeds the invoice is on: those of its orders, and its own.

    Payment is separated by invoice, since one need can have many invoices, paid at different times.
    """
    return (*dict.fromkeys(UUID(chain) for chain in invoice.chains), invoice.id)
