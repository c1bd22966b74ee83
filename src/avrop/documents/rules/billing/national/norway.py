"""The Norwegian rules of Peppol BIS Billing 3 (NO-R): for sellers known by a Norwegian number."""

import re
from collections.abc import Iterator

from avrop.documents.rules.billing.national.trade import Trade, advice, vat_numbers
from avrop.documents.rules.billing.view import SELLER
from avrop.documents.rules.common import is_norwegian
from avrop.documents.rules.faults import Fault, forbidden_value
from avrop.documents.rules.tree import Node

# Foretaksregisterloven § 10-2.
REGISTER = "Foretaksregisteret"
NUMBER = re.compile(r"NO(\d{9})MVA\Z", re.ASCII)


def norwegian_faults(root: Node, _trade: Trade) -> Iterator[Fault]:
    """NO-R-001 and the warning NO-R-002."""
    for seller in root.each(*SELLER):
        registered = [
            scheme.text_at("cbc:CompanyID")
            for scheme in seller.all("cac:PartyTaxScheme")
            if scheme.text_at("cac:TaxScheme", "cbc:ID") == "TAX"
        ]
        if REGISTER not in registered:
            yield advice("NO-R-002", seller, registered[0] if registered else "")
        # A number that begins otherwise, or with small letters, is not looked at.
        stated = [number.text for number in vat_numbers(seller)]
        numbers = [number for number in stated if number.startswith("NO")]
        matches = [match for number in numbers if (match := NUMBER.match(number))]
        if numbers and not any(is_norwegian(match[1]) for match in matches):
            yield forbidden_value("NO-R-001", seller, numbers[0])
