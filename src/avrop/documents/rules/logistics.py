"""Business rules of the logistics documents: the Advanced Despatch Advice (T120), the Receipt
Advice (T128) and the Logistics Response (T129).

The structure rules of T129 lack their namespace in the published files and never fire, so nothing
here asks for them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from avrop.documents.findings import Severity
from avrop.documents.recognise import KINDS
from avrop.documents.rules.demands import Demand, demand_faults, identified, named, typed
from avrop.documents.rules.faults import Fault, forbidden_value, missing, negative_faults
from avrop.documents.rules.identifying import process_faults, specification_faults
from avrop.documents.rules.tree import Node

WARNING = Severity.WARNING
LOGISTICS = frozenset({"T120", "T128", "T129"})

# The logistics rules have an older set of those about identifiers: Danish numbers are only warned
# about, and Dutch ones not looked at.
ONLY_WARNED = frozenset({"PEPPOL-COMMON-R052", "PEPPOL-COMMON-R053"})
NOT_ASKED = frozenset(
    f"PEPPOL-COMMON-{number}" for number in ("R054", "R055", "R056-1", "R056-2", "R057")
)

PARTY = ("cac:Party",)
LINE, ITEM = ("cac:DespatchLine",), ("cac:Item",)
UNIT = ("cac:Shipment", "cac:TransportHandlingUnit")
STATISTICS = "cbc:DeclaredStatisticsValueAmount"
TERMS = ("cac:Delivery", "cac:DeliveryTerms")
PACKAGES = frozenset({"cac:Package", "cac:ContainedPackage"})


def delivery_terms(rule_id: str) -> Demand:
    """Terms of delivery have a code or are told in words."""
    wanted = ((*TERMS, "cbc:ID"), (*TERMS, "cbc:SpecialTerms"))
    return Demand(rule_id, ("cac:Shipment",), wanted, TERMS)


DESPATCH = (
    named("PEPPOL-T120-R008", "cac:BuyerCustomerParty", within=PARTY),
    named("PEPPOL-T120-R108", "cac:DeliveryCustomerParty", within=PARTY),
    named("PEPPOL-T120-R009", "cac:SellerSupplierParty", within=PARTY),
    named("PEPPOL-T120-R109", "cac:DespatchSupplierParty", within=PARTY),
    named("PEPPOL-T120-R010", "cac:OriginatorCustomerParty", within=PARTY),
    named("PEPPOL-T120-R110", "cac:Shipment", "cac:Consignment", "cac:CarrierParty"),
    named("PEPPOL-T120-R111", *LINE, *ITEM, "cac:ManufacturerParty"),
    delivery_terms("PEPPOL-T120-R022"),
    identified("PEPPOL-T120-R003", LINE, ITEM),
    Demand("PEPPOL-T120-R004", LINE, (("cac:Item", "cbc:Name"),)),
    Demand("PEPPOL-T120-R005", LINE, (("cbc:DeliveredQuantity",),), severity=WARNING),
    Demand(
        "PEPPOL-T120-R007",
        LINE,
        (("cbc:OutstandingReason",),),
        ("cbc:OutstandingQuantity",),
        WARNING,
    ),
    typed("PEPPOL-T120-R031", "cac:AdditionalDocumentReference"),
    typed("PEPPOL-T120-R032", *LINE, "cac:DocumentReference"),
)
REJECTED = ("cbc:RejectedQuantity",)
RECEIPT_LINE = ("cac:ReceiptLine",)
RECEIPT = (
    named("PEPPOL-T128-R008", "cac:BuyerCustomerParty", within=PARTY),
    named("PEPPOL-T128-R108", "cac:DeliveryCustomerParty", within=PARTY),
    named("PEPPOL-T128-R009", "cac:SellerSupplierParty", within=PARTY),
    named("PEPPOL-T128-R109", "cac:DespatchSupplierParty", within=PARTY),
    named("PEPPOL-T128-R110", "cac:Shipment", "cac:Consignment", "cac:CarrierParty"),
    delivery_terms("PEPPOL-T128-R022"),
    identified("PEPPOL-T128-R003", (*RECEIPT_LINE, "cac:Item")),
    Demand("PEPPOL-T128-R004", RECEIPT_LINE, (("cbc:RejectActionCode",),), REJECTED),
    Demand("PEPPOL-T128-R005", RECEIPT_LINE, (("cbc:RejectReasonCode",),), REJECTED),
    Demand("PEPPOL-T128-R006", RECEIPT_LINE, (("cbc:RejectReason",),), REJECTED),
    Demand(
        "PEPPOL-T128-R007",
        RECEIPT_LINE,
        (("cbc:ShortageActionCode",),),
        ("cbc:ShortQuantity",),
    ),
    typed("PEPPOL-T128-R031", "cac:AdditionalDocumentReference"),
)
RESPONSE = (
    named("PEPPOL-T129-R031", "cac:SenderParty"),
    named("PEPPOL-T129-R032", "cac:ReceiverParty"),
)


def as_in_logistics(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults of rules that documents share, as the logistics documents have them."""
    for fault in faults:
        if fault.rule_id in ONLY_WARNED:
            yield replace(fault, severity=WARNING)
        elif fault.rule_id not in NOT_ASKED:
            yield fault


