"""What the docs say of settings is what the code reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.test_docs import drawn_pages

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"\bAVROP_[A-Z_]+\b")


def explained() -> set[str]:
    """The variables that docs/settings.md has a row for."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `(AVROP_[A-Z_]+)` \|", text, flags=re.MULTILINE))


def read_by_the_code() -> set[str]:
    """The variables that the drawn reference finds in the code."""
    page = drawn_pages()[ROOT / "docs" / "reference" / "settings.md"]
    return set(NAME.findall(page))


def test_each_variable_is_explained_and_no_other() -> None:
    assert explained() == read_by_the_code()


@pytest.mark.parametrize(
    "page", ["README.md", "docs/operations.md", "docs/api.md", "docs/architecture.md"]
)
def test_pages_name_only_variables_that_there_are(page: str) -> None:
    named = set(NAME.findall((ROOT / page).read_text(encoding="utf-8")))

    assert named - explained() == set()
