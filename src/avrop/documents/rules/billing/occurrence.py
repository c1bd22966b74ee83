"""EN 16931 in UBL: what stands at most once (UBL-SR rules)."""

from collections.abc import Iterator
from typing import NamedTuple

from avrop.documents.rules.billing.view import (
    BUYER,
    REPRESENTATIVE,
    SELLER,
    Line,
    count,
    registrations,
)
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.tree import Layout, Node


class Once:
    """Rules, each of a path that leads to one element at most.

    A path of one step is judged by the layout; of longer ones a layout tells which begin in it.
    """

    __slots__ = ("rules",)

    def __init__(self, *rules: tuple[str, tuple[str, ...]]) -> None:
        self.rules = rules

    def broken(self, node: Node) -> list[str]:
        """The rules that an element breaks: elements of the same make break the same."""
        if node.make is None:
            return self.judged(node)
        found: list[str] | None = node.make.plans.get(self)
        if found is None:
            found = node.make.plans[self] = self.judged(node)
        return found

    def judged(self, node: Node) -> list[str]:
        """The rules that an element breaks, by the layouts of what it is made of."""
        plan: Plan | None = node.layout.plans.get(self)
        if plan is None:
            plan = node.layout.plans[self] = self.planned(node.layout)
        found = plan.broken
        for rule, places, rest in plan.below:
            often = 0
            for place in places:
                often += count(node.children[place], rest)
            if often > 1:
                found = [*found, rule]
        return found

    def planned(self, layout: Layout) -> "Plan":
        """What the names of the children tell."""
        plan = Plan([], [])
        for rule, (name, *rest) in self.rules:
            places = [place for place, other in enumerate(layout.names) if other == name]
            if rest and places:
                plan.below.append((rule, places, tuple(rest)))
            elif len(places) > 1:
                plan.broken.append(rule)
        return plan


class Plan(NamedTuple):
    """Rules that a layout breaks, and those that ask about its children, with their places."""

    broken: list[str]
    below: list[tuple[str, list[int], tuple[str, ...]]]


NAME = "cbc:RegistrationName"
ONCE_IN_DOCUMENT = Once(
    ("UBL-SR-01", ("cac:ContractDocumentReference", "cbc:ID")),
    ("UBL-SR-02", ("cac:ReceiptDocumentReference", "cbc:ID")),
    ("UBL-SR-03", ("cac:DespatchDocumentReference", "cbc:ID")),
    ("UBL-SR-05", ("cac:PaymentTerms", "cbc:Note")),
    ("UBL-SR-08", ("cac:InvoicePeriod",)),
    ("UBL-SR-09", (*SELLER, "cac:PartyLegalEntity", "cbc:RegistrationName")),
    ("UBL-SR-10", (*SELLER, "cac:PartyName", "cbc:Name")),
    ("UBL-SR-11", (*SELLER, "cac:PartyLegalEntity", "cbc:CompanyID")),
    ("UBL-SR-14", (*SELLER, "cac:PartyLegalEntity", "cbc:CompanyLegalForm")),
    ("UBL-SR-15", (*BUYER, "cac:PartyLegalEntity", "cbc:RegistrationName")),
    ("UBL-SR-16", (*BUYER, "cac:PartyIdentification", "cbc:ID")),
    ("UBL-SR-17", (*BUYER, "cac:PartyLegalEntity", "cbc:CompanyID")),
    ("UBL-SR-24", ("cac:Delivery",)),
    ("UBL-SR-39", ("cac:ProjectReference", "cbc:ID")),
    ("UBL-SR-40", (*BUYER, "cac:PartyName", "cbc:Name")),
    ("UBL-SR-45", ("cac:PaymentMeans", "cbc:PaymentDueDate")),
    ("UBL-SR-49", ("cac:InvoicePeriod", "cbc:DescriptionCode")),
    ("UBL-SR-54", ("cac:PaymentMeans", "cac:CardAccount")),
    ("UBL-SR-55", ("cac:PaymentMeans", "cac:PaymentMandate")),
    ("UBL-SR-56", ("cac:OriginatorDocumentReference", "cbc:ID")),
)
ONCE_IN_LINE = Once(
    ("UBL-SR-34", ("cbc:Note",)),
    ("UBL-SR-35", ("cac:OrderLineReference", "cbc:LineID")),
    ("UBL-SR-36", ("cac:InvoicePeriod",)),
    ("UBL-SR-37", ("cac:Price", "cac:AllowanceCharge", "cbc:Amount")),
    ("UBL-SR-50", ("cac:Item", "cbc:Description")),
    ("UBL-SR-52", ("cac:DocumentReference",)),
)
ONCE_IN_MEANS = Once(
    ("UBL-SR-26", ("cbc:PaymentID",)),
    # Its words speak of the text of the means; what is counted is their code.
    ("UBL-SR-27", ("cbc:PaymentMeansCode",)),
    ("UBL-SR-28", ("cac:PaymentMandate", "cbc:ID")),
)

