"""What a routine sees to every day about the basic data: that somebody knows what there is to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.parties import permissions as master_data
from avrop.parties import queries as parties
from avrop.parties.queries import Finding
from avrop.responsibility import permissions
from avrop.tasks import actions as tasks
from avrop.tasks import queries as tasks_queries
from avrop.tasks.shapes import NewFacts, NewTask, TaskView

TO_MEND = {True: "responsibility.data_to_mend_in", False: "responsibility.data_to_mend"}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A task that should be there: for a part of the organisation (None: the rest of it), how much there
    is to mend, and who looks after it."""

    area: UUID | None
    unit: str
    count: int
    keepers: tuple[UUID, ...]

    @property
    def kind(self) -> str:
        """The code of its sentence."""
        return TO_MEND[self.area is not None]

    @property
    def values(self) -> Mapping[str, object]:
        """The facts of its sentence."""
        return {"count": self.count, **({"unit": self.unit} if self.area else {})}


@command(permissions.WATCH)
def see_to_quality(*, actor: Actor, at: datetime) -> int:
    """Have one task for each part of the organisation whose basic data somebody looks after: it says how
    much the rules find there, and is closed when that is nothing. Repeatable. Returns how many tasks
    there are; the statements do not grow."""
    actor = require(actor, permissions.WATCH, at=at, within=EVERYWHERE)
    left = [one for one in parties.all_findings(at) if one.aside is None]
    wanted = {one.area or actor.tenant_id: one for one in _wanted(left, at)}
    open_now = [one for kind in TO_MEND.values() for one in tasks_queries.open_tasks_of_kind(kind)]
    stays = {one.subject_id: one for one in open_now if _is_still(one, wanted.get(one.subject_id))}
    gone = tuple(one.subject_id for one in open_now if one.subject_id not in stays)
    for kind in TO_MEND.values() if gone else ():
        tasks.close_tasks_of(gone, kind=kind, actor=actor, at=at)
    stated = tuple(NewFacts(stays[subject].id, wanted[subject].values) for subject in stays)
    fresh = tuple(
        _task(subject, one, at) for subject, one in wanted.items() if subject not in stays
    )
    if stated:
        tasks.restate_tasks(stated, actor=actor, at=at)
    if fresh:
        tasks.open_tasks(fresh, actor=actor, at=at)
    return len(wanted)


def _is_still(task: TaskView, wanted: _Wanted | None) -> bool:
    """Whether an open task goes on: something is left, and it waits for those who look after that now,
    or one of them has taken it."""
    if wanted is None:
        return False
    return set(task.assignees) == set(wanted.keepers) or task.taken_by in wanted.keepers


def _wanted(left: Sequence[Finding], at: datetime) -> tuple[_Wanted, ...]:
    """The tasks there should be. What lies in a part that nobody looks after falls to those who look
    after the part around it, at last to those of the whole organisation."""
    keepers: dict[UUID | None, list[UUID]] = {}
    for person_id, area in authority.held_where(master_data.PUT_ASIDE, at):
        keepers.setdefault(area, []).append(person_id)
    units = parties.units_by_id({one.unit_id for one in left if one.unit_id})
    counted: Counter[UUID | None] = Counter(
        _nearest(units[one.unit_id].lineage if one.unit_id in units else (), keepers)
        for one in left
    )
    names = parties.unit_names([area for area in counted if area])
    return tuple(
        _Wanted(area, names.get(area, "") if area else "", count, tuple(sorted(keepers[area])))
        for area, count in counted.items()
        if area in keepers
    )


def _nearest(lineage: Sequence[UUID], areas: Collection[UUID | None]) -> UUID | None:
    return next((unit for unit in reversed(lineage) if unit in areas), None)


def _task(subject: UUID, wanted: _Wanted, at: datetime) -> NewTask:
    return NewTask(
        kind=wanted.kind,
        subject_kind="quality",
        subject_id=subject,
        assignees=wanted.keepers,
        once_key=f"{wanted.kind}/{subject}/{at.isoformat()}",
        values=wanted.values,
        unit_id=wanted.area,
        permission=master_data.PUT_ASIDE.name,
    )
