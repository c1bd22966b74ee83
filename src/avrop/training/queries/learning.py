"""Reading one's own training: courses, tests and certificates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from avrop.authority import queries as authority
from avrop.authority.roll import roll_in_sql
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page, page_of
from avrop.kernel.ports import over
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.training import drawing, permissions, rules
from avrop.training.models import Answer, Certificate, Lesson, Question, Sitting, Version
from avrop.training.queries.courses import views_of
from avrop.training.queries.shapes import MyCourse, ToDecide
from avrop.training.records import (
    Records,
    latest_certificate,
    progress_of,
    read_lessons,
    records_of,
)
from avrop.training.rules import Progress
from avrop.training.shapes import (
    Asked,
    AskedChoice,
    CertificateView,
    SittingView,
    Terms,
    VersionView,
)
from avrop.training.stored import (
    certificate_view,
    choices_of,
    facts_of,
    lesson_view,
    policy_view,
)
from avrop.values import Text

#: Whose a row never is: a routine learns nothing.
NOBODY = UUID(int=0)


@query
def my_courses(*, actor: Actor, at: datetime) -> tuple[MyCourse, ...]:
    """What the acting person learns, and how far he has come: the required courses first. The same few
    statements for any number of courses."""
    if actor.person_id is None:
        return ()
    day = day_of(at)
    records = records_of([actor.person_id], day)
    views = views_of(records.taught.versions.values())
    held = roles_held(actor.person_id, day)
    found = [
        _mine(records, actor.person_id, row, views[row.id], held, at)
        for row in records.taught.versions.values()
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_required, one.version.course)))


@query
def course_of_mine(course_id: UUID, *, actor: Actor, at: datetime) -> MyCourse:
    """A published course with its lessons, and how far the acting person has come with it."""
    if actor.person_id is None:
        raise missing("course", course_id)
    return progress_with(actor.person_id, course_id, at)


def progress_with(person_id: UUID, course_id: UUID, at: datetime) -> MyCourse:
    """How far somebody has come with a published course; `Missing` where it is not published."""
    day = day_of(at)
    records = records_of([person_id], day)
    row = records.taught.versions.get(course_id)
    if row is None:
        raise missing("course", course_id)
    view = views_of([row])[row.id]
    mine = _mine(records, person_id, row, view, roles_held(person_id, day), at)
    read = read_lessons(records, person_id, row)
    lessons = Lesson.objects.filter(course_version_id=row.id).order_by("position")
    return replace(mine, lessons=tuple(lesson_view(one, read.get(one.id)) for one in lessons))


def roles_held(person_id: UUID, day: date) -> frozenset[tuple[str, tuple[str, ...]]]:
    """The roles somebody holds on a day, each with the goods its mandate names. One statement."""
    from django.db import connection

    from avrop.kernel.scope import current_tenant

    with connection.cursor() as cursor:
        cursor.execute(
            f"select role, categories from ({roll_in_sql()}) roll "
            "where tenant_id = %(tenant)s and person_id = %(person)s",
            {"tenant": current_tenant(), "person": person_id, "today": day},
        )
        return frozenset((role, tuple(_listed(goods))) for role, goods in cursor.fetchall())


def _listed(goods: Any) -> Iterable[str]:
    import json

    found: Iterable[str] = json.loads(goods) if isinstance(goods, str) else goods
    return found


def _mine(
    records: Records,
    person_id: UUID,
    row: Version,
    view: VersionView,
    held: Iterable[tuple[str, tuple[str, ...]]],
    at: datetime,
) -> MyCourse:
    progress = progress_of(records, person_id, row)
    terms = view.facts.terms
    certificate = latest_certificate(records, person_id, row.course_id)
    required = records.taught.required.of_course(view.course)
    policies = [
        records.taught.policies[code]
        for code in required.policies
        if code in records.taught.policies
    ]
    in_the_way = rules.problems_beginning(
        progress,
        view.facts,
        view.facts.languages[0],
        at=at,
        renewal_days=records.taught.required.renewal_days,
        on=day_of(at),
    )
    return MyCourse(
        version=view,
        is_required=any(required.asks(role, goods) for role, goods in held),
        progress=progress,
        certificate=certificate_views([certificate])[0] if certificate else None,
        policies=tuple(
            policy_view(one, records.acknowledged.get((person_id, one.id))) for one in policies
        ),
        attempts_left=max(terms.attempts - progress.attempts, 0),
        may_try_at=_later(progress, terms, at) if progress.attempts < terms.attempts else None,
        in_the_way=tuple(in_the_way),
        refusal=_refusal(records, person_id, progress.passed_sitting),
        plan=records.plans.get(person_id) if progress.exercise else None,
    )


def _later(progress: Progress, terms: Terms, at: datetime) -> datetime | None:
    """When the next attempt may be begun, where that is not yet."""
    if progress.last_failed_at is None:
        return None
    moment = rules.may_try_again_at(progress.last_failed_at, terms)
    return moment if moment > at else None


def _refusal(records: Records, person_id: UUID, sitting_id: UUID | None) -> str:
    decision = records.decisions.get((person_id, sitting_id)) if sitting_id else None
    return decision.reason if decision and not decision.granted else ""


# --- tests -------------------------------------------------------------------------------------------


@query
def sitting(sitting_id: UUID, *, actor: Actor) -> SittingView:
    """A test that the acting person sits or has sat; what is right is told when it has ended."""
    row = (
        Sitting.objects.filter(id=sitting_id, person_id=actor.person_id or NOBODY)
        .select_related("course_version__course")
        .first()
    )
    if row is None:
        raise missing("test", sitting_id)
    return sitting_view(row)


def sitting_view(row: Sitting) -> SittingView:
    """A test with its questions as they were drawn. Two statements."""
    chosen: dict[UUID, tuple[tuple[str, ...], bool]] = {}
    for one in Answer.objects.filter(sitting_id=row.id).order_by("id"):
        chosen[one.question_id] = (tuple(one.chosen), one.is_right)
    bank = {one.id: one for one in Question.objects.filter(id__in=row.questions)}
    is_over = row.state != "open"
    asked = tuple(
        _asked(row, number, bank[UUID(key)], *chosen.get(UUID(key), ((), False)), is_over=is_over)
        for number, key in enumerate(row.questions, start=1)
    )
    facts = facts_of(row.course_version)
    return SittingView(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        course_id=row.course_version.course_id,
        course=row.course_version.course.code,
        title=Text(facts.title),
        language=row.language,
        number=row.number,
        state=row.state,
        began_at=row.began_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        ran_out=row.ran_out,
        extra_percent=row.extra_percent,
        right_count=row.right_count,
        needed=drawing.needed(len(row.questions), facts.terms.pass_percent),
        questions=asked,
    )


def _asked(
    row: Sitting,
    number: int,
    question: Question,
    chosen: tuple[str, ...],
    was_right: bool,
    *,
    is_over: bool,
) -> Asked:
    answers = {one.key: one for one in choices_of(question.answers)}
    order = drawing.order_of(f"{row.seed}/{question.code}", answers)
    return Asked(
        question_id=question.id,
        number=number,
        text=Text(question.text).in_language(row.language),
        answers=tuple(
            AskedChoice(
                key=key,
                text=Text(answers[key].text).in_language(row.language),
                is_chosen=key in chosen,
                is_right=answers[key].is_right if is_over else None,
                why=Text(answers[key].why).in_language(row.language) if is_over else "",
            )
            for key in order
        ),
        takes_several=sum(1 for one in answers.values() if one.is_right) > 1,
        chosen=chosen,
        is_right=was_right if is_over else None,
    )


def open_sitting_of(person_id: UUID, version_id: UUID) -> UUID | None:
    """The test of a version that somebody sits right now. For other pages, inside a scope."""
    rows = Sitting.objects.filter(person_id=person_id, course_version_id=version_id, state="open")
    found: UUID | None = rows.values_list("id", flat=True).first()
    return found


def learners_of(sitting_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
    """Whose tests these are and of which courses: person, course. For other pages, inside a scope."""
    rows = Sitting.objects.filter(id__in=sitting_ids)
    fields = ("id", "person_id", "course_version__course_id")
    return {one: (person, course) for one, person, course in rows.values_list(*fields)}


# --- certificates ------------------------------------------------------------------------------------


def certificate_views(rows: Iterable[Certificate]) -> tuple[CertificateView, ...]:
    """Certificates as others see them. One statement beside theirs."""
    found = list(rows)
    ids = {row.course_version_id for row in found}
    numbers = dict(Version.objects.filter(id__in=ids).values_list("id", "number"))
    return tuple(certificate_view(row, numbers) for row in found)


@query
def my_certificates(
    *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[CertificateView]:
    """The acting person's certificates, the newest first."""
    rows = Certificate.objects.filter(person_id=actor.person_id or NOBODY).select_related("course")
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(certificate_views(found), following)


@query
def decision_on(person_id: UUID, course_id: UUID, *, actor: Actor, at: datetime) -> ToDecide:
    """What a manager decides on; for whoever may decide about that person."""
    person = parties.person(person_id)
    if authority.why_not(actor, permissions.DECIDE, at=at, within=over(person.unit_id)):
        raise missing("person", person_id)
    mine = progress_with(person_id, course_id, at)
    sat = mine.progress.passed_sitting
    row = Sitting.objects.filter(id=sat).first() if sat else None
    return ToDecide(
        person_id=person_id,
        course=mine,
        right_count=row.right_count if row else 0,
        asked=len(row.questions) if row else 0,
        passed_at=row.ended_at if row else None,
    )
