"""`avrop audit`: the chain of events, verified and exported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from avrop.site.cli.ground import on_the_ground, show

if TYPE_CHECKING:
    from uuid import UUID

    from avrop.kernel.sealing import Head


@click.group()
def audit() -> None:
    """The audit trail: prove it, take it out."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--witness",
    "witnesses",
    multiple=True,
    help="What somebody outside kept of a chain: ORGANISATION=POSITION:HASH.",
)
@on_the_ground()
def verify(as_json: bool, witnesses: tuple[str, ...]) -> None:
    """Seal what is new and check every tenant's chain. Exit code 1 when one does not hold.

    The chain alone shows that nothing in it was changed; only a head that was kept elsewhere shows that
    it was not made anew from the beginning, or cut off at its end.
    """
    from avrop.kernel import sealing
    from avrop.kernel.models import Tenant
    from avrop.site.cli.ground import now

    rows, sound = [], True
    kept = dict(_witness(one) for one in witnesses)
    for tenant in Tenant.objects.order_by("name"):
        sealing.seal_tenant(tenant.id, at=now())
        faults = sealing.verify(tenant.id, kept.get(tenant.id))
        head = sealing.head_of(tenant.id)
        sound = sound and not faults
        rows.append(
            {
                "organisation": tenant.name,
                "events": head.position,
                "head": head.hash.hex(),
                "faults": [f"{fault.code}@{fault.position}" for fault in faults],
            }
        )
    show(rows, as_json=as_json)
    if not sound:
        raise SystemExit(1)


@audit.command()
@click.option("--organisation", help="Which one; the operator's without.")
@click.option("--as", "email", help="E-mail of the person who reads; the operator without.")
@click.option(
    "--person", default="", help="Id of a person: what she did, and what was done to her."
)
@click.option("--subject", default="", help="Id of what it is about.")
@click.option("--name", default="", help="Which event, or all of an app's: orders.")
@click.option("--since", default=None, help="First day, such as 2026-03-01.")
@click.option("--until", default=None, help="Last day.")
@click.option("--refused", is_flag=True, help="What was refused, instead of what happened.")
@click.option("--most", default=50, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@on_the_ground()
def search(
    organisation: str | None,
    email: str | None,
    person: str,
    subject: str,
    refused: bool,
    most: int,
    as_json: bool,
    **given: Any,
) -> None:
    """Search what happened, the newest first. That it was read is written down."""
    from avrop.kernel.canonical import to_plain
    from avrop.kernel.faces import perform_named
    from avrop.site.cli.ground import actor_named, now

    arguments = {name: value for name, value in given.items() if value}
    arguments |= {"people": [person]} if person else {}
    arguments |= {"subjects": [subject]} if subject else {}
    actor, cursor = actor_named(email, organisation), None
    rows: list[dict[str, Any]] = []
    query = "kernel.refusals_page" if refused else "kernel.audit_page"
    while len(rows) < most:
        asked = {**arguments, "limit": str(min(200, most - len(rows))), "cursor": cursor}
        page = perform_named(query, asked, actor=actor, at=now(), face="cli")
        rows += [to_plain(one) for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    if not as_json:
        kept = ("at", "operation", "codes", "name", "subject_id", "person_id", "system")
        rows = [{name: row[name] for name in kept if name in row} for row in rows]
    show(rows, as_json=as_json)


@audit.command()
@click.argument("organisation")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="File; else stdout.")
@on_the_ground()
def export(organisation: str, to: Path | None) -> None:
    """Write an organisation's chain as JSON lines, which docs/verify_chain.py can check alone."""
    from avrop.kernel import sealing
    from avrop.kernel.canonical import canonical_json
    from avrop.kernel.exports import record_export
    from avrop.site.actors import operator, tenant_named
    from avrop.site.cli.ground import now

    tenant_id = tenant_named(organisation)
    record_export(
        "audit",
        "jsonl",
        sealing.head_of(tenant_id).position,
        actor=operator(str(tenant_id)),
        at=now(),
        face="cli",
    )
    stream = to.open("w", encoding="utf-8") if to else sys.stdout
    for link in sealing.links(tenant_id):
        row = {
            "position": link.position,
            "event_id": str(link.event_id),
            "body": link.body,
            "body_hash": link.body_hash.hex(),
            "hash": link.hash.hex(),
        }
        stream.write(canonical_json(row) + "\n")
    if to:
        stream.close()
        click.echo(f"Written to {to}.", err=True)


def _witness(text: str) -> tuple[UUID, Head]:
    """What an outside witness kept: of which organisation, at which position, which hash."""
    from avrop.kernel.sealing import Head
    from avrop.site.actors import tenant_named

    organisation, _, head = text.rpartition("=")
    position, _, digest = head.partition(":")
    try:
        kept = int(position), bytes.fromhex(digest)
    except ValueError:
        raise click.UsageError(f"“{text}” is not ORGANISATION=POSITION:HASH") from None
    tenant_id = tenant_named(organisation)
    return tenant_id, Head(tenant_id, *kept)
