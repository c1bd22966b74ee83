"""The glossary has every word that the code uses for what it is about."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps

from avrop.kernel.lifecycle import Lifecycle
from avrop.kernel.models import DocumentModel, TenantModel

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"


def own_apps() -> Iterator[AppConfig]:
    """The apps of avrop, without those of packages."""
    return (one for one in apps.get_app_configs() if one.name.startswith("avrop."))


def main_models(app: AppConfig) -> list[str]:
    """What an app is about: its documents, or its tenants' rows where it has no documents."""
    models = list(app.get_models())
    has_documents = any(issubclass(model, DocumentModel) for model in models)
    base = DocumentModel if has_documents else TenantModel
    return [f"{app.label}.{model.__name__}" for model in models if issubclass(model, base)]


def lifecycles() -> Iterator[Lifecycle]:
    """Every table of verbs."""
    for app in own_apps():
        if importlib.util.find_spec(f"{app.name}.lifecycle"):
            module = importlib.import_module(f"{app.name}.lifecycle")
            yield from (one for one in vars(module).values() if isinstance(one, Lifecycle))


def rows() -> list[list[str]]:
    """The cells of every row of the glossary's tables."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("|")
    ]


def code_names() -> set[str]:
    """What stands in the first column in code letters."""
    return {name for row in rows() for name in re.findall(r"`([^`]+)`", row[0])}


def test_every_document_is_in_the_glossary() -> None:
    named = code_names()

    missing = [name for app in own_apps() for name in main_models(app) if name not in named]

    assert missing == []


def test_every_class_that_the_glossary_names_is_in_the_code() -> None:
    known = {f"{model._meta.app_label}.{model.__name__}" for model in apps.get_models()}

    claimed = {name for name in code_names() if re.fullmatch(r"[a-z]+\.[A-Z]\w+", name)}

    assert claimed - known == {"kernel.Actor", "kernel.Permission"}  # no tables


def test_every_lifecycle_and_each_of_its_states_is_in_the_glossary() -> None:
    named = {
        (code, life)
        for row in rows()
        if len(row) == 5
        for code in re.findall(r"`([^`]+)`", row[0])
        for life in row[1].split(", ")
    }

    lives = {
        (state, table.name.replace("_", " ")) for table in lifecycles() for state in table.states
    }

    assert lives - named == set()


def test_every_row_has_a_word_in_each_language() -> None:
    empty = [row for row in rows() if len(row) not in (5, 6) or not all(row)]

    assert empty == []
