"""Who may order in which unit, and what another policy would change (requirement ORG-07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from avrop.authority.models import RequesterPolicy
from avrop.authority.post_models import Who
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import people_in_sql, person_names, unit_names, units_in_sql
from avrop.values import Money

#: The role that a policy gives.
REQUESTER = "requester"
#: So many people are named of those who gain or lose; the others are counted.
MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class PolicyView:
    """Who may order in a unit (None: everywhere), and for what, where everybody may."""

    id: UUID
    unit_id: UUID | None
    unit: str
    who: str
    valid_from: date
    valid_until: date | None
    decision_reference: str
    categories: tuple[str, ...] = ()
    limit: Money | None = None


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody whom a policy concerns."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PolicyEffect:
    """What a policy would change. `keeps` counts those who may order before and after, `outside`
    those who may not either way; people under a nearer policy are not counted."""

    gains: int
    loses: int
    keeps: int
    outside: int
    gaining: tuple[Concerned, ...]
    losing: tuple[Concerned, ...]


_EFFECT = f"""
    with standing as (
        select p.id, exists (
            select from authority_mandate m
            join authority_role r on r.tenant_id = m.tenant_id and r.id = m.role_id
            where m.tenant_id = p.tenant_id and r.code = %(role)s and m.revoked_at is null
              and m.valid_from <= %(on)s and (m.valid_until is null or m.valid_until >= %(on)s)
              and (m.unit_id is null or position('/' || m.unit_id || '/' in u.path) > 0)
              and (m.person_id = p.id or m.position_id in (
                select a.position_id from authority_appointment a
                where a.tenant_id = p.tenant_id and a.person_id = p.id and a.post = 'holder'
                  and a.valid_from <= %(on)s
                  and (a.valid_until is null or a.valid_until >= %(on)s)))) as is_named,
            coalesce(o.who = 'everyone', false) as has_as_everyone
        from ({people_in_sql()}) p
        left join ({units_in_sql()}) u on u.tenant_id = p.tenant_id and u.id = p.unit_id
        left join lateral (
            select y.who, y.unit_id from authority_requester_policy y
            where y.tenant_id = p.tenant_id and y.valid_from <= %(on)s
              and (y.valid_until is null or y.valid_until >= %(on)s)
              and (y.unit_id is null or position('/' || y.unit_id || '/' in u.path) > 0)
            order by coalesce(position(y.unit_id::text in u.path), 0) desc limit 1) o on true
        where p.tenant_id = %(tenant)s and u.id is not null
          and p.valid_from <= %(on)s and (p.valid_until is null or p.valid_until >= %(on)s)
          and (%(unit)s::uuid is null or position('/' || %(unit)s || '/' in u.path) > 0)
          and (o.unit_id is null or position(o.unit_id::text in u.path)
                <= coalesce(position(%(unit)s::text in u.path), 0))),
    judged as (
        select id, case
            when is_named or (has_as_everyone and %(everyone)s) then 'keeps'
            when has_as_everyone then 'loses'
            when %(everyone)s then 'gains'
            else 'outside' end as what
        from standing)
    select what, count(*), (array_agg(id order by id))[:{MOST_NAMED}] from judged group by what"""


@query
def policy_effect(unit_id: UUID | None, who: Who, on: date, *, actor: Actor) -> PolicyEffect:
    """Who would gain and who would lose the right to order, if a unit (None: the whole organisation) had
    this policy on a day. Changes nothing. Two statements, however many people there are.

    For whoever sees into the unit; others see nobody.
    """
    from avrop.authority.queries import sight

    seen = sight(actor)
    if not seen.everything and (unit_id is None or unit_id not in seen.unit_ids):
        return PolicyEffect(0, 0, 0, 0, (), ())
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "role": REQUESTER,
        "on": on,
        "unit": unit_id,
        "everyone": who is Who.EVERYONE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_EFFECT, facts)
        found = {what: (count, tuple(ids)) for what, count, ids in cursor.fetchall()}
    gaining, losing = (found.get(what, (0, ()))[1] for what in ("gains", "loses"))
    names = person_names((*gaining, *losing))
    return PolicyEffect(
        gains=found.get("gains", (0, ()))[0],
        loses=found.get("loses", (0, ()))[0],
        keeps=found.get("keeps", (0, ()))[0],
        outside=found.get("outside", (0, ()))[0],
        gaining=_named(gaining, names),
        losing=_named(losing, names),
    )


def _named(ids: tuple[UUID, ...], names: dict[UUID, str]) -> tuple[Concerned, ...]:
    named = (Concerned(key, names.get(key, "")) for key in ids)
    return tuple(sorted(named, key=lambda one: (one.name, one.person_id)))


@query
def requester_policies(*, on: date | None = None, actor: Actor) -> tuple[PolicyView, ...]:
    """Who may order in which unit: on a day, or in all time. Two statements."""
    rows = RequesterPolicy.objects.select_related("mandate").order_by("unit_id", "-valid_from")
    if on is not None:
        rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=on), valid_from__lte=on)
    found = list(rows)
    names = unit_names({row.unit_id for row in found if row.unit_id})
    return tuple(_view(row, names) for row in found)


def _view(row: RequesterPolicy, names: dict[UUID, str]) -> PolicyView:
    given = row.mandate
    has_limit = given is not None and given.amount_limit is not None
    return PolicyView(
        row.id,
        row.unit_id,
        names.get(row.unit_id, "") if row.unit_id else "",
        row.who,
        row.valid_from,
        row.valid_until,
        row.decision_reference,
        tuple(given.categories) if given else (),
        Money(given.amount_limit, given.currency) if has_limit else None,
    )
