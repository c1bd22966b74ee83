"""Who must approve what: the cart's cost by the responsibility that bears it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from avrop.approvals.rules import Part
from avrop.buying.requisitions.rules import Cart, CartLine
from avrop.coding.rules import CodingPlan, split
from avrop.kernel.problems import Refused
from avrop.values import Money


def parts_of(lines: Sequence[CartLine], plan: CodingPlan, currency: str) -> tuple[Part, ...]:
    """One part per responsibility, with the goods and the amount it bears.

    A line whose shares don't make a whole is left out: it can't be submitted anyway.
    """
    amounts: dict[str, Decimal] = {}
    categories: dict[str, set[str]] = {}
    responsibilities: dict[str, str] = {}
    for line in lines:
        try:
            divided = split(Money(line.amount, currency), line.shares)
        except Refused:
            continue
        for part in divided:
            if part.coding not in responsibilities:
                responsibilities[part.coding] = plan.responsibility_of(part.coding)
            responsibility = responsibilities[part.coding]
            amounts[responsibility] = amounts.get(responsibility, Decimal(0)) + part.amount.amount
            categories.setdefault(responsibility, set()).add(line.category)
    return tuple(
        Part(
            responsibility=responsibility,
            amount=Money(amount, currency),
            categories=tuple(sorted(categories[responsibility] - {""})),
        )
        for responsibility, amount in amounts.items()
    )


def approved_content(cart: Cart) -> dict[str, Any]:
    """What is approved, as it is stored and hashed: the goods, what they cost, what bears it."""
    return {
        "currency": cart.currency,
        "amount": str(cart.amount.amount),
        "lines": [
            {
                "line_id": str(line.id),
                "name": line.name,
                "quantity": str(line.quantity),
                "price": str(line.price),
                "amount": str(line.amount),
                "wanted": line.wanted.isoformat() if line.wanted else None,
                "agreement_id": str(line.agreement_id),
                "coding": [
                    {
                        "coding": share.coding,
                        "percent": _text(share.percent),
                        "amount": _text(share.amount),
                    }
                    for share in line.shares
                ],
            }
            for line in cart.lines
        ],
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
