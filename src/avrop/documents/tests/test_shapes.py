"""Laws of reading and writing, for any value that a table can carry."""

import re
from dataclasses import replace
from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avrop.documents import read, write
from avrop.documents.common import Address, Contact, Item
from avrop.documents.findings import UnreadableDocument
from avrop.documents.parsing import parse_xml
from avrop.documents.recognise import KINDS
from avrop.documents.rules import in_force, schema_of
from avrop.documents.tests.builders import an_invoice, an_invoice_response
from avrop.documents.tests.strategies import values_of
from avrop.documents.ubl.aggregates import CONTACT, PRICE
from avrop.documents.ubl.despatch import LINE as DESPATCH_LINE
from avrop.documents.ubl.documents import SHAPES, as_ubl
from avrop.documents.ubl.growth import grown
from avrop.documents.ubl.shapes import (
    NAMESPACES,
    Reading,
    Shape,
    date_from,
    decimal_from,
    escaped,
    time_from,
)

# What the schema says of an element that it does not know there, or not in that order or number.
MISPLACED = {"rules.schema_unknown_element", "rules.schema_order", "rules.schema_repeated"}


RESPONSES = re.compile("<cac:DocumentResponse>.*</cac:DocumentResponse>")


def element(content: str) -> Any:
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    return parse_xml(f"<x {declared}>{content}</x>".encode())


@pytest.mark.parametrize("name", [name for name in SHAPES if not name.startswith("self_billing")])
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_what_is_written_is_read_again(name: str, data: st.DataObject) -> None:
    document = data.draw(values_of(SHAPES[name]))

    raw = as_ubl(KINDS[name], document)

    tree = grown(parse_xml(raw))
    reading = Reading(tree)
    assert SHAPES[name].read_node(tree, reading) == document
    assert reading.findings == []
    assert MISPLACED.isdisjoint(fault.code for fault in schema_of(tree, KINDS[name], in_force()))


@given(st.text())
def test_any_text_becomes_well_formed_content(words: str) -> None:
    root = parse_xml(f"<x>{escaped(words)}</x>".encode())

    assert len(root) == 0


def test_a_value_is_not_cut_by_a_comment_inside_it() -> None:
    read = CONTACT.read(element("<cbc:Name>An<!-- x -->na</cbc:Name>"))

    assert read == Contact(name="Anna")


def test_an_element_that_says_nothing_is_an_absent_one() -> None:
    read = CONTACT.read(element("<cbc:Name>  </cbc:Name><cbc:Telephone/>"))

    assert read == Contact()


def test_words_in_several_elements_are_several_lines_of_one_text() -> None:
    noted = '<cbc:Note languageID="sv">Ring</cbc:Note><cbc:Note languageID="en">Call</cbc:Note>'
    line = "<cbc:ID>1</cbc:ID><cac:OrderLineReference><cbc:LineID>1</cbc:LineID>"

    tree = grown(element(noted + line + "</cac:OrderLineReference>"))
    read = DESPATCH_LINE.read_node(tree, Reading(tree))

    assert read.note == "Ring\nCall"
    assert "<cbc:Note>Ring\nCall</cbc:Note>" in DESPATCH_LINE.write(replace(read, item=Item()), "")


def test_an_element_with_nothing_that_there_is_room_for_is_an_absent_one() -> None:
    raw = write(an_invoice(1))
    opening, closing = b"<cac:CommodityClassification>", b"</cac:CommodityClassification>"
    nature = opening + b"<cbc:NatureCode>x</cbc:NatureCode>" + closing
    tax = b"<cac:ClassifiedTaxCategory>"

    received = read(raw.replace(tax, nature + tax))

    assert received.document == an_invoice(1)


def test_of_two_elements_where_one_may_stand_the_first_counts_as_a_whole() -> None:
    document = an_invoice_response()
    answered = RESPONSES.search(write(document).decode())
    assert answered is not None
    other = answered.group().replace(">UQ<", ">PD<").replace(">F-1<", ">F-2<")
    both = write(document).replace(
        b"</ApplicationResponse>", other.encode() + b"</ApplicationResponse>"
    )

    assert read(both).document == document


def test_every_missing_or_unreadable_fact_is_noted_with_its_place() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        PRICE.read(element("<cbc:BaseQuantity>many</cbc:BaseQuantity>"))

    noted = [(finding.code, finding.place.terms) for finding in refused.value.findings]
    assert noted == [
        ("documents.not_a_number", ("BaseQuantity",)),
        ("documents.fact_missing", ("PriceAmount",)),
    ]


def test_a_constant_is_written_only_beside_something_to_say() -> None:
    plain = PRICE.write(PRICE.kind(Decimal("9.50")), "SEK")
    discounted = PRICE.write(PRICE.kind(Decimal("9.50"), discount=Decimal(1)), "SEK")

    assert plain == '<cbc:PriceAmount currencyID="SEK">9.50</cbc:PriceAmount>'
    assert "<cbc:ChargeIndicator>false</cbc:ChargeIndicator>" in discounted


def test_a_shape_with_room_for_less_writes_less() -> None:
    shape: Shape[Contact] = CONTACT.only("name")

    written = shape.write(Contact(name="Anna", email="anna@example.org"), "SEK")

    assert written == "<cbc:Name>Anna</cbc:Name>"


@pytest.mark.parametrize("text", ["", "1e5", "NaN", "1,5", "١", "0x1", "1" * 41, "--1"])
def test_what_is_no_decimal_of_xml_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\A"):
        decimal_from(text)


def test_dates_and_times_may_carry_a_zone() -> None:
    assert date_from("2026-11-23+01:00").isoformat() == "2026-11-23"
    assert time_from("12:00:00.5Z").replace(tzinfo=None) == time(12, 0, 0, 500000)
    for beyond in ("+14:01", "-15:00", "+01:60"):
        with pytest.raises(ValueError, match="2026"):
            date_from("2026-11-23" + beyond)


def test_an_address_needs_nothing() -> None:
    assert Address() == Address(country=None)
