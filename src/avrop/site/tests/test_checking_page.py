"""Checking a document by the page and by the API: the same verdict, and nothing is kept."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from avrop import documents
from avrop.documents import Judgement, reading
from avrop.documents.tests.builders import an_order
from avrop.exchange.checking import limits_of_checking
from avrop.exchange.queries import messages_page
from avrop.kernel.days import day_of
from avrop.kernel.scope import tenant_scope
from avrop.site.pages import checking
from avrop.site.sheets import opening
from avrop.site.sheets.opening import Opened
from avrop.site.tests.builders import Reader, a_reader, a_stranger

pytestmark = pytest.mark.django_db
API = "/api/v1/documents/check"
XML = "application/xml"


def sent(client: Client, content: bytes, name: str = "order.xml") -> HttpResponse:
    """The answer to a file that is given to the page."""
    answer = client.post(reverse("check_document"), {"file": SimpleUploadedFile(name, content)})
    return cast(HttpResponse, answer)


def page_of(answer: HttpResponse, *, status: int = 200) -> str:
    """The page, once its status is looked at."""
    assert answer.status_code == status
    return answer.content.decode()


def an_order_without_a_currency() -> bytes:
    """Built as its type demands, but against a fatal rule."""
    return documents.write(an_order()).replace(
        b">SEK</cbc:DocumentCurrencyCode>", b">XXY</cbc:DocumentCurrencyCode>"
    )


def test_a_valid_document_is_said_to_be_so_and_set_out_for_reading() -> None:
    page = page_of(sent(a_reader("coordinator").client, documents.write(an_order())))

    assert "The document is valid." in page
    assert "It keeps every rule." in page
    assert 'class="sheet"' in page


def test_a_document_that_breaks_a_rule_is_not_valid_and_says_where() -> None:
    page = page_of(sent(a_reader("coordinator").client, an_order_without_a_currency()))

    assert "The document is not valid." in page
    assert "What must be mended" in page
    assert "DocumentCurrencyCode" in page


def test_a_document_that_is_not_built_as_its_type_demands_is_not_valid() -> None:
    content = documents.write(an_order()).replace(b"cbc:DocumentCurrencyCode", b"cbc:Currency")

    page = page_of(sent(a_reader("coordinator").client, content))

    assert "It is not built as its type demands" in page
    assert "The document is valid" not in page


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hej",
        b"<Order>",
        b"<Order/>",
        b"\xff\xfe<",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ],
    ids=["empty", "no XML", "cut off", "nothing we know", "broken UTF-16", "entities"],
)
def test_what_could_not_be_judged_is_never_called_valid(content: bytes) -> None:
    reader = a_reader("coordinator")

    page = page_of(sent(reader.client, content))
    # The client of the tests says of an empty body no kind.
    told = reader.client.post(
        API, content or b" ", content_type=XML, headers=a_token(reader)
    ).json()

    assert "The document could not be judged." in page
    assert (told["judged"], told["findings"] != []) == (False, True)


def test_nothing_of_a_checked_document_is_kept() -> None:
    reader = a_reader("coordinator")

    with CaptureQueriesContext(connection) as statements:
        page_of(sent(reader.client, documents.write(an_order())))

    written = [one["sql"] for one in statements if one["sql"].startswith(("INSERT", "UPDATE"))]
    assert [sql for sql in written if "django_session" not in sql] == []
    assert messages_page(actor=reader.actor).items == ()


def test_no_file_chosen_is_told_at_the_field() -> None:
    page = page_of(a_reader("coordinator").client.post(reverse("check_document"), {}), status=422)

    assert "No file was chosen" in page


@override_settings(CHECK_LIMIT_BYTES=1000)
def test_a_document_that_is_too_long_is_told_at_the_field_and_to_programs() -> None:
    reader = a_reader("coordinator")
    content = b"<a>" + b"x" * 300_000

    page = page_of(sent(reader.client, content), status=413)
    alone = reader.client.post(API, content, content_type=XML, headers=a_token(reader))
    in_a_form = reader.client.post(
        API, {"file": SimpleUploadedFile("a.xml", content)}, headers=a_token(reader)
    )

    assert "The file is larger than" in page
    assert [problem_in(one, status=413) for one in (alone, in_a_form)] == ["too_large"] * 2


def test_of_a_long_document_the_first_lines_are_set_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_LINES", 1)
    order = an_order()
    assert len(order.lines) > 1

    page = page_of(sent(a_reader("coordinator").client, documents.write(order)))

    assert "Only the first" in page


@pytest.mark.parametrize("currency", ["sek", "S", "SEKR", ""])
def test_amounts_in_what_is_no_currency_are_shown_as_they_stand(currency: str) -> None:
    order = documents.write(an_order())
    content = order.replace(b">SEK<", f">{currency}<".encode())
    content = content.replace(b'currencyID="SEK"', f'currencyID="{currency}"'.encode())
    assert content != order

    page = page_of(sent(a_reader("coordinator").client, content))

    assert "The document is not valid." in page
    assert not currency or f"\N{NO-BREAK SPACE}{currency}</td>" in page


def test_a_document_is_judged_once_and_read_within_the_limits_of_checking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []

    def opened(*given: Any, **limits: Any) -> Opened:
        asked.append(limits)
        return opening.opened(*given, **limits)

    monkeypatch.setattr(checking, "opened", opened)
    monkeypatch.setattr(reading, "check_tree", lambda *given, **on: pytest.fail("judged twice"))

    page = page_of(sent(a_reader("coordinator").client, documents.write(an_order())))

    assert 'class="sheet"' in page
    assert asked == [{"limits": limits_of_checking()}]


def test_the_rules_are_those_of_the_day_where_the_organisation_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    reader, days = a_reader("coordinator"), []

    def judged(file: Any, *, on: date) -> Judgement:
        days.append(on)
        return documents.judge_file(file)

    monkeypatch.setattr("avrop.exchange.checking.judged", judged)
    monkeypatch.setattr(checking, "now", lambda: late)

    page_of(sent(reader.client, documents.write(an_order())))

    with tenant_scope(reader.actor.tenant_id):
        assert days == [day_of(late)] == [date(2026, 12, 1)]


def test_what_is_found_at_a_line_stands_at_it() -> None:
    content = documents.write(an_order()).replace(b'unitCode="EA"', b'unitCode="BOX"')

    page = page_of(sent(a_reader("coordinator").client, content))

    assert page.count('class="sheet__found"') >= 1


# --- who is not signed in ----------------------------------------------------------------------------


def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = a_stranger().get(reverse("check_document"))

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=%2Fcheck-a-document")


@override_settings(AVROP_CHECK_OPEN=True)
def test_a_stranger_has_a_document_checked_where_the_operator_allows_it() -> None:
    stranger = a_stranger()

    before, after = stranger.get(reverse("check_document")), sent(stranger, b"<Order/>")

    assert "at most 4 MB" in page_of(before)
    assert "The document could not be judged." in page_of(after)
    assert "Check a document" in page_of(stranger.get(reverse("sign_in")))


@override_settings(AVROP_CHECK_OPEN=True)
def test_a_stranger_waits_after_twenty_documents() -> None:
    stranger = Client(headers={"accept-language": "en"}, REMOTE_ADDR="192.0.2.17")

    answers = [sent(stranger, b"<Order/>") for _ in range(21)]

    assert [one.status_code for one in answers] == [200] * 20 + [429]
    assert "Many documents have been checked from where you are." in answers[-1].content.decode()
    assert 1 <= int(answers[-1]["Retry-After"]) <= 90


# --- programs ----------------------------------------------------------------------------------------


def a_token(reader: Reader) -> dict[str, str]:
    """What shows that a request is the reader's own."""
    token = reader.client.get(reverse("check_document")).cookies["csrftoken"].value
    return {"X-CSRFToken": token}


