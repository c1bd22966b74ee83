"""EN 16931: what an invoice must contain (BR-01 to BR-65 and their kin)."""

from collections.abc import Iterator

from avrop.documents.findings import Severity
from avrop.documents.rules.billing.view import (
    BUYER,
    REPRESENTATIVE,
    SELLER,
    Line,
    allowances,
    has_number,
    has_reason,
    registrations,
)
from avrop.documents.rules.faults import Fault, missing, negative_faults
from avrop.documents.rules.tree import Node

COUNTRY = ("cac:Country", "cbc:IdentificationCode")
LEGAL_NAME = ("cac:PartyLegalEntity", "cbc:RegistrationName")
CREDIT_TRANSFERS = {"30", "58"}
MOST_CARD_DIGITS = 10

# Rule, and the path of what must be there and not be empty.
HEADER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("BR-01", ("cbc:CustomizationID",)),
    ("BR-02", ("cbc:ID",)),
    ("BR-03", ("cbc:IssueDate",)),
    ("BR-05", ("cbc:DocumentCurrencyCode",)),
    ("BR-06", (*SELLER, *LEGAL_NAME)),
    ("BR-07", (*BUYER, *LEGAL_NAME)),
)
TOTALS = (
    ("BR-12", "cbc:LineExtensionAmount"),
    ("BR-13", "cbc:TaxExclusiveAmount"),
    ("BR-14", "cbc:TaxInclusiveAmount"),
    ("BR-15", "cbc:PayableAmount"),
)
# Allowance and charge, on the document and on a line: amount, category, the two rules of reason.
DOCUMENT_ALLOWANCES = (
    (False, "BR-31", "BR-32", ("BR-33", "BR-CO-21")),
    (True, "BR-36", "BR-37", ("BR-38", "BR-CO-22")),
)
IDENTIFIERS = (
    ("BR-64", "cac:StandardItemIdentification", "cbc:ID", "schemeID"),
    ("BR-65", "cac:CommodityClassification", "cbc:ItemClassificationCode", "listID"),
)
LINE_ALLOWANCES = (
    (False, "BR-41", ("BR-42", "BR-CO-23")),
    (True, "BR-43", ("BR-44", "BR-CO-24")),
)


def presence_faults(root: Node, lines: list[Line]) -> Iterator[Fault]:
    """Everything mandatory that is not there."""
    for rule, path in HEADER:
        if not root.text_at(*path):
            yield missing(rule, root, path[-1])
    if not (root.text_at("cbc:InvoiceTypeCode") or root.text_at("cbc:CreditNoteTypeCode")):
        yield missing("BR-04", root, f"cbc:{root.name.rpartition('}')[2]}TypeCode")
    yield from party_faults(root)
    if not lines:
        yield missing("BR-16", root, "cac:InvoiceLine")
    for totals in root.all("cac:LegalMonetaryTotal"):
        for rule, name in TOTALS:
            if totals.one(name) is None:
                yield missing(rule, totals, name)
    yield from reference_faults(root)
    yield from allowance_faults(root)
    yield from payment_faults(root)
    yield from period_faults(root, lines)
    yield from item_faults(root)
    for line in lines:
        yield from line_faults(line)


def party_faults(root: Node) -> Iterator[Fault]:
    """Addresses, countries and addresses' schemes of seller, buyer, representative and payee."""
    roles = (("BR-08", "BR-09", "BR-62", SELLER), ("BR-10", "BR-11", "BR-63", BUYER))
    for address_rule, country_rule, scheme_rule, role in roles:
        if root.at(*role, "cac:PostalAddress") is None:
            yield missing(address_rule, root, "cac:PostalAddress")
        for address in root.each(*role, "cac:PostalAddress"):
            if not address.text_at(*COUNTRY):
                yield missing(country_rule, address, "cac:Country")
        for endpoint in root.each(*role, "cbc:EndpointID"):
            if "schemeID" not in endpoint.attributes:
                yield attribute_missing(scheme_rule, endpoint, "schemeID")
    yield from representative_faults(root)
    for payee in root.all("cac:PayeeParty"):
        yield from payee_faults(root, payee)
    for seller in root.all(SELLER[0]):
        identified = (
            has_number(registrations(seller.one("cac:Party"), vat=True))
            or seller.at("cac:Party", "cac:PartyIdentification", "cbc:ID")
            or seller.at("cac:Party", "cac:PartyLegalEntity", "cbc:CompanyID")
        )
        if not identified:
            yield missing("BR-CO-26", seller, "cac:PartyIdentification")