def advanced_despatch_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of an advanced despatch advice."""
    kind = KINDS["advanced_despatch_advice"]
    yield from specification_faults(root, "PEPPOL-T120-R011", kind.name)
    yield from process_faults(root, "PEPPOL-T120-R002", kind.process_ids)
    yield from demand_faults(root, DESPATCH)
    yield from period_faults(root, "cac:EstimatedDeliveryPeriod", "PEPPOL-T120-")
    for shipment in root.all("cac:Shipment"):
        yield from shipment_faults(shipment)
    yield from goods_faults(root)
    for line in root.all("cac:DespatchLine"):
        delivered = line.number_at("cbc:DeliveredQuantity")
        yield from negative_faults("PEPPOL-T120-R006", line, delivered, "cbc:DeliveredQuantity")
        yield from classification_faults(line)


def receipt_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of a receipt advice."""
    kind = KINDS["receipt_advice"]
    for stated in root.everywhere("cbc:CustomizationID"):
        # Not only its beginning, as in other transactions.
        if stated.text != kind.customization_id:
            yield forbidden_value("PEPPOL-T128-R001", stated, stated.text)
    yield from process_faults(root, "PEPPOL-T128-R002", kind.process_ids)
    yield from demand_faults(root, RECEIPT)
    yield from period_faults(root, "cac:RequestedDeliveryPeriod", "PEPPOL-T128-")
    yield from answer_faults(root)
    for rules, path in (
        (("PEPPOL-T128-R025", "PEPPOL-T128-R026"), ("cac:Shipment", "cac:Consignment")),
        (("PEPPOL-T128-R027", "PEPPOL-T128-R028"), UNIT),
    ):
        for status in root.each(*path, "cac:Status"):
            yield from status_faults(status, rules)


