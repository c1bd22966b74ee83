"""However a document is written, its tree says what libxml2 says of it."""

import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from avrop.documents import UnreadableDocument, judge, write
from avrop.documents.parsing import Limits, parse_xml
from avrop.documents.tests.builders import an_invoice
from avrop.documents.ubl.growth import OFTEN, grown
from avrop.documents.ubl.heads import MOST_HEADS, MOST_MOULDS, heads_of
from avrop.documents.ubl.tree import AGGREGATES, BASICS, MEMORY, Node, in_order

TEXT = st.text(alphabet="aåÄ中 \t\n\r&<>'\"]-\x85\xa0\u2003\u2028;#1/=:", max_size=8)
PREFIXES = st.sampled_from(["", "a:", "b:"])
NAMESPACES = st.sampled_from(["", AGGREGATES, BASICS, "urn:x"])
NAMES = st.sampled_from(["ID", "Party", "x-1"])


def as_said_by_libxml2(element: etree._Element, above: str = "") -> Any:
    name = MEMORY.name_of(str(element.tag))
    raw = element.text or ""
    below = [as_said_by_libxml2(child, name) for child in element]
    said = (
        re.sub(r"\A[ \t\r\n]+|[ \t\r\n]+\Z", "", text)
        for text in (raw, *(child.tail or "" for child in element))
    )
    return (
        name,
        above,
        raw,
        next(filter(None, said), ""),
        dict(element.items()),
        below,
    )


def by_name(tree: Node) -> dict[str, list[Node]]:
    """All below a root by their names, in the order of the document."""
    found = defaultdict(list)
    for node in list(in_order(tree))[1:]:
        found[node.name].append(node)
    return found


def indexed(tree: Node) -> dict[str, list[Node]]:
    """What its index tells of the same."""
    return {name: nodes for name, nodes in tree.index.items() if nodes}


def as_grown(node: Node) -> Any:
    below = [as_grown(child) for child in node.children]
    return node.name, node.above, node.raw, node.text, node.attributes, below


