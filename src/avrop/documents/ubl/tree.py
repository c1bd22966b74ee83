"""A document as plain objects: what reading and rules walk, several times faster than libxml2's.

Theory of operation. What an element says is kept in a `Node`. Elements of the same make, such as the
thousand lines of an order, share a `Layout`: the names of their children in order, and where each
name stands. What follows from the names alone (which child fills which field, whether the order is
UBL's, what is missing) is worked out once for a layout and remembered in its `plans`, from one
document to the next. The memory of names and layouts is bounded, whatever strangers send. How a tree
grows out of a parsed document is told in `ubl.growth`.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar

import msgspec
from lxml import etree

from avrop.documents.ubl.scalars import decimal_from

AGGREGATES = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
BASICS = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
NAMESPACES = {"cac": AGGREGATES, "cbc": BASICS}
PREFIXES = {namespace: prefix for prefix, namespace in NAMESPACES.items()}

# What XML takes for blank; a no-break space is something.
BLANKS = " \t\r\n"
MOST_NAMES = 5_000
LONGEST_TAG = 200
MOST_LAYOUTS = 2_000
LONGEST_LAYOUT = 64

Attributes = dict[str, str]
NO_ATTRIBUTES: Attributes = {}


NO_INDEX: Mapping[str, Any] = MappingProxyType({})


class Layout:
    """The names of the children of an element, in order, and where each of them stands.

    `plans` holds what somebody has worked out from the names, under a key of its own.
    """

    __slots__ = ("first", "names", "plans", "runs", "scattered")

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.first: dict[str, int] = {}
        self.runs: dict[str, slice] = {}
        # Names whose children do not all stand together, as UBL wants them to.
        self.scattered: dict[str, list[int]] = {}
        self.plans: dict[Any, Any] = {}
        for place, name in enumerate(names):
            start = self.first.setdefault(name, place)
            stop = self.runs[name].stop if start < place and name in self.runs else place
            if name in self.scattered:
                self.scattered[name].append(place)
            elif stop == place:
                self.runs[name] = slice(start, place + 1)
            else:
                del self.runs[name]
                self.scattered[name] = [*range(start, stop), place]


EMPTY = Layout(())


class Make:
    """What elements of the same make have in common, under keys of those who have worked it out."""

    __slots__ = ("plans",)

    def __init__(self) -> None:
        self.plans: dict[Any, Any] = {}


class Node(msgspec.Struct, eq=False, gc=False):
    """An element: prefixed name, text, attributes, children in order and by name.

    `text` is what it says without XML's blanks around it, be that before its first child or behind
    one; `raw` is what stands before the first with them.
    `above` is the name of the parent. `index` of the root finds all elements below it by name, in
    document order, so that a rule need not walk. This class is an element without children;
    `Branch` is one with some. Nothing points upwards, so that a document is gone when it is done
    with, and never has to be looked for among the garbage.
    """

    name: str
    above: str
    attributes: Attributes
    raw: str
    text: str

    children: ClassVar["list[Node]"] = []
    layout: ClassVar[Layout] = EMPTY
    make: ClassVar["Make | None"] = None
    below: ClassVar[Sequence["Node"]] = ()
    index: ClassVar["Mapping[str, list[Node]]"] = NO_INDEX

    def all(self, name: str) -> "list[Node]":
        """The children of a name."""
        layout = self.layout
        run = layout.runs.get(name)
        if run is not None:
            return self.children[run]
        if layout.scattered:
            return [self.children[place] for place in layout.scattered.get(name, ())]
        return []

    def one(self, name: str) -> "Node | None":
        """The first child of a name."""
        place = self.layout.first.get(name)
        return None if place is None else self.children[place]

    def at(self, *names: str) -> "Node | None":
        """The first element down a path, in whichever of several on the way it stands."""
        node = self
        for name in names:
            place = node.layout.first.get(name)
            if place is None:
                return None if node is self else next(iter(self.each(*names)), None)
            node = node.children[place]
        return node

    def each(self, *names: str) -> "list[Node]":
        """Every element down a path."""
        nodes = self.all(names[0])
        for name in names[1:]:
            nodes = [below for node in nodes for below in node.all(name)]
        return nodes

    def text_at(self, *names: str) -> str:
        """The text of the first element down a path (`at`); empty when there is none."""
        node = self
        for name in names:
            place = node.layout.first.get(name)
            if place is None:
                found = None if node is self else self.at(*names)
                return found.text if found is not None else ""
            node = node.children[place]
        return node.text

    def number_at(self, *names: str) -> Decimal | None:
        """The number at a path; None when there is none, or no number."""
        node = self.at(*names)
        return node.number if node else None

    @property
    def number(self) -> Decimal | None:
        """This element's text as a number, None when it is not one."""
        try:
            return decimal_from(self.text)
        except ValueError:
            return None

    def everywhere(self, *names: str) -> "Iterator[Node]":
        """All elements of these names below the root that this is, name by name."""
        for name in names:
            yield from self.index.get(name, ())


