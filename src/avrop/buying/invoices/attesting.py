"""Which attest an invoice waits for, who can give it, and their tasks. The tasks follow from the state
of the invoice: `keep_attest_tasks` makes them agree with it, whatever has happened meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from avrop.authority import queries as authority
from avrop.authority.shapes import PersonRight
from avrop.buying.invoices import permissions
from avrop.buying.invoices.costing import chains_on, parts_of
from avrop.buying.invoices.kinds import AttestKind
from avrop.buying.invoices.lifecycle import State
from avrop.buying.invoices.models import Invoice
from avrop.kernel.actors import Actor
from avrop.kernel.days import time_zone
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import Deed, Within
from avrop.tasks import actions as tasks
from avrop.tasks.queries import tasks_of
from avrop.tasks.shapes import NewTask, TaskView
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Attest:
    """An attest: the right it takes, the deed that it is, and the wording of its task."""

    right: Permission
    deed: Deed
    task: str


REVIEW = Attest(permissions.ATTEST_REVIEW, Deed.ATTEST_REVIEW, "invoices.task_attest_review")
DECISION = Attest(
    permissions.ATTEST_DECISION, Deed.ATTEST_DECISION, "invoices.task_attest_decision"
)
ATTESTS: Mapping[AttestKind, Attest] = {
    AttestKind.REVIEW: REVIEW,
    AttestKind.DECISION: DECISION,
}
#: The attest that an invoice of a state waits for.
WAITED_FOR: Mapping[str, Attest] = {State.MATCHED: REVIEW, State.REVIEWED: DECISION}
#: For those who can see to it, where nobody may give the attest.
NOBODY = "invoices.task_nobody_attests"


def who_attests(invoice: Invoice, at: datetime) -> tuple[UUID, ...]:
    """Who can give the attest that an invoice waits for, the lowest limits first; nobody where it waits
    for none. Whoever separation of duties keeps from it is left out. The same statements however many
    lines and codings it has."""
    attest = WAITED_FOR.get(invoice.state)
    if attest is None:
        return ()
    chains = (*chains_on(invoice), invoice.seller_organisation_id)
    nobody = invoice.id
    acts = [authority.Act(nobody, within, chains) for within in _withins(invoice, attest)]
    found = authority.who_may_each(acts, attest.right, at, deed=attest.deed)
    each = [
        tuple(dict.fromkeys(one.person_id for one in sorted(several, key=_by_limit)))
        for several in found
    ]
    may_all = set(each[0]).intersection(*each[1:])
    return tuple(person for person in each[0] if person in may_all)


def _by_limit(right: PersonRight) -> tuple[bool, Decimal]:
    return right.limit is None, right.limit.amount if right.limit else Decimal(0)


def _withins(invoice: Invoice, attest: Attest) -> tuple[Within, ...]:
    if attest is REVIEW:
        return (Within(unit_id=invoice.unit_id),)
    # An invoice that costs nothing is on no coding; somebody answers for it all the same.
    asked = dict.fromkeys(part.responsibility for part in parts_of(invoice)) or ("",)
    net = Money(invoice.net, invoice.currency)
    return tuple(Within(unit_id=invoice.unit_id, amount=net, responsibility=one) for one in asked)


def keep_attest_tasks(
    invoice: Invoice, *, exactly: bool = False, actor: Actor, at: datetime
) -> None:
    """Let the attest that a locked invoice waits for be a task of those who can give it, and no other
    attest of it be anybody's. Safe to repeat: where all is as it should be, nothing is written.
    `exactly`: whoever can't give it any more is not asked any more either."""
    known = tuple(each for each in tasks_of(invoice.id) if each.kind in _KINDS)
    standing = tuple(each for each in known if each.state == "open")
    wanted = _wanted(invoice, len(known), at)
    if wanted is not None and any(_is_the_same(each, wanted, exactly) for each in standing):
        return
    for kind in dict.fromkeys(each.kind for each in standing):
        tasks.close_tasks(invoice.id, kind=kind, outcome="cancelled", actor=actor, at=at)
    if wanted is not None:
        tasks.open_tasks((wanted,), actor=actor, at=at)


_KINDS = frozenset({REVIEW.task, DECISION.task, NOBODY})


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), tzinfo=time_zone())


def _is_the_same(standing: TaskView, wanted: NewTask, exactly: bool) -> bool:
    now, then = set(wanted.assignees), set(standing.assignees)
    return standing.kind == wanted.kind and (now == then if exactly else now <= then)


def _wanted(invoice: Invoice, number: int, at: datetime) -> NewTask | None:
    attest = WAITED_FOR.get(invoice.state)
    if attest is None:
        return None
    kind, people = attest.task, who_attests(invoice, at)
    if not people:
        within = Within(unit_id=invoice.unit_id)
        kind = NOBODY
        people = authority.people_who_may(permissions.SETTLE_REFERENCE, within, at)
    if not people:
        return None
    return NewTask(
        kind=kind,
        subject_kind="invoice",
        subject_id=invoice.id,
        assignees=people,
        # After a dispute it is attested once more, by a task of its own.
        once_key=f"{kind}/{invoice.id}/{number}",
        values={
            "number": invoice.number,
            "seller": invoice.seller_name,
            "amount": Money(invoice.payable, invoice.currency),
        },
        unit_id=invoice.unit_id,
        due_at=_end_of(invoice.due_date) if invoice.due_date else None,
        permission="" if kind == NOBODY else attest.right.name,
    )
