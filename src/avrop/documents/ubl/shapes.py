"""Tables that say which element carries which field, compiled into a reader and a writer.

Theory of operation. A `Shape` lists the fields of one dataclass in the order that UBL wants them,
each with a path of element names: "cac:Country/cbc:IdentificationCode". A step that ends in a star
repeats, and its field is a tuple; a last step "@name" is an attribute. Paths that share their first
steps stand side by side and share the elements.

Reading asks the layout of an element, once for all elements of its make, which children fill which
fields, and then takes one step per child that does, whatever the order or the number of fields.
Writing walks the table and joins strings. Everything compiled is closed over when the module loads.

Text is stripped of surrounding space, and an empty element is an absent one. Words that UBL allows
to stand in several elements (PROSE) become one text of several lines where a field has room for
one, so that nothing is lost; it is written as one element. Of any other element that stands several
times where there is room for one the first counts, so that facts of different elements are never
mixed: the code of one answer with the invoice of another.

A field without a default in the dataclass is mandatory: when it is absent, or when a value cannot
be understood, the reading notes a finding with its place and goes on, so that a sender hears of
everything at once.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, time
from decimal import Decimal
from typing import Any, Generic, TypeVar

from lxml import etree

from avrop.documents.common import Identifier
from avrop.documents.findings import Finding, Severity, UnreadableDocument
from avrop.documents.places import Held, place_of, xpath_of
from avrop.documents.ubl.building import maker_of
from avrop.documents.ubl.growth import grown
from avrop.documents.ubl.scalars import (
    boolean_from,
    bytes_from,
    date_from,
    decimal_from,
    escaped,
    quoted,
    time_from,
)
from avrop.documents.ubl.tree import NAMESPACES, Branch, Layout, Node
from avrop.values import Quantity

__all__ = [
    "NAMESPACES",
    "Codec",
    "Field",
    "Reading",
    "Shape",
    "amount",
    "binary",
    "boolean",
    "clock",
    "date_from",
    "day",
    "decimal_from",
    "escaped",
    "fixed",
    "identifier",
    "number",
    "quantity",
    "quoted",
    "replaced",
    "required_fields",
    "shaped",
    "text",
    "time_from",
    "typed",
]

MOST_FINDINGS = 200
# Elements of words for people that may be repeated, as notes in several languages are.
PROSE = frozenset(
    f"cbc:{name}"
    for name in (
        "AdditionalInformation",
        "AllowanceChargeReason",
        "CancellationNote",
        "Description",
        "DocumentDescription",
        "HandlingInstructions",
        "Information",
        "Note",
        "RejectReason",
        "ShippingMarks",
        "SpecialTerms",
        "StatusReason",
        "WarrantyInformation",
    )
)
# What parsing a text raises.
UNREADABLE = (ValueError, KeyError, binascii.Error)

T = TypeVar("T")
Found = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """The findings of the reading of a tree, gathered on the way."""

    tree: Branch
    findings: list[Finding] = field(default_factory=list)
    #: What was read past: another of what there is only one of in a value.
    left: list[Finding] = field(default_factory=list)
    held: Held = field(default_factory=Held)

    def note(self, code: str, node: Node, term: str = "", **values: str) -> None:
        """Remember that something at, or missing below, an element cannot be read.

        Places cost time in long documents, so that only the first findings are kept.
        """
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(self.found(code, Severity.FATAL, node, term, values))

    def leave(self, node: Node) -> None:
        """Remember that an element is not in the value, since only the first of its kind is."""
        if len(self.left) < MOST_FINDINGS:
            code = "documents.only_first_used"
            self.left.append(self.found(code, Severity.WARNING, node, "", {}))

    def found(
        self, code: str, severity: Severity, node: Node, term: str, values: dict[str, str]
    ) -> Finding:
        """A finding of our own with its place."""
        element = self.tree.source.element(self.tree, node)
        place, xpath = place_of(element, term, self.held), xpath_of(element, self.held)
        return Finding(code, severity, code, place=place, xpath=xpath, values=values)


Handler = Callable[[Node, Found, Reading], None]
Reader = Callable[[Node, Reading], Any]
# An object and the currency of the document in; the text of the elements out.
Writer = Callable[[Any, str], str]
# A value and the currency in; attributes (with a leading space) and escaped content out.
Formatter = Callable[[Any, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value stands in one element: read from it, and formatted into it.

    `parse` says the same as `read` for a value that is all in the text; it raises UNREADABLE.
    """

    name: str
    read: Reader
    form: Formatter
    shape: "Shape[Any] | None" = None
    parse: Callable[[str], Any] | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a dataclass and the path of the element or attribute that carries it.

    `fixed` is a value that BIS demands and nobody needs to know: written when its neighbours in the
    same element are, never read.
    """

    name: str
    path: tuple[str, ...]
    codec: Codec
    fixed: str | None = None

    @property
    def repeats(self) -> bool:
        """True when the field is a tuple."""
        return any(step.endswith("*") for step in self.path)


def typed(name: str, parse: Callable[[str], Any], form: Callable[[Any], str]) -> Codec:
    """A codec for values that are text in a certain form."""

    def read(node: Node, reading: Reading) -> Any:
        text = node.text
        if not text:
            return None
        try:
            return parse(text)
        except UNREADABLE:
            reading.note(f"documents.not_a_{name}", node, value=text[:40])
            return None

    return Codec(name, read, lambda value, _currency: ("", form(value)), parse=parse)


def _read_text(node: Node, _reading: Reading) -> str | None:
    return node.text or None


def _read_identifier(node: Node, _reading: Reading) -> Identifier | None:
    return Identifier(node.text, node.attributes.get("schemeID") or None) if node.text else None


def _form_identifier(value: Identifier, _currency: str) -> tuple[str, str]:
    scheme = f' schemeID="{quoted(value.scheme)}"' if value.scheme else ""
    return scheme, escaped(value.value)


def _read_quantity(node: Node, reading: Reading) -> Quantity | None:
    number = NUMBER.read(node, reading)
    if number is None:
        return None
    return Quantity(number, node.attributes.get("unitCode", "").strip())


def _form_quantity(value: Quantity, _currency: str) -> tuple[str, str]:
    unit = f' unitCode="{quoted(value.unit)}"' if value.unit else ""
    return unit, format(value.value, "f")


def _form_amount(value: Decimal, currency: str) -> tuple[str, str]:
    return f' currencyID="{currency}"', format(value, "f")


def _number(value: Decimal) -> str:
    return format(value, "f")


TEXT = Codec("text", _read_text, lambda value, _currency: ("", escaped(value)), parse=str)
NUMBER = typed("number", decimal_from, _number)
DATE_VALUE = typed("date", date_from, date.isoformat)
TIME_VALUE = typed("time", time_from, time.isoformat)
BOOLEAN = typed("boolean", boolean_from, lambda value: "true" if value else "false")
BINARY = typed("binary", bytes_from, lambda value: base64.b64encode(value).decode("ascii"))
IDENTIFIER = Codec("identifier", _read_identifier, _form_identifier)
QUANTITY = Codec("quantity", _read_quantity, _form_quantity)
AMOUNT = Codec("amount", NUMBER.read, _form_amount, parse=decimal_from)


def _maker(codec: Codec) -> Callable[[str, str], Field]:
    def make(name: str, path: str) -> Field:
        return Field(name, tuple(path.split("/")), codec)

    return make


text = _maker(TEXT)
number = _maker(NUMBER)
day = _maker(DATE_VALUE)
clock = _maker(TIME_VALUE)
boolean = _maker(BOOLEAN)
binary = _maker(BINARY)
identifier = _maker(IDENTIFIER)
quantity = _maker(QUANTITY)
amount = _maker(AMOUNT)


def fixed(path: str, value: str) -> Field:
    """A constant that stands beside other fields of the same element."""
    return Field("", tuple(path.split("/")), TEXT, fixed=value)


def shaped(name: str, path: str, shape: "Shape[Any]") -> Field:
    """A field that holds another dataclass, or a tuple of them when a step of the path repeats."""
    return Field(name, tuple(path.split("/")), shape.codec(), None)


# --- the tree behind a table -----------------------------------------------------------------


@dataclass(slots=True)
class Part:
    """One element of a table: a value, attributes, and elements below it, in order."""

    tag: str
    value: Field | None = None
    attributes: list[tuple[str, Field]] = field(default_factory=list)
    children: "dict[str, Part]" = field(default_factory=dict)
    repeats: bool = False


def grouped(table: Sequence[Field]) -> Part:
    """The tree of the paths of a table, its children in the table's order."""
    root = Part("")
    for entry in table:
        part = root
        for step in entry.path:
            if step.startswith("@"):
                part.attributes.append((step[1:], entry))
                break
            tag = step.rstrip("*")
            part = part.children.setdefault(tag, Part(tag))
            part.repeats = part.repeats or step.endswith("*")
        else:
            part.value = entry
    return root


