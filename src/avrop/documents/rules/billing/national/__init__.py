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
from avrop.documents.rules.billing.national.trade import Trade, trade_of
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.release import codes
from avrop.documents.rules.tree import Node

Rules = Callable[[Node, Trade], Iterator[Fault]]

BY_ADDRESS: dict[str, Rules] = {
    "DE": german_faults,
    "DK": danish_faults,
    "EL": greek_address_faults,
    "GR": greek_address_faults,
    "IS": icelandic_faults,
    "NL": dutch_faults,
    "SE": swedish_faults,
}
BY_NUMBER: dict[str, Rules] = {"IT": italian_faults, "NO": norwegian_faults}
GREEK = {"EL", "GR"}


def national_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Every broken rule of the countries that an invoice or credit note touches."""
    trade = trade_of(root)
    for rules in (BY_ADDRESS.get(trade.seller_at), BY_NUMBER.get(trade.seller_country)):
        if rules:
            yield from rules(root, trade)
    if trade.buyer_at == "DK" and trade.seller_at == "DK":
        yield from danish_buyer_faults(root)
    if trade.seller_country in GREEK:
        yield from greek_faults(root, trade, codes(folder, "greekDocumentType"))
