"""Answers the kernel's first question: may this actor do this, here, now, for so much?

One statement fetches every mandate of the person that carries the permission, own and delegated,
with where the asked units lie, which of the asked categories are restricted, the gates that are put up
and the passes that the person has. The rules judge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.authority import passes, rules
from avrop.authority.holders import DAY, holdings_in_sql
from avrop.authority.passes import Gate, Gates, Shown
from avrop.authority.rules import Absence, Ground, Right
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import read_json
from avrop.kernel.days import day_of
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import Within, over
from avrop.kernel.ports import require as ask
from avrop.kernel.problems import Forbidden, Problem
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import name_unless_away_in_sql, units_in_sql
from avrop.values import Money

_RIGHTS = """
    with gates as (
        select s.parameters::text as parameters from kernel_rule_set s
        where s.tenant_id = %(tenant)s and s.name = %(gates)s and s.valid_from <= {today}
        order by s.valid_from desc, s.version_number desc limit 1)
    select m.id, g.person_id, r.code, greatest(m.valid_from, g.held_from),
        least(m.valid_until, g.held_until), m.revoked_at::date, coalesce(g.unit_id, m.unit_id),
        m.categories, m.agreements, m.responsibilities, m.amount_limit, m.currency,
        g.to_person, g.valid_from, g.valid_until, g.revoked_at::date, g.amount_limit, g.currency,
        g.lender_here,
        case when exists (select from gates) then {passes} end,
        (select parameters from gates), {paths}, {restricted}
    from ({held}) g
    join authority_mandate m on m.tenant_id = %(tenant)s and m.id = g.mandate_id
    join authority_role r on r.tenant_id = %(tenant)s and r.id = m.role_id
    where r.permissions ? %(permission)s{in_force}"""

_PASSES = """(
        select jsonb_agg(jsonb_build_array(p.person_id, p.kind, p.code, p.valid_from, p.valid_until,
            p.revoked_at::date, p.is_waiver, p.categories))::text
        from authority_pass p
        where p.tenant_id = %(tenant)s and p.person_id in (g.person_id, g.to_person))"""

_OWN = """
    select h.*, null::uuid as to_person, null::date as valid_from, null::date as valid_until,
        null::timestamptz as revoked_at, null::numeric as amount_limit, '' as currency,
        null::text as lender_here
    from ({held}) h"""
_LENT = f"""
    select d.mandate_id, d.from_person, null::uuid, null::date, null::date, d.to_person, d.valid_from,
        d.valid_until, d.revoked_at, d.amount_limit, d.currency,
        {name_unless_away_in_sql("d.from_person", "d.to_person", DAY)}
    from authority_delegation d where d.tenant_id = %(tenant)s and d.to_person {{whose}}"""


def _held_in_sql(whose: str) -> str:
    """What the people hold, and what they are lent."""
    return f"""{_OWN.format(held=holdings_in_sql(whose))}
    union all {_LENT.format(whose=whose)}"""


_OF_PERSON = _held_in_sql("= %(person)s")
_OF_PEOPLE = _held_in_sql("= any(%(people)s)")
_OF_ANYBODY = _held_in_sql("is not null")

# Sifts thousands of people's rights in the database; the rules judge what is left.
_IN_FORCE = f"""
    and m.revoked_at is null and g.revoked_at is null and g.lender_here is null
    and greatest(m.valid_from, g.held_from, g.valid_from) <= {{today}}
    and coalesce(least(m.valid_until, g.held_until, g.valid_until), 'infinity') >= {{today}}
    and (%(amount)s::numeric is null or m.amount_limit is null or m.amount_limit >= %(amount)s)
    and (%(unit)s::uuid is null or coalesce(g.unit_id, m.unit_id) is null
        or position(coalesce(g.unit_id, m.unit_id)::text in
            (select u.path from ({units_in_sql()}) u
             where u.tenant_id = %(tenant)s and u.id = %(unit)s)) > 0)"""

_NO_TEXTS = "'{}'::text[]"
_PATHS = f"""
    array(select u.id || ' ' || u.path from ({units_in_sql()}) u
          where u.tenant_id = %(tenant)s and u.id = any(%(units)s))"""
_RESTRICTED = """
    array(select c.category from authority_restricted_category c
          where c.tenant_id = %(tenant)s and c.valid_from <= {today}
            and (c.valid_until is null or c.valid_until >= {today})
            and exists (select from unnest(%(categories)s::text[]) asked
                        where starts_with(asked, c.category)))"""


@dataclass(frozen=True, slots=True)
class HeldRights:
    """The rights somebody holds, and the ground they are judged on."""

    rights: tuple[Right, ...]
    ground: Ground


def require(actor: Actor, permission: Permission, at: datetime, within: Within) -> Actor:
    """Fills `kernel.require`. A routine may do what it lists; a person needs a mandate.

    Raises `Forbidden` with every reason. One statement for a person, none for a routine.
    """
    if not actor.is_person:
        if permission.name in actor.may:
            return actor
        raise Forbidden(_routine_may_not(actor, permission))
    if actor.is_program and permission.personal:
        raise Forbidden((_only_a_human_being(permission),))
    held = rights_of(actor, permission, at, (within,))
    right = rules.narrowest(held.rights, within, held.ground, actor.on_behalf_of)
    if right is None:
        raise Forbidden(rules.why_not(held.rights, within, held.ground, permission.name))
    return _acting(actor, right, within.unit_id or right.unit_id)


def require_each(
    actor: Actor, permission: Permission, at: datetime, withins: Sequence[Within]
) -> None:
    """Fills `kernel.require_each`. One statement for a person, none for a routine."""
    problems: list[Problem] = []
    for answer in problems_requiring(actor, permission, withins, at=at):
        problems += [problem for problem in answer if problem not in problems]
    if problems:
        raise Forbidden(problems)


def holds(actor: Actor, permission: Permission, within: Within) -> bool:
    """Fills `kernel.holds`: whether `require` would let the actor pass now. One statement at most."""
    return not problems_requiring(actor, permission, (within,), at=datetime.now(UTC))[0]


def require_over(actor: Actor, permission: Permission, at: datetime, unit_id: UUID | None) -> Actor:
    """Like `kernel.ports.require` in a unit; for the whole organisation where `unit_id` is None.

    Elsewhere no unit means that none is asked about; whoever steers rights needs a mandate as wide
    as what he steers, or an administrator of one school could make himself friends in all.
    """
    return ask(actor, permission, at=at, within=over(unit_id))


def problems_requiring(
    actor: Actor, permission: Permission, withins: Sequence[Within], *, at: datetime
) -> tuple[tuple[Problem, ...], ...]:
    """For each act, every reason why `require` would refuse it; one statement for all of them."""
    if not actor.is_person:
        refused = () if permission.name in actor.may else _routine_may_not(actor, permission)
        return tuple(refused for _ in withins)
    if actor.is_program and permission.personal:
        return tuple((_only_a_human_being(permission),) for _ in withins)
    held = rights_of(actor, permission, at, withins)
    return tuple(
        rules.why_not(held.rights, within, held.ground, permission.name) for within in withins
    )


def rights_of(
    actor: Actor, permission: Permission, at: datetime, withins: Sequence[Within]
) -> HeldRights:
    """Every right of a person with this permission, also those no longer in force."""
    return _held(_OF_PERSON, "", permission, at, withins, person=actor.person_id)


def rights_of_anybody(permission: Permission, at: datetime, within: Within) -> HeldRights:
    """Everybody's rights with this permission that are in force and may cover the act."""
    amount = None if within.amount is None else abs(within.amount.amount)
    more = {"amount": amount, "unit": within.unit_id}
    return _held(_OF_ANYBODY, _IN_FORCE, permission, at, (within,), **more)


