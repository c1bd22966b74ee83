"""Bytes of strangers, set out for reading: escaped, indented, parts of the syntax marked.

Nothing of a document is ever given to the browser as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from lxml import etree

from avrop.documents import parse_xml
from avrop.documents.findings import UnreadableDocument

MOST_CHARACTERS = 200_000
#: What a text for people never holds; shown as a replacement character.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
SYNTAX = re.compile(
    r"(?P<comment><!--.*?(?:-->|$))"
    r"|(?P<declaration><[?!][^>]*>?)"
    r"|(?P<tag></?[\w.-]+(?::[\w.-]+)?)"
    r"|(?P<attribute>[\w.:-]+=)(?P<value>\"[^\"]*\"|'[^']*')",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Legible:
    """A payload for reading: marked text, and whether it was indented or cut short for that."""

    text: SafeString
    is_xml: bool
    is_cut: bool


def legible(content: bytes) -> Legible:
    """`content` as escaped text with its XML syntax marked, whatever it is."""
    indented = _indented(content)
    raw = content[: 4 * MOST_CHARACTERS].decode("utf-8", errors="replace")
    text = raw if indented is None else indented
    is_cut = len(text) > MOST_CHARACTERS or len(content) > 4 * MOST_CHARACTERS
    text = CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text[:MOST_CHARACTERS])
    if indented is None:
        return Legible(escape(text), is_xml=False, is_cut=is_cut)
    return Legible(_joined(_marked(text)), is_xml=True, is_cut=is_cut)


def _joined(parts: Iterator[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped in _marked


def _indented(content: bytes) -> str | None:
    """Well-formed XML with a level to each indent; None for anything else."""
    if len(content) > 4 * MOST_CHARACTERS:
        return None
    try:
        root = parse_xml(content)
    except UnreadableDocument:
        return None
    etree.indent(root, space="  ")
    return etree.tostring(root, encoding="unicode")


def _marked(text: str) -> Iterator[str]:
    done = 0
    for found in SYNTAX.finditer(text):
        yield escape(text[done : found.start()])
        if found["attribute"]:
            yield f'<span class="x-attribute">{escape(found["attribute"])}</span>'
            yield f'<span class="x-value">{escape(found["value"])}</span>'
        else:
            yield f'<span class="x-{found.lastgroup}">{escape(found[0])}</span>'
        done = found.end()
    yield escape(text[done:])
