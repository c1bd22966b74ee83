"""The national rules of Peppol BIS Billing 3: asked by where the seller, and the buyer, are.

Some countries go by the address of the seller, others by the VAT number; `Trade` says both. The
self-billing specification has none of these rules.
"""

from collections.abc import Callable, Iterator

from avrop.documents.rules.billing.national.denmark import danish_buyer_faults, danish_faults
from avrop.documents.rules.billing.national.germany import german_faults
from avrop.documents.rules.billing.national.greece import greek_address_faults, greek_faults
from avrop.documents.rules.billing.national.iceland import icelandic_faults
from avrop.documents.rules.billing.national.italy import italian_faults
from avrop.documents.rules.billing.national.netherlands import dutch_faults
from avrop.documents.rules.billing.national.norway import norwegian_faults
from avrop.documents.rules.billing.national.sweden import swedish_faults
from avrop.documents.rules.billing.national.trade import (
    Trade,
    number_country,
    trade_of,
)
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.release import codes
from avrop.documents.rules.tree import Node

Rules = Callable[[Node, Trade], Iterator[Fault]]

# By the country of the seller's address: in any case, or just as it is written.
BY_ADDRESS: dict[str, Rules] = {"DE": german_faults, "NL": dutch_faults}
BY_WRITTEN: dict[str, Rules] = {
    "DK": danish_faults,
    "IS": icelandic_faults,
    "SE": swedish_faults,
}
BY_NUMBER: dict[str, Rules] = {"IT": italian_faults, "NO": norwegian_faults}
GREEK = {"EL", "GR"}


def national_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Every broken rule of the countries that an invoice or credit note touches."""
    trade = trade_of(root)
    for rules in (
        BY_ADDRESS.get(trade.seller_at),
        BY_WRITTEN.get(trade.seller_written),
        BY_NUMBER.get(trade.seller_country),
    ):
        if rules:
            yield from rules(root, trade)
    if trade.buyer_written == trade.seller_written == "DK":
        yield from danish_buyer_faults(root)
    if (number_country(trade.seller) or trade.seller_at) in GREEK:
        yield from greek_address_faults(root)
    if trade.seller_country in GREEK:
        yield from greek_faults(root, trade, codes(folder, "greekDocumentType"))
