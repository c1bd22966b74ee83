"""Reading new departments and the questions asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page, page_of
from avrop.kernel.ports import over
from avrop.kernel.problems import missing
from avrop.onboarding import permissions
from avrop.onboarding.kinds import Asked
from avrop.onboarding.lifecycle import LIFECYCLE, QuestionState
from avrop.onboarding.models import CentreRequest, CentreRequestRows, Department, Question
from avrop.onboarding.shapes import (
    Centre,
    CentreRequestView,
    DepartmentForm,
    DepartmentSummary,
    DepartmentView,
    Inquiry,
    QuestionView,
)
from avrop.onboarding.stored import days_of, facts_in, facts_of, form_of, number_of
from avrop.parties import queries as parties

_LIVE = (QuestionState.ASKED, QuestionState.ANSWERED)


@query
def departments_page(
    *,
    state: str = "",
    text: str = "",
    mine: bool = False,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[DepartmentSummary]:
    """New departments that the actor may see, the newest first; those that he asked for or answers for
    if `mine`. Three statements."""
    rows = Department.objects.visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(number__icontains=text) | Q(form__name__icontains=text))
    if mine:
        rows = rows.filter(Q(requested_by=actor.person_id) | Q(owner=actor.person_id))
    found, following = page_of(rows, cursor=cursor, limit=limit)
    counted = _counted([row.id for row in found])
    summaries = (_summary(row, *counted.get(row.id, (0, 0))) for row in found)
    return Page(tuple(summaries), following)


def _counted(ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many suppliers each department has told, and from how many it can order."""
    if not ids:
        return {}
    rows = Question.objects.filter(
        department_id__in=list(ids), kind=Asked.SUPPLIER, state__in=_LIVE
    )
    counted = rows.values("department_id").annotate(
        suppliers=Count("organisation_id", distinct=True),
        ready=Count("organisation_id", distinct=True, filter=Q(state=QuestionState.ANSWERED)),
    )
    return {each["department_id"]: (each["suppliers"], each["ready"]) for each in counted}


def _summary(row: Department, suppliers: int, ready: int) -> DepartmentSummary:
    form = form_of(row)
    return DepartmentSummary(
        id=row.id,
        number=row.number,
        name=form.name,
        state=row.state,
        requested_by=row.requested_by,
        owner=row.owner,
        opens_on=form.opens_on,
        due_at=row.due_at,
        suppliers=suppliers,
        ready=ready,
    )


@query
def department(department_id: UUID, *, actor: Actor, at: datetime) -> DepartmentView:
    """A new department with its questions, the newest of each organisation."""
    row = Department.objects.visible_to(actor).filter(id=department_id).first()
    if row is None:
        raise missing("department", department_id)
    return view_of(row, at)


def view_of(row: Department, at: datetime) -> DepartmentView:
    """A department as it is shown. Inside a scope."""
    form = form_of(row)
    return DepartmentView(
        id=row.id,
        version=row.version,
        number=row.number,
        state=row.state,
        form=form,
        parent_unit_id=row.parent_unit_id,
        requested_by=row.requested_by,
        owner=row.owner,
        gln=row.gln,
        unit_id=row.unit_id,
        centre_organisation_id=row.centre_organisation_id,
        delivery_days=days_of(row.delivery_days),
        reason=row.reason,
        round=row.round,
        begun_at=row.begun_at,
        submitted_at=row.submitted_at,
        registered_at=row.registered_at,
        ready_at=row.ready_at,
        due_at=row.due_at,
        questions=_questions(row.id),
        needs_days=needs_days(form, day_of(at)),
        available_actions=LIFECYCLE.verbs_from(row.state),
    )


def _questions(department_id: UUID) -> tuple[QuestionView, ...]:
    rows = Question.objects.filter(department_id=department_id, state__in=_LIVE).order_by("id")
    found = list(rows)
    names = parties.organisations({row.organisation_id for row in found})
    newest = {(row.kind, row.organisation_id): row for row in found}
    answered = {
        (row.kind, row.organisation_id): row for row in found if row.state == QuestionState.ANSWERED
    }
    views = (
        _question(row, names[row.organisation_id].name, answered.get(key))
        for key, row in newest.items()
        if row.organisation_id in names
    )
    return tuple(sorted(views, key=lambda each: (each.kind, each.organisation, each.id)))