@dataclass(frozen=True, slots=True)
class Steps:
    """What is to be done with which children of an element, for one layout.

    Texts and typed values are most of a document, so that they are read without a call each.
    """

    texts: tuple[tuple[int, str], ...]
    values: tuple[tuple[int, str, Codec], ...]
    others: tuple[tuple[int, Handler], ...]
    # Words that stand in several elements.
    prose: tuple[tuple[tuple[int, ...], str], ...] = ()
    # Children of which another came before, and only one is used.
    left: tuple[int, ...] = ()


class Handlers:
    """The handlers of the children of an element, by name."""

    __slots__ = ("by_name", "leaves", "single")

    def __init__(self, root: Part, *, within_repeat: bool = False) -> None:
        parts = root.children.values()
        self.by_name = {part.tag: handler_of(part, within_repeat=within_repeat) for part in parts}
        self.single = frozenset(
            part.tag for part in parts if not (within_repeat or takes_many(part))
        )
        self.leaves = {
            part.tag: part.value
            for part in parts
            if part.value is not None
            and part.value.codec.parse is not None
            and part.value.fixed is None
            and not (part.attributes or part.children or part.repeats or within_repeat)
        }

    def read(self, node: Node, found: Found, reading: Reading) -> None:
        """Read the children of an element into the fields found so far."""
        steps: Steps = node.layout.plans.get(self) or self._planned(node.layout)
        children = node.children
        for place, name in steps.texts:
            text = children[place].text
            if text:
                found[name] = text
        for place, name, codec in steps.values:
            text = children[place].text
            if text:
                try:
                    found[name] = codec.parse(text)  # type: ignore[misc]
                except UNREADABLE:
                    codec.read(children[place], reading)
        for place, handler in steps.others:
            handler(children[place], found, reading)
        for places, name in steps.prose:
            said = "\n".join(filter(None, [children[place].text for place in places]))
            if said:
                found[name] = said
        for place in steps.left:
            reading.leave(children[place])

    def _planned(self, layout: Layout) -> Steps:
        texts, values, others, left = [], [], [], []
        prose: dict[str, list[int]] = {}
        for place, name in enumerate(layout.names):
            leaf = self.leaves.get(name)
            if leaf is not None and name in PROSE:
                prose.setdefault(leaf.name, []).append(place)
            elif name in self.single and place > layout.first[name]:
                left.append(place)
            elif leaf is None and name in self.by_name:
                others.append((place, self.by_name[name]))
            elif leaf is not None and leaf.codec is TEXT:
                texts.append((place, leaf.name))
            elif leaf is not None:
                values.append((place, leaf.name, leaf.codec))
        texts += [(places[0], name) for name, places in prose.items() if len(places) == 1]
        repeated = [(tuple(places), name) for name, places in prose.items() if len(places) > 1]
        steps = Steps(tuple(texts), tuple(values), tuple(others), tuple(repeated), tuple(left))
        layout.plans[self] = steps
        return steps


