"""Suppliers and centres answer: by a link, or by telephone to the coordinator."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import Missing, Problem, invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.onboarding import permissions, rules
from avrop.onboarding.actions.coordinating import finish_if_settled, take_days
from avrop.onboarding.actions.finding import question_for_change, steered_in
from avrop.onboarding.actions.questions import ask_about, send
from avrop.onboarding.events import (
    DaysTaken,
    LinkOpened,
    LinkShown,
    QuestionSentAgain,
    SupplierAnswered,
)
from avrop.onboarding.kinds import Asked
from avrop.onboarding.lifecycle import QUESTION, QuestionState
from avrop.onboarding.links import token_of
from avrop.onboarding.models import Department, Question
from avrop.onboarding.queries.departments import inquiry_of, number_is_required
from avrop.onboarding.shapes import DeliveryAnswer, Inquiry, NumberAnswer
from avrop.onboarding.stored import form_of, plain
from avrop.parties import actions as parties

BY_LINK, BY_PERSON = "link", "person"


@command(permissions.ANSWER_BY_LINK)
def open_question(question_id: UUID, *, actor: Actor, at: datetime) -> Inquiry:
    """What a link asks; that it was opened the first time is written down.

    Raises `Refused` for a link that was used, replaced or taken back, or whose time is out, and
    `Missing` for one that stands for nothing here.
    """
    department, question = _asked(question_id)
    actor = require(actor, permissions.ANSWER_BY_LINK, at=at)
    refuse_if(rules.problems_opening(_link(question), at))
    if question.opened_at is None:
        question.opened_at = at
        question.save(update_fields=["opened_at"])
        outbox.publish(LinkOpened(department.id, question.id), actor=actor, at=at)
    return inquiry_of(department, question, day_of(at))


@command(permissions.ANSWER_BY_LINK)
def answer_number(question_id: UUID, answer: NumberAnswer, *, actor: Actor, at: datetime) -> None:
    """A supplier answers with the department's customer number, by his link, once. From then on the
    department can order from it (C8)."""
    department, question = _asked(question_id)
    asked = actor
    actor = require(asked, permissions.ANSWER_BY_LINK, at=at)
    _be_of(question, Asked.SUPPLIER)
    refuse_if(rules.problems_opening(_link(question), at))
    _take_number(department, question, answer, BY_LINK, asked, actor, at)


@command(permissions.ANSWER_BY_LINK)
def answer_days(question_id: UUID, answer: DeliveryAnswer, *, actor: Actor, at: datetime) -> None:
    """A distribution centre answers with its delivery days, by its link, once."""
    department, question = _asked(question_id)
    asked = actor
    actor = require(asked, permissions.ANSWER_BY_LINK, at=at)
    _be_of(question, Asked.CENTRE)
    refuse_if(rules.problems_opening(_link(question), at))
    _take_days(department, question, answer, asked, actor, at)


@command(permissions.TAKE_IN)
def receive_days(question_id: UUID, answer: DeliveryAnswer, *, actor: Actor, at: datetime) -> bool:
    """A distribution centre that is an organisation here has answered in its own; whether anybody still
    asked. Late is better than never, and a second time changes nothing."""
    department, question = _asked(question_id)
    asked = actor
    actor = require(asked, permissions.TAKE_IN, at=at)
    _be_of(question, Asked.CENTRE)
    if question.state != QuestionState.ASKED:
        return False
    _take_days(department, question, answer, asked, actor, at)
    return True


@command(permissions.COORDINATE)
def record_number(question_id: UUID, answer: NumberAnswer, *, actor: Actor, at: datetime) -> None:
    """Write down what a supplier said by telephone; also where the link's time is out."""
    department, question = _asked(question_id)
    asked = actor
    actor = require(asked, permissions.COORDINATE, at=at, within=steered_in(department))
    _be_of(question, Asked.SUPPLIER)
    question.recorded_by = actor.person_id
    _take_number(department, question, answer, BY_PERSON, asked, actor, at)


@command(permissions.COORDINATE)
def record_days(question_id: UUID, answer: DeliveryAnswer, *, actor: Actor, at: datetime) -> None:
    """Write down what the distribution centre said by telephone."""
    department, question = _asked(question_id)
    asked = actor
    actor = require(asked, permissions.COORDINATE, at=at, within=steered_in(department))
    _be_of(question, Asked.CENTRE)
    question.recorded_by = actor.person_id
    _take_days(department, question, answer, asked, actor, at)
    send((question.id,))


def _take_number(
    department: Department,
    question: Question,
    answer: NumberAnswer,
    by: str,
    asked: Actor,
    actor: Actor,
    at: datetime,
) -> None:
    form, unit_id = form_of(department), department.unit_id
    assert unit_id is not None
    assert form.opens_on is not None
    today = day_of(at)
    required = number_is_required(question.organisation_id, unit_id, today)
    invalid_if(rules.problems_with_number(answer, is_required=required))
    _close(question, answer, at)
    parties.set_customer_number(
        question.organisation_id,
        unit_id,
        customer_number=answer.customer_number.strip(),
        valid_from=max(today, form.opens_on),
        actor=asked,
        at=at,
    )
    event = SupplierAnswered(department.id, question.id, question.organisation_id, by)
    outbox.publish(event, actor=actor, at=at)
    finish_if_settled(department, asked, at)


def _take_days(
    department: Department,
    question: Question,
    answer: DeliveryAnswer,
    asked: Actor,
    actor: Actor,
    at: datetime,
) -> None:
    invalid_if(rules.problems_with_days(answer))
    _close(question, answer, at)
    department.delivery_days = plain(answer)
    take_days(department, asked, at)
    outbox.publish(DaysTaken(department.id, question.id), actor=actor, at=at)


def _close(question: Question, answer: NumberAnswer | DeliveryAnswer, at: datetime) -> None:
    question.state = QUESTION.after(question.state, "answer")
    question.answer, question.answered_at = plain(answer), at
    count_change(question, None)
    question.save(update_fields=["state", "answer", "answered_at", "recorded_by", "version"])


@command(permissions.COORDINATE)
def ask_again(question_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """Ask anew by a new link; the former one opens nothing from now on. Returns the new question."""
    department, question = _asked(question_id)
    actor = require(actor, permissions.COORDINATE, at=at, within=steered_in(department))
    QUESTION.after(question.state, "replace")
    kind = Asked(question.kind)
    (new_id,) = ask_about(department, kind, (question.organisation_id,), at=at)
    outbox.publish(QuestionSentAgain(department.id, new_id, question.id), actor=actor, at=at)
    return new_id


@command(permissions.COORDINATE, is_secret=True)
def show_link(question_id: UUID, *, actor: Actor, at: datetime) -> str:
    """The part of the address that opens the question, to be passed on by hand: whoever has it can
    answer. That it was shown is written down."""
    department, question = _asked(question_id)
    actor = require(actor, permissions.COORDINATE, at=at, within=steered_in(department))
    refuse_if(rules.problems_opening(_link(question), at))
    outbox.publish(LinkShown(department.id, question.id), actor=actor, at=at)
    return token_of(actor.tenant_id, question.id)


def _asked(question_id: UUID) -> tuple[Department, Question]:
    try:
        return question_for_change(question_id)
    except Missing:
        raise Missing((Problem("onboarding.link_is_altered"),)) from None


def _be_of(question: Question, kind: Asked) -> None:
    """A supplier's question is not answered with days, nor a centre's with a number."""
    if question.kind != kind:
        raise Missing((Problem("onboarding.link_is_altered"),))


def _link(question: Question) -> rules.Link:
    return rules.Link(question.state, question.expires_at, question.answered_at)
