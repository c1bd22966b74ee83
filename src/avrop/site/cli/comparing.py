"""`avrop documents compare`: a second opinion by the official rules that the operator holds."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avrop.site.cli.checking import INVALID, VALID
from avrop.site.cli.given import files_in, kind_asked, refuse_unknown_release

if TYPE_CHECKING:
    from avrop.documents.second_opinion import Comparison


@click.command()
@click.argument("rules", type=click.Path(exists=True, path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line and file.")
@click.option("--type", "document_type", metavar="TYPE", help="What fragments are taken for.")
@click.option("--release", metavar="VERSION", help="The release of our own rules, such as 2026.5.")
def compare(
    rules: Path,
    files: tuple[Path, ...],
    as_json: bool,
    document_type: str | None,
    release: str | None,
) -> None:
    """Judge FILES by the official RULES and by ours, and tell every disagreement.

    RULES is a stylesheet, or a folder of them: Schematron compiled to XSLT (.xsl, .xslt) that answers
    in SVRL. In a folder their names say which is for which document (T01, EN16931-UBL). Needs the extra
    second-opinion. Ends with 1 where the two disagree, or could not be compared.
    """
    from avrop.documents.second_opinion import NoSecondOpinion
    from avrop.documents.second_opinion import compare as compared
    from avrop.launcher.progress import progress

    kind = kind_asked(document_type)
    refuse_unknown_release(release, option="--release")
    found, results = list(files_in(files)), []
    try:
        with progress("Comparing documents", total=len(found)) as step:
            for result in compared(rules, found, kind=kind, version=release):
                results.append(result)
                for line in [json.dumps(row_of(result))] if as_json else _lines_about(result):
                    click.echo(line)
                step.advance()
    except NoSecondOpinion as problem:
        raise click.ClickException(str(problem)) from None
    disagreeing = [each for each in results if not each.agrees]
    if not as_json:
        click.echo(_summary(results))
    sys.exit(INVALID if disagreeing else VALID)


def row_of(result: Comparison) -> dict[str, Any]:
    """A comparison for a program: rule ids by severity."""
    return {
        "file": result.file,
        "document_type": result.document_type.replace("_", "-") or None,
        "agrees": result.agrees,
        "ours_only": _by_severity(result.ours_only),
        "theirs_only": _by_severity(result.theirs_only),
        "agreed": result.agreed,
        "not_in_rules": list(result.unheard),
        "trouble": result.trouble or None,
    }


def _by_severity(rules: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    return {
        severity: [rule_id for rule_id, stated in rules if stated == severity]
        for severity in ("fatal", "warning")
    }


def _lines_about(result: Comparison) -> Iterator[str]:
    if result.trouble:
        yield f"{result.file}: NOT COMPARED: {result.trouble}"
        return
    if result.agrees:
        return
    yield f"{result.file}: DISAGREE ({result.document_type.replace('_', ' ')})"
    for whose, rules in (("ours only", result.ours_only), ("theirs only", result.theirs_only)):
        for rule_id, severity in rules:
            yield f"  {whose}: {severity} {rule_id}"


def _summary(results: list[Comparison]) -> str:
    troubled = sum(bool(each.trouble) for each in results)
    agreeing = sum(each.agrees for each in results)
    return (
        f"{len(results)} documents: {agreeing} agree, {len(results) - agreeing - troubled} disagree, "
        f"{troubled} not compared"
    )
