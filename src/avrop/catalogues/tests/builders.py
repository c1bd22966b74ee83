"""Price lists with good defaults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop import documents
from avrop.agreements.tests.builders import an_agreement
from avrop.catalogues import actions, queries
from avrop.catalogues.lifecycle import Action
from avrop.catalogues.offered import Offered
from avrop.catalogues.rules import Control, Ground, Known
from avrop.catalogues.shapes import ItemOffer
from avrop.documents.catalogue import CatalogueLine, CataloguePrice
from avrop.documents.common import Address, Classification, Identifier, Item, Period, TaxCategory
from avrop.documents.parties import Party
from avrop.exchange import mailroom
from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.parties.queries import own_organisation
from avrop.testing.worlds import AT, TODAY, a_number, a_tenant, an_organisation, everything
from avrop.values import Quantity

YEAR_END = date(2026, 12, 31)


def a_line(number: str = "100", price: str | None = "12.50", **changes: Any) -> CatalogueLine:
    """Milk by the carton. `changes` are fields of the line, or of its item when it has none such."""
    item = Item(
        name=f"Mjölk {number}",
        sellers_id=number,
        classifications=(Classification("15511000", "STI"),),
        tax=TaxCategory("S", Decimal(12)),
    )
    prices = (CataloguePrice(Decimal(price), "SEK"),) if price is not None else ()
    line = CatalogueLine(id=number, item=item, orderable_unit="XCT", prices=prices)
    own = {name: changes.pop(name) for name in tuple(changes) if name in CatalogueLine.__slots__}
    return replace(line, **{"item": replace(item, **changes), **own})


def a_catalogue(*lines: CatalogueLine, **changes: Any) -> documents.Catalogue:
    """A price list from today to the end of the year that replaces what there is."""
    facts: dict[str, Any] = {
        "number": "P-1",
        "issue_date": TODAY,
        "validity": Period(start=TODAY, end=YEAR_END),
        "provider": _party("5560360793", "Grossisten AB"),
        "receiver": _party("2120002627", "Ekbackens kommun"),
        "lines": lines,
        "action_code": "Replace",
    }
    return documents.Catalogue(**{**facts, **changes})


def _party(number: str, name: str) -> Party:
    identifier = Identifier(number, "0007")
    return Party(endpoint=identifier, legal_name=name, legal_id=identifier)


def an_offer(number: str = "100", **changes: Any) -> Offered:
    """A line as the rules look at it."""
    offered = Offered(
        position=1,
        line_id=number,
        action="add",
        seller_item_id=number,
        name="Mjölk",
        unit="XCT",
        vat_kind="food",
        amount=Decimal("12.50"),
        currency="SEK",
        price_unit="XCT",
    )
    return replace(offered, **changes)


def a_known(**changes: Any) -> Known:
    """The same article as it is before the list."""
    known = Known(True, "Mjölk", "XCT", None, "", "XCT", Decimal(1), Decimal("12.50"))
    return replace(known, **changes)


def a_ground(header: Action = Action.REPLACE, **changes: Any) -> Ground:
    """An agreement in kronor that offers nothing yet."""
    ground = Ground(header, "SEK", Control(), TODAY, known={}, agreed={})
    return replace(ground, **changes)


@dataclass(frozen=True, slots=True)
class Shop:
    """A buyer with an agreement with one seller."""

    actor: Actor
    seller_id: UUID
    agreement_id: UUID
    seller: Party

    def list_of(self, *lines: CatalogueLine, **changes: Any) -> documents.Catalogue:
        """A price list of this seller's."""
        return a_catalogue(*lines, **{"provider": self.seller, **changes})

    def sent_in(self, *lines: CatalogueLine) -> UUID:
        """Have a price list arrive as a Peppol document, in as a message."""
        tenant_id = self.actor.tenant_id
        with tenant_scope(tenant_id):
            scheme, _, number = own_organisation().endpoint.partition(":")
        country = Address(country="SE")
        own = Identifier(number, scheme)
        receiver = Party(endpoint=own, legal_name="Ekbackens kommun", legal_id=own, address=country)
        sender = replace(self.seller, legal_name="Grossisten AB", address=country)
        document = self.list_of(*lines, provider=sender, receiver=receiver, version="1")
        with jobs.running_here() as run:
            message = mailroom.receive_file(documents.write(document), tenant_id=tenant_id, at=AT)
            run()
        assert message.state == "taken_in"
        return queries.versions_page(actor=self.actor).items[0].id

    def take_in(self, *lines: CatalogueLine, **changes: Any) -> UUID:
        """Have a price list come in."""
        return actions.import_document(self.list_of(*lines, **changes), actor=self.actor, at=AT)

    def activate(self, *lines: CatalogueLine, **changes: Any) -> UUID:
        """Have a price list come in and into force, whatever was held back accepted."""
        version_id = self.take_in(*lines, **changes)
        actions.accept_lines(version_id, "Överenskommet", actor=self.actor, at=AT)
        actions.activate_version(version_id, actor=self.actor, at=AT)
        return version_id

    def offers(self, on: date = TODAY) -> dict[str, ItemOffer]:
        """What the agreement offers on a day, by the seller's numbers."""
        numbers = [f"{number}" for number in range(100, 120)]
        with tenant_scope(self.actor.tenant_id):
            found = queries.items_by_seller_ids(self.agreement_id, numbers, on)
        return {number: offer for number, offer in sorted(found.items()) if offer.is_active}

    def prices(self, on: date = TODAY) -> dict[str, Any]:
        """What each article costs on a day."""
        offers = self.offers(on).items()
        return {number: offer.price and offer.price.amount for number, offer in offers}


def a_shop(**terms: Any) -> Shop:
    """A shop of its own. `terms` are fields of `TermsOfAgreement`."""
    actor = everything(a_tenant().tenant_id)
    number = str(a_number())
    seller_id = an_organisation(
        actor.tenant_id, legal_id=number, endpoint=f"0007:{number}", vat_id=""
    )
    agreement_id = an_agreement(actor, seller_id=seller_id, **terms)
    return Shop(actor, seller_id, agreement_id, _party(number, "Grossisten AB"))


def of(quantity: str, unit: str) -> Quantity:
    """A quantity."""
    return Quantity(Decimal(quantity), unit)
