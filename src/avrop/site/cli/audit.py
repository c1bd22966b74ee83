"""`avrop audit`: the chain of events, verified and exported."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from avrop.site.cli.ground import on_the_ground, show


@click.group()
def audit() -> None:
    """The audit trail: prove it, take it out."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@on_the_ground()
def verify(as_json: bool) -> None:
    """Seal what is new and check every tenant's chain. Exit code 1 when one does not hold."""
    from avrop.kernel import sealing
    from avrop.kernel.models import Tenant
    from avrop.site.cli.ground import now

    rows, sound = [], True
    for tenant in Tenant.objects.order_by("name"):
        sealing.seal_tenant(tenant.id, at=now())
        faults = sealing.verify(tenant.id)
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
