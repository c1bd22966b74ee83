"""`avrop parties`: units, people, employments and mandates from a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avrop.site.cli.ground import actor_named, now, on_the_ground, show

if TYPE_CHECKING:
    from avrop.kernel.actors import Actor
    from avrop.parties.queries import ImportLineView, ImportView

#: What is shown of a file for people; with --json everything is.
MOST_SHOWN = 200


@click.group()
def parties() -> None:
    """Keep the organisation's units and people as another system has them."""


@parties.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, row by row, and stop there.")
@click.option("--as", "email", help="E-mail of the person who acts.")
@click.option("--organisation", help="For which organisation: name or id.")
@click.option("--all", "show_all", is_flag=True, help="List every row, however many there are.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row, then the outcome.")
@on_the_ground()
def import_file(
    file: Path,
    dry_run: bool,
    email: str | None,
    organisation: str | None,
    show_all: bool,
    as_json: bool,
) -> None:
    """Import the units, people, employments and mandates of FILE, a workbook (.xlsx) or a text (.csv).

    Everything is done or nothing. With any fault all faults are listed, with row and column, and the
    exit code is 1.
    """
    from avrop.kernel.faces import perform_named

    actor = actor_named(email, organisation)
    content = file.read_bytes()
    with _progress(is_shown=not as_json):
        found: ImportView = perform_named(
            "parties.take_in_import",
            {"content": content, "file_name": file.name},
            actor=actor,
            at=now(),
            face="cli",
        )
    most = None if show_all or as_json else MOST_SHOWN
    _show_lines(found, actor, most=most, as_json=as_json)
    if found.state == "ready" and not dry_run:
        with _progress(is_shown=not as_json):
            found = perform_named(
                "parties.apply_import",
                {"import_id": found.id},
                actor=actor,
                at=now(),
                face="cli",
            )
    row = {"file": found.file_name, "state": found.state, "id": str(found.id), **found.counts}
    show([row], as_json=as_json)
    if found.state == "faulty":
        raise SystemExit(1)


class _progress:  # noqa: N801 - reads as what it is
    """A line for each step of the import, on the way."""

    def __init__(self, *, is_shown: bool) -> None:
        from avrop.parties.importing.progress import telling

        self._telling = telling(_tell if is_shown else lambda step, rows: None)

    def __enter__(self) -> None:
        self._telling.__enter__()

    def __exit__(self, *details: Any) -> None:
        self._telling.__exit__(*details)


_STEPS = {
    "read": "reading {rows} bytes",
    "judge": "looking at {rows} rows",
    "lines": "keeping {rows} lines to show",
    "units": "writing {rows} units",
    "places": "writing {rows} delivery addresses",
    "people": "writing {rows} people",
    "employments": "writing {rows} employments",
    "mandates": "granting {rows} mandates",
    "absences": "writing {rows} absences",
    "events": "noting {rows} events",
}


def _tell(step: str, rows: int) -> None:
    click.echo(f"… {_STEPS[step].format(rows=rows)}", err=True)


def _show_lines(found: ImportView, actor: Actor, *, most: int | None, as_json: bool) -> None:
    for shown, line in enumerate(_lines(found, actor)):
        if most is not None and shown >= most:
            click.echo(f"… and more. List every row with --all. (import {found.id})", err=True)
            return
        if as_json:
            show([_plain(line)], as_json=True)
        else:
            click.echo(_told(line), err=line.problem is not None)


def _lines(found: ImportView, actor: Actor) -> Iterator[ImportLineView]:
    from avrop.kernel.paging import LARGEST_PAGE
    from avrop.parties.queries import import_lines

    cursor = None
    while True:
        page = import_lines(found.id, actor=actor, cursor=cursor, limit=LARGEST_PAGE)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _plain(line: ImportLineView) -> dict[str, Any]:
    from avrop.kernel.canonical import to_plain

    return {"sheet": line.kind, **{k: v for k, v in to_plain(line).items() if k != "id"}}


def _told(line: ImportLineView) -> str:
    """A fault in words, or the fields that a row changes."""
    from avrop.kernel.wording import say

    where = f"{line.kind} {line.row}".strip()
    if line.problem is not None:
        said = say(line.problem)
        column = f" {line.column}" if line.column else ""
        return f"{where}{column}: {said.sentence} {said.remedy}".rstrip()
    changes = ", ".join(
        f"{one.field} {one.before} → {one.after}" if one.before else f"{one.field} {one.after}"
        for one in line.fields
    )
    return f"{where}: {line.action} {line.key} {line.name}: {changes}"
