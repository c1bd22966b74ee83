"""Facts that are codes come into a sentence as words, in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from avrop.site.sentences import words_of


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Line 2: unlike Havregurt, Sojagurt contains milk, soy."),
        ("sv", "Rad 2: till skillnad från Havregurt innehåller Sojagurt mjölk, soja."),
    ],
)
def test_allergens_are_called_by_their_names(language: str, said: str) -> None:
    facts = {"line": 2, "name": "Havregurt", "offered": "Sojagurt", "allergens": "milk, soy"}

    with override(language):
        assert words_of("orders.allergens_added", facts) == said
