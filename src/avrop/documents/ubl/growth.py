"""How the tree that reading and rules walk grows out of a parsed document.

Theory of operation. Every visit of an element of libxml2 from Python makes its strings anew, and costs
more than all the rest. So no element is visited: libxml2 writes the document out again, in one go and
in its own plain hand (no comments, no sections of character data, one kind of quotes, `<` and `>` only
around tags), and that is cut into pieces at each `<` and `>`. What stands between these, the head, is
nearly always one that was met before, with its name and attributes worked out; what stands behind it
is the text. What namespace a prefix means is told by the heads above, see `ubl.heads`. The lines that
a document ends with are looked at one by one, and where they are written alike even this is left
out: see `ubl.moulds`.
"""

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from lxml import etree

from avrop.documents.findings import unreadable
from avrop.documents.parsing import DEFAULT_LIMITS, Limits
from avrop.documents.ubl.heads import MOST_HEADS, Scope, heads_of, unescaped
from avrop.documents.ubl.moulds import mould_of
from avrop.documents.ubl.tree import (
    BLANKS,
    EMPTY,
    MEMORY,
    NO_ATTRIBUTES,
    Branch,
    Node,
    Source,
    layout_of,
)

#: What is longer is hardly ever written twice with the same tags.
LONGEST_MAKE = 20_000
#: So often the same has come when a mould is made of it.
OFTEN = 8
#: So many letters are remembered in all of what is written.
MOST_CAST = 2_000_000
#: So many children of the same name, at the end of a document, are looked at one by one.
SEVERAL = 3


class Uneven(Exception):
    """What was taken for one element is none, or more than one."""


class Growth:
    """One growing of a tree."""

    __slots__ = ("deepest", "heads", "index")

    def __init__(self, limits: Limits) -> None:
        self.index: dict[str, list[Node]] = defaultdict(list)
        self.deepest = limits.depth
        self.heads = heads_of(limits.attributes)
        if self.heads.count > MOST_HEADS or self.heads.cast > MOST_CAST:
            self.heads.forget()

    def element(self, written: str, above: str, scope: Scope, depth: int) -> Node:
        """The element that is written out, with all that is below it.

        What is often written with the same tags is cast, see `ubl.moulds`. Raises Uneven for anything
        but one element with nothing around it.
        """
        room = self.deepest - depth
        for place, mould in enumerate(scope.moulds.get(above, ())):
            cast = mould.cast(written) if mould.depth < room else None
            if cast is not None:
                if place:
                    scope.put_first(above, mould)
                index = self.index
                index[cast.name].append(cast)
                for node in cast.below:
                    index[node.name].append(node)
                return cast
        parts = written.replace(">", "<").split("<")
        if parts[0].strip(BLANKS) or parts[-1].strip(BLANKS):
            raise Uneven
        heads, texts = parts[1::2], parts[2::2]
        ground = Branch(above, "", NO_ATTRIBUTES, "", "", [], EMPTY)
        self.grow(ground, heads, texts, scope, depth)
        if len(ground.children) != 1 or ground.text:
            raise Uneven
        if len(written) <= LONGEST_MAKE and isinstance(ground.children[0], Branch):
            self.remember(heads, texts, above, scope)
        return ground.children[0]

    def remember(self, heads: list[str], texts: list[str], above: str, scope: Scope) -> None:
        """Make a mould of what has come often, as making one takes as long as growing a dozen."""
        known, make = self.heads, (above, *heads)
        if known.cast > MOST_CAST:
            return
        known.cast += sum(map(len, heads))
        scope.met[make] += 1
        if scope.met[make] == OFTEN:
            mould = mould_of(heads, texts, above, scope, known.head)
            if mould is not None:
                scope.put_first(above, mould)

    def document(self, written: str) -> Node:
        """A whole document. Raises Uneven where its lines are not what they look like."""
        head, lines, end = cut(written)
        scope = self.heads.outermost
        root = self.element(head, "", scope, 0)
        if not lines:
            return root
        if not isinstance(root, Branch):
            raise Uneven
        opened = head[1 : head.index(">")]
        inner = self.heads.head(opened, scope)[3] or scope
        element, name = self.element, root.name
        grown_lines = [element(line + end, name, inner, 1) for line in lines]
        root.children, root.make = [*root.children, *grown_lines], None
        root.layout = layout_of([*root.layout.names, *(line.name for line in grown_lines)])
        return root

    def grow(
        self, ground: Branch, heads: list[str], texts: list[str], scope: Scope, depth: int
    ) -> None:
        """Give a node the elements of these tags and texts, and those all that is below them.

        The loop runs once for each tag of many documents: what it does stands in line.
        """
        room = self.deepest - depth
        index, made_out = self.index, self.heads.made_out
        known, over, node = scope.heads.get, ground.name, ground
        children: list[Node] = []
        names: list[str] = []
        above: list[Any] = []
        in_leaf = False
        # Behind the last tag there is no other.
        for head, behind, following in zip(heads, texts, chain(islice(heads, 1, None), ("/",))):  # noqa: B905
            if head[0] != "/":
                name, attributes, is_empty, opens = known(head) or made_out(head, scope)
                is_leaf = is_empty or following[0] == "/"
                raw = unescaped(behind) if "&" in behind else behind
                text = raw.strip(BLANKS)
                if is_empty:
                    # What stands behind an empty element is not in it.
                    node.text = node.text or text
                    raw = text = ""
                names.append(name)
                if is_leaf:
                    leaf = Node(name, over, attributes, raw, text)
                    children.append(leaf)
                    index[name].append(leaf)
                    in_leaf = not is_empty
                    continue
                branch = Branch(name, over, attributes, raw, text, [], EMPTY)
                children.append(branch)
                index[name].append(branch)
                above.append((node, children, names, over, scope))
                if len(above) >= room:
                    raise unreadable("documents.too_deep", limit=str(self.deepest))
                node, children, names, over = branch, branch.children, [], name
                if opens is not None:
                    scope, known = opens, opens.heads.get
                continue
            if in_leaf:
                in_leaf = False
            elif not above:
                raise Uneven
            else:
                node.layout = layout_of(names)
                node, children, names, over, scope = above.pop()
                known = scope.heads.get
            if behind and (said := behind.strip(BLANKS)):
                node.text = node.text or unescaped(said).strip(BLANKS)
        if above:
            raise Uneven
        ground.children, ground.layout = children, layout_of(names)


