"""The tree that documents are read from, and the values made of it."""

import gc
from dataclasses import FrozenInstanceError, dataclass, fields

import pytest

from avrop.documents import parse_xml, read, write
from avrop.documents.common import Item
from avrop.documents.findings import UnreadableDocument
from avrop.documents.parsing import Limits
from avrop.documents.tests.builders import an_invoice, an_order
from avrop.documents.ubl.building import maker_of
from avrop.documents.ubl.growth import grown
from avrop.documents.ubl.tree import NAMESPACES


def tree(content: str, limits: Limits | None = None) -> object:
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    root = parse_xml(f"<x {declared}>{content}</x>".encode())
    return grown(root, limits=limits or Limits())


def test_lines_of_one_make_share_a_layout() -> None:
    root = grown(parse_xml(write(an_order(3))))

    first, second, third = root.all("cac:OrderLine")

    assert first.layout is second.layout is third.layout


def test_children_of_a_name_are_found_wherever_they_stand() -> None:
    root = grown(parse_xml(b"<x><a>1</a><a>2</a><b>3</b><a>4</a><b/><c/></x>"))

    assert [node.text for node in root.all("a")] == ["1", "2", "4"]
    assert [node.text for node in root.all("b")] == ["3", ""]
    assert [node.name for node in root.all("c")] == ["c"]
    assert root.all("d") == []
    assert root.text_at("b") == "3"


@pytest.mark.parametrize(
    ("content", "limits", "code"),
    [
        ("<a><b/></a>", Limits(depth=2), "documents.too_deep"),
        ("<a b='1' c='2'/>", Limits(attributes=1), "documents.too_many_attributes"),
    ],
)
def test_growing_refuses_what_is_too_deep_or_too_wide(
    content: str, limits: Limits, code: str
) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        tree(content, limits)

    assert refused.value.findings[0].code == code


def test_reading_refuses_what_parsing_would() -> None:
    raw = write(an_order(1)).replace(b"<cac:Item>", b"<cac:Item>" + b"<a>" * 99)
    raw = raw.replace(b"</cac:Item>", b"</a>" * 99 + b"</cac:Item>")

    with pytest.raises(UnreadableDocument) as refused:
        read(raw)

    assert refused.value.findings[0].code == "documents.too_deep"


def test_a_document_that_was_read_leaves_nothing_to_the_garbage_collector() -> None:
    raw = write(an_invoice(3))
    read(raw)
    gc.collect()

    gc.disable()
    try:
        read(raw)
        left = gc.collect()
    finally:
        gc.enable()

    assert left == 0


def test_a_value_made_in_parts_is_the_value_made_at_once() -> None:
    item = maker_of(Item)({"name": "Mjölk", "keywords": ("mejeri",)})

    assert item == Item(name="Mjölk", keywords=("mejeri",))
    assert (type(item), hash(item)) == (Item, hash(Item(name="Mjölk", keywords=("mejeri",))))
    assert {field.name for field in fields(item)} == {field.name for field in fields(Item)}
    with pytest.raises(FrozenInstanceError):
        item.name = "Fil"  # type: ignore[misc]


def test_a_class_that_checks_its_values_is_asked() -> None:
    @dataclass(frozen=True, slots=True)
    class Even:
        number: int

        def __post_init__(self) -> None:
            if self.number % 2:
                raise ValueError(self.number)

    with pytest.raises(ValueError, match="3"):
        maker_of(Even)({"number": 3})


def test_the_garbage_collector_is_let_loose_again_after_a_refusal() -> None:
    with pytest.raises(UnreadableDocument):
        read(b"<a>" * 500 + b"</a>" * 500)

    assert gc.isenabled()
