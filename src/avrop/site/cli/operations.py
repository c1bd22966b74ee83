"""`avrop operations` and `avrop call`: every command and query of the product from the terminal."""

from __future__ import annotations

import json
from typing import Any

import click

from avrop.site.cli.ground import actor_named, now, on_the_ground, show


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@on_the_ground()
def operations(as_json: bool) -> None:
    """List every command and query that `avrop call` can run."""
    from avrop.kernel.commands import all_operations
    from avrop.kernel.routes import all_routes

    list(all_routes())
    show(
        (
            {
                "name": operation.name,
                "kind": "command" if operation.writes else "query",
                "takes": " ".join(operation.parameters()),
                "summary": operation.summary,
            }
            for operation in all_operations()
        ),
        as_json=as_json,
    )


@click.command()
@click.argument("name")
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--as", "email", help="E-mail of the person who acts.")
@click.option("--organisation", help="For which organisation, where the person is in several.")
@click.option("--code", default="", help="One-time code of that person, where proof is asked for.")
@click.option("--key", help="Idempotency key: the same call again has no second effect.")
@on_the_ground()
def call(
    name: str,
    arguments: tuple[str, ...],
    email: str | None,
    organisation: str | None,
    code: str,
    key: str,
) -> None:
    """Run the command or query NAME; prints its answer as JSON.

    A VALUE that is JSON is read as JSON, anything else as text:
    avrop call orders.send_order order_id=0190… --as anna@example.org
    """
    from avrop.kernel.canonical import canonical_json
    from avrop.kernel.exports import record_export
    from avrop.kernel.faces import perform_named
    from avrop.kernel.faces.performing import find_operation, refusals_recorded, run
    from avrop.kernel.once import once

    given = dict(_split(argument) for argument in arguments)
    actor = actor_named(email, organisation, code)
    if key is None:
        answer = perform_named(name, given, actor=actor, at=now(), face="cli")
        if isinstance(answer, bytes):
            record_export(name, "bytes", 1, actor=actor, at=now(), face="cli", filters=given)
        click.echo(canonical_json(answer))
        return
    operation, at = find_operation(name), now()
    with refusals_recorded(operation, given, actor=actor, at=at, face="cli"):
        body, _ = once(
            key,
            {"operation": name, "arguments": given},
            actor=actor,
            act=lambda: run(operation, given, actor=actor, at=at),
            is_secret=operation.is_secret,
        )
    click.echo(body)


def _split(argument: str) -> tuple[str, Any]:
    name, equals, text = argument.partition("=")
    if not equals:
        raise click.UsageError(f"“{argument}” is not KEY=VALUE")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return name, text
    # A bare number is text: numbers here are decimals, article numbers and keys alike.
    return name, value if isinstance(value, (dict, list, bool)) or value is None else text
