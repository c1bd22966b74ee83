"""What follows for mandates from what happens to people."""

from __future__ import annotations

from datetime import datetime

from avrop.authority import actions, permissions
from avrop.authority.events import ProofAsked, SubstituteEnded, SubstituteNamed
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.parties.events import AbsenceEnded, AbsenceTold, PersonEnded
from avrop.tasks import actions as tasks
from avrop.tasks import permissions as tasks_permissions
from avrop.tasks.shapes import NewFacts

SAID_TO_BE_AWAY = "authority.task_said_to_be_away"


@reacts_to(PersonEnded, may=(permissions.GRANT,))
def end_the_mandates_of_who_leaves(event: PersonEnded, *, actor: Actor, at: datetime) -> None:
    """Whoever leaves takes no right along, and leaves none to a substitute (requirement ORG-12)."""
    actions.end_mandates_of(event.person_id, event.last_day, actor=actor, at=at)


@reacts_to(ProofAsked, may=(permissions.PROVE,))
def make_the_proof(event: ProofAsked, *, actor: Actor, at: datetime) -> None:
    """The search takes seconds: it is made in the background, whoever waits for it."""
    actions.make_proof(event.proof_id, actor=actor, at=at)


@reacts_to(AbsenceTold, AbsenceEnded, may=(permissions.STAND_IN,))
def let_the_substitute_stand_in(
    event: AbsenceTold | AbsenceEnded, *, actor: Actor, at: datetime
) -> None:
    """Whoever stands in for somebody takes over when he is away, and no longer than that (REQ-09)."""
    actions.reconcile_stand_in(event.absence_id, actor=actor, at=at)


@reacts_to(AbsenceTold, may=(tasks_permissions.OPEN, tasks_permissions.CLOSE))
def let_him_know_who_is_said_to_be_away(event: AbsenceTold, *, actor: Actor, at: datetime) -> None:
    """What is lent opens on what a colleague says: whoever it is said of learns of it once, and can say
    that he is here. Told otherwise since, it says how things stand now."""
    absence = parties.absence(event.absence_id)
    if absence is None or absence.told_by is None or not absence.is_hearsay:
        return
    if absence.is_over(day_of(at)):
        tasks.close_tasks(absence.id, kind=SAID_TO_BE_AWAY, actor=actor, at=at)
        return
    values = {
        "who": parties.person(absence.told_by).name,
        "valid_from": absence.valid_from,
        "valid_until": absence.valid_until,
    }
    task_id = tasks.open_task(
        SAID_TO_BE_AWAY,
        subject_kind="absence",
        subject_id=absence.id,
        assignees=(absence.person_id,),
        values=values,
        once_key=f"{SAID_TO_BE_AWAY}/{absence.id}",
        actor=actor,
        at=at,
    )
    tasks.restate_tasks((NewFacts(task_id, values),), actor=actor, at=at)


@reacts_to(AbsenceEnded, may=(tasks_permissions.CLOSE,))
def forget_that_he_was_said_to_be_away(event: AbsenceEnded, *, actor: Actor, at: datetime) -> None:
    """He is back, or was never away: there is nothing left to contradict."""
    tasks.close_tasks(event.absence_id, kind=SAID_TO_BE_AWAY, actor=actor, at=at)


@reacts_to(SubstituteNamed, SubstituteEnded, may=(permissions.STAND_IN,))
def follow_who_stands_in(
    event: SubstituteNamed | SubstituteEnded, *, actor: Actor, at: datetime
) -> None:
    """The absences that are known already have another substitute now, or none."""
    for absence in parties.absences_of(event.person_id, since=day_of(at)):
        actions.reconcile_stand_in(absence.id, actor=actor, at=at)
