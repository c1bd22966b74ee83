"""UBL's own schema: which children stand where, how many, and what their text may look like.

The tables hold the content models of UBL 2.1 as facts: children in order with their bounds, the
kind of value of each basic element. Some documents follow UBL 2.3, such as Order Change and Receipt
Advice. What 2.3 no longer demands is told here; what it added is known by its name, since UBL names
an element after what it is, with words before that tell which (an order change document reference is
a document reference). Where such an element stands, and how often, is left to the structure rules.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from avrop.documents.rules.faults import Fault
from avrop.documents.rules.release import table
from avrop.documents.rules.tree import Layout, Make, Node
from avrop.documents.ubl.scalars import (
    boolean_from,
    bytes_from,
    date_from,
    decimal_from,
    time_from,
)

RULE = "UBL"
# The version of UBL that the tables hold.
FIRST = "2.1"
# Where a child stands that the tables do not know.
UNPLACED = -1
MOST_NAMES = 1_000
INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
PARSERS: dict[str, Callable[[str], object]] = {
    "Amount": decimal_from,
    "Quantity": decimal_from,
    "Measure": decimal_from,
    "Numeric": decimal_from,
    "Percent": decimal_from,
    "Rate": decimal_from,
    "Value": decimal_from,
    "Date": date_from,
    "Time": time_from,
    "Indicator": boolean_from,
    "BinaryObject": bytes_from,
}
DEMANDED = {"Amount": "currencyID", "Measure": "unitCode", "BinaryObject": "mimeCode"}
LISTED = {"listID", "listAgencyID", "listAgencyName", "listName", "listVersionID", "name"}
SCHEMED = {
    "schemeID",
    "schemeName",
    "schemeAgencyID",
    "schemeAgencyName",
    "schemeVersionID",
    "schemeDataURI",
    "schemeURI",
}
ALLOWED = {
    "Amount": {"currencyID", "currencyCodeListVersionID"},
    "Quantity": {"unitCode", "unitCodeListID", "unitCodeListAgencyID", "unitCodeListAgencyName"},
    "Measure": {"unitCode", "unitCodeListVersionID"},
    "Numeric": {"format"},
    "Percent": {"format"},
    "Rate": {"format"},
    "Code": LISTED | {"languageID", "listURI", "listSchemeURI"},
    "Identifier": SCHEMED,
    "Text": {"languageID", "languageLocaleID"},
    "Name": {"languageID", "languageLocaleID"},
    "BinaryObject": {"mimeCode", "filename", "format", "encodingCode", "uri", "characterSetCode"},
    "Indicator": set[str](),
    "Date": set[str](),
    "Time": set[str](),
}
# What anybody may put into any document: of somebody else's, only where it stands is looked at.
EXTENSION = "{urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2}"
EXTENSION_CONTENT = EXTENSION + "ExtensionContent"
EXTENSION_TYPES = {
    "UBLExtensionsType": "ext:UBLExtension+",
    "UBLExtensionType": "cbc:ID? cbc:Name? ext:ExtensionAgencyID? ext:ExtensionAgencyName? "
    "ext:ExtensionVersionID? ext:ExtensionAgencyURI? ext:ExtensionURI? ext:ExtensionReasonCode? "
    "ext:ExtensionReason? ext:ExtensionContent",
}
EXTENSION_AGGREGATES = {
    EXTENSION + "UBLExtensions": "UBLExtensionsType",
    EXTENSION + "UBLExtension": "UBLExtensionType",
}
# The kinds of value that the name of an element ends with.
ENDINGS = (
    "Amount",
    "Quantity",
    "Measure",
    "Numeric",
    "Percent",
    "Rate",
    "Date",
    "Time",
    "Indicator",
)
# Children that 2.1 demands of a type and later versions do not.
NO_LONGER_DEMANDED = {"ShipmentType": {"cbc:ID"}}
Schema = dict[str, dict[str, str]]
# Where values stand below an element, and what takes their text.
Values = tuple[tuple[int, Callable[[str], object]], ...]
BOUND = re.compile(r"(.+?)([?*+]?)\Z")


@dataclass(slots=True, eq=False)
class Child:
    """One kind of child of a type: where it stands, whether it repeats, and what it is."""

    position: int
    repeats: bool
    aggregate: "Type | None"
    parse: Callable[[str], object] | None
    demanded_attribute: str
    allowed_attributes: set[str]


@dataclass(slots=True, eq=False)
class Type:
    """The content model of an aggregate, compiled.

    `later` answers what a child is that a later version of UBL has added; without it there is none.
    """

    children: dict[str, Child]
    demanded: tuple[str, ...]
    later: Callable[[str], Child | None] | None = None

    def child(self, name: str) -> Child | None:
        """What a child is by its name; None for one that is unknown."""
        known = self.children.get(name)
        return self.later(name) if known is None and self.later else known


@dataclass(frozen=True, slots=True)
class Fit:
    """How a layout fits a content model: what each child is there, and whether the names are right.

    Names are right when all are known, in order, no more than allowed and none missing.
    """

    known: tuple[Child | None, ...]
    is_right: bool


@lru_cache(maxsize=4)
def compiled(folder: str, version: str) -> dict[str, Type]:
    """All types of a release by their root elements, as a version of UBL has them."""
    schema = table(folder, "schema")
    contents = schema["types"] | EXTENSION_TYPES
    aggregates = schema["aggregates"] | EXTENSION_AGGREGATES
    types = {name: Type({}, ()) for name in contents}
    later = lru_cache(MOST_NAMES)(partial(later_child, types, schema))
    for name, content in contents.items():
        items = content.replace("ext:", EXTENSION).split()
        parts = [match.groups() for item in items if (match := BOUND.match(item))]
        waived = NO_LONGER_DEMANDED.get(name, set()) if version != FIRST else set()
        types[name].demanded = tuple(
            child for child, bound in parts if bound in {"", "+"} and child not in waived
        )
        types[name].later = later if version != FIRST else None
        for position, (child, bound) in enumerate(parts):
            aggregate = types.get(aggregates.get(child, ""))
            kind = schema["basics"].get(child.removeprefix("cbc:"), "") if not aggregate else ""
            types[name].children[child] = child_of(
                kind, aggregate, position, repeats=bound in {"*", "+"}
            )
    return {root: types[kind] for root, kind in schema["roots"].items()}


def child_of(kind: str, aggregate: Type | None, position: int, *, repeats: bool) -> Child:
    """A child that is an aggregate, or a value of a kind."""
    parse, allowed = PARSERS.get(kind), ALLOWED.get(kind, set())
    return Child(position, repeats, aggregate, parse, DEMANDED.get(kind, ""), allowed)


def later_child(types: dict[str, Type], schema: Schema, name: str) -> Child | None:
    """What an element is that UBL has added to a type since 2.1, by its name; None when unknown.

    It is what 2.1 calls by the same name elsewhere, or else what the end of its name says.
    """
    prefix, _, local = name.partition(":")
    if prefix == "cbc":
        kind = schema["basics"].get(local) or next(filter(local.endswith, ENDINGS), "")
        return child_of(kind, None, UNPLACED, repeats=True) if kind else None
    starts = [place for place, letter in enumerate(local) if letter.isupper()]
    endings = [schema["aggregates"].get(name, ""), *(f"{local[start:]}Type" for start in starts)]
    found = next((types[ending] for ending in endings if ending in types), None)
    is_known = prefix == "cac" and found is not None
    return child_of("", found, UNPLACED, repeats=True) if is_known else None


def schema_faults(root: Node, folder: str, version: str = FIRST) -> list[Fault]:
    """Every departure from the schema of UBL's `version`, outer elements first."""
    name = root.name.rpartition("}")[2]
    faults: list[Fault] = []
    aggregate_faults(root, compiled(folder, version)[name], faults)
    return faults