def logistics_response_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of a logistics response."""
    yield from demand_faults(root, RESPONSE)


def period_faults(root: Node, name: str, prefix: str) -> Iterator[Fault]:
    """R012 to R015: a period ends no earlier than it starts, and hours stand beside days."""
    for period in root.everywhere(name):
        start, end = period.text_at("cbc:StartDate"), period.text_at("cbc:EndDate")
        opens, closes = period.text_at("cbc:StartTime"), period.text_at("cbc:EndTime")
        if start and end and end < start:
            yield Fault(prefix + "R012", period, "rules.ends_before_start")
        if closes and not opens:
            yield missing(prefix + "R013", period, "cbc:StartTime")
        if closes and not end:
            yield missing(prefix + "R014", period, "cbc:EndDate")
        if start and end and opens and closes and (end, closes) < (start, opens):
            yield Fault(prefix + "R015", period, "rules.ends_before_start")


def shipment_faults(shipment: Node) -> Iterator[Fault]:
    """R016 to R019 and R021: what a shipment says of itself fits what is said of its parts."""
    units = shipment.all("cac:TransportHandlingUnit")
    stated = shipment.one("cbc:TotalTransportHandlingUnitQuantity")
    if stated is not None:
        quantity = stated.number
        if quantity is None or quantity < 0:
            values = {"value": stated.text[:40]}
            yield Fault("PEPPOL-T120-R016", shipment, "rules.negative", values, severity=WARNING)
        if units and quantity != len(units):
            yield unequal("PEPPOL-T120-R017", shipment, len(units), stated.text)
    for rule_id, name, attribute in (
        ("PEPPOL-T120-R018", "cbc:GrossWeightMeasure", "AAB"),
        ("PEPPOL-T120-R019", "cbc:GrossVolumeMeasure", "AAW"),
    ):
        gross = shipment.one(name)
        parts = measures(units, attribute)
        total = sum_in_unit(gross, parts) if gross else None
        if gross is None or total is None:
            continue
        whole = gross.number
        # Volume may be more than that of the parts, since air may stand between them.
        fits = whole is not None and (whole >= total if attribute == "AAW" else whole == total)
        if not fits:
            yield unequal(rule_id, shipment, total, gross.text)
    yield from statistics_faults(shipment, units)


def measures(units: Iterable[Node], attribute: str) -> list[Node]:
    """What the units measure in a dimension: AAB is gross weight, AAW gross volume (UNCL 6313)."""
    return [
        measure
        for unit in units
        for dimension in unit.all("cac:MeasurementDimension")
        if dimension.text_at("cbc:AttributeID") == attribute
        for measure in dimension.all("cbc:Measure")
    ]


def sum_in_unit(whole: Node, parts: list[Node]) -> Decimal | None:
    """The sum of the parts; None without parts, or where they are not in the unit of the whole."""
    unit = whole.attributes.get("unitCode")
    numbers = [part.number for part in parts if part.attributes.get("unitCode") == unit]
    counted = [number for number in numbers if number is not None]
    return sum(counted, Decimal(0)) if parts and len(counted) == len(parts) else None


def statistics_faults(shipment: Node, units: Iterable[Node]) -> Iterator[Fault]:
    """R021: the statistical value of a shipment is that of all its goods together."""
    stated = shipment.one(STATISTICS)
    goods = [item for unit in units for item in goods_in(unit)]
    amounts = [amount.number for item in goods for amount in item.all(STATISTICS)]
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    if stated is not None and amounts and stated.number != total:
        yield unequal("PEPPOL-T120-R021", shipment, total, stated.text)


def goods_in(holder: Node) -> Iterator[Node]:
    """The goods in a unit or package, and in the packages within it."""
    for child in holder.children:
        if child.name == "cac:GoodsItem":
            yield child
        elif child.name in PACKAGES:
            yield from goods_in(child)


def goods_faults(root: Node) -> Iterator[Fault]:
    """R020: goods in a unit belong to a line of the advice."""
    lines = {identity.text for identity in root.each("cac:DespatchLine", "cbc:ID")}
    for unit in root.each(*UNIT):
        for item in goods_in(unit):
            if not any(identity.text in lines for identity in item.all("cbc:ID")):
                yield forbidden_value("PEPPOL-T120-R020", item, item.text_at("cbc:ID"))


def classification_faults(line: Node) -> Iterator[Fault]:
    """R040: a code of a list that the parties have agreed on (ZZZ) tells the name of the list."""
    for holder in line.each("cac:Item", "cac:CommodityClassification"):
        for code in holder.all("cbc:ItemClassificationCode"):
            if code.attributes.get("listID") == "ZZZ" and "name" not in code.attributes:
                values = {"attribute": "name"}
                yield Fault(
                    "PEPPOL-T120-R040",
                    holder,
                    "rules.attribute_missing",
                    values,
                    severity=WARNING,
                )


def answer_faults(root: Node) -> Iterator[Fault]:
    """R023: an answer to an advice (D) tells its status, one to goods (S) tells of a shipment."""
    has_status = bool(root.each("cac:DespatchDocumentReference", "cbc:DocumentStatusCode"))
    has_shipment = bool(root.each("cac:Shipment", "cbc:ID"))
    fits = {"D": has_status and not has_shipment, "S": has_shipment and not has_status}
    for code in root.all("cbc:ReceiptAdviceTypeCode"):
        if not fits.get(code.text):
            yield Fault("PEPPOL-T128-R023", code, "rules.receipt_unfit", {"value": code.text[:40]})


def status_faults(status: Node, rules: tuple[str, str]) -> Iterator[Fault]:
    """R025 to R028: what is not accepted as it is has a reason, by code and in words.

    The published rules are broken too where the condition is absent or empty, with a reason or not.
    """
    condition = status.text_at("cbc:ConditionCode")
    if condition == "AP":
        return
    for rule_id, name in zip(rules, ("cbc:StatusReasonCode", "cbc:StatusReason"), strict=True):
        if not condition:
            yield missing(rule_id, status, "cbc:ConditionCode")
        elif status.one(name) is None:
            yield missing(rule_id, status, name)


def unequal(rule_id: str, node: Node, expected: object, found: str) -> Fault:
    """A quantity or measure is not that of the parts."""
    values = {"expected": str(expected), "found": found[:40]}
    return Fault(rule_id, node, "rules.quantity_differs", values, severity=WARNING)
