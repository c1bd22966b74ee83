"""What the ISO 20022 messages share: opening a file, reading and writing elements, refusing.

The messages of two generations are read into the same values: the one that Swedish banks have taken
since 2012 (pain.001.001.03 and its kin) and the set of 2019 (pain.001.001.09). Where they differ,
the difference stands beside the element it concerns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from lxml import etree

from avrop.documents.findings import Finding, Place, UnreadableDocument, unreadable
from avrop.documents.parsing import parse_xml
from avrop.values import Money, minor_unit

Element = etree._Element

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,5})?")
_CONTROL_SUM = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,17})?")
_CURRENCY = re.compile("[A-Z]{3}")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What XML 1.0 has no room for, however it is written.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ID_LENGTH = 35


class UnwritableDocument(Exception):
    """A document of ours would not be taken by whom it is meant for; `findings` say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(finding.code for finding in self.findings))


def refuse_unwritable(findings: Iterable[Finding]) -> None:
    """Raise UnwritableDocument when there is anything to object to."""
    found = tuple(findings)
    if found:
        raise UnwritableDocument(found)


def finding(code: str, *terms: str, **values: str) -> Finding:
    """A fatal finding of our own at a place named by element names, outer to inner."""
    return Finding(code, rule_id=code, place=Place(terms=terms), values=values)


def opened(raw: bytes, body_of: Mapping[str, str]) -> tuple[str, Element]:
    """The message name and its body; `body_of` maps the names taken to their body element.

    Raises UnreadableDocument for hostile or broken XML and for any other message.
    """
    root = parse_xml(raw)
    name = etree.QName(root)
    message = (name.namespace or "").removeprefix(_NAMESPACE)
    taken = ", ".join(body_of)
    if name.localname != "Document" or message not in body_of:
        raise unreadable("finance.unknown_message", _at(root), message=message, taken=taken)
    body = root.find("{*}" + body_of[message])
    if body is None:
        raise unreadable("finance.missing", _at(root), element=body_of[message])
    return message, body


def started(message: str, body: str) -> tuple[Element, Element]:
    """An empty document of a message and its body element."""
    root = etree.Element(f"{{{_NAMESPACE}{message}}}Document", nsmap={None: _NAMESPACE + message})
    return root, add(root, body)


def serialised(root: Element) -> bytes:
    """The document as UTF-8 with its declaration."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def add(parent: Element, path: str, text: str | None = None) -> Element:
    """The last of new elements below `parent`, one for every step of `path`."""
    namespace = str(parent.tag).partition("}")[0]
    for step in path.split("/"):
        parent = etree.SubElement(parent, f"{namespace}}}{step}")
    parent.text = None if text is None else _NO_XML.sub("", text)
    return parent


def add_if(parent: Element, path: str, text: str) -> None:
    """As `add`, when there is a text."""
    if text:
        add(parent, path, text)


def add_amount(parent: Element, path: str, money: Money) -> None:
    """An amount with its currency, in the currency's own number of decimals."""
    add(parent, path, amount_text(money)).set("Ccy", money.currency)


def amount_text(money: Money) -> str:
    """An amount as the wire has it: all decimals of the currency and no more."""
    return f"{money.amount.quantize(minor_unit(money.currency)):f}"


def each(node: Element, path: str) -> list[Element]:
    """All elements at a path of local names."""
    return node.findall(_steps(path))


def first(node: Element, path: str) -> Element | None:
    """The first element at a path of local names."""
    return node.find(_steps(path))


def text(node: Element, path: str) -> str:
    """The text at a path, without surrounding space; empty when there is none."""
    return (node.findtext(_steps(path)) or "").strip()


def required_text(node: Element, path: str) -> str:
    """The text at a path; raises UnreadableDocument with the place when it is absent or empty."""
    found = text(node, path)
    if not found:
        raise unreadable("finance.missing", _at(node), element=path)
    return found


def amount(node: Element, path: str) -> Money:
    """An amount with currency; raises UnreadableDocument when absent or ill-formed."""
    found = first(node, path)
    if found is None:
        raise unreadable("finance.missing", _at(node), element=path)
    written, currency = (found.text or "").strip(), found.get("Ccy", "")
    if not _AMOUNT.fullmatch(written) or not _CURRENCY.fullmatch(currency):
        raise unreadable("finance.not_an_amount", _at(found), text=f"{written} {currency}".strip())
    return Money(Decimal(written), currency)


def date_at(node: Element, path: str) -> date | None:
    """A date, given as one or as the date of a moment (Dt or DtTm); None when absent."""
    found = first(node, path)
    if found is None:
        return None
    written = text(found, "Dt") or text(found, "DtTm") or (found.text or "").strip()
    try:
        # What follows the day is a time or a zone: business dates have neither.
        if not _DATE.match(written):
            raise ValueError(written)
        return date.fromisoformat(written[:10])
    except ValueError:
        raise unreadable("finance.not_a_date", _at(found), text=written) from None


def required_date(node: Element, path: str) -> date:
    """As `date_at`; raises UnreadableDocument when absent."""
    found = date_at(node, path)
    if found is None:
        raise unreadable("finance.missing", _at(node), element=path)
    return found


def moment_at(node: Element, path: str) -> datetime:
    """A moment; one without zone is taken as UTC. Raises UnreadableDocument when not one."""
    written = required_text(node, path)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise unreadable("finance.not_a_date", _at(node), text=written) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def moment_text(moment: datetime) -> str:
    """A moment with its zone, to the second."""
    return moment.isoformat(timespec="seconds")


def refuse_other_sum(node: Element, count: int, amounts: Iterable[Money]) -> None:
    """Hold a group's or batch's own count and control sum against what it holds.

    The control sum adds amounts regardless of currency (ISO 20022 CtrlSum). Raises
    UnreadableDocument with what was said and what was found.
    """
    said_count = text(node, "NbOfTxs")
    if said_count and said_count.lstrip("0") != str(count):
        raise unreadable("finance.count_differs", _at(node), said=said_count, found=str(count))
    said_sum = text(node, "CtrlSum")
    if not said_sum:
        return
    total = sum((money.amount for money in amounts), Decimal(0))
    if not _CONTROL_SUM.fullmatch(said_sum) or Decimal(said_sum) != total:
        raise unreadable("finance.sum_differs", _at(node), said=said_sum, found=f"{total:f}")


def control_sum(amounts: Iterable[Money]) -> str:
    """The sum of amounts regardless of currency, as banks compare it."""
    return f"{sum((money.amount for money in amounts), Decimal(0)):f}"


def unknown_code(node: Element, element: str, code: str) -> UnreadableDocument:
    """The refusal of a code that is not in its list: a person has to look."""
    return unreadable("finance.unknown_code", _at(node), element=element, text=code)


@cache
def _steps(path: str) -> str:
    return "/".join("{*}" + step for step in path.split("/"))


def _at(node: Element) -> Place:
    terms = [etree.QName(ancestor).localname for ancestor in node.iterancestors()]
    return Place(terms=(*reversed(terms), etree.QName(node).localname), row=node.sourceline or 0)