def takes_many(part: Part) -> bool:
    """True when every fact in an element may stand several times."""
    if part.repeats:
        return True
    below = part.children.values()
    return part.value is None and bool(below) and all(takes_many(child) for child in below)


def handler_of(part: Part, *, within_repeat: bool = False) -> Handler:
    """A function that reads one element of this kind into the fields found so far."""
    if part.tag.partition(":")[0] not in NAMESPACES:
        raise ValueError(f"{part.tag} has no prefix of UBL")
    many = within_repeat or part.repeats
    below = Handlers(part, within_repeat=many)
    attributes = [(name, entry.name) for name, entry in part.attributes]
    value = part.value if part.value is not None and part.value.fixed is None else None
    if value is not None and not attributes and not below.by_name:
        return repeated_leaf(value) if many else single_leaf(value)

    def handle(node: Node, found: Found, reading: Reading) -> None:
        if value is not None:
            held = value.codec.read(node, reading)
            if held is not None:
                found[value.name] = held
        for attribute, name in attributes:
            stated = node.attributes.get(attribute, "").strip()
            if stated:
                found[name] = stated
        below.read(node, found, reading)

    return handle


def single_leaf(entry: Field) -> Handler:
    """Reads an element that is one value."""
    name, read = entry.name, entry.codec.read

    def handle(node: Node, found: Found, reading: Reading) -> None:
        value = read(node, reading)
        if value is not None:
            found[name] = value

    return handle


