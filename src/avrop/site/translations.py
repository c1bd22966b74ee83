"""Translations, made ready to use: `.mo` files are compiled by Babel where they are missing or older
than their `.po`, so that none is ever committed and no gettext tools are needed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "locale"


def compile_if_older(folder: Path = LOCALES) -> int:
    """Compile what has changed; returns how many files. Safe in several processes at once.

    Where the folder cannot be written (a package installed by somebody else) nothing happens, and
    texts whose `.mo` is missing are shown in English.
    """
    return sum(_compile(path) for path in sorted(folder.glob("*/LC_MESSAGES/*.po")))


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    with source.open("rb") as file:
        catalog = read_po(file)
    try:
        descriptor, name = tempfile.mkstemp(dir=source.parent, suffix=".mo.new")
    except OSError:
        return False
    try:
        with os.fdopen(descriptor, "wb") as file:
            write_mo(file, catalog)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    return True
