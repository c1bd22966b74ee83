"""Business rules of the Message Level Status, MLS 1.0.1: whether a document got through."""

import re
from collections.abc import Iterator

from avrop.documents.recognise import KINDS
from avrop.documents.rules.asking import DAY
from avrop.documents.rules.faults import Fault, forbidden_value, missing
from avrop.documents.rules.tree import Node

RULE = "SCH-MLS-"
# Accepted, accepted without confirmation that it was delivered, rejected.
ANSWERS = frozenset({"AP", "AB", "RE"})
REJECTED = "RE"
# Rule of business broken, not delivered, syntax broken: each is a reason to reject. BW is a warning.
FAILURES = frozenset({"BV", "FD", "SV"})
REASONS = FAILURES | {"BW"}
# Service providers are known by six digits, a use case and a suffix (SPIS, code list edec 9.7).
SCHEME = "0242"
PROVIDER = re.compile(r"[0-9]{6}(-[0-9A-Z_]{3,12}(\.[0-9A-Z\-._~]{3,24})?)?\Z", re.I | re.ASCII)
ZONE = re.compile(r"(Z|[+-]\d{2}:\d{2})\Z", re.ASCII)


def status_message_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of a message level status."""
    yield from header_faults(root)
    yield from provider_faults(root, "cac:SenderParty", 7)
    yield from provider_faults(root, "cac:ReceiverParty", 12)
    answers = root.all("cac:DocumentResponse")
    if len(answers) != 1:
        yield counted("17", root, "cac:DocumentResponse", len(answers))
    for answer in answers:
        yield from answer_faults(answer)
        for issue in answer.all("cac:LineResponse"):
            yield from issue_faults(issue)


def header_faults(root: Node) -> Iterator[Fault]:
    """01 to 06: what the message is, its number, and when it was made."""
    kind = KINDS["mls"]
    for number, name, allowed in (
        ("01", "cbc:CustomizationID", kind.customization_id),
        ("02", "cbc:ProfileID", *kind.process_ids),
    ):
        if root.text_at(name) != allowed:
            yield unfit(number, root, name)
    if not root.text_at("cbc:ID"):
        yield missing(RULE + "03", root, "cbc:ID")
    if not DAY.match(root.text_at("cbc:IssueDate")):
        yield unfit("04", root, "cbc:IssueDate")
    time = root.one("cbc:IssueTime")
    if time is None:
        yield missing(RULE + "05", root, "cbc:IssueTime")
    if time is None or not ZONE.search(time.text):
        yield Fault(RULE + "06", time or root, "rules.time_zone_missing")


def provider_faults(root: Node, role: str, number: int) -> Iterator[Fault]:
    """07 to 11 of the sender, 12 to 16 of the receiver: a service provider, by its identifier."""
    present, filled, known, schemed, right = (f"{RULE}{number + offset:02d}" for offset in range(5))
    address = root.at(role, "cbc:EndpointID")
    at, text, scheme = address or root, "", None
    if address is None:
        yield missing(present, root, "cbc:EndpointID")
    else:
        text, scheme = address.text, address.attributes.get("schemeID")
    if not text:
        yield missing(filled, at, "cbc:EndpointID")
    if not PROVIDER.match(text):
        values = {"value": text, "scheme": SCHEME}
        yield Fault(known, at, "rules.identifier_malformed", values)
    if scheme is None:
        yield Fault(schemed, at, "rules.attribute_missing", {"attribute": "schemeID"})
    if scheme != SCHEME:
        yield forbidden_value(right, at, scheme or "")


def answer_faults(answer: Node) -> Iterator[Fault]:
    """18 to 26: the answer, what it answers, and that a rejection tells why."""
    code = answer.at("cac:Response", "cbc:ResponseCode")
    if code is None:
        yield missing(RULE + "18", answer, "cbc:ResponseCode")
    stated = code.text if code else ""
    if stated not in ANSWERS:
        yield Fault(RULE + "19", code or answer, "rules.code_unknown", {"value": stated})
    reasons = answer.each("cac:LineResponse", "cac:Response", "cac:Status", "cbc:StatusReasonCode")
    has_failure = any(reason.text in FAILURES for reason in reasons)
    if stated == REJECTED:
        yield from rejection_faults(answer, has_failure=has_failure)
    elif has_failure:
        yield Fault(RULE + "25", answer, "rules.failure_not_rejected", {"value": stated})
    references = answer.all("cac:DocumentReference")
    if len(references) != 1:
        yield counted("22", answer, "cac:DocumentReference", len(references))
    for reference in references:
        if not reference.text_at("cbc:ID"):
            yield missing(RULE + "26", reference, "cbc:ID")


def rejection_faults(answer: Node, *, has_failure: bool) -> Iterator[Fault]:
    """20, 21, 23 and 24: a rejection has a description and an issue that is reason enough."""
    description = answer.at("cac:Response", "cbc:Description")
    if description is None:
        yield missing(RULE + "20", answer, "cbc:Description")
    if description is None or not description.text:
        yield missing(RULE + "21", answer, "cbc:Description")
    if not answer.all("cac:LineResponse"):
        yield missing(RULE + "23", answer, "cac:LineResponse")
    if not has_failure:
        yield Fault(RULE + "24", answer, "rules.rejection_without_failure")


def issue_faults(issue: Node) -> Iterator[Fault]:
    """27 to 31: an issue has a place, and each thing said of it a description and one reason."""
    if not issue.text_at("cac:LineReference", "cbc:LineID"):
        yield missing(RULE + "27", issue, "cbc:LineID")
    for response in issue.all("cac:Response"):
        description = response.one("cbc:Description")
        if description is None:
            yield missing(RULE + "28", response, "cbc:Description")
        if description is None or not description.text:
            yield missing(RULE + "29", response, "cbc:Description")
        statuses = response.all("cac:Status")
        if len(statuses) != 1:
            yield counted("30", response, "cac:Status", len(statuses))
        for status in statuses:
            reason = status.text_at("cbc:StatusReasonCode")
            if reason not in REASONS:
                yield Fault(RULE + "31", status, "rules.code_unknown", {"value": reason})


def unfit(number: str, root: Node, name: str) -> Fault:
    """A fact of the head that is absent, or not what it must be."""
    node = root.one(name)
    if node is None:
        return missing(RULE + number, root, name)
    return forbidden_value(RULE + number, node, node.text)


def counted(number: str, node: Node, name: str, count: int) -> Fault:
    """Something that stands once, and once only, does not."""
    if count:
        return Fault(RULE + number, node, "rules.too_many", {}, name.rpartition(":")[2])
    return missing(RULE + number, node, name)
