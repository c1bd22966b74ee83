"""Is an order fit to send now? Gathers what `rules` judges; used by the command and the query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop import documents
from avrop.agreements import queries as agreements
from avrop.agreements.rules import AgreementTerms, problems_ordering
from avrop.approvals import queries as approvals
from avrop.buying.orders import rules
from avrop.buying.orders.lifecycle import State
from avrop.buying.orders.models import Chain, Order, OrderLine
from avrop.buying.orders.writing import Roles, order_document
from avrop.buying.requisitions.amounts import amount_of
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.problems import Problem
from avrop.parties import queries as parties
from avrop.parties.queries import TradeParties
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Today:
    """What the order is judged by at the moment it is sent."""

    local: datetime
    parties: TradeParties
    terms: AgreementTerms
    chains: tuple[UUID, ...]
    is_approved: bool


_origins = compiled(
    lambda: Chain.objects.filter(order_id=Given("order_id")).values_list(
        "chain_id", "requisition_id"
    )
)
_committed = compiled(
    lambda: (
        Order.objects.filter(
            id__in=Chain.objects.filter(requisition_id=Given("requisition_id")).values("order_id")
        )
        .exclude(state__in=[State.CANCELLED, State.REJECTED])
        .values_list("amount", flat=True)
    )
)


def today_for(order: Order, at: datetime) -> Today:
    """Gather it: a dozen statements, however many lines."""
    local = at.astimezone(parties.time_zone())
    origins = _origins(order_id=order.id)
    return Today(
        local=local,
        parties=parties.trade_parties(
            order.seller_organisation_id,
            order.delivery_unit_id,
            on=local.date(),
            place_id=order.delivery_place_id,
        ),
        terms=agreements.terms(order.agreement_id, unit_id=order.unit_id),
        chains=tuple(chain_id for chain_id, _ in origins),
        is_approved=all(
            approval_covers(requisition_id, order.currency, local.date())
            for requisition_id in {requisition_id for _, requisition_id in origins}
        ),
    )


def approval_covers(
    requisition_id: UUID, currency: str, on: date, *, more: Decimal = Decimal(0)
) -> bool:
    """Whether what was approved still covers all orders of a cart, those already sent included, when one
    of them costs so much `more`."""
    committed = sum(_committed(requisition_id=requisition_id), more)
    return approvals.is_valid_for(requisition_id, Money(committed, currency), on=on)


def draft_of(order: Order, lines: Sequence[OrderLine], today: Today) -> rules.Draft:
    """The order as the rules of sending see it."""
    seller = today.parties.seller
    consignee = today.parties.consignee
    amount = Money(order.amount, order.currency)
    return rules.Draft(
        lines=tuple(
            rules.DraftLine(
                position=line.position,
                name=line.name,
                wanted=line.requested_date,
                amount=amount_of(line.quantity, line.price, line.base_quantity, line.price_factor),
            )
            for line in lines
        ),
        currency=order.currency,
        today=today.local.date(),
        seller_endpoint=str(seller.endpoint or ""),
        seller_name=order.seller_name,
        lacks_customer_number=today.parties.terms.lacks_customer_number,
        awaits_seller=today.parties.terms.awaits_supplier,
        unit_name=today.parties.originator.name or "",
        has_delivery_address=bool(consignee.address or consignee.identifier),
        approved=today.is_approved,
        agreement_problems=tuple(
            problems_ordering(today.terms, on=today.local.date(), amount=amount)
        ),
        place_problems=problems_of_place(order, lines, today),
    )


def problems_of_place(
    order: Order, lines: Sequence[OrderLine], today: Today
) -> tuple[Problem, ...]:
    """What `parties` says of delivering to the place that was chosen, on the days that are wanted."""
    days = {line.requested_date or today.local.date() for line in lines} or {today.local.date()}
    place = today.parties.place
    return tuple(parties.problems_delivering(place, order.delivery_unit_id, days))


def roles_in(trade: TradeParties) -> Roles:
    """The roles that the order will name."""
    return Roles(
        buyer=trade.buyer,
        seller=trade.seller,
        originator=trade.originator,
        invoicee=trade.invoicee,
        consignee=trade.consignee,
        delivery_party=trade.delivery_party,
        takes_advanced_ordering=trade.terms.advanced_ordering,
        channel=trade.terms.channel_for("order"),
    )


def problems_writing(order: Order, lines: Sequence[OrderLine], today: Today) -> list[Problem]:
    """No document leaves that breaks its own rules (ORD-02). Each finding is a problem of ours."""
    document = order_document(
        order,
        lines,
        roles_in(today.parties),
        customer_number=today.parties.terms.customer_number,
        agreement_number=today.terms.number,
        issued=today.local,
    )
    return [
        Problem(
            "orders.document_breaks_rule",
            {"rule": finding.rule_id or finding.code, "where": "/".join(finding.place.terms)},
            ("lines", finding.place.document_line) if finding.place.document_line else (),
        )
        for finding in documents.check(document)
        if finding.is_fatal
    ]
