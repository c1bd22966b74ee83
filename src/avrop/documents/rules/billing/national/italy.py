"""The Italian rules of Peppol BIS Billing 3 (IT-R): for sellers known by an Italian number."""

import re
from collections.abc import Iterator

from avrop.documents.rules.billing.national.trade import ADDRESS, Trade, absent
from avrop.documents.rules.billing.view import SELLER
from avrop.documents.rules.faults import Fault, forbidden_value
from avrop.documents.rules.tree import Node

TAX_CODE = re.compile(r"[A-Z0-9]{11,16}\Z", re.ASCII)
LINES = (
    ("IT-R-002", "cbc:StreetName"),
    ("IT-R-003", "cbc:CityName"),
    ("IT-R-004", "cbc:PostalZone"),
)


def italian_faults(root: Node, _trade: Trade) -> Iterator[Fault]:
    """IT-R-001 to 004: the seller's tax code and address."""
    for seller in root.each(*SELLER):
        for rule, name in LINES:
            yield from absent(rule, seller, ADDRESS, name)
        for scheme in seller.all("cac:PartyTaxScheme"):
            number = scheme.text_at("cbc:CompanyID")
            is_vat = scheme.text_at("cac:TaxScheme", "cbc:ID") == "VAT"
            if not is_vat and not TAX_CODE.match(number):
                yield forbidden_value("IT-R-001", scheme, number or "–")
