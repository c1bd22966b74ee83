"""Forms and lists: what is typed is kept, nothing is done twice, a list is one declaration."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from avrop.accounts.backend import PasswordBackend
from avrop.exchange import mailroom, queries
from avrop.exchange.actions import retry_take_in
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Invalid, Missing, Problem, Refused
from avrop.parties.queries import Membership
from avrop.site.actors import Acting, Request
from avrop.site.pages.performing import now
from avrop.site.patterns import drawings
from avrop.site.patterns.fields import (
    FileField,
    LongTextField,
    NumberField,
    TextField,
    plain_number,
)
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, choices, day, figure, link, show_list, tag, text
from avrop.site.patterns.shapes import Drawing, Point
from avrop.site.tests.builders import Reader, a_reader
from avrop.values import Money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


class RetryForm(PageForm):
    """A form of one command."""

    reason = LongTextField("Reason", hint="What has been mended.", longest=100)


MESSAGES = Listing(
    "messages",
    "Messages",
    columns=(
        link("file_name", "File", "message"),
        tag("state", "State", "message"),
        day("created_at", "Time"),
        text("id", "Id", hidden=True),
    ),
    empty="No message has come.",
    filters=(choices("state", "State", "message", "All"),),
)


def a_request(reader: Reader, path: str = "/x", data: dict[str, Any] | None = None) -> Request:
    """A request of somebody who is signed in; with `data` a form that is sent."""
    factory = RequestFactory()
    request = cast(Request, factory.get(path) if data is None else factory.post(path, data))
    person_id = reader.actor.person_id
    assert reader.actor.account_id is not None
    assert person_id is not None
    account = PasswordBackend().get_user(reader.actor.account_id)
    assert account is not None
    request.user = account
    request.session = SessionStore()
    request.actor = reader.actor
    membership = Membership(
        account.id, reader.actor.tenant_id, "Ada kommun", "Europe/Stockholm", person_id
    )
    request.acting = Acting(reader.actor, membership, ())
    request.rights = None
    request.htmx = cast(Any, None)
    request.resolver_match = None
    return request


def shown(template: str, **values: Any) -> str:
    """A template's text."""
    return engines["django"].from_string("{% load parts %}" + template).render(values)


def a_refused_message(reader: Reader, name: str = "a.xml") -> UUID:
    with running_here():
        kept = mailroom.receive_file(
            b"<Order/>" + name.encode(), file_name=name, actor=reader.actor, at=now()
        )
    return kept.id


def sent(reader: Reader, form: PageForm, **data: str) -> dict[str, str]:
    """What a browser sends of a form that was shown."""
    return {**dict(form.keys()), **data}


def retries(reader: Reader, message_id: UUID) -> int:
    steps = queries.steps(message_id, actor=reader.actor)
    return sum(step.step == "retried" for step in steps)


def test_a_form_sent_twice_does_its_act_once_and_has_the_same_answer() -> None:
    reader = a_reader("coordinator")
    message_id = a_refused_message(reader)
    data = sent(reader, RetryForm(a_request(reader)), reason="Mended")

    first, second = (RetryForm(a_request(reader, data=data)) for _ in range(2))
    with running_here():
        done = [form.sends(retry_take_in, message_id=message_id) for form in (first, second)]

    assert done == [True, True]
    assert (first.was_repeated, second.was_repeated) == (False, True)
    assert second.answer == first.answer
    assert retries(reader, message_id) == 1


def test_the_same_form_with_other_words_is_told_that_it_was_sent() -> None:
    reader = a_reader("coordinator")
    message_id = a_refused_message(reader)
    data = sent(reader, RetryForm(a_request(reader)), reason="Mended")
    with running_here():
        RetryForm(a_request(reader, data=data)).sends(retry_take_in, message_id=message_id)

    again = RetryForm(a_request(reader, data={**data, "reason": "Mended again"}))
    done = again.sends(retry_take_in, message_id=message_id)

    assert (done, again.status) == (False, 409)
    assert again.lines()[0].sentence.startswith("This form has been sent before")
    assert again.once != data["once"]
    assert retries(reader, message_id) == 1


