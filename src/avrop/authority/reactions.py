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


@reacts_to(SubstituteNamed, SubstituteEnded, may=(permissions.STAND_IN,))
def follow_who_stands_in(
    event: SubstituteNamed | SubstituteEnded, *, actor: Actor, at: datetime
) -> None:
    """The absences that are known already have another substitute now, or none."""
    for absence in parties.absences_of(event.person_id, since=day_of(at)):
        actions.reconcile_stand_in(absence.id, actor=actor, at=at)
