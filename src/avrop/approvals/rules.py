"""How an approval finds its way. Pure: parts and dated rules in, steps and reasons out.

The same parts and the same rules always give the same steps in the same order, and each step keeps
the rule that asked for it: a route can be explained and drawn again years later (REQ-05).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from avrop.approvals.lifecycle import StepState
from avrop.kernel.problems import Problem
from avrop.values import Money

ROUTING = "approvals.routing"
TOLERANCE = "approvals.tolerance"
RESPONSIBLE = "responsible"


@dataclass(frozen=True, slots=True)
class Part:
    """What is charged to one responsibility: an amount without VAT, and which goods."""

    responsibility: str
    amount: Money
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """When somebody must be asked, and whom.

    `asks` is "responsible" (whoever holds a mandate for the responsibility and the amount) or the
    code of a role that such a mandate must be held in. Levels are asked one after another, steps of
    a level at the same time. A rule holds for parts of at least `minimum`, with one of the
    responsibilities ("41*" is a prefix) and one of the categories (prefixes); none named is any.
    `whole`: it looks at the request's sum and asks once. `may_repeat`: who approved on an earlier
    level need not be asked again; otherwise he must not be the one who answers here.
    """

    name: str
    asks: str = RESPONSIBLE
    level: int = 1
    minimum: Decimal = Decimal(0)
    responsibilities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    whole: bool = False
    may_repeat: bool = True


@dataclass(frozen=True, slots=True)
class Routing:
    """The rule set "approvals.routing". Version 0: each responsibility is asked once."""

    rules: tuple[RoutingRule, ...] = (RoutingRule("responsible"),)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a subject may grow after its approval: the lower of percent and amount (CAT-05)."""

    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Planned:
    """A step to be: the rule that asks, and for what."""

    rule: RoutingRule
    responsibility: str
    amount: Money


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step as the rules look at it."""

    id: UUID
    level: int
    state: str
    may_repeat: bool
    candidates: frozenset[UUID]
    decided_by: UUID | None = None
    on_behalf_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Advance:
    """What follows when a step has been approved: steps whose turn it is, and steps to skip."""

    is_granted: bool
    opened: tuple[UUID, ...] = ()
    skipped: tuple[UUID, ...] = ()


def merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    """One part a responsibility, in the order of their codes; raises CurrencyMismatch."""
    sums: dict[str, Part] = {}
    for part in parts:
        known = sums.get(part.responsibility)
        sums[part.responsibility] = part if known is None else _sum(known, part)
    return tuple(sums[code] for code in sorted(sums))


def _sum(first: Part, second: Part) -> Part:
    goods = tuple(sorted({*first.categories, *second.categories}))
    return Part(first.responsibility, first.amount + second.amount, goods)


def total(parts: Sequence[Part]) -> Money:
    """The sum of all parts, which are at least one."""
    return Money.sum((part.amount for part in parts), parts[0].amount.currency)


def route(parts: Sequence[Part], routing: Routing) -> tuple[Planned, ...]:
    """Every step that the rules ask for, in order: by level, rule and responsibility."""
    each = merged(parts)
    goods = tuple(sorted({code for part in each for code in part.categories}))
    whole = Part("", total(each), goods)
    steps = [
        Planned(rule, part.responsibility, part.amount)
        for rule in routing.rules
        for part in ((whole,) if rule.whole else each)
        if _holds(rule, part, each)
    ]
    return tuple(sorted(steps, key=lambda step: step.rule.level))


def _holds(rule: RoutingRule, part: Part, parts: Sequence[Part]) -> bool:
    codes = [each.responsibility for each in parts] if rule.whole else [part.responsibility]
    return (
        part.amount.amount >= rule.minimum
        and _any_named(rule.responsibilities, codes)
        and _any_prefixed(rule.categories, part.categories)
    )


def _any_named(patterns: Collection[str], codes: Iterable[str]) -> bool:
    return not patterns or any(
        code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern
        for pattern in patterns
        for code in codes
    )


def _any_prefixed(prefixes: Collection[str], codes: Iterable[str]) -> bool:
    return not prefixes or any(code.startswith(prefix) for prefix in prefixes for code in codes)


def because(rule: str, responsibility: str, amount: Money) -> Problem:
    """Why a step is there, to be said in the reader's language."""
    if (
        responsibility and rule == RESPONSIBLE
    ):  # the rule that there is where nobody has made others
        bears = {"responsibility": responsibility, "amount": amount}
        return Problem("approvals.because_bears_cost", bears)
    if responsibility:
        values = {"rule": rule, "responsibility": responsibility, "amount": amount}
        return Problem("approvals.because_responsibility", values)
    return Problem("approvals.because_whole", {"rule": rule, "amount": amount})


