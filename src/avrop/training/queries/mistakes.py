"""Mistakes that are made here, and the short lessons about them (X15).

The kernel counts every refusal. Who meets the same one for the third time is offered a two-minute
lesson; whether it helps is seen in how often he meets it afterwards. What many meet goes into tests,
without anybody being named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.refusals import Window, blockers_of, common_blockers, counted_around
from avrop.training.analysis import FEWEST
from avrop.training.content import micro_lessons
from avrop.training.models import MicroReading, Question
from avrop.training.queries.courses import steers
from avrop.training.shapes import MicroEffect, MicroOffer, Mistake

#: So many times the same reason, within so long, and a lesson is offered.
ENOUGH, LATELY, AROUND = 3, timedelta(days=90), timedelta(days=30)
MOST_MISTAKES, MOST_READINGS = 50, 2000
#: So many of the commonest mistakes are drawn into tests first.
DRAWN = 20


@query
def my_micro_offers(*, actor: Actor, at: datetime) -> tuple[MicroOffer, ...]:
    """The short lessons that the acting person is offered now. Two statements."""
    return micro_offers(actor.person_id, at) if actor.person_id else ()


def micro_offers(person_id: UUID, at: datetime) -> tuple[MicroOffer, ...]:
    """The short lessons about what somebody has met three times or more and not yet read up on; reading
    one begins the count anew. Inside a scope. Two statements, three where something was read before."""
    since = at - LATELY
    lessons = micro_lessons()
    met = [
        one
        for one in blockers_of(person_id, since=since, until=at)
        if one.times >= ENOUGH and one.code in lessons
    ]
    if not met:
        return ()
    rows = MicroReading.objects.filter(person_id=person_id, read_at__gt=since).order_by("id")
    read = dict(rows.values_list("blocker", "read_at"))
    offered = []
    for one in met:
        times = one.times
        if one.code in read:
            again = blockers_of(person_id, since=read[one.code], until=at)
            times = next((each.times for each in again if each.code == one.code), 0)
        if times >= ENOUGH:
            offered.append(MicroOffer(one.code, lessons[one.code].title, times))
    return tuple(offered)


def drawn_first(at: datetime) -> frozenset[str]:
    """The mistakes that are commonest here, by several people: what a test is drawn from first. Inside a
    scope; one statement."""
    found = common_blockers(since=at - LATELY, until=at, fewest=FEWEST, most=DRAWN)
    return frozenset(one.code for one in found)


@query
def common_mistakes(*, actor: Actor, at: datetime) -> tuple[Mistake, ...]:
    """What people here have been refused for in the last 90 days, the commonest first, where at least
    three people have; how many questions and whether a short lesson are about it. For those who steer.
    Two statements."""
    if not steers(actor):
        return ()
    found = common_blockers(since=at - LATELY, until=at, fewest=FEWEST, most=MOST_MISTAKES)
    counted = dict(
        Question.objects.filter(
            blocker__in=[one.code for one in found],
            course_version__state__in=("draft", "published"),
        )
        .values_list("blocker")
        .annotate(Count("id"))
    )
    lessons = micro_lessons()
    return tuple(
        Mistake(one.code, one.times, one.people, counted.get(one.code, 0), one.code in lessons)
        for one in found
    )


@query
def micro_effect(*, actor: Actor, at: datetime) -> tuple[MicroEffect, ...]:
    """Whether the short lessons help: how often their readers made the mistake in the 30 days before,
    and in the 30 days after, or as long as has passed. For those who steer. Two statements."""
    if not steers(actor):
        return ()
    lessons = micro_lessons()
    rows = MicroReading.objects.filter(blocker__in=list(lessons)).order_by("-id")[:MOST_READINGS]
    windows = []
    readers: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        span = min(AROUND, at - row.read_at)
        readers[row.blocker].add(row.person_id)
        windows.append(
            Window(row.blocker, row.person_id, row.read_at - span, row.read_at, row.read_at + span)
        )
    counted = counted_around(windows)
    ordered = Counter({code: len(people) for code, people in readers.items()}).most_common()
    return tuple(
        MicroEffect(code, lessons[code].title, people, *counted.get(code, (0, 0)))
        for code, people in ordered
        if people >= FEWEST
    )
