"""Who holds which mandate, as SQL: the one place that knows the three ways to come by one.

A mandate is a person's own, or a position's and so whoever's is appointed to it, or it is what a
requester policy gives to everybody who works in a unit. Everything that asks about people's rights
reads them through these selects, so that a right got in one way counts wherever the others do.
"""

from __future__ import annotations

from avrop.parties.queries import people_in_sql, units_in_sql

TODAY = """
    (%(at)s::timestamptz at time zone
        coalesce((select time_zone from kernel_tenant where id = %(tenant)s), 'UTC'))::date"""

#: The same, where who asks has worked it out: the plan is the shorter for it.
DAY = "%(today)s::date"


def on_the_day(alias: str) -> str:
    """Whether a row with `valid_from` and `valid_until` counts on the day %(today)s."""
    return f"""{alias}.valid_from <= {DAY}
        and ({alias}.valid_until is null or {alias}.valid_until >= {DAY})"""


def holdings_in_sql(whose: str) -> str:
    """A select of (mandate_id, person_id, unit_id, held_from, held_until) of the people that the
    condition `whose` names ("= %(person)s"). Whoever holds a right as one of all who work in a unit
    holds it for his own unit: `unit_id`. Takes %(tenant)s and %(today)s."""
    return f"""
    select n.id as mandate_id, n.person_id, null::uuid as unit_id,
        null::date as held_from, null::date as held_until
    from authority_mandate n where n.tenant_id = %(tenant)s and n.person_id {whose}
    union all
    select n.id, a.person_id, null, a.valid_from, a.valid_until
    from authority_appointment a
    join authority_mandate n on n.tenant_id = a.tenant_id and n.position_id = a.position_id
    where a.tenant_id = %(tenant)s and a.person_id {whose}
      and (a.post = 'holder' or not exists (
        select from authority_appointment h
        where h.tenant_id = a.tenant_id and h.position_id = a.position_id and h.post = 'holder'
          and {on_the_day("h")}))
    union all
    select o.mandate_id, p.id, p.unit_id, p.valid_from, p.valid_until
    from ({people_in_sql()}) p
    join ({units_in_sql()}) u on u.tenant_id = p.tenant_id and u.id = p.unit_id
    cross join lateral (
        select y.mandate_id from authority_requester_policy y
        where y.tenant_id = p.tenant_id and {on_the_day("y")}
          and (y.unit_id is null or position('/' || y.unit_id || '/' in u.path) > 0)
        order by coalesce(position(y.unit_id::text in u.path), 0) desc limit 1) o
    where p.tenant_id = %(tenant)s and p.id {whose} and o.mandate_id is not null"""
