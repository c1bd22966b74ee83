"""The chain that proves the audit trail.

Theory of operation. Events are written by many transactions at once and commit in any order, so
nobody but the sealer looks at transaction ids: it takes the events whose transaction is older than
the oldest one still running, in (transaction, id) order, and gives each the next position of its
tenant with `hash = H(previous hash, H(body))`. Everybody else (webhooks, search, export, audit)
reads by position. Since the chain is over the hash of a body, a body can be disposed of by decision
and the chain still verifies. The head can be handed to an outside witness.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.kernel.canonical import digest
from avrop.kernel.models import SealRow, Tenant
from avrop.kernel.outbox import read_act
from avrop.kernel.scope import tenant_scope
from avrop.values import uuid7

GENESIS = bytes(32)
#: What stands beside the body of an event, to be searched by.
COLUMNS = (
    "name",
    "account_id",
    "person_id",
    "on_behalf_of",
    "mandate_id",
    "unit_id",
    "system",
    "corrects",
    "occurred_at",
    "recorded_at",
)
BATCH = 5000


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link: what an outside witness keeps."""

    tenant_id: UUID
    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """A sealed event as it is exported; `body` is None where it was disposed of. `columns` are what the
    table says beside the body, to be searched by."""

    position: int
    event_id: UUID
    body: str | None
    body_hash: bytes
    hash: bytes
    columns: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the chain does not hold: `code` is one of those in `wording`."""

    code: str
    position: int
    event_id: UUID | None


def seal_all(*, at: datetime) -> int:
    """Seal every tenant; returns how many events got a position."""
    tenants = list(Tenant.objects.values_list("id", flat=True))
    return sum(seal_tenant(tenant_id, at=at) for tenant_id in tenants)


def seal_tenant(tenant_id: UUID, *, at: datetime) -> int:
    """Seal one tenant's events that no running transaction can come before."""
    sealed = 0
    while True:
        with tenant_scope(tenant_id):
            count = _seal_batch(tenant_id, at)
        sealed += count
        if count < BATCH:
            return sealed


def _seal_batch(tenant_id: UUID, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"seal{tenant_id}"]
        )
        cursor.execute(
            "select position, hash, event_xid from kernel_seal where tenant_id = %s "
            "order by position desc limit 1",
            [tenant_id],
        )
        position, previous, last_xid = cursor.fetchone() or (0, GENESIS, 0)
        cursor.execute(
            "select e.id, e.body_hash, e.xid::text::bigint from kernel_event e "
            "where e.tenant_id = %s and e.xid >= %s::text::xid8 "
            "and e.xid < pg_snapshot_xmin(pg_current_snapshot()) and not exists "
            "(select from kernel_seal s where s.tenant_id = e.tenant_id and s.event_id = e.id) "
            "order by e.xid, e.id limit %s",
            [tenant_id, last_xid, BATCH],
        )
        found = cursor.fetchall()
    rows, link = [], bytes(previous)
    for number, (event_id, body_hash, xid) in enumerate(found, start=position + 1):
        link = digest(link, bytes(body_hash))
        rows.append(
            SealRow(
                tenant_id=tenant_id,
                id=uuid7(),
                position=number,
                event_id=event_id,
                event_xid=xid,
                hash=link,
                sealed_at=at,
            )
        )
    SealRow.objects.bulk_create(rows)
    return len(rows)


def head_of(tenant_id: UUID) -> Head:
    """The newest link of a tenant's chain."""
    with tenant_scope(tenant_id):
        row = SealRow.objects.order_by("-position").values_list("position", "hash").first()
    position, link = row or (0, GENESIS)
    return Head(tenant_id, position, bytes(link))


def links(tenant_id: UUID, *, after: int = 0) -> Iterator[Link]:
    """The chain from a position on. Opens its own scope for each piece, so it may be streamed."""
    while True:
        with tenant_scope(tenant_id), connection.cursor() as cursor:
            cursor.execute(
                "select s.position, s.event_id, e.body, e.body_hash, s.hash, "
                f"{', '.join(f'e.{name}' for name in COLUMNS)} from kernel_seal s "
                "left join kernel_event e on e.tenant_id = s.tenant_id and e.id = s.event_id "
                "where s.tenant_id = %s and s.position > %s order by s.position limit %s",
                [tenant_id, after, BATCH],
            )
            found = cursor.fetchall()
        for position, event_id, body, body_hash, link, *columns in found:
            kept = bytes(body_hash or b"")
            yield Link(position, event_id, body, kept, bytes(link), tuple(columns))
        if len(found) < BATCH:
            return
        after = found[-1][0]


def verify(tenant_id: UUID, witness: Head | None = None) -> list[Fault]:
    """Every place where the chain, a body or the witness's head does not hold; none when sound."""
    faults, previous, expected, witnessed = [], GENESIS, 1, witness is None
    for link in links(tenant_id):
        if link.position != expected:
            faults.append(Fault("audit.position_missing", expected, None))
        if not link.body_hash:
            faults.append(Fault("audit.event_missing", link.position, link.event_id))
        elif link.body is not None and digest(link.body) != link.body_hash:
            faults.append(Fault("audit.body_changed", link.position, link.event_id))
        elif not _agrees(link):
            faults.append(Fault("audit.columns_changed", link.position, link.event_id))
        if digest(previous, link.body_hash) != link.hash:
            faults.append(Fault("audit.link_broken", link.position, link.event_id))
        if witness is not None and link.position == witness.position:
            witnessed = link.hash == witness.hash
        previous, expected = link.hash, link.position + 1
    if not witnessed:
        faults.append(Fault("audit.witness_differs", witness.position if witness else 0, None))
    return faults


def _agrees(link: Link) -> bool:
    """Whether what an event is searched by is what its body says: only the body is in the hash."""
    if link.body is None or not link.columns:
        return True
    act = read_act(link.body)
    return link.columns == tuple(getattr(act, name) for name in COLUMNS)
