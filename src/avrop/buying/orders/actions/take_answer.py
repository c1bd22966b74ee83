"""Taking in what the seller answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from avrop.buying.orders import answer_rules, permissions, rules
from avrop.buying.orders.agreeing import as_agreed, as_cancelled
from avrop.buying.orders.answer_forms import answer_in, change_terms, store, with_known_allergens
from avrop.buying.orders.answer_rules import Agreed, Answer, Ordered
from avrop.buying.orders.events import OrderAnswered
from avrop.buying.orders.kinds import ChangeKind
from avrop.buying.orders.lifecycle import LIFECYCLE
from avrop.buying.orders.models import ChangeRequest, Order, OrderLine
from avrop.buying.orders.rows import as_it_stands, asked_lines, in_unit, lines_of
from avrop.documents import OrderResponse
from avrop.documents.order_response import ACCEPTED
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties


@command(permissions.TAKE_ANSWER)
def take_answer(
    document: OrderResponse, *, message_id: UUID | None = None, actor: Actor, at: datetime
) -> UUID:
    """Take in an order response; returns the order's id.

    An acceptance is agreed at once. Changes wait for the buyer. Too late an answer is kept, shown
    and has no effect. Refused where it cannot be an answer on that order by that seller.
    """
    order = _order_answered(document)

    actor = require(actor, permissions.TAKE_ANSWER, at=at, within=in_unit(order))

    lines = lines_of(order)
    standing = [as_it_stands(line, order.currency) for line in lines]
    answer = with_known_allergens(answer_in(document, lines), order, at)
    refuse_if(answer_rules.problems_taking(answer, order.currency, standing))
    verb = answer_rules.verb_of(
        answer,
        order.state,
        order.pending,
        has_open_offer=order.offer_id is not None,
        changes=answer_rules.difference(standing, answer, change_terms(order)),
    )
    response_id = store(order, document, answer, effect=verb, message_id=message_id, at=at)
    if verb:
        _take_step(
            verb,
            order,
            lines,
            standing=standing,
            answer=answer,
            response_id=response_id,
            actor=actor,
            at=at,
        )
    _save(order, document, at)

    outbox.publish(
        OrderAnswered(order.id, response_id, document.code, order.state), actor=actor, at=at
    )
    return order.id


_sent_order = compiled(
    lambda: Order.objects.select_for_update().filter(number=Given("number"), sent_at__isnull=False)
)


def _order_answered(document: OrderResponse) -> Order:
    """The order, locked, if it is this seller's to answer."""
    seller = parties.organisation_of_party(document.seller)
    if seller is None:
        raise Refused((Problem("exchange.unknown_sender"),))
    order = _sent_order.first(number=document.order_number)
    if order is None:
        raise Refused(
            (Problem("orders.answer_to_unknown_order", {"number": document.order_number}),)
        )
    if seller.id != order.seller_organisation_id:
        raise Refused((Problem("orders.answer_from_other_seller", {"seller": seller.name}),))
    return order


def _take_step(
    verb: str,
    order: Order,
    lines: Sequence[OrderLine],
    *,
    standing: Sequence[Ordered],
    answer: Answer,
    response_id: UUID,
    actor: Actor,
    at: datetime,
) -> None:
    """Take the step that the answer is, with what follows from it for lines and ledger."""
    order.state = LIFECYCLE.after(order.state, verb)
    if verb == "acknowledge":
        order.acknowledged_at = order.acknowledged_at or at
        return
    if verb == "offer_changes":
        order.offer_id = response_id
    elif verb == "accept":
        agreed = _agreed(order, standing, answer)
        as_agreed(
            order,
            lines,
            agreed,
            document_kind="order_response",
            document_id=response_id,
            actor=actor,
            at=at,
        )
    elif verb in ("reject", "cancel"):
        as_cancelled(order, reason_id=response_id, actor=actor, at=at)
    order.pending = ""
    if verb not in ("offer_changes", "stand_by_offer"):
        order.offer_id = None
    order.answered_at = at


def _agreed(order: Order, standing: Sequence[Ordered], answer: Answer) -> tuple[Agreed, ...]:
    """Yes to a change we asked for: as asked. Anything else: as it stood."""
    if order.pending == ChangeKind.CHANGE and answer.code == ACCEPTED:
        change = ChangeRequest.objects.filter(order_id=order.id).order_by("-sequence").first()
        if change is not None and change.lines:
            return rules.as_asked(asked_lines(change.lines))
    return answer_rules.agreed_lines(standing, Answer(answer.code, order.currency))


def _save(order: Order, document: OrderResponse, at: datetime) -> None:
    order.sales_order_number = document.sales_order_number or order.sales_order_number
    count_change(order, None)
    order.save(
        update_fields=[
            "state",
            "pending",
            "offer_id",
            "amount",
            "acknowledged_at",
            "answered_at",
            "sales_order_number",
            "version",
        ]
    )
