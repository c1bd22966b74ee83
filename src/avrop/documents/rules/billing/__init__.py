"""Rules of Invoice and Credit Note: EN 16931 1.3.16 and Peppol BIS Billing 3.0.21.

The European norm speaks in business terms (BT, BG); the rules here carry its ids. National rules
are there for Sweden; those of other countries are not asked.
"""

from collections.abc import Iterator

from avrop.documents.rules.billing.lists import list_faults
from avrop.documents.rules.billing.occurrence import occurrence_faults
from avrop.documents.rules.billing.peppol import peppol_faults
from avrop.documents.rules.billing.presence import presence_faults
from avrop.documents.rules.billing.sums import sum_faults
from avrop.documents.rules.billing.sweden import swedish_faults
from avrop.documents.rules.billing.vat import vat_faults
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.tree import Node


def billing_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Every broken rule of an invoice or credit note."""
    yield from presence_faults(root)
    yield from occurrence_faults(root)
    yield from sum_faults(root)
    yield from vat_faults(root)
    yield from list_faults(root, folder)
    yield from peppol_faults(root, folder)
    yield from swedish_faults(root)
