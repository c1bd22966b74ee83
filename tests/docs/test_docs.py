"""The docs say what the code does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def drawn_pages() -> dict[Path, str]:
    """What tools/draw_docs.py would write."""
    specification = importlib.util.spec_from_file_location("draw_docs", ROOT / "tools/draw_docs.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    pages: dict[Path, str] = module.pages()
    return pages


def test_drawn_pages_are_true() -> None:
    pages = drawn_pages()
    stale = [str(file.relative_to(ROOT)) for file, text in pages.items() if _text(file) != text]
    folders = {file.parent for file in pages} - {ROOT / "docs"}
    orphans = [str(file) for folder in folders for file in folder.glob("*.md") if file not in pages]

    assert stale == [], "run: python tools/draw_docs.py"
    assert orphans == []


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        *(
            f"docs/{name}.md"
            for name in (
                "api",
                "architecture",
                "documents",
                "glossary",
                "operations",
                "organisation",
                "settings",
            )
        ),
    ],
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text)

    assert [target for target in targets if not ((ROOT / page).parent / target).exists()] == []


def test_each_decision_states_itself_and_what_was_rejected() -> None:
    for file in sorted((ROOT / "docs" / "adr").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        assert text.startswith("# "), file.name
        assert "\n## Decision\n" in text, file.name
        assert "\n## Rejected\n" in text, file.name
