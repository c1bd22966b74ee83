"""What stops carts and people, put together by what one mend takes away. Pure.

A problem of a cart is the cart's; the reason behind it is often the organisation's: a seller without
an electronic address stops every cart that has its goods. `Stop` is that reason, the same for all that
one mend frees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from avrop.buying.requisitions.remedies import Finding
from avrop.buying.requisitions.rules import Cart, somebody_can_approve, unit_can_receive
from avrop.kernel.problems import Problem
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class Stop:
    """A reason by its code and the thing that is to be mended: `kind` is organisation, agreement,
    unit, person, item, short_code, responsibility or "" for the cart itself."""

    code: str
    kind: str = ""
    subject_id: UUID | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class StoppedCart:
    """A cart that waits and cannot be sent, with everything that stops it, in the reader's language.

    `lines` and `amount` are of what it would order. `waits_since` is when it was begun.
    """

    id: UUID
    number: str
    unit_id: UUID
    unit: str
    requester_person_id: UUID
    requester: str
    lines: int
    amount: Money
    waits_since: datetime
    findings: tuple[Finding, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class StoppedPerson:
    """Somebody who could not send anything today, and why; `carts` of his wait."""

    person_id: UUID
    name: str
    unit_id: UUID | None
    unit: str
    carts: int
    findings: tuple[Finding, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of what stops him."""
        return frozenset(finding.code for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Reason:
    """A stop with everything that it stops; `finding` is one of its findings, as an example."""

    stop: Stop
    finding: Finding
    carts: int
    people: int
    units: int
    since: datetime


@dataclass(frozen=True, slots=True)
class WhatStops:
    """All reasons, what stops most first; of so many carts that were looked at, so many are stopped.

    `is_cut`: there were more carts than are looked at in one go, and the newest were.
    """

    reasons: tuple[Reason, ...]
    looked_at: int
    stopped: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What decides whether somebody can send anything: his unit (None: he has none), and the answers
    of `authority` anywhere and there, and of `approvals` about the smallest thing."""

    unit_name: str | None
    unit_is_open: bool = True
    has_delivery_address: bool = True
    anywhere: tuple[Problem, ...] = ()
    approval_problems: tuple[Problem, ...] = ()


def stop_of(problem: Problem, cart: Cart, requester: str) -> Stop:
    """Which reason a problem of a cart belongs to; `requester` is what its requester is called."""
    place = problem.place
    lines = {line.position: line for line in cart.lines}
    line = lines.get(int(place[1])) if place[:1] == ("lines",) and len(place) > 1 else None
    if place[:1] == ("sellers",):
        seller = next(one for one in cart.sellers.values() if one.name == place[1])
        return Stop(problem.code, "organisation", seller.id, seller.name)
    if problem.code.startswith("coding.short_code") and cart.short_code is not None:
        return Stop(problem.code, "short_code", cart.short_code.id, cart.short_code.code)
    if line is not None and "agreement" in place:
        number = str(problem.values.get("agreement", ""))
        return Stop(problem.code, "agreement", line.agreement_id, number)
    if line is not None and place[2:3] in (("item",), ("price",)):
        return Stop(problem.code, "item", None, line.name)
    if "mandate" in place:
        return Stop(problem.code, "person", cart.requester_person_id, requester)
    if place[:1] == ("approvers",):
        named = str(problem.values.get("responsibility", ""))
        return Stop(problem.code, "responsibility", cart.unit_id, named)
    if place[:1] == ("unit",) or problem.code == "requisitions.coding_missing":
        return Stop(problem.code, "unit", cart.unit_id, cart.unit_name)
    return Stop(problem.code)


def what_stops(carts: Iterable[StoppedCart]) -> tuple[Reason, ...]:
    """The reasons behind what stops some carts, what stops most first."""
    grouped: dict[Stop, list[tuple[StoppedCart, Finding]]] = {}
    for cart in carts:
        for stop, finding in dict(zip(cart.stops, cart.findings, strict=True)).items():
            grouped.setdefault(stop, []).append((cart, finding))
    reasons = (_reason(stop, found) for stop, found in grouped.items())
    return tuple(sorted(reasons, key=lambda each: (-each.carts, each.since, each.stop.code)))


def _reason(stop: Stop, found: list[tuple[StoppedCart, Finding]]) -> Reason:
    carts = [cart for cart, _ in found]
    return Reason(
        stop=stop,
        finding=found[0][1],
        carts=len(carts),
        people=len({cart.requester_person_id for cart in carts}),
        units=len({cart.unit_id for cart in carts}),
        since=min(cart.waits_since for cart in carts),
    )


def problems_of_person(facts: PersonFacts, nothing: Cart) -> Iterator[Problem]:
    """Why somebody can send nothing at all, by the rules that judge his carts. `nothing` is a cart
    without lines; what the unit and the approvers lack is said of it."""
    for problem in facts.anywhere:
        yield replace(problem, place=("mandate",))
    if facts.unit_name is None:
        if facts.anywhere:  # a mandate names the units one may buy for, one's own or others
            yield Problem("requisitions.person_without_unit", {}, ("unit",))
        return
    cart = replace(
        nothing,
        unit_name=facts.unit_name,
        unit_is_open=facts.unit_is_open,
        has_delivery_address=facts.has_delivery_address,
        approval_problems=facts.approval_problems,
    )
    yield from unit_can_receive(cart)
    yield from somebody_can_approve(cart)
