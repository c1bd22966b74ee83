"""Asking suppliers and the distribution centre, and keeping count of who has answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from avrop.kernel import bulk
from avrop.kernel.days import day_of
from avrop.kernel.jobs import defer_each
from avrop.kernel.scope import current_tenant
from avrop.onboarding import rules
from avrop.onboarding.jobs import ask_somebody
from avrop.onboarding.kinds import Asked
from avrop.onboarding.lifecycle import QUESTION, QuestionState
from avrop.onboarding.models import Department, Question
from avrop.parties import queries as parties
from avrop.parties.queries import Purpose
from avrop.values import uuid7

_DAYS = {Asked.SUPPLIER: rules.SUPPLIER_DAYS, Asked.CENTRE: rules.CENTRE_DAYS}
#: Whom to write to, the best first.
_PURPOSES = {
    Asked.SUPPLIER: (Purpose.E_COMMERCE, Purpose.ORDERS, Purpose.AGREEMENT),
    Asked.CENTRE: (Purpose.DISTRIBUTION, Purpose.ORDERS, Purpose.E_COMMERCE),
}


def ask_about(
    row: Department, kind: Asked, organisation_ids: Iterable[UUID], *, at: datetime
) -> tuple[UUID, ...]:
    """Ask organisations about a department, each by a link of its own; those that were asked before are
    asked anew. The network is a job's business. The same few statements however many there are."""
    wanted = sorted(set(organisation_ids))
    former = Question.objects.filter(
        department_id=row.id, kind=kind, organisation_id__in=wanted, state=QuestionState.ASKED
    )
    former.update(state=QUESTION.after(QuestionState.ASKED, "replace"))
    spoken_to = parties.addresses_for(wanted, _PURPOSES[kind])
    questions = [
        Question(
            id=uuid7(),
            department_id=row.id,
            kind=kind,
            organisation_id=organisation_id,
            round=row.round,
            sent_to=spoken_to.get(organisation_id, ""),
            asked_at=at,
            due_at=rules.due_after(at, day_of(at), _DAYS[kind]),
            expires_at=at + rules.LINK_LIVES,
        )
        for organisation_id in wanted
    ]
    bulk.insert_rows(Question, questions)
    send([question.id for question in questions])
    return tuple(question.id for question in questions)


def send(question_ids: Iterable[UUID]) -> None:
    """Have questions reach whom they are for, after this transaction."""
    tenant = str(current_tenant())
    defer_each(ask_somebody, [{"tenant": tenant, "question": str(one)} for one in question_ids])


def withdraw_questions(row: Department, *, at: datetime) -> None:
    """Nobody need answer any more."""
    rows = Question.objects.filter(department_id=row.id, state=QuestionState.ASKED)
    ids = list(rows.values_list("id", flat=True))
    rows.update(state=QUESTION.after(QuestionState.ASKED, "withdraw"))
    send(ids)


def newest_states(department_id: UUID) -> dict[UUID, str]:
    """Where the newest question to each supplier stands: what was replaced counts no more."""
    rows = Question.objects.filter(department_id=department_id, kind=Asked.SUPPLIER)
    counted = rows.exclude(state__in=(QuestionState.REPLACED, QuestionState.WITHDRAWN))
    return dict(counted.order_by("id").values_list("organisation_id", "state"))
