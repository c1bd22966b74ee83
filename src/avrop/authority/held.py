"""Who holds which roles on a day, past days too: what registers and matrices are drawn from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.authority.holders import DAY, holdings_in_sql, on_the_day
from avrop.kernel.days import time_zone
from avrop.kernel.scope import current_tenant
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class HeldMandate:
    """A mandate that was in force on a day; `unit_id` None: everywhere."""

    id: UUID
    person_id: UUID
    role: str
    unit_id: UUID | None
    limit: Money | None
    valid_until: date | None


def held_on(
    day: date,
    *,
    roles: Collection[str] | None = None,
    person_id: UUID | None = None,
    people: Collection[UUID] | None = None,
    lineage: Collection[UUID] | None = None,
) -> tuple[HeldMandate, ...]:
    """The mandates in force when a day ended, of some roles or of all, of one person, of some people or
    of everybody; with the `lineage` of a unit, those that reach it. One statement."""
    facts: dict[str, Any] = _facts(day) | {
        "roles": None if roles is None else sorted(roles),
        "person": person_id,
        "people": None if people is None else list(people),
        "lineage": None if lineage is None else list(lineage),
    }
    whose = "is not null" if people is None else "= any(%(people)s)"
    whose = whose if person_id is None else "= %(person)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select id, person_id, role, unit_id, amount_limit, currency, valid_until
            from ({_in_force(whose)}) f
            where (%(roles)s::text[] is null or role = any(%(roles)s))
              and (%(lineage)s::uuid[] is null or unit_id is null or unit_id = any(%(lineage)s))
            order by id, person_id""",
            facts,
        )
        rows = cursor.fetchall()
    return tuple(
        HeldMandate(key, person, role, unit, None if most is None else Money(most, currency), until)
        for key, person, role, unit, most, currency, until in rows
    )


def roles_of(people: Iterable[UUID], day: date) -> dict[UUID, frozenset[str]]:
    """The roles that some people hold when a day ends; who holds none is left out. One statement."""
    facts = _facts(day) | {"people": list(people)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select person_id, array_agg(distinct role)
            from ({_in_force("= any(%(people)s)")}) f group by person_id""",
            facts,
        )
        return {person_id: frozenset(roles) for person_id, roles in cursor.fetchall()}


def roles_held_on(day: date) -> frozenset[str]:
    """The roles that anybody held when a day ended. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"select distinct role from ({_in_force('is not null')}) f", _facts(day))
        return frozenset(row[0] for row in cursor.fetchall())


def _facts(day: date) -> dict[str, Any]:
    midnight = datetime.combine(day + timedelta(days=1), time(), time_zone())
    return {"tenant": current_tenant(), "today": day, "midnight": midnight}


def _in_force(whose: str) -> str:
    """A select of what the people that `whose` names hold at the end of the day, however they came
    by it."""
    return f"""
        select m.id, h.person_id, r.code as role, coalesce(h.unit_id, m.unit_id) as unit_id,
            m.amount_limit, m.currency, least(m.valid_until, h.held_until) as valid_until
        from ({holdings_in_sql(whose)}) h
        join authority_mandate m on m.tenant_id = %(tenant)s and m.id = h.mandate_id
        join authority_role r on r.tenant_id = %(tenant)s and r.id = m.role_id
        where (m.revoked_at is null or m.revoked_at >= %(midnight)s) and {on_the_day("m")}
          and coalesce(h.held_from, {DAY}) <= {DAY} and coalesce(h.held_until, {DAY}) >= {DAY}"""
