"""Business rules of the Punch Out (T77): the cart that a seller's shop hands back."""

from collections.abc import Iterator

from avrop.documents.rules.amounts import TaxRules, tax_faults
from avrop.documents.rules.asking import as_written
from avrop.documents.rules.cataloguing import day_number
from avrop.documents.rules.faults import Fault, forbidden_value, missing, negative_faults
from avrop.documents.rules.identifying import item_faults, specification_faults
from avrop.documents.rules.tree import Node

PREFIX = "PEPPOL-T77-"
RATES = TaxRules(PREFIX + "R008", PREFIX + "R009")
MAIN_IMAGE = "PRODUCT_IMAGE"
SERVICE = "ServiceIndicator"
BASE = ("cac:Price", "cbc:BaseQuantity")
BATCH = ("cac:DeliveryUnit", "cbc:BatchQuantity")


def punch_out_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of a shopping cart."""
    yield from specification_faults(root, PREFIX + "R010", "punch_out")
    issued = day_number(root.text_at("cbc:IssueDate"))
    for period in root.all("cac:ValidityPeriod"):
        if not day_number(period.text_at("cbc:EndDate")) >= issued:
            yield Fault(PREFIX + "R001", period, "rules.ends_before_start")
    for place in root.everywhere("cac:RequiredItemLocationQuantity"):
        for price in place.all("cac:Price"):
            amount = price.number_at("cbc:PriceAmount")
            yield from negative_faults(PREFIX + "R003", price, amount, "cbc:PriceAmount")
        if place.above == "cac:CatalogueLine":
            yield from quantity_faults(place)
    yield from item_faults(root, PREFIX + "R004")
    for item in root.everywhere("cac:Item"):
        yield from detail_faults(item)
    yield from tax_faults(root.everywhere("cac:ClassifiedTaxCategory"), RATES)


def quantity_faults(place: Node) -> Iterator[Fault]:
    """R002 and R006: where both quantities are stated they are above zero, and in one unit."""
    base, batch = place.each(*BASE), place.each(*BATCH)
    if not (base and batch):
        return
    units = {node.attributes["unitCode"] for node in base if "unitCode" in node.attributes}
    if not any(node.attributes.get("unitCode") in units for node in batch):
        yield forbidden_value(PREFIX + "R006", place, batch[0].attributes.get("unitCode", ""))
    for quantity in (base[0], batch[0]):
        number = quantity.number
        if number is None or number <= 0:
            values = {"value": quantity.text[:40]}
            yield Fault(PREFIX + "R002", place, "rules.not_positive", values)
            return


def detail_faults(item: Node) -> Iterator[Fault]:
    """R005 and R007: one main image at most, and a service is said to be one by yes or no."""
    images = [
        reference
        for reference in item.all("cac:ItemSpecificationDocumentReference")
        if any(as_written(code) == MAIN_IMAGE for code in reference.all("cbc:DocumentTypeCode"))
    ]
    if len(images) > 1:
        yield Fault(PREFIX + "R005", item, "rules.too_many")
    for fact in item.all("cac:AdditionalItemProperty"):
        if all(as_written(name) != SERVICE for name in fact.all("cbc:Name")):
            continue
        values = fact.all("cbc:Value")
        if not values:
            yield missing(PREFIX + "R007", fact, "cbc:Value")
        elif all(as_written(value) not in {"true", "false"} for value in values):
            yield forbidden_value(PREFIX + "R007", fact, values[0].text)