ONCE_IN_REPRESENTATIVE = (
    ("UBL-SR-22", ("cac:Party", "cac:PartyName", "cbc:Name")),
    ("UBL-SR-23", ("cac:Party", "cac:PartyTaxScheme", "cbc:CompanyID")),
)


def repeated(rule_id: str, node: Node) -> Fault:
    """Something that stands there too often."""
    return Fault(rule_id, node, "rules.too_many")


def more_than_one(node: Node, path: tuple[str, ...]) -> bool:
    """True when a path leads to several elements."""
    return count(node, path) > 1


def occurrence_faults(root: Node, lines: list[Line]) -> Iterator[Fault]:
    """Everything that stands there more often than the norm knows."""
    for rule in ONCE_IN_DOCUMENT.broken(root):
        yield repeated(rule, root)
    for line in lines:
        for rule in ONCE_IN_LINE.broken(line.node):
            yield repeated(rule, line.node)
        if len(line.categories) != 1:
            yield repeated("UBL-SR-48", line.node)
    for delivery in root.all("cac:Delivery"):
        if more_than_one(delivery, ("cac:DeliveryParty", "cac:PartyName", "cbc:Name")):
            yield repeated("UBL-SR-25", delivery)
    yield from payment_faults(root)
    yield from party_faults(root)
    yield from reference_faults(root)
    for node in root.all("cac:AllowanceCharge"):
        if len(node.all("cbc:AllowanceChargeReason")) > 1:
            is_charge = node.text_at("cbc:ChargeIndicator") == "true"
            yield repeated("UBL-SR-31" if is_charge else "UBL-SR-30", node)
    for row in root.everywhere("cac:TaxSubtotal"):
        if more_than_one(row, ("cac:TaxCategory", "cbc:TaxExemptionReason")):
            yield repeated("UBL-SR-32", row)
    for address in root.everywhere("cac:PostalAddress", "cac:Address"):
        if more_than_one(address, ("cac:AddressLine", "cbc:Line")):
            yield repeated("UBL-SR-51", address)


def payment_faults(root: Node) -> Iterator[Fault]:
    """UBL-SR-26 to 28, 44, 47: payment means agree with each other."""
    for stated in root.everywhere("cac:PaymentMeans"):
        for rule in ONCE_IN_MEANS.broken(stated):
            yield repeated(rule, stated)
    codes = root.each("cac:PaymentMeans", "cbc:PaymentMeansCode")
    if len([code for code in codes if "name" in code.attributes]) > 1:
        yield repeated("UBL-SR-46", root)
    identified = root.everywhere("cac:PartyIdentification")
    if len([each for holder in identified for each in holder.all("cbc:ID") if is_sepa(each)]) > 1:
        yield repeated("UBL-SR-29", root)
    if len({node.text for node in root.each("cac:PaymentMeans", "cbc:PaymentID")}) > 1:
        yield repeated("UBL-SR-44", root)
    means = root.everywhere("cac:PaymentMeans")
    if len({node.text for each in means for node in each.all("cbc:PaymentMeansCode")}) > 1:
        yield repeated("UBL-SR-47", root)


