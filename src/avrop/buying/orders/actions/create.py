"""From an approved cart to orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from avrop.buying.orders import permissions
from avrop.buying.orders.events import OrdersCreated
from avrop.buying.orders.models import Allocation, Chain, Order, OrderLine
from avrop.buying.orders.pooling import Goods, Need, PlannedOrder, plan_orders
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions import queries as carts
from avrop.buying.requisitions.queries import NeedToOrder, RequisitionToOrder
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_numbers
from avrop.kernel.ports import Within, require
from avrop.parties import queries as parties
from avrop.values import uuid7

_made = compiled(
    lambda: (
        Allocation.objects.filter(requisition_id=Given("requisition_id"))
        .order_by("order_id")
        .values_list("order_id", flat=True)
        .distinct()
    )
)


@command(permissions.CREATE)
def create_orders(requisition_id: UUID, *, actor: Actor, at: datetime) -> tuple[UUID, ...]:
    """Make one order per seller, agreement, delivery and currency (ORD-01); returns their ids.

    Asked again, it gives the orders that were made the first time.
    """
    already = tuple(_made(requisition_id=requisition_id))
    cart = carts.requisition_to_order(requisition_id)

    actor = require(actor, permissions.CREATE, at=at, within=Within(unit_id=cart.unit_id))

    if already:
        return already

    requisitions.mark_ordered(cart.id, actor=actor, at=at)  # locks it, refuses unless approved
    planned = plan_orders(_need(each, cart) for each in cart.needs)
    orders = _orders(planned, cart, at)
    _insert(orders, planned, cart)

    ids = tuple(order.id for order in orders)
    created = OrdersCreated(cart.id, ids, send_when_approved=cart.send_when_approved)
    outbox.publish(created, actor=actor, at=at)
    return ids


def _need(each: NeedToOrder, cart: RequisitionToOrder) -> Need:
    return Need(
        line_id=each.line_id,
        chain_id=each.chain_id,
        seller_id=each.seller_organisation_id,
        agreement_id=each.agreement_id,
        unit_id=cart.unit_id,
        currency=cart.currency,
        goods=Goods(
            item_id=each.item_id,
            seller_item_id=each.seller_item_id,
            gtin=each.gtin,
            name=each.name,
            unit=each.unit,
            price=each.price,
            base_quantity=each.base_quantity,
            price_unit=each.price_unit,
            price_factor=each.price_factor,
            vat_kind=each.vat_kind,
            category=each.category,
            allergens=each.allergens,
            catch_weight=each.catch_weight,
        ),
        quantity=each.quantity,
        wanted=each.wanted_date,
        coding=each.coding,
    )


def _orders(planned: Sequence[PlannedOrder], cart: RequisitionToOrder, at: datetime) -> list[Order]:
    sellers = parties.organisations({plan.seller_id for plan in planned})
    own = parties.own_organisation()
    names: Mapping[UUID, str] = {seller_id: view.name for seller_id, view in sellers.items()}
    return [
        Order(
            number=f"AO-{day_of(at).year}-{number:05}",
            unit_id=plan.unit_id,
            buyer_organisation_id=own.id,
            invoicee_organisation_id=own.id,
            seller_organisation_id=plan.seller_id,
            seller_name=names[plan.seller_id],
            delivery_unit_id=plan.unit_id,
            delivery_place_id=cart.delivery_place_id,
            agreement_id=plan.agreement_id,
            requester_person_id=cart.requester_person_id,
            requisition_number=cart.number,
            customer_reference=cart.customer_reference,
            currency=plan.currency,
            amount=plan.amount.amount,
            requested_date=plan.wanted,
            created_at=at,
        )
        for plan, number in zip(planned, next_numbers("orders", len(planned)), strict=True)
    ]


def _insert(
    orders: Sequence[Order], planned: Sequence[PlannedOrder], cart: RequisitionToOrder
) -> None:
    lines: list[OrderLine] = []
    allocations: list[Allocation] = []
    for order, plan in zip(orders, planned, strict=True):
        for position, line in enumerate(plan.lines, start=1):
            goods = line.goods
            row = OrderLine(
                id=uuid7(),
                order_id=order.id,
                position=position,
                item_id=goods.item_id,
                seller_item_id=goods.seller_item_id,
                gtin=goods.gtin,
                name=goods.name,
                quantity=line.quantity,
                unit=goods.unit,
                price=goods.price,
                base_quantity=goods.base_quantity,
                price_unit=goods.price_unit,
                price_factor=goods.price_factor,
                vat_kind=goods.vat_kind,
                category=goods.category,
                allergens=list(goods.allergens),
                catch_weight=goods.catch_weight,
                accounting_cost=line.coding,
                requested_date=line.wanted,
            )
            lines.append(row)
            allocations += [
                Allocation(
                    order_id=order.id,
                    order_line_id=row.id,
                    requisition_id=cart.id,
                    requisition_line_id=share.need_id,
                    quantity=share.quantity,
                )
                for share in line.shares
            ]
    insert_rows(Order, orders)
    insert_rows(OrderLine, lines)
    insert_rows(Allocation, allocations)
    insert_rows(
        Chain,
        [
            Chain(order_id=order.id, chain_id=chain_id, requisition_id=cart.id)
            for order, plan in zip(orders, planned, strict=True)
            for chain_id in plan.chains
        ],
    )
