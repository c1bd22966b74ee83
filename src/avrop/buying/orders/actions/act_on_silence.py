"""Acting on sellers that do not answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from avrop.agreements import queries as agreements
from avrop.buying.orders import permissions, rules
from avrop.buying.orders.agreeing import as_agreed, as_cancelled
from avrop.buying.orders.answer_rules import Answer, agreed_lines
from avrop.buying.orders.asking import ask, takes_documents
from avrop.buying.orders.events import OrderUnanswered
from avrop.buying.orders.kinds import ChangeKind
from avrop.buying.orders.lifecycle import LIFECYCLE
from avrop.buying.orders.models import Order
from avrop.buying.orders.rows import as_it_stands, in_unit, lines_of, order_for_change
from avrop.documents.order_response import ACCEPTED
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import refuse_if
from avrop.kernel.versions import count_change

#: What the cancellation tells the seller.
NO_ANSWER = _("The order was not answered in the time agreed.")


@command(permissions.CHASE)
def act_on_silence(order_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Do what the agreement says when the seller has not answered in time; returns the outcome.

    chase: somebody is to get in touch. accept: silence is consent. cancel: the order lapses; a
    seller that takes no cancellation as a document is chased instead, since it must be told.
    """
    order = order_for_change(order_id)

    actor = require(actor, permissions.CHASE, at=at, within=in_unit(order))

    refuse_if(rules.problems_chasing(order.state, order.answer_due_at, order.chased_at, now=at))
    outcome = rules.outcome_of_silence(
        agreements.terms(order.agreement_id).on_silence,
        order.state,
        can_tell=takes_documents(order),
    )
    change_id = _carry_out(outcome, order, actor, at)
    order.chased_at = at
    count_change(order, None)
    order.save(update_fields=["state", "amount", "chased_at", "version"])

    outbox.publish(OrderUnanswered(order.id, outcome, change_id), actor=actor, at=at)
    return outcome


def _carry_out(outcome: str, order: Order, actor: Actor, at: datetime) -> UUID | None:
    if outcome == "accept":
        lines = lines_of(order)
        order.state = LIFECYCLE.after(order.state, "accept")
        standing = [as_it_stands(line, order.currency) for line in lines]
        as_agreed(
            order,
            lines,
            agreed_lines(standing, Answer(ACCEPTED, order.currency)),
            document_kind="silence",
            document_id=None,
            actor=actor,
            at=at,
        )
    elif outcome == "cancel":
        change = ask(
            order,
            ChangeKind.CANCELLATION,
            reason=str(NO_ANSWER),
            contact=None,
            actor=actor,
            at=at,
        )
        order.state = LIFECYCLE.after(order.state, "cancel")
        as_cancelled(order, reason_id=change.id, actor=actor, at=at)
        return change.id
    return None
