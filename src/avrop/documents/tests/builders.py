"""Documents with good defaults: small, valid, and the same every time."""

from dataclasses import replace
from datetime import UTC, date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from avrop.documents.advanced_despatch_advice import (
    AdvancedDespatchAdvice,
    AdvancedShipment,
    GoodsItem,
    ShipmentStage,
    TransportHandlingUnit,
    TransportMeans,
    TransportPackage,
)
from avrop.documents.catalogue import Catalogue, CatalogueLine, CataloguePrice
from avrop.documents.catalogue_response import CatalogueResponse
from avrop.documents.common import (
    Address,
    Contact,
    DocumentReference,
    Identifier,
    Item,
    ItemInstance,
    ItemProperty,
    Manufacturer,
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
from avrop.documents.document_response import (
    NO_LINE,
    REJECTED,
    RULE_VIOLATION,
    DocumentResponse,
    LineIssue,
    LineResponse,
)
from avrop.documents.invoice import (
    SELF_BILLED,
    SELF_BILLING,
    Invoice,
    InvoiceLine,
    PaymentAccount,
    PaymentMeans,
    TaxSubtotal,
    TaxTotal,
)
from avrop.documents.invoice_response import (
    ACTIONS,
    REASONS,
    UNDER_QUERY,
    Clarification,
    Condition,
    InvoiceResponse,
)
from avrop.documents.logistics_response import LogisticsResponse
from avrop.documents.message_level_response import MessageLevelResponse
from avrop.documents.message_level_status import FAILURE_OF_DELIVERY, MessageLevelStatus
from avrop.documents.order import Order, OrderDelivery, OrderLine
from avrop.documents.order_agreement import OrderAgreement, OrderAgreementLine
from avrop.documents.order_cancellation import OrderCancellation
from avrop.documents.order_change import LINE_CHANGED, OrderChange
from avrop.documents.order_response import ACCEPTED, OrderResponse
from avrop.documents.order_response_advanced import OrderResponseAdvanced
from avrop.documents.parties import Party, TaxRegistration
from avrop.documents.punch_out import PunchOut, PunchOutLine
from avrop.documents.receipt_advice import ReceiptAdvice, ReceiptLine
from avrop.values import Quantity

DAY = date(2026, 11, 23)
NINE = time(9, 0)
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


def a_self_billing_invoice(**changes: Any) -> Invoice:
    """The same gloves, invoiced by the buyer in the seller's name."""
    invoice = an_invoice(
        number="S-1", type_code="389", customization_id=SELF_BILLED, profile_id=SELF_BILLING
    )
    return replace(invoice, **changes)


def a_self_billing_credit_note(**changes: Any) -> Invoice:
    """The same, as money back to the buyer."""
    note = a_credit_note(
        number="SK-1", type_code="261", customization_id=SELF_BILLED, profile_id=SELF_BILLING
    )
    return replace(note, **changes)


def an_order_response_advanced(**changes: Any) -> OrderResponseAdvanced:
    """Yes to the first change."""
    seller = replace(SELLER, name=None, address=None, legal_id=None)
    buyer = replace(BUYER, name=None, address=None, legal_id=None)
    response = OrderResponseAdvanced(
        "R-2", DAY, ACCEPTED, "SEK", "O-1", seller, buyer, order_change_number="C-1"
    )
    return replace(response, **changes)


def an_order_agreement(lines: int = 1, **changes: Any) -> OrderAgreement:
    """Five gloves a line at 12.50, bought in the store."""
    amount = Decimal("62.50") * lines
    tax = (amount / 4).quantize(Decimal("0.01"), ROUND_HALF_UP)
    agreement = OrderAgreement(
        number="OA-1",
        issue_date=DAY,
        currency="SEK",
        previous_agreement="NA",
        seller=replace(SELLER, name=None),
        buyer=replace(BUYER, name=None),
        lines=tuple(
            OrderAgreementLine(
                id=str(number),
                quantity=Quantity(Decimal(5), "EA"),
                item=GLOVE,
                price=Price(Decimal("12.50")),
                line_amount=Decimal("62.50"),
            )
            for number in range(1, lines + 1)
        ),
        tax_amount=tax,
        tax_breakdown=(TaxSubtotal(amount, tax, STANDARD),),
        total=MonetaryTotal(
            line_amount=amount,
            payable=amount + tax,
            tax_exclusive=amount,
            tax_inclusive=amount + tax,
        ),
    )
    return replace(agreement, **changes)


def a_punch_out(**changes: Any) -> PunchOut:
    """A cart with five gloves."""
    cart = PunchOut(
        number="V-1",
        issue_date=DAY,
        issue_time=NINE,
        provider=replace(SELLER, name=None, address=None, legal_id=None),
        receiver=replace(
            BUYER, name=None, address=None, legal_id=None, contact=Contact(id="U-204")
        ),
        lines=(
            PunchOutLine(
                id="1",
                item=GLOVE,
                price=CataloguePrice(Decimal("12.50"), "SEK", Decimal(1), "EA"),
                quantity=Quantity(Decimal(5), "EA"),
                lead_time=Quantity(Decimal(2), "DAY"),
            ),
        ),
        validity=Period(end=date(2026, 12, 31)),
    )
    return replace(cart, **changes)


def an_invoice_response(**changes: Any) -> InvoiceResponse:
    """The buyer asks about a quantity."""
    asked = Clarification(
        "QTY", REASONS, "Four gloves came, not five.", (Condition("BT-129", "4"),)
    )
    response = InvoiceResponse(
        number="IR-1",
        issue_date=DAY,
        sender=replace(BUYER, name=None, address=None, legal_id=None),
        receiver=replace(SELLER, name=None, address=None, legal_id=None),
        code=UNDER_QUERY,
        documents=(DocumentReference("F-1", issue_date=DAY, type_code="380"),),
        effective_date=DAY,
        clarifications=(asked, Clarification("CNP", ACTIONS)),
    )
    return replace(response, **changes)


def a_message_level_response(**changes: Any) -> MessageLevelResponse:
    """The seller's system could not read an order."""
    response = MessageLevelResponse(
        number="MLR-1",
        issue_date=DAY,
        sender=Party(endpoint=SELLER.endpoint),
        receiver=Party(endpoint=BUYER.endpoint),
        code=REJECTED,
        document=DocumentReference("5f0c4d5e-order-1"),
        issue_time=NINE,
        description="The order breaks a rule.",
        lines=(
            LineResponse(
                "/Order/cac:OrderLine[1]",
                (LineIssue("The price is negative.", RULE_VIOLATION, REJECTED),),
            ),
        ),
    )
    return replace(response, **changes)


def a_message_level_status(**changes: Any) -> MessageLevelStatus:
    """The receiver's access point could not hand an order over."""
    status = MessageLevelStatus(
        number="MLS-1",
        issue_date=DAY,
        issue_time=NINE.replace(tzinfo=UTC),
        sender=Party(endpoint=Identifier("000123", "0242")),
        receiver=Party(endpoint=Identifier("000456", "0242")),
        code=REJECTED,
        message_id="90f14eff-3705-4869-ad3c-caae270a234e",
        description="The order could not be handed over.",
        lines=(LineResponse(NO_LINE, (LineIssue("Nobody answers.", FAILURE_OF_DELIVERY),)),),
    )
    return replace(status, **changes)


def a_catalogue_response(**changes: Any) -> CatalogueResponse:
    """The buyer takes the price list in."""
    response = CatalogueResponse(
        number="PR-1",
        issue_date=DAY,
        sender=replace(BUYER, name=None, address=None, legal_id=None),
        receiver=replace(SELLER, name=None, address=None, legal_id=None),
        responses=(DocumentResponse(ACCEPTED, DocumentReference("P-1", version="1")),),
    )
    return replace(response, **changes)


def a_logistics_response(**changes: Any) -> LogisticsResponse:
    """Yes to a transport."""
    answered = DocumentReference("T-1", type_name="TransportExecutionPlanRequest")
    response = LogisticsResponse(
        number="LR-1",
        issue_date=DAY,
        issue_time=NINE,
        sender=SELLER,
        receiver=BUYER,
        responses=(DocumentResponse(ACCEPTED, answered, ("We come at nine.",)),),
        execution_id="E-1",
    )
    return replace(response, **changes)


def an_advanced_despatch_advice(**changes: Any) -> AdvancedDespatchAdvice:
    """Four gloves in a box on a pallet on a lorry."""
    gloves = GoodsItem("1", Quantity(Decimal(4), "EA"))
    box = TransportPackage("CT", Identifier("B-1"), goods=(gloves,))
    pallet = TransportHandlingUnit(Identifier("173500538500000018"), "PX", packages=(box,))
    lorry = ShipmentStage("3", means=TransportMeans(license_plate_id="ABC123"))
    advice = AdvancedDespatchAdvice(
        number="AD-1",
        issue_date=DAY,
        issue_time=NINE,
        despatcher=SELLER,
        consignee=BUYER,
        shipment=AdvancedShipment(Identifier("S-1"), stage=lorry, handling_units=(pallet,)),
        lines=(
            DespatchLine(
                id="1",
                delivered=Quantity(Decimal(4), "EA"),
                item=replace(GLOVE, tax=None, made_by=Manufacturer(name="Handskar AB")),
                order_line="1",
            ),
        ),
        status_code="9",
        order_numbers=("O-1",),
    )
    return replace(advice, **changes)


def a_receipt_advice(**changes: Any) -> ReceiptAdvice:
    """Three gloves taken in, one missing."""
    advice = ReceiptAdvice(
        number="RA-1",
        issue_date=DAY,
        issue_time=NINE,
        type_code="D",
        despatch=DocumentReference("AD-1", issue_date=DAY, issue_time=NINE, status_code=ACCEPTED),
        consignee=BUYER,
        despatcher=SELLER,
        lines=(
            ReceiptLine(
                id="1",
                despatch_line="1",
                received=Quantity(Decimal(3), "EA"),
                short=Quantity(Decimal(1), "EA"),
                shortage_action_code="1",
                item=replace(GLOVE, tax=None),
            ),
        ),
    )
    return replace(advice, **changes)


ALL = (
    an_order,
    an_order_response,
    an_order_response_advanced,
    an_order_agreement,
    an_order_change,
    an_order_cancellation,
    a_despatch_advice,
    an_advanced_despatch_advice,
    a_receipt_advice,
    an_invoice,
    a_credit_note,
    a_self_billing_invoice,
    a_self_billing_credit_note,
    an_invoice_response,
    a_catalogue,
    a_catalogue_response,
    a_punch_out,
    a_message_level_response,
    a_message_level_status,
    a_logistics_response,
)
