"""From bytes to what the exchange must know of them. Pure, and it never raises: whatever the bytes
are, there is an answer."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from lxml import etree

from avrop import documents
from avrop.exchange.findings import MessageFinding, from_documents
from avrop.exchange.rules import key_of, participant, tidy
from avrop.kernel.canonical import digest

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What bytes turned out to be; `document` is None where they are none that can be used.

    `once` are the keys by which a second copy is known: kind of key → digest.
    """

    kind: str = ""
    document_number: str = ""
    sender: str = ""
    receiver: str = ""
    envelope_id: str = ""
    business_key: str = ""
    document: Any = None
    valid: bool = False
    findings: tuple[MessageFinding, ...] = ()
    once: tuple[tuple[str, bytes], ...] = ()


def read_bytes(content: bytes, *, limit: int, on: date) -> Reading:
    """The reading of a message's bytes by the rules of a day; `limit` is the most bytes a document may
    have. It is valid only where schema and rules could be asked and forbid nothing."""
    try:
        read = documents.read(content, limits=documents.Limits(size=limit), on=on)
        return _reading_of(read)
    except documents.UnreadableDocument as refusal:
        return _unreadable(refusal)
    except Exception as failure:  # a mistake of ours must not leave a message without a state
        logger.exception("reading a message failed")
        finding = MessageFinding("exchange.reader_failed", values={"error": type(failure).__name__})
        return Reading(findings=(finding,))


def _reading_of(read: documents.ReadDocument) -> Reading:
    key = documents.business_key(read.document)
    sender = participant(str(read.sender)) if read.sender else ""
    envelope_id = read.envelope.instance_id if read.envelope else ""
    once = [("business", key_of(key.kind, key.sender.strip().lower(), key.number, key.distinction))]
    if envelope_id:
        once.append(("envelope", key_of(sender, envelope_id)))
    return Reading(
        kind=read.kind.name,
        document_number=tidy(key.number),
        sender=tidy(sender),
        receiver=tidy(participant(str(read.receiver))) if read.receiver else "",
        envelope_id=tidy(envelope_id),
        business_key=tidy(str(key)),
        document=read.document,
        valid=read.valid,
        findings=from_documents(read.findings),
        once=tuple(once),
    )


def _unreadable(refusal: documents.UnreadableDocument) -> Reading:
    envelope, kind = refusal.envelope, refusal.kind
    stated = envelope if isinstance(envelope, documents.Envelope) else None
    return Reading(
        kind=kind.name if isinstance(kind, documents.DocumentKind) else "",
        sender=tidy(participant(str(stated.sender))) if stated else "",
        receiver=tidy(participant(str(stated.receiver))) if stated else "",
        envelope_id=tidy(stated.instance_id) if stated else "",
        findings=from_documents(refusal.findings),
    )


class ReadOnce:
    """The newest readings, by their bytes' digest: what is checked on the way out is often read on
    the way in by the same process. `most` bounds the bytes they were read from; values are frozen,
    so sharing them is safe."""

    def __init__(self, *, most: int = 4_194_304) -> None:
        self._most, self._held = most, 0
        self._known: OrderedDict[tuple[bytes, int, str], tuple[int, Reading]] = OrderedDict()
        self._lock = Lock()

    def read(self, content: bytes, *, limit: int, on: date) -> Reading:
        """The same as `read_bytes`."""
        size = len(content)
        if size > self._most:
            return read_bytes(content, limit=limit, on=on)
        key = digest(content), limit, documents.in_force(on).version
        with self._lock:
            known = self._known.get(key)
        if known is not None:
            return known[1]
        reading = read_bytes(content, limit=limit, on=on)
        with self._lock:
            if key not in self._known:
                self._known[key] = size, reading
                self._held += size
            while self._held > self._most:
                self._held -= self._known.popitem(last=False)[1][0]
        return reading


def same_document(first: bytes, second: bytes) -> bool:
    """Whether two messages carry the same document: equal in canonical form, without envelope,
    comments, prefixes and white space between elements. False where either cannot be read."""
    try:
        return _canonical(first) == _canonical(second)
    except (documents.UnreadableDocument, ValueError, etree.LxmlError):
        return False


def _canonical(raw: bytes) -> str:
    root = documents.identify(raw).root
    return str(etree.canonicalize(root, strip_text=True, rewrite_prefixes=True))