def rights_of_people(
    people: Iterable[UUID], permission: Permission, at: datetime, categories: frozenset[str]
) -> HeldRights:
    """Every right of some people with this permission, also those no longer in force. The ground says
    nothing of units."""
    within = (Within(categories=categories),)
    return _held(_OF_PEOPLE, "", permission, at, within, people=list(people))


def rights_of_everybody(
    permission: Permission, at: datetime, categories: frozenset[str]
) -> HeldRights:
    """Everybody's rights with this permission that are in force. The ground says nothing of units."""
    more = {"amount": None, "unit": None}
    within = (Within(categories=categories),)
    return _held(_OF_ANYBODY, _IN_FORCE, permission, at, within, **more)


def _held(
    held: str,
    in_force: str,
    permission: Permission,
    at: datetime,
    withins: Sequence[Within],
    **more: Any,
) -> HeldRights:
    units = [within.unit_id for within in withins if within.unit_id is not None]
    categories = sorted({category for within in withins for category in within.categories})
    today = day_of(at)
    statement = _statement(held, in_force, bool(units), bool(categories))
    facts = {
        "tenant": current_tenant(),
        "permission": permission.name,
        "today": today,
        "units": units,
        "categories": categories,
        "gates": passes.NAME,
        **more,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        rows = cursor.fetchall()
    return _held_in(rows, permission.name, today)


@cache
def _statement(held: str, in_force: str, has_units: bool, has_categories: bool) -> str:
    """What nobody asked about is left out: planning costs more than reading."""
    return _RIGHTS.format(
        today=DAY,
        passes=_PASSES,
        paths=_PATHS if has_units else _NO_TEXTS,
        restricted=_RESTRICTED.format(today=DAY) if has_categories else _NO_TEXTS,
        held=held,
        in_force=in_force.format(today=DAY),
    )


def _held_in(rows: Sequence[tuple[Any, ...]], permission: str, day: date) -> HeldRights:
    if not rows:
        return HeldRights((), Ground(day))
    gates, paths, restricted = rows[0][-3:]
    by_unit = dict(text.split(" ", 1) for text in paths)
    ground = Ground(
        day,
        {UUID(unit): path for unit, path in by_unit.items()},
        tuple(restricted),
        _gates_asked(gates, permission) if gates else (),
    )
    return HeldRights(tuple(_right_in(row) for row in rows), ground)


@lru_cache(maxsize=1024)
def _gates_asked(stored: str, permission: str) -> tuple[Gate, ...]:
    """The gates of a stored version that a right may have to pass."""
    return passes.asked_by(read_json(stored, Gates), permission)


def _right_in(row: tuple[Any, ...]) -> Right:
    right = Right(
        mandate_id=row[0],
        person_id=row[1],
        role=row[2],
        valid_from=row[3],
        valid_until=row[4],
        revoked_on=row[5],
        unit_id=row[6],
        categories=_texts(row[7]),
        agreements=frozenset(map(UUID, _texts(row[8]))),
        responsibilities=_texts(row[9]),
        limit=None if row[10] is None else Money(row[10], row[11]),
        shown=_NOTHING_SHOWN if row[19] is None else _shown_in(row[19]),
    )
    if row[12] is None:
        return right
    limit = None if row[16] is None else Money(row[16], row[17])
    lent = Absence(row[12], row[13], row[14], row[15], limit, row[18] or "")
    return rules.substituted(right, lent)


def _texts(stored: str) -> tuple[str, ...]:
    return () if stored == "[]" else tuple(json.loads(stored))


_NOTHING_SHOWN: Mapping[UUID, tuple[Shown, ...]] = {}


@lru_cache(maxsize=4096)
def _shown_in(stored: str) -> Mapping[UUID, tuple[Shown, ...]]:
    """The passes of the person and of whom he stands in for."""
    shown: dict[UUID, tuple[Shown, ...]] = {}
    for person, kind, code, first, last, revoked, is_waiver, categories in json.loads(stored):
        one = Shown(
            kind,
            code,
            date.fromisoformat(first),
            date.fromisoformat(last) if last else None,
            date.fromisoformat(revoked) if revoked else None,
            is_waiver,
            tuple(categories),
        )
        key = UUID(person)
        shown[key] = (*shown.get(key, ()), one)
    return shown


def _acting(actor: Actor, right: Right, unit_id: UUID | None) -> Actor:
    return replace(
        actor, mandate_id=right.mandate_id, unit_id=unit_id, on_behalf_of=right.principal
    )


def _only_a_human_being(permission: Permission) -> Problem:
    return Problem("authority.only_a_human_being", {"permission": permission.name})


def _routine_may_not(actor: Actor, permission: Permission) -> tuple[Problem, ...]:
    facts = {"routine": actor.system, "permission": permission.name}
    return (Problem("authority.routine_may_not", facts),)
