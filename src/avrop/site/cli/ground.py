"""What stands under a command: the database, Django, who acts, and how answers are shown."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from avrop.kernel.actors import Actor

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def on_the_ground(
    *, migrated: bool = True
) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Mark a command that needs the database. `--help` starts nothing."""

    def mark(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @wraps(function)
        def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            stand_up(migrated=migrated)
            return function(*args, **kwargs)

        return run

    return mark


def stand_up(*, migrated: bool = True) -> None:
    """Start or join the database, load Django, and (embedded only) bring the tables up to date."""
    from avrop.launcher.database import ensure_database

    outside = "AVROP_DATABASE_URL" in os.environ
    ensure_database().put_in_environment()
    os.environ.setdefault("AVROP_SECRET_KEY", _kept_secret())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avrop.site.settings")
    import django

    from avrop.site.translations import compile_if_older

    compile_if_older()
    django.setup()
    speak_as_the_terminal_does()
    if migrated:
        _bring_up_to_date(outside=outside)


def _kept_secret() -> str:
    """The key that signs sessions, made once and kept in the state folder."""
    from avrop.launcher.places import state_folder

    path: Path = state_folder() / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def speak_as_the_terminal_does() -> None:
    """Swedish or Chinese for those whose terminal is, English for everybody else."""
    from django.utils.translation import activate

    activate(language_of_the_terminal())


def language_of_the_terminal() -> str:
    """The language of the product that the terminal's environment asks for."""
    language = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "en").lower()
    return {"sv": "sv", "zh": "zh-hans"}.get(language[:2], "en")


def _bring_up_to_date(*, outside: bool) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connections["owner"].close()
    if not waiting:
        return
    if outside and not os.environ.get("AVROP_MIGRATE"):
        raise click.ClickException(
            f"The database lacks {len(waiting)} migrations. Run `avrop migrate` first."
        )
    from avrop.site.cli.upkeep import run_migrations

    run_migrations()


def now() -> datetime:
    """The moment a face gives to a command."""
    return datetime.now(UTC)


def actor_named(email: str | None, organisation: str | None, code: str = "") -> Actor:
    """The person with this e-mail in an organisation (needed where he is in several); a one-time `code`
    proves that it is he, where that is asked for.

    Without an e-mail: the operator of this installation, a system actor with every right, since
    whoever can start `avrop` on the server holds the database anyway.
    """
    from avrop.site.actors import actor_by_email, operator

    return actor_by_email(email, organisation, code) if email else operator(organisation)


def show(rows: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """A list, as JSON lines for programs or as columns for people."""
    table = list(rows)
    if as_json:
        from avrop.kernel.canonical import canonical_json

        for row in table:
            click.echo(canonical_json(row))
        return
    if not table:
        return
    names = list(table[0])
    cells = [[_cell(row.get(name)) for name in names] for row in table]
    widths = [
        max(len(name), *(len(line[column]) for line in cells)) for column, name in enumerate(names)
    ]
    for line in [[name.upper() for name in names], *cells]:
        click.echo(
            "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        )


def _cell(value: Any) -> str:
    from avrop.kernel.presentation import shown

    return "" if value is None else str(shown(value))


def say_no(error: Exception) -> int | None:
    """Tell a denial in words and return the exit code; None for what is no denial."""
    try:
        from avrop.kernel.problems import Denial, Invalid
        from avrop.kernel.wording import say
    except Exception:
        return None
    if not isinstance(error, Denial):
        return None
    for problem in error.problems:
        said = say(problem)
        place = f" ({' '.join(str(part) for part in said.place)})" if said.place else ""
        fixer = f" [{said.fixer}]" if said.fixer else ""
        click.echo(f"{said.code}{place}: {said.sentence} {said.remedy}{fixer}".rstrip(), err=True)
    return 2 if isinstance(error, Invalid) else 1