def party_faults(root: Node) -> Iterator[Fault]:
    """Tax registrations of seller, buyer and representative, and the payee's names."""
    seller, buyer = root.at(*SELLER), root.at(*BUYER)
    for rule, party, vat in (
        ("UBL-SR-12", seller, True),
        ("UBL-SR-13", seller, False),
        ("UBL-SR-18", buyer, True),
    ):
        numbers = [
            number
            for scheme in registrations(party, vat=vat)
            if scheme.one("cac:TaxScheme")
            for number in scheme.all("cbc:CompanyID")
        ]
        if len(numbers) > 1:
            yield repeated(rule, root)
    for representative in root.all(REPRESENTATIVE):
        # The published rules look below an element that UBL does not have there.
        for rule, path in ONCE_IN_REPRESENTATIVE:
            if more_than_one(representative, path):
                yield repeated(rule, representative)
    if seller and len(seller.all("cac:PartyTaxScheme")) > 2:
        yield repeated("UBL-SR-42", seller)
    for scheme in root.everywhere("cac:PartyTaxScheme"):
        if not (scheme.one("cbc:CompanyID") and scheme.at("cac:TaxScheme", "cbc:ID")):
            yield Fault("UBL-SR-53", scheme, "rules.missing", {"term": "cbc:CompanyID"})
    sellers = {node.text for node in root.each(*SELLER, "cac:PartyLegalEntity", NAME)}
    for payee in root.all("cac:PayeeParty"):
        yield from payee_faults(payee, sellers)


def payee_faults(payee: Node, sellers: set[str]) -> Iterator[Fault]:
    """UBL-SR-19 to 21: a payee has a name, another than the seller's, and each fact once."""
    names = [node.text for node in payee.each("cac:PartyName", "cbc:Name")]
    # The published rules ask each time whether the payee is another than the seller.
    is_another = any(name != seller for name in names for seller in sellers)
    numbers = payee.each("cac:PartyIdentification", "cbc:ID")
    counts = (
        ("UBL-SR-19", len(names)),
        ("UBL-SR-20", len([each for each in numbers if not is_sepa(each)])),
        ("UBL-SR-21", len(payee.each("cac:PartyLegalEntity", "cbc:CompanyID"))),
    )
    for rule, often in counts:
        if often > 1 or not is_another:
            yield repeated(rule, payee)


def is_sepa(identifier: Node) -> bool:
    """True for the number by which a creditor is known to SEPA."""
    return identifier.attributes.get("schemeID", "").upper() == "SEPA"


def reference_faults(root: Node) -> Iterator[Fault]:
    """UBL-SR-04, 06, 07, 33, 43, 51: references and address lines."""
    references = root.all("cac:AdditionalDocumentReference")
    objects = [each for each in references if each.text_at("cbc:DocumentTypeCode") == "130"]
    if sum(len(each.all("cbc:ID")) for each in objects) > 1:
        yield repeated("UBL-SR-04", root)
    for reference in references:
        if len(reference.all("cbc:DocumentDescription")) > 1:
            yield repeated("UBL-SR-33", reference)
        number = reference.one("cbc:ID")
        is_object = reference.text_at("cbc:DocumentTypeCode") in {"50", "130"}
        if number and "schemeID" in number.attributes and not is_object:
            values = {"attribute": "schemeID"}
            yield Fault("UBL-SR-43", number, "rules.attribute_outside_norm", values)
    for reference in root.all("cac:BillingReference"):
        if len(reference.all("cac:InvoiceDocumentReference")) > 1:
            yield repeated("UBL-SR-06", reference)
        if reference.at("cac:InvoiceDocumentReference", "cbc:ID") is None:
            values = {"term": "cbc:ID"}
            yield Fault("UBL-SR-07", reference, "rules.missing", values, "ID")
