"""The goods entrance's pages: expected, found, registered, corrected, claimed."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from avrop.buying.orders.queries import OrderView
from avrop.buying.receipts import actions, queries
from avrop.buying.receipts.tests.builders import (
    AT,
    Seller,
    Town,
    a_receiver,
    a_seller,
    a_sent_order,
    a_town,
    an_advice,
    received,
)
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.site.tests.builders import a_client_of
from avrop.testing.pictures import a_jpeg
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db
JPEG = a_jpeg()
SSCC = "373500000000000017"


class Entrance:
    """A school's goods entrance with an order to come."""

    def __init__(self, lines: int = 2) -> None:
        self.town: Town = a_town()
        self.seller: Seller = a_seller(self.town, items=lines)
        self.order: OrderView = a_sent_order(self.town, self.seller, lines=lines)
        self.receiver: Actor = a_receiver(self.town)
        self.client: Client = a_client_of(self.receiver)
        self.address = reverse("receive_order", args=[self.order.id])

    def send(self, given: dict[str, object], **options: object) -> object:
        """The form, sent once more each time."""
        once = {"once": str(uuid4()), "seen": "1:12,2:12"}
        with running_here():
            return self.client.post(self.address, {**once, **given}, **options)  # type: ignore[arg-type]

    def receipts(self) -> list[queries.ReceiptView]:
        """What has been registered, the last first."""
        return list(queries.receipts_page(actor=self.receiver).items)


@pytest.mark.parametrize("name", ["receive", "receipts", "claims", "find_goods"])
def test_a_page_of_the_entrance_says_what_to_do_where_there_is_nothing(name: str) -> None:
    town = a_town()

    answer = a_client_of(a_receiver(town)).get(reverse(name))

    assert answer.status_code == 200
    assert b"<h1" in answer.content


def test_expected_goods_lead_to_where_they_are_registered() -> None:
    entrance = Entrance()

    page = entrance.client.get(reverse("receive"))

    assert entrance.order.number in page.content.decode()
    assert entrance.address in page.content.decode()
    assert "camera=(self)" in page["Permissions-Policy"]
    assert "'wasm-unsafe-eval'" in page["Content-Security-Policy"]


def test_other_pages_get_neither_camera_nor_assembly() -> None:
    page = Entrance().client.get(reverse("receipts"))

    assert "camera=()" in page["Permissions-Policy"]
    assert "wasm" not in page["Content-Security-Policy"]


def test_a_number_that_is_typed_leads_straight_to_its_order() -> None:
    entrance = Entrance()

    answer = entrance.client.get(reverse("find_goods"), {"code": entrance.order.number})

    assert (answer.status_code, answer["Location"]) == (302, entrance.address)


def test_a_package_that_is_scanned_leads_to_what_lies_in_it() -> None:
    entrance = Entrance()
    advice = an_advice(entrance.order, entrance.seller, (5, 7))
    with running_here():
        actions.note_despatch(advice, actor=entrance.town.office, at=AT)

    answer = entrance.client.get(reverse("find_goods"), {"code": f"(00){SSCC}"})
    page = entrance.client.get(answer["Location"]).content.decode()
    given = {"everything": "1", "seen": "1:5,2:12", "sscc": SSCC}
    despatch = queries.despatches_page(actor=entrance.receiver).items[0]
    entrance.send({**given, "despatch": str(despatch.id)})

    assert "All of this package has come" in page
    (receipt,) = entrance.receipts()
    assert [(line.received, line.sscc) for line in receipt.lines] == [(5, SSCC)]
    assert receipt.despatch_id == despatch.id


def test_a_code_that_leads_nowhere_says_what_to_do() -> None:
    page = Entrance().client.get(reverse("find_goods"), {"code": "7350053830455"})

    assert "No goods that you expect have this article number" in page.content.decode()


def test_everything_is_one_touch() -> None:
    entrance = Entrance()

    answer = entrance.send({"everything": "1"})

    (receipt,) = entrance.receipts()
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert [line.received for line in receipt.lines] == [12, 12]


def test_nothing_is_written_down_too() -> None:
    entrance = Entrance()

    entrance.send({"nothing": "1"})

    assert [receipt.lines for receipt in entrance.receipts()] == [()]


def test_all_some_and_none_with_what_is_wrong_and_a_photo_become_a_receipt_and_a_claim() -> None:
    entrance = Entrance()
    given = {
        "how-1": "all",
        "trouble-1": "broken",
        "count-1": "1",
        "remedy-1": "credit",
        "photo-1": SimpleUploadedFile("kross.jpg", JPEG),
        "how-2": "some",
        "quantity-2": "7,5",
        "note": "Blöt pall",
    }

    entrance.send(given)

    (receipt,) = entrance.receipts()
    assert [(line.received, line.rejected) for line in receipt.lines] == [(12, 1), (7.5, 0)]
    assert (receipt.note, len(receipt.claim_ids)) == ("Blöt pall", 1)
    claim = entrance.client.get(reverse("claim", args=receipt.claim_ids)).content.decode()
    picture = reverse("photo", args=[receipt.photos[0].id])
    assert picture in claim
    shown = entrance.client.get(picture)
    assert (shown["Content-Type"], shown.content) == ("image/jpeg", JPEG)


def test_the_same_form_sent_again_is_one_receipt() -> None:
    entrance = Entrance()
    given = {"everything": "1", "once": str(uuid4())}

    first, second = entrance.send(given), entrance.send(given)

    assert len(entrance.receipts()) == 1
    assert first["Location"] == second["Location"]  # type: ignore[index]


