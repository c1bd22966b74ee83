"""Who is trained, unit by unit and role by role; who waits for a decision; how good the questions are.

Coverage is one statement over the roll of mandates, however many people there are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.authority import queries as authority
from avrop.authority.roll import roll_in_sql
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import Invalid, Problem
from avrop.kernel.scope import current_tenant
from avrop.parties import queries as parties
from avrop.training import analysis, permissions
from avrop.training.content import shipped_courses
from avrop.training.models import Certificate, Course, Question, Sitting, Waiver
from avrop.training.queries.courses import steers
from avrop.training.queries.learning import NOBODY, certificate_views
from avrop.training.queries.shapes import ItemView
from avrop.training.records import required_on
from avrop.training.shapes import CertificateView, Cover, Untrained, Waiting, WaiverView
from avrop.training.stored import waiver_view
from avrop.values import Text

LARGEST = 200
MOST_SITTINGS = 1000

#: Everybody of whom a course is required, in his own unit, and until when the certificate lasts.
_NEEDS = f"""
    with required as (
        select * from json_to_recordset(%(required)s::json) as r(course text, role text, goods jsonb)),
    needs as (
        select roll.person_id, coalesce(p.unit_id, roll.unit_id) as unit_id, r.course, r.role,
            min(roll.since) as since
        from ({roll_in_sql()}) roll
        join required r on r.role = roll.role and (jsonb_array_length(r.goods) = 0 or exists (
            select from jsonb_array_elements_text(r.goods) theirs,
                jsonb_array_elements_text(roll.categories) mine
            where starts_with(mine, theirs) or starts_with(theirs, mine)))
        join ({parties.people_in_sql()}) p on p.tenant_id = roll.tenant_id and p.id = roll.person_id
        where roll.tenant_id = %(tenant)s and (p.valid_until is null or p.valid_until >= %(on)s)
        group by 1, 2, 3, 4),
    held as (
        select c.person_id, k.code as course, max(c.valid_until) as until
        from training_certificate c
        join training_course k on k.tenant_id = c.tenant_id and k.id = c.course_id
        where c.tenant_id = %(tenant)s and c.state = 'granted' and c.valid_from <= %(on)s
        group by 1, 2),
    standing as (
        select n.*, u.name as unit, coalesce(u.path, '') as path, h.until,
            coalesce(h.until >= %(on)s, false) as is_trained,
            coalesce(h.until < %(on)s, n.since + %(days_to_begin)s::int < %(on)s) as is_overdue,
            coalesce(h.until between %(on)s and %(on)s::date + %(soon)s::int, false) as ends_soon
        from needs n
        left join held h on h.person_id = n.person_id and h.course = n.course
        left join ({parties.units_in_sql()}) u on u.tenant_id = %(tenant)s and u.id = n.unit_id
        where (%(everything)s or n.unit_id = any(%(units)s))
          and (%(course)s = '' or n.course = %(course)s)
          and (%(text)s = '' or position(lower(%(text)s) in lower(coalesce(u.name, ''))) > 0))"""
_BY_UNIT = f"""
    {_NEEDS}
    select path, unit_id, coalesce(unit, ''), course, role, count(*),
        count(*) filter (where is_trained), count(*) filter (where is_overdue),
        count(*) filter (where ends_soon)
    from standing group by path, unit_id, unit, course, role
    having (path, course, role) > (%(after)s, %(after_course)s, %(after_role)s)
    order by path, course, role limit %(limit)s"""
_BY_ROLE = f"""
    {_NEEDS}
    select '', null, '', course, role, count(*), count(*) filter (where is_trained),
        count(*) filter (where is_overdue), count(*) filter (where ends_soon)
    from standing group by course, role order by course, role"""
_UNTRAINED = f"""
    {_NEEDS}
    select person_id, unit_id, coalesce(unit, ''), course, role, since, until, is_overdue
    from standing
    where not is_trained
      and (course, role, person_id::text) > (%(after)s, %(after_course)s, %(after_role)s)
      and (not %(overdue)s or is_overdue)
    order by course, role, person_id::text limit %(limit)s"""


def _asked(
    actor: Actor, at: datetime, *, course: str, text: str, after: tuple[str, str, str], limit: int
) -> dict[str, Any]:
    day = day_of(at)
    required, _ = required_on(day)
    seen = authority.sight(actor)
    follows = not actor.is_person or authority.holds(actor, permissions.FOLLOW)
    rows = [
        {"course": one.course, "role": role, "goods": list(one.categories)}
        for one in required.required
        for role in one.roles
        if follows
    ]
    return {
        "required": json.dumps(rows),
        "tenant": current_tenant(),
        "on": day,
        "today": day,
        "days_to_begin": required.days_to_begin,
        "soon": max(required.reminder_days, default=0),
        "everything": seen.everything,
        "units": list(seen.unit_ids),
        "course": course,
        "text": text.strip(),
        "after": after[0],
        "after_course": after[1],
        "after_role": after[2],
        "limit": min(limit, LARGEST) + 1,
    }


def _read(statement: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def _titles() -> dict[str, Text]:
    """What courses are called; those that have not been taken in yet, as the product calls them."""
    shipped = {one.code: Text(one.facts.title) for one in shipped_courses()}
    taken_in = Course.objects.values_list("code", "title")
    return shipped | {code: Text(title) for code, title in taken_in}


def _after(cursor: str | None) -> tuple[str, str, str]:
    if not cursor:
        return "", "", ""
    try:
        first, second, third = json.loads(cursor)
        return str(first), str(second), str(third)
    except ValueError:
        problem = Problem("kernel.bad_cursor", {"cursor": cursor}, ("cursor",))
        raise Invalid((problem,)) from None


@query
def coverage_page(
    *,
    course: str = "",
    text: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Cover]:
    """How many of those who must be trained are, unit by unit, for the units that the reader sees. Three
    statements, for any number of people."""
    asked = _asked(actor, at, course=course, text=text, after=_after(cursor), limit=limit)
    rows, titles = _read(_BY_UNIT, asked), _titles()
    size = asked["limit"] - 1
    last = rows[size - 1] if len(rows) > size else None
    following = json.dumps([last[0], last[3], last[4]]) if last else None
    return Page(tuple(_cover(row, titles) for row in rows[:size]), following)


@query
def cover_by_role(
    *, course: str = "", text: str = "", actor: Actor, at: datetime
) -> tuple[Cover, ...]:
    """The same for all of these units together, role by role."""
    asked = _asked(actor, at, course=course, text=text, after=("", "", ""), limit=LARGEST)
    titles = _titles()
    return tuple(_cover(row, titles) for row in _read(_BY_ROLE, asked))


def _cover(row: tuple[Any, ...], titles: Mapping[str, Text]) -> Cover:
    _path, unit_id, unit, course, role, holders, trained, overdue, ending = row
    title = titles.get(course, Text(en=course))
    return Cover(unit_id, unit, course, title, role, holders, trained, overdue, ending)


@query
def untrained_page(
    *,
    course: str = "",
    text: str = "",
    overdue: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Untrained]:
    """Who should be trained and is not, in the units that the reader sees; only those who are overdue if
    `overdue` is "yes". The same statements for any number of people."""
    asked = _asked(actor, at, course=course, text=text, after=_after(cursor), limit=limit)
    rows = _read(_UNTRAINED, {**asked, "overdue": overdue == "yes"})
    size, titles = asked["limit"] - 1, _titles()
    names = parties.person_names({row[0] for row in rows})
    last = rows[size - 1] if len(rows) > size else None
    following = json.dumps([last[3], last[4], str(last[0])]) if last else None
    found = tuple(
        Untrained(
            person_id=person,
            person=names.get(person, ""),
            unit_id=unit_id,
            unit=unit,
            course=code,
            title=titles.get(code, Text(en=code)),
            role=role,
            since=since,
            ended_on=until,
            is_overdue=is_overdue,
        )
        for person, unit_id, unit, code, role, since, until, is_overdue in rows[:size]
    )
    return Page(found, following)


# --- decisions, certificates, waivers ----------------------------------------------------------------

_WAITING = f"""
    select s.id, s.person_id, p.unit_id, v.course_id, k.code, k.title, s.ended_at, s.right_count,
        jsonb_array_length(s.questions)
    from training_sitting s
    join training_version v on v.tenant_id = s.tenant_id and v.id = s.course_version_id
    join training_course k on k.tenant_id = v.tenant_id and k.id = v.course_id
    join ({parties.people_in_sql()}) p on p.tenant_id = s.tenant_id and p.id = s.person_id
    where s.tenant_id = %(tenant)s and s.state = 'passed' and v.state = 'published'
      and (p.valid_until is null or p.valid_until >= %(on)s)
      and (%(everything)s or p.unit_id = any(%(units)s))
      and not exists (select from training_certificate c
        where c.tenant_id = s.tenant_id and c.sitting_id = s.id)
      and not exists (select from training_decision d
        where d.tenant_id = s.tenant_id and d.sitting_id = s.id)
      and (%(before)s = '' or s.id < nullif(%(before)s, '')::uuid)
    order by s.id desc limit %(limit)s"""


@query
def waiting_for_decision(
    *, actor: Actor, at: datetime, cursor: str | None = None, limit: int = 50
) -> Page[Waiting]:
    """Who has passed and waits for the reader's decision, the newest first. A few statements."""
    if actor.is_person and not authority.holds(actor, permissions.DECIDE):
        return Page((), None)
    seen, size = authority.sight(actor), min(limit, LARGEST)
    rows = _read(
        _WAITING,
        {
            "tenant": current_tenant(),
            "on": day_of(at),
            "today": day_of(at),
            "everything": seen.everything,
            "units": list(seen.unit_ids),
            "before": cursor or "",
            "limit": size + 1,
        },
    )
    found = tuple(
        Waiting(person, unit, course, code, Text(_plain(title)), key, ended, right, asked)
        for key, person, unit, course, code, title, ended, right, asked in rows[:size]
    )
    return Page(found, str(rows[size - 1][0]) if len(rows) > size else None)


