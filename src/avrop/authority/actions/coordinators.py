"""Who coordinates the buying of a group of goods (requirement ORG-09), and specimens of signatures."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from avrop.authority import events, permissions, rules
from avrop.authority.actions.checking import (
    locked,
    problems_with_period,
    problems_with_person,
    unit_of,
)
from avrop.authority.models import Coordinator, Specimen
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.NAME_COORDINATOR)
def name_coordinator(
    category: str,
    person_id: UUID,
    *,
    valid_from: date,
    deputy_id: UUID | None = None,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Name who coordinates the buying of a group of goods from a day on, and who does it in his place.

    A narrower group goes before a wider one. Whoever coordinated the same group before must have ended.
    """
    actor = require_over(actor, permissions.NAME_COORDINATOR, at, None)
    prefix = rules.category_prefix(category)
    problems = [
        *problems_with_person(person_id, valid_from),
        *problems_with_period(valid_from, valid_until),
    ]
    if deputy_id is not None:
        problems += problems_with_person(deputy_id, valid_from)
    if deputy_id == person_id:
        problems.append(Problem("authority.delegation_to_self", {}, ("deputy_id",)))
    if not prefix:
        problems.append(Problem("authority.no_category", {}, ("category",)))
    there = Coordinator.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=valid_from), category=prefix
    )
    if valid_until is not None:
        there = there.filter(valid_from__lte=valid_until)
    if there.exists():
        problems.append(
            Problem("authority.already_coordinated", {"category": category}, ("category",))
        )
    refuse_if(problems)
    row = Coordinator.objects.create(
        category=prefix,
        person_id=person_id,
        deputy_id=deputy_id,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    event = events.CoordinatorNamed(row.id, prefix, person_id, deputy_id)
    outbox.publish(event, actor=actor, at=at)
    return row.id


@command(permissions.NAME_COORDINATOR)
def end_coordinator(coordinator_id: UUID, last_day: date, *, actor: Actor, at: datetime) -> None:
    """Let somebody coordinate a group of goods no longer after a day."""
    row = locked(Coordinator, coordinator_id, "coordinator")
    actor = require_over(actor, permissions.NAME_COORDINATOR, at, None)
    refuse_if(problems_with_period(row.valid_from, last_day))
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])
    outbox.publish(events.CoordinatorEnded(row.id, last_day), actor=actor, at=at)


@command(permissions.LOG_SPECIMEN)
def log_specimen(
    person_id: UUID, reference: str, taken_on: date, *, actor: Actor, at: datetime
) -> UUID:
    """Log that a specimen of a signature was taken before the actor, and where it is kept (REQ-06)."""
    actor = require_over(actor, permissions.LOG_SPECIMEN, at, unit_of(person_id))
    problems = list(problems_with_person(person_id, taken_on))
    if not reference.strip() or len(reference) > 200:
        problems.append(Problem("authority.no_specimen_reference", {}, ("reference",)))
    if taken_on > day_of(at):
        problems.append(Problem("authority.not_yet", {"day": taken_on}, ("taken_on",)))
    refuse_if(problems)
    row = Specimen.objects.create(
        person_id=person_id,
        reference=reference.strip(),
        taken_on=taken_on,
        witness_id=actor.person_id,
        logged_at=at,
    )
    outbox.publish(events.SpecimenLogged(row.id, person_id), actor=actor, at=at)
    return row.id
