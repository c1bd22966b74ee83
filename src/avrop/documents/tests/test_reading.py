"""Envelopes, keys and streams."""

import io
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from avrop.documents import (
    Document,
    UnreadableDocument,
    business_key,
    catalogue_header,
    catalogue_lines,
    envelope_for,
    kind_of,
    read,
    receiver_of,
    sender_of,
    unwrap,
    wrap,
    write,
)
from avrop.documents.common import DocumentReference, Identifier
from avrop.documents.invoice_response import PAID, InvoiceResponse
from avrop.documents.tests import builders
from avrop.documents.tests.builders import (
    BUYER,
    SELLER,
    a_catalogue,
    a_receipt_advice,
    a_self_billing_credit_note,
    a_self_billing_invoice,
    an_advanced_despatch_advice,
    an_invoice,
    an_invoice_response,
    an_order,
    an_order_change,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize("build", builders.ALL)
def test_an_envelope_goes_round_a_document_and_comes_off_again(
    build: Callable[[], Document],
) -> None:
    document = build()
    envelope = envelope_for(document, instance_id="m-1", created_at=NOON, country="SE")

    received = read(wrap(write(document), envelope))

    assert received.envelope == envelope
    assert received.document == document
    assert received.valid
    assert (received.sender, received.receiver) == (sender_of(document), receiver_of(document))


def test_a_document_without_an_envelope_is_its_own_content() -> None:
    raw = write(an_order())

    assert unwrap(raw) == (None, raw)


def test_the_envelope_decides_who_the_sender_is() -> None:
    order = an_order()
    envelope = envelope_for(order, instance_id="m-1", created_at=NOON)
    access = replace(envelope, sender=Identifier("5567321707", "0007"))

    received = read(wrap(write(order), access))

    assert received.sender == Identifier("5567321707", "0007")


@pytest.mark.parametrize("lost", [b"DOCUMENTID", b"PROCESSID", b"0007:5560360793", b"m-1"])
def test_an_envelope_that_lacks_something_is_refused(lost: bytes) -> None:
    envelope = envelope_for(an_order(), instance_id="m-1", created_at=NOON)
    raw = wrap(write(an_order()), envelope).replace(lost, b"")

    with pytest.raises(UnreadableDocument) as refused:
        read(raw)

    assert refused.value.findings[0].code == "documents.envelope_unreadable"


def test_who_has_a_judgement_already_reads_without_asking_a_rule() -> None:
    raw = write(an_order()).replace(
        b">SEK</cbc:DocumentCurrencyCode>", b">XXY</cbc:DocumentCurrencyCode>"
    )

    checked, unchecked = read(raw), read(raw, checked=False)

    assert checked.findings
    assert unchecked.findings == ()
    assert unchecked.document == checked.document


def test_orders_go_to_the_seller_and_invoices_to_the_buyer() -> None:
    order, invoice = an_order(), an_invoice()

    assert (sender_of(order), receiver_of(order)) == (receiver_of(invoice), sender_of(invoice))


def test_in_self_billing_the_buyer_sends_what_the_seller_would() -> None:
    invoice, note = a_self_billing_invoice(), a_self_billing_credit_note()

    assert (kind_of(invoice).name, kind_of(note).name) == (
        "self_billing_invoice",
        "self_billing_credit_note",
    )
    assert sender_of(invoice) == sender_of(note) == BUYER.endpoint
    assert receiver_of(invoice) == receiver_of(note) == SELLER.endpoint
    assert read(write(invoice)).kind.customization_id == invoice.customization_id


def test_who_took_the_goods_in_answers_who_sent_them() -> None:
    advice, receipt = an_advanced_despatch_advice(), a_receipt_advice()

    assert (sender_of(receipt), receiver_of(receipt)) == (receiver_of(advice), sender_of(advice))


def test_an_answer_on_a_paid_invoice_names_the_payment_after_the_invoice() -> None:
    paid = an_invoice_response(
        code=PAID,
        clarifications=(),
        documents=(
            DocumentReference("F-1", type_code="380"),
            DocumentReference("B-7", type_code="481"),
        ),
    )

    received = read(write(paid)).document

    assert received == paid
    assert isinstance(received, InvoiceResponse)
    assert received.invoice == DocumentReference("F-1", type_code="380")


def test_the_same_document_by_another_way_has_the_same_key() -> None:
    order = an_order()
    envelope = envelope_for(order, instance_id="m-1", created_at=NOON)

    bare, wrapped = read(write(order)), read(wrap(write(order), envelope))

    assert business_key(bare.document) == business_key(wrapped.document)
    assert str(business_key(order)) == "order/0088:7300010000001/O-1"


def test_keys_tell_kinds_senders_and_sequences_apart() -> None:
    documents = [build() for build in builders.ALL]
    second = an_order_change(sequence_number="2")

    keys = {business_key(document) for document in [*documents, second]}

    assert len(keys) == len(documents) + 1


def test_an_advice_that_takes_the_place_of_its_like_is_another_document() -> None:
    original = an_advanced_despatch_advice()
    unmarked = replace(original, status_code=None)
    replaced = replace(original, status_code="5")
    replaced_again = replace(replaced, issue_time=time(9, 1))

    keys = [business_key(each) for each in (original, unmarked, replaced, replaced_again)]

    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert str(keys[2]) == "advanced_despatch_advice/0007:5560360793/AD-1/5 2026-11-23T09:00:00"


def test_an_invoice_is_the_same_whatever_day_it_is_dated() -> None:
    redated = an_invoice(issue_date=date(2027, 1, 1))

    assert business_key(redated) == business_key(an_invoice())


def test_the_network_knows_a_kind_by_its_identifier() -> None:
    assert kind_of(an_order()).document_type_id == (
        "urn:oasis:names:specification:ubl:schema:xsd:Order-2::Order"
        "##urn:fdc:peppol.eu:poacc:trns:order:3::2.1"
    )


def test_a_catalogue_is_read_line_by_line() -> None:
    catalogue = a_catalogue(3)
    file = io.BytesIO(write(catalogue))

    header, lines = catalogue_header(file), tuple(catalogue_lines(file))

    assert replace(header, lines=lines) == catalogue


def test_a_catalogue_in_an_envelope_is_read_line_by_line() -> None:
    catalogue = a_catalogue(3)
    envelope = envelope_for(catalogue, instance_id="m-1", created_at=NOON)
    file = io.BytesIO(wrap(write(catalogue), envelope))

    header, lines = catalogue_header(file), tuple(catalogue_lines(file))

    assert replace(header, lines=lines) == catalogue


def test_reading_a_long_catalogue_takes_no_more_memory_than_a_short_one() -> None:
    file = io.BytesIO(write(a_catalogue(5_000)))

    tracemalloc.start()
    count = sum(1 for _ in catalogue_lines(file))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 5_000
    assert peak < 2 * MEBIBYTE


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda raw: raw[: len(raw) // 2], "documents.truncated"),
        (lambda raw: b"<!DOCTYPE x>" + raw.partition(b"\n")[2], "documents.has_document_type"),
        (lambda raw: raw.replace(b">12.50<", b">dear<"), "documents.not_a_number"),
        (lambda _: b"", "documents.empty"),
    ],
)
def test_a_spoilt_catalogue_is_refused_on_the_way(
    spoil: Callable[[bytes], bytes],
    code: str,
) -> None:
    file = io.BytesIO(spoil(write(a_catalogue(3))))

    with pytest.raises(UnreadableDocument) as refused:
        tuple(catalogue_lines(file))

    assert refused.value.findings[0].code == code
