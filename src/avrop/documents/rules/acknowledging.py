"""Business rules of the answers: Catalogue Response (T58), MLR (T71) and Invoice Response (T111)."""

from collections.abc import Iterator

from avrop.documents.findings import Severity
from avrop.documents.recognise import KINDS
from avrop.documents.rules.asking import as_written, has_any
from avrop.documents.rules.faults import Fault, missing
from avrop.documents.rules.identifying import process_faults, specification_faults
from avrop.documents.rules.release import codes
from avrop.documents.rules.tree import Node

# Answers to an invoice that have to be explained: accepted on condition, in query, rejected.
TO_BE_EXPLAINED = frozenset({"CA", "UQ", "RE"})
CODE, REASON = "cbc:StatusReasonCode", "cbc:StatusReason"
# Which list of codes a clarification may say that its code is from; the first that is named counts.
LISTS = (
    ("PEPPOL-T111-R006", "OPStatusAction", "clOPStatusAction"),
    ("PEPPOL-T111-R007", "OPStatusReason", "clOPStatusReason"),
)


def catalogue_response_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """The one rule of a catalogue response."""
    yield from specification_faults(root, "PEPPOL-T58-R001", "catalogue_response")


def message_response_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """The one rule of a message level response."""
    yield from specification_faults(root, "PEPPOL-T71-R001", "mlr")


def invoice_response_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Rules of an invoice response.

    R005 (partial payment goes with the answer paid) is published so that nothing can break it.
    """
    yield from specification_faults(root, "PEPPOL-T111-R003", "invoice_response")
    yield from process_faults(root, "PEPPOL-T111-R008", KINDS["invoice_response"].process_ids)
    for response in root.everywhere("cac:Response"):
        code = response.text_at("cbc:ResponseCode")
        if code in TO_BE_EXPLAINED and not has_any(response, ("cac:Status", CODE)):
            yield missing("PEPPOL-T111-R001", response, CODE)
    for status in root.everywhere("cac:Status"):
        yield from status_faults(status, folder)


def status_faults(status: Node, folder: str) -> Iterator[Fault]:
    """R002, R004, R006 and R007: a clarification has a code of its list, and words with some."""
    stated = {as_written(code) for code in status.all(CODE)}
    if status.one(REASON) is None:
        if "OTH" in stated:
            values, severity = {"term": REASON}, Severity.WARNING
            term = "StatusReason"
            yield Fault("PEPPOL-T111-R002", status, "rules.missing", values, term, severity)
        elif "PPD" in stated:
            yield missing("PEPPOL-T111-R004", status, REASON)
    named = {code.attributes.get("listID") for code in status.all(CODE)}
    for rule_id, name, listed in LISTS:
        if name in named:
            code = status.text_at(CODE)
            if code not in codes(folder, listed):
                yield Fault(rule_id, status, "rules.code_unknown", {"value": code})
            return
