"""The start page: what waits for me, first; then where my orders are, or sales orders by stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.buying.invoices import queries as invoices
from avrop.buying.invoices.queries import InvoiceSummary
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.selling.sales import queries as sales
from avrop.selling.sales.shapes import OrderSummary as SalesOrderSummary
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import BUYING, show
from avrop.site.pages.performing import actor_of, ask, now, rights_of, signed_in
from avrop.site.pages.selling.execution import departments_of
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.subjects import about, addresses_of
from avrop.site.pages.whereabouts import orders_in_words
from avrop.tasks import queries as tasks
from avrop.tasks.queries import TaskView

MOST_SALES_ORDERS = 200
MOST_INVOICES = 5
MOST_WORK, MOST_SHOWN = 20, 5
INVOICED = "invoiced"
#: The right to give an attest, and the state in which an invoice waits for it.
ATTESTS = {"invoices.attest_review": "matched", "invoices.attest_decision": "reviewed"}
#: What those see first who look after everybody's buying.
LOOKED_AFTER = ("what_stops", "stuck_messages")
SHOPPING = "requisitions.write"
ENDED_STAGES = frozenset({"closed", "cancelled", "rejected"})
sitemap.register(SitePage(gettext_lazy("Start"), "start", sitemap.START, "requester", place=0))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task in words. `about` says what it is part of, `address` is the page of its subject, where it
    has one."""

    sentence: str
    about: str
    remedy: str
    opened_at: datetime
    due_at: datetime | None
    is_late: bool
    address: str


@dataclass(frozen=True, slots=True)
class Attesting:
    """Invoices that wait for an attest that the reader can give, the first due first; `address` is the
    list of them all."""

    state: str
    invoices: tuple[InvoiceSummary, ...]
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
        waiting = ask(request, tasks.my_tasks, limit=20)
        addresses = addresses_of((task.subject_kind, task.subject_id) for task in waiting.items)
        rights = rights_of(request)
        buys = any(right.startswith(BUYING) for right in rights)
        sells = "sales.see" in rights
        values = {
            "tasks": tuple(
                _in_words(task, addresses.get((task.subject_kind, task.subject_id), ""))
                for task in waiting.items
            ),
            "more_tasks": waiting.next_cursor is not None,
            "attesting": _attesting(request, rights),
            "buys": buys,
            "sells": sells,
            "shops": SHOPPING in rights,
            "on_the_way": orders_in_words(request) if buys else None,
            "to_do": _to_do(request, rights) if sells else (),
            "stages": _stages(request) if sells else (),
            "looked_after": _looked_after(rights),
        }
    return show(request, "site/start.html", values)


def _in_words(task: TaskView, address: str) -> Waiting:
    said = say(task.problem)
    return Waiting(
        sentence=said.sentence,
        about=about(task),
        remedy=said.remedy,
        opened_at=task.opened_at,
        due_at=task.due_at,
        is_late=task.is_late(now()),
        address=address,
    )


def _attesting(request: Request, rights: Collection[str]) -> tuple[Attesting, ...]:
    """What the reader can attest by his role. Whoever has done something else to an invoice is told on
    its page who can instead."""
    found = []
    for right, state in ATTESTS.items():
        if right in rights:
            few = ask(request, invoices.invoices_page, state=state, sort="due", limit=MOST_INVOICES)
            if few.items:
                address = f"{reverse('invoices')}?state={state}&sort=due"
                found.append(Attesting(state, few.items, address))
    return tuple(found)


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
