"""What the heads of elements say, what stands between `<` and `>`: name, attributes, namespaces.

The same few heads make up nearly all documents, so each is made out once and remembered, from one
document to the next and within bounds.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from avrop.documents.findings import unreadable
from avrop.documents.ubl.tree import MEMORY, NO_ATTRIBUTES, Attributes

if TYPE_CHECKING:
    from avrop.documents.ubl.moulds import Mould

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
#: So many moulds are tried one after the other.
MOST_MOULDS = 12
#: Of a name, or of what a prefix means. Every element of a document may be called by both.
LONGEST_NAME = 200

# The name of an element, its attributes, whether it is empty, and the scope that it opens, if any.
Head = tuple[str, Attributes, bool, "Scope | None"]


class Scope:
    """What prefixes mean in an element and below it.

    `heads` are those met there by their text, and `moulds` those that were made there, by the name of
    the element above, the last that fitted first. `met` counts how often the same tags were met.
    """

    __slots__ = ("above", "heads", "meant", "met", "moulds")

    def __init__(self, above: Scope | None, meant: dict[str, str]) -> None:
        self.above, self.meant = above, meant
        self.heads: dict[str, Head] = {}
        self.moulds: dict[str, list[Mould]] = {}
        self.met: Counter[tuple[str, ...]] = Counter()

    def put_first(self, above: str, mould: Mould) -> None:
        """Let a mould be tried before the others; the one that was tried last may have to go.

        The list is another afterwards: somebody else may be trying those of the one before.
        """
        others = [each for each in self.moulds.get(above, ()) if each is not mould]
        self.moulds[above] = [mould, *others[: MOST_MOULDS - 1]]

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

    `widest` is how many attributes an element may have, and `cast` how many letters were met whose
    tags are remembered whole.
    """

    __slots__ = ("alike", "cast", "count", "outermost", "widest")

    def __init__(self, widest: int) -> None:
        self.widest = widest
        self.forget()

    def forget(self) -> None:
        """Begin anew. Whoever is in the middle of a document goes on with what he holds."""
        self.count = self.cast = 0
        # The same few attributes stand in every line: one dictionary for all that are equal.
        self.alike: dict[tuple[tuple[str, str], ...], Attributes] = {}
        self.outermost = Scope(None, {"xml": XML})

    def head(self, written: str, scope: Scope) -> Head:
        """What a head says in a scope, met before or not. Raises UnreadableDocument."""
        return scope.heads.get(written) or self.made_out(written, scope)

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


def is_news(meant: dict[str, str], scope: Scope) -> bool:
    """Whether a prefix gets a meaning that it has not already."""
    return any(scope.namespace_of(prefix) != namespace for prefix, namespace in meant.items())


def unescaped(written: str) -> str:
    """The text that libxml2 has written with escapes."""
    if "&" in written:
        for escape, meant in ESCAPES:
            written = written.replace(escape, meant)
    return written
