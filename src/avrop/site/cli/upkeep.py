"""`avrop migrate` and `avrop check`."""

from __future__ import annotations

import click

from avrop.site.cli.ground import on_the_ground, show


def run_migrations() -> None:
    """Bring the tables up to date, as the owner, with a line of progress."""
    from django.core.management import call_command
    from django.db import connections

    from avrop.launcher.progress import progress

    with progress("Bringing the tables up to date"):
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections["owner"].close()


@click.command()
@on_the_ground(migrated=False)
def migrate() -> None:
    """Bring the tables of the database up to date. Safe to run again."""
    run_migrations()
    click.echo("The tables are up to date.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@on_the_ground(migrated=False)
def check(as_json: bool) -> None:
    """Look at whether this installation is sound. Exit code 1 when something is not."""
    from avrop.site.health import examine

    findings = list(examine())
    show(
        (
            {"what": found.what, "state": "ok" if found.sound else "NOT OK", "detail": found.detail}
            for found in findings
        ),
        as_json=as_json,
    )
    if not all(found.sound for found in findings):
        raise SystemExit(1)
