"""Tasks for those who can settle what differs: one question per cause, however many lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from avrop.authority import queries as authority
from avrop.buying.invoices import permissions
from avrop.buying.invoices.kinds import DifferenceKind
from avrop.buying.invoices.models import Difference, Invoice
from avrop.buying.invoices.settling import SETTLED_BY
from avrop.kernel.actors import Actor
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import Within
from avrop.tasks import actions as tasks
from avrop.tasks.shapes import NewTask
from avrop.values import Money, Quantity

_IN_MONEY = frozenset({DifferenceKind.PRICE, DifferenceKind.CHARGE, DifferenceKind.TOTAL})


def open_settling_tasks(
    invoice: Invoice, differences: Sequence[Difference], *, actor: Actor, at: datetime
) -> None:
    """A task for each difference, to those who may settle it in the invoice's unit.

    Where nobody has that right, the ledger clerks get it; where there are none either, the difference
    waits on the invoice alone.
    """
    assignees = _assignees({SETTLED_BY[each.kind] for each in differences}, invoice.unit_id, at)
    opened = [
        _task(invoice, each, assignees[SETTLED_BY[each.kind].name])
        for each in differences
        if assignees[SETTLED_BY[each.kind].name]
    ]
    if opened:
        tasks.open_tasks(tuple(opened), actor=actor, at=at)


def _assignees(
    rights: Iterable[Permission], unit_id: UUID | None, at: datetime
) -> dict[str, tuple[UUID, ...]]:
    found = {
        right.name: _who_may(right, unit_id, at)
        for right in sorted(rights, key=lambda each: each.name)
    }
    if not all(found.values()):
        fallback = found.get(permissions.SETTLE_REFERENCE.name) or _who_may(
            permissions.SETTLE_REFERENCE, None, at
        )
        found = {name: people or fallback for name, people in found.items()}
    return found


def _who_may(right: Permission, unit_id: UUID | None, at: datetime) -> tuple[UUID, ...]:
    return authority.people_who_may(right, Within(unit_id=unit_id), at)


def _task(invoice: Invoice, difference: Difference, assignees: tuple[UUID, ...]) -> NewTask:
    return NewTask(
        kind=code_of(difference.kind),
        subject_kind="invoice_difference",
        subject_id=difference.id,
        assignees=assignees,
        once_key=f"invoices.difference/{difference.id}",
        values={
            **difference_values(difference, invoice.currency),
            "number": invoice.number,
            "seller": invoice.seller_name,
        },
        unit_id=invoice.unit_id,
        permission=SETTLED_BY[difference.kind].name,
    )


def code_of(kind: str) -> str:
    """The wording code of a kind of difference."""
    return f"invoices.differs_{kind}"


def difference_values(difference: Difference, currency: str) -> dict[str, Any]:
    """The facts that the sentence of a difference names."""
    expected, actual = difference.expected, difference.actual
    values: dict[str, Any] = {
        "line": difference.position,
        "name": difference.name,
        "amount": Money(difference.amount, currency),
    }
    for name, figure in (("expected", expected), ("actual", actual)):
        values[name] = _figure(difference, figure, currency)
    return values


def _figure(difference: Difference, figure: Any, currency: str) -> Any:
    if figure is None:
        return ""
    if difference.kind in _IN_MONEY:
        return Money(figure, currency).rounded()
    if difference.unit and difference.unit != "%":
        return Quantity(figure, difference.unit)
    return figure