def escaped(text: str, quote: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#xD;")
    return text.replace(quote, f"&#{ord(quote)};") if quote else text.replace("]]>", "]]&gt;")


@st.composite
def contents(draw: st.DrawFn) -> str:
    """Text with all that may stand in it and say nothing, or say the same otherwise."""
    text = draw(TEXT)
    shapes = [
        escaped(text, ""),
        f"<![CDATA[{text.replace(']]>', '')}]]>",
        f"<!-- {text.replace('-', '')} -->",
        f"<?x {text.replace('?', '').replace('>', '')}?>",
    ]
    return "".join(draw(st.lists(st.sampled_from(shapes), max_size=3)))


@st.composite
def elements(draw: st.DrawFn, depth: int = 3, declared: tuple[str, ...] = ()) -> str:
    """An element that may give its prefixes other meanings than they have above it."""
    news = {}
    for prefix in ("", "a", "b"):
        is_needed = prefix and prefix not in declared and depth == 3
        if is_needed or draw(st.booleans()):
            namespace = draw(NAMESPACES)
            news[prefix] = namespace or ("urn:y" if prefix else "")
    name = draw(PREFIXES) + draw(NAMES)
    stated = [f' xmlns{":" if prefix else ""}{prefix}="{it}"' for prefix, it in news.items()]
    for attribute in draw(st.lists(st.sampled_from(["id", "a:id", "xml:lang"]), unique=True)):
        quote, gap = draw(st.sampled_from("\"'")), draw(st.sampled_from([" ", "\n  ", " "]))
        value = escaped(draw(TEXT), quote)
        stated.append(f"{gap}{attribute} = {quote}{value}{quote}")
    if depth == 0 or draw(st.booleans()):
        content = draw(contents())
    else:
        below = st.one_of(contents(), elements(depth=depth - 1, declared=("a", "b")))
        content = "".join(draw(st.lists(below, max_size=4)))
    if not content and draw(st.booleans()):
        return f"<{name}{''.join(stated)}/>"
    return f"<{name}{''.join(stated)}>{content}</{name}\n>"


@given(elements())
def test_a_tree_says_what_libxml2_says_however_the_document_is_written(written: str) -> None:
    root = parse_xml(written.encode())

    tree = grown(root)

    assert as_grown(tree) == as_said_by_libxml2(root)


@st.composite
def documents_with_lines(draw: st.DrawFn) -> str:
    """A document that ends with many lines, most of them written with the same tags."""
    declared = f'xmlns:a="{AGGREGATES}" xmlns:b="{BASICS}"'
    head = draw(st.one_of(st.just(""), elements(depth=1, declared=("a", "b"))))
    part = draw(elements(depth=1, declared=("a", "b")))
    said = draw(st.lists(contents(), min_size=OFTEN + 1, max_size=OFTEN + 4))
    blank = draw(st.sampled_from(["", "\n  "]))
    lines = [f"{blank}<a:Line><b:ID>{text}</b:ID>{blank}{part}</a:Line>" for text in said]
    if draw(st.booleans()):
        lines.insert(draw(st.integers(0, len(lines))), draw(elements(depth=1, declared=("a", "b"))))
    return f"<a:Order {declared}>{head}{''.join(lines)}{draw(contents())}</a:Order>"


@given(documents_with_lines())
def test_lines_that_are_cast_say_what_libxml2_says_of_them(written: str) -> None:
    root = parse_xml(written.encode())

    tree = grown(root)

    assert as_grown(tree) == as_said_by_libxml2(root)
    sources = [tree.source.element(tree, node) for node in in_order(tree)]
    assert sources == list(root.iter())
    assert indexed(tree) == by_name(tree)


def test_what_is_often_written_alike_is_cast_and_looked_at_once() -> None:
    heads_of.cache_clear()
    raw = write(an_invoice(2 * OFTEN))

    lines = grown(parse_xml(raw)).all("cac:InvoiceLine")

    makes = [line.make for line in lines]
    assert makes[:OFTEN] == [None] * OFTEN
    assert makes[-1] is not None
    assert len(set(makes[OFTEN:])) == 1


def test_a_line_that_is_cast_is_judged_like_one_that_has_grown() -> None:
    heads_of.cache_clear()
    sound = write(an_invoice(2 * OFTEN))
    changes = [
        (b">62.50</cbc:LineExtensionAmount>", b">6x</cbc:LineExtensionAmount>"),
        (b">62.50</cbc:LineExtensionAmount>", b">63.50</cbc:LineExtensionAmount>"),
        (b'unitCode="EA">5<', b'unitCode="EAX">5<'),
        (b"<cbc:ID>S</cbc:ID>", b"<cbc:ID>E</cbc:ID>"),
        (b"<cbc:Name>", b"<cbc:Name>x</cbc:Name><cbc:Name>"),
    ]

    for old, new in changes:
        bent = new.join(sound.rsplit(old, 1))
        heads_of.cache_clear()
        grown_slowly = judge(bent)
        for _ in range(OFTEN):
            judge(sound)
            cast = judge(bent)

        assert bent != sound
        assert not grown_slowly.valid
        assert cast == grown_slowly


@given(elements())
def test_every_element_is_found_by_its_name_in_the_order_of_the_document(written: str) -> None:
    tree = grown(parse_xml(written.encode()))

    assert indexed(tree) == by_name(tree)


@given(elements())
def test_every_node_leads_to_the_element_that_it_has_grown_from(written: str) -> None:
    root = parse_xml(written.encode())
    tree = grown(root)

    sources = [tree.source.element(tree, node) for node in in_order(tree)]

    assert sources == list(root.iter())


def test_a_part_of_a_document_keeps_the_namespaces_that_hold_in_it() -> None:
    root = parse_xml(f'<o xmlns:c="{AGGREGATES}"><c:Party c:x="1"><c:ID/></c:Party></o>'.encode())

    tree = grown(root[0])

    assert (tree.name, tree.children[0].name) == ("cac:Party", "cac:ID")
    assert tree.attributes == {f"{{{AGGREGATES}}}x": "1"}


def test_of_heads_no_more_is_remembered_than_there_is_room_for() -> None:
    many = "".join(f"<a{number}/>" for number in range(MOST_HEADS + 1))
    grown(parse_xml(f"<x>{many}</x>".encode()))
    remembered = heads_of(Limits().attributes)

    tree = grown(parse_xml(b"<x><a1/><a1 b='2'/></x>"))

    assert [node.name for node in tree.children] == ["a1", "a1"]
    assert remembered.count < 10


@pytest.mark.parametrize("length", [50, 5_000])
def test_heads_that_are_each_another_are_not_remembered_for_ever(length: int) -> None:
    for attempt in range(3):
        words = (f'<a b="{attempt} {number} {"x" * length}"/>' for number in range(MOST_HEADS))
        grown(parse_xml(f"<x>{''.join(words)}</x>".encode()))

    assert len(heads_of(Limits().attributes).alike) <= MOST_HEADS + 2


@pytest.mark.parametrize(
    "content",
    [
        '<c:a xmlns:c="{}"/>',
        "<{}/>",
        '<a {}="1"/>',
        '<x xmlns:c="{}"><c:a/><c:b/></x>',
    ],
)
def test_a_name_that_every_element_would_repeat_is_refused_when_it_is_very_long(
    content: str,
) -> None:
    root = parse_xml(content.format("u" * 201).encode())

    with pytest.raises(UnreadableDocument) as refused:
        grown(root)

    assert refused.value.findings[0].code == "documents.name_too_long"


def test_a_no_break_space_is_no_blank_and_makes_no_number() -> None:
    raw = write(an_invoice(1)).replace(b"<cbc:Percent>25", "<cbc:Percent>\u00a025".encode())

    verdict = judge(raw)

    assert (verdict.schema_ok, verdict.valid) == (False, False)


def test_how_many_attributes_there_may_be_is_asked_of_heads_that_were_met_before() -> None:
    root = parse_xml(b"<x><a b='1' c='2'/></x>")
    grown(root)

    with pytest.raises(UnreadableDocument) as refused:
        grown(root, limits=Limits(attributes=1))

    assert refused.value.findings[0].code == "documents.too_many_attributes"


def test_many_who_read_at_once_do_not_disturb_each_other() -> None:
    heads_of.cache_clear()
    documents = [
        write(an_invoice(20)).replace(b'unitCode="EA"', f'unitCode="X{unit}"'.encode())
        for unit in range(2 * MOST_MOULDS)
    ]
    expected = [judge(raw) for raw in documents]

    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(judge, documents * 4))

    assert found == expected * 4
    assert all(len(made) <= MOST_MOULDS for made in moulds_made())


def moulds_made() -> list[list[Any]]:
    outermost = heads_of(Limits().attributes).outermost
    opened = [head[3] for head in outermost.heads.values() if head[3] is not None]
    return [made for scope in (outermost, *opened) for made in scope.moulds.values()]
