"""How questions and answers cross from one organisation to another: within this installation each side
writes rows of its own, as with documents; everybody else gets a mail with a link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.mail import Written, can_mail, mail_to, on_the_site
from avrop.kernel.practice import is_practice, problems_passing
from avrop.kernel.scope import tenant_scope
from avrop.onboarding import permissions
from avrop.onboarding.actions import answering, centre
from avrop.onboarding.kinds import Asked
from avrop.onboarding.lifecycle import QuestionState
from avrop.onboarding.links import token_of
from avrop.onboarding.models import Question
from avrop.onboarding.shapes import DeliveryAnswer, DepartmentFacts
from avrop.onboarding.stored import facts_in, facts_of, form_of
from avrop.parties import queries as parties
from avrop.tasks import permissions as tasks

#: What the other side's routine may: take the question in and leave a task for its people.
THERE = frozenset(one.name for one in (permissions.TAKE_IN, tasks.OPEN, tasks.CLOSE))


def bring(tenant_id: UUID, question_id: UUID, *, at: datetime) -> None:
    """Bring a question, or the news that it is no longer asked."""
    with tenant_scope(tenant_id):
        question = Question.objects.select_related("department").filter(id=question_id).first()
        if question is None:
            return
        told = _facts_of(question)
        asker = parties.own_organisation()
        there = _tenant_of(question)
    if there is not None:
        from_practice, to_practice = is_practice(tenant_id), is_practice(there)
        if any(
            problems_passing(from_practice=from_practice, to_practice=to_practice, is_local=True)
        ):
            return
        _bring_there(there, tenant_id, question, asker.name, told, at)
    elif question.state == QuestionState.ASKED and can_mail(question.sent_to, tenant_id):
        _mail(tenant_id, question, asker.name, told)


def _facts_of(question: Question) -> DepartmentFacts:
    department = question.department
    if department.told:
        return facts_of(department.told)
    return facts_in(form_of(department), department.gln)


def _tenant_of(question: Question) -> UUID | None:
    """The centre's own organisation here. Suppliers always answer by link: they need no account."""
    if question.kind != Asked.CENTRE:
        return None
    known = parties.organisation(question.organisation_id)
    return exchange.tenant_of(known.endpoint) if known.endpoint else None


def _bring_there(
    there: UUID,
    customer: UUID,
    question: Question,
    name: str,
    told: DepartmentFacts,
    at: datetime,
) -> None:
    actor = Actor.routine(there, "onboarding.question", THERE)
    if question.state == QuestionState.ASKED:
        centre.take_in_question(
            question.id, customer, name, told, question.due_at, actor=actor, at=at
        )
    else:
        centre.take_back_question(question.id, actor=actor, at=at)


def bring_back(
    tenant_id: UUID, question_id: UUID, answer: Mapping[str, Any], *, at: datetime
) -> None:
    """Bring a centre's answer to its customer; one that comes too late, or again, changes nothing."""
    found: DeliveryAnswer = from_plain(answer, DeliveryAnswer)
    actor = Actor.routine(tenant_id, "onboarding.answer", THERE)
    answering.receive_days(question_id, found, actor=actor, at=at)


def _mail(tenant_id: UUID, question: Question, asker: str, told: DepartmentFacts) -> None:
    page = reverse("answer_question", args=[token_of(tenant_id, question.id)])
    facts = {
        "asker": asker,
        "department": told.name,
        "due": question.due_at,
        "expires": question.expires_at,
        "address": on_the_site(page),
    }
    written = _for_centre if question.kind == Asked.CENTRE else _for_supplier
    mail_to(question.sent_to, written, facts, by=tenant_id)


def _for_supplier() -> Written:
    return _("New department: %(department)s, %(asker)s"), _(
        "%(asker)s has a new ordering department, %(department)s. Before it can order from you it needs "
        "its customer number.\n\nRead about it and answer here, without an account: %(address)s\n\n"
        "Please answer by %(due)s. The address works until %(expires)s and for one answer."
    )


def _for_centre() -> Written:
    return _("Delivery days for %(department)s, %(asker)s"), _(
        "%(asker)s has a new department that orders food, %(department)s, and asks on which days "
        "deliveries can come there.\n\nAnswer here, without an account: %(address)s\n\nPlease answer by "
        "%(due)s. The address works until %(expires)s and for one answer."
    )
