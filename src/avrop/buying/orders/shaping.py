"""Rows of orders as the values that commands and queries give."""

from __future__ import annotations

from collections.abc import Sequence

from avrop.buying.orders.lifecycle import LIFECYCLE
from avrop.buying.orders.models import Order, OrderLine
from avrop.buying.orders.rows import agreed_quantity, substitute_of
from avrop.buying.orders.shapes import OrderHead, OrderLineView, OrderSummary, OrderView
from avrop.buying.requisitions.amounts import amount_of
from avrop.values import Money, Quantity

#: The seller's own verbs are taken in, not chosen by a person here.
OURS = frozenset({"send", "accept_changes", "ask_for_change", "cancel"})


def view_of(order: Order, lines: Sequence[OrderLine]) -> OrderView:
    """An order with its lines."""
    return OrderView(
        id=order.id,
        version=order.version,
        number=order.number,
        state=order.state,
        pending=order.pending,
        unit_id=order.unit_id,
        buyer_organisation_id=order.buyer_organisation_id,
        invoicee_organisation_id=order.invoicee_organisation_id,
        seller_organisation_id=order.seller_organisation_id,
        seller_name=order.seller_name,
        consignee_organisation_id=order.consignee_organisation_id,
        delivery_unit_id=order.delivery_unit_id,
        agreement_id=order.agreement_id,
        agreement_number=order.agreement_number,
        requester_person_id=order.requester_person_id,
        requisition_number=order.requisition_number,
        customer_number=order.customer_number,
        customer_reference=order.customer_reference,
        sales_order_number=order.sales_order_number,
        amount=Money(order.amount, order.currency),
        requested_date=order.requested_date,
        created_at=order.created_at,
        sent_at=order.sent_at,
        answer_due_at=order.answer_due_at,
        answered_at=order.answered_at,
        despatched=order.despatched,
        at_centre=order.at_centre,
        received=order.received,
        invoiced=order.invoiced,
        lines=tuple(line_view(line, order.currency) for line in lines),
        available_actions=tuple(verb for verb in LIFECYCLE.verbs_from(order.state) if verb in OURS),
        delivery_place_id=order.delivery_place_id,
    )


def line_view(line: OrderLine, currency: str) -> OrderLineView:
    """A line as it was ordered and as it was agreed."""
    substitute = substitute_of(line)
    price = line.price if line.agreed_price is None else line.agreed_price
    quantity = agreed_quantity(line)
    amount = amount_of(quantity, price, line.base_quantity, line.price_factor)
    return OrderLineView(
        id=line.id,
        position=line.position,
        item_id=line.item_id,
        seller_item_id=line.seller_item_id,
        gtin=line.gtin,
        name=line.name,
        quantity=Quantity(line.quantity, line.unit),
        price=Money(line.price, currency),
        base_quantity=line.base_quantity,
        price_unit=line.price_unit,
        category=line.category,
        vat_kind=line.vat_kind,
        # What will come to the table decides, not what was ordered.
        allergens=tuple((substitute.allergens or ()) if substitute else line.allergens),
        catch_weight=line.catch_weight,
        accounting_cost=line.accounting_cost,
        requested_date=line.requested_date,
        agreed_quantity=Quantity(quantity, line.unit),
        agreed_price=Money(price, currency),
        agreed_date=line.agreed_date or line.requested_date,
        substitute_name=substitute.name if substitute else "",
        amount=Money(amount, currency),
    )


def summary_of(order: Order) -> OrderSummary:
    """An order in a list."""
    return OrderSummary(
        id=order.id,
        number=order.number,
        state=order.state,
        seller_name=order.seller_name,
        unit_id=order.unit_id,
        amount=Money(order.amount, order.currency),
        created_at=order.created_at,
        sent_at=order.sent_at,
        requested_date=order.requested_date,
        despatched=order.despatched,
        at_centre=order.at_centre,
        received=order.received,
        invoiced=order.invoiced,
    )


def head_of(order: Order) -> OrderHead:
    """An order for the floors above, without its lines."""
    return OrderHead(
        id=order.id,
        number=order.number,
        state=order.state,
        unit_id=order.unit_id,
        delivery_unit_id=order.delivery_unit_id,
        buyer_organisation_id=order.buyer_organisation_id,
        seller_organisation_id=order.seller_organisation_id,
        consignee_organisation_id=order.consignee_organisation_id,
        agreement_id=order.agreement_id,
        requester_person_id=order.requester_person_id,
        currency=order.currency,
        amount=order.amount,
        customer_number=order.customer_number,
        customer_reference=order.customer_reference,
        requisition_number=order.requisition_number,
        sales_order_number=order.sales_order_number,
        requested_date=order.requested_date,
        sent_at=order.sent_at,
        seller_name=order.seller_name,
        delivery_place_id=order.delivery_place_id,
    )
