"""The first beat of this app's commands."""

from __future__ import annotations

from uuid import UUID

from avrop.agreements.models import Agreement
from avrop.kernel.problems import missing


def agreement_row(agreement_id: UUID) -> Agreement:
    """The agreement, locked; `Missing` where there is none."""
    row: Agreement | None = Agreement.objects.select_for_update().filter(id=agreement_id).first()
    if row is None:
        raise missing("agreement", agreement_id)
    return row
