"""Moulds: how elements of the same make are cast at once, instead of grown one by one.

The thousand lines of an order are written with the same tags in the same order, and differ in their
texts alone. What follows from the tags (names, attributes, which elements have children, what they
are called together) is worked out when the same line has come again and again, and kept as a mould:
a pattern that the whole line matches, and what is to be made of the texts in it. A mould fits one
sequence of tags under one meaning of the prefixes, with the same blanks between them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from avrop.documents.ubl.heads import Head, Scope, unescaped
from avrop.documents.ubl.tree import BLANKS, Attributes, Branch, Layout, Make, Node, layout_of

#: Of a leaf: its name, the one above it, and its attributes.
Leaf = tuple[str, str, Attributes]
#: Of a branch: its name, the one above it, its attributes, the blanks before its first child, what
#: picks its children out of what was cast before it, and its layout.
Bough = tuple[str, str, Attributes, str, Callable[[list[Node]], list[Node]], Layout]


@dataclass(frozen=True, slots=True)
class Mould:
    """How an element with children is made. `depth` is how deep it goes.

    `boughs` are its branches, inner ones first and it itself last; `ordered` puts what was cast below
    it, leaves first, into the order of the document.
    """

    match: Callable[[str], re.Match[str] | None]
    leaves: tuple[Leaf, ...]
    boughs: tuple[Bough, ...]
    ordered: Callable[[list[Node]], Sequence[Node]]
    depth: int
    make: Make

    def cast(self, written: str) -> Branch | None:
        """The element that is written out; None where it is of another make."""
        found = self.match(written)
        if found is None:
            return None
        texts: Sequence[str] = found.groups()
        if "&" in written:
            texts = [*map(unescaped, texts)]
        made: list[Node] = [
            Node(name, above, attributes, raw, raw.strip(BLANKS))
            for (name, above, attributes), raw in zip(self.leaves, texts)  # noqa: B905 - one each
        ]
        for name, above, attributes, raw, children, layout in self.boughs:
            made.append(Branch(name, above, attributes, raw, "", children(made), layout))
        element: Any = made.pop()
        element.make, element.below = self.make, self.ordered(made)
        return element  # type: ignore[no-any-return]


def picker(places: Sequence[int]) -> Callable[[list[Any]], list[Any]]:
    """What picks these places out of a list."""
    if len(places) == 1:
        (place,) = places
        return lambda items: [items[place]]
    pick = itemgetter(*places)
    return lambda items: list(pick(items))


def mould_of(
    tags: Sequence[str],
    texts: Sequence[str],
    above: str,
    scope: Scope,
    head_of: Callable[[str, Scope], Head],
) -> Mould | None:
    """The mould of an element with children from its tags, and the text behind each.

    None where there is text between its elements.
    """
    making = Making(above, scope)
    for place, tag in enumerate(tags):
        if tag[0] == "/":
            making.end(texts[place])
        else:
            head = head_of(tag, making.scope)
            is_leaf = head[2] or tags[place + 1][0] == "/"
            making.begin(head, texts[place], is_leaf=is_leaf)
    if making.between.strip(BLANKS):
        return None
    pattern = "".join(
        re.escape(f"<{tag}>") + written for tag, written in zip(tags, making.patterns, strict=True)
    )
    return making.mould(re.compile(pattern))


class Making:
    """The making of a mould, tag by tag.

    What is cast holds the leaves first and then the branches; until all are counted, a branch is
    called by a number below zero. `between` is all text that stands where none belongs.
    """

    def __init__(self, above: str, scope: Scope) -> None:
        self.over, self.scope = above, scope
        self.patterns: list[str] = []
        self.leaves: list[Leaf] = []
        self.boughs: list[tuple[str, str, Attributes, str, list[int], Layout]] = []
        self.order: list[int] = []
        self.open: list[Any] = []
        self.children: list[int] = []
        self.called: list[str] = []
        self.between, self.depth, self.in_leaf = "", 0, False

    def begin(self, head: Head, text: str, *, is_leaf: bool) -> None:
        """A tag that begins an element, or is one."""
        name, attributes, is_empty, opens = head
        self.called.append(name)
        if is_leaf:
            self.children.append(len(self.leaves))
            self.order.append(len(self.leaves))
            self.leaves.append((name, self.over, attributes))
            self.in_leaf = not is_empty
            # Of an empty element the text is that in front of its end.
            self.patterns.append("()" + self.blank(text) if is_empty else "([^<]*+)")
            return
        self.patterns.append(self.blank(text))
        frame = (name, self.over, attributes, text, self.children, self.called, self.scope)
        self.open.append((frame, len(self.order)))
        self.order.append(0)
        self.depth = max(self.depth, len(self.open))
        self.over, self.children, self.called = name, [], []
        self.scope = opens or self.scope

    def end(self, text: str) -> None:
        """A tag that ends one."""
        self.patterns.append(self.blank(text))
        if self.in_leaf:
            self.in_leaf = False
            return
        frame, turn = self.open.pop()
        name, over, attributes, before, children, called, scope = frame
        bough = (name, over, attributes, before, self.children, layout_of(self.called))
        self.boughs.append(bough)
        self.order[turn] = -len(self.boughs)
        children.append(-len(self.boughs))
        self.over, self.children, self.called, self.scope = over, children, called, scope

    def blank(self, text: str) -> str:
        """The pattern of what stands between tags."""
        self.between += text
        return re.escape(text)

    def mould(self, pattern: re.Pattern[str]) -> Mould:
        """What was made."""
        count = len(self.leaves)

        def settled(places: list[int]) -> list[int]:
            return [place if place >= 0 else count - place - 1 for place in places]

        return Mould(
            pattern.fullmatch,
            tuple(self.leaves),
            tuple(
                (name, over, attributes, before, picker(settled(children)), layout)
                for name, over, attributes, before, children, layout in self.boughs
            ),
            picker(settled(self.order[1:])),
            self.depth,
            Make(),
        )
