"""The first beat of this app's commands."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from avrop.catalogues.models import Version
from avrop.kernel.problems import missing


def version_row(version_id: UUID) -> Version:
    """The version, locked; `Missing` where there is none."""
    row: Version | None = Version.objects.select_for_update().filter(id=version_id).first()
    if row is None:
        raise missing("catalogue version", version_id)
    return row


def wait_for_turn(agreement_id: UUID) -> None:
    """One list of an agreement after another: they number themselves and replace each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"catalogue{agreement_id}"]
        )


def active_version(agreement_id: UUID) -> Version | None:
    """The version in force, locked."""
    rows = Version.objects.select_for_update()
    row: Version | None = rows.filter(agreement_id=agreement_id, state="active").first()
    return row
