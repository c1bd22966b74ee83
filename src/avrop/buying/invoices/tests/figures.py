"""Order lines and invoices without any database, for the rules of matching."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from avrop.buying.invoices.matching import ChargeFacts, InvoiceFacts, LineFacts
from avrop.buying.orders.queries import LineSums, LineToMatch
from avrop.testing.worlds import TODAY
from avrop.values import Quantity

SPACE = UUID(int=0)
ORDER = uuid5(SPACE, "order")


def an_order_line(position: int = 1, **facts: Any) -> LineToMatch:
    """Ten pieces of item I-n at 20 kr, all received, nothing billed; but for what is given."""
    quantity = Decimal(facts.pop("quantity", 10))
    received = Decimal(facts.pop("received", quantity))
    sums = {"ordered": quantity, "received": received, **facts.pop("sums", {})}
    defaults: dict[str, Any] = {
        "order_line_id": uuid5(SPACE, f"line {facts.get('order_number', '')} {position}"),
        "order_id": ORDER,
        "order_number": "AO-2026-00001",
        "order_state": "accepted",
        "seller_organisation_id": SPACE,
        "unit_id": SPACE,
        "agreement_id": SPACE,
        "currency": "SEK",
        "position": position,
        "item_id": uuid5(SPACE, f"item {position}"),
        "seller_item_id": f"I-{position}",
        "gtin": "",
        "name": f"Vara nummer {position}",
        "unit": "C62",
        "category": "15500000",
        "vat_kind": "standard",
        "catch_weight": False,
        "quantity": quantity,
        "price": Decimal(20),
        "base_quantity": Decimal(1),
        "price_unit": facts.get("unit", "C62"),
        "price_factor": Decimal(1),
        "ordered_quantity": quantity,
        "accounting_cost": "",
        "agreed_seller_item_id": "",
        "agreed_gtin": "",
        "agreed_name": "",
        "sums": LineSums(**sums),
    }
    return LineToMatch(**(defaults | facts))


def a_line(position: int = 1, quantity: object = 10, unit: str = "C62", **facts: Any) -> LineFacts:
    """An invoice line for item I-n at 20 kr, 25 % VAT; but for what is given."""
    count = Decimal(str(quantity))
    defaults: dict[str, Any] = {
        "id": uuid5(SPACE, f"invoice line {position}"),
        "position": position,
        "name": f"Vara nummer {position}",
        "quantity": Quantity(count, unit),
        "amount": count * 20,
        "seller_item_id": f"I-{position}",
        "vat_percent": Decimal(25),
    }
    return LineFacts(**(defaults | facts))


def an_invoice(
    *lines: LineFacts, charges: tuple[ChargeFacts, ...] = (), **facts: Any
) -> InvoiceFacts:
    """An invoice whose sums are right."""
    net = sum((line.amount for line in lines), Decimal(0))
    net += sum((charge.amount for charge in charges), Decimal(0))
    tax = (net / 4).quantize(Decimal("0.01"))
    defaults: dict[str, Any] = {
        "id": uuid5(SPACE, "invoice"),
        "currency": "SEK",
        "tax_date": TODAY,
        "lines": lines,
        "charges": charges,
        "net": net,
        "tax": tax,
        "payable": net + tax,
    }
    return InvoiceFacts(**(defaults | facts))
