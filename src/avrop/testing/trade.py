"""A buyer and a seller with one agreement and a price list of any length: for the tests and benchmarks
that ask what an order costs, and what survives a kill.

The seller answers by itself, as the given script says. Everything is made by the commands that
everybody uses; each trade has tenants of its own, so it can be made again in a database that is
never emptied.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.agreements import actions as agreements
from avrop.agreements.rules import TermsOfAgreement
from avrop.approvals import actions as approvals
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions.shapes import NewLine
from avrop.catalogues import actions as catalogues
from avrop.catalogues import queries as catalogued
from avrop.coding import actions as coding
from avrop.coding.shapes import NewValue
from avrop.kernel.actors import Actor
from avrop.parties import actions as parties
from avrop.parties.shapes import OrganisationFacts
from avrop.selling.stock import actions as stock
from avrop.selling.stock.shapes import MovementInput, NewItem
from avrop.selling.twin import actions as twin
from avrop.selling.twin.shapes import Script
from avrop.testing.worlds import (
    a_person,
    a_relationship,
    a_tenant,
    a_unit,
    everything,
    organisation_facts,
)
from avrop.values import Money

SINCE = date(2026, 1, 1)
CODING = "ansvar=4100 konto=64400 verksamhet=440"


@dataclass(frozen=True, slots=True)
class Trade:
    """Who and what there is to trade."""

    requester: Actor
    approver: Actor
    receiver: Actor
    clerk: Actor
    decider: Actor
    seller: Actor
    unit_id: UUID
    agreement_id: UUID
    item_ids: tuple[UUID, ...]
    today: date

    @property
    def buyer_routine(self) -> Actor:
        """A routine that may do anything at the buyer."""
        return everything(self.requester.tenant_id)


#: What the agreement says where a test does not care.
AGREED = TermsOfAgreement(allows_changes=True, allows_substitutes=True)


def a_trade(
    *,
    items: int,
    script: Script,
    drain: Callable[[], int],
    agreed: TermsOfAgreement = AGREED,
    advanced_ordering: bool = False,
) -> Trade:
    """Two organisations, `items` articles on an active price list, and everybody's mandates.

    `drain` runs the jobs that follow (`kernel.jobs.running_here`).
    """
    now = datetime.now(UTC)
    buyer_facts = organisation_facts("Handelns kommun")
    seller_facts = organisation_facts("Handelns grossist AB", bankgiro="9990011")
    buyer = a_tenant("Handelns kommun", **_own(buyer_facts))
    seller = a_tenant("Handelns grossist AB", **_own(seller_facts))
    buying, selling = everything(buyer.tenant_id), everything(seller.tenant_id)
    at_seller = parties.register_organisation(buyer_facts, actor=selling, at=now)
    at_buyer = parties.register_organisation(seller_facts, actor=buying, at=now)
    _define_coding(buying, now)
    unit_id = a_unit(buyer.tenant_id, default_coding=CODING)
    a_relationship(
        buyer.tenant_id,
        at_buyer,
        customer_number="K1",
        promised_response_hours=24,
        advanced_ordering=advanced_ordering,
    )
    agreement_id = _agree(buying, at_buyer, agreed, now)
    numbers = tuple(f"H-{number:05d}" for number in range(items))
    _stock_up(selling, numbers, now)
    stock.publish_catalogue(
        at_seller, contract="RA-1", valid_from=now.date(), actor=selling, at=now
    )
    drain()
    _activate_price_list(buying, agreement_id, now)
    twin.set_script(script, actor=selling, at=now)
    drain()
    return Trade(
        requester=_person(buyer.tenant_id, "requester", unit_id),
        approver=_person(buyer.tenant_id, "approver", None, responsibilities=("4100",)),
        receiver=_person(buyer.tenant_id, "receiver", unit_id),
        clerk=_person(buyer.tenant_id, "ap_clerk", None),
        decider=_person(buyer.tenant_id, "manager", None),
        seller=selling,
        unit_id=unit_id,
        agreement_id=agreement_id,
        item_ids=_items(buying, agreement_id, numbers, now.date()),
        today=now.date(),
    )


def _own(facts: OrganisationFacts) -> dict[str, Any]:
    return {
        name: getattr(facts, name)
        for name in ("legal_id", "vat_id", "endpoint", "bankgiro", "gs1_prefix")
    }


def _person(
    tenant_id: UUID, role: str, unit_id: UUID | None, responsibilities: tuple[str, ...] = ()
) -> Actor:
    return a_person(
        tenant_id,
        (role,),
        unit_id,
        Money(Decimal(100_000_000), "SEK"),
        responsibilities=responsibilities,
    )


def _define_coding(actor: Actor, at: datetime) -> None:
    parts = (("ansvar", "4100", "responsibility"), ("konto", "64400", "account"))
    for position, (code, value, purpose) in enumerate((*parts, ("verksamhet", "440", "")), start=1):
        coding.define_dimension(code, {"sv": code}, position, purpose=purpose, actor=actor, at=at)
        values = (NewValue(value, {"sv": value}, SINCE),)
        coding.add_values(code, values, actor=actor, at=at)


def _agree(actor: Actor, seller_id: UUID, agreed: TermsOfAgreement, at: datetime) -> UUID:
    agreement_id = agreements.register_agreement(
        "RA-1",
        "Allt som handlas",
        seller_id,
        valid_from=SINCE,
        terms=agreed,
        actor=actor,
        at=at,
    )
    agreements.activate_agreement(agreement_id, actor=actor, at=at)
    return agreement_id


def _stock_up(actor: Actor, numbers: tuple[str, ...], at: datetime) -> None:
    items = tuple(
        NewItem(number, f"Vara {number}", "C62", Decimal("12.50"), category="15613300")
        for number in numbers
    )
    stock.add_items(items, actor=actor, at=at)
    plenty = tuple(MovementInput(number, "received", Decimal(10_000_000)) for number in numbers)
    stock.book_movements(plenty, actor=actor, at=at)


def _activate_price_list(actor: Actor, agreement_id: UUID, at: datetime) -> None:
    page = catalogued.versions_page(agreement_id=agreement_id, actor=actor)
    catalogues.activate_version(page.items[0].id, actor=actor, at=at)


def _items(
    actor: Actor, agreement_id: UUID, numbers: tuple[str, ...], on: date
) -> tuple[UUID, ...]:
    from avrop.kernel.scope import tenant_scope

    with tenant_scope(actor.tenant_id):
        found = catalogued.items_by_seller_ids(agreement_id, numbers, on)
    return tuple(found[number].item_id for number in numbers)


def a_cart(
    trade: Trade,
    *,
    lines: int,
    at: datetime,
    quantity: Decimal = Decimal(2),
    requester: Actor | None = None,
) -> UUID:
    """A requisition of that many lines, coded by the unit's default."""
    who = requester or trade.requester
    wanted = trade.today + timedelta(days=3)
    requisition_id = requisitions.start_requisition(
        trade.unit_id, wanted_date=wanted, actor=who, at=at
    )
    new = tuple(NewLine(item_id, quantity, wanted, CODING) for item_id in trade.item_ids[:lines])
    requisitions.add_lines(requisition_id, new, actor=who, at=at)
    return requisition_id


def submit(trade: Trade, requisition_id: UUID, *, at: datetime, send: bool = True) -> UUID:
    """Ask for approval; returns the approval request's id."""
    return requisitions.submit_requisition(
        requisition_id, send_when_approved=send, actor=trade.requester, at=at
    )


def approve(trade: Trade, request_id: UUID, *, at: datetime) -> None:
    """Approve every step."""
    approvals.approve_all(request_id, actor=trade.approver, at=at)


__all__ = [
    "Trade",
    "a_cart",
    "a_trade",
    "approve",
    "submit",
]
