"""Handbooks on the site: from the screen to the section, from the section to help."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po
from django.urls import reverse

from avrop.site.pages import sitemap
from avrop.site.tests.builders import a_client_of, a_reader
from avrop.site.tests.desk import page, sent
from avrop.site.translations import LOCALES
from avrop.support import queries
from avrop.support.handbook.loading import written_books
from avrop.testing.worlds import a_person

TEXT = ("receiver", "register_what_came")


def test_every_page_that_a_handbook_explains_is_on_the_map() -> None:
    known = {one.url for one in sitemap.all_pages()}

    unknown = [
        (book.role, entry.code, name)
        for book in written_books()
        for entry in book.entries
        for name in entry.pages
        if name not in known
    ]

    assert unknown == []


@pytest.mark.parametrize("language", ["sv", "zh_Hans"])
def test_what_a_handbook_calls_something_on_a_page_is_what_the_page_calls_it(language: str) -> None:
    with (LOCALES / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file)

    unknown = [
        (book.role, entry.code, piece.text)
        for book in written_books()
        for entry in book.entries
        for block in entry.texts["en"]
        for line in block.lines
        for piece in line
        if piece.is_on_screen
        and (
            (known := catalogue.get(piece.text, piece.context or None)) is None
            or not isinstance(known.id, str)
            or not known.string
        )
    ]

    assert unknown == []


@pytest.mark.django_db
def test_the_help_of_a_page_leads_to_its_sections_those_of_ones_own_role_first() -> None:
    client = a_reader("receiver").client

    shown = page(client, "guide", page="receive")
    frame = page(client, "receive")

    assert "In the handbook" in shown
    assert reverse("handbook_entry", args=["receiver", "expected_goods"]) in shown
    assert "guide?page=receive" in frame
    assert "In the handbook" not in page(client, "guide", page="proofs")


@pytest.mark.django_db
def test_who_asks_for_help_is_shown_what_the_handbook_says_of_the_page() -> None:
    client = a_reader("requester").client

    shown = page(client, "get_help", **{"from": reverse("cart")})

    assert reverse("handbook_entry", args=["requester", "fill_the_cart"]) in shown


@pytest.mark.django_db
def test_the_readers_own_handbook_stands_first_and_leads_to_each_section() -> None:
    client = a_reader("receiver").client

    books = page(client, "handbooks")
    book = page(client, "handbook", "receiver")
    section = page(client, "handbook_entry", *TEXT)

    assert books.index("For your roles") < books.index("The receiver’s handbook")
    assert books.index("The receiver’s handbook") < books.index("For other roles")
    assert reverse("handbook_entry", args=TEXT) in book
    assert "<strong>Register what is chosen</strong>" in section
    assert "Last updated" in section


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/handbook/nobody", "/handbook/receiver/nothing"])
def test_a_handbook_that_is_not_there_is_told(address: str) -> None:
    assert a_reader("receiver").client.get(address).status_code == 404


@pytest.mark.django_db
def test_words_are_found_and_marked_and_where_there_are_none_help_is_offered() -> None:
    client = a_reader("receiver").client

    found = page(client, "handbook_search", q="correct a receipt")
    nothing = page(client, "handbook_search", q="<script>alert(1)</script>")

    assert reverse("handbook_entry", args=["receiver", "correct_a_receipt"]) in found
    assert "<mark>Correct</mark>" in found
    assert reverse("get_help") in nothing.split('id="content"')[1].split("</main>")[0]
    assert "<script>alert" not in nothing


@pytest.mark.django_db
def test_a_no_asks_what_was_missing_and_becomes_a_question_by_one_press() -> None:
    reader = a_reader("receiver")
    address = reverse("handbook_entry", args=TEXT)

    sent(reader.client, address, "JudgementForm", helpful="no")
    asked = page(reader.client, "handbook_entry", *TEXT)
    sent(reader.client, address, "JudgementForm", helpful="no", comment="Var är vågen?")
    status, _place = sent(reader.client, address, "AskingForm")

    (case,) = queries.my_cases(actor=reader.actor).items
    said = queries.case(case.id, actor=reader.actor)
    assert "What was missing?" in asked
    assert "Send it as a question" not in asked
    assert (status, said.page) == (302, address)
    assert said.messages[0].text.endswith("did not help. Var är vågen?")


@pytest.mark.django_db
def test_those_who_answer_cases_read_what_was_said_and_nobody_else_does() -> None:
    reader = a_reader("receiver")
    desk = a_client_of(a_person(reader.actor.tenant_id, roles=("coordinator",)))
    address = reverse("handbook_entry", args=TEXT)
    sent(reader.client, address, "JudgementForm", helpful="no", comment="<b>Var är vågen?")

    shown = page(desk, "handbook_judgements")

    assert "&lt;b&gt;Var är vågen?" in shown
    assert "Var är vågen?" not in page(reader.client, "handbook_judgements")


@pytest.mark.django_db
def test_an_answer_that_is_neither_yes_nor_no_is_told_and_nothing_is_kept() -> None:
    reader = a_reader("receiver")

    status, _shown = sent(
        reader.client, reverse("handbook_entry", args=TEXT), "JudgementForm", helpful="maybe"
    )

    assert status == 422
    assert queries.handbook_entry(*TEXT, actor=reader.actor).judgement is None


@pytest.mark.django_db
def test_a_section_uses_the_words_of_the_screens_in_each_language() -> None:
    client = a_reader("receiver").client

    def in_language(language: str) -> str:
        return client.get(
            reverse("handbook_entry", args=TEXT), headers={"accept-language": language}
        ).content.decode()

    assert "<strong>Registrera det valda</strong>" in in_language("sv")
    assert "<strong>登记所选内容</strong>" in in_language("zh-hans")
