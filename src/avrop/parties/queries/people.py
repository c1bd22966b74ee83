"""Finding people. For other apps: inside a scope, but for the memberships of an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from avrop.accounts.announcing import Home
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import in_force
from avrop.kernel.models import Tenant
from avrop.kernel.problems import missing
from avrop.parties.models import MembershipRow, Person
from avrop.parties.queries.stored import person_of
from avrop.parties.shapes import Membership, PersonView
from avrop.parties.sides import LETS_ACROSS, OPPOSITE


def person(person_id: UUID) -> PersonView:
    """The person; `Missing` where there is none."""
    row = Person.objects.filter(id=person_id).first()
    if row is None:
        raise missing("person", person_id)
    return person_of(row)


def in_charge_of(person_id: UUID, *, on: date) -> UUID:
    """Who does a person's work on a day: himself, else who took over from whom has left, and so on.
    One statement. The person himself where nobody took over."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_CHARGE, {"person": person_id, "on": on})
        found = cursor.fetchone()
    in_charge: UUID = found[0] if found else person_id
    return in_charge


# A circle of takers ends at the first who was met before.
_IN_CHARGE = """
    with recursive line as (
        select p.id, p.taker_id, p.valid_until, 1 as step from parties_person p where p.id = %(person)s
        union
        select p.id, p.taker_id, p.valid_until, line.step + 1 from line
        join parties_person p on p.id = line.taker_id
        where line.valid_until < %(on)s and line.step < 20)
    select id from line order by step desc limit 1"""


def people(ids: Iterable[UUID]) -> dict[UUID, PersonView]:
    """The people with these ids, in one statement."""
    asked = list(set(ids))
    return {row.id: person_of(row) for row in _people(ids=asked)} if asked else {}


_people = compiled(lambda: Person.objects.filter(id__any_of=Given("ids")))


def person_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """What the people with these ids are called, in one statement; none where nobody is asked for."""
    asked = list(set(ids))
    return dict(_names(ids=asked)) if asked else {}


_names = compiled(lambda: Person.objects.filter(id__any_of=Given("ids")).values_list("id", "name"))


def people_in_sql() -> str:
    """A select of (tenant_id, id, unit_id, valid_from, valid_until) of the people, for floors above to
    join in their SQL."""
    return "select tenant_id, id, unit_id, valid_from, valid_until from parties_person"


def people_here(
    on: date, *, unit_ids: Iterable[UUID] | None, after: UUID | None, limit: int
) -> tuple[PersonView, ...]:
    """People who belong to the organisation on a day, the newest first, older than `after`: of some
    units, or all of them. One statement."""
    rows = Person.objects.filter(in_force(on))
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    if after is not None:
        rows = rows.filter(id__lt=after)
    return tuple(person_of(row) for row in rows.order_by("-id")[:limit])


def person_of_account(account_id: UUID) -> PersonView | None:
    """The person that an account is in the organisation in scope."""
    row = Person.objects.filter(account_id=account_id).first()
    return person_of(row) if row else None


def memberships_of(account_id: UUID, *, at: datetime) -> tuple[Membership, ...]:
    """The organisations that an account may choose on the day that it is there, by name. Needs no
    scope."""
    found = every_membership_of(account_id, at=at)
    return tuple(each for each in found if each.is_accepted)


def every_membership_of(account_id: UUID, *, at: datetime) -> tuple[Membership, ...]:
    """The same, and the organisations that wait for the holder of the account to say yes."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERSHIPS, [at, account_id])
        found = [Membership(account_id, *row) for row in cursor.fetchall()]
    opened = {one.tenant_id for one in found if one.is_accepted}
    kept = (one for one in found if one.practice_of is None or one.practice_of in opened)
    return tuple(sorted(kept, key=_in_order))


def _in_order(membership: Membership) -> tuple[bool, str, UUID]:
    """By name, and what is only practised in last."""
    return membership.practice_of is not None, membership.tenant_name, membership.tenant_id


# Asked in every request, before any organisation is chosen: one statement, of global tables. Practice is
# no work on a side of a trade, and opens for those alone whom the real organisation is open to.
_MEMBERSHIPS = f"""
    select m.tenant_id, t.name, t.time_zone, m.person_id, t.side,
      m.accepted_at is not null, t.practice_of
    from {MembershipRow._meta.db_table} m join {Tenant._meta.db_table} t on t.id = m.tenant_id,
      lateral (select (%s::timestamptz at time zone t.time_zone)::date as today) there
    where m.account_id = %s and t.closed_at is null and m.valid_from <= there.today
      and (m.valid_until is null or m.valid_until >= there.today)
      and not (m.is_across and exists (
        select from {MembershipRow._meta.db_table} o
        join {Tenant._meta.db_table} other on other.id = o.tenant_id
        where o.account_id = m.account_id and {OPPOSITE.format(one="t", other="other")}
          and other.practice_of is null and o.valid_from <= there.today
          and (o.valid_until is null or o.valid_until >= there.today)
          and not {LETS_ACROSS.format(day="there.today")}))"""


def tenants_ever_of(account_id: UUID) -> frozenset[UUID]:
    """The organisations that have ever linked an account, accepted or not; for one to practise in, the
    one that practises there. Needs no scope."""
    rows = MembershipRow.objects.filter(account_id=account_id)
    linked = Tenant.objects.filter(id__in=rows.values("tenant_id"))
    found = linked.values_list("id", "practice_of")
    return frozenset(practice_of or tenant_id for tenant_id, practice_of in found)


def works_elsewhere(account_id: UUID, tenant_id: UUID) -> bool:
    """Whether another organisation than this has ever linked an account, one to practise in not
    counted. Needs no scope."""
    rows = MembershipRow.objects.filter(account_id=account_id).exclude(tenant_id=tenant_id)
    return Tenant.objects.filter(id__in=rows.values("tenant_id"), practice_of=None).exists()


def homes_of(account_id: UUID, at: datetime) -> tuple[Home, ...]:
    """Where what happens to an account is written down: the organisations it works for, not those where
    its holder only practises."""
    found = memberships_of(account_id, at=at)
    return tuple(Home(one.tenant_id, one.person_id) for one in found if one.practice_of is None)


def has_people_who_sign_in(tenant_id: UUID, *, on: date) -> bool:
    """Whether an organisation here has anybody, or any program, with an account on a day. Needs no
    scope."""
    rows = MembershipRow.objects.filter(tenant_id=tenant_id, valid_from__lte=on)
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=on)).exists()


def membership(account_id: UUID, tenant_id: UUID, *, at: datetime) -> Membership | None:
    """The membership of an account in one organisation on its day, if it has one. Needs no scope."""
    found = memberships_of(account_id, at=at)
    return next((each for each in found if each.tenant_id == tenant_id), None)
