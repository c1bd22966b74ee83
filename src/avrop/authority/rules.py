"""Whether a right covers an act, and which deeds may not be one person's. Pure.

A right is a mandate as one person may use it: his own, or a principal's during an absence. The
narrowest right that covers an act is the one it is done under; where none does, the refusal names
every reason why the nearest ones do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from avrop.authority import passes
from avrop.authority.passes import Gate, Passed, Shown
from avrop.kernel.ports import Within
from avrop.kernel.problems import Problem
from avrop.values import Money

_WITHOUT_LIMIT = (1, 0)


@dataclass(frozen=True, slots=True)
class Right:
    """A mandate in one person's hands. `principal` is whose mandate it is when that is another.

    Empty `categories`, `agreements` and `responsibilities` mean any; dates include both ends.
    `shown` are the passes of the person and of his principal. `lender_here` names the principal where he
    is not away: what he lent is then good for nothing.
    """

    mandate_id: UUID
    person_id: UUID
    role: str
    valid_from: date
    valid_until: date | None = None
    revoked_on: date | None = None
    unit_id: UUID | None = None
    categories: tuple[str, ...] = ()
    agreements: frozenset[UUID] = frozenset()
    responsibilities: tuple[str, ...] = ()
    limit: Money | None = None
    principal: UUID | None = None
    lender_here: str = ""
    shown: Mapping[UUID, tuple[Shown, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Absence:
    """A delegation of one mandate: who uses it, from when to when, up to how much at most.
    `lender_here` names the lender where he is not away today."""

    person_id: UUID
    valid_from: date
    valid_until: date
    revoked_on: date | None = None
    limit: Money | None = None
    lender_here: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """The facts an act is judged on: the day, where the units lie, and what is restricted.

    `paths` maps a unit to the ids from the root down to itself, "/root/…/own/". `restricted` are
    category prefixes, `gates` those that the asked right may have to pass.
    """

    day: date
    paths: Mapping[UUID, str] = field(default_factory=dict)
    restricted: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()


def substituted(right: Right, absence: Absence) -> Right:
    """The right as the substitute has it: never more, never longer (invariant 3)."""
    return replace(
        right,
        person_id=absence.person_id,
        principal=right.person_id,
        valid_from=max(right.valid_from, absence.valid_from),
        valid_until=_earliest(right.valid_until, absence.valid_until),
        revoked_on=_earliest(right.revoked_on, absence.revoked_on),
        limit=_lowest(right.limit, absence.limit),
        lender_here=absence.lender_here,
    )


def problems_with(right: Right, within: Within, ground: Ground) -> list[Problem]:
    """Every reason why this right does not cover the act."""
    return [problem for check in _CHECKS for problem in check(right, within, ground)]


def narrowest(
    rights: Iterable[Right], within: Within, ground: Ground, principal: UUID | None = None
) -> Right | None:
    """The right to act under: of those that cover the act, the one that gives least.

    Own rights go before a substitute's, unless the actor already acts for that `principal`.
    """
    fitting = [right for right in rights if not problems_with(right, within, ground)]
    return min(fitting, key=lambda right: _breadth(right, within, ground, principal), default=None)


def why_not(
    rights: Iterable[Right], within: Within, ground: Ground, permission: str
) -> tuple[Problem, ...]:
    """Every reason why none of the rights covers the act; empty when one does.

    What stands between the actor and the act is what the nearest rights lack: a mandate for another
    unit that also has too low a limit says nothing when one for this unit only lacks the category.
    """
    lacking = [problems_with(right, within, ground) for right in rights]
    if not lacking:
        return (Problem("authority.no_role", {"permission": permission}),)
    fewest = min(len(problems) for problems in lacking)
    distinct: dict[str, Problem] = {}
    for problems in lacking:
        if len(problems) == fewest:
            for problem in problems:
                distinct.setdefault(problem.code, problem)
    return tuple(distinct.values())


def category_prefix(code: str) -> str:
    """A classification code as the prefix of all codes below it.

    A CPV code (eight digits and a check digit, Regulation (EC) 2195/2002) says by its trailing
    zeros how wide it is; its division always keeps two digits. Other codes are taken as they are.
    """
    digits = code.partition("-")[0].strip()
    if len(digits) != 8 or not digits.isdigit():
        return code.strip()
    return digits[:2] + digits[2:].rstrip("0")


def is_within(unit_id: UUID, area: UUID | None, paths: Mapping[UUID, str]) -> bool:
    """Whether a unit lies in an area: everywhere (None), the unit itself, or anything below it."""
    return area is None or area == unit_id or f"/{area}/" in paths.get(unit_id, "")


def category_reaches(named: tuple[str, ...], category: str, restricted: Iterable[str]) -> bool:
    """Whether a mandate that names these categories (none: any) is good for one; a restricted one must
    be named, or what it is a part of up to the restriction."""
    restriction = next((prefix for prefix in restricted if category.startswith(prefix)), None)
    if restriction is not None:
        return any(category.startswith(own) and own.startswith(restriction) for own in named)
    return not named or category.startswith(named)


def _is_in_force(right: Right, within: Within, ground: Ground) -> Iterator[Problem]:
    if right.valid_from > ground.day:
        yield Problem("authority.mandate_not_begun", {"valid_from": right.valid_from})
    ends = _earliest(right.valid_until, right.revoked_on)
    is_revoked = right.revoked_on is not None and right.revoked_on <= ground.day
    if is_revoked or (ends is not None and ends < ground.day):
        yield Problem("authority.mandate_expired", {"valid_until": ends})


def _is_lender_away(right: Right, within: Within, ground: Ground) -> Iterator[Problem]:
    """What is lent is good only while the lender is away (invariant 3). Of days on which it is not lent
    at all, that alone is said."""
    if right.lender_here and not any(_is_in_force(right, within, ground)):
        yield Problem("authority.lender_not_away", {"person": right.lender_here})


def _covers_unit(right: Right, within: Within, ground: Ground) -> Iterator[Problem]:
    if within.unit_id is not None and not is_within(within.unit_id, right.unit_id, ground.paths):
        yield Problem("authority.outside_unit", {"unit": str(within.unit_id)})


def _covers_everything(right: Right, within: Within, ground: Ground) -> Iterator[Problem]:
    if within.everywhere and right.unit_id is not None:
        yield Problem("authority.not_everywhere")


def _covers_categories(right: Right, within: Within, ground: Ground) -> Iterator[Problem]:
    for category in sorted(within.categories):
        if not category_reaches(right.categories, category, ground.restricted):
            yield Problem("authority.category_not_allowed", {"category": category})


def _covers_agreement(right: Right, within: Within, ground: Ground) -> Iterator[Problem]:
    agreement = within.agreement_id
    if agreement is not None and right.agreements and agreement not in right.agreements:
        yield Problem("authority.agreement_not_allowed", {"agreement": str(agreement)})


def _answers_for(right: Right, within: Within, ground: Ground) -> Iterator[Problem]:
    part = within.responsibility
    if part and right.responsibilities and not _is_named(part, right.responsibilities):
        yield Problem("authority.not_responsible", {"responsibility": part})


def _is_named(part: str, responsibilities: Iterable[str]) -> bool:
    """An attest register names responsibilities one by one or as a range, "41*"."""
    return any(
        part.startswith(named[:-1]) if named.endswith("*") else part == named
        for named in responsibilities
    )


def _is_under_limit(right: Right, within: Within, ground: Ground) -> Iterator[Problem]:
    if within.amount is None or right.limit is None:
        return
    if within.amount.currency != right.limit.currency:
        yield Problem(
            "authority.limit_in_other_currency", {"limit": right.limit, "amount": within.amount}
        )
    elif abs(within.amount) > right.limit:  # a credit of any size needs as much authority
        yield Problem("authority.above_limit", {"limit": right.limit, "amount": within.amount})


def gates_before(right: Right, within: Within, ground: Ground) -> Iterator[tuple[UUID, Passed]]:
    """Each gate before this act in this right, and how it stands with it for whoever must pass it: the
    person, and whom he stands in for (invariant 3)."""
    people = (right.person_id, right.principal)
    for gate in ground.gates:
        if passes.applies(gate, right.role, within.categories):
            for person_id in people:
                if person_id is not None:
                    shown = right.shown.get(person_id, ())
                    yield (
                        person_id,
                        passes.standing(gate, shown, ground.day, within.categories),
                    )


def _has_passes(right: Right, within: Within, ground: Ground) -> Iterator[Problem]:
    for person_id, passed in gates_before(right, within, ground):
        problem = passes.problem_passing(passed)
        if problem is None:
            continue
        if person_id == right.principal:
            values = {"pass": passed.gate.called, "person": str(person_id)}
            problem = Problem("authority.principal_lacks_pass", values)
        yield problem


_CHECKS = (
    _is_in_force,
    _is_lender_away,
    _covers_unit,
    _covers_everything,
    _covers_categories,
    _covers_agreement,
    _answers_for,
    _is_under_limit,
    _has_passes,
)


def _breadth(
    right: Right, within: Within, ground: Ground, principal: UUID | None
) -> tuple[object, ...]:
    path = ground.paths.get(within.unit_id, "") if within.unit_id else ""
    depth = path.find(str(right.unit_id)) if right.unit_id else -1
    return (
        right.principal != principal,
        right.principal is not None,
        -depth,
        (0, right.limit.amount) if right.limit else _WITHOUT_LIMIT,
        not right.agreements,
        not right.categories,
        not right.responsibilities,
        right.mandate_id,
    )


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _lowest(*limits: Money | None) -> Money | None:
    """The tightest limit. A delegation's limit is in its mandate's currency (a rule of its own)."""
    return min((limit for limit in limits if limit is not None), default=None)
