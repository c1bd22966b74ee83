"""A code whose facts are not kept is told in words all the same."""

from __future__ import annotations

from django.utils.translation import override

from avrop.site.without_facts import sentence_of


def test_a_fact_that_is_not_kept_is_an_ellipsis() -> None:
    with override("en"):
        assert sentence_of("kernel.bad_cursor") == "“…” is not a cursor of this list."


def test_a_code_without_words_stands_as_it_is() -> None:
    assert sentence_of("nobody.knows_it") == "nobody.knows_it"
