"""The first beat of this app's commands."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.agreements.models import Agreement
from avrop.kernel.problems import missing
from avrop.parties import queries as parties


def agreement_row(agreement_id: UUID) -> Agreement:
    """The agreement, locked; `Missing` where there is none."""
    row: Agreement | None = Agreement.objects.select_for_update().filter(id=agreement_id).first()
    if row is None:
        raise missing("agreement", agreement_id)
    return row


def day_of(at: datetime) -> date:
    """The date where the organisation is."""
    return at.astimezone(parties.time_zone()).date()