def test_what_was_kept_without_network_keeps_its_time_and_is_answered_for_the_script() -> None:
    entrance = Entrance()
    given = {"everything": "1", "received_at": "2026-03-02T07:15:00+00:00"}

    answer = entrance.send(given, headers={"accept": "application/json", "x-sent-late": "1"})

    (receipt,) = entrance.receipts()
    assert answer.json() == {"address": reverse("receipt", args=[receipt.id])}  # type: ignore[attr-defined]
    assert receipt.received_at.isoformat() == "2026-03-02T07:15:00+00:00"


def test_what_cannot_be_registered_is_told_at_the_line_and_keeps_what_was_typed() -> None:
    entrance = Entrance()
    given = {"how-1": "some", "quantity-1": "400", "how-2": "some", "quantity-2": "tolv"}

    unread = entrance.send(given)
    refused = entrance.send({"how-1": "some", "quantity-1": "400", "note": "Behåll mig"})

    page = unread.content.decode()  # type: ignore[attr-defined]
    assert 'href="#quantity-2"' in page
    assert 'value="tolv"' in page
    page = refused.content.decode()  # type: ignore[attr-defined]
    assert refused.status_code == 409  # type: ignore[attr-defined]
    assert 'href="#quantity-1"' in page
    assert "Behåll mig" in page
    assert entrance.receipts() == []


def test_a_refusal_is_told_to_the_script_in_words() -> None:
    entrance = Entrance()

    answer = entrance.send(
        {"how-1": "some", "quantity-1": "400"}, headers={"accept": "application/json"}
    )

    (problem,) = answer.json()["problems"]  # type: ignore[attr-defined]
    assert problem["sentence"].startswith("Line 1:")
    assert problem["remedy"]


def test_whoever_may_not_receive_is_told_and_nothing_is_written() -> None:
    entrance = Entrance()
    stranger = a_client_of(a_person(entrance.town.tenant_id, roles=()))

    assert stranger.get(entrance.address).status_code == 404
    assert stranger.post(entrance.address, {"everything": "1"}).status_code == 404


def test_a_receipt_is_corrected_and_shows_what_was_first_written() -> None:
    entrance = Entrance()
    with running_here():
        receipt = received(entrance.order, entrance.receiver)
    address = reverse("correct_receipt", args=[receipt.id])
    given = {
        "line-0-received": "9",
        "line-1-received": "12",
        "line-1-rejected": "",
        "reason": "Räknade fel",
    }

    with running_here():
        answer = entrance.client.post(address, {"once": str(uuid4()), **given})

    page = entrance.client.get(answer["Location"]).content.decode()
    assert "Corrected to 9" in page
    stands = queries.receipt_as_it_stands(receipt.id, actor=entrance.receiver)
    assert [line.received for line in stands] == [9, 12]


def test_a_photo_is_added_and_what_is_none_is_refused_at_the_field() -> None:
    entrance = Entrance()
    with running_here():
        receipt = received(entrance.order, entrance.receiver)
    address = reverse("receipt", args=[receipt.id])

    bad = entrance.client.post(
        address, {"once": str(uuid4()), "photos": SimpleUploadedFile("a.jpg", b"MZ", "image/jpeg")}
    )
    good = entrance.client.post(
        address, {"once": str(uuid4()), "photos": SimpleUploadedFile("a.jpg", JPEG, "image/jpeg")}
    )

    assert b"is not a photograph" in bad.content
    assert good.status_code == 302
    assert len(queries.receipt(receipt.id, actor=entrance.receiver).photos) == 1


def test_the_seller_is_told_of_a_claim_and_the_claim_is_ended() -> None:
    entrance = Entrance()
    fault = {"rejected": Decimal(1), "reason": "broken", "remedy": "credit"}
    with running_here():
        receipt = received(entrance.order, entrance.receiver, first=fault)
    address = reverse("claim", args=receipt.claim_ids)
    contact = {
        "form": "ContactForm",
        "with_whom": "Mia",
        "means": "phone",
        "what": "Krediteras",
        "contact_at": "2026-03-02T10:00",
    }
    ending = {"form": "ClosingForm", "end-outcome": "withdrawn", "end-reason": "Bagatell"}

    before = entrance.client.get(address).content.decode()
    with running_here():
        told = entrance.client.post(address, {"once": str(uuid4()), **contact})
        ended = entrance.client.post(address, {"once": str(uuid4()), **ending})

    assert "has not been told yet" in before
    assert "Expected credit" in before
    assert (told.status_code, ended.status_code) == (302, 302)
    claim = queries.claim(receipt.claim_ids[0], actor=entrance.receiver)
    assert (claim.state, claim.contacts[0].with_whom) == ("withdrawn", "Mia")


def test_the_worker_may_only_work_for_the_entrance() -> None:
    answer = a_client_of(a_receiver(a_town())).get(reverse("receive_worker"))

    assert answer["Service-Worker-Allowed"] == "/receive"
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer.content.startswith(b'const KEPT = {"version": "')


def test_lines_of_a_long_order_come_a_page_at_a_time() -> None:
    entrance = Entrance(lines=45)

    first = entrance.client.get(entrance.address).content.decode()
    rest = entrance.client.get(entrance.address, {"from": "40"}).content.decode()

    assert first.count('class="goods-line"') == 40
    assert "5 more lines" in first
    assert rest.count('class="goods-line"') == 5
