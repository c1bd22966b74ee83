"""Who cannot send, and why: for those who look after everybody's buying.

The same rules decide as in `preflight` and `submit_requisition`; only the facts are gathered for many
at once, so that the statements don't grow with carts or people. How many are looked at in one go is
bounded, the newest first, and it is said where there were more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q

from avrop.approvals import queries as approvals
from avrop.approvals.rules import Part
from avrop.authority import queries as authority
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.facts_of_many import gather_each
from avrop.buying.requisitions.lifecycle import State
from avrop.buying.requisitions.models import Requisition
from avrop.buying.requisitions.remedies import REQUESTER, Finding, finding_of, findings_in
from avrop.buying.requisitions.rules import Cart
from avrop.buying.requisitions.stops import (
    PersonFacts,
    StoppedCart,
    StoppedPerson,
    WhatStops,
    problems_of_person,
    stop_of,
    what_stops,
)
from avrop.coding import queries as coding
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import LARGEST_PAGE, Page, id_in
from avrop.kernel.ports import ANYWHERE, Within
from avrop.kernel.problems import Forbidden, Problem
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.parties.queries import PersonView, UnitView
from avrop.values import Money

MOST_CARTS = 200
MOST_PEOPLE = 500
WAITING = (State.DRAFT, State.RETURNED)
#: The smallest thing there is to approve: whoever can't have it approved can't have anything.
SMALLEST = Decimal("0.01")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _Looked:
    """The stopped ones among what was looked at, and the last that was where there are more."""

    carts: tuple[StoppedCart, ...]
    looked_at: int
    last: UUID | None


@query
def what_stops_most(*, actor: Actor, at: datetime) -> WhatStops:
    """The reasons why waiting carts cannot be sent, those that stop the most first.

    `Forbidden` without the right to look into it.
    """
    _may_look(actor, at)
    found = _stopped(actor, at, after=None)
    return WhatStops(
        reasons=what_stops(found.carts),
        looked_at=found.looked_at,
        stopped=len(found.carts),
        is_cut=found.last is not None,
    )


@query
def stopped_carts(
    *,
    code: str = "",
    about: str = "",
    fixer: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[StoppedCart]:
    """Carts that wait and cannot be sent, the newest first: by a code, what the thing to be mended is
    called, or the role that can mend it. A page may be short where many carts can be sent; its cursor
    goes on.

    `Forbidden` without the right to look into it.
    """
    _may_look(actor, at)
    found = _stopped(actor, at, after=id_in(cursor) if cursor else None)

    wanted = about.casefold()

    def fits(cart: StoppedCart) -> bool:
        return any(
            (not code or finding.code == code)
            and (not fixer or finding.fixer == fixer)
            and wanted in stop.subject.casefold()
            for finding, stop in zip(cart.findings, cart.stops, strict=True)
        )

    return _page(found.carts, fits, lambda cart: cart.id, found.last, limit)


@query
def people_who_cannot_send(
    *,
    code: str = "",
    text: str = "",
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[StoppedPerson]:
    """People who could not send anything today, the newest first: without a mandate, a unit, a place
    to deliver to, or anybody who could approve. A page may be short; its cursor goes on.

    A mandate that reaches another unit than one's own lets one send there, and is not looked into
    further. `Forbidden` without the right to look into it.
    """
    _may_look(actor, at)
    day = day_of(at)
    seen = authority.sight(actor, at=at)
    units = None if seen.everything else seen.unit_ids
    if unit_id is not None:
        units = frozenset({unit_id} if units is None or unit_id in units else ())
    after = id_in(cursor) if cursor else None
    people = parties.people_here(day, unit_ids=units, after=after, limit=MOST_PEOPLE + 1)
    more = people[MOST_PEOPLE - 1].id if len(people) > MOST_PEOPLE else None
    wanted = text.casefold()

    def fits(person: StoppedPerson) -> bool:
        return (not code or code in person.codes) and wanted in person.name.casefold()

    found = _stopped_people(people[:MOST_PEOPLE], at, day)
    return _page(found, fits, lambda person: person.person_id, more, limit)


def _may_look(actor: Actor, at: datetime) -> None:
    problems = authority.why_not(actor, permissions.SEE_STOPS, at=at) if actor.is_person else ()
    if problems:
        raise Forbidden(problems)


def _page(
    found: Iterable[Item],
    fits: Callable[[Item], bool],
    key: Callable[[Item], UUID],
    last: UUID | None,
    limit: int,
) -> Page[Item]:
    """Those that fit, at most `limit`; going on after the last that is shown, or was looked at."""
    size = max(1, min(limit, LARGEST_PAGE))
    chosen = tuple(one for one in found if fits(one))
    if len(chosen) > size:
        return Page(chosen[:size], str(key(chosen[size - 1])))
    return Page(chosen, str(last) if last else None)


# --- carts -------------------------------------------------------------------------------------------


def _stopped(actor: Actor, at: datetime, *, after: UUID | None) -> _Looked:
    """The stopped among the newest waiting carts that the actor sees, older than `after`."""
    waiting = Requisition.objects.visible_to(actor).filter(state__in=WAITING)
    if after is not None:
        waiting = waiting.filter(id__lt=after)
    rows = list(waiting.order_by("-id")[: MOST_CARTS + 1])
    looked_at = rows[:MOST_CARTS]
    carts = gather_each(looked_at, at=at) if looked_at else {}
    judged = [
        (row, carts[row.id], findings_in(carts[row.id])) for row in looked_at if row.id in carts
    ]
    stopped = [(row, cart, findings) for row, cart, findings in judged if findings]
    names = parties.people({row.requester_person_id for row, _, _ in stopped})
    return _Looked(
        carts=tuple(
            _stopped_cart(row, cart, findings, names.get(row.requester_person_id))
            for row, cart, findings in stopped
        ),
        looked_at=len(judged),
        last=looked_at[-1].id if len(rows) > MOST_CARTS else None,
    )


def _stopped_cart(
    row: Requisition, cart: Cart, findings: Sequence[Finding], requester: PersonView | None
) -> StoppedCart:
    name = requester.name if requester else ""
    return StoppedCart(
        id=row.id,
        number=row.number,
        unit_id=row.unit_id,
        unit=cart.unit_name,
        requester_person_id=row.requester_person_id,
        requester=name,
        lines=len(cart.lines),
        amount=cart.amount,
        waits_since=row.created_at,
        findings=tuple(told(finding) for finding in findings),
        stops=tuple(
            stop_of(Problem(finding.code, finding.values, finding.place), cart, name)
            for finding in findings
        ),
    )


def told(finding: Finding) -> Finding:
    """A finding in the reader's language. What names nobody else is the requester's to mend."""
    said = say(Problem(finding.code, finding.values, finding.place, finding.fixer))
    return replace(finding, sentence=said.sentence, how=said.remedy, fixer=said.fixer or REQUESTER)


# --- people ------------------------------------------------------------------------------------------


def _stopped_people(
    people: Sequence[PersonView], at: datetime, day: date
) -> tuple[StoppedPerson, ...]:
    units = parties.units_by_id({one.unit_id for one in people if one.unit_id})
    facts = _facts_of(people, units, at, day)
    nothing = _nothing(at)
    carts = _carts_of(people)
    found = []
    for one in people:
        problems = tuple(problems_of_person(facts[one.id], nothing))
        if problems:
            unit = units.get(one.unit_id) if one.unit_id else None
            findings = tuple(told(finding_of(problem)) for problem in problems)
            waiting = carts.get(one.id, 0)
            name = unit.name if unit else ""
            found.append(StoppedPerson(one.id, one.name, one.unit_id, name, waiting, findings))
    return tuple(found)


def _facts_of(
    people: Sequence[PersonView], units: Mapping[UUID, UnitView], at: datetime, day: date
) -> dict[UUID, PersonFacts]:
    """What decides of each, in the same few statements however many they are."""
    acts = [
        authority.Act(one.id, within)
        for one in people
        for within in (ANYWHERE, Within(unit_id=one.unit_id))
    ]
    answers = authority.problems_requiring_each(acts, permissions.SUBMIT, at=at)
    anywhere = {one.id: answers[2 * number] for number, one in enumerate(people)}
    reaches = {one.id for number, one in enumerate(people) if not answers[2 * number + 1]}
    asking = [one for one in people if one.id in reaches and one.unit_id in units]
    approving = dict(
        zip((one.id for one in asking), _approving(asking, units, at, day), strict=True)
    )
    return {one.id: _facts(one, units, anywhere, reaches, approving, day) for one in people}


def _facts(
    one: PersonView,
    units: Mapping[UUID, UnitView],
    anywhere: Mapping[UUID, tuple[Problem, ...]],
    reaches: set[UUID],
    approving: Mapping[UUID, tuple[Problem, ...]],
    day: date,
) -> PersonFacts:
    unit = units.get(one.unit_id) if one.unit_id else None
    if unit is None:
        return PersonFacts(None, anywhere=anywhere[one.id])
    if one.id not in reaches:
        return PersonFacts(unit.name, anywhere=anywhere[one.id])
    return PersonFacts(
        unit_name=unit.name,
        unit_is_open=unit.is_open(day),
        has_delivery_address=unit.delivery_address is not None,
        anywhere=anywhere[one.id],
        approval_problems=approving.get(one.id, ()),
    )


def _approving(
    people: Sequence[PersonView], units: Mapping[UUID, UnitView], at: datetime, day: date
) -> tuple[tuple[Problem, ...], ...]:
    """Whether the smallest thing, on the coding that is proposed in each one's unit, has an approver."""
    codings = {unit.default_coding for unit in units.values() if unit.default_coding}
    plan = coding.plan(day, naming=codings)
    amount = Money(SMALLEST, parties.currency())
    asked = []
    for one in people:
        assert one.unit_id is not None  # only those who have one are asked about
        named = units[one.unit_id].default_coding
        responsibility = plan.responsibility_of(named) if named else ""
        parts = (Part(responsibility, amount),)
        asked.append(approvals.ToAsk((), one.unit_id, one.id, parts))
    return approvals.problems_requesting_each(asked, at=at)


def _nothing(at: datetime) -> Cart:
    zone = parties.time_zone()
    return Cart(
        unit_id=UUID(int=0),
        unit_name="",
        unit_is_open=True,
        has_delivery_address=True,
        requester_person_id=UUID(int=0),
        currency=parties.currency(),
        now=at,
        zone=zone,
        lines=(),
        plan=coding.plan(at.astimezone(zone).date(), naming=()),
        sellers={},
        agreement_problems={},
    )


def _carts_of(people: Sequence[PersonView]) -> dict[UUID, int]:
    rows = Requisition.objects.filter(
        Q(state__in=WAITING), requester_person_id__in=[one.id for one in people]
    )
    return dict(rows.values_list("requester_person_id").annotate(carts=Count("id")))
