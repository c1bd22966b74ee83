"""A seller and a buyer in one installation, an assortment, and orders between the two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from avrop import documents
from avrop.documents.common import Address, Identifier, Item, Location, MonetaryTotal, Period, Price
from avrop.documents.order import OrderDelivery
from avrop.documents.parties import Party
from avrop.exchange import actions as exchange
from avrop.exchange import queries as exchange_queries
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.parties.queries import OrganisationView, own_organisation
from avrop.selling.sales import queries as sales
from avrop.selling.sales.models import SalesOrder
from avrop.selling.sales.shapes import OrderView
from avrop.selling.stock import actions as stock
from avrop.selling.stock.shapes import MovementInput, NewItem
from avrop.testing import worlds
from avrop.values import Quantity, rounded_half_up
from avrop.values.identifiers import bankgiro, gln, gtin13

_number = count(1)
NOW = datetime.now(UTC)  # reactions run by the clock, so these stories do too
WANTED = NOW.date() + timedelta(days=7)
CENTRE = str(gln("7350000", 901))
SCHOOL = str(gln("7350000", 101))


@dataclass(frozen=True, slots=True)
class Market:
    """A seller's tenant and a buyer's, each known to the other; `seller` and `buyer` may do all."""

    seller: Actor
    buyer: Actor
    seller_organisation: OrganisationView
    buyer_organisation: OrganisationView
    customer_id: UUID

    def person(self, *roles: str, name: str = "Kim Ek", reason_for_both: str = "") -> Actor:
        """Somebody who works at the seller's; at both desks only for a reason."""
        return worlds.a_person(
            self.seller.tenant_id, roles=roles, name=name, reason_for_both=reason_for_both
        )


def a_market(**terms: Any) -> Market:
    """A seller with stock of `ASSORTMENT` and a customer. `terms` are of the seller's relationship."""
    seller = worlds.a_tenant(
        "Grossisten AB",
        gs1_prefix="7350001",
        bankgiro=str(bankgiro(f"{next(_number):07d}")),
        registered_for_f_tax=True,
    )
    buyer = worlds.a_tenant("Ekbackens kommun")
    seller_actor = worlds.everything(seller.tenant_id)
    buyer_actor = worlds.everything(buyer.tenant_id)
    with tenant_scope(buyer.tenant_id):
        buyer_own = own_organisation()
    with tenant_scope(seller.tenant_id):
        seller_own = own_organisation()
    customer_id = _known(seller.tenant_id, buyer_own)
    _known(buyer.tenant_id, seller_own)
    worlds.a_relationship(seller.tenant_id, customer_id, **terms)
    an_assortment(seller_actor)
    return Market(seller_actor, buyer_actor, seller_own, buyer_own, customer_id)


def _known(tenant_id: UUID, other: OrganisationView) -> UUID:
    return worlds.an_organisation(
        tenant_id,
        other.name,
        legal_id=other.legal_id,
        vat_id=other.vat_id,
        endpoint=other.endpoint,
    )


def an_article(number: int, **facts: Any) -> NewItem:
    """An article "A-001" at 10.50 the piece with 12 % … VAT of food."""
    defaults: dict[str, Any] = {
        "name": f"Vara {number}",
        "unit": "C62",
        "price": Decimal("10.50"),
        "vat_kind": "food",
        "gtin": str(gtin13("7350001", number)),
    }
    return NewItem(seller_item_id=f"A-{number:03d}", **(defaults | facts))


ASSORTMENT = (
    an_article(1, name="Mellanmjölk 1 l", allergens=("milk",)),
    an_article(2, name="Havredryck 1 l", allergens=("gluten",)),
    an_article(3, name="Diskmedel 5 l", vat_kind="standard", price=Decimal("89.00")),
    an_article(
        4,
        name="Fläskkarré, hel",
        price=Decimal("82.50"),
        price_unit="KGM",
        catch_weight=True,
        typical_weight=Decimal("2.4"),
    ),
    an_article(5, name="Läsk, back", price=Decimal("120.00"), deposit=Decimal("24.00")),
)


def an_assortment(seller: Actor, articles: tuple[NewItem, ...] = ASSORTMENT) -> None:
    """Articles, a thousand of each on hand."""
    stock.add_items(articles, actor=seller, at=NOW)
    stock.book_movements(
        tuple(
            MovementInput(article.seller_item_id, "received", Decimal(1000)) for article in articles
        ),
        actor=seller,
        at=NOW,
    )


