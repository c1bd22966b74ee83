"""Who may stand in for whom. Pure (requirement REQ-09, invariant 3).

A substitute's right is the holder's own mandate, used during an absence and on no other day. It is
never wider, it cannot be passed on, and substitutes never stand in a circle: A for B for C for A at
one time would let the same few people hand each other the power to decide on their own needs (X5).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from avrop.authority.registering import share_a_day
from avrop.authority.shapes import MandateView
from avrop.kernel.problems import Problem
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Lending:
    """Somebody's mandates are used by somebody else, both days included."""

    principal: UUID
    substitute: UUID
    valid_from: date
    valid_until: date


def problems_delegating(
    lending: Lending,
    mandate: MandateView,
    limit: Money | None,
    reason: str | None,
    others: Iterable[Lending],
) -> list[Problem]:
    """Every reason not to let the substitute use the mandate like this. What is lent by itself, to a
    standing substitute, has no `reason`."""
    return [
        *_names_two_people(lending),
        *_lies_within_the_mandate(lending, mandate),
        *_is_not_wider(limit, mandate.limit),
        *_has_a_reason(reason),
        *_makes_no_circle(lending, others),
    ]


def problems_not_away(day: date | None) -> Iterator[Problem]:
    """Somebody lends what is another's, who is not known to be away on a day of that time."""
    if day is not None:
        yield Problem("authority.not_known_away", {"day": day}, ("valid_from",))


def problems_naming(
    person_id: UUID, substitute_id: UUID, others: Iterable[tuple[UUID, UUID]]
) -> Iterator[Problem]:
    """Every reason why somebody cannot stand in for a person whenever he is away; `others` are the
    standing substitutes there are: for whom, and who."""
    known = [Lending(one, two, date.min, date.max) for one, two in others]
    lending = Lending(person_id, substitute_id, date.min, date.max)
    if person_id in {each.principal for each in known}:
        yield Problem("authority.substitute_already", {}, ("substitute_id",))
    yield from _names_two_people(lending)
    yield from _makes_no_circle(lending, known)


def circle(lending: Lending, others: Iterable[Lending]) -> tuple[UUID, ...]:
    """The people of the circle that the lending would close, the principal first and last.

    Empty where there is none. Lendings that share no day with this one don't count. The shortest
    circle is found; people are few, so no cleverness is needed.
    """
    stands_in: dict[UUID, list[UUID]] = {}
    for other in others:
        if share_a_day(lending, other):
            stands_in.setdefault(other.principal, []).append(other.substitute)
    came_from: dict[UUID, UUID] = {lending.substitute: lending.principal}
    waiting = deque([lending.substitute])
    while waiting:
        person = waiting.popleft()
        if person == lending.principal:
            return _path(came_from, lending)
        for substitute in stands_in.get(person, ()):
            if substitute not in came_from:
                came_from[substitute] = person
                waiting.append(substitute)
    return ()


def _path(came_from: dict[UUID, UUID], lending: Lending) -> tuple[UUID, ...]:
    path = [lending.principal]
    while (person := came_from[path[-1]]) != lending.principal:
        path.append(person)
    return (lending.principal, *reversed(path))


def _names_two_people(lending: Lending) -> Iterator[Problem]:
    if lending.principal == lending.substitute:
        yield Problem("authority.delegation_to_self")


def _lies_within_the_mandate(lending: Lending, mandate: MandateView) -> Iterator[Problem]:
    if lending.valid_until < lending.valid_from:
        yield Problem(
            "authority.ends_before_it_begins",
            {"valid_from": lending.valid_from, "valid_until": lending.valid_until},
        )
    if mandate.revoked_at is not None:
        yield Problem("authority.already_revoked")
    ends_too_late = mandate.valid_until is not None and lending.valid_until > mandate.valid_until
    if lending.valid_from < mandate.valid_from or ends_too_late:
        yield Problem(
            "authority.delegation_outside_mandate",
            {"valid_from": mandate.valid_from, "valid_until": mandate.valid_until or "…"},
        )


def _is_not_wider(limit: Money | None, own: Money | None) -> Iterator[Problem]:
    if limit is None:
        return
    if limit.is_negative:
        yield Problem("authority.negative_limit")
    elif own is not None and limit.currency != own.currency:
        yield Problem("authority.limit_in_other_currency", {"limit": own, "amount": limit})
    elif own is not None and limit > own:
        yield Problem("authority.delegation_wider", {"limit": limit, "own_limit": own})


def _has_a_reason(reason: str | None) -> Iterator[Problem]:
    if reason is not None and not reason.strip():
        yield Problem("authority.no_reason")


def _makes_no_circle(lending: Lending, others: Iterable[Lending]) -> Iterator[Problem]:
    people = circle(lending, others)
    if people and lending.principal != lending.substitute:
        yield Problem(
            "authority.delegation_in_a_circle",
            {"path": " → ".join(str(person) for person in people), "people": len(people) - 1},
        )
