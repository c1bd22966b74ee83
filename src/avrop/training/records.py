"""What people have done about courses, read for some people at once: the statements grow neither with
the people nor with the courses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from avrop.kernel import ruleset
from avrop.training import requirements
from avrop.training.lifecycle import PlanState
from avrop.training.models import (
    Acknowledgement,
    Certificate,
    Decision,
    Lesson,
    NewStart,
    Policy,
    Reading,
    RolloutPlan,
    Sitting,
    Version,
)
from avrop.training.plan_shapes import PlanStanding
from avrop.training.requirements import Requirements
from avrop.training.rules import Progress
from avrop.training.shapes import ROLLOUT_PLAN

Key = tuple[UUID, UUID]  # a person and a course, or something else of that person's


@dataclass(frozen=True, slots=True)
class Taught:
    """The published versions by course, with how many lessons each has, and the policies in force."""

    versions: Mapping[UUID, Version]
    lessons: Mapping[UUID, int]
    policies: Mapping[str, Policy]
    required: Requirements
    rule_set: str


@dataclass(frozen=True, slots=True)
class Records:
    """What some people have done, by person and course."""

    taught: Taught
    certificates: Mapping[Key, list[Certificate]]
    readings: Mapping[Key, Mapping[UUID, datetime]]
    sittings: Mapping[Key, list[Sitting]]
    new_starts: Mapping[Key, datetime]
    decisions: Mapping[Key, Decision]
    acknowledged: Mapping[Key, datetime]
    plans: Mapping[UUID, PlanStanding]


def required_on(day: date) -> tuple[Requirements, str]:
    """What is required of whom on a day, and the reference of that version. One statement."""
    return ruleset.in_force(requirements.NAME, requirements.DEFAULT, on=day)


def policies_on(day: date) -> dict[str, Policy]:
    """The newest version of each policy that is in force on a day. One statement."""
    rows = Policy.objects.filter(in_force_from__lte=day).order_by("code", "in_force_from", "number")
    return {row.code: row for row in rows}


def taught_on(day: date) -> Taught:
    """What there is to learn on a day. Four statements."""
    versions = {
        row.course_id: row
        for row in Version.objects.filter(state="published").select_related("course")
    }
    ids = [row.id for row in versions.values()]
    counted = Lesson.objects.filter(course_version_id__in=ids).values_list("course_version_id")
    lessons = dict(counted.annotate(Count("id")))
    required, rule_set = required_on(day)
    return Taught(versions, lessons, policies_on(day), required, rule_set)


def records_of(people: Iterable[UUID], day: date) -> Records:
    """What these people have done. Eleven statements."""
    asked = list(set(people))
    taught = taught_on(day)
    certificates = _grouped(
        Certificate.objects.filter(person_id__in=asked).select_related("course").order_by("id")
    )
    sittings: dict[Key, list[Sitting]] = defaultdict(list)
    for one in (
        Sitting.objects.filter(person_id__in=asked).select_related("course_version").order_by("id")
    ):
        sittings[one.person_id, one.course_version.course_id].append(one)
    starts = NewStart.objects.filter(person_id__in=asked).order_by("id")
    decisions = Decision.objects.filter(person_id__in=asked).order_by("id")
    acknowledged = Acknowledgement.objects.filter(person_id__in=asked)
    return Records(
        taught=taught,
        certificates=certificates,
        readings=_readings(asked, taught),
        sittings=sittings,
        new_starts={(one.person_id, one.course_id): one.decided_at for one in starts},
        decisions={(one.person_id, one.sitting_id): one for one in decisions},
        acknowledged={(one.person_id, one.policy_id): one.acknowledged_at for one in acknowledged},
        plans=_plans(asked),
    )


#: From the plan that is least to the one that counts for most; one that was withdrawn is none.
_FARTHEST_LAST = (
    PlanState.DRAFT,
    PlanState.RETURNED,
    PlanState.SUBMITTED,
    PlanState.SUPERSEDED,
    PlanState.APPROVED,
)


def _plans(people: list[UUID]) -> dict[UUID, PlanStanding]:
    """The roll-out plan of each that has come farthest, the newest of several."""
    rows = RolloutPlan.objects.filter(made_by__in=people, state__in=_FARTHEST_LAST)
    found = sorted(
        rows.only("id", "number", "state", "unit_id", "made_by"),
        key=lambda row: (_FARTHEST_LAST.index(PlanState(row.state)), row.id),
    )
    return {row.made_by: PlanStanding(row.id, row.number, row.state, row.unit_id) for row in found}


def _readings(people: list[UUID], taught: Taught) -> dict[Key, dict[UUID, datetime]]:
    """When lessons of the published versions were last read, by person and version."""
    ids = [row.id for row in taught.versions.values()]
    rows = Reading.objects.filter(person_id__in=people, lesson__course_version_id__in=ids)
    found: dict[Key, dict[UUID, datetime]] = defaultdict(dict)
    for person, version, lesson, at in rows.order_by("id").values_list(
        "person_id", "lesson__course_version_id", "lesson_id", "read_at"
    ):
        found[person, version][lesson] = at
    return found


def _grouped(rows: Iterable[Any]) -> dict[Key, list[Any]]:
    found: dict[Key, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id, row.course_id].append(row)
    return found


def latest_certificate(records: Records, person_id: UUID, course_id: UUID) -> Certificate | None:
    """The one that lasts longest of those that count."""
    held = [
        one
        for one in records.certificates.get((person_id, course_id), ())
        if one.state == "granted"
    ]
    return max(held, key=lambda one: one.valid_until, default=None)


def counts_since(records: Records, person_id: UUID, course_id: UUID) -> datetime | None:
    """What was done before this has been used up by a certificate, granted or revoked."""
    moments = [
        one.revoked_at or one.granted_at
        for one in records.certificates.get((person_id, course_id), ())
    ]
    return max(moments, default=None)


def read_lessons(records: Records, person_id: UUID, version: Version) -> dict[UUID, datetime]:
    """The lessons of a version that somebody has read, as far as that counts."""
    since = counts_since(records, person_id, version.course_id)
    read = records.readings.get((person_id, version.id), {})
    return {lesson: at for lesson, at in read.items() if since is None or at > since}


def progress_of(records: Records, person_id: UUID, version: Version) -> Progress:
    """How far somebody has come with a published version."""
    course_id = version.course_id
    since = counts_since(records, person_id, course_id)
    sat = [
        one
        for one in records.sittings.get((person_id, course_id), ())
        if since is None or one.began_at > since
    ]
    start = records.new_starts.get((person_id, course_id))
    ended = [one for one in sat if one.ended_at and (start is None or one.ended_at > start)]
    failed = [one.ended_at for one in ended if one.state == "failed" and one.ended_at]
    passed = [one for one in sat if one.state == "passed"]
    current = next((one for one in passed if one.course_version_id == version.id), None)
    decision = records.decisions.get((person_id, current.id)) if current else None
    held = latest_certificate(records, person_id, course_id)
    plan = records.plans.get(person_id) if version.exercise == ROLLOUT_PLAN else None
    return Progress(
        lessons=records.taught.lessons.get(version.id, 0),
        read=len(read_lessons(records, person_id, version)),
        attempts=len(ended),
        last_failed_at=max(failed, default=None),
        open_sitting=next(
            (o.id for o in sat if o.state == "open" and o.course_version_id == version.id), None
        ),
        passed_sitting=current.id if current else None,
        has_lapsed=bool(passed) and current is None,
        waiting=waiting_policies(records, person_id, version),
        decision=decision.granted if decision else None,
        exercise=version.exercise,
        plan_state=plan.state if plan else "",
        certificate_until=held.valid_until if held else None,
    )


def waiting_policies(records: Records, person_id: UUID, version: Version) -> tuple[str, ...]:
    """The policies required with a course whose version in force somebody has not acknowledged."""
    wanted = records.taught.required.of_course(version.course.code).policies
    return tuple(
        code
        for code in wanted
        if code in records.taught.policies
        and (person_id, records.taught.policies[code].id) not in records.acknowledged
    )
