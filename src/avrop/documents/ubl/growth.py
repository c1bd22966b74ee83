"""How the tree that reading and rules walk grows out of a parsed document.

Theory of operation. Every visit of an element of libxml2 from Python makes its strings anew, and costs
more than all the rest. So no element is visited: libxml2 writes the document out again, in one go and
in its own plain hand (no comments, no sections of character data, one kind of quotes, `<` and `>` only
around tags), and that is cut into pieces at each `<`. What stands before the `>` of a piece, the head,
is nearly always one that was met before, with its name and attributes worked out; what stands behind
it is the text. What namespace a prefix means is told by the heads above, see `Scope`.
"""

import gc
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from lxml import etree

from avrop.documents.findings import unreadable
from avrop.documents.parsing import DEFAULT_LIMITS, Limits
from avrop.documents.ubl.tree import (
    BLANKS,
    EMPTY,
    MEMORY,
    NO_ATTRIBUTES,
    Attributes,
    Branch,
    Node,
    Source,
)

ATTRIBUTE = re.compile(r'\s([^\s=]+)="([^"]*)"')
ESCAPES = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&#13;", "\r"),
    ("&#10;", "\n"),
    ("&#9;", "\t"),
    ("&amp;", "&"),
)
XML = "http://www.w3.org/XML/1998/namespace"
MOST_HEADS, LONGEST_HEAD = 10_000, 1_000
#: Of a name, or of what a prefix means. Every element of a document may be called by both.
LONGEST_NAME = 200
new = object.__new__

# The name of an element, its attributes, whether it is empty, and the scope that it opens, if any.
Head = tuple[str, Attributes, bool, "Scope | None"]


class Scope:
    """What prefixes mean in an element and below it, and the heads met there, by their text."""

    __slots__ = ("above", "heads", "meant")

    def __init__(self, above: "Scope | None", meant: dict[str, str]) -> None:
        self.above, self.meant = above, meant
        self.heads: dict[str, Head] = {}

    def namespace_of(self, prefix: str) -> str:
        """The namespace of a prefix; "" where there is none."""
        scope: Scope | None = self
        while scope is not None:
            if prefix in scope.meant:
                return scope.meant[prefix]
            scope = scope.above
        return ""

    def tag_of(self, name: str) -> str:
        """A name as it stands in the document, with its namespace in braces."""
        prefix, _, local = name.rpartition(":")
        namespace = self.namespace_of(prefix)
        return f"{{{namespace}}}{local}" if namespace else local

    def attribute_of(self, name: str) -> str:
        """The same for an attribute, which without a prefix has no namespace."""
        return self.tag_of(name) if ":" in name else name


class Heads:
    """What heads say, from one document to the next; forgotten when they become too many.

    `widest` is how many attributes an element may have.
    """

    __slots__ = ("alike", "count", "outermost", "widest")

    def __init__(self, widest: int) -> None:
        self.widest = widest
        self.forget()

    def forget(self) -> None:
        """Begin anew. Whoever is in the middle of a document goes on with what he holds."""
        self.count = 0
        # The same few attributes stand in every line: one dictionary for all that are equal.
        self.alike: dict[tuple[tuple[str, str], ...], Attributes] = {}
        self.outermost = Scope(None, {"xml": XML})

    def made_out(self, written: str, scope: Scope) -> Head:
        """What a head says that was not met in a scope before. Raises UnreadableDocument."""
        name, _, rest = written.partition(" ")
        stated = [
            (attribute, unescaped(value)) for attribute, value in ATTRIBUTE.findall(" " + rest)
        ]
        meant = {
            attribute.partition(":")[2]: value
            for attribute, value in stated
            if attribute.partition(":")[0] == "xmlns"
        }
        longest = max(map(len, (*meant.values(), name, *(each for each, _ in stated))))
        if longest > LONGEST_NAME:
            raise unreadable("documents.name_too_long", limit=str(LONGEST_NAME))
        inner = Scope(scope, meant) if is_news(meant, scope) else scope
        attributes = tuple(
            (inner.attribute_of(attribute), value)
            for attribute, value in stated
            if attribute.partition(":")[0] != "xmlns"
        )
        if len(attributes) > self.widest:
            raise unreadable("documents.too_many_attributes", limit=str(self.widest))
        tag, said = inner.tag_of(name.removesuffix("/")), NO_ATTRIBUTES
        is_remembered = len(written) <= LONGEST_HEAD and self.count <= MOST_HEADS
        if attributes:
            known = self.alike.get(attributes)
            said = dict(attributes) if known is None else known
        head = (
            MEMORY.names.get(tag) or MEMORY.name_of(tag),
            said,
            written.endswith("/"),
            inner if inner is not scope else None,
        )
        if is_remembered:
            self.count += 1
            self.alike.setdefault(attributes, said)
            scope.heads[written] = head
        return head


@lru_cache(maxsize=4)
def heads_of(widest: int) -> Heads:
    """What is known of heads where an element may have so many attributes."""
    return Heads(widest)


