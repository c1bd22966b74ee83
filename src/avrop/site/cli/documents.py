"""`avrop messages`, `avrop catalogues` and `avrop orders`: documents in, out and followed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from avrop.site.cli.ground import actor_named, now, on_the_ground, show

if TYPE_CHECKING:
    from avrop.exchange.queries import MessageView
    from avrop.kernel.actors import Actor

AS = click.option("--as", "email", help="E-mail of the person who acts; else the operator.")
ORGANISATION = click.option("--organisation", help="For which organisation.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@click.group()
def messages() -> None:
    """Messages in and out: take in files, list, show, export payloads."""


@messages.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--register-parties",
    is_flag=True,
    help="For trials: make every unknown party of the files an organisation here first.",
)
@JSON
@on_the_ground()
def receive(files: tuple[Path, ...], register_parties: bool, as_json: bool) -> None:
    """Take in FILES as if they had come over the network.

    Every file ends as a stored message in a named state, with what is wrong and who can mend it.
    """
    from avrop.exchange import mailroom
    from avrop.launcher.progress import progress
    from avrop.site.founding import ensure_operator
    from avrop.site.trials import register_parties_of

    ensure_operator(at=now())
    rows = []
    with progress("Taking in files", total=len(files)) as step:
        for file in files:
            if register_parties:
                register_parties_of(file, at=now())
            with file.open("rb") as source:
                view = mailroom.receive_file(source, file_name=file.name, at=now())
            rows.append(_row(view) | {"file": str(file)})
            step.advance()
    show(rows, as_json=as_json)


@messages.command("list")
@click.option("--direction", type=click.Choice(["in", "out"]), help="Received or sent.")
@click.option("--state", default="", help="Only messages in this state.")
@click.option("--kind", default="", help="Only this kind of document, such as order.")
@click.option("--limit", default=50, show_default=True, help="How many, newest first.")
@AS
@ORGANISATION
@JSON
@on_the_ground()
def list_messages(
    direction: str | None,
    state: str,
    kind: str,
    limit: int,
    email: str | None,
    organisation: str | None,
    as_json: bool,
) -> None:
    """List messages, newest first. Without --as or --organisation: of every organisation."""
    rows = [
        {"organisation": name} | _row(view)
        for name, actor in _readers(email, organisation)
        for view in _messages_of(actor, direction or "", state, kind, limit)
    ]
    rows.sort(key=lambda row: row["at"], reverse=True)
    show(rows[:limit], as_json=as_json)


@messages.command("show")
@click.argument("message_id", type=click.UUID)
@click.option("--payload", is_flag=True, help="Only the document, as it was sent.")
@AS
@ORGANISATION
@on_the_ground()
def show_message(
    message_id: UUID, payload: bool, email: str | None, organisation: str | None
) -> None:
    """Show a message: where it stands, each step it took, what was found, or its payload."""
    from avrop.exchange import queries
    from avrop.kernel.exports import record_export
    from avrop.kernel.problems import Missing

    for _name, actor in _readers(email, organisation):
        try:
            view = queries.message(message_id, actor=actor)
        except Missing:
            continue
        if payload:
            content = queries.payload(message_id, actor=actor)
            record_export(
                "payload", "xml", 1, actor=actor, at=now(), face="cli", subject_id=message_id
            )
            sys.stdout.buffer.write(content)
            return
        show([_row(view)], as_json=False)
        for finding in view.findings:
            said = queries.said(finding)
            click.echo(f"  {said.code} {said.place}: {said.sentence} {said.remedy}".rstrip())
        for step in queries.steps(message_id, actor=actor):
            click.echo(f"  {step.at:%Y-%m-%d %H:%M:%S}  {step.step}")
        return
    raise click.ClickException(f"There is no message {message_id} here.")


@messages.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--direction", type=click.Choice(["in", "out"]), help="Received or sent.")
@AS
@ORGANISATION
@on_the_ground()
def export(
    folder: Path, direction: str | None, email: str | None, organisation: str | None
) -> None:
    """Write every payload to FOLDER, with an index.json that says what each is."""
    from avrop.exchange import queries
    from avrop.kernel.canonical import to_plain
    from avrop.kernel.exports import record_export
    from avrop.kernel.problems import Denial
    from avrop.launcher.progress import progress

    folder.mkdir(parents=True, exist_ok=True)
    index: list[dict[str, Any]] = []
    with progress("Writing payloads") as step:
        for name, actor in _readers(email, organisation):
            found = _messages_of(actor, direction or "", "", "", None)
            record_export(
                "payloads",
                "xml",
                len(found),
                actor=actor,
                at=now(),
                face="cli",
                filters={"direction": direction or ""},
            )
            for view in found:
                entry = {"organisation": name} | _row(view)
                try:
                    content = queries.payload(view.id, actor=actor)
                except Denial as denial:
                    entry["file"], entry["missing"] = None, denial.codes
                else:
                    entry["file"] = f"{view.id}-{view.direction}-{view.kind or 'unknown'}.xml"
                    (folder / entry["file"]).write_bytes(content)
                index.append(entry)
                step.advance()
    text = json.dumps(to_plain(index), ensure_ascii=False, indent=1)
    (folder / "index.json").write_text(text + "\n", encoding="utf-8")
    click.echo(f"{sum(1 for entry in index if entry['file'])} payloads in {folder}")


def _row(view: MessageView) -> dict[str, Any]:
    return {
        "id": str(view.id),
        "direction": view.direction,
        "kind": view.kind,
        "number": view.document_number,
        "sender": view.sender,
        "receiver": view.receiver,
        "state": view.state,
        "findings": [finding.code for finding in view.findings],
        "at": view.created_at,
    }


def _readers(email: str | None, organisation: str | None) -> list[tuple[str, Actor]]:
    """Whose messages are read: one actor's, or the operator's in every organisation."""
    from avrop.kernel.models import Tenant
    from avrop.site.actors import operator

    if email or organisation:
        actor = actor_named(email, organisation)
        return [(Tenant.objects.get(id=actor.tenant_id).name, actor)]
    return [(tenant.name, operator(str(tenant.id))) for tenant in Tenant.objects.order_by("name")]


def _messages_of(
    actor: Actor, direction: str, state: str, kind: str, limit: int | None
) -> list[MessageView]:
    from avrop.exchange import queries

    found: list[MessageView] = []
    cursor: str | None = None
    while True:
        page = queries.messages_page(
            direction=direction, state=state, kind=kind, actor=actor, cursor=cursor, limit=200
        )
        found.extend(page.items)
        cursor = page.next_cursor
        if cursor is None or (limit is not None and len(found) >= limit):
            return found[:limit]


@click.group()
def catalogues() -> None:
    """Price lists."""


@catalogues.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@AS
@ORGANISATION
@JSON
@on_the_ground()
def import_catalogue(
    file: Path, email: str | None, organisation: str | None, as_json: bool
) -> None:
    """Take in a Peppol Catalogue for review. It changes no price before somebody activates it."""
    from avrop.exchange import mailroom

    actor = actor_named(email, organisation)
    with file.open("rb") as source:
        view = mailroom.receive_file(
            source, tenant_id=actor.tenant_id, file_name=file.name, at=now()
        )
    show([_row(view)], as_json=as_json)
    if view.state not in ("taken_in", "repeated"):
        raise SystemExit(1)


@click.group()
def orders() -> None:
    """Orders."""


@orders.command()
@click.argument("number")
@AS
@ORGANISATION
@JSON
@on_the_ground()
def trace(number: str, email: str | None, organisation: str | None, as_json: bool) -> None:
    """Follow the order NUMBER from need to money: one sentence, then every step."""
    from avrop.buying.orders import queries
    from avrop.kernel.problems import Missing

    for _name, actor in _readers(email, organisation):
        try:
            order = queries.order_by_number(number, actor=actor)
        except Missing:
            continue
        _print_trace(order.id, actor, as_json=as_json)
        return
    raise click.ClickException(f"There is no order {number} here.")


def _print_trace(order_id: UUID, actor: Actor, *, as_json: bool) -> None:
    from avrop.buying.orders import queries
    from avrop.site.sentences import sentence_of, words_of

    if not as_json:
        click.echo(sentence_of(queries.standing(order_id, actor=actor, at=now())))
    show(
        (
            {"at": entry.at, "what": entry.code, "in_words": words_of(entry.code, entry.values)}
            for entry in queries.trace(order_id, actor=actor)
        ),
        as_json=as_json,
    )