def problem_in(answer: Any, *, status: int = 422) -> str:
    """The code of the one problem of an answer."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    (problem,) = json.loads(answer.content)["problems"]
    code: str = problem["code"]
    return code


def test_a_program_is_told_the_same_as_the_command_line_tells() -> None:
    reader, content = a_reader("requester"), an_order_without_a_currency()
    said = documents.verdict_of(documents.judge(content), file="o.xml")

    alone = reader.client.post(
        f"{API}?file_name=o.xml", content, content_type=XML, headers=a_token(reader)
    )
    in_a_form = reader.client.post(
        API, {"file": SimpleUploadedFile("o.xml", content)}, headers=a_token(reader)
    )

    assert alone.status_code == in_a_form.status_code == 200
    assert alone.json() == in_a_form.json()
    assert alone.json()["fatal"] == list(said.fatal) != []
    assert [one["id"] for one in alone.json()["findings"]] == [one.id for one in said.findings]
    assert alone.json()["file"] == "o.xml"


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{}", "application/json", 415, "not_a_file"),
        (b"hej", "text/plain", 415, "not_a_file"),
        (b"--x", "multipart/form-data", 422, "kernel.bad_argument"),
        (b"--x\r\n", "multipart/form-data; boundary=x", 422, "kernel.argument_missing"),
    ],
    ids=["JSON", "text", "a form without a boundary", "a form without a file"],
)
def test_a_body_that_brings_no_file_is_a_problem(
    body: bytes, kind: str, status: int, code: str
) -> None:
    reader = a_reader("requester")

    answer = reader.client.post(API, body, content_type=kind, headers=a_token(reader))

    assert problem_in(answer, status=status) == code


def test_rules_that_there_are_none_of_are_a_problem() -> None:
    reader = a_reader("requester")

    answer = reader.client.post(
        f"{API}?rules=1999.1", b"<a/>", content_type=XML, headers=a_token(reader)
    )

    assert problem_in(answer) == "exchange.no_such_rules"


@override_settings(AVROP_CHECK_OPEN=True)
def test_a_program_needs_a_key_whatever_the_page_allows() -> None:
    answer = a_stranger().post(API, b"<a/>", content_type=XML)

    assert problem_in(answer, status=401) == "not_signed_in"
