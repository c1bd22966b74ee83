"""The pages: they work, they say no in words, and nothing breaks them."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import cast
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils.translation import override

from avrop import documents
from avrop.documents.tests.builders import an_invoice_response, an_order
from avrop.exchange.findings import from_documents, stored
from avrop.exchange.models import Message
from avrop.exchange.queries import messages_page
from avrop.kernel.jobs import running_here
from avrop.kernel.models import RefusalRow
from avrop.kernel.scope import tenant_scope
from avrop.site.pages import payloads
from avrop.site.pages.documents import Held, laid_out
from avrop.site.sheets.opening import opened
from avrop.site.tests.builders import PASSWORD, a_client_of, a_reader, a_stranger
from avrop.site.tests.peppol_examples import example
from avrop.testing.worlds import a_person, a_tenant, an_email

pytestmark = pytest.mark.django_db

PAGES = ["start", "orders", "sales_orders", "messages", "upload", "accessibility"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_works_for_somebody_signed_in(name: str) -> None:
    reader = a_reader("requester", "order_clerk")

    answer = reader.client.get(reverse(name))

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_no_style_or_script_of_its_own(name: str) -> None:
    page = a_reader("requester", "order_clerk").client.get(reverse(name)).content.decode()

    assert re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=", page) == []


@pytest.mark.parametrize("name", ["start", "orders", "messages", "upload"])
def test_a_stranger_is_sent_to_sign_in(name: str) -> None:
    answer = a_stranger().get(reverse(name), {"state": "sent"})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in?next=")


def test_signing_in_with_e_mail_and_password_leads_to_the_page_that_was_asked_for() -> None:
    email, client = an_email(), a_stranger()
    a_person(a_tenant().tenant_id, email=email, password=PASSWORD)

    answer = client.post(
        reverse("sign_in"), {"email": email.upper(), "password": PASSWORD, "next": "/messages"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/messages")
    assert client.get("/messages").status_code == 200


def test_a_wrong_password_is_told_in_words() -> None:
    email = an_email()
    a_person(a_tenant().tenant_id, email=email, password=PASSWORD)

    answer = a_stranger().post(reverse("sign_in"), {"email": email, "password": "fel"})

    assert answer.status_code == 422
    assert "do not belong together" in answer.content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.test/", "//elsewhere.test", "/\n/x", ""])
def test_signing_in_never_leads_to_another_site(target: str) -> None:
    email = an_email()
    a_person(a_tenant().tenant_id, email=email, password=PASSWORD)

    answer = a_stranger().post(
        reverse("sign_in"), {"email": email, "password": PASSWORD, "next": target}
    )

    assert answer["Location"] == "/"


def test_signing_in_as_anybody_is_for_the_demonstration_only() -> None:
    closed = a_stranger().post(reverse("sign_in_as"), {"person": "anna"})

    assert closed.status_code == 404
    assert b"sign-in-as" not in a_stranger().get(reverse("sign_in")).content


@override_settings(AVROP_DEMO=True)
def test_the_demonstration_offers_its_people_to_sign_in_as() -> None:
    from avrop.site.demonstration.people import PEOPLE

    anna = next(person for person in PEOPLE if person.key == "anna")
    world = a_tenant(anna.organisation)
    a_person(world.tenant_id, name=anna.name, email=anna.address)
    client = a_stranger()

    assert anna.name in client.get(reverse("sign_in")).content.decode()
    answer = client.post(reverse("sign_in_as"), {"person": "anna"})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert anna.organisation in client.get("/").content.decode()


def test_signing_out_ends_the_session() -> None:
    client = a_reader().client

    client.post(reverse("sign_out"))

    assert client.get("/").status_code == 302


def test_a_form_from_elsewhere_does_nothing() -> None:
    reader = a_reader()
    reader.client.handler.enforce_csrf_checks = True

    answer = reader.client.post(reverse("sign_out"))

    assert answer.status_code == 403
    reader.client.handler.enforce_csrf_checks = False
    assert reader.client.get("/").status_code == 200


def test_somebody_with_two_organisations_acts_for_the_one_chosen() -> None:
    email, first, second = an_email(), a_tenant("Ada kommun"), a_tenant("Bodens kommun")
    actor = a_person(first.tenant_id, email=email)
    a_person(second.tenant_id, email=email)
    client = a_client_of(actor)

    client.post(reverse("organisation"), {"organisation": str(second.tenant_id)})

    page = client.get("/").content.decode()
    assert '<span class="menu__organisation">Bodens kommun</span>' in page


@pytest.mark.parametrize("chosen", ["", "x", "01a200e1-47a4-7729-99d6-e3ed9c0cd747"])
def test_nobody_acts_for_an_organisation_of_others(chosen: str) -> None:
    answer = a_reader().client.post(reverse("organisation"), {"organisation": chosen})

    assert answer.status_code == 409
    assert "You do not belong to that organisation." in answer.content.decode()


def test_somebody_who_has_left_sees_nothing_and_is_told_why() -> None:
    from datetime import date

    actor = a_person(a_tenant().tenant_id, valid_until=date(2026, 1, 31))

    answer = a_client_of(actor).get("/")

    assert answer.status_code == 403
    assert "belong to no organisation" in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "tag", "word"),
    [("sv", "sv", "Meddelanden"), ("en", "en", "Messages"), ("zh-hans", "zh-Hans", "报文")],
)
def test_the_chosen_language_is_spoken(language: str, tag: str, word: str) -> None:
    client = a_reader("order_clerk").client

    answer = client.post(reverse("language"), {"language": language, "next": "/messages"})
    page = client.get("/messages")

    assert answer["Location"] == "/messages"
    assert f'<html lang="{tag}"' in page.content.decode()
    assert f'<h1 class="title">{word}</h1>' in page.content.decode()
    assert page["Content-Language"] == language


def test_the_chosen_appearance_is_kept_and_an_unknown_one_is_not() -> None:
    client = a_reader().client

    client.post(reverse("theme"), {"theme": "dark"})
    client.post(reverse("theme"), {"theme": "mauve"})

    assert 'data-color-scheme="dark"' in client.get("/").content.decode()


def test_a_page_that_is_not_there_says_so_in_its_frame() -> None:
    answer = a_reader().client.get("/no-such-page")

    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.parametrize("name", ["order", "sales_order", "message", "payload", "download"])
def test_what_is_not_there_or_not_yours_is_missing(name: str) -> None:
    answer = a_reader("requester", "order_clerk").client.get(reverse(name, args=[uuid4()]))

    assert answer.status_code == 404
    assert "or it is not yours to see" in answer.content.decode()


def test_a_file_given_by_hand_becomes_a_message_that_says_what_is_wrong() -> None:
    reader = a_reader("coordinator")

    answer = _upload(reader.client, "trasig.xml", b"<Order>")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "trasig.xml" in page
    assert "Refused" in page
    assert [one.file_name for one in messages_page(actor=reader.actor).items] == ["trasig.xml"]


def test_the_same_file_twice_has_one_effect() -> None:
    reader = a_reader("coordinator")

    _upload(reader.client, "a.xml", b"<Order/>")
    again = _upload(reader.client, "b.xml", b"<Order/>")

    assert "The same bytes had come before" in again.content.decode()
    assert len(messages_page(actor=reader.actor).items) == 1


@override_settings(MESSAGE_LIMIT_BYTES=1000)
def test_of_a_file_without_end_only_the_beginning_is_kept() -> None:
    reader = a_reader("coordinator")

    answer = _upload(reader.client, "stor.xml", b"<a>" + b"x" * 300_000)

    (message,) = messages_page(actor=reader.actor).items
    assert answer.status_code == 200
    assert (message.state, message.size) == ("refused", 1001)


def test_without_the_right_no_file_is_taken_in_and_the_refusal_is_written_down() -> None:
    reader = a_reader("requester")

    answer = _upload(reader.client, "a.xml", b"<Order/>")

    assert answer.status_code == 403
    assert "None of your roles gives you the right" in answer.content.decode()
    with tenant_scope(reader.actor.tenant_id):
        assert list(RefusalRow.objects.values_list("command", "face")) == [
            ("exchange.receive", "web")
        ]
    assert messages_page(actor=reader.actor).items == ()


def test_no_file_chosen_is_told_at_the_field() -> None:
    answer = a_reader("coordinator").client.post(reverse("upload"), {})

    assert answer.status_code == 422
    assert "No file was chosen" in answer.content.decode()


def _upload(client: Client, name: str, content: bytes) -> HttpResponse:
    with running_here():
        answer = client.post(reverse("upload"), {"files": SimpleUploadedFile(name, content)})
    return cast(HttpResponse, answer)


def test_a_message_shows_its_findings_and_its_bytes_escaped() -> None:
    reader = a_reader("coordinator")
    _upload(reader.client, "elak.xml", b"<Order><script>alert(1)</script>")
    (message,) = messages_page(actor=reader.actor).items

    page = reader.client.get(reverse("message", args=[message.id])).content.decode()
    payload = reader.client.get(reverse("payload", args=[message.id])).content.decode()
    file = reader.client.get(reverse("download", args=[message.id]))

    assert message.sha256 in page
    assert "<script>alert" not in payload
    assert "&lt;script&gt;alert" in payload
    assert file.content == b"<Order><script>alert(1)</script>"
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"


def test_a_message_says_how_much_more_of_the_same_was_found() -> None:
    reader = a_reader("coordinator")
    _upload(reader.client, "a.xml", b"<Order/>")
    (message,) = messages_page(actor=reader.actor).items
    term = {"term": "cbc:ID"}
    many = documents.Finding("rules.missing", rule_id="BR-02", values=term, more=4211)
    with tenant_scope(reader.actor.tenant_id):
        Message.objects.filter(id=message.id).update(findings=stored(from_documents([many])))

    for name in ("message", "payload"):
        page = reader.client.get(reverse(name, args=[message.id])).content.decode()

        assert "and 4,211 more" in page


def test_a_document_in_what_is_no_currency_is_set_out_and_printed() -> None:
    reader = a_reader("coordinator")
    content = documents.write(an_order()).replace(b'currencyID="SEK"', b'currencyID="sek"')
    _upload(reader.client, "a.xml", content.replace(b">SEK<", b">sek<"))
    (message,) = messages_page(actor=reader.actor).items

    page = reader.client.get(reverse("payload", args=[message.id])).content.decode()
    pdf = reader.client.get(reverse("payload_pdf", args=[message.id])).content

    assert message.kind == "order"
    assert "\N{NO-BREAK SPACE}sek</td>" in page
    assert pdf.startswith(b"%PDF")


def test_an_answer_on_an_invoice_is_set_out_as_other_documents_are() -> None:
    reader = a_reader("coordinator")
    _upload(reader.client, "svar.xml", documents.write(an_invoice_response()))
    (message,) = messages_page(actor=reader.actor).items

    page = reader.client.get(reverse("payload", args=[message.id])).content.decode()
    pdf = reader.client.get(reverse("payload_pdf", args=[message.id])).content

    assert message.kind == "invoice_response"
    assert "Invoice response IR-1" in page
    assert "Four gloves came, not five." in page
    assert pdf.startswith(b"%PDF")


def test_what_was_found_in_a_message_stands_at_the_line_that_it_is_about() -> None:
    reader = a_reader("coordinator")
    content = example("invoice").read_bytes().replace(b'unitCode="C62"', b'unitCode="IN-NO-LIST"')
    _upload(reader.client, "faktura.xml", content)
    (message,) = messages_page(actor=reader.actor).items
    found = (*message.findings, *from_documents(documents.judge(content).findings))
    held = Held(replace(message, findings=found), content, opened(BytesIO(content), "invoice"))

    with override("en"):
        sheet = laid_out(held)

    assert [remark.code for remark in sheet.remarks] == ["exchange.unknown_receiver"]
    (line,) = sheet.tables[0].rows
    assert {remark.code for remark in line.remarks} == {"BR-CL-23"}
    assert {remark.place.partition(",")[0] for remark in line.remarks} == {"line 1"}


def test_a_refused_message_is_taken_in_again_with_a_reason() -> None:
    reader = a_reader("coordinator")
    _upload(reader.client, "a.xml", b"<Order/>")
    (message,) = messages_page(actor=reader.actor).items

    with running_here():
        answer = reader.client.post(
            reverse("retry", args=[message.id]), {"reason": "Avsändaren är registrerad."}
        )

    assert answer.status_code == 302
    page = reader.client.get(answer["Location"]).content.decode()
    assert "Somebody asked for another try" in page
    assert "Avsändaren är registrerad." in page


NASTY = ["\x00", "' or 1=1--", "💣" * 300, "%s%n", "x" * 5000, "../../etc/passwd", "\ud800"]


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("name", ["state", "kind", "direction", "stage", "cursor", "next", "lang"])
def test_nothing_in_an_address_breaks_a_page(name: str, text: str) -> None:
    reader = a_reader("requester", "order_clerk")
    query = {name: text.encode("utf-8", "surrogatepass")}

    statuses = {
        page: reader.client.get(reverse(page), query).status_code for page in (*PAGES, "sign_in")
    }

    assert {page: status for page, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize(
    "path",
    [
        "/orders/x",
        "/orders/%00",
        "/orders/" + "9" * 4000,
        "/messages/%f0%28%8c%28/payload",
        "/messages/00000000-0000-0000-0000-00000000000g",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../settings.py",
    ],
)
def test_nothing_in_a_path_breaks_a_page(path: str) -> None:
    assert a_reader().client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language", "theme"])
@pytest.mark.parametrize("value", ['"abcdefgh\\000ij"', "x" * 5000, "é;=", "null", "0" * 32])
def test_nothing_in_a_cookie_breaks_a_page(name: str, value: str) -> None:
    client = a_stranger()

    answer = client.get("/sign-in", headers={"cookie": f"{name}={value}"})

    assert answer.status_code == 200


@pytest.mark.parametrize("text", NASTY)
def test_nothing_in_a_form_breaks_it(text: str) -> None:
    reader = a_reader("coordinator")
    fields = ("email", "password", "next", "language", "theme", "organisation", "person", "reason")
    raw = "&".join(f"{field}={_quoted(text)}" for field in fields)

    statuses = {
        name: reader.client.post(
            reverse(name), raw, content_type="application/x-www-form-urlencoded"
        ).status_code
        for name in ("sign_in", "sign_in_as", "language", "theme", "organisation", "upload")
    }

    assert {name: status for name, status in statuses.items() if status >= 500} == {}


def _quoted(text: str) -> str:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(text.encode("utf-8", "surrogatepass"))


def test_a_broken_page_says_so_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("avrop.site.pages.messages._partners", breaks)

    answer = a_reader().client.get(reverse("messages"))

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something is broken on our side" in page
    assert "secret detail" not in page
    assert "Traceback" not in page


def test_a_request_in_the_wrong_manner_is_declined() -> None:
    client = a_reader().client

    assert client.post(reverse("messages")).status_code == 405
    assert client.get(reverse("sign_out")).status_code == 405


#: Statements of a page with nothing to show, its frame (session, account, memberships, rights, tasks)
#: included. Begin and scope are not counted, nor what is done once in a while: the session is renewed
#: and the news are counted on the first page.
BUDGET = {"start": 15, "orders": 9, "sales_orders": 8, "messages": 9, "accessibility": 6}


@pytest.mark.parametrize("name", BUDGET)
def test_a_page_keeps_to_its_budget_of_statements(name: str) -> None:
    reader = a_reader("requester", "order_clerk")
    reader.client.get(reverse("accessibility"))

    with CaptureQueriesContext(connection) as captured:
        reader.client.get(reverse(name))

    said = [one["sql"] for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    counted = [sql for sql in said if "set_config" not in sql]
    assert len(counted) <= BUDGET[name], "\n".join(sql[:120] for sql in counted)


def test_the_messages_of_a_long_list_cost_no_more_statements() -> None:
    reader = a_reader("coordinator")

    costs = []
    for number in range(3):
        _upload(reader.client, "a.xml", b"<Order>%d" % number)
        with CaptureQueriesContext(connection) as captured:
            reader.client.get(reverse("messages"))
        costs.append(len(captured))

    assert costs[0] == costs[-1]


def test_a_document_is_set_out_with_its_syntax_marked() -> None:
    shown = payloads.legible(b'<a x="1&amp;2"><b>t</b></a>')

    assert shown.is_xml
    assert '<span class="x-tag">&lt;a</span>' in shown.text
    assert '<span class="x-value">&quot;1&amp;amp;2&quot;</span>' in shown.text
    assert "\n  " in shown.text


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe", b"<a", "<å>".encode("latin-1"), b"\x1b[31m", b"<!DOCTYPE a><a/>"],
)
def test_what_is_no_xml_is_shown_as_text(content: bytes) -> None:
    shown = payloads.legible(content)

    assert not shown.is_xml
    assert "\x00" not in shown.text
    assert "<" not in shown.text


def test_of_a_very_large_document_only_the_beginning_is_shown() -> None:
    shown = payloads.legible(b"<a>" + b"x" * 2_000_000 + b"</a>")

    assert shown.is_cut
    assert len(shown.text) <= payloads.MOST_CHARACTERS * 6


def test_whoever_passes_goods_on_is_told_where_their_coming_is_registered() -> None:
    operator = a_reader("centre_operator").client.get(reverse("start")).content.decode()
    receiver = a_reader("receiver").client.get(reverse("start")).content.decode()

    assert "Goods that pass the centre" in operator
    assert "Goods that pass the centre" not in receiver
