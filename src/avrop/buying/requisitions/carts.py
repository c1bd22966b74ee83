"""Finding carts and their lines for a command: locked, and open for editing where it is to be."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from avrop.buying.requisitions.lifecycle import LIFECYCLE, LineState
from avrop.buying.requisitions.models import Requisition, RequisitionLine
from avrop.kernel.problems import missing
from avrop.kernel.versions import changed


def cart_for_change(requisition_id: UUID) -> Requisition:
    """The requisition, locked; `Missing` where there is none."""
    found = Requisition.objects.select_for_update().filter(id=requisition_id).first()
    if found is None:
        raise missing("requisition", requisition_id)
    return found


def open_lines(
    requisition_id: UUID, line_ids: Collection[UUID] | None = None
) -> list[RequisitionLine]:
    """The open lines of a cart by position, or those asked for; `Missing` where one isn't open."""
    rows = RequisitionLine.objects.filter(requisition_id=requisition_id, state=LineState.OPEN)
    if line_ids is not None:
        rows = rows.filter(id__in=line_ids)
    found = list(rows.order_by("position"))
    if line_ids is not None:
        for line_id in set(line_ids) - {line.id for line in found}:
            raise missing("requisition line", line_id)
    return found


def edited(requisition: Requisition, expected_version: int | None) -> None:
    """Take the step "edit": count the change and save. A returned cart stays returned."""
    requisition.state = LIFECYCLE.after(requisition.state, "edit")
    changed(requisition, expected_version)
    requisition.save(
        update_fields=[
            "state",
            "version",
            "short_code_id",
            "default_coding",
            "customer_reference",
        ]
    )
