"""Articles are found by words and parts of words, as if each had been read."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.catalogues import queries, word_index
from avrop.catalogues.models import Fragment, Word
from avrop.catalogues.tests.builders import Shop, a_line, a_shop
from avrop.documents.common import Identifier
from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import TODAY

pytestmark = pytest.mark.django_db

NAMES = {
    "100": "Havregryn ekologiska 1 kg",
    "101": "Kopieringspapper A4 ohålat",
    "102": "Toalettpappersrulle, 2-lags",
    "103": "ÄGGRÖRA fryst",
    "104": "燕麦片 havre",
    "105": "Papper och penna",
}
TEXTS = (
    "papper",  # a word, the end of a compound and the middle of one
    "PAPPER",
    "gryn",
    "äggröra",
    "Ägg",
    "havre",
    "havre kg",
    "kg havregryn",
    "papper havre",
    "2-lags",
    "rulle,",
    "燕麦",
    "片",
    "10",
    "103",
    "a4 ohålat",
    "och",
    "o",
    "%",
    "_",
    "\\",
    "'",
    "finns inte",
    "papperx",
    "pa pe",
    "",
    "zz",
    "x" * 3_000,
)


@pytest.fixture
def shop() -> Shop:
    made = a_shop()
    made.activate(*(a_line(number, name=name) for number, name in NAMES.items()))
    return made


def found(shop: Shop, text: str, **narrowing: Any) -> set[str]:
    """The articles found, by their numbers."""
    page = queries.search(text, TODAY, actor=shop.actor, **narrowing)
    return {offer.seller_item_id for offer in page.items}


def as_read(text: str) -> set[str]:
    """What somebody finds who reads every article."""
    said = {number: f"{name} {number}".lower() for number, name in NAMES.items()}
    return {number for number, all_of_it in said.items() if _has(all_of_it, text)}


def _has(said: str, text: str) -> bool:
    return all(word in said for word in text.lower().split())


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:20])
@pytest.mark.parametrize(
    ("words", "articles", "of_two"),
    [(5_000, 2_000, 40_000), (5_000, 0, 40_000), (5_000, 0, 0), (0, 0, 0), (1, 1, 2)],
    ids=["by one word", "by two", "by none", "by no fragment", "by the rarest only"],
)
def test_what_is_found_is_what_reading_finds(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, text: str, words: int, articles: int, of_two: int
) -> None:
    monkeypatch.setattr(word_index, "MOST_WORDS", words)
    monkeypatch.setattr(word_index, "MOST_OF_TWO", of_two)
    monkeypatch.setattr(queries, "MOST_ARTICLES", articles)

    assert found(shop, text) == as_read(text)


def test_an_article_is_found_by_gtin_synonym_and_text() -> None:
    shop = a_shop()
    shop.activate(
        a_line("100", standard_id=Identifier("7310865004703", "0160")),
        a_line("101", keywords=("lättmjölk", "mellanmjölk")),
        a_line("102", description="Håller\nlänge\tkallt"),
    )

    assert found(shop, "7310865004703") == {"100"}
    assert found(shop, "4703") == {"100"}
    assert found(shop, "lättmjölk") == {"101"}
    assert found(shop, "länge kallt") == {"102"}


def test_an_article_described_anew_is_found_by_its_new_words_only(shop: Shop) -> None:
    shop.activate(a_line("100", name="Rågflingor"), action_code="Update")

    assert (found(shop, "havregryn"), found(shop, "rågfling")) == (set(), {"100"})
    assert found(shop, "papper") == {"101", "102", "105"}


def test_the_words_of_a_version_go_with_its_last_article(shop: Shop) -> None:
    first = set(_of(shop, Word))

    shop.activate(a_line("100", name="Rågflingor"))

    assert len(first) == 1
    assert not first & set(_of(shop, Word))
    assert set(_of(shop, Word)) == set(_of(shop, Fragment))
    assert (found(shop, "papper"), found(shop, "råg")) == (set(), {"100"})


def _of(shop: Shop, model: Any) -> list[Any]:
    with tenant_scope(shop.actor.tenant_id):
        return list(model.objects.values_list("version_id", flat=True))


def test_words_of_other_agreements_find_nothing_that_may_not_be_bought(shop: Shop) -> None:
    other = a_shop()
    other.activate(a_line("100", name="Havregryn"))

    assert found(other, "papper") == set()
    assert found(other, "gryn") == {"100"}
    assert found(shop, "gryn", agreement_id=shop.agreement_id) == {"100"}


def test_looking_for_words_takes_three_statements_and_finding_none_two(shop: Shop) -> None:
    with tenant_scope(shop.actor.tenant_id):
        found(shop, "papper")
        with CaptureQueriesContext(connection) as some:
            found(shop, "papper")
        with CaptureQueriesContext(connection) as none:
            found(shop, "finnsinte")

    assert (len(some), len(none)) == (3, 2)