def repeated_leaf(entry: Field) -> Handler:
    """Reads an element that is one of several values."""
    name, read = entry.name, entry.codec.read

    def handle(node: Node, found: Found, reading: Reading) -> None:
        value = read(node, reading)
        if value is not None:
            found.setdefault(name, []).append(value)

    return handle


def writer_of(part: Part) -> Writer:
    """A function that writes this element of an object, or nothing when it has nothing to say."""
    if part.repeats:
        return repeating_writer(part)
    if part.value is not None and not part.attributes:
        return leaf_writer(part.tag, part.value)
    if part.value is not None or part.attributes:
        return attributed_writer(part)
    return element_writer(part)


def leaf_writer(tag: str, entry: Field) -> Writer:
    """Writes an element that is one value."""
    name, form = entry.name, entry.codec.form

    def write(thing: Any, currency: str) -> str:
        value = getattr(thing, name)
        if value is None:
            return ""
        attributes, content = form(value, currency)
        return f"<{tag}{attributes}>{content}</{tag}>" if content else ""

    return write


def attributed_writer(part: Part) -> Writer:
    """Writes an element that is one value with attributes of their own."""
    tag, entry = part.tag, part.value
    if entry is None:
        raise TypeError(f"{tag} has attributes and no value")
    name, form = entry.name, entry.codec.form
    attributes = [(attribute, other.name) for attribute, other in part.attributes]

    def write(thing: Any, currency: str) -> str:
        value = getattr(thing, name)
        if value is None:
            return ""
        stated, content = form(value, currency)
        for attribute, field_name in attributes:
            held = getattr(thing, field_name)
            if held is not None:
                stated += f' {attribute}="{quoted(held)}"'
        return f"<{tag}{stated}>{content}</{tag}>" if content else ""

    return write


def element_writer(part: Part) -> Writer:
    """Writes an element that wraps others; constants in it do not make it worth writing."""
    tag = part.tag
    parts = [
        (None, f"<{child.tag}>{escaped(child.value.fixed)}</{child.tag}>")
        if child.value is not None and child.value.fixed is not None
        else (writer_of(child), "")
        for child in part.children.values()
    ]

    def write(thing: Any, currency: str) -> str:
        written = [writer(thing, currency) if writer else "" for writer, _ in parts]
        if not any(written):
            return ""
        content = "".join(
            new or constant for new, (_, constant) in zip(written, parts, strict=True)
        )
        return f"<{tag}>{content}</{tag}>"

    return write


