"""Gathers what the engine judges by for many carts at once, in a fixed number of statements.

`facts.gather` does the same for one cart, and a test holds the two to the same findings. Here nothing
is proposed for lines without coding: whoever looks at many carts looks for what stops them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from avrop.agreements import queries as agreements
from avrop.agreements.rules import problems_ordering
from avrop.approvals import queries as approvals
from avrop.authority import queries as authority
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.facts import (
    any_day,
    lines_from,
    problems_of_place,
    shares_of,
    within,
)
from avrop.buying.requisitions.lifecycle import LineState
from avrop.buying.requisitions.models import Requisition, RequisitionLine
from avrop.buying.requisitions.parting import parts_of
from avrop.buying.requisitions.rules import Cart, CartLine, CartSeller
from avrop.catalogues import queries as catalogues
from avrop.coding import queries as coding
from avrop.coding.rules import CodingPlan, Share, ShortCodeView
from avrop.kernel.days import day_of
from avrop.kernel.problems import Problem
from avrop.parties import queries as parties
from avrop.parties.queries import DeliveryPlaceView, OrganisationView, TradingTerms, UnitView
from avrop.values import Money

Lines = Mapping[UUID, tuple[CartLine, ...]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of everything that the carts name."""

    at: datetime
    today: date
    zone: ZoneInfo
    units: Mapping[UUID, UnitView]
    places: Mapping[UUID, DeliveryPlaceView]
    plan: CodingPlan
    short_codes: Mapping[UUID, ShortCodeView]
    sellers: Mapping[UUID, OrganisationView]
    terms: Mapping[tuple[UUID, UUID], TradingTerms]
    agreements: Mapping[tuple[UUID, UUID], agreements.AgreementTerms]


def gather_each(requisitions: Sequence[Requisition], *, at: datetime) -> dict[UUID, Cart]:
    """Each cart as the engine sees it, approvers and all. Carts without open lines are left out."""
    zone = parties.time_zone()
    today = at.astimezone(zone).date()
    rows = _open_lines(requisitions)
    carts = [one for one in requisitions if one.id in rows]
    lines = _lines(carts, rows, today)
    known = _known(carts, lines, at, zone)
    judged = _with_rights(carts, lines, at, today)
    found = {one.id: _cart(one, judged[one.id], known) for one in carts}
    return _with_approvers(carts, rows, found, at)


def _open_lines(requisitions: Sequence[Requisition]) -> dict[UUID, list[RequisitionLine]]:
    ids = [one.id for one in requisitions]
    rows = RequisitionLine.objects.filter(requisition_id__in=ids, state=LineState.OPEN)
    found: dict[UUID, list[RequisitionLine]] = {}
    for row in rows.order_by("requisition_id", "position"):
        found.setdefault(row.requisition_id, []).append(row)
    return found


def _lines(
    carts: Sequence[Requisition], rows: Mapping[UUID, Sequence[RequisitionLine]], today: date
) -> Lines:
    every = [row for several in rows.values() for row in several]
    offers = catalogues.items_for_order(list({row.item_id for row in every}), on=today)
    shares: dict[UUID, tuple[Share, ...]] = {}
    for currency in sorted({one.currency for one in carts}):
        alike = [row for one in carts if one.currency == currency for row in rows[one.id]]
        shares |= shares_of(alike, currency)
    return {one.id: lines_from(rows[one.id], shares, offers, one.currency) for one in carts}


def _known(carts: Sequence[Requisition], lines: Lines, at: datetime, zone: ZoneInfo) -> _Known:
    today = at.astimezone(zone).date()
    every = [line for several in lines.values() for line in several]
    units = parties.units_by_id({one.unit_id for one in carts})
    sellers = {line.seller_id for line in every}
    lineages: Mapping[UUID, Collection[UUID]] = {
        key: frozenset(unit.lineage) for key, unit in units.items()
    }
    codings = {share.coding for line in every for share in line.shares}
    return _Known(
        at=at,
        today=today,
        zone=zone,
        units=units,
        places=parties.delivery_places_by_id({one.delivery_place_id for one in carts}),
        plan=coding.plan(today, naming=codings),
        short_codes=coding.short_codes_by_id(
            {one.short_code_id for one in carts if one.short_code_id}, today
        ),
        sellers=parties.organisations(sellers),
        terms=parties.trading_terms_of_units(sellers, units.values(), on=day_of(at)),
        agreements=agreements.terms_of_units({line.agreement_id for line in every}, lineages),
    )