def _question(row: Question, organisation: str, answered: Question | None) -> QuestionView:
    """`answered` is the newest answered question to the same: what it says holds on."""
    number = number_of(answered.answer) if answered and row.kind == Asked.SUPPLIER else None
    return QuestionView(
        id=row.id,
        version=row.version,
        kind=row.kind,
        organisation_id=row.organisation_id,
        organisation=organisation,
        round=row.round,
        state=row.state,
        sent_to=row.sent_to,
        asked_at=row.asked_at,
        due_at=row.due_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
        reminders=row.reminders,
        answered_at=answered.answered_at if answered else None,
        customer_number=number.customer_number if number else "",
        note=number.note if number else "",
        recorded_by=answered.recorded_by if answered else None,
    )


def needs_days(form: DepartmentForm, on: date) -> bool:
    """Whether a distribution centre must be asked: food is ordered, and there is a centre (C6)."""
    return bool(form.orders_food) and bool(parties.distribution_centres(on))


def number_is_required(organisation_id: UUID, unit_id: UUID, on: date) -> bool:
    """Whether a supplier takes orders only under a customer number (AGR-08)."""
    return parties.trading_terms(organisation_id, unit_id, on=on).customer_number_required


def inquiry_of(row: Department, question: Question, today: date) -> Inquiry:
    """What somebody who comes by a link is asked. Inside a scope."""
    known = Question.objects.filter(
        department_id=row.id,
        kind=question.kind,
        organisation_id=question.organisation_id,
        state=QuestionState.ANSWERED,
    )
    former = known.order_by("-id").first()
    number = number_of(former.answer) if former and question.kind == Asked.SUPPLIER else None
    unit_id = row.unit_id if question.kind == Asked.SUPPLIER else None
    is_required = unit_id is not None and number_is_required(
        question.organisation_id, unit_id, today
    )
    return Inquiry(
        question_id=question.id,
        kind=question.kind,
        asker=parties.own_organisation().name,
        organisation=parties.organisation(question.organisation_id).name,
        facts=facts_of(row.told) if row.told else facts_in(form_of(row), row.gln),
        is_told_again=former is not None,
        customer_number=number.customer_number if number else "",
        number_is_required=is_required,
        due_at=question.due_at,
        expires_at=question.expires_at,
    )


def is_answered(question_id: UUID) -> bool:
    """Whether a question has its answer. For the page of its link, inside a scope."""
    return Question.objects.filter(id=question_id, state=QuestionState.ANSWERED).exists()


@query
def centres(*, actor: Actor, on: date) -> tuple[Centre, ...]:
    """The distribution centres that can be asked for delivery days, by name."""
    return tuple(Centre(*each) for each in parties.distribution_centres(on).items())


@query
def coordinators(department_id: UUID, *, actor: Actor, at: datetime) -> tuple[UUID, ...]:
    """The people who can bring a new department about."""
    row = Department.objects.visible_to(actor).filter(id=department_id).first()
    if row is None:
        raise missing("department", department_id)
    within = over(row.unit_id or row.parent_unit_id)
    return authority.people_who_may(permissions.COORDINATE, within, at)


def department_of_unit(unit_id: UUID) -> tuple[UUID, str] | None:
    """The new department that became a unit: its id and number. For other pages, inside a scope; one
    statement."""
    rows = Department.objects.filter(unit_id=unit_id).values_list("id", "number")
    found: tuple[UUID, str] | None = rows.first()
    return found


# --- a distribution centre's own ---------------------------------------------------------------------


@query
def centre_requests_page(
    *, state: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[CentreRequestView]:
    """What customers have asked us, the newest first; for those who answer."""
    rows = _requests_seen(actor)
    if state:
        rows = rows.filter(state=state)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(_request(row) for row in found), following)


@query
def centre_request(request_id: UUID, *, actor: Actor) -> CentreRequestView:
    """A customer's question to us."""
    row = _requests_seen(actor).filter(id=request_id).first()
    if row is None:
        raise missing("centre_request", request_id)
    return _request(row)


def _requests_seen(actor: Actor) -> CentreRequestRows:
    rows = CentreRequest.objects.visible_to(actor)
    answers = not actor.is_person or authority.holds(actor, permissions.ANSWER_DAYS)
    return rows if answers else rows.none()


def _request(row: CentreRequest) -> CentreRequestView:
    return CentreRequestView(
        id=row.id,
        version=row.version,
        customer=row.customer,
        facts=facts_of(row.facts),
        state=row.state,
        asked_at=row.asked_at,
        due_at=row.due_at,
        answer=days_of(row.answer),
        answered_at=row.answered_at,
    )