class Growth:
    """One growing of a tree."""

    __slots__ = ("deepest", "heads", "index")

    def __init__(self, limits: Limits) -> None:
        self.index: dict[str, list[Node]] = defaultdict(list)
        self.deepest = limits.depth
        self.heads = heads_of(limits.attributes)
        if self.heads.count > MOST_HEADS:
            self.heads.forget()

    def grow(self, ground: Branch, written: str, depth: int) -> None:
        """Give a node the elements that are written out, and those all that is below them.

        The loop runs once for each tag of every document: what it does stands in line.
        """
        room = self.deepest - depth
        index, layouts, made_out = self.index, MEMORY.layouts, self.heads.made_out
        scope = self.heads.outermost
        known, over, node = scope.heads.get, ground.name, ground
        children: list[Node] = []
        names: list[str] = []
        above: list[Any] = []
        in_leaf = False
        pieces = written.split("<")
        # Before the first tag there is nothing, and behind the last no other.
        for piece, following in zip(pieces[1:], chain(islice(pieces, 2, None), ("/",))):  # noqa: B905
            if piece[0] != "/":
                head, _, raw = piece.partition(">")
                name, attributes, is_empty, opens = known(head) or made_out(head, scope)
                is_leaf = is_empty or following[0] == "/"
                made: Any = new(Node if is_leaf else Branch)
                made.name, made.above, made.attributes = name, over, attributes
                if "&" in raw:
                    raw = unescaped(raw)
                if is_empty:
                    # What stands behind an empty element is not in it.
                    node.text = node.text or raw.strip(BLANKS)
                    raw = ""
                made.raw = raw
                made.text = raw.strip(BLANKS)
                children.append(made)
                names.append(name)
                index[name].append(made)
                if is_leaf:
                    in_leaf = not is_empty
                    continue
                above.append((node, children, names, over, scope))
                if len(above) >= room:
                    raise unreadable("documents.too_deep", limit=str(self.deepest))
                node, children, names, over = made, [], [], name
                if opens is not None:
                    scope, known = opens, opens.heads.get
                continue
            if in_leaf:
                in_leaf = False
            else:
                make = tuple(names)
                node.children = children
                node.layout = layouts.get(make) or MEMORY.layout_of(make)
                node, children, names, over, scope = above.pop()
                known = scope.heads.get
            if piece[-1] != ">" and piece.rstrip(BLANKS)[-1] != ">":
                behind = unescaped(piece.partition(">")[2])
                node.text = node.text or behind.strip(BLANKS)
        make = tuple(names)
        ground.children = children
        ground.layout = layouts.get(make) or MEMORY.layout_of(make)


def is_news(meant: dict[str, str], scope: Scope) -> bool:
    """Whether a prefix gets a meaning that it has not already."""
    return any(scope.namespace_of(prefix) != namespace for prefix, namespace in meant.items())


def unescaped(written: str) -> str:
    """The text that libxml2 has written with escapes."""
    if "&" in written:
        for escape, meant in ESCAPES:
            written = written.replace(escape, meant)
    return written


def written_out(element: etree._Element) -> str:
    """An element in libxml2's own hand, with all namespaces that hold in it."""
    return etree.tostring(element, encoding="unicode", with_tail=False)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nobody look for garbage meanwhile.

    A tree has none, and would be gone through again and again as it grows and is judged: half of the
    time that a catalogue takes. Of several threads the first begins to look again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def grown(root: etree._Element, *, limits: Limits = DEFAULT_LIMITS) -> Branch:
    """The tree of a parsed document, or of an element in one.

    Raises UnreadableDocument where it is deeper, or has more attributes in an element, than the
    limits allow, and where a name is very long.
    """
    growth, ground = Growth(limits), Branch()
    ground.name = ground.text = ""
    with undisturbed():
        growth.grow(ground, written_out(root), 0)
    (node,) = ground.children
    # A root that found itself in its own index could only be found by the garbage collector.
    growth.index[node.name].remove(node)
    tree = node if isinstance(node, Branch) else bare(node)
    tree.index, tree.source = growth.index, Source(root)
    return tree


def bare(node: Node) -> Branch:
    """A root without children."""
    tree = Branch()
    tree.name, tree.above, tree.attributes = node.name, node.above, node.attributes
    tree.raw, tree.text = node.raw, node.text
    tree.children, tree.layout = [], EMPTY
    return tree


def grown_in_part(
    root: etree._Element,
    children: Iterable[etree._Element],
    *,
    limits: Limits = DEFAULT_LIMITS,
) -> Branch:
    """The tree of a document that is read bit by bit: its root with those children that are whole.

    Raises UnreadableDocument as `grown` does.
    """
    children = tuple(children)
    growth, branch = Growth(limits), Branch()
    if len(root.attrib) > limits.attributes:
        raise unreadable("documents.too_many_attributes", limit=str(limits.attributes))
    branch.source, branch.above = Source(root, children), ""
    branch.name = MEMORY.name_of(str(root.tag))
    branch.raw = root.text or ""
    between = (branch.raw, *(child.tail or "" for child in children))
    branch.text = next(filter(None, (text.strip(BLANKS) for text in between)), "")
    branch.attributes = dict(root.items())
    with undisturbed():
        growth.grow(branch, "".join(map(written_out, children)), 1)
    branch.index = growth.index
    return branch
