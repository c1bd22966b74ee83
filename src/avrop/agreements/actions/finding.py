"""The first beat of this app's commands."""

from __future__ import annotations

from uuid import UUID

from avrop.agreements.models import Agreement
from avrop.kernel.ports import Within
from avrop.kernel.problems import missing


def across(agreement_id: UUID) -> Within:
    """Steering an agreement concerns the whole organisation, whichever units use it."""
    return Within(agreement_id=agreement_id, everywhere=True)


def agreement_row(agreement_id: UUID) -> Agreement:
    """The agreement, locked; `Missing` where there is none."""
    row: Agreement | None = Agreement.objects.select_for_update().filter(id=agreement_id).first()
    if row is None:
        raise missing("agreement", agreement_id)
    return row
