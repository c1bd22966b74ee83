"""Following up claims on sellers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from avrop.buying.orders import queries as order_queries
from avrop.buying.receipts import permissions, rules
from avrop.buying.receipts.actions.credits import (
    resize_expected_credits,
    withdraw_expected_credits,
)
from avrop.buying.receipts.events import ClaimNotified, ClaimsClosed
from avrop.buying.receipts.kinds import ContactMeans, Remedy
from avrop.buying.receipts.lifecycle import CLAIM, ClaimState
from avrop.buying.receipts.models import Claim, ClaimContact
from avrop.buying.receipts.queries import claim_view
from avrop.buying.receipts.rules import Correction
from avrop.buying.receipts.shapes import ClaimView, NewContact
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.tasks import actions as tasks

OUTCOMES = {"replaced": "replace", "withdrawn": "withdraw"}


@command(permissions.CLAIM)
def notify_claim(
    claim_id: UUID,
    contact: NewContact,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> ClaimView:
    """Write down that the seller was told of a claim: who, when, how, and what was said."""
    claim = _claim(claim_id)

    actor = require(actor, permissions.CLAIM, at=at, within=Within(unit_id=claim.unit_id))

    claim.state = CLAIM.after(claim.state, "notify")
    refuse_if(rules.problems_telling(contact, ContactMeans.values))

    count_change(claim, expected_version)
    claim.save(update_fields=["state", "version"])
    ClaimContact.objects.create(
        claim=claim,
        with_whom=contact.with_whom,
        means=contact.means,
        what=contact.what,
        person_id=actor.person_id,
        contact_at=contact.contact_at,
    )
    tasks.close_tasks(claim.id, actor=actor, at=at)

    outbox.publish(ClaimNotified(claim.id), actor=actor, at=at)
    return claim_view(claim)


@command(permissions.CLAIM)
def close_claim(
    claim_id: UUID,
    outcome: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> ClaimView:
    """End a claim: new goods came ("replaced"), or it is given up ("withdrawn").

    A claim for credit is ended by its credit note; withdrawn, no credit is expected any more.
    """
    claim = _claim(claim_id)

    actor = require(actor, permissions.CLAIM, at=at, within=Within(unit_id=claim.unit_id))

    place = ("outcome",)
    invalid_if(
        [Problem("receipts.unknown_outcome", {"outcome": outcome}, place)]
        if outcome not in OUTCOMES
        else []
    )
    refuse_if([] if reason.strip() else [Problem("receipts.no_reason", {}, ("reason",))])
    claim.state = CLAIM.after(claim.state, OUTCOMES[outcome])

    count_change(claim, expected_version)
    claim.closed_at = at
    claim.save(update_fields=["state", "closed_at", "version"])
    withdraw_expected_credits([claim.id])
    tasks.close_tasks(claim.id, outcome="cancelled", actor=actor, at=at)

    outbox.publish(
        ClaimsClosed(claim.id, (claim.id,), claim.state), actor=actor, at=at, reason=reason
    )
    return claim_view(claim)


_for_new_goods = compiled(
    lambda: (
        Claim.objects.select_for_update()
        .filter(order_id=Given("order_id"), remedy=Remedy.REPLACE)
        .filter(state__in=(ClaimState.OPEN, ClaimState.NOTIFIED))
        .order_by("id")
    )
)


def end_replaced_claims(order_id: UUID, *, actor: Actor, at: datetime) -> None:
    """End the claims for new goods of those lines of an order that are whole again, after something
    has come. One statement where no claim waits for goods."""
    running = _for_new_goods(order_id=order_id)
    if not running:
        return
    lines = order_queries.lines_for_matching(
        order_line_ids={each.order_line_id for each in running}
    )
    whole = {line.order_line_id for line in lines if line.sums.accepted >= rules.expected(line)}
    done = tuple(claim.id for claim in running if claim.order_line_id in whole)
    if not done:
        return
    Claim.objects.filter(id__in=done).update(
        state=CLAIM.after(ClaimState.OPEN, "replace"), closed_at=at
    )
    outbox.publish(ClaimsClosed(done[0], done, ClaimState.REPLACED.value), actor=actor, at=at)
    tasks.close_tasks_of(done, actor=actor, at=at)


def adjust_claims(
    changes: Sequence[Correction], order: rules.Lines, *, actor: Actor, at: datetime, reason: str
) -> tuple[UUID, ...]:
    """Have running claims, and the credits expected for them, say what a corrected receipt says was
    rejected; one for nothing is withdrawn. Returns those that changed. The same statements however
    many they are."""
    rejected = {change.line.id: change.rejected for change in changes if change.rejected}
    if not rejected:
        return ()
    running = list(
        Claim.objects.select_for_update()
        .filter(receipt_line_id__in=rejected, state__in=(ClaimState.OPEN, ClaimState.NOTIFIED))
        .order_by("id")
    )
    for claim in running:
        claim.quantity += rejected[claim.receipt_line_id]
    needless = tuple(claim.id for claim in running if claim.quantity <= 0)
    standing = [claim for claim in running if claim.quantity > 0]
    for claim in standing:
        claim.amount = rules.worth(order[claim.order_line_id], claim.quantity)
        claim.version += 1
    update_rows(Claim, ["quantity", "amount", "version"], standing)
    resize_expected_credits([(claim.id, claim.quantity, claim.amount) for claim in standing])
    if needless:
        Claim.objects.filter(id__in=needless).update(
            state=CLAIM.after(ClaimState.OPEN, "withdraw"), closed_at=at, version=F("version") + 1
        )
        withdraw_expected_credits(needless)
        tasks.close_tasks_of(needless, outcome="cancelled", actor=actor, at=at)
        event = ClaimsClosed(needless[0], needless, ClaimState.WITHDRAWN.value)
        outbox.publish(event, actor=actor, at=at, reason=reason)
    return tuple(claim.id for claim in running)


def _claim(claim_id: UUID) -> Claim:
    claim: Claim | None = Claim.objects.select_for_update().filter(id=claim_id).first()
    if claim is None:
        raise missing("claim", claim_id)
    return claim
