"""Rules of Invoice and Credit Note: EN 16931 1.3.16 and Peppol BIS Billing 3.0.21.

The European norm speaks in business terms (BT, BG); the rules here carry its ids. There are three
layers: the norm, which an invoice may follow alone; Peppol, in two profiles; and the countries.
"""

from collections.abc import Iterator

from avrop.documents.rules.billing.lists import list_faults
from avrop.documents.rules.billing.national import national_faults
from avrop.documents.rules.billing.occurrence import occurrence_faults
from avrop.documents.rules.billing.peppol import BILLING, PREFIX, SELF_BILLING, peppol_faults
from avrop.documents.rules.billing.presence import presence_faults
from avrop.documents.rules.billing.sums import sum_faults
from avrop.documents.rules.billing.unwanted import unwanted_faults
from avrop.documents.rules.billing.vat import vat_faults
from avrop.documents.rules.billing.view import Line, lines_of, stated_attributes
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.tree import Node


def norm_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Every broken rule of EN 16931, for an invoice or credit note by the bare norm.

    Codes are looked up in the norm's lists and in Peppol's together; of the latter it hears nothing.
    """
    for fault in faults_of_norm(root, lines_of(root), folder):
        if not fault.rule_id.startswith(PREFIX):
            yield fault


def billing_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Every broken rule of an invoice or credit note of Peppol."""
    lines = lines_of(root)
    yield from faults_of_norm(root, lines, folder)
    yield from peppol_faults(root, lines, BILLING)
    yield from national_faults(root, folder)


def self_billing_faults(root: Node, folder: str) -> Iterator[Fault]:
    """The same for those that the buyer makes out for the seller: no country adds rules."""
    lines = lines_of(root)
    yield from faults_of_norm(root, lines, folder)
    yield from peppol_faults(root, lines, SELF_BILLING)


def faults_of_norm(root: Node, lines: list[Line], folder: str) -> Iterator[Fault]:
    """The rules of the norm and of all lists of codes, by what they ask about."""
    stated = stated_attributes(root)
    yield from presence_faults(root, lines)
    yield from occurrence_faults(root, lines)
    yield from sum_faults(root, lines)
    yield from vat_faults(root, lines, folder)
    yield from list_faults(root, stated, folder)
    yield from unwanted_faults(root, stated, folder)
