"""A municipality that can buy: a school, two requesters, approvers, sellers with agreement and items."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.agreements import actions as agreements
from avrop.agreements.actions import TermsOfAgreement
from avrop.approvals import actions as approvals
from avrop.buying.requisitions import actions
from avrop.buying.requisitions.actions import NewLine
from avrop.catalogues import actions as catalogues
from avrop.catalogues import queries as catalogue_queries
from avrop.coding import actions as coding
from avrop.coding.actions import NewValue
from avrop.documents import Catalogue, CatalogueLine
from avrop.documents.catalogue import CataloguePrice
from avrop.documents.common import (
    Classification,
    Identifier,
    Item,
    ItemProperty,
    Period,
    TaxCategory,
)
from avrop.documents.parties import Party
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import (
    AT,
    SINCE,
    TODAY,
    TenantWorld,
    a_person,
    a_relationship,
    a_tenant,
    a_unit,
    an_organisation,
    everything,
    organisation_facts,
)

__all__ = [
    "AT",
    "CODING",
    "THURSDAY",
    "TODAY",
    "Seller",
    "Town",
    "a_cart",
    "a_seller",
    "a_town",
    "an_approved_cart",
    "statements",
]

THURSDAY = TODAY + timedelta(days=3)
CODING = "ansvar=4100 konto=64400"
DAIRY = "15500000"
_number = count(1)


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller with an agreement; `items` by the seller's item id."""

    organisation_id: UUID
    endpoint: str
    agreement_id: UUID
    items: dict[str, UUID]


@dataclass(frozen=True, slots=True)
class Town:
    """A tenant with a school and its people. `office` may do everything."""

    world: TenantWorld
    office: Actor
    school: UUID
    requester: Actor
    approver: Actor

    @property
    def tenant_id(self) -> UUID:
        """Whose rows these are."""
        return self.world.tenant_id


def a_town(**unit_facts: Any) -> Town:
    """A municipality with a chart of accounts, a school, its requester and its approver."""
    world = a_tenant()
    office = everything(world.tenant_id)
    _a_chart(office)
    school = a_unit(world.tenant_id, **unit_facts)
    return Town(
        world=world,
        office=office,
        school=school,
        requester=a_person(world.tenant_id, roles=("requester",), unit_id=school),
        approver=a_person(
            world.tenant_id, roles=("approver",), unit_id=school, responsibilities=("4100", "4200")
        ),
    )


def _a_chart(office: Actor) -> None:
    dimensions = (
        ("ansvar", "responsibility", ("4100", "4200")),
        ("konto", "account", ("64400", "46000")),
    )
    for position, (code, purpose, values) in enumerate(dimensions, 1):
        coding.define_dimension(
            code, {"sv": code.title()}, position, purpose=purpose, actor=office, at=AT
        )
        known = tuple(NewValue(value, {"sv": value}, date(2020, 1, 1)) for value in values)
        ended = NewValue("1", {"sv": "Gammal"}, date(2020, 1, 1), date(2025, 12, 31))
        coding.add_values(code, (*known, ended), actor=office, at=AT)


def a_seller(
    town: Town,
    *,
    items: int = 3,
    name: str = "Mejeriet AB",
    category: str = DAIRY,
    agreement: dict[str, Any] | None = None,
    advanced_ordering: bool = False,
    **terms: Any,
) -> Seller:
    """A seller that trades with the town; `agreement` are its terms, `terms` those of the trade."""
    facts = organisation_facts(name)
    organisation_id = an_organisation(
        town.tenant_id, name, legal_id=facts.legal_id, endpoint=facts.endpoint
    )
    a_relationship(
        town.tenant_id,
        organisation_id,
        advanced_ordering=advanced_ordering,
        **{"promised_response_hours": 4, **terms},
    )
    agreement_id = agreements.register_agreement(
        f"A-{next(_number)}",
        name,
        organisation_id,
        SINCE,
        TermsOfAgreement(**{"allows_substitutes": True, **(agreement or {})}),
        actor=town.office,
        at=AT,
    )
    agreements.activate_agreement(agreement_id, actor=town.office, at=AT)
    _a_price_list(town, facts.endpoint, agreement_id, items, category)
    ids = [f"I-{number}" for number in range(1, items + 1)]
    with tenant_scope(town.tenant_id):
        offers = catalogue_queries.items_by_seller_ids(agreement_id, ids, on=TODAY)
    found = {seller_item_id: offer.item_id for seller_item_id, offer in offers.items()}
    return Seller(organisation_id, facts.endpoint, agreement_id, found)


def _a_price_list(town: Town, endpoint: str, agreement_id: UUID, items: int, category: str) -> None:
    document = Catalogue(
        number=f"P-{next(_number)}",
        issue_date=SINCE,
        validity=Period(SINCE),
        provider=_party(endpoint),
        receiver=_party(town.world.endpoint),
        lines=tuple(_catalogue_line(number, category) for number in range(1, items + 1)),
        action_code="Add",
    )
    version_id = catalogues.import_document(
        document, agreement_id=agreement_id, actor=town.office, at=AT
    )
    catalogues.activate_version(version_id, actor=town.office, at=AT)


def _party(endpoint: str) -> Party:
    scheme, _, value = endpoint.partition(":")
    return Party(endpoint=Identifier(value, scheme), name="Somebody")


def _catalogue_line(number: int, category: str) -> CatalogueLine:
    """Item I-n costs n + 10 kr; even ones are sold by six."""
    return CatalogueLine(
        id=str(number),
        item=Item(
            name=f"Vara {number}",
            sellers_id=f"I-{number}",
            classifications=(Classification(category, "STI"),),
            tax=TaxCategory("S", Decimal(25)),
            properties=(ItemProperty("allergen", "milk"), ItemProperty("vat_kind", "standard")),
        ),
        orderable=True,
        orderable_unit="C62",
        order_increment=Decimal(6) if number % 2 == 0 else None,
        prices=(CataloguePrice(Decimal(10 + number), "SEK", Decimal(1), "C62"),),
    )


def a_cart(
    town: Town,
    *sellers: Seller,
    lines: int = 2,
    coding: str = CODING,
    wanted_date: date | None = THURSDAY,
) -> UUID:
    """A cart of the requester with so many lines, the items of the sellers in turn, twelve of each."""
    cart = actions.start_requisition(
        town.school, wanted_date=wanted_date, actor=town.requester, at=AT
    )
    items = [item for seller in sellers for item in seller.items.values()]
    wanted = tuple(
        NewLine(items[number % len(items)], Decimal(12), coding=coding) for number in range(lines)
    )
    actions.add_lines(cart, wanted, actor=town.requester, at=AT)
    return cart


def an_approved_cart(
    town: Town,
    *sellers: Seller,
    lines: int = 2,
    send_when_approved: bool = False,
    wanted_date: date | None = THURSDAY,
) -> UUID:
    """A cart that its approver has said yes to. Only what reacts to that is left to run."""
    cart = a_cart(town, *sellers, lines=lines, wanted_date=wanted_date)
    request = actions.submit_requisition(
        cart, send_when_approved=send_when_approved, actor=town.requester, at=AT
    )
    approvals.approve_all(request, actor=town.approver, at=AT)
    return cart


@contextmanager
def statements() -> Iterator[CaptureQueriesContext]:
    """Counts the statements inside the block (`len` of it afterwards)."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
