"""Documents with good defaults: small, valid, and the same every time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from avrop.documents.catalogue import Catalogue, CatalogueLine, CataloguePrice
from avrop.documents.common import (
    Address,
    Identifier,
    Item,
    ItemInstance,
    ItemProperty,
    MonetaryTotal,
    Period,
    Price,
    TaxCategory,
)
from avrop.documents.despatch_advice import (
    DespatchAdvice,
    DespatchLine,
    HandlingUnit,
    Shipment,
)
from avrop.documents.invoice import (
    Invoice,
    InvoiceLine,
    PaymentAccount,
    PaymentMeans,
    TaxSubtotal,
    TaxTotal,
)
from avrop.documents.order import Order, OrderDelivery, OrderLine
from avrop.documents.order_cancellation import OrderCancellation
from avrop.documents.order_change import LINE_CHANGED, OrderChange
from avrop.documents.order_response import ACCEPTED, OrderResponse
from avrop.documents.parties import Party, TaxRegistration
from avrop.values import Quantity

DAY = date(2026, 11, 23)
STANDARD = TaxCategory("S", Decimal(25))
UMEA = Address(country="SE", street="Skolgatan 1", city="Umeå", postal_code="903 25")
BUYER = Party(
    endpoint=Identifier("7300010000001", "0088"),
    identifications=(Identifier("7300010000001", "0088"),),
    name="Umeå kommun",
    address=UMEA,
    legal_name="Umeå kommun",
    legal_id=Identifier("2120002627", "0007"),
)
SELLER = Party(
    endpoint=Identifier("5560360793", "0007"),
    identifications=(Identifier("5560360793", "0007"),),
    name="Grossisten",
    address=UMEA,
    legal_name="Grossisten AB",
    legal_id=Identifier("5560360793", "0007"),
)
GLOVE = Item(
    name="Undersökningshandske nitril",
    sellers_id="H-100",
    standard_id=Identifier("07350053850019", "0160"),
    tax=STANDARD,
)


def an_order(lines: int = 2, **changes: Any) -> Order:
    """Five gloves a line at 12.50."""
    amount = Decimal("62.50") * lines
    tax = (amount / 4).quantize(Decimal("0.01"))
    order = Order(
        number="O-1",
        issue_date=DAY,
        currency="SEK",
        buyer=BUYER,
        seller=SELLER,
        lines=tuple(an_order_line(str(number)) for number in range(1, lines + 1)),
        valid_until=date(2026, 12, 31),
        delivery=OrderDelivery(requested=Period(start=date(2026, 11, 30))),
        tax_amount=tax,
        total=MonetaryTotal(
            line_amount=amount,
            payable=amount + tax,
            tax_exclusive=amount,
            tax_inclusive=amount + tax,
        ),
    )
    return replace(order, **changes)


def an_order_line(number: str = "1", **changes: Any) -> OrderLine:
    """Five gloves."""
    line = OrderLine(
        id=number,
        quantity=Quantity(Decimal(5), "EA"),
        item=GLOVE,
        price=Price(Decimal("12.50")),
        line_amount=Decimal("62.50"),
        accounting_cost="4010-21",
    )
    return replace(line, **changes)


def an_order_response(**changes: Any) -> OrderResponse:
    """Yes, unchanged."""
    seller = replace(SELLER, name=None, address=None, legal_id=None)
    buyer = replace(BUYER, name=None, address=None, legal_id=None)
    response = OrderResponse("R-1", DAY, ACCEPTED, "SEK", "O-1", seller, buyer)
    return replace(response, **changes)


def an_order_change(**changes: Any) -> OrderChange:
    """Line one is changed."""
    change = OrderChange(
        number="C-1",
        issue_date=DAY,
        currency="SEK",
        order_number="O-1",
        buyer=BUYER,
        seller=SELLER,
        lines=(an_order_line(status_code=LINE_CHANGED),),
        sequence_number="1",
        valid_until=date(2026, 12, 31),
    )
    return replace(change, **changes)


def an_order_cancellation(**changes: Any) -> OrderCancellation:
    """The order is taken back."""
    cancellation = OrderCancellation("X-1", DAY, "O-1", "Ordered twice", BUYER, SELLER)
    return replace(cancellation, **changes)


def a_despatch_advice(**changes: Any) -> DespatchAdvice:
    """Four of five gloves, on one pallet with SSCC and best-before."""
    consignee = replace(BUYER, name=None, legal_id=None)
    pallet = HandlingUnit(Identifier("173500538500000018", "SSCC"), type_code="PX")
    gloves = replace(
        GLOVE,
        tax=None,
        instances=(ItemInstance(lot="L-7", best_before_date=date(2028, 1, 31)),),
    )
    advice = DespatchAdvice(
        number="D-1",
        issue_date=DAY,
        despatcher=replace(SELLER, name=None, legal_id=None),
        consignee=consignee,
        lines=(
            DespatchLine(
                id="1",
                delivered=Quantity(Decimal(4), "EA"),
                item=gloves,
                order_line="1",
                outstanding=Quantity(Decimal(1), "EA"),
                outstanding_reasons=("Sold out",),
                handling_units=(pallet,),
            ),
        ),
        order_numbers=("O-1",),
        shipment=Shipment("S-1", delivery_party=Party(name="Norrskolan")),
    )
    return replace(advice, **changes)


def an_invoice(lines: int = 2, **changes: Any) -> Invoice:
    """The same gloves, invoiced with 25 % VAT and paid by bankgiro."""
    amount = Decimal("62.50") * lines
    tax = (amount / 4).quantize(Decimal("0.01"))
    invoice = Invoice(
        number="F-1",
        issue_date=DAY,
        currency="SEK",
        seller=replace(SELLER, tax_registrations=(TaxRegistration("SE556036079301"),)),
        buyer=BUYER,
        lines=tuple(an_invoice_line(str(number)) for number in range(1, lines + 1)),
        total=MonetaryTotal(
            line_amount=amount,
            payable=amount + tax,
            tax_exclusive=amount,
            tax_inclusive=amount + tax,
        ),
        tax_totals=(TaxTotal(tax, "SEK", (TaxSubtotal(amount, tax, STANDARD),)),),
        due_date=date(2026, 12, 23),
        buyer_reference="U-204",
        order_number="O-1",
        payment_means=(
            PaymentMeans(
                "30",
                reference="10017",
                account=PaymentAccount("50501055", branch="SE:BANKGIRO"),
            ),
        ),
    )
    return replace(invoice, **changes)


def an_invoice_line(number: str = "1", **changes: Any) -> InvoiceLine:
    """Five gloves."""
    line = InvoiceLine(
        id=number,
        quantity=Quantity(Decimal(5), "EA"),
        line_amount=Decimal("62.50"),
        item=GLOVE,
        price=Price(Decimal("12.50")),
        order_line=number,
    )
    return replace(line, **changes)


def a_credit_note(**changes: Any) -> Invoice:
    """The same, as money back."""
    note = an_invoice(number="K-1", is_credit_note=True, type_code="381", due_date=None)
    return replace(note, **changes)


def a_catalogue(lines: int = 2, **changes: Any) -> Catalogue:
    """A price list with gloves."""
    catalogue = Catalogue(
        number="P-1",
        issue_date=DAY,
        validity=Period(start=DAY, end=date(2027, 11, 22)),
        provider=replace(SELLER, name=None),
        receiver=replace(BUYER, name=None),
        lines=tuple(a_catalogue_line(str(number)) for number in range(1, lines + 1)),
        action_code="Replace",
        version="1",
    )
    return replace(catalogue, **changes)


def a_catalogue_line(number: str = "1", **changes: Any) -> CatalogueLine:
    """Gloves with an allergen."""
    line = CatalogueLine(
        id=number,
        item=replace(GLOVE, properties=(ItemProperty("Allergen", "Latex"),)),
        orderable=True,
        orderable_unit="EA",
        prices=(CataloguePrice(Decimal("12.50"), "SEK", Decimal(1), "EA"),),
    )
    return replace(line, **changes)


ALL = (
    an_order,
    an_order_response,
    an_order_change,
    an_order_cancellation,
    a_despatch_advice,
    an_invoice,
    a_credit_note,
    a_catalogue,
)