def _plain(stored: Any) -> dict[str, str]:
    found: dict[str, str] = json.loads(stored) if isinstance(stored, str) else stored
    return found


@query
def certificates_page(
    *,
    course: str = "",
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[CertificateView]:
    """Certificates, the newest first: everybody's to whoever follows the whole organisation, else one's
    own."""
    rows = Certificate.objects.select_related("course")
    follows = not actor.is_person or authority.holds(actor, permissions.FOLLOW)
    if not (follows and authority.sight(actor).everything):
        rows = rows.filter(person_id=actor.person_id or NOBODY)
    if course:
        rows = rows.filter(course__code=course)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(certificate_views(found), following)


@query
def waivers_page(*, actor: Actor, cursor: str | None = None, limit: int = 50) -> Page[WaiverView]:
    """Who was let act without a certificate, the newest first; for those who follow the whole
    organisation."""
    rows = Waiver.objects.select_related("course")
    follows = not actor.is_person or authority.holds(actor, permissions.FOLLOW)
    if not (follows and authority.sight(actor).everything):
        rows = rows.filter(person_id=actor.person_id or NOBODY)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(waiver_view(row) for row in found), following)


# --- questions ---------------------------------------------------------------------------------------

_NEWEST_ANSWERS = """
    select distinct on (sitting_id, question_id) sitting_id, question_id, is_right
    from training_answer where tenant_id = %(tenant)s and sitting_id = any(%(sittings)s)
    order by sitting_id, question_id, id desc"""


