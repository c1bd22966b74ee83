"""Collect every text for people and bring the catalogues of translations up to date:
`python tools/translations.py`. English in the source is the key; sv and zh-Hans are translated.

Texts that are new are left empty and texts that are gone are left out, so that the test of the
translations names exactly what there is to do. Nothing is ever guessed from something similar.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src/avrop"
LOCALES = {"sv": "sv", "zh_Hans": "zh_Hans"}
HEADER = """\
# Texts of avrop.
# Copyright (C) the authors of avrop. Under the same licence as avrop: EUPL-1.2.
#"""
#: Parts of a header that change without cause, or say nothing.
UNWANTED = tuple(
    f'"{name}:'
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Report-Msgid-Bugs-To",
        "Last-Translator",
        "Language-Team",
        "Project-Id-Version",
        "Generated-By",
    )
)
PLAIN = ("gettext", "gettext_lazy", "gettext_noop", "_")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(PLAIN),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def main() -> None:
    """Extract, merge, write; say what is left to translate."""
    template = collected()
    for folder, locale in LOCALES.items():
        path = PACKAGE / "locale" / folder / "LC_MESSAGES" / "django.po"
        merged = merge(path, template, locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(merged))
        empty = sum(1 for message in merged if message.id and not is_translated(message.string))
        print(f"{folder}: {len(merged)} texts, {empty} to translate", file=sys.stderr)


def collected() -> Catalog:
    """Every text of the Python files and the templates, with where it stands."""
    catalog = Catalog()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".html") and "tests" not in path.parts:
            where = path.relative_to(ROOT).as_posix()
            for line, message, comments, context in texts_of(path):
                catalog.add(message, None, [(where, line)], auto_comments=comments, context=context)
    return catalog


def texts_of(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """The texts of one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        # What is no text becomes rows of X; their indentation means nothing, but to a tokenizer.
        source = "\n".join(line.lstrip() for line in templatize(source).split("\n"))
    yield from extract(
        "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    )


def merge(path: Path, template: Catalog, locale: str) -> Catalog:
    """The texts that there are, each with the translation it has in `path`, if any."""
    catalog = Catalog(
        locale=locale,
        header_comment=HEADER,
        fuzzy=False,
        project="avrop",
        version="0",
        msgid_bugs_address="",
        last_translator="",
        language_team=locale,
    )
    known = read(path) if path.exists() else Catalog(locale=locale)
    for message in template:
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        if old is None and isinstance(message.id, tuple):
            old = known.get(message.id[0], message.context)
        string = old.string if old is not None and "fuzzy" not in old.flags else ""
        places = sorted({(name, 0) for name, _line in message.locations})
        catalog.add(
            message.id,
            string if fits(message.id, string) else "",
            places,
            flags=message.flags & {"python-format"},
            context=message.context,
        )
    return catalog


def fits(identity: object, string: object) -> bool:
    """Whether a translation is plural where its text is."""
    return isinstance(identity, tuple) == isinstance(string, tuple)


def is_translated(string: object) -> bool:
    """Whether there is a translation, in every number the language has."""
    return all(string) if isinstance(string, tuple) else bool(string)


def read(path: Path) -> Catalog:
    """A catalogue from its file."""
    with path.open("rb") as file:
        return read_po(file)


def written(catalog: Catalog) -> bytes:
    """A catalogue as a file: sorted by where its texts stand, without dates, so that only what
    changes is a change."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, sort_by_file=True, width=100, omit_header=False, include_lineno=False)
    lines = buffer.getvalue().decode().splitlines()
    kept = [line for line in lines if not line.startswith(UNWANTED)]
    return ("\n".join(kept) + "\n").encode()


if __name__ == "__main__":
    main()
