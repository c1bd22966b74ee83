"""News: what has happened to somebody's own things since he last looked, and what now waits for him.

Read from events and tasks in a number of statements that never grows, over at most `LOOKBACK`. The
number in the header is counted anew at most once a minute in each web process.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.urls import reverse

from avrop.buying.orders import queries as orders
from avrop.buying.requisitions import queries as requisitions
from avrop.kernel.actors import Actor
from avrop.kernel.recent import Recent, recent_events
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.site.happenings import happening
from avrop.site.pages.subjects import about, addresses_of
from avrop.tasks import queries as tasks
from avrop.tasks.queries import TaskView

LOOKBACK = timedelta(days=30)
MOST_THINGS = 40
MOST_NEWS = 50
COUNTED_FOR_SECONDS = 60
#: Sums that were recomputed are no news to anybody; tasks are told to whom they wait for.
NO_NEWS = frozenset(
    {
        "orders.order_reconciled",
        "requisitions.requisition_edited",
        "tasks.tasks_opened",
        "tasks.tasks_closed",
    }
)


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to one of the reader's things, in words. `about` is its number."""

    sentence: str
    about: str
    address: str
    at: datetime
    person: str = ""
    reason: str = ""
    is_task: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of the reader's that news are about: its page, its number, and whose order it is."""

    page: str
    number: str
    seller: str = ""


@dataclass(frozen=True, slots=True)
class Unseen:
    """How many news somebody has not seen; `has_more` where there are more than are counted."""

    count: int
    has_more: bool


def unseen(actor: Actor, mark: str, at: datetime) -> Unseen:
    """What the header counts. `mark` changes when the reader has looked."""
    if actor.person_id is None:
        return Unseen(0, False)
    key = f"news:{actor.tenant_id}:{actor.person_id}:{mark}"
    known: Unseen | None = cache.get(key)
    if known is None:
        with tenant_scope(actor.tenant_id):
            found = latest(actor, at)
        fresh = sum(one.is_new for one in found)
        known = Unseen(min(fresh, MOST_NEWS), fresh > MOST_NEWS)
        cache.set(key, known, COUNTED_FOR_SECONDS)
    return known


def latest(actor: Actor, at: datetime) -> tuple[News, ...]:
    """The news of a person, the newest first, what he has seen lately too."""
    seen = tasks.news_seen_until(actor=actor) or at - LOOKBACK
    since = at - LOOKBACK
    things = _things_of(actor)
    happened = recent_events(
        things, since=since, but_by=actor.person_id, unless=NO_NEWS, limit=MOST_NEWS + 1
    )
    waiting = [one for one in tasks.my_tasks(actor=actor).items if one.opened_at > since]
    people = parties.people({one.person_id for one in happened if one.person_id})
    names = {person_id: person.name for person_id, person in people.items()}
    addresses = addresses_of((task.subject_kind, task.subject_id) for task in waiting)
    news = [_told(one, things, names, seen) for one in happened]
    news += [
        _waits(task, addresses.get((task.subject_kind, task.subject_id), ""), seen)
        for task in waiting
    ]
    return tuple(sorted(news, key=lambda one: one.at, reverse=True))


def _things_of(actor: Actor) -> dict[UUID, Thing]:
    """The latest requisitions somebody made and the orders that came of them, by id."""
    if actor.person_id is None:
        return {}
    needs = requisitions.latest_of_person(actor.person_id, MOST_THINGS)
    bought = orders.orders_of_requisitions(needs, MOST_THINGS)
    return {
        **{one: Thing("requisition", number) for one, number in needs.items()},
        **{one: Thing("order", number, seller) for one, (number, seller) in bought.items()},
    }


def _told(event: Recent, things: dict[UUID, Thing], names: dict[UUID, str], seen: datetime) -> News:
    thing = things[event.subject_id]
    return News(
        sentence=happening(event.name, event.facts, seller=thing.seller),
        about=thing.number,
        address=reverse(thing.page, args=[event.subject_id]),
        at=event.at,
        person=names.get(event.person_id, "") if event.person_id else "",
        reason=event.reason,
        is_new=event.at > seen,
    )


def _waits(task: TaskView, address: str, seen: datetime) -> News:
    return News(
        sentence=say(task.problem).sentence,
        about=about(task),
        address=address,
        at=task.opened_at,
        is_task=True,
        is_new=task.opened_at > seen,
    )
