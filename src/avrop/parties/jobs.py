"""The routines of the parties app: days that take effect, imports somebody has begun, and old files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain, to_plain
from avrop.kernel.faces import perform_named
from avrop.kernel.jobs import PATIENT
from avrop.kernel.models import Tenant
from avrop.kernel.problems import Denial
from avrop.kernel.scope import tenant_scope
from avrop.parties import permissions
from avrop.parties.importing.disposing import dispose_of_files
from avrop.parties.importing.imports import APPLYING
from avrop.parties.importing.progress import telling, written_down
from avrop.parties.models import ImportRow

MAY = frozenset({permissions.TAKE_EFFECT.name})
MAY_STOP = frozenset({permissions.IMPORT.name})


@app.periodic(cron="5 * * * *")
@app.task(name="parties.take_effect", queue="upkeep", queueing_lock="parties.take_effect")
def let_days_take_effect(timestamp: int) -> None:
    """Each hour, since days begin at different times: units and people whose day has come move."""
    from avrop.parties.actions import take_effect

    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        take_effect(actor=Actor.routine(tenant_id, "parties.take_effect", MAY), at=at)


@app.task(name="parties.carry_out_import", queue="commands", retry=PATIENT)
def carry_out_import(import_id: str, actor: dict[str, Any], at: str) -> list[str]:
    """Apply an import as who began it, telling on the way how far it has come. Returns the codes of why
    nothing was done.

    Safe to repeat: all is one transaction, and one that has been applied is left alone.
    """
    who: Actor = from_plain(actor, Actor)
    with tenant_scope(who.tenant_id):
        if not ImportRow.objects.filter(id=import_id, state=APPLYING).exists():
            return []
    moment, named = datetime.fromisoformat(at), {"import_id": import_id}
    try:
        with telling(written_down(who.tenant_id, UUID(import_id))):
            perform_named("parties.apply_import", named, actor=who, at=moment, face="job")
    except Denial as denial:
        routine = Actor.routine(who.tenant_id, "parties.carry_out_import", MAY_STOP)
        why = {**named, "problems": to_plain(denial.problems)}
        perform_named("parties.stop_import", why, actor=routine, at=moment, face="job")
        return denial.codes
    return []


@app.periodic(cron="40 3 * * *")
@app.task(name="parties.dispose_of_files", queue="upkeep", queueing_lock="parties.dispose_of_files")
def dispose_of_imported_files(timestamp: int) -> None:
    """Once a day: files of imports that are old are emptied."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        dispose_of_files(tenant_id, at=at)