def payee_faults(root: Node, payee: Node) -> Iterator[Fault]:
    """BR-17: a payee is named, and is another than the seller by name and by number."""
    for path in (("cac:PartyName", "cbc:Name"), ("cac:PartyIdentification", "cbc:ID")):
        stated = {node.text for node in payee.each(*path)}
        is_name = path[0] == "cac:PartyName"
        same = not stated.isdisjoint(node.text for node in root.each(*SELLER, *path))
        if same or (is_name and not stated):
            yield missing("BR-17", payee, "cac:PartyName")
            return


def representative_faults(root: Node) -> Iterator[Fault]:
    """BR-18 to BR-20 and BR-56: the seller's tax representative."""
    for party in root.all(REPRESENTATIVE):
        if not party.text_at("cac:PartyName", "cbc:Name"):
            yield missing("BR-18", party, "cac:PartyName")
        if party.one("cac:PostalAddress") is None:
            yield missing("BR-19", party, "cac:PostalAddress")
        for address in party.all("cac:PostalAddress"):
            if not address.text_at(*COUNTRY):
                yield missing("BR-20", address, "cac:Country")
        if not has_number(registrations(party, vat=True)):
            yield missing("BR-56", party, "cac:PartyTaxScheme")


def attribute_missing(rule_id: str, node: Node, attribute: str) -> Fault:
    """An element without an attribute that it must have."""
    return Fault(rule_id, node, "rules.attribute_missing", {"attribute": attribute})


def reference_faults(root: Node) -> Iterator[Fault]:
    """Supporting documents, earlier invoices, and where the goods went."""
    for reference in root.all("cac:AdditionalDocumentReference"):
        if not reference.text_at("cbc:ID"):
            yield missing("BR-52", reference, "cbc:ID")
    for earlier in root.all("cac:BillingReference"):
        if earlier.at("cac:InvoiceDocumentReference", "cbc:ID") is None:
            yield missing("BR-55", earlier, "cbc:ID")
    for address in root.each("cac:Delivery", "cac:DeliveryLocation", "cac:Address"):
        if address.at(*COUNTRY) is None:
            yield missing("BR-57", address, "cac:Country")


def allowance_faults(root: Node) -> Iterator[Fault]:
    """Allowances and charges of the document: amount, VAT category and reason."""
    for is_charge, amount_rule, category_rule, reason_rules in DOCUMENT_ALLOWANCES:
        for node in allowances(root, charges=is_charge):
            if node.one("cbc:Amount") is None:
                yield missing(amount_rule, node, "cbc:Amount")
            if not has_vat(node.all("cac:TaxCategory")):
                yield missing(category_rule, node, "cac:TaxCategory")
            if not has_reason(node):
                for rule in reason_rules:
                    yield missing(rule, node, "cbc:AllowanceChargeReason")


def payment_faults(root: Node) -> Iterator[Fault]:
    """BR-49, BR-50, BR-51, BR-61: how to pay, and to which account."""
    for means in root.all("cac:PaymentMeans"):
        code = means.text_at("cbc:PaymentMeansCode")
        if means.one("cbc:PaymentMeansCode") is None:
            yield missing("BR-49", means, "cbc:PaymentMeansCode")
        if code in CREDIT_TRANSFERS:
            for account in means.all("cac:PayeeFinancialAccount"):
                if not account.text_at("cbc:ID"):
                    yield missing("BR-50", account, "cbc:ID")
            if means.at("cac:PayeeFinancialAccount", "cbc:ID") is None:
                yield missing("BR-61", means, "cac:PayeeFinancialAccount")
        for number in means.each("cac:CardAccount", "cbc:PrimaryAccountNumberID"):
            # The card companies let the first six digits and the last four be shown.
            if len(number.text) > MOST_CARD_DIGITS:
                code = "rules.card_number_shown"
                yield Fault("BR-51", number, code, severity=Severity.WARNING)


