"""May A do B to C, and why: one answer, for a page, the API and the command line alike.

The answer is what `kernel.require` would say at this moment, made of the same statement and the
same rules, with everything that decides it named: the mandate and the delegation it would be done
under, each gate and how it stands with it, and, where it may not be done, who could give what is
missing and who may do it now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.authority import permissions, queries, rights, rules
from avrop.authority.models import Delegation, Mandate
from avrop.authority.passes import Passed, PassKind
from avrop.authority.registers import gates_in_force
from avrop.authority.rules import Ground, Right
from avrop.authority.shapes import DelegationView, MandateView
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.permissions import Permission, permission_named
from avrop.kernel.ports import Within
from avrop.kernel.problems import Invalid, Problem, missing
from avrop.kernel.wording import Said, say
from avrop.parties import queries as parties
from avrop.values import Money

#: So many people are named who could help; there may be hundreds.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class GateStanding:
    """A gate before the act: which pass it asks for, of whom, and how it stands with it. `name` is what
    people call the pass, by language."""

    kind: str
    code: str
    name: dict[str, str]
    person_id: UUID
    person: str
    standing: str
    is_open: bool
    day: date | None


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who could give what is missing (`gives` says what: mandate, pass, waiver), or who
    may do it himself (act)."""

    person_id: UUID
    name: str
    gives: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer. `mandate` is what it would be done under, with the delegation where it is lent;
    where it may not be done, the nearest one there is. `reasons` are what stands in the way, in the
    reader's language; `unit` is the mandate's; `rule_set` the version of the gates."""

    person_id: UUID
    person: str
    permission: str
    allowed: bool
    mandate: MandateView | None
    unit: str
    delegation: DelegationView | None
    principal_id: UUID | None
    principal: str
    gates: tuple[GateStanding, ...]
    reasons: tuple[Said, ...]
    helpers: tuple[Helper, ...]
    rule_set: str


@query
def explain(
    person_id: UUID,
    permission: str,
    *,
    actor: Actor,
    at: datetime,
    unit_id: UUID | None = None,
    categories: tuple[str, ...] = (),
    agreement_id: UUID | None = None,
    amount: Money | None = None,
    responsibility: str = "",
    everywhere: bool = False,
) -> Explanation:
    """May this person do this, here, for this much, and why? Of oneself, and of the people one sees.

    Raises `Missing` for somebody who is not the reader's to see, `Invalid` for an unknown right.
    The same number of statements for one and for nine thousand people.
    """
    asked = _permission(permission)
    person = parties.people([person_id]).get(person_id)
    if person is None or not queries.sees_person(actor, person_id):
        raise missing("person", person_id)
    within = Within(
        unit_id, frozenset(categories), agreement_id, amount, responsibility, everywhere
    )
    somebody = Actor(tenant_id=actor.tenant_id, person_id=person_id)
    held = rights.rights_of(somebody, asked, at, (within,))
    right = rules.narrowest(held.rights, within, held.ground)
    problems = () if right else rules.why_not(held.rights, within, held.ground, asked.name)
    nearest = right or _nearest(held.rights, within, held.ground)
    helpers = () if right else _helpers(problems, asked, within, person.unit_id, person_id, at)
    gates = tuple(rules.gates_before(nearest, within, held.ground)) if nearest else ()
    principal = nearest.principal if nearest else None
    names = parties.person_names(
        {key for key, _ in gates}
        | {one for one, _ in helpers}
        | ({principal} if principal else set())
    )
    return Explanation(
        person_id=person_id,
        person=person.name,
        permission=asked.name,
        allowed=right is not None,
        mandate=_mandate(nearest),
        unit=_unit(nearest),
        delegation=_delegation(nearest, held.ground.day),
        principal_id=principal,
        principal=names.get(principal, "") if principal else "",
        gates=tuple(_standing(whose, names.get(whose, ""), passed) for whose, passed in gates),
        reasons=tuple(say(problem) for problem in problems),
        helpers=tuple(Helper(key, names.get(key, ""), gives) for key, gives in helpers),
        rule_set=gates_in_force(day_of(at))[1],
    )


def _permission(name: str) -> Permission:
    try:
        return permission_named(name)
    except KeyError:
        problem = Problem("authority.unknown_permission", {"permission": name}, ("permission",))
        raise Invalid((problem,)) from None


def _nearest(held: Iterable[Right], within: Within, ground: Ground) -> Right | None:
    """The right that lacks least."""
    return min(
        held,
        key=lambda right: (len(rules.problems_with(right, within, ground)), right.mandate_id),
        default=None,
    )


def _standing(whose: UUID, name: str, passed: Passed) -> GateStanding:
    return GateStanding(
        passed.gate.kind,
        passed.gate.code,
        dict(passed.gate.name),
        whose,
        name,
        passed.standing,
        passed.standing.opens,
        passed.day,
    )


def _mandate(right: Right | None) -> MandateView | None:
    if right is None:
        return None
    row = Mandate.objects.filter(id=right.mandate_id).select_related("role").first()
    return queries.mandate_view(row) if row else None


def _unit(right: Right | None) -> str:
    """What the unit of a right is called; "" for one that is for everywhere."""
    if right is None or right.unit_id is None:
        return ""
    return parties.unit_names({right.unit_id}).get(right.unit_id, "")


def _delegation(right: Right | None, day: date) -> DelegationView | None:
    if right is None or right.principal is None:
        return None
    rows = Delegation.objects.filter(
        mandate_id=right.mandate_id, to_person=right.person_id, from_person=right.principal
    )
    current = rows.filter(valid_from__lte=day, valid_until__gte=day, revoked_at=None)
    row = current.order_by("-id").first() or rows.order_by("-id").first()
    return queries.delegation_view(row) if row else None


#: Who can give what the problems of a kind lack.
_OF_PASSES = tuple(f"authority.{kind}_" for kind in PassKind)


def _helpers(
    problems: Iterable[Problem],
    asked: Permission,
    within: Within,
    home: UUID | None,
    person_id: UUID,
    at: datetime,
) -> tuple[tuple[UUID, str], ...]:
    """Who could give what is missing, and who may do it now in the person's place. A statement each."""
    codes = [problem.code for problem in problems]
    for_passes = [code for code in codes if code.startswith(_OF_PASSES)]
    wanted: list[tuple[str, Permission, Within]] = []
    if for_passes:
        wanted.append(("pass", permissions.GRANT_PASS, Within(unit_id=home)))
        if not all(code.startswith("authority.licence_") for code in for_passes):
            wanted.append(("waiver", permissions.WAIVE_GATE, Within(unit_id=home)))
    if len(for_passes) < len(codes):
        where = Within(unit_id=within.unit_id, everywhere=within.everywhere)
        wanted.append(("mandate", permissions.GRANT, where))
    wanted.append(("act", asked, within))
    found: list[tuple[UUID, str]] = []
    for gives, permission, where in wanted:
        able = (one.person_id for one in queries.who_may(permission, where, at))
        others = dict.fromkeys(person for person in able if person != person_id)
        found += [(person, gives) for person in list(others)[:MOST_NAMED]]
    return tuple(found)
