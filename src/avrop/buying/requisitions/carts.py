"""Finding carts and their lines for a command: locked, and open for editing where it is to be."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from avrop.buying.requisitions.lifecycle import LIFECYCLE, LineState
from avrop.buying.requisitions.models import Requisition, RequisitionLine
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.problems import missing
from avrop.kernel.versions import count_change

_locked = compiled(lambda: Requisition.objects.select_for_update().filter(id=Given("id")))


def cart_for_change(requisition_id: UUID) -> Requisition:
    """The requisition, locked; `Missing` where there is none."""
    found = _locked.first(id=requisition_id)
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


def hold_to(requisition: Requisition, expected_version: int | None) -> None:
    """`Refused` where the face had another version of the cart on its screen; counts nothing itself, for
    commands that change the cart by others."""
    count_change(requisition, expected_version)
    requisition.version -= 1


def edited(requisition: Requisition, expected_version: int | None) -> None:
    """Take the step "edit": count the change and save. A returned cart stays returned."""
    requisition.state = LIFECYCLE.after(requisition.state, "edit")
    count_change(requisition, expected_version)
    requisition.save(
        update_fields=[
            "state",
            "version",
            "wanted_date",
            "delivery_place_id",
            "short_code_id",
            "default_coding",
            "customer_reference",
        ]
    )


def take_step(requisition: Requisition, verb: str, *columns: str) -> None:
    """Take a step that a routine records: count the change and save the state and `columns`."""
    requisition.state = LIFECYCLE.after(requisition.state, verb)
    count_change(requisition, None)
    requisition.save(update_fields=["state", "version", *columns])