def aggregate_faults(node: Node, kind: Type, faults: list[Fault]) -> None:
    """Departures of an element with children, and of all below it, added to a list."""
    if node.make and keeps_schema(node, node.make, kind):
        return
    fit: Fit = node.layout.plans.get(kind) or fitted(node.layout, kind)
    if node.text:
        faults.append(Fault(RULE, node, "rules.schema_text", {"value": node.text}))
    if not fit.is_right:
        faults.extend(name_faults(node, kind))
    if node.attributes:
        faults.extend(attribute_faults(node, set()))
    for child, known in zip(node.children, fit.known):  # noqa: B905 - one each
        if known is None:
            continue
        if known.aggregate is not None:
            aggregate_faults(child, known.aggregate, faults)
        elif (known.parse or child.attributes or child.children) and not is_sound(child, known):
            faults.extend(basic_faults(child, known))


def keeps_schema(node: Node, make: Make, kind: Type) -> bool:
    """True for an element that departs in nothing, by what is known of its make: a quick look.

    Of two of the same make only the values can differ.
    """
    values: Values | None = make.plans.get(kind)
    if values is None:
        values = make.plans[kind] = values_below(node, kind)
    below = node.below
    try:
        for place, parse in values:
            parse(below[place].text)
    except (ValueError, KeyError):
        return False
    return True


