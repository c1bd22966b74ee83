"""How the billing rules look at an invoice or credit note."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from avrop.documents.rules.tree import Node

ZERO = Decimal(0)
CENT = Decimal("0.01")
SELLER = ("cac:AccountingSupplierParty", "cac:Party")
BUYER = ("cac:AccountingCustomerParty", "cac:Party")
REPRESENTATIVE = "cac:TaxRepresentativeParty"

# The first element of each make: name of the parent, name, and which attributes with which values.
Stated = dict[tuple[str, str, int], Node]

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)


def is_number(text: str) -> bool:
    """True for what the published rules take for a number."""
    return NUMBER.match(text) is not None


def stated_attributes(root: Node) -> Stated:
    """Elements with attributes, one for all that are alike: equal attributes are one object."""
    found: Stated = {}
    for name, nodes in root.index.items():
        for node in nodes:
            if node.attributes:
                found.setdefault((node.above, name, id(node.attributes)), node)
    return found


def lines(root: Node) -> list[Node]:
    """The lines of an invoice or of a credit note."""
    return root.all("cac:InvoiceLine") or root.all("cac:CreditNoteLine")


def allowances(node: Node, *, charges: bool) -> list[Node]:
    """Allowances, or charges, that stand right below an element."""
    if "cac:AllowanceCharge" not in node.layout.first:
        return []
    wanted = {"true", "1"} if charges else {"false", "0"}
    return [
        each
        for each in node.all("cac:AllowanceCharge")
        if each.text_at("cbc:ChargeIndicator") in wanted
    ]


def registrations(party: Node | None, *, vat: bool) -> list[Node]:
    """The VAT numbers of a party, or its other tax registrations."""
    if party is None:
        return []
    return [
        scheme
        for scheme in party.all("cac:PartyTaxScheme")
        if (scheme.text_at("cac:TaxScheme", "cbc:ID").upper() == "VAT") is vat
    ]


def has_number(schemes: list[Node]) -> bool:
    """True when a registration has its number."""
    return any(scheme.one("cbc:CompanyID") for scheme in schemes)


def country(root: Node, role: tuple[str, ...]) -> str:
    """Where a party is, by its address."""
    return root.text_at(*role, "cac:PostalAddress", "cac:Country", "cbc:IdentificationCode").upper()


def rounded(amount: Decimal) -> Decimal:
    """Two decimals, half away from zero (EN 16931)."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def total(nodes: Iterable[Node]) -> Decimal:
    """The sum of what numbers there are."""
    return sum((node.number or ZERO for node in nodes), ZERO)


def amounts(nodes: list[Node], name: str) -> Decimal:
    """The sum of an amount over several elements."""
    if not nodes:
        return ZERO
    return total(child for node in nodes for child in node.all(name))


def has_reason(node: Node) -> bool:
    """True when an allowance or charge says why, in words or by code."""
    return bool(
        node.text_at("cbc:AllowanceChargeReason") or node.text_at("cbc:AllowanceChargeReasonCode"),
    )
