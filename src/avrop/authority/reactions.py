"""What follows for mandates from what happens to people."""

from __future__ import annotations

from datetime import datetime

from avrop.authority import actions, permissions
from avrop.authority.events import ProofAsked
from avrop.kernel.actors import Actor
from avrop.kernel.reactions import reacts_to
from avrop.parties.events import PersonEnded


@reacts_to(PersonEnded, may=(permissions.GRANT,))
def end_the_mandates_of_who_leaves(event: PersonEnded, *, actor: Actor, at: datetime) -> None:
    """Whoever leaves takes no right along, and leaves none to a substitute (requirement ORG-12)."""
    actions.end_mandates_of(event.person_id, event.last_day, actor=actor, at=at)


@reacts_to(ProofAsked, may=(permissions.PROVE,))
def make_the_proof(event: ProofAsked, *, actor: Actor, at: datetime) -> None:
    """The search takes seconds: it is made in the background, whoever waits for it."""
    actions.make_proof(event.proof_id, actor=actor, at=at)
