"""We are a distribution centre: a customer's question comes in, and its operator answers it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.jobs import defer
from avrop.kernel.ports import ANYWHERE, require
from avrop.kernel.problems import invalid_if
from avrop.kernel.versions import count_change
from avrop.onboarding import permissions, rules
from avrop.onboarding.actions.finding import (
    CENTRE_REQUEST,
    DAYS_ASKED,
    centre_request_for_change,
    people_for,
)
from avrop.onboarding.events import (
    CentreRequestAnswered,
    CentreRequestTaken,
    CentreRequestWithdrawn,
)
from avrop.onboarding.jobs import bring_answer
from avrop.onboarding.lifecycle import QUESTION, QuestionState
from avrop.onboarding.models import CentreRequest
from avrop.onboarding.shapes import DeliveryAnswer, DepartmentFacts
from avrop.onboarding.stored import plain
from avrop.tasks import actions as tasks


@command(permissions.TAKE_IN)
def take_in_question(
    question_id: UUID,
    customer_tenant_id: UUID,
    customer: str,
    facts: DepartmentFacts,
    due_at: datetime,
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    """A customer asks for the delivery days of a new department. The same question is taken in once;
    it waits for the operators of the centre. Returns our own row's id."""
    actor = require(actor, permissions.TAKE_IN, at=at)
    known = CentreRequest.objects.filter(question_id=question_id).first()
    if known is not None:
        known_id: UUID = known.id
        return known_id
    row = CentreRequest(
        question_id=question_id,
        customer_tenant_id=customer_tenant_id,
        customer=customer,
        facts=plain(facts),
        asked_at=at,
        due_at=due_at,
    )
    row.save(force_insert=True)
    able = people_for(permissions.ANSWER_DAYS, ANYWHERE, at)
    if able:
        tasks.open_task(
            DAYS_ASKED,
            subject_kind=CENTRE_REQUEST,
            subject_id=row.id,
            assignees=able,
            once_key=f"{DAYS_ASKED}:{row.id}",
            values={"customer": customer, "name": facts.name},
            due_at=due_at,
            actor=actor,
            at=at,
        )
    outbox.publish(CentreRequestTaken(row.id), actor=actor, at=at)
    return row.id


@command(permissions.ANSWER_DAYS)
def answer_request(
    request_id: UUID,
    answer: DeliveryAnswer,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Tell the customer on which days, between which hours and until when before them."""
    row = centre_request_for_change(request_id)
    asked = actor
    actor = require(asked, permissions.ANSWER_DAYS, at=at)
    row.state = QUESTION.after(row.state, "answer")
    invalid_if(rules.problems_with_days(answer))
    row.answer, row.answered_by, row.answered_at = plain(answer), actor.person_id, at
    count_change(row, expected_version)
    row.save(update_fields=["state", "answer", "answered_by", "answered_at", "version"])
    tasks.close_tasks(row.id, actor=asked, at=at)
    defer(bring_answer, **_to_customer(row))
    outbox.publish(CentreRequestAnswered(row.id), actor=actor, at=at)


def _to_customer(row: CentreRequest) -> dict[str, Any]:
    return {
        "tenant": str(row.customer_tenant_id),
        "question": str(row.question_id),
        "answer": row.answer,
    }


@command(permissions.TAKE_IN)
def take_back_question(question_id: UUID, *, actor: Actor, at: datetime) -> bool:
    """A customer no longer asks; whether anything still waited. Safe to repeat."""
    actor = require(actor, permissions.TAKE_IN, at=at)
    rows = CentreRequest.objects.select_for_update()
    row = rows.filter(question_id=question_id, state=QuestionState.ASKED).first()
    if row is None:
        return False
    row.state = QUESTION.after(row.state, "withdraw")
    count_change(row, None)
    row.save(update_fields=["state", "version"])
    tasks.close_tasks(row.id, outcome="cancelled", actor=actor, at=at)
    outbox.publish(CentreRequestWithdrawn(row.id), actor=actor, at=at)
    return True