def _cart(requisition: Requisition, lines: tuple[CartLine, ...], known: _Known) -> Cart:
    unit = known.units[requisition.unit_id]
    chosen = requisition.delivery_place_id
    place = known.places[chosen] if chosen else None
    return Cart(
        unit_id=unit.id,
        unit_name=unit.name,
        unit_is_open=unit.is_open(known.today),
        has_delivery_address=bool(place or unit.delivery_address),
        requester_person_id=requisition.requester_person_id,
        currency=requisition.currency,
        now=known.at,
        zone=known.zone,
        lines=lines,
        plan=known.plan,
        sellers=_sellers(lines, unit.id, known),
        agreement_problems=_agreement_problems(requisition, lines, known),
        short_code=(
            known.short_codes.get(requisition.short_code_id) if requisition.short_code_id else None
        ),
        place_problems=problems_of_place(place, unit.id, lines, known.today),
    )


def _sellers(
    lines: tuple[CartLine, ...], unit_id: UUID, known: _Known
) -> Mapping[UUID, CartSeller]:
    found: dict[UUID, CartSeller] = {}
    for seller_id in dict.fromkeys(line.seller_id for line in lines):
        terms = known.terms.get((seller_id, unit_id))
        found[seller_id] = CartSeller(
            id=seller_id,
            name=known.sellers[seller_id].name,
            has_endpoint=bool(known.sellers[seller_id].endpoint),
            lacks_customer_number=terms is not None and terms.lacks_customer_number,
            days_for=terms.days_for if terms is not None else any_day,
            awaits_answer=terms is not None and terms.awaits_supplier,
        )
    return found


def _agreement_problems(
    requisition: Requisition, lines: tuple[CartLine, ...], known: _Known
) -> Mapping[UUID, tuple[Problem, ...]]:
    amounts: dict[UUID, Decimal] = {}
    for line in lines:
        amounts[line.agreement_id] = amounts.get(line.agreement_id, Decimal(0)) + line.amount
    return {
        agreement_id: tuple(
            problems_ordering(
                known.agreements[agreement_id, requisition.unit_id],
                on=day_of(known.at),
                amount=Money(amount, requisition.currency),
            )
        )
        for agreement_id, amount in amounts.items()
    }


def _with_rights(carts: Sequence[Requisition], lines: Lines, at: datetime, today: date) -> Lines:
    """What `authority` says of each line: the requester's mandate, the goods, the whole amount."""
    asked = {
        (one.id, line.category, line.agreement_id): one for one in carts for line in lines[one.id]
    }
    totals = {one.id: _total(lines[one.id], one.currency) for one in carts}
    acts = [
        authority.Act(one.requester_person_id, within(one, category, agreement_id, totals[one.id]))
        for (_, category, agreement_id), one in asked.items()
    ]
    answers = authority.problems_requiring_each(acts, permissions.SUBMIT, at=at)
    said = dict(zip(asked, answers, strict=True))
    barred = {category for (_, category, _), problems in said.items() if problems}
    responsible = authority.who_answers_for(barred, on=day_of(at))
    return {
        key: tuple(
            replace(
                line,
                right_problems=said[key, line.category, line.agreement_id],
                responsible_id=responsible.get(line.category),
            )
            for line in several
        )
        for key, several in lines.items()
    }


def _total(lines: tuple[CartLine, ...], currency: str) -> Money:
    return Money(sum((line.amount for line in lines), Decimal(0)), currency)


def _with_approvers(
    carts: Sequence[Requisition],
    rows: Mapping[UUID, Sequence[RequisitionLine]],
    found: Mapping[UUID, Cart],
    at: datetime,
) -> dict[UUID, Cart]:
    """The carts with what `approvals` says of their parts."""
    asked = [
        approvals.ToAsk(
            chains=tuple(dict.fromkeys(row.chain_id for row in rows[one.id])),
            unit_id=one.unit_id,
            requester_person_id=one.requester_person_id,
            parts=parts_of(found[one.id].lines, found[one.id].plan, one.currency),
            needed_by=frozenset(row.needed_by_person_id for row in rows[one.id]),
        )
        for one in carts
    ]
    answers = approvals.problems_requesting_each(asked, at=at)
    return {
        one.id: replace(found[one.id], approval_problems=problems)
        for one, problems in zip(carts, answers, strict=True)
    }