def test_what_was_typed_is_kept_and_told_at_the_field_however_long_it_is() -> None:
    reader = a_reader("coordinator")
    pasted = "x" * 10_000
    form = RetryForm(a_request(reader, data={"reason": pasted}))

    done = form.sends(retry_take_in, message_id=UUID(int=1))
    page = shown("{% form form 'Save' %}", form=form)

    assert (done, form.status) == (False, 422)
    assert pasted in page
    assert "maxlength" not in page
    assert 'href="#reason"' in page
    assert 'aria-describedby="reason-hint reason-problem"' in page
    assert 'aria-invalid="true"' in page


def test_a_denial_stands_at_the_field_of_its_place_and_else_in_the_summary() -> None:
    form = RetryForm(a_request(a_reader(), data={"reason": "x"}))
    form.is_valid()

    form.refuse(
        Invalid(
            (
                Problem("kernel.argument_missing", {"name": "reason"}, ("lines", 3, "reason")),
                Problem("kernel.stale"),
            )
        )
    )

    assert [(line.target, line.remedy != "") for line in form.lines()] == [
        ("reason", False),
        ("", True),
    ]


def test_a_stale_form_is_refused_with_what_was_typed_and_the_new_version() -> None:
    form = RetryForm(
        a_request(a_reader(), data={"reason": "x", "expected_version": "1"}), version=2
    )
    form.is_valid()

    form.refuse(Refused((Problem("kernel.stale"),)))

    assert form.status == 409
    assert ("expected_version", "2") in form.keys()  # noqa: SIM118


def test_what_is_not_there_is_no_matter_of_the_form() -> None:
    form = RetryForm(a_request(a_reader("coordinator"), data={"reason": "x"}))

    with pytest.raises(Missing):
        form.sends(retry_take_in, message_id=UUID(int=1))


def test_each_line_of_the_summary_names_its_field() -> None:
    form = RetryForm(a_request(a_reader(), data={"reason": " "}))
    form.is_valid()

    assert [line.sentence for line in form.lines()] == ["Fill in “Reason”."]


def test_a_form_that_was_not_sent_says_nothing_of_mistakes() -> None:
    page = shown("{% form form 'Save' %}", form=RetryForm(a_request(a_reader())))

    assert "summary" not in page
    assert "aria-invalid" not in page


def test_of_two_forms_on_a_page_only_the_one_that_was_sent_is_read() -> None:
    form = RetryForm(a_request(a_reader(), data={"form": "OtherForm", "reason": "x"}))

    assert not form.was_sent


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5", "12.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("−3", "-3"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: str) -> None:
    assert plain_number(typed) == number
    assert NumberField("Quantity").clean(typed) == Decimal(number)


def test_a_file_of_the_wrong_kind_or_size_is_told_in_a_sentence() -> None:
    class Photo(PageForm):
        picture = FileField("Picture", accept="image/*,.pdf", largest=10)
        name = TextField("Name", required=False)

    def problems(name: str, content: bytes, kind: str) -> list[str]:
        file = SimpleUploadedFile(name, content, kind)
        form = Photo(a_request(reader, data={"picture": file}))
        form.is_valid()
        return [line.sentence for line in form.lines()]

    reader = a_reader()

    assert problems("a.jpg", b"x", "image/jpeg") == []
    assert problems("a.PDF", b"x", "application/octet-stream") == []
    assert problems("a.exe", b"x", "application/x") == [
        "Picture: “a.exe” is of a kind that cannot be used here."
    ]
    assert problems("a.jpg", b"x" * 11, "image/jpeg") == [
        "Picture: “a.jpg” is too large: at most 0 MB can be taken."
    ]


# --- lists -----------------------------------------------------------------------------------------