def period_faults(root: Node, lines: list[Line]) -> Iterator[Fault]:
    """BR-29, BR-30, BR-CO-19, BR-CO-20: periods have an end after their start."""
    for holder, order_rule, filled_rule in (
        (root, "BR-29", "BR-CO-19"),
        *(
            (line.node, "BR-30", "BR-CO-20")
            for line in lines
            if "cac:InvoicePeriod" in line.node.layout.first
        ),
    ):
        for period in holder.all("cac:InvoicePeriod"):
            start, end = period.text_at("cbc:StartDate"), period.text_at("cbc:EndDate")
            if start and end and end < start:
                yield Fault(order_rule, period, "rules.ends_before_start")
            dated = period.one("cbc:StartDate") or period.one("cbc:EndDate")
            if not (dated or (holder is root and period.one("cbc:DescriptionCode"))):
                yield missing(filled_rule, period, "cbc:StartDate")


def line_faults(line: Line) -> Iterator[Fault]:
    """BR-21 to BR-28, BR-41 to BR-44, BR-CO-04."""
    node, quantity = line.node, line.quantity
    if not line.number:
        yield missing("BR-21", node, "cbc:ID")
    if quantity is None:
        yield missing("BR-22", node, "cbc:InvoicedQuantity")
    if quantity is None or "unitCode" not in quantity.attributes:
        yield attribute_missing("BR-23", quantity or node, "unitCode")
    if line.amount is None:
        yield missing("BR-24", node, "cbc:LineExtensionAmount")
    if not line.name:
        yield missing("BR-25", node, "cbc:Name")
    if line.net is None:
        yield missing("BR-26", node, "cbc:PriceAmount")
    price = line.net.number if line.net else None
    if price is None or price < 0:
        yield from negative_faults("BR-27", node, price, "cbc:PriceAmount")
    if line.discount:
        gross = line.discount.number_at("cbc:BaseAmount")
        if gross is not None and gross < 0:
            yield Fault("BR-28", node, "rules.negative", {"value": str(gross)})
    for category in line.categories:
        if category.is_vat and (category.code or category.node.one("cbc:ID")):
            break
    else:
        yield missing("BR-CO-04", node, "cac:ClassifiedTaxCategory")
    if "cac:AllowanceCharge" in node.layout.first:
        yield from line_allowance_faults(node)


def has_vat(categories: list[Node]) -> bool:
    """True when one of the categories has a code and is of VAT."""
    for category in categories:
        scheme = category.text_at("cac:TaxScheme", "cbc:ID").upper()
        if scheme == "VAT" and category.one("cbc:ID"):
            return True
    return False


def item_faults(root: Node) -> Iterator[Fault]:
    """BR-54, BR-64, BR-65: identifiers name their schemes, and properties have name and value."""
    for rule, holder_name, name, attribute in IDENTIFIERS:
        for holder in root.index.get(holder_name, ()):
            for node in holder.children:
                if node.name == name and attribute not in node.attributes:
                    yield attribute_missing(rule, node, attribute)
    for holder in root.index.get("cac:AdditionalItemProperty", ()):
        if holder.one("cbc:Name") is None or holder.one("cbc:Value") is None:
            yield missing("BR-54", holder, "cbc:Value")


def line_allowance_faults(line: Node) -> Iterator[Fault]:
    """Allowances and charges of a line: amount and reason."""
    for is_charge, amount_rule, reason_rules in LINE_ALLOWANCES:
        for node in allowances(line, charges=is_charge):
            if node.one("cbc:Amount") is None:
                yield missing(amount_rule, node, "cbc:Amount")
            if not has_reason(node):
                for rule in reason_rules:
                    yield missing(rule, node, "cbc:AllowanceChargeReason")
