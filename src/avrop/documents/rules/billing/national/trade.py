"""Where the parties of an invoice are, as the national rules see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from avrop.documents.findings import Severity
from avrop.documents.rules.asking import as_written
from avrop.documents.rules.billing.view import BUYER, REPRESENTATIVE, SELLER, country
from avrop.documents.rules.faults import Fault, forbidden_value, missing
from avrop.documents.rules.tree import Node

ADDRESS = "cac:PostalAddress"


@dataclass(frozen=True, slots=True)
class Trade:
    """The parties, the countries of their addresses, and those that their VAT numbers begin with.

    A country by VAT number is that of the seller or its representative, else that of the address.
    Some countries know their own by the code as it is written (`seller_written`), others in any case.
    """

    seller: Node | None
    buyer: Node | None
    seller_at: str
    buyer_at: str
    seller_country: str
    buyer_country: str
    seller_written: str
    buyer_written: str


def trade_of(root: Node) -> Trade:
    """The parties of an invoice and their countries."""
    seller, buyer = root.at(*SELLER), root.at(*BUYER)
    seller_at, buyer_at = country(root, SELLER), country(root, BUYER)
    seller_number = number_country(seller) or number_country(root.one(REPRESENTATIVE))
    return Trade(
        seller,
        buyer,
        seller_at,
        buyer_at,
        seller_number or seller_at,
        number_country(buyer) or buyer_at,
        written_country(seller),
        written_country(buyer),
    )


def written_country(party: Node | None) -> str:
    """The country of a party's address, just as it is written; empty without one."""
    return as_written(party.at(ADDRESS, "cac:Country", "cbc:IdentificationCode")) if party else ""


def vat_numbers(party: Node | None) -> list[Node]:
    """The VAT numbers of a party."""
    return [
        number
        for scheme in (party.all("cac:PartyTaxScheme") if party else ())
        if any(each.text == "VAT" for each in scheme.each("cac:TaxScheme", "cbc:ID"))
        for number in scheme.all("cbc:CompanyID")
    ]


def number_country(party: Node | None) -> str:
    """The two letters that a party's VAT number begins with; empty without one."""
    return next((number.text[:2].upper() for number in vat_numbers(party)), "")


def says(node: Node | None, *path: str) -> bool:
    """True when something is written at a path."""
    return node is not None and any(each.text for each in node.each(*path))


def unsaid(rule_id: str, node: Node, *path: str) -> Iterator[Fault]:
    """The fault of something that a country wants and that is not written."""
    if not says(node, *path):
        yield missing(rule_id, node, path[-1])


def absent(rule_id: str, node: Node, *path: str) -> Iterator[Fault]:
    """The fault of an element that a country wants and that is not there."""
    if not node.each(*path):
        yield missing(rule_id, node, path[-1])


def unfit(rule_id: str, node: Node, value: str, *, fits: bool) -> Iterator[Fault]:
    """The fault of a value that a country does not take."""
    if not fits:
        yield forbidden_value(rule_id, node, value or "–")


def advice(rule_id: str, node: Node, value: str) -> Fault:
    """Something that a country would rather see otherwise."""
    values = {"value": value or "–"}
    return Fault(rule_id, node, "rules.value_not_allowed", values, severity=Severity.WARNING)


def advised(rule_id: str, node: Node, value: str, *, fits: bool) -> Iterator[Fault]:
    """The warning about a value that a country would rather see otherwise."""
    if not fits:
        yield advice(rule_id, node, value)


def incomplete_address(rule_id: str, address: Node, *names: str) -> Iterator[Fault]:
    """One fault for an address that lacks any of some elements."""
    lacking = [name for name in names if name not in address.layout.first]
    if lacking:
        yield missing(rule_id, address, lacking[0])
