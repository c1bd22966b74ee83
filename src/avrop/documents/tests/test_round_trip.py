"""What is read and written again says the same as before: for every type, every real document."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest
from lxml import etree

from avrop.documents import KINDS, business_key, kind_of, read, write
from avrop.documents.parsing import parse_xml
from avrop.documents.places import local_name
from avrop.documents.rules import MODELLED, in_force
from avrop.documents.rules.release import table
from avrop.documents.ubl.documents import SHAPES
from avrop.documents.ubl.shapes import Shape

# UBL's own version says nothing that the specification does not say.
SAYS_NOTHING = {"UBLVersionID"}
# Attributes that name the list of a code where the specification allows one list only.
LISTS_NAMED_AGAIN = {
    "ClassifiedTaxCategory/ID schemeID",
    "Country/IdentificationCode listID",
    "DocumentReference/DocumentTypeCode listID",
    "LineItem/Quantity unitCodeListID",
    "Order/DocumentCurrencyCode listID",
    "OrderResponse/DocumentCurrencyCode listID",
    "Price/BaseQuantity unitCodeListID",
    "Response/ResponseCode listID",
}
# What T76 and T116 allow by way of the price that all ordering documents share; never written alone.
SHARED_ROOM = {"cbc:ChargeIndicator"}

Place = tuple[str, str, frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class Valid:
    """A document that official rules find nothing fatal in, and its kind."""

    file: str
    kind: str
    raw: bytes


@pytest.fixture(scope="module")
def valid(peppol: Path) -> list[Valid]:
    records = json.loads((peppol / "expected.json").read_text("utf-8"))["documents"]
    return [
        Valid(
            each["file"], each["doc_type"].replace("-", "_"), (peppol / each["file"]).read_bytes()
        )
        for each in records
        if each["kind"] != "unit" and each["xsd_ok"] and not each["fatal"]
    ]


def test_every_valid_document_of_every_type_is_written_as_it_was_read(valid: list[Valid]) -> None:
    for document in valid:
        before = said_in(document.raw)
        after = said_in(write(read(document.raw).document))

        assert [place[:2] for place in after] == [place[:2] for place in before], document.file
        assert attributes_lost(before, after) <= LISTS_NAMED_AGAIN, document.file
        assert attributes_lost(after, before) == set(), document.file

    assert {document.kind for document in valid} == set(KINDS)
    assert len(valid) == 139


def test_every_valid_document_is_the_same_value_and_has_the_same_verdict_again(
    valid: list[Valid],
) -> None:
    for document in valid:
        first = read(document.raw)

        again = read(write(first.document))

        assert again.document == first.document, document.file
        assert again.kind == kind_of(first.document) == KINDS[document.kind], document.file
        assert business_key(again.document) == business_key(first.document)
        assert Counter(each.rule_id for each in again.findings) == Counter(
            each.rule_id for each in first.findings
        ), document.file


def said_in(raw: bytes) -> list[Place]:
    """Every element that says something, in order: its path, its value, its attributes."""
    return list(places_in(parse_xml(raw), ""))


def places_in(element: etree._Element, above: str) -> Iterator[Place]:
    path = f"{above}/{local_name(element)}"
    below = [place for child in element.iterchildren("*") for place in places_in(child, path)]
    value = "" if len(element) else plain("".join(map(str, element.itertext())))
    if not (value or below) or local_name(element) in SAYS_NOTHING:
        return
    stated = {str(name): str(text).strip() for name, text in element.attrib.items()}
    own = ((name, text) for name, text in stated.items() if text and not name.startswith("{"))
    yield path, value, frozenset(own)
    yield from below


def plain(text: str) -> str:
    """A text without surrounding space, a number without its zeros, UTC in one spelling."""
    try:
        return str(Decimal(text.strip()).normalize())
    except InvalidOperation:
        return text.strip().removesuffix("Z").removesuffix("+00:00")


def attributes_lost(before: list[Place], after: list[Place]) -> set[str]:
    """Attributes, with their elements, that one writing has and the other has not."""
    return {
        f"{'/'.join(path.split('/')[-2:])} {name}"
        for (path, _, first), (_, _, second) in zip(before, after, strict=True)
        for name, _ in first - second
    }


@pytest.mark.parametrize(
    "name", [kind.name for kind in KINDS.values() if kind.transaction in MODELLED]
)
def test_a_value_has_room_for_its_whole_data_model_and_for_nothing_else(name: str) -> None:
    model = set(leaves_of_model(KINDS[name].transaction))

    room = set(leaves_of_shape(SHAPES[name]))

    assert model - room == set()
    assert {path.rpartition("/")[2] for path in room - model} <= SHARED_ROOM


def leaves_of_model(transaction: str) -> Iterator[str]:
    """The elements of a data model that have a value."""
    rows = table(in_force().folder, transaction)
    path: list[str] = []
    for place, (depth, name, *_) in enumerate(rows):
        del path[depth:]
        path.append(name)
        is_last = place + 1 == len(rows)
        if is_last or rows[place + 1][0] <= depth:
            yield "/".join(path[1:])


def leaves_of_shape(shape: Shape[object], above: str = "") -> Iterator[str]:
    """The elements of a shape that have a value."""
    for entry in shape.table:
        steps = [step.rstrip("*") for step in entry.path if not step.startswith("@")]
        path = f"{above}{'/'.join(steps)}"
        if entry.codec.shape is None:
            yield path
        else:
            yield from leaves_of_shape(entry.codec.shape, path + "/")