def values_below(node: Node, kind: Type) -> Values:
    """Where the values below an element stand, and what they are; of one that departs in something
    else from the schema a value that is never sound."""
    found: dict[int, Callable[[str], object]] = {}
    if not all(collected(node, kind, found)):
        return ((0, never),)
    return tuple(
        (place, found[id(each)]) for place, each in enumerate(node.below) if id(each) in found
    )


def collected(node: Node, kind: Type, found: dict[int, Callable[[str], object]]) -> Iterator[bool]:
    """Whether an element, and each below it, is sound but for its value; what values are is `found`."""
    fit: Fit = node.layout.plans.get(kind) or fitted(node.layout, kind)
    yield fit.is_right and not node.attributes and not node.text
    for child, known in zip(node.children, fit.known):  # noqa: B905 - one each
        if known is None:
            continue
        if known.aggregate is not None:
            yield from collected(child, known.aggregate, found)
        else:
            yield is_sound(child, replace(known, parse=None))
            if known.parse:
                found[id(child)] = known.parse


def never(text: str) -> object:
    """Takes nothing for a value."""
    raise ValueError(text)


def fitted(layout: Layout, kind: Type) -> Fit:
    """How a layout fits, worked out once for all elements of its make."""
    known = tuple(kind.child(name) for name in layout.names)
    places = [child.position for child in known if child and child.position != UNPLACED]
    is_right = (
        len(places) == len(known)
        and places == sorted(places)
        and all(child.repeats or places.count(child.position) == 1 for child in known if child)
        and all(name in layout.first for name in kind.demanded)
    )
    # What an extension holds is nobody's business here.
    looked_at = (
        None if name == EXTENSION_CONTENT else child
        for name, child in zip(layout.names, known, strict=True)
    )
    layout.plans[kind] = fit = Fit(tuple(looked_at), is_right)
    return fit


def name_faults(node: Node, kind: Type) -> Iterator[Fault]:
    """Children that are unknown, out of order, too many or missing."""
    latest, previous = -1, ""
    for child in node.children:
        known = kind.children.get(child.name)
        if known is None:
            if kind.later is None:
                yield Fault(RULE, child, "rules.schema_unknown_element")
            continue
        if known.position < latest:
            yield Fault(RULE, child, "rules.schema_order")
        else:
            latest = known.position
            if child.name == previous and not known.repeats:
                yield Fault(RULE, child, "rules.schema_repeated")
        previous = child.name
    for name in kind.demanded:
        if name not in node.layout.first:
            term = name.rpartition(":")[2]
            yield Fault(RULE, node, "rules.missing", {"term": name}, term)


def is_sound(node: Node, known: Child) -> bool:
    """True for an element with a value that departs in nothing: a quick look before the long one."""
    if node.attributes:
        if not known.allowed_attributes.issuperset(node.attributes):
            return False
        if known.demanded_attribute and known.demanded_attribute not in node.attributes:
            return False
    elif known.demanded_attribute:
        return False
    if known.parse:
        try:
            known.parse(node.text)
        except (ValueError, KeyError):
            return False
    return not node.children


def basic_faults(node: Node, known: Child) -> Iterator[Fault]:
    """Departures of an element with a value."""
    if node.children:
        yield Fault(RULE, node.children[0], "rules.schema_unknown_element")
    if known.parse:
        try:
            known.parse(node.text)
        except (ValueError, KeyError):
            yield Fault(RULE, node, "rules.schema_value", {"value": node.text[:40]})
    demanded = known.demanded_attribute
    if demanded and demanded not in node.attributes:
        yield Fault(RULE, node, "rules.attribute_missing", {"attribute": demanded})
    if node.attributes:
        yield from attribute_faults(node, known.allowed_attributes)


def attribute_faults(node: Node, allowed: set[str]) -> Iterator[Fault]:
    """Attributes that the schema does not know."""
    for attribute in node.attributes:
        if attribute not in allowed and not attribute.startswith(INSTANCE):
            yield Fault(RULE, node, "rules.schema_attribute", {"attribute": attribute})
