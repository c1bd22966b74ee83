"""The business document header (SBDH) that travels round a document on the Peppol network.

Peppol's business message envelope 1.2 and later: one sender, one receiver, and the scopes
DOCUMENTID, PROCESSID and COUNTRY_C1 (the country of the sender, mandatory since 2024); since 2.0 also
MLS_TO (the service provider that is told what becomes of the message) and MLS_TYPE (when it is).
"""

from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from avrop.documents.common import Identifier
from avrop.documents.findings import Finding, UnreadableDocument
from avrop.documents.parsing import DEFAULT_LIMITS, Limits, parse_xml
from avrop.documents.places import local_name, place_of
from avrop.documents.ubl.scalars import escaped

NAMESPACE = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
ROOT = f"{{{NAMESPACE}}}StandardBusinessDocument"
PARTICIPANTS = "iso6523-actorid-upis"
HEADER = f"{{{NAMESPACE}}}StandardBusinessDocumentHeader"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends what to whom. `instance_id` is unique per sending and identifies the message.

    `status_to` is the service provider that asks for a message level status, None where none does;
    `status_wanted` says when: FAILURE_ONLY, which holds where nothing is said, or ALWAYS_SEND.
    """

    sender: Identifier
    receiver: Identifier
    document_type_id: str
    process_id: str
    instance_id: str
    created_at: datetime
    country: str | None = None
    status_to: Identifier | None = None
    status_wanted: str | None = None


def envelope_of(raw: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Envelope | None:
    """The envelope, where the bytes are in one that can be read, whatever is in it."""
    try:
        return take_off(parse_xml(raw, limits=limits))[0]
    except UnreadableDocument:
        return None


def unwrap(raw: bytes, *, limits: Limits = DEFAULT_LIMITS) -> tuple[Envelope | None, bytes]:
    """The envelope, when there is one, and the bytes of the document in it.

    Raises UnreadableDocument when the XML or the envelope cannot be read.
    """
    envelope, root = take_off(parse_xml(raw, limits=limits))
    if envelope is None:
        return None, raw
    return envelope, etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def take_off(root: etree._Element) -> tuple[Envelope | None, etree._Element]:
    """The same for a parsed tree; the document in the envelope becomes a root of its own."""
    if root.tag != ROOT:
        return None, root
    header = root.find(HEADER)
    inner = [child for child in root if child.tag != HEADER]
    if header is None or len(inner) != 1:
        raise broken(root, "StandardBusinessDocumentHeader" if header is None else "Document")
    envelope = read_header(header)
    root.remove(inner[0])
    return envelope, inner[0]


def read_header(header: etree._Element) -> Envelope:
    """The facts of a header. Raises UnreadableDocument for the first that is absent."""
    scopes = {
        said(scope, "Type"): said(scope, "InstanceIdentifier")
        for scope in header.iter(f"{{{NAMESPACE}}}Scope")
    }
    created = said(header, "DocumentIdentification/CreationDateAndTime")
    try:
        created_at = datetime.fromisoformat(created.replace("Z", "+00:00"))
    except ValueError:
        raise broken(header, "CreationDateAndTime") from None
    for scope in ("DOCUMENTID", "PROCESSID"):
        if scope not in scopes:
            raise broken(header, scope)
    return Envelope(
        sender=participant(header, "Sender"),
        receiver=participant(header, "Receiver"),
        document_type_id=scopes["DOCUMENTID"],
        process_id=scopes["PROCESSID"],
        instance_id=said(header, "DocumentIdentification/InstanceIdentifier"),
        created_at=created_at,
        country=scopes.get("COUNTRY_C1"),
        status_to=identifier_in(scopes.get("MLS_TO", "")),
        status_wanted=scopes.get("MLS_TYPE"),
    )


def identifier_in(text: str) -> Identifier | None:
    """A participant as scheme and value; None where the text is none."""
    scheme, colon, value = text.partition(":")
    return Identifier(value, scheme) if colon and scheme and value else None


def said(element: etree._Element, path: str) -> str:
    """The text at a path below an element. Raises UnreadableDocument when there is none."""
    steps = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
    text = (element.findtext(steps) or "").strip()
    if not text:
        raise broken(element, path.rpartition("/")[2])
    return text


def participant(header: etree._Element, role: str) -> Identifier:
    """The sender or receiver as scheme and value."""
    scheme, colon, value = said(header, f"{role}/Identifier").partition(":")
    if not colon:
        raise broken(header, role)
    return Identifier(value, scheme)


def broken(element: etree._Element, term: str) -> UnreadableDocument:
    """A refusal of an envelope, with the name of what is missing or unreadable."""
    code = "documents.envelope_unreadable"
    place = place_of(element, term)
    return UnreadableDocument(
        [Finding(code, rule_id=code, place=place, values={"term": term})],
    )


def wrap(inner: bytes, envelope: Envelope) -> bytes:
    """A document in its envelope. Raises UnreadableDocument when `inner` is not XML."""
    root = parse_xml(inner)
    document = etree.tostring(root, encoding="unicode")
    standard = str(root.tag)[1:].partition("}")[0]
    version = envelope.document_type_id.rpartition("::")[2]
    scopes = [
        scope("DOCUMENTID", envelope.document_type_id, "busdox-docid-qns"),
        scope("PROCESSID", envelope.process_id, "cenbii-procid-ubl"),
    ]
    if envelope.country:
        scopes.append(scope("COUNTRY_C1", envelope.country, None))
    if envelope.status_to:
        scopes.append(scope("MLS_TO", str(envelope.status_to), PARTICIPANTS))
    if envelope.status_wanted:
        scopes.append(scope("MLS_TYPE", envelope.status_wanted, None))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<StandardBusinessDocument xmlns="{NAMESPACE}">'
        "<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion>"
        f"{partner('Sender', envelope.sender)}{partner('Receiver', envelope.receiver)}"
        "<DocumentIdentification>"
        f"<Standard>{escaped(standard)}</Standard>"
        f"<TypeVersion>{escaped(version)}</TypeVersion>"
        f"<InstanceIdentifier>{escaped(envelope.instance_id)}</InstanceIdentifier>"
        f"<Type>{escaped(local_name(root))}</Type>"
        f"<CreationDateAndTime>{envelope.created_at.isoformat()}</CreationDateAndTime>"
        "</DocumentIdentification>"
        f"<BusinessScope>{''.join(scopes)}</BusinessScope>"
        f"</StandardBusinessDocumentHeader>{document}</StandardBusinessDocument>\n"
    ).encode()


def partner(role: str, identifier: Identifier) -> str:
    """The element of a sender or receiver."""
    stated = f'<Identifier Authority="{PARTICIPANTS}">{escaped(str(identifier))}</Identifier>'
    return f"<{role}>{stated}</{role}>"


def scope(kind: str, value: str, scheme: str | None) -> str:
    """The element of one business scope."""
    identifier = f"<Identifier>{scheme}</Identifier>" if scheme else ""
    instance = f"<InstanceIdentifier>{escaped(value)}</InstanceIdentifier>"
    return f"<Scope><Type>{kind}</Type>{instance}{identifier}</Scope>"
