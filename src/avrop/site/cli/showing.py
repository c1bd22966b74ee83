"""`avrop documents show`, and the page of `avrop documents check --html`: documents for people, without
any database."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from avrop.site.cli.given import readable
from avrop.site.cli.ground import language_of_the_terminal
from avrop.site.cli.standing import LANGUAGES, speak

if TYPE_CHECKING:
    from avrop.documents import Judgement
    from avrop.site.sheets.opening import Opened
    from avrop.site.sheets.reporting import Report

LANGUAGE = click.option(
    "--language",
    type=click.Choice(LANGUAGES, case_sensitive=False),
    help="Of the words around it; else that of the terminal.",
)


def _to_be_written(output: Path | None) -> Path | None:
    """A file that can be written, told before there is anything to write."""
    if output is not None and not os.access(output.parent, os.W_OK):
        raise click.BadParameter(f"no file can be made in {output.parent}")
    return output


OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    callback=lambda _context, _option, output: _to_be_written(output),
    help="Write to this file instead of the terminal.",
)
UNREADABLE = 1


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--html", "form", flag_value="html", help="As a page that stands alone.")
@click.option("--pdf", "form", flag_value="pdf", help="As a PDF that everybody can read (PDF/UA).")
@LANGUAGE
@OUTPUT
def show(file: Path, form: str | None, language: str | None, output: Path | None) -> None:
    """Show the document in FILE for reading, with what its rules find at the place it is about.

    Of a price list the first 200 lines are shown. Ends with 1, and says what was found, when the
    document cannot be read.
    """
    from avrop.documents import UnreadableDocument, judge_file

    speak(language or language_of_the_terminal())
    with readable(file) as content:
        judgement = judge_file(content)
        try:
            from avrop.site.sheets.opening import opened

            found = opened(content, judgement.kind.name if judgement.kind else "")
        except UnreadableDocument:
            _tell_why_not(file, judgement)
            sys.exit(UNREADABLE)
    if form == "pdf":
        _write(_pdf(found, judgement), output)
    elif form == "html":
        _write(_page(found, judgement).encode(), output)
    else:
        _write(_text(found, judgement).encode(), output)


def _text(found: Opened, judgement: Judgement) -> str:
    from avrop.site.sheets.telling import told
    from avrop.site.sheets.verdicts import verdict_in_words

    sheet = found.sheet(judgement.findings)
    lines = told(sheet, verdict_in_words(judgement), width=_width())
    return "\n".join(lines) + "\n"


def _page(found: Opened, judgement: Judgement) -> str:
    from avrop.site.sheets.standing_alone import page_of
    from avrop.site.sheets.verdicts import verdict_in_words

    return page_of(found.sheet(judgement.findings), verdict_in_words(judgement))


def _pdf(found: Opened, judgement: Judgement) -> bytes:
    from avrop.documents.reading import sending_party
    from avrop.site.sheets.typesetting import pdf_by

    author = sending_party(found.document).display_name
    return pdf_by(lambda: found.sheet(judgement.findings), author=author)


def _tell_why_not(file: Path, judgement: Judgement) -> None:
    from avrop.site.sheets import remark_on
    from avrop.site.sheets.telling import remarks_told
    from avrop.site.sheets.verdicts import verdict_in_words

    click.echo(f"{file}: {verdict_in_words(judgement).sentence}", err=True)
    for line in remarks_told(map(remark_on, judgement.findings), _width()):
        click.echo(f"  {line}", err=True)


def _width() -> int:
    """So many letters the terminal has room for, and no more than one reads in a line."""
    return min(shutil.get_terminal_size((100, 24)).columns, 120)


def _write(content: bytes, output: Path | None) -> None:
    if output is not None:
        output.write_bytes(content)
        return
    if sys.stdout.isatty() and content.startswith(b"%PDF"):
        raise click.UsageError("A PDF is not for a terminal: name a file with -o.")
    click.echo(content, nl=False)


def report_begun(language: str | None) -> Report:
    """A report of documents in a language, to be filled file by file."""
    speak(language or language_of_the_terminal())
    from avrop.site.sheets.reporting import Report

    return Report()


def add_to_report(report: Report, file: Path, content: BinaryIO, judgement: Judgement) -> None:
    """Take a file and its verdict into the report, and its document where its content can be read."""
    from avrop.documents import UnreadableDocument
    from avrop.site.sheets.opening import opened

    found = None
    if judgement.kind is not None and report.wants_sheet(judgement):
        try:
            found = opened(content, judgement.kind.name)
        except UnreadableDocument:
            found = None
    report.add(str(file), judgement, found)


def write_report(report: Report, output: Path | None) -> None:
    """Write the report as a page of HTML."""
    _write(report.page().encode(), output)
