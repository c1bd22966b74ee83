"""Facts that are codes come into a sentence as words, in the reader's language; and what does the same
has one name."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import override

import avrop.site
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


#: What a thing to do is called on every page, and what else it might be called (WCAG 2.2, 3.2.4).
ONE_NAME = {
    "Find": ("Search", "Look up"),
    "Show more": ("Show later goods", "Next page", "More"),
    "Show all": ("Show everything", "Clear"),
    "Leave without doing it": ("Cancel", "Leave it as it is", "Abort"),
    "Get help": ("Help", "Support"),
    "Print": ("Print out", "Print it"),
}


def test_what_does_the_same_is_called_the_same_on_every_page() -> None:
    folder = Path(avrop.site.__file__).parent / "templates"
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}

    others = [
        (page, other)
        for page, source in pages.items()
        for names in ONE_NAME.values()
        for other in names
        if f'{{% translate "{other}" %}}' in source
    ]

    assert others == []
    for name in ONE_NAME:
        assert any(f'translate "{name}"' in source for source in pages.values()), name
