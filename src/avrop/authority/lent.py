"""What an actor has been lent that he may use today, as SQL and as a list of people."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from avrop.authority.holders import DAY, TODAY
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import away_in_sql

#: Whether a mandate or a delegation counts today; to be formatted with its alias.
IN_FORCE = f"""
    {{0}}.revoked_at is null and {{0}}.valid_from <= {TODAY}
    and ({{0}}.valid_until is null or {{0}}.valid_until >= {TODAY})"""

#: And its lender is away: what is lent is good on no other day (invariant 3).
LENDER_IS_AWAY = away_in_sql("g.from_person", "g.to_person", DAY)


def principals_of(actor: Actor, *, at: datetime) -> tuple[UUID, ...]:
    """Those who are away and whose substitute the actor is on the day, by a mandate that is in force.
    One statement."""
    if actor.person_id is None:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_PRINCIPALS, facts_now(actor, at))
        return tuple(row[0] for row in cursor.fetchall())


_PRINCIPALS = f"""
    select distinct g.from_person from authority_delegation g
    join authority_mandate m on m.tenant_id = g.tenant_id and m.id = g.mandate_id
    where g.tenant_id = %(tenant)s and g.to_person = %(person)s and m.revoked_at is null
      and {IN_FORCE.format("g")} and {LENDER_IS_AWAY}
    order by 1"""


_LENT = f"""
    select g.tenant_id, g.from_person as person_id,
        jsonb_array_elements_text(r.permissions) as permission
    from authority_delegation g
    join authority_mandate m on m.tenant_id = g.tenant_id and m.id = g.mandate_id
    join authority_role r on r.tenant_id = g.tenant_id and r.id = m.role_id
    where g.tenant_id = %(tenant)s and g.to_person = %(person)s
      and {IN_FORCE.format("m")} and {IN_FORCE.format("g")} and {LENDER_IS_AWAY}"""
# A part of others' statements, whose parameters have no names.
_LENT_NAMES = tuple(re.findall(r"%\((\w+)\)s", _LENT))
_LENT_BY_PLACE = re.sub(r"%\(\w+\)s", "%s", _LENT)


def lent_in_sql(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """Fills `kernel.lent_to`: whose rights the actor has been lent today, and which."""
    facts = facts_now(actor, None)
    return _LENT_BY_PLACE, tuple(facts[name] for name in _LENT_NAMES)


def facts_now(actor: Actor, at: datetime | None) -> dict[str, UUID | datetime | date | None]:
    """What the statements about one actor take, `at` a moment or now."""
    moment = at or timezone.now()
    return {
        "tenant": current_tenant(),
        "person": actor.person_id,
        "at": moment,
        "today": day_of(moment),
    }