def cut(written: str) -> tuple[str, list[str], str]:
    """A document without the lines that it ends with, the lines, and the tag that each lacks.

    Lines are what the document ends with, several children called the same, and are cut at their ends.
    """
    end = written.rfind("</")
    last = written.rfind("</", 0, end)
    closing = written[last : written.find(">", last) + 1]
    is_last = last > 0 and not written[last + len(closing) : end].strip(BLANKS)
    lines = written[:end].split(closing) if is_last else []
    if len(lines) <= SEVERAL:
        return written, [], ""
    name = closing[2:-1]
    starts = (lines[0].find(f"<{name}{behind}") for behind in (">", " "))
    start = min((start for start in starts if start >= 0), default=-1)
    if start < 0:
        return written, [], ""
    head = lines[0][:start] + written[end:]
    return head, [lines[0][start:], *lines[1:-1]], closing


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
    with undisturbed():
        written = written_out(root)
        growth = Growth(limits)
        try:
            tree = growth.document(written)
        except Uneven:
            growth = Growth(limits)
            tree = growth.element(written, "", growth.heads.outermost, 0)
    # A root that found itself in its own index could only be found by the garbage collector.
    growth.index[tree.name].remove(tree)
    if not isinstance(tree, Branch):
        tree = Branch(tree.name, "", tree.attributes, tree.raw, tree.text, [], EMPTY)
    tree.index, tree.source = growth.index, Source(root)
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
    growth = Growth(limits)
    if len(root.attrib) > limits.attributes:
        raise unreadable("documents.too_many_attributes", limit=str(limits.attributes))
    name, raw = MEMORY.name_of(str(root.tag)), root.text or ""
    between = (raw, *(child.tail or "" for child in children))
    text = next(filter(None, (text.strip(BLANKS) for text in between)), "")
    outermost = growth.heads.outermost
    with undisturbed():
        below = [growth.element(written_out(child), name, outermost, 1) for child in children]
    layout = layout_of([child.name for child in below])
    return Branch(
        name, "", dict(root.items()), raw, text, below, layout, growth.index, Source(root, children)
    )