def nobody(step: Planned) -> Problem:
    """Nobody can answer this step: no mandate, too low a limit, or only people who are conflicted."""
    values = {"responsibility": step.responsibility, "amount": step.amount, "rule": step.rule.name}
    return Problem("approvals.no_approver", values, ("approvers", step.responsibility))


def problems_with_parts(parts: Sequence[Part]) -> list[Problem]:
    """What makes no sense in what is to be approved."""
    if not parts:
        return [Problem("approvals.nothing_to_approve")]
    if len({part.amount.currency for part in parts}) > 1:
        return [Problem("approvals.several_currencies")]
    return []


def problems_deciding(
    *, requester: UUID, person: UUID | None, principal: UUID | None, repeats: bool
) -> list[Problem]:
    """Why this person may not answer this step, mandate or not.

    Nobody approves his own need, and nobody does so on its maker's behalf (invariant 2). `repeats`:
    the person answered on an earlier level, and this one asks for another pair of eyes.
    """
    if person is None:
        return [Problem("approvals.only_people")]
    problems = []
    if requester in (person, principal):
        problems.append(Problem("approvals.own_request"))
    if repeats:
        problems.append(Problem("approvals.other_eyes_needed"))
    return problems


def repeats(step: StepFacts, steps: Iterable[StepFacts], person: UUID | None) -> bool:
    """Whether the person answered on an earlier level while this step wants somebody else."""
    return not step.may_repeat and any(
        each.level < step.level
        and person is not None
        and person in (each.decided_by, each.on_behalf_of)
        for each in steps
    )


def advance(steps: Sequence[StepFacts]) -> Advance:
    """What follows after an approval. A level opens when nothing before it waits; its steps that
    an earlier approver could answer again are skipped where their rule allows it."""
    current = tuple(steps)
    opened: list[UUID] = []
    skipped: list[UUID] = []
    while not any(step.state == StepState.WAITING for step in current):
        level = min((s.level for s in current if s.state == StepState.PENDING), default=None)
        if level is None:
            return Advance(True, tuple(opened), tuple(skipped))
        answered = {step.decided_by for step in current if step.state == StepState.APPROVED}
        current = tuple(_turned(step, level, answered) for step in current)
        former = {step.id: step.state for step in steps}
        opened = [s.id for s in current if (former[s.id], s.state) == _TO_WAITING]
        skipped = [s.id for s in current if (former[s.id], s.state) == _TO_SKIPPED]
    return Advance(False, tuple(opened), tuple(skipped))


_TO_WAITING = (StepState.PENDING, StepState.WAITING)
_TO_SKIPPED = (StepState.PENDING, StepState.SKIPPED)


def _turned(step: StepFacts, level: int, answered: Collection[UUID | None]) -> StepFacts:
    if step.level != level or step.state != StepState.PENDING:
        return step
    satisfied = step.may_repeat and any(person in answered for person in step.candidates)
    return replace(step, state=StepState.SKIPPED if satisfied else StepState.WAITING)


def covers(approved: Money, amount: Money, tolerance: Tolerance) -> bool:
    """Whether what was approved still covers an amount, give or take the tolerance."""
    if approved.currency != amount.currency:
        return False
    room = min(approved.amount * tolerance.percent / 100, tolerance.amount)
    return amount.amount <= approved.amount + room


def problems_with_routing(routing: Routing, roles: Collection[str]) -> Iterator[Problem]:
    """What makes a set of routing rules unfit to be used."""
    names = [rule.name for rule in routing.rules]
    for position, rule in enumerate(routing.rules, start=1):
        place = ("rules", position)
        if not rule.name.strip() or names.count(rule.name) > 1:
            yield Problem("approvals.rule_name_twice_or_missing", {"rule": rule.name}, place)
        if rule.asks != RESPONSIBLE and rule.asks not in roles:
            yield Problem("approvals.unknown_role", {"role": rule.asks}, place)
        if rule.level < 1 or rule.minimum < 0:
            yield Problem("approvals.bad_rule", {"rule": rule.name}, place)
    if not any(_is_for_everything(rule) for rule in routing.rules):
        yield Problem("approvals.routing_leaves_gaps")


def _is_for_everything(rule: RoutingRule) -> bool:
    return not (rule.minimum or rule.responsibilities or rule.categories)
