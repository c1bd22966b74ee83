"""Idempotency: the same request with the same key has one effect and one answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import canonical_json, digest
from avrop.kernel.models import OnceRow
from avrop.kernel.problems import Problem, Refused
from avrop.kernel.scope import tenant_scope
from avrop.values import uuid7


def once(
    key: str, request: Any, *, actor: Actor, act: Callable[[], Any], is_secret: bool = False
) -> tuple[str, bool]:
    """Run `act` in one transaction with its key; returns its answer as JSON and whether it is a
    repeated one.

    A second call waits for the first, then gets the first one's answer. The same key with another
    request is `Refused`. A refusal stores nothing, so it may be mended and sent again. The answer that
    `is_secret` is not stored: the second call is `Refused`, and whoever lost it asks under a new key.
    """
    request_hash = digest(canonical_json(request))
    scoped_key = f"{actor.person_id or actor.system}:{key}"
    with tenant_scope(actor.tenant_id):
        if not _take(scoped_key, request_hash, actor):
            row = OnceRow.objects.get(key=scoped_key)
            if bytes(row.request_hash) != request_hash:
                raise Refused((Problem("kernel.key_reused", {"key": key}),))
            if is_secret:
                raise Refused((Problem("kernel.answer_not_kept", {"key": key}),))
            return row.answer or "null", True
        answer = canonical_json(act())
        if is_secret:
            return answer, False
        OnceRow.objects.filter(key=scoped_key).update(answer=answer)
        return answer, False


def _take(key: str, request_hash: bytes, actor: Actor) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kernel_once (tenant_id, id, key, request_hash, recorded_at) "
            "values (%s, %s, %s, %s, %s) on conflict (tenant_id, key) do nothing",
            [actor.tenant_id, uuid7(), key, request_hash, datetime.now(UTC)],
        )
        return bool(cursor.rowcount == 1)
