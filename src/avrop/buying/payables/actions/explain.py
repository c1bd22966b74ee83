"""Saying what a booking of the bank is, that fits no payment of ours."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.payables import permissions
from avrop.buying.payables.events import BankEntryExplained
from avrop.buying.payables.lifecycle import ENTRY, EntryState
from avrop.buying.payables.models import BankEntry
from avrop.buying.payables.queries import entry_view
from avrop.buying.payables.shapes import BankEntryView
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.tasks import actions as tasks


@command(permissions.EXPLAIN)
def explain_bank_entry(
    entry_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> BankEntryView:
    """Write down what a booking was for, or what has been done about it. It changes no payment and no
    voucher. The task about the bank's file is done with the last of them."""
    entry = BankEntry.objects.select_for_update().filter(id=entry_id).first()
    if entry is None:
        raise missing("bank entry", entry_id)

    actor = require(actor, permissions.EXPLAIN, at=at, within=EVERYWHERE)

    refuse_if([] if reason.strip() else [Problem("payables.no_reason", {}, ("reason",))])
    entry.state = ENTRY.after(entry.state, "explain")

    count_change(entry, expected_version)
    entry.explanation, entry.explained_at = reason, at
    entry.explained_by, entry.on_behalf_of = actor.person_id, actor.on_behalf_of
    entry.mandate_id = actor.mandate_id
    entry.save(
        update_fields=[
            "state",
            "explanation",
            "explained_at",
            "explained_by",
            "on_behalf_of",
            "mandate_id",
            "version",
        ]
    )
    others = BankEntry.objects.filter(file_id=entry.file_id, state=EntryState.OPEN)
    if not others.exists():
        tasks.close_tasks(entry.file_id, actor=actor, at=at)

    outbox.publish(BankEntryExplained(entry.id, entry.file_id), actor=actor, at=at, reason=reason)
    return entry_view(entry)
