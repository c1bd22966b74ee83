"""Gathers what the engine judges a cart by, in a fixed number of statements however long it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.agreements import queries as agreements
from avrop.agreements.rules import problems_ordering
from avrop.approvals import queries as approvals
from avrop.approvals.rules import Part
from avrop.authority import queries as authority
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.amounts import amount_of
from avrop.buying.requisitions.lifecycle import LineState
from avrop.buying.requisitions.models import LineCoding, Requisition, RequisitionLine
from avrop.buying.requisitions.parting import parts_of
from avrop.buying.requisitions.rules import Cart, CartLine, CartSeller, Offer
from avrop.catalogues import queries as catalogues
from avrop.catalogues.queries import ItemOffer
from avrop.coding import queries as coding
from avrop.coding.rules import Share
from avrop.kernel.actors import Actor
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.ports import Shared, Within
from avrop.kernel.problems import Problem
from avrop.parties import queries as parties
from avrop.parties.queries import DeliveryPlaceView
from avrop.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class Gathered:
    """A cart as the engine sees it, the parts that would have to be approved, and whose needs on which
    chains it is made of."""

    cart: Cart
    parts: tuple[Part, ...]
    chains: tuple[UUID, ...]
    needs: tuple[Shared, ...]


_open_lines = compiled(
    lambda: RequisitionLine.objects.filter(
        requisition_id=Given("requisition_id"), state=LineState.OPEN
    ).order_by("position")
)
_codings = compiled(
    lambda: (
        LineCoding.objects.filter(line_id__any_of=Given("line_ids"))
        .order_by("line_id", "position")
        .values_list("line_id", "coding", "percent", "amount")
    )
)


@dataclass(frozen=True, slots=True)
class Tried:
    """What lines would be, before anything is written: their quantities and their codings, by line."""

    quantities: Mapping[UUID, Decimal]
    shares: Mapping[UUID, tuple[Share, ...]]


def gather(requisition: Requisition, *, at: datetime, tried: Tried | None = None) -> Gathered:
    """Everything about a cart that decides whether it can be submitted, but the approvers; with
    `tried` as it would be."""
    zone = parties.time_zone()
    today = at.astimezone(zone).date()
    rows = _open_lines(requisition_id=requisition.id)
    shares = shares_of(rows, requisition.currency)
    if tried is not None:
        shares = {**shares, **tried.shares}
        for row in rows:
            row.quantity = tried.quantities.get(row.id, row.quantity)
    offers = catalogues.items_for_order([row.item_id for row in rows], on=today)
    plan = coding.plan(today, naming={share.coding for given in shares.values() for share in given})
    unit = parties.unit(requisition.unit_id)
    chosen = requisition.delivery_place_id
    place = parties.delivery_place(chosen) if chosen else None
    lines = lines_from(rows, shares, offers, requisition.currency)
    total = Money(sum((line.amount for line in lines), Decimal(0)), requisition.currency)
    cart = Cart(
        unit_id=unit.id,
        unit_name=unit.name,
        unit_is_open=unit.is_open(today),
        has_delivery_address=bool(place or unit.delivery_address),
        requester_person_id=requisition.requester_person_id,
        currency=requisition.currency,
        now=at,
        zone=zone,
        lines=_with_rights(requisition, _with_proposals(requisition, lines, at), total, at),
        plan=plan,
        sellers=_sellers(lines, requisition.unit_id, at),
        agreement_problems=_agreement_problems(requisition, lines, at),
        short_code=(
            coding.short_code(requisition.short_code_id, today)
            if requisition.short_code_id
            else None
        ),
        place_problems=problems_of_place(place, unit.id, lines, today),
    )
    chains = tuple(dict.fromkeys(row.chain_id for row in rows))
    needs = tuple(dict.fromkeys(Shared(row.chain_id, row.needed_by_person_id) for row in rows))
    return Gathered(cart, parts_of(cart.lines, plan, requisition.currency), chains, needs)


def problems_of_place(
    place: DeliveryPlaceView | None, unit_id: UUID, lines: Iterable[CartLine], today: date
) -> tuple[Problem, ...]:
    """What `parties` says of delivering there on the days on which the lines are wanted; what nobody
    wants on a day is wanted now."""
    days = {line.wanted or today for line in lines} or {today}
    return tuple(parties.problems_delivering(place, unit_id, days))


def with_approvers(requisition: Requisition, gathered: Gathered, *, at: datetime) -> Cart:
    """The cart with what `approvals` says: can every part be approved by somebody?"""
    problems = approvals.problems_requesting(
        gathered.chains,
        requisition.unit_id,
        requisition.requester_person_id,
        gathered.parts,
        needed_by={need.person_id for need in gathered.needs},
        at=at,
    )
    return replace(gathered.cart, approval_problems=problems)


def shares_of(rows: Sequence[RequisitionLine], currency: str) -> Mapping[UUID, tuple[Share, ...]]:
    """How the lines are coded; one statement."""
    found: dict[UUID, list[Share]] = {}
    for line_id, text, percent, amount in _codings(line_ids=[row.id for row in rows]):
        share = Share(text, percent, Money(amount, currency) if amount is not None else None)
        found.setdefault(line_id, []).append(share)
    return {line_id: tuple(shares) for line_id, shares in found.items()}


def lines_from(
    rows: Iterable[RequisitionLine],
    shares: Mapping[UUID, tuple[Share, ...]],
    offers: Mapping[UUID, ItemOffer],
    currency: str,
) -> tuple[CartLine, ...]:
    """The lines of a cart as the engine sees them, but for rights and proposals."""
    return tuple(
        CartLine(
            id=row.id,
            position=row.position,
            name=row.name,
            quantity=Quantity(row.quantity, row.unit),
            wanted=row.wanted_date,
            seller_id=row.seller_organisation_id,
            agreement_id=row.agreement_id,
            category=row.category,
            price=row.price,
            base_quantity=row.base_quantity,
            amount=amount_of(row.quantity, row.price, row.base_quantity, row.price_factor),
            offer=_offer(offers.get(row.item_id), currency),
            shares=shares.get(row.id, ()),
        )
        for row in rows
    )


def _offer(offer: ItemOffer | None, currency: str) -> Offer | None:
    """A price in another currency is none that this cart can have."""
    if offer is None:
        return None
    price = offer.price if offer.price and offer.price.currency == currency else None
    return Offer(
        is_active=offer.is_active,
        price=price.amount if price else None,
        base_quantity=offer.base_quantity,
        minimum=offer.min_quantity,
        multiple=offer.multiple_quantity,
    )


def _with_proposals(
    requisition: Requisition, lines: tuple[CartLine, ...], at: datetime
) -> tuple[CartLine, ...]:
    """Lines without coding get the coding that would fit, so that it is one button away."""
    uncoded = {line.category for line in lines if not line.shares}
    if not uncoded:
        return lines
    fitting = coding.proposals(
        requisition.unit_id, uncoded, requisition.requester_person_id, day_of(at)
    )
    return tuple(
        line if line.shares else replace(line, proposal=fitting.get(line.category, ""))
        for line in lines
    )


def _with_rights(
    requisition: Requisition, lines: tuple[CartLine, ...], total: Money, at: datetime
) -> tuple[CartLine, ...]:
    """What `authority` says of each line: the requester's mandate, the goods, the whole amount."""
    requester = requester_of(requisition)
    kinds = list(dict.fromkeys((line.category, line.agreement_id) for line in lines))
    answers = authority.problems_requiring(
        requester,
        permissions.SUBMIT,
        [within(requisition, category, agreement_id, total) for category, agreement_id in kinds],
        at=at,
    )
    said = dict(zip(kinds, answers, strict=True))
    barred = {category for (category, _), problems in said.items() if problems}
    if not barred:
        return lines
    responsible = authority.who_answers_for(barred, on=day_of(at))
    return tuple(
        replace(
            line,
            right_problems=said[line.category, line.agreement_id],
            responsible_id=responsible.get(line.category),
        )
        for line in lines
    )