def test_a_list_shows_its_rows_filters_and_ways_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("avrop.site.patterns.lists.PAGE_SIZE", 2)
    reader = a_reader("coordinator")
    for number in range(3):
        a_refused_message(reader, f"{number}.xml")

    page = _list(a_request(reader, "/x?state=refused&state=refused")).content.decode()

    assert [name in page for name in ("2.xml", "1.xml", "0.xml")] == [True, True, False]
    assert '<option value="refused" selected>' in page
    assert "state=refused&amp;cursor=" in page


def test_a_list_without_rows_says_what_to_do_next() -> None:
    reader = a_reader("coordinator")

    assert "No message has come." in _list(a_request(reader)).content.decode()
    narrowed = _list(a_request(reader, "/x?state=refused")).content.decode()
    assert "Nothing here fits what you chose." in narrowed
    assert "?all=1" in narrowed


def test_a_list_is_found_again_as_it_was_left_until_all_is_asked_for() -> None:
    reader = a_reader("coordinator")
    first = a_request(reader, "/x?state=refused")
    _list(first)

    back = a_request(reader)
    back.session = first.session
    assert _list(back)["Location"] == "/x?state=refused"

    every = a_request(reader, "/x?all=1")
    every.session = first.session
    _list(every)
    again = a_request(reader)
    again.session = first.session
    assert _list(again).status_code == 200


def test_a_list_is_downloaded_whole_with_the_filters_that_are_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("avrop.site.patterns.downloads.LARGEST_PAGE", 2)
    reader = a_reader("coordinator")
    for number in range(3):
        a_refused_message(reader, f"{number}.xml")

    answer = cast(StreamingHttpResponse, _list(a_request(reader, "/x?state=refused&as=csv")))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    assert rows[0] == ["File", "State", "Time", "Id"]
    assert [row[0] for row in rows[1:]] == ["2.xml", "1.xml", "0.xml"]
    assert rows[1][1] == "Refused"


def test_a_list_is_downloaded_as_a_workbook() -> None:
    reader = a_reader("coordinator")
    a_refused_message(reader, "=1+1.xml")

    answer = cast(FileResponse, _list(a_request(reader, "/x?as=xlsx")))
    book = zipfile.ZipFile(io.BytesIO(answer.getvalue()))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert answer["Content-Disposition"].startswith('attachment; filename="messages-')
    assert "=1+1.xml" in sheet
    assert "<f>" not in sheet


def test_a_file_gives_currency_a_column_and_disarms_formulas() -> None:
    listing = Listing(
        "x",
        "X",
        columns=(text("name", "Name"), figure("amount", "Amount")),
        empty="",
    )
    row = SimpleNamespace(name="=cmd()", amount=Money(Decimal("1234.50"), "SEK"))

    from avrop.site.patterns.downloads import csv_lines

    lines = b"".join(csv_lines(listing, lambda cursor, limit: ([row], ""))).decode("utf-8-sig")

    assert lines == 'Name,Amount,"Amount, currency"\r\n\'=cmd(),1234.50,SEK\r\n'


def _list(request: Request) -> HttpResponse:
    return show_list(
        request, MESSAGES, queries.messages_page, template="site/parts/list_whole.html"
    )


# --- drawings --------------------------------------------------------------------------------------


def test_the_longest_bar_is_the_whole_scale_and_none_is_shorter_than_nothing() -> None:
    drawing = Drawing("X", (Point("a", 5), Point("b", 20), Point("c", -1)), "Name", "Days")

    assert [bar.length for bar in drawings.bars(drawing)] == [25, 100, 0]


def test_a_line_goes_from_the_left_to_the_right_and_needs_two_points() -> None:
    found = drawings.curve((Point("a", 0), Point("b", 10)))

    assert found is not None
    assert found.path == "3.0,197.0 597.0,3.0"
    assert drawings.curve((Point("a", 1),)) is None


def test_a_drawing_is_written_as_svg_writes_numbers_in_every_language() -> None:
    with override("sv"):
        drawn = shown('{% sparkline values "From 1 to 2" %}', values=[1.0, 2.0])

    assert 'cx="93.0" cy="3.0"' in drawn
    assert 'aria-label="From 1 to 2"' in drawn
