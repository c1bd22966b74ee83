"""What the commands about documents are given: files and folders, a type, a release of the rules."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

import click

if TYPE_CHECKING:
    from avrop.documents import DocumentKind

HELD_IN_MEMORY = 16 * 1024 * 1024


def kind_called(document_type: str | None) -> DocumentKind | None:
    """The kind of document of a name with hyphens; None for no name, or an unknown one."""
    from avrop.documents import KINDS

    return KINDS.get((document_type or "").replace("-", "_"))


def kind_asked(document_type: str | None) -> DocumentKind | None:
    """The kind that `--type` names; None without it. Raises BadParameter for one that is unknown."""
    kind = kind_called(document_type)
    if document_type is not None and kind is None:
        raise click.BadParameter("no such document type", param_hint="--type")
    return kind


def refuse_unknown_release(version: str | None, *, option: str) -> None:
    """Raises BadParameter for a release that there is none of."""
    from avrop.documents import RELEASES

    if version is not None and version not in {release.version for release in RELEASES}:
        known = ", ".join(release.version for release in RELEASES)
        raise click.BadParameter(f"no such release; there is {known}", param_hint=option)


def files_in(given: Iterable[Path]) -> Iterator[Path]:
    """The files that are given, and of folders every XML file in them."""
    for path in given:
        if not path.is_dir():
            yield path
            continue
        found = sorted(each for each in path.rglob("*") if each.suffix.lower() == ".xml")
        if not found:
            raise click.UsageError(f"There is no XML file in {path}.")
        yield from (each for each in found if each.is_file())


@contextmanager
def readable(file: Path) -> Iterator[BinaryIO]:
    """A file that can be read more than once, be it a pipe. Raises OSError."""
    with file.open("rb") as content:
        if content.seekable():
            yield content
            return
        with SpooledTemporaryFile(HELD_IN_MEMORY) as kept:
            shutil.copyfileobj(content, kept)
            kept.seek(0)
            yield cast(BinaryIO, kept)
