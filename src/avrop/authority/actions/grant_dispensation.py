"""Two deeds that are kept apart, in one pair of hands for a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q

from avrop.authority import events, permissions, queries
from avrop.authority.actions.checking import problems_with_person, problems_with_unit
from avrop.authority.dispensing import Proposed, problems_dispensing
from avrop.authority.models import Delegation, Dispensation
from avrop.authority.rights import require_over
from avrop.authority.separation import Pair
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import time_zone
from avrop.kernel.ports import Deed
from avrop.kernel.problems import refuse_if
from avrop.tasks.actions import open_task

REVIEW = "authority.task_review_dispensation"


@command(permissions.DISPENSE)
def grant_dispensation(
    person_id: UUID,
    first: Deed,
    second: Deed,
    *,
    valid_from: date,
    valid_until: date,
    reason: str,
    control: str,
    reviewer_id: UUID,
    review_by: date,
    chain_ids: tuple[UUID, ...] = (),
    unit_id: UUID | None = None,
    about_kind: str = "",
    about_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let a person do two deeds that are kept apart: on the chains of one transaction, or in a unit and
    below, until a day (GOV-08).

    Somebody else decides, for a reason. `control` is what makes up for it: the reviewer, a third person,
    has a task to carry it out by `review_by`. What is always apart is never dispensed from.
    `about_kind` and `about_id` name the document that the chains are of, for whoever reads it.
    """
    asked = actor
    actor = require_over(actor, permissions.DISPENSE, at, unit_id)
    deciders = frozenset(one for one in (actor.person_id, actor.on_behalf_of) if one is not None)
    rules, reference = queries.separation_in_force(valid_from)
    proposed = Proposed(
        person_id,
        Pair(first, second),
        tuple(dict.fromkeys(chain_ids)),
        unit_id,
        reason,
        control,
        reviewer_id,
        review_by,
        valid_from,
        valid_until,
        deciders,
        _links({person_id, *deciders}, valid_from, valid_until),
    )
    refuse_if(
        [
            *problems_with_person(person_id, valid_from),
            *problems_with_person(reviewer_id, valid_from),
            *problems_with_unit(unit_id),
            *problems_dispensing(proposed, rules),
        ]
    )
    row = Dispensation.objects.create(
        person_id=person_id,
        first=first,
        second=second,
        chain_ids=list(proposed.chain_ids),
        about_kind=about_kind,
        about_id=about_id,
        unit_id=unit_id,
        reason=reason.strip(),
        control=control.strip(),
        reviewer_id=reviewer_id,
        review_by=review_by,
        valid_from=valid_from,
        valid_until=valid_until,
        decided_by=actor.person_id,
        mandate_id=actor.mandate_id,
        decided_at=at,
        rule_set=reference,
    )
    _ask_the_reviewer(row, actor=asked, at=at)
    event = events.DispensationGranted(row.id, person_id, str(first), str(second), valid_until)
    outbox.publish(event, actor=actor, at=at, reason=row.reason, rule_set=reference)
    return row.id


def _ask_the_reviewer(row: Dispensation, *, actor: Actor, at: datetime) -> None:
    """The control has a task of its own, from the first day."""
    due = datetime.combine(row.review_by, time(17), tzinfo=time_zone())
    open_task(
        REVIEW,
        subject_kind="dispensation",
        subject_id=row.id,
        assignees=(row.reviewer_id,),
        once_key=f"authority.dispensation/{row.id}",
        values={"review_by": row.review_by},
        unit_id=row.unit_id,
        due_at=due,
        actor=actor,
        at=at,
    )


def _links(
    people: Collection[UUID], valid_from: date, valid_until: date
) -> tuple[tuple[UUID, UUID], ...]:
    """Who stands in for these people, and for whom they do, in the dispensation's time."""
    rows = Delegation.objects.filter(
        Q(from_person__in=people) | Q(to_person__in=people),
        revoked_at=None,
        valid_from__lte=valid_until,
        valid_until__gte=valid_from,
    )
    return tuple(rows.values_list("from_person", "to_person"))
