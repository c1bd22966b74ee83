"""The access review: who holds what, when he last signed in, and who holds something though he has left.

For those who check that nobody can do more than his work asks for (SEC-01). The number of
statements does not grow with the people: a page is found by the holders' ids, and everything about
them by those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.accounts import queries as accounts
from avrop.accounts import sessions
from avrop.accounts.second_factors import accounts_with_second_factor
from avrop.authority.holders import holdings_in_sql
from avrop.authority.permissions import REVIEW_ACCESS
from avrop.authority.roles import CATALOGUE, Side
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import LARGEST_PAGE, Page, id_in
from avrop.kernel.permissions import all_permissions
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.readings import Sensitive, record_reading
from avrop.kernel.scope import current_tenant
from avrop.parties import queries as parties
from avrop.parties.queries import PersonView

#: Who has not signed in for so long is asked about.
UNUSED_AFTER = timedelta(days=90)
_SUPPLIERS = frozenset(role.code for role in CATALOGUE if role.side is Side.SELLING) | {
    "supplier_user"
}


class Only(StrEnum):
    """Whom to look at in particular."""

    LEFT = "left"  # does not work here any more, and still holds a mandate
    UNUSED = "unused"  # has not signed in for ninety days, or never
    NO_SECOND_FACTOR = "no_second_factor"  # may do what asks for one, and has none
    BOTH_SIDES = "both_sides"  # works for an organisation on the other side of a trade too
    SUPPLIERS = "suppliers"  # holds a role of the supplier's side
    EMERGENCY = "emergency"  # the accounts for emergencies


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds now, by a mandate of his own or lent by `lent_by`."""

    role: str
    unit_id: UUID | None
    valid_until: date | None
    lent_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class AccessLine:
    """Somebody who holds something. `needs_proof`: something of it asks for a second factor. `keys`
    counts the API keys that act as him and open something."""

    id: UUID
    name: str
    unit_id: UUID | None
    has_left: bool
    roles: tuple[HeldRole, ...]
    needs_proof: bool
    has_account: bool
    last_signed_in_at: datetime | None
    has_second_factor: bool
    is_for_emergencies: bool
    keys: int
    on_both_sides: bool = False

    @property
    def sells(self) -> bool:
        """Whether she works as a supplier: takes orders, delivers or invoices."""
        return any(one.role in _SUPPLIERS for one in self.roles)

    def is_unused(self, at: datetime) -> bool:
        """Whether nobody has signed in as him for long."""
        return self.last_signed_in_at is None or at - self.last_signed_in_at > UNUSED_AFTER


@query
def access_review(
    *,
    actor: Actor,
    at: datetime,
    only: Only | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AccessLine]:
    """Everybody who holds a mandate now, own or lent, the last added first; `only` those to ask
    about."""
    require(actor, REVIEW_ACCESS, at=at, within=EVERYWHERE)
    record_reading(Sensitive.ACCESS_REVIEW, actor=actor, at=at, filters={"only": only})
    on, size = day_of(at), max(1, min(limit, LARGEST_PAGE))
    before = id_in(cursor) if cursor else None
    holders = _holders(on, before, None if only else size + 1)
    lines = [line for line in _lines(holders, on, at) if only is None or _is_asked(line, only, at)]
    following = str(lines[size - 1].id) if len(lines) > size else None
    return Page(tuple(lines[:size]), following)


def _is_asked(line: AccessLine, only: Only, at: datetime) -> bool:
    match only:
        case Only.LEFT:
            return line.has_left
        case Only.UNUSED:
            return line.is_unused(at)
        case Only.NO_SECOND_FACTOR:
            return line.needs_proof and not line.has_second_factor
        case Only.BOTH_SIDES:
            return line.on_both_sides
        case Only.SUPPLIERS:
            return line.sells
        case Only.EMERGENCY:
            return line.is_for_emergencies


