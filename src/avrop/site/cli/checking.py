"""`avrop documents`: documents judged and shown without any database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from avrop.site.cli.given import (
    files_in,
    kind_asked,
    kind_called,
    readable,
    refuse_unknown_release,
)
from avrop.site.cli.showing import LANGUAGE, OUTPUT, add_to_report, report_begun, show, write_report

if TYPE_CHECKING:
    from avrop.documents import Judgement, Progress
    from avrop.launcher.progress import Progress as Step

VALID, INVALID = 0, 1


@click.group("documents")
def checking() -> None:
    """Peppol documents judged by their rules, and shown. Needs no database."""


checking.add_command(show)


@checking.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path, allow_dash=False)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and file.")
@click.option(
    "--html",
    "as_html",
    is_flag=True,
    help="One page about all files, each document with its findings.",
)
@LANGUAGE
@OUTPUT
@click.option(
    "--type",
    "document_type",
    metavar="TYPE",
    help="Judge them as this type, such as order-agreement, whatever they say.",
)
@click.option("--rules", metavar="VERSION", help="The release to judge by, such as 2026.5.")
@click.option(
    "--all-rules",
    is_flag=True,
    help="Ask the rules also where the schema is not kept, as for fragments.",
)
def check(
    files: tuple[Path, ...],
    as_json: bool,
    as_html: bool,
    language: str | None,
    output: Path | None,
    document_type: str | None,
    rules: str | None,
    all_rules: bool,
) -> None:
    """Judge FILES; of a folder, every XML file in it.

    A fragment that does not say what it is (with --all-rules) is taken for what its folder is called,
    where that is a type. Ends with 1 when a document is not valid or could not be judged.
    """
    import msgspec

    from avrop.documents import judge_file, verdict_of
    from avrop.launcher.progress import progress

    kind = kind_asked(document_type)
    refuse_unknown_release(rules, option="--rules")
    if as_json and as_html:
        raise click.UsageError("Choose one of --json and --html.")
    if output is not None and not as_html:
        raise click.UsageError("-o is for the page that --html makes.")
    report = report_begun(language) if as_html else None
    found = list(files_in(files))
    is_valid = True
    with progress("Judging documents", total=len(found)) as step:
        for file in found:
            step.advance()
            try:
                with readable(file) as content:
                    judgement = judge_file(
                        content,
                        rules=rules,
                        all_rules=all_rules,
                        kind=kind,
                        fallback=kind_called(file.resolve().parent.name) if all_rules else None,
                        progress=_telling(step),
                    )
                    if report is not None:
                        add_to_report(report, file, content, judgement)
            except OSError as trouble:
                click.echo(f"{file}: {trouble.strerror}", err=True)
                is_valid = False
                continue
            is_valid &= judgement.valid
            if as_json:
                click.echo(msgspec.json.encode(verdict_of(judgement, file=str(file))))
            elif report is None:
                for line in _lines_about(file, judgement, language):
                    click.echo(line)
    if report is not None:
        write_report(report, output)
    sys.exit(VALID if is_valid else INVALID)


def _telling(step: Step) -> Callable[[Progress], None]:
    """Says how many lines of a long catalogue have been judged, where the step is shown."""
    what = step.what

    def tell(progress: Progress) -> None:
        is_whole = progress.bytes_read == progress.bytes_in_all
        step.what = what if is_whole else f"{what}, line {progress.lines:,}"

    return tell


def _lines_about(file: Path, judgement: Judgement, language: str | None) -> Iterator[str]:
    """A verdict for people, in a language, else that of the terminal."""
    from avrop.documents import message, place_in_words, remedy, rest_in_words
    from avrop.site.cli.ground import language_of_the_terminal

    language = language or language_of_the_terminal()
    name = judgement.kind.name.replace("_", " ") if judgement.kind else "?"
    verdict = "valid" if judgement.valid else "NOT VALID" if judgement.judged else "NOT JUDGED"
    yield f"{file}: {name}, {verdict} ({judgement.rule_set})"
    for one in judgement.findings:
        place = place_in_words(one, language)
        told = f"{place}: " if place else ""
        yield f"  {one.severity.value} {one.rule_id}  {told}{message(one, language)}"
        if one.is_fatal:
            yield f"      → {remedy(one, language)}"
        if one.more:
            yield f"      … {rest_in_words(one, language)}"