def repeating_writer(part: Part) -> Writer:
    """Writes an element, and what it wraps around the value, once for each value of a tuple."""
    opening, closing, inner = "", "", part
    while inner.value is None:
        (child,) = inner.children.values()
        opening, closing = f"{opening}<{inner.tag}>", f"</{inner.tag}>{closing}"
        inner = child
    name, form, tag = inner.value.name, inner.value.codec.form, inner.tag

    def write(thing: Any, currency: str) -> str:
        written = []
        for value in getattr(thing, name):
            attributes, content = form(value, currency)
            if content:
                written.append(f"{opening}<{tag}{attributes}>{content}</{tag}>{closing}")
        return "".join(written)

    return write


class Shape(Generic[T]):
    """The table of one dataclass: `read` an element into it, `write` it as elements."""

    def __init__(self, kind: type[T], *table: Field, constants: Found | None = None) -> None:
        self.kind = kind
        self.table = table
        self.constants = constants or {}
        root = grouped(table)
        self._handlers = Handlers(root)
        self._make = maker_of(kind)
        self._writers = [writer_of(child) for child in root.children.values()]
        self._many = frozenset(entry.name for entry in table if entry.repeats)
        self._required = {
            entry.name: entry.path for entry in table if entry.name in required_fields(kind)
        }

    def read(self, element: etree._Element) -> T:
        """The value of an element. Raises UnreadableDocument with all that is wrong with it."""
        tree = grown(element)
        reading = Reading(tree)
        value = self.read_node(tree, reading)
        if reading.findings:
            raise UnreadableDocument(reading.findings)
        return value

    def read_node(self, node: Node, reading: Reading) -> T:
        """The value of an element of a tree; what is wrong with it is noted in the reading."""
        return self._built(self._found(node, reading), node, reading)

    def read_unless_empty(self, node: Node, reading: Reading) -> T | None:
        """The value of an element, None for one that says nothing of what there is room for.

        UBL's words outside the European norm may stand in an invoice; they only earn a warning.
        """
        found = self._found(node, reading)
        if not found:
            return None
        return self._built(found, node, reading)

    def _found(self, node: Node, reading: Reading) -> Found:
        found: Found = dict(self.constants)
        self._handlers.read(node, found, reading)
        return found

    def _built(self, found: Found, node: Node, reading: Reading) -> T:
        for name in self._many.intersection(found):
            found[name] = tuple(found[name])
        for name, path in self._required.items():
            if name not in found:
                found[name] = None
                term = path[-1].rstrip("*").partition(":")[2] or path[-1]
                reading.note("documents.fact_missing", node, term)
        return self._make(found)

    def write(self, thing: T, currency: str) -> str:
        """The elements of a value, in the order that UBL wants; "" when it says nothing."""
        return "".join([writer(thing, currency) for writer in self._writers])

    def codec(self) -> Codec:
        """This shape as the content of one element."""

        def form(value: Any, currency: str) -> tuple[str, str]:
            return "", self.write(value, currency)

        return Codec("shape", self.read_unless_empty, form, self)

    def only(self, *names: str) -> "Shape[T]":
        """The same table with room for fewer facts."""
        kept = [entry for entry in self.table if not entry.name or entry.name in names]
        return Shape(self.kind, *kept, constants=self.constants)

    def without(self, *names: str) -> "Shape[T]":
        """The same table without room for some facts."""
        kept = [entry for entry in self.table if entry.name not in names]
        return Shape(self.kind, *kept, constants=self.constants)


def replaced(shape: Shape[T], *entries: Field) -> Shape[T]:
    """The same table with other paths or inner tables for some of its fields."""
    by_name = {entry.name: entry for entry in entries}
    table = [by_name.get(entry.name, entry) for entry in shape.table]
    return Shape(shape.kind, *table, constants=shape.constants)


def required_fields(kind: type[Any]) -> frozenset[str]:
    """The fields of a dataclass that have no default."""
    return frozenset(
        each.name
        for each in fields(kind)
        if each.default is MISSING and each.default_factory is MISSING
    )
