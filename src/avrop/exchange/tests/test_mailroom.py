"""Files: whatever is in them, a definite state, at once, and never a traceback."""

from __future__ import annotations

from io import BytesIO

import pytest

from avrop.exchange import actions, mailroom, queries
from avrop.exchange.queries import MessageView
from avrop.exchange.tests.builders import (
    NOON,
    CountingTaker,
    Organisation,
    an_order,
    an_organisation,
    taken_in_by,
)
from avrop.kernel.models import Tenant
from avrop.kernel.problems import Problem, Refused

pytestmark = pytest.mark.django_db

BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
)
BAD_FILES = {
    "empty": b"",
    "blank": b" \n ",
    "binary": bytes(range(256)),
    "gzip": b"\x1f\x8b\x08\x00",
    "zip": b"PK\x03\x04",
    "not XML": b"Hello",
    "truncated": b"<Order><ID>1</ID>",
    "entities": BILLION_LAUGHS,
    "wrong encoding": '<?xml version="1.0" encoding="UTF-8"?><a>å</a>'.encode("latin-1"),
    "unknown": b"<html/>",
    "deep": b"<a>" * 100_000,
    "attributes": b"<a " + b" ".join(b'x%d="1"' % n for n in range(10_000)) + b"/>",
    "long name": b"<" + b"a" * 3_000_000 + b"/>",
}


@pytest.fixture
def no_operator(db: None) -> None:
    """Tests that commit may have left some."""
    Tenant.objects.update(is_operator=False)


@pytest.fixture
def operator(no_operator: None) -> Organisation:
    return an_organisation(is_operator=True)


def received(content: bytes, file_name: str = "") -> MessageView:
    return mailroom.receive_file(BytesIO(content), file_name=file_name, at=NOON)


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_kept_and_refused_with_a_finding(
    operator: Organisation, content: bytes
) -> None:
    view = received(content, "a\x00\udcffb.xml")
    again = received(content)

    assert view.state == "refused"
    assert view.findings
    assert queries.payload(view.id, actor=operator.routine) == content
    assert (again.id, again.is_repeat) == (view.id, True)


def test_a_good_file_reaches_the_organisation_it_is_for(operator: Organisation) -> None:
    buyer, seller = an_organisation(), an_organisation()
    content = an_order(buyer, seller)

    view = received(content)
    again = received(content)

    assert (view.tenant_id, view.state, view.is_repeat) == (seller.tenant_id, "taken_in", False)
    assert (again.id, again.is_repeat) == (view.id, True)
    assert taken_in_by(seller) == 1
    (kept,) = queries.messages_page(actor=operator.routine).items
    assert kept.state == "forwarded"


def test_a_file_given_twice_and_by_another_way_has_one_effect(operator: Organisation) -> None:
    buyer, seller = an_organisation(), an_organisation()
    content = an_order(buyer, seller)

    first = mailroom.receive_file(content, actor=seller.routine, at=NOON)
    second = received(content)

    assert (first.state, second.id, second.state) == ("taken_in", first.id, "taken_in")
    assert taken_in_by(seller) == 1


def test_a_file_for_nobody_is_kept_by_the_operator(operator: Organisation) -> None:
    buyer, nobody = an_organisation(), an_organisation(is_registered=False)

    view = received(an_order(buyer, nobody))

    assert (view.tenant_id, view.state) == (operator.tenant_id, "undeliverable")
    assert [finding.code for finding in view.findings] == ["exchange.unknown_receiver"]


def test_a_refused_file_says_why_place_by_place(
    operator: Organisation, taker: CountingTaker
) -> None:
    buyer, seller = an_organisation(), an_organisation()
    problem = Problem("sales.unknown_item", {"item": "A1"}, ("lines", 1), fixer="order_clerk")
    taker.problems = [Refused((problem,))]

    view = received(an_order(buyer, seller))

    said = queries.said(view.findings[0])
    assert (view.state, said.code, said.place, said.fixer) == (
        "refused",
        "sales.unknown_item",
        ("lines", 1),
        "order_clerk",
    )


def test_no_more_than_the_limit_is_read(
    operator: Organisation, settings: pytest.FixtureRequest
) -> None:
    settings.MESSAGE_LIMIT_BYTES = 1_000  # type: ignore[attr-defined]
    source = BytesIO(b"x" * 10_000)

    view = mailroom.receive_file(source, at=NOON)

    assert (view.state, view.findings[0].code) == ("refused", "exchange.too_large")
    assert source.tell() == 1_001


def test_without_an_operator_a_file_for_an_organisation_is_still_kept(no_operator: None) -> None:
    seller = an_organisation()

    view = mailroom.receive_file(b"<a/>", tenant_id=seller.tenant_id, at=NOON)

    assert (view.tenant_id, view.state) == (seller.tenant_id, "refused")
    with pytest.raises(mailroom.NoOperator):
        mailroom.receive_file(b"<a/>", at=NOON)


def test_an_address_of_the_receiver_decides_by_kind(operator: Organisation) -> None:
    buyer, seller = an_organisation(), an_organisation(is_registered=False)
    actions.register_endpoint(
        seller.participant, document_kind="invoice", actor=seller.routine, at=NOON
    )

    view = received(an_order(buyer, seller))

    assert view.state == "undeliverable"