class Branch(Node, eq=False, gc=False):
    """An element with children; a root is one always. `index` and `source` are the root's alone.

    Of elements that were cast in the same mould, `make` is the same, and only the texts of what has no
    children differ: what follows from anything else is worked out on the first and remembered in the
    `plans` of the make. `below` are then all elements below it in the order of the document.
    """

    children: list[Node]  # type: ignore[misc]
    layout: Layout  # type: ignore[misc]
    index: "Mapping[str, list[Node]]" = NO_INDEX  # type: ignore[misc]
    source: Any = None
    make: "Make | None" = None  # type: ignore[misc]
    below: Sequence[Node] = ()  # type: ignore[misc]


class Source:
    """The elements that a tree has grown from, by its nodes.

    Where something is wrong they tell the place; they are looked up when the first is asked for.
    `children` are those of the root that the tree has, where it does not have all.
    """

    __slots__ = ("children", "found", "root")

    def __init__(
        self, root: etree._Element, children: Sequence[etree._Element] | None = None
    ) -> None:
        self.root, self.children = root, children
        self.found: dict[int, etree._Element] = {}

    def element(self, tree: Node, node: Node) -> etree._Element:
        """The element of a node of the tree that has grown from here."""
        if not self.found:
            self.found = {
                id(met): element
                for met, element in zip(in_order(tree), self.elements(), strict=True)
            }
        return self.found[id(node)]

    def elements(self) -> Iterator[etree._Element]:
        """All of them, in the order of the document."""
        if self.children is None:
            yield from self.root.iter("*")
            return
        yield self.root
        for child in self.children:
            yield from child.iter("*")


def in_order(tree: Node) -> Iterator[Node]:
    """A node and all below it, in the order of the document."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


class Memory:
    """Prefixed names of tags, and the layouts met so far."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.layouts: dict[tuple[str, ...], Layout] = {}

    def name_of(self, tag: str) -> str:
        """cac: and cbc: names; others keep their namespace in braces."""
        namespace, _, local = tag[1:].rpartition("}")
        prefix = PREFIXES.get(namespace)
        name = f"{prefix}:{local}" if prefix else tag
        if len(self.names) < MOST_NAMES and len(tag) <= LONGEST_TAG:
            self.names[tag] = name
        return name

    def layout_of(self, names: tuple[str, ...]) -> Layout:
        """The layout of these names: the same object for elements of the same make."""
        layout = Layout(names)
        if len(names) > LONGEST_LAYOUT:
            return layout
        if len(self.layouts) >= MOST_LAYOUTS:
            self.layouts.clear()
        return self.layouts.setdefault(names, layout)


MEMORY = Memory()


def layout_of(names: list[str]) -> Layout:
    """The layout of children of these names."""
    make = tuple(names)
    return MEMORY.layouts.get(make) or MEMORY.layout_of(make)