#: Every mandate that somebody holds on a day: his own, by a position, or as one of all in a unit.
_HELD = """
    select h.person_id, r.code, coalesce(h.unit_id, m.unit_id) as unit_id,
        least(m.valid_until, h.held_until) as valid_until, null::uuid as lent_by, m.id
    from ({held}) h
    join authority_mandate m on m.tenant_id = %(tenant)s and m.id = h.mandate_id
    join authority_role r on r.tenant_id = %(tenant)s and r.id = m.role_id
    where m.revoked_at is null and m.valid_from <= %(today)s
      and (m.valid_until is null or m.valid_until >= %(today)s)
      and (h.held_from is null or h.held_from <= %(today)s)
      and (h.held_until is null or h.held_until >= %(today)s)
    union all
    select d.to_person, r.code, m.unit_id, d.valid_until, d.from_person, d.id
    from authority_delegation d
    join authority_mandate m on m.tenant_id = %(tenant)s and m.id = d.mandate_id
    join authority_role r on r.tenant_id = %(tenant)s and r.id = m.role_id
    where d.tenant_id = %(tenant)s and d.to_person {whose} and d.revoked_at is null
      and %(today)s between d.valid_from and d.valid_until
      and m.revoked_at is null and m.valid_from <= %(today)s
      and (m.valid_until is null or m.valid_until >= %(today)s)"""


def _held(whose: str) -> str:
    return _HELD.format(held=holdings_in_sql(whose), whose=whose)


def _holders(on: date, before: UUID | None, most: int | None) -> list[UUID]:
    """The ids of those who hold something, the newest first."""
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "today": on,
        "before": before,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select distinct person_id from ({_held("is not null")}) h
            where %(before)s::uuid is null or person_id < %(before)s::uuid
            order by person_id desc limit %(most)s""",
            facts,
        )
        return [row[0] for row in cursor.fetchall()]


def _lines(ids: list[UUID], on: date, at: datetime) -> list[AccessLine]:
    people, roles, proof = parties.people(ids), _roles(ids, on), _roles_that_need_proof()
    held = [one.account_id for one in people.values() if one.account_id is not None]
    seen = sessions.last_sign_ins(held)
    second, emergency = accounts_with_second_factor(held), accounts.break_glass_accounts(held)
    keys = accounts.live_keys_by_person(ids, at=at)
    across = parties.people_across(ids, on=on)
    return [
        _line(
            people[key],
            tuple(roles[key]),
            on,
            needs_proof=any(one.role in proof for one in roles[key]),
            last=seen.get(_account(people[key])),
            has_second=_account(people[key]) in second,
            for_emergencies=_account(people[key]) in emergency,
            keys=keys.get(key, 0),
            on_both_sides=key in across,
        )
        for key in ids
        if key in people
    ]


def _account(person: PersonView) -> UUID:
    return person.account_id or UUID(int=0)


def _line(
    person: PersonView,
    roles: tuple[HeldRole, ...],
    on: date,
    *,
    needs_proof: bool,
    last: datetime | None,
    has_second: bool,
    for_emergencies: bool,
    keys: int,
    on_both_sides: bool,
) -> AccessLine:
    return AccessLine(
        id=person.id,
        name=person.name,
        unit_id=person.unit_id,
        has_left=person.valid_until is not None and person.valid_until < on,
        roles=roles,
        needs_proof=needs_proof,
        has_account=person.account_id is not None,
        last_signed_in_at=last,
        has_second_factor=has_second,
        is_for_emergencies=for_emergencies,
        keys=keys,
        on_both_sides=on_both_sides,
    )


def _roles(ids: Iterable[UUID], on: date) -> defaultdict[UUID, list[HeldRole]]:
    found: defaultdict[UUID, list[HeldRole]] = defaultdict(list)
    facts: dict[str, Any] = {"tenant": current_tenant(), "today": on, "people": list(ids)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select person_id, code, unit_id, valid_until, lent_by
            from ({_held("= any(%(people)s)")}) h order by lent_by nulls first, id""",
            facts,
        )
        for person_id, *held in cursor.fetchall():
            found[person_id].append(HeldRole(*held))
    return found


def _roles_that_need_proof() -> frozenset[str]:
    return frozenset(
        role
        for permission in all_permissions()
        if permission.needs_proof
        for role in permission.roles
    )
