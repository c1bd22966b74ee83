"""What is expected at the goods entrance: late, today, the next days; and where a code leads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from avrop.authority import queries as authority
from avrop.buying.receipts import queries
from avrop.buying.receipts.queries import ExpectedDelivery, FoundGoods
from avrop.kernel.presentation import weekday
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in
from avrop.site.pages.receiving.offline import at_the_entrance, words_for_script
from avrop.site.patterns.choosing import Choosing, choosing

PAGE_SIZE = 50
UNIT = "receive_unit"
#: As many codes of a delivery go into the page, so that a scan leads to it without network too.
MOST_CODES = 60


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as a card: where it leads, in words."""

    order_id: UUID
    number: str
    seller: str
    address: str
    lines: str
    whose: str
    late: str
    is_on_its_way: bool
    is_at_centre: bool
    is_partly_here: bool
    codes: str


@dataclass(frozen=True, slots=True)
class DayOfGoods:
    """The deliveries of a day, or all late ones. `key` is late, today, later or none."""

    key: str
    name: str
    deliveries: tuple[Delivery, ...]


@require_safe
@at_the_entrance
@signed_in
def receive(request: Request) -> HttpResponse:
    """Goods to come, by day."""
    arguments = {"cursor": request.GET["cursor"]} if request.GET.get("cursor") else {}
    with tenant_scope(actor_of(request).tenant_id):
        mine = _my_units(request)
        chosen = _chosen_unit(request, mine)
        page = ask(request, queries.expected_page, unit_id=chosen, limit=PAGE_SIZE, **arguments)
        units = parties.unit_names({one.unit_id for one in page.items})
        places = parties.delivery_places_by_id({one.delivery_place_id for one in page.items})
        people = parties.people({one.requester_person_id for one in page.items})
    names = {person_id: person.name for person_id, person in people.items()}
    names |= {place_id: place.name for place_id, place in places.items()}
    values = {
        "days": in_days(page.items, units, names, timezone.localdate()),
        "next_cursor": page.next_cursor or "",
        "is_first": not arguments,
        "units": _units_to_choose(request, mine, chosen) if len(mine) > 1 else None,
        "words": json.dumps(words_for_script(request)),
    }
    return show(request, "site/receiving/expected.html", values)


def _my_units(request: Request) -> dict[UUID, str]:
    """The units that the reader sees into, by name."""
    seen = authority.sight(actor_of(request))
    found = {
        unit.id: unit.name
        for unit in parties.units()
        if seen.everything or unit.id in seen.unit_ids
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def _units_to_choose(request: Request, units: Mapping[UUID, str], chosen: UUID | None) -> Choosing:
    options = [(str(unit_id), name) for unit_id, name in units.items()]
    return choosing(options, chosen=str(chosen or ""), text=request.GET.get("unit-text", ""))


def _chosen_unit(request: Request, units: Mapping[UUID, str]) -> UUID | None:
    """The unit chosen in the address, else the one chosen last; None for all of the reader's."""
    if "unit" in request.GET:
        chosen = _known(request.GET["unit"], units)
        if str(chosen or "") != request.session.get(UNIT, ""):
            request.session[UNIT] = str(chosen or "")
        return chosen
    return _known(request.session.get(UNIT, ""), units)


def _known(text: str, units: Mapping[UUID, str]) -> UUID | None:
    try:
        unit_id = UUID(text)
    except ValueError:
        return None
    return unit_id if unit_id in units else None


def in_days(
    deliveries: Sequence[ExpectedDelivery],
    units: Mapping[UUID, str],
    names: Mapping[UUID, str],
    today: date,
) -> tuple[DayOfGoods, ...]:
    """Deliveries by day: all late ones together, then each day, then those without a day. `names` are
    those of people and of delivery places."""

    def order(one: ExpectedDelivery) -> tuple[date, str, str]:
        return (one.expected_on or date.max, one.seller_name, one.order_number)

    def day(one: ExpectedDelivery) -> tuple[str, date | None]:
        when = one.expected_on
        if when is None:
            return ("none", None)
        if when < today:
            return ("late", None)
        return ("today" if when == today else "later", when)

    return tuple(
        DayOfGoods(
            key,
            _name_of_day(key, when, today),
            tuple(_card(one, units, names, today) for one in own),
        )
        for (key, when), own in groupby(sorted(deliveries, key=order), key=day)
    )


def _name_of_day(key: str, when: date | None, today: date) -> str:
    if key == "late":
        return _("Late")
    if when is None:
        return _("No day said")
    if when == today:
        return _("Today")
    if when == today + timedelta(days=1):
        return _("Tomorrow")
    return weekday(when)


def _card(
    one: ExpectedDelivery, units: Mapping[UUID, str], names: Mapping[UUID, str], today: date
) -> Delivery:
    place = names.get(one.delivery_place_id, "") if one.delivery_place_id else ""
    whose = (names.get(one.requester_person_id, ""), units.get(one.unit_id, ""), place)
    return Delivery(
        order_id=one.order_id,
        number=one.order_number,
        seller=one.seller_name,
        address=reverse("receive_order", args=[one.order_id]),
        lines=ngettext("%(count)s line", "%(count)s lines", one.lines) % {"count": one.lines},
        whose=" · ".join(part for part in whose if part),
        late=_late(one.expected_on, today),
        is_on_its_way=one.despatched != "none",
        is_at_centre=one.at_centre != "none",
        is_partly_here=one.received == "partly",
        codes=" ".join((one.order_number, *one.despatch_numbers, *one.codes)[:MOST_CODES]),
    )


def _late(expected_on: date | None, today: date) -> str:
    days = (today - expected_on).days if expected_on else 0
    if days <= 0:
        return ""
    return ngettext("%(count)s day late", "%(count)s days late", days) % {"count": days}


@require_safe
@at_the_entrance
@signed_in
def find_goods(request: Request) -> HttpResponse:
    """Where a code leads: straight to the delivery where there is one, else a choice."""
    code = request.GET.get("code", "")[:200]
    finding = ask(request, queries.find_goods, code=code)
    if len(finding.found) == 1:
        return HttpResponseRedirect(address_of(finding.found[0]))
    values: dict[str, Any] = {
        "code": code.strip(),
        "kind": finding.kind,
        "found": [(one, address_of(one)) for one in finding.found],
        "words": json.dumps(words_for_script(request)),
    }
    return show(request, "site/receiving/found.html", values)


def address_of(goods: FoundGoods) -> str:
    """Where the goods are registered, with what the code named marked there."""
    named: dict[str, object] = {}
    if goods.despatch_id:
        named["despatch"] = goods.despatch_id
    if goods.sscc:
        named["sscc"] = goods.sscc
    elif goods.order_line_ids:
        named["line"] = goods.order_line_ids[0]
    address = reverse("receive_order", args=[goods.order_id])
    return f"{address}?{urlencode(named)}" if named else address
