"""Many mandates, of a file or of a planned change: judged and granted all at once. Fills the ports of
`parties`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from avrop.authority import desks, events, permissions, rules
from avrop.authority.actions.checking import (
    entry_of,
    one_at_a_time,
    problems_helping_oneself,
    problems_with_mandate,
)
from avrop.authority.desks import Held
from avrop.authority.holding import roles_apart_in_force
from avrop.authority.models import Appointment, Delegation, Mandate, Role
from avrop.authority.registering import overlapping
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.models import Tenant
from avrop.kernel.ports import over, require_each
from avrop.kernel.problems import Problem
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import MandateLine

Judged = tuple[tuple[Problem, ...], bool]

_mandates = compiled(
    lambda: (
        Mandate.objects.filter(person_id__any_of=Given("people"), revoked_at=None)
        .select_related("role")
        .order_by("id")
    )
)
_lent = compiled(
    lambda: Delegation.objects.filter(
        to_person__any_of=Given("people"), revoked_at=None, mandate__revoked_at=None
    ).values_list("to_person", "mandate__role__code", "valid_from", "valid_until")
)


def judge(lines: Sequence[MandateLine], actor: Actor, on: date, at: datetime) -> tuple[Judged, ...]:
    """What is wrong with each line, and whether just that mandate is there. Ten statements."""
    _allowed(lines, actor, at)
    one_at_a_time()
    roles, currency = _roles(), _currency()
    people = list({line.person_id for line in lines})
    known: defaultdict[UUID, list[Mandate]] = defaultdict(list)
    held: defaultdict[UUID, list[Held]] = defaultdict(list)
    for row in _mandates(people=people):
        if row.person_id is not None:
            known[row.person_id].append(row)
            held[row.person_id].append(Held(row.role.code, row.valid_from, row.valid_until))
    for person_id, code, valid_from, valid_until in (*_lent(people=people), *_by_post(people)):
        held[person_id].append(Held(code, valid_from, valid_until))
    apart, _ = roles_apart_in_force(on)
    found = []
    for line in lines:
        role = roles.get(line.role.casefold())
        is_there = role is not None and any(
            _is_same(one, line, role) for one in known[line.person_id]
        )
        given = _mandate(line, role, currency)
        problems = () if is_there else tuple(_problems(line, given, actor, held, apart))
        if role is not None and not is_there:
            before = [entry_of(one) for one in known[line.person_id]]
            problems += tuple(overlapping(entry_of(given), before))
            held[line.person_id].append(Held(role.code, line.valid_from, line.valid_until))
            known[line.person_id].append(given)
        found.append((problems, is_there))
    return tuple(found)


def _by_post(people: list[UUID]) -> Iterator[tuple[UUID, str, date, date | None]]:
    """The roles that people have by a position, as `held_by` reads them. Two statements."""
    holders: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for position_id, person_id in Appointment.objects.filter(person_id__in=people).values_list(
        "position_id", "person_id"
    ):
        holders[position_id].append(person_id)
    mandates = Mandate.objects.filter(position_id__in=list(holders), revoked_at=None)
    for position_id, code, valid_from, valid_until in mandates.values_list(
        "position_id", "role__code", "valid_from", "valid_until"
    ):
        if position_id is not None:
            for person_id in holders[position_id]:
                yield person_id, code, valid_from, valid_until


def _roles() -> dict[str, Role]:
    """Roles by their code and by what they are called in any language, in small letters."""
    found: dict[str, Role] = {}
    for role in Role.objects.all():
        found |= {str(name).casefold(): role for name in role.name.values()}
        found[role.code.casefold()] = role
    return found


def _is_same(mandate: Mandate, line: MandateLine, role: Role) -> bool:
    return (
        mandate.role_id == role.id
        and mandate.unit_id == line.unit_id
        and mandate.valid_from == line.valid_from
        and mandate.valid_until == line.valid_until
        and mandate.amount_limit == line.limit
        and tuple(mandate.categories) == _categories(line)
    )


def _currency() -> str:
    """The currency of the organisation."""
    return Tenant.objects.values_list("currency", flat=True).get(id=current_tenant())


def _mandate(line: MandateLine, role: Role | None, currency: str) -> Mandate:
    """The mandate that a line asks for; without a role where there is none of that name."""
    return Mandate(
        person_id=line.person_id,
        role=role,
        unit_id=line.unit_id,
        categories=list(_categories(line)),
        agreements=[],
        responsibilities=[],
        amount_limit=line.limit,
        currency=(line.currency or currency) if line.limit is not None else "",
        valid_from=line.valid_from,
        valid_until=line.valid_until,
        decision_reference=line.decision_reference.strip(),
    )


def _categories(line: MandateLine) -> tuple[str, ...]:
    return tuple(sorted({rules.category_prefix(code) for code in line.categories}))


def _problems(
    line: MandateLine,
    given: Mandate,
    actor: Actor,
    held: defaultdict[UUID, list[Held]],
    apart: desks.RolesApart,
) -> Iterator[Problem]:
    yield from problems_with_mandate(given, line.role)
    for problem in problems_helping_oneself(actor, line.person_id):
        yield replace(problem, place=("person",))
    if given.role_id is not None:
        wanted = Held(given.role.code, line.valid_from, line.valid_until)
        yield from desks.problems_holding_both(wanted, held[line.person_id], apart, "")


def _allowed(lines: Sequence[MandateLine], asked: Actor, at: datetime) -> Actor:
    """Whoever grants may do so in every unit for which a mandate is asked. Two statements."""
    units = dict.fromkeys(line.unit_id for line in lines)
    actor = require_over(asked, permissions.GRANT, at, next(iter(units), None))
    require_each(asked, permissions.GRANT, [over(unit_id) for unit_id in units], at=at)
    return actor


def grant(lines: Sequence[MandateLine], actor: Actor, at: datetime) -> None:
    """Write the mandates and announce each. Six statements."""
    actor = _allowed(lines, actor, at)
    roles, currency = _roles(), _currency()
    rows = [_mandate(line, roles[line.role.casefold()], currency) for line in lines]
    for row in rows:
        row.granted_by, row.granted_at = actor.person_id, at
    insert_rows(Mandate, rows)
    granted = [
        events.MandateGranted(row.id, line.person_id, roles[line.role.casefold()].code)
        for row, line in zip(rows, lines, strict=True)
    ]
    outbox.publish_each(granted, actor=actor, at=at)
