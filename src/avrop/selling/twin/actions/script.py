"""Somebody decides what the twin does."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import invalid_if, missing
from avrop.selling.twin import permissions, rules
from avrop.selling.twin.events import ScriptSet
from avrop.selling.twin.models import ScriptRow
from avrop.selling.twin.shapes import Script


@command(permissions.SCRIPT)
def set_script(
    script: Script,
    *,
    customer_endpoint: str = "",
    buyer_order_number: str = "",
    seller_item_id: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Have this organisation answer by itself: orders of a customer, with a number, with an article.

    The most exact script wins: number, then article, then customer, then the one for all. Orders that
    have come already keep the script they got.
    """
    wanted = {
        "customer_endpoint": customer_endpoint,
        "buyer_order_number": buyer_order_number,
        "seller_item_id": seller_item_id,
    }
    row = ScriptRow.objects.select_for_update().filter(**wanted).first()
    actor = require(actor, permissions.SCRIPT, at=at, within=EVERYWHERE)
    invalid_if(rules.problems_in(script))
    if row is None:
        row = ScriptRow(**wanted)
    else:
        row.version += 1
    row.content = to_plain(script)
    row.save()
    outbox.publish(ScriptSet(row.id, is_removed=False), actor=actor, at=at)
    return row.id


@command(permissions.SCRIPT)
def remove_script(script_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Let people answer again; runs that have begun go on."""
    row = ScriptRow.objects.select_for_update().filter(id=script_id).first()
    if row is None:
        raise missing("twin_script", script_id)
    actor = require(actor, permissions.SCRIPT, at=at, within=EVERYWHERE)
    row.delete()
    outbox.publish(ScriptSet(script_id, is_removed=True), actor=actor, at=at)
