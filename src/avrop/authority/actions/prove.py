"""A search of the whole organisation for a forbidden chain, kept with its date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from avrop.authority import events, permissions, separation
from avrop.authority.actions.checking import locked
from avrop.authority.holding import roles_apart_in_force
from avrop.authority.models import ProofRow
from avrop.authority.proof_shapes import ProofView
from avrop.authority.prover import prove as search
from avrop.authority.proving import ASKED, MADE, MOST_KEPT, counts_of, facts_on, proof_view
from avrop.authority.rights import require_over
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.days import day_of


@command(permissions.PROVE)
def ask_for_proof(*, actor: Actor, at: datetime) -> UUID:
    """Have the whole organisation searched in the background; one that is waiting already will do."""
    actor = require_over(actor, permissions.PROVE, at, None)
    waiting = ProofRow.objects.filter(state=ASKED, day=day_of(at)).order_by("-id").first()
    if waiting is not None:
        return UUID(str(waiting.id))
    row = ProofRow.objects.create(
        state=ASKED, asked_by=actor.person_id, asked_at=at, day=day_of(at)
    )
    outbox.publish(events.ProofAsked(row.id), actor=actor, at=at)
    return row.id


@command(permissions.PROVE)
def make_proof(proof_id: UUID, *, actor: Actor, at: datetime) -> ProofView:
    """Make a proof that was asked for. Safe to repeat: one that has been made is left as it is."""
    actor = require_over(actor, permissions.PROVE, at, None)
    row = locked(ProofRow, proof_id, "proof")
    if row.state != MADE:
        _make(row, actor, at)
    return proof_view(row)


@command(permissions.PROVE)
def prove(*, actor: Actor, at: datetime) -> ProofView:
    """Search the whole organisation now, and keep what was found. Statements don't grow with it."""
    actor = require_over(actor, permissions.PROVE, at, None)
    row = ProofRow(state=ASKED, asked_by=actor.person_id, asked_at=at, day=day_of(at))
    row.save(force_insert=True)
    _make(row, actor, at)
    return proof_view(row)


def _make(row: ProofRow, actor: Actor, at: datetime) -> None:
    facts = facts_on(row.day)
    found = search(facts)
    row.rule_set = ruleset.in_force(separation.NAME, separation.DEFAULT, on=row.day)[1]
    row.roles_rule_set = roles_apart_in_force(row.day)[1]
    row.state, row.made_at, row.version = MADE, at, row.version + 1
    row.people, row.mandates = found.people, len(facts.mandates)
    row.delegations, row.units = len(facts.lendings), len(facts.paths)
    row.counts = counts_of(found)
    row.found = to_plain(replace(found, findings=found.findings[:MOST_KEPT]))
    row.save()
    event = events.ProofMade(row.id, int(row.counts["standing"]))
    outbox.publish(event, actor=actor, at=at, rule_set=row.rule_set)
