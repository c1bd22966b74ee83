"""Files from a command line or an upload page: kept, taken in at once in this process, and followed
to the organisation they are for. The queued job finds the work done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from avrop.exchange import permissions, points, queries
from avrop.exchange.actions import receive
from avrop.exchange.intake import take_in_message
from avrop.exchange.lifecycle import State
from avrop.exchange.queries import MessageView
from avrop.kernel.actors import Actor

FILE = "file"


class NoOperator(RuntimeError):
    """There is no organisation to keep files for which no receiver is named."""


def receive_file(
    source: BinaryIO | bytes,
    *,
    tenant_id: UUID | None = None,
    channel: str = FILE,
    file_name: str = "",
    actor: Actor | None = None,
    at: datetime,
) -> MessageView:
    """What has become of a file: the message where it came to rest.

    `tenant_id` is whom the file was given to; without it the operator's mail room gets it and passes
    it on to its receiver. `actor` is the person who gave it, where one did. No more than the limit is
    read. Call it outside any transaction.
    """
    keeper = actor.tenant_id if actor else tenant_id or queries.operator_tenant()
    if keeper is None:
        raise NoOperator
    stream = BytesIO(source) if isinstance(source, bytes) else source
    content = stream.read(settings.MESSAGE_LIMIT_BYTES + 1)
    rights = frozenset({permissions.RECEIVE.name})
    who = actor or Actor.routine(keeper, "exchange.mailroom", rights)
    kept = receive(content, channel=channel, file_name=file_name, actor=who, at=at)
    points.reached("receive.3")
    return _come_to_rest(kept, at)


def _come_to_rest(kept: MessageView, at: datetime) -> MessageView:
    """Take it in, and again where it has been passed on to."""
    take_in_message(kept.tenant_id, kept.id, at=at)
    here = Actor.routine(kept.tenant_id, "exchange.mailroom")
    if queries.message(kept.id, actor=here).state == State.FORWARDED:
        passed_on = next(
            step for step in queries.steps(kept.id, actor=here) if step.step == State.FORWARDED
        )
        home, message_id = (UUID(passed_on.detail[name]) for name in ("tenant_id", "message_id"))
        take_in_message(home, message_id, at=at)
        there = Actor.routine(home, "exchange.mailroom")
        found = queries.message(message_id, actor=there)
    else:
        found = queries.message(kept.id, actor=here)
    return replace(found, is_repeat=kept.is_repeat)
