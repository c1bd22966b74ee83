"""The rules of each kind of document, dated.

`check_tree` asks them all: UBL's schema, the data model of the Peppol BIS, the business rules of
the transaction and, for invoices, those of EN 16931.
"""

from collections.abc import Callable, Iterator
from datetime import date

from avrop.documents.findings import Finding
from avrop.documents.recognise import DocumentKind
from avrop.documents.rules import common
from avrop.documents.rules.acknowledging import (
    catalogue_response_faults,
    invoice_response_faults,
    message_response_faults,
)
from avrop.documents.rules.agreeing import agreement_faults
from avrop.documents.rules.billing import (
    billing_faults,
    norm_faults,
    self_billing_faults,
)
from avrop.documents.rules.carting import punch_out_faults
from avrop.documents.rules.cataloguing import catalogue_faults
from avrop.documents.rules.despatching import despatch_faults
from avrop.documents.rules.faults import Fault, as_findings
from avrop.documents.rules.logistics import (
    LOGISTICS,
    advanced_despatch_faults,
    as_in_logistics,
    logistics_response_faults,
    receipt_faults,
)
from avrop.documents.rules.ordering import cancellation_faults, change_faults, order_faults
from avrop.documents.rules.release import RELEASES, RuleSet, in_force
from avrop.documents.rules.responding import advanced_response_faults, response_faults
from avrop.documents.rules.schema import RULE as SCHEMA_RULE
from avrop.documents.rules.schema import schema_faults
from avrop.documents.rules.status import status_message_faults
from avrop.documents.rules.structure import model_of, structure_faults
from avrop.documents.rules.tree import Branch, Node

__all__ = [
    "RELEASES",
    "RuleSet",
    "check_tree",
    "faults_of",
    "in_force",
    "rule_faults",
    "schema_of",
]

Rule = Callable[[Node, str], Iterator[Fault]]

#: Transactions whose data model is rules of its own.
MODELLED = frozenset(
    {"T01", "T16", "T19", "T58", "T71", "T76", "T77"}
    | {"T110", "T111", "T114", "T115", "T116", "T120", "T128"}
)
RULES: dict[str, tuple[Rule, ...]] = {
    "T01": (order_faults,),
    "T16": (despatch_faults,),
    "T19": (catalogue_faults,),
    "T58": (catalogue_response_faults,),
    "T71": (message_response_faults,),
    "T76": (response_faults,),
    "T77": (punch_out_faults,),
    "T110": (agreement_faults,),
    "T111": (invoice_response_faults,),
    "T114": (change_faults,),
    "T115": (cancellation_faults,),
    "T116": (advanced_response_faults,),
    "T120": (advanced_despatch_faults,),
    "T128": (receipt_faults,),
    "T129": (logistics_response_faults,),
    "MLS": (status_message_faults,),
    "billing": (billing_faults,),
    "self-billing": (self_billing_faults,),
    "en16931": (norm_faults,),
}


def check_tree(
    root: Branch,
    kind: DocumentKind,
    *,
    on: date | None = None,
) -> tuple[Finding, ...]:
    """All findings on a document by the release that holds on a day (the newest by default)."""
    release = in_force(on)
    return as_findings(faults_of(root, kind, release), root, release.version)


def faults_of(node: Node, kind: DocumentKind, release: RuleSet) -> Iterator[Fault]:
    """Every broken rule, in the order: schema, data model, business rules."""
    yield from schema_of(node, kind, release)
    yield from rule_faults(node, kind, release)


def schema_of(node: Node, kind: DocumentKind, release: RuleSet) -> list[Fault]:
    """Every departure from UBL's schema."""
    faults = schema_faults(node, release.folder, kind.version)
    if node.name != kind.tag:
        faults.insert(0, Fault(SCHEMA_RULE, node, "rules.schema_unknown_element"))
    return faults


def rule_faults(node: Node, kind: DocumentKind, release: RuleSet) -> Iterator[Fault]:
    """Every broken rule of the data model and of business, whatever the schema says."""
    # The published data models name the whole path from the root: of another root they say nothing.
    if kind.transaction in MODELLED and node.name == kind.tag:
        yield from structure_faults(node, model_of(kind.transaction, release.folder))
    if kind.transaction in LOGISTICS:
        yield from as_in_logistics(common.shared_faults(node))
    elif kind.transaction in MODELLED:
        yield from common.shared_faults(node)
    for rule in RULES.get(kind.transaction, ()):
        yield from rule(node, release.folder)