def requester_of(requisition: Requisition) -> Actor:
    """The person whose mandate an order stands on, whoever presses the button."""
    return Actor(tenant_id=requisition.tenant_id, person_id=requisition.requester_person_id)


def within(requisition: Requisition, category: str, agreement_id: UUID, amount: Money) -> Within:
    """Where and for what the right to buy is asked."""
    return Within(
        unit_id=requisition.unit_id,
        categories=frozenset({category} if category else ()),
        agreement_id=agreement_id,
        amount=amount,
    )


def _sellers(lines: tuple[CartLine, ...], unit_id: UUID, at: datetime) -> Mapping[UUID, CartSeller]:
    ids = tuple(dict.fromkeys(line.seller_id for line in lines))
    known = parties.organisations(ids)
    terms = parties.trading_terms_with(ids, unit_id, on=day_of(at))
    return {
        seller_id: CartSeller(
            id=seller_id,
            name=known[seller_id].name,
            has_endpoint=bool(known[seller_id].endpoint),
            lacks_customer_number=seller_id in terms and terms[seller_id].lacks_customer_number,
            days_for=terms[seller_id].days_for if seller_id in terms else any_day,
            awaits_answer=seller_id in terms and terms[seller_id].awaits_supplier,
        )
        for seller_id in ids
    }


def any_day(category: str) -> None:
    """Where no terms are agreed, no delivery days are."""


def _agreement_problems(
    requisition: Requisition, lines: tuple[CartLine, ...], at: datetime
) -> Mapping[UUID, tuple[Problem, ...]]:
    amounts: dict[UUID, Decimal] = {}
    for line in lines:
        amounts[line.agreement_id] = amounts.get(line.agreement_id, Decimal(0)) + line.amount
    terms = agreements.terms_of(amounts, unit_id=requisition.unit_id)
    return {
        agreement_id: tuple(
            problems_ordering(
                terms[agreement_id], on=day_of(at), amount=Money(amount, requisition.currency)
            )
        )
        for agreement_id, amount in amounts.items()
    }
