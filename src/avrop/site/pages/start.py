"""The start page: what waits for me, first; then where my orders are, or sales orders by stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.selling.sales import queries as sales
from avrop.selling.sales.shapes import OrderSummary as SalesOrderSummary
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import BUYING, show
from avrop.site.pages.performing import actor_of, ask, now, rights_of, signed_in
from avrop.site.pages.selling.execution import departments_of
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.subjects import about, addresses_of
from avrop.site.pages.task_acts import acts_on
from avrop.site.pages.whereabouts import orders_in_words
from avrop.site.patterns.shapes import Action
from avrop.tasks import queries as tasks
from avrop.tasks.queries import TaskView

MOST_SALES_ORDERS = 200
MOST_ATTESTS = 5
MOST_TASKS = 20
MOST_WORK, MOST_SHOWN = 20, 5
INVOICED = "invoiced"
#: Tasks that are so many that they stand apart from the others, and the state of their invoices.
ATTESTS = {
    "invoices.task_attest_review": "matched",
    "invoices.task_attest_decision": "reviewed",
}
#: What those see first who look after everybody's buying.
LOOKED_AFTER = ("what_stops", "stuck_messages")
SHOPPING = "requisitions.write"
#: Whoever registers what comes to a distribution centre, and has no other work with orders.
ARRIVALS = "receipts.register_arrival"
OTHER_WORK = frozenset({SHOPPING, "receipts.receive"})
ENDED_STAGES = frozenset({"closed", "cancelled", "rejected"})
sitemap.register(SitePage(gettext_lazy("Start"), "start", sitemap.START, "requester", place=0))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task in words. `about` says what it is part of, `address` is the page of its subject, where it
    has one; `taken` says who of several does it, `acts` is what can be done with the task itself."""

    sentence: str
    about: str
    remedy: str
    opened_at: datetime
    due_at: datetime | None
    is_late: bool
    address: str
    taken: str = ""
    acts: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Attesting:
    """Invoices that wait for an attest that the reader can give, the newest first; `address` is the
    list of all that wait for it."""

    state: str
    tasks: tuple[Waiting, ...]
    has_more: bool
    address: str


@dataclass(frozen=True, slots=True)
class ToDo:
    """A sales order that waits for the reader's department."""

    order: SalesOrderSummary
    is_late: bool


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many sales orders are in a stage, and how many of them for too long."""

    stage: str
    count: int
    late: int


@require_safe
@signed_in
def start(request: Request) -> HttpResponse:
    """What waits for the reader, and where things are."""
    with tenant_scope(actor_of(request).tenant_id):
        waiting = ask(request, tasks.my_tasks, but_kinds=tuple(ATTESTS), limit=MOST_TASKS)
        rights = rights_of(request)
        buys = any(right.startswith(BUYING) for right in rights)
        sells = "sales.see" in rights
        values = {
            "tasks": _in_words(request, waiting.items),
            "more_tasks": waiting.next_cursor is not None,
            "attesting": _attesting(request),
            "buys": buys,
            "sells": sells,
            "shops": SHOPPING in rights,
            "on_the_way": orders_in_words(request) if buys else None,
            "to_do": _to_do(request, rights) if sells else (),
            "stages": _stages(request) if sells else (),
            "looked_after": _looked_after(rights),
            "passes_goods_on": ARRIVALS in rights and not rights & OTHER_WORK,
        }
    return show(request, "site/start.html", values)


def _in_words(request: Request, found: Sequence[TaskView]) -> tuple[Waiting, ...]:
    addresses = addresses_of((task.subject_kind, task.subject_id) for task in found)
    taken = _taken(request, found)
    return tuple(
        _told(
            task,
            addresses.get((task.subject_kind, task.subject_id), ""),
            taken.get(task.taken_by, ""),
            acts_on(request, task),
        )
        for task in found
    )


def _taken(request: Request, found: Iterable[TaskView]) -> dict[UUID | None, str]:
    """By whom tasks have been taken, in words."""
    takers = {task.taken_by for task in found if task.taken_by is not None}
    reader = actor_of(request).person_id
    names = parties.person_names(takers) if takers else {}
    return {
        one: _("You do this.") if one == reader else _("%(name)s does this.") % {"name": name}
        for one, name in names.items()
    }


def _told(task: TaskView, address: str, taken: str, acts: tuple[Action, ...]) -> Waiting:
    said = say(task.problem)
    return Waiting(
        sentence=said.sentence,
        about=about(task),
        remedy=said.remedy,
        opened_at=task.opened_at,
        due_at=task.due_at,
        is_late=task.is_late(now()),
        address=address,
        taken=taken,
        acts=acts,
    )


def _attesting(request: Request) -> tuple[Attesting, ...]:
    """The attests that are the reader's to give, a few of each kind. Two statements where there are
    none, however many invoices there are."""
    waiting = {
        state: ask(request, tasks.my_tasks, kinds=(kind,), limit=MOST_ATTESTS)
        for kind, state in ATTESTS.items()
    }
    return tuple(
        Attesting(
            state,
            _in_words(request, page.items),
            page.next_cursor is not None,
            f"{reverse('invoices')}?state={state}&sort=due",
        )
        for state, page in waiting.items()
        if page.items
    )


def _to_do(request: Request, rights: Collection[str]) -> tuple[ToDo, ...]:
    """The sales orders that the reader's department has to do something with, the first due first. An
    invoiced one waits for its customer until it is late."""
    departments = departments_of(rights)
    if not departments:
        return ()
    queue = ask(request, sales.work_queue, departments=departments, limit=MOST_WORK)
    moment = now()
    found = (
        ToDo(order, bool(order.stage_due_at and order.stage_due_at < moment))
        for order in queue.items
    )
    return tuple(one for one in found if one.is_late or one.order.stage != INVOICED)[:MOST_SHOWN]


def _looked_after(rights: Collection[str]) -> tuple[SitePage, ...]:
    """The pages about what goes no further by itself; nothing for who does not look into who cannot
    send."""
    if "requisitions.see_stops" not in rights:
        return ()
    pages = (sitemap.page_named(name) for name in LOOKED_AFTER)
    return tuple(page for page in pages if page is not None and sitemap.is_open(page, rights))


def _stages(request: Request) -> tuple[StageCount, ...]:
    found = ask(request, sales.orders_page, limit=MOST_SALES_ORDERS).items
    going_on = [order for order in found if order.stage not in ENDED_STAGES]
    moment = now()
    late = _counted(
        order.stage for order in going_on if order.stage_due_at and order.stage_due_at < moment
    )
    count = _counted(order.stage for order in going_on)
    from avrop.site.words import tables

    return tuple(
        StageCount(stage, count[stage], late[stage])
        for stage in tables()["stage"]
        if stage in count
    )


def _counted(stages: Iterable[str]) -> Counter[str]:
    return Counter(stages)