@query
def item_analysis(version_id: UUID, *, actor: Actor) -> tuple[ItemView, ...]:
    """How hard each question of a version is and how well it tells who knows, over its latest thousand
    tests; for those who steer. Three statements."""
    if not steers(actor):
        return ()
    sat = dict(
        Sitting.objects.filter(course_version_id=version_id)
        .exclude(state="open")
        .order_by("-id")
        .values_list("id", "questions")[:MOST_SITTINGS]
    )
    judged = {key: dict.fromkeys(asked, False) for key, asked in sat.items()}
    asked = {"tenant": current_tenant(), "sittings": list(sat)}
    for sitting, question, was_right in _read(_NEWEST_ANSWERS, asked):
        judged[sitting][str(question)] = was_right
    figures = {item.key: item for item in analysis.analyse(list(judged.values()))}
    rows = Question.objects.filter(course_version_id=version_id).order_by("code")
    return tuple(_item(row, figures[str(row.id)]) for row in rows if str(row.id) in figures)


def _item(row: Question, item: analysis.Item) -> ItemView:
    return ItemView(
        row.id,
        row.code,
        Text(row.text),
        item.answers,
        item.difficulty,
        item.discrimination,
        item.verdict,
        row.blocker,
    )


def people_due(on: date) -> list[Certificate]:
    """The certificates that end within the longest reminder, and are not renewed yet. Two statements;
    inside a scope, for the routine that reminds."""
    from datetime import timedelta

    required, _ = required_on(on)
    last = on + timedelta(days=max(required.reminder_days, default=0))
    ending = Certificate.objects.filter(
        state="granted", valid_until__gte=on, valid_until__lte=last
    ).select_related("course")
    found = list(ending.order_by("id"))
    renewed = set(
        Certificate.objects.filter(state="granted", valid_until__gt=last).values_list(
            "person_id", "course_id"
        )
    )
    return [one for one in found if (one.person_id, one.course_id) not in renewed]
