"""Invoices for sent orders, as sellers write them, and the people who deal with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from avrop import documents
from avrop.buying.invoices import actions, queries
from avrop.buying.invoices.queries import InvoiceView
from avrop.buying.orders.queries import OrderView
from avrop.buying.receipts.tests.builders import (
    AT,
    TODAY,
    Seller,
    Town,
    a_receiver,
    a_seller,
    a_sent_order,
    a_town,
    received,
    statements,
)
from avrop.documents.common import (
    AllowanceCharge,
    DocumentReference,
    Identifier,
    Item,
    MonetaryTotal,
    Price,
    TaxCategory,
)
from avrop.documents.invoice import PaymentAccount, PaymentMeans, TaxSubtotal, TaxTotal
from avrop.documents.parties import Party
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.testing.worlds import a_person
from avrop.values import Quantity, rounded_half_up

__all__ = [
    "AT",
    "TODAY",
    "Billed",
    "Office",
    "Seller",
    "Town",
    "a_credit_note",
    "a_delivered_order",
    "a_document",
    "a_receiver",
    "a_seller",
    "a_sent_order",
    "a_town",
    "an_office",
    "received",
    "statements",
    "taken_in",
]

VAT = TaxCategory("S", Decimal(25))
BANKGIRO = "50501055"
_number = count(1)


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of an invoice: which line of the order, how many, at what price."""

    position: int
    quantity: int | str = 12
    price: str | None = None
    reference: bool = True
    item: bool = True


@dataclass(frozen=True, slots=True)
class Office:
    """Who deals with invoices. `decider` answers for the coding of the orders."""

    clerk: Actor
    prices: Actor
    receiver: Actor
    decider: Actor


def an_office(town: Town) -> Office:
    """A ledger clerk, somebody who answers for agreements, a receiver and a manager who decides."""
    return Office(
        clerk=a_person(town.tenant_id, roles=("ap_clerk",)),
        prices=a_person(town.tenant_id, roles=("agreement_manager",)),
        receiver=a_receiver(town),
        decider=a_person(
            town.tenant_id, roles=("manager",), unit_id=town.school, responsibilities=("4100",)
        ),
    )


def a_delivered_order(
    town: Town, seller: Seller, receiver: Actor, *, lines: int = 2, **first: Any
) -> OrderView:
    """A sent order of which everything has been received; `first` are facts of its first line."""
    order = a_sent_order(town, seller, lines=lines)
    with running_here():
        received(order, receiver, first=first)
    return order


def a_document(
    order: OrderView,
    seller: Seller,
    *billed: Billed,
    charges: Sequence[AllowanceCharge] = (),
    extra: Sequence[documents.InvoiceLine] = (),
    **facts: Any,
) -> documents.Invoice:
    """An invoice whose sums are right. Without `billed`: everything as ordered."""
    wanted = billed or tuple(Billed(line.position) for line in order.lines)
    lines = (*(_line(number, order, each) for number, each in enumerate(wanted, 1)), *extra)
    whole = sum((line.line_amount for line in lines), Decimal(0))
    added = sum((charge.amount for charge in charges), Decimal(0))
    net = whole + added
    tax = rounded_half_up(net / 4, 2)
    number = next(_number)
    scheme, _, endpoint = seller.endpoint.partition(":")
    defaults: dict[str, Any] = {
        "number": f"F{number}",
        "issue_date": TODAY,
        "due_date": TODAY + timedelta(days=30),
        "currency": "SEK",
        "seller": Party(endpoint=Identifier(endpoint, scheme), name="Mejeriet AB"),
        "buyer": Party(name="Ekbackens kommun"),
        "lines": lines,
        "total": MonetaryTotal(
            line_amount=whole,
            tax_exclusive=net,
            tax_inclusive=net + tax,
            charges=added or None,
            payable=net + tax,
        ),
        "tax_totals": (TaxTotal(tax, "SEK", (TaxSubtotal(net, tax, VAT),)),),
        "order_number": order.number,
        "allowances_charges": tuple(charges),
        "payment_means": (
            PaymentMeans(
                "30",
                reference=f"{number}00",
                account=PaymentAccount(BANKGIRO, branch="SE:BANKGIRO"),
            ),
        ),
    }
    return documents.Invoice(**(defaults | facts))


def a_credit_note(
    order: OrderView, seller: Seller, *billed: Billed, of: str = "", **facts: Any
) -> documents.Invoice:
    """A credit note for lines of an order; `of` is the number of the invoice it credits."""
    preceding = (DocumentReference(of),) if of else ()
    return a_document(order, seller, *billed, is_credit_note=True, preceding=preceding, **facts)


def _line(number: int, order: OrderView, each: Billed) -> documents.InvoiceLine:
    line = next(one for one in order.lines if one.position == each.position)
    price = Decimal(each.price) if each.price else line.price.amount
    quantity = Decimal(each.quantity)
    return documents.InvoiceLine(
        id=str(number),
        quantity=Quantity(quantity, line.quantity.unit),
        line_amount=rounded_half_up(quantity * price, 2),
        item=Item(name=line.name, sellers_id=line.seller_item_id if each.item else None, tax=VAT),
        price=Price(price),
        order_line=str(line.position) if each.reference else None,
    )


def taken_in(town: Town, document: documents.Invoice) -> InvoiceView:
    """The invoice as it stands when it has come and been matched."""
    with running_here() as drain:
        invoice_id: UUID = actions.take_in_invoice(document, actor=town.office, at=AT)
        drain()
    return queries.invoice(invoice_id, actor=town.office)