def a_party(view: OrganisationView) -> Party:
    """An organisation as orders name it."""
    scheme, _, value = view.endpoint.partition(":")
    return Party(
        endpoint=Identifier(value, scheme),
        name=view.name,
        address=Address(country="SE", street="Storgatan 1", city="Ekbacken", postal_code="12345"),
        legal_name=view.name,
        legal_id=Identifier(view.legal_id, "0007"),
    )


def a_line(position: int, article: NewItem, quantity: Decimal | int = 10) -> documents.OrderLine:
    """A line for an article at its price."""
    return documents.OrderLine(
        id=str(position),
        quantity=Quantity(Decimal(quantity), article.unit),
        item=Item(
            name=article.name,
            sellers_id=article.seller_item_id,
            standard_id=Identifier(article.gtin, "0160"),
        ),
        price=Price(article.price),
        line_amount=rounded_half_up(Decimal(quantity) * article.price, 2),
    )


def an_order(
    market: Market,
    *lines: documents.OrderLine,
    number: str = "",
    through_centre: bool = False,
    wanted: date = WANTED,
    **facts: Any,
) -> documents.Order:
    """An order of the buyer's for a school; without lines: ten each of the first three articles."""
    chosen = lines or tuple(
        a_line(position, article) for position, article in enumerate(ASSORTMENT[:3], start=1)
    )
    amount = sum((line.line_amount or Decimal(0) for line in chosen), Decimal(0))
    address = Address(country="SE", street="Ekvägen 3", city="Ekbacken", postal_code="12346")
    place = Identifier(CENTRE if through_centre else SCHOOL, "0088")
    return documents.Order(
        number=number or f"AO-{next(_number):05d}",
        issue_date=NOW.date(),
        currency="SEK",
        valid_until=wanted,
        total=MonetaryTotal(amount, amount),
        buyer=a_party(market.buyer_organisation),
        seller=a_party(market.seller_organisation),
        lines=chosen,
        customer_reference="REF00017",
        originator=Party(identifications=(Identifier(SCHOOL, "0088"),), name="Ekskolan"),
        delivery=OrderDelivery(
            location=Location(place, "Varucentralen" if through_centre else "Ekskolan", address),
            requested=Period(start=wanted, end=wanted),
            party=Party(
                identifications=(Identifier(SCHOOL, "0088"),), name="Ekskolan", address=address
            ),
        ),
        **facts,
    )


def send(
    market: Market, document: documents.Document, drain: Callable[[], int], *, at: datetime = NOW
) -> None:
    """The buyer sends a document, and everything that follows from it happens."""
    kind = documents.kind_of(document).name
    exchange.transmit(
        kind,
        document.number,
        documents.write(document),
        sender=market.buyer_organisation.endpoint,
        receiver=market.seller_organisation.endpoint,
        once_key=f"{kind}/{document.number}",
        subject_id=market.customer_id,
        actor=market.buyer,
        at=at,
    )
    drain()


def received(market: Market, document: documents.Order) -> OrderView:
    """The sales order that an order of the buyer's has become."""
    return sales.order_by_number(document.number, actor=market.seller)


def a_received_order(
    market: Market, drain: Callable[[], int], *lines: documents.OrderLine, **facts: Any
) -> OrderView:
    """An order that was sent and taken in."""
    document = an_order(market, *lines, **facts)
    send(market, document, drain)
    return received(market, document)


def came_to_the_buyer(market: Market, kind: str) -> list[Any]:
    """The documents of a kind that the buyer has got, the oldest first."""
    page = exchange_queries.messages_page(direction="in", kind=kind, actor=market.buyer, limit=200)
    raw = [
        exchange_queries.payload(message.id, actor=market.buyer) for message in reversed(page.items)
    ]
    return [documents.read(each).document for each in raw]


def findings_at_the_buyer(market: Market) -> list[str]:
    """The ids of every fatal finding in what the buyer has got."""
    found = []
    page = exchange_queries.messages_page(direction="in", actor=market.buyer, limit=200)
    for message in page.items:
        read = documents.read(exchange_queries.payload(message.id, actor=market.buyer))
        found += [str(finding) for finding in read.findings if finding.is_fatal]
    return found


def stage_of(market: Market, order_id: UUID) -> str:
    """The stage that is stored."""
    with tenant_scope(market.seller.tenant_id):
        return str(SalesOrder.objects.get(id=order_id).stage)
