"""Where the reader's orders are, in words: what comes when, and what waits for his answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import OrderSummary, Standing
from avrop.kernel.presentation import shown
from avrop.kernel.problems import Problem
from avrop.kernel.wording import say
from avrop.site.actors import Request
from avrop.site.pages.performing import actor_of, ask, now
from avrop.site.sentences import sentence_of

MOST_ORDERS = 5
LOOKED_AT = 20
A_WEEK = 7
ENDED = frozenset({"closed", "cancelled", "rejected"})
OFFERED = "accepted_with_changes"


@dataclass(frozen=True, slots=True)
class OrderInWords:
    """An order and where it stands. `lead` is what matters most to who waits for it; `is_asked` says
    that his answer is needed."""

    id: UUID
    number: str
    seller_name: str
    state: str
    lead: str
    sentence: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Orders that have not ended: the reader's own (`are_own`), else those that he may see."""

    orders: tuple[OrderInWords, ...]
    are_own: bool


def orders_in_words(request: Request) -> OnTheWay:
    """What the reader waits for, those that wait for him first; inside a scope."""
    own = _going_on(request, mine=True)
    chosen = own or _going_on(request, mine=False)
    first = sorted(chosen, key=lambda order: order.state != OFFERED)[:MOST_ORDERS]
    ids = [order.id for order in first]
    standings = orders.standings(ids, actor=actor_of(request), at=now()) if ids else {}
    told = tuple(_in_words(request, order, standings[order.id]) for order in first)
    return OnTheWay(told, are_own=bool(own))


def _going_on(request: Request, *, mine: bool) -> Sequence[OrderSummary]:
    found = ask(request, orders.orders_page, mine=mine, limit=LOOKED_AT).items
    return [order for order in found if order.state not in ENDED]


def _in_words(request: Request, order: OrderSummary, standing: Standing) -> OrderInWords:
    is_asked = order.state == OFFERED
    lead = _offered(request, order) if is_asked else arrives(standing)
    return OrderInWords(
        order.id,
        order.number,
        order.seller_name,
        order.state,
        lead,
        sentence_of(standing),
        is_asked,
    )


def _offered(request: Request, order: OrderSummary) -> str:
    """The first thing in which the seller's offer differs."""
    changes = ask(request, orders.difference, order_id=order.id)
    if not changes:
        return ""
    first = changes[0]
    return say(Problem(first.code, first.values, first.place)).sentence


def arrives(standing: Standing) -> str:
    """When the goods come, as people say it; "" where no day is known."""
    day = standing.values.get("promised")
    if standing.code == "orders.stands_late" or not isinstance(day, date):
        return ""
    days = (day - timezone.localdate()).days
    if days == 0:
        return _("Arrives today.")
    if days == 1:
        return _("Arrives tomorrow.")
    if 1 < days < A_WEEK:
        return _("Arrives on %(weekday)s.") % {"weekday": WEEKDAYS[day.weekday()]}
    return _("Arrives on %(day)s.") % {"day": shown(day)} if days > 0 else ""
