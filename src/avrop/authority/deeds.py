"""The ledger of deeds: answers the kernel's second question, and keeps duties apart.

The deed is written first and judged afterwards. Deeds on the same chain wait for each other by an
advisory lock that the INSERT takes, so that the SELECT after it sees every deed that could be in the
way, also one that another transaction was about to commit. A refusal rolls the deed back with its
command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.authority import benefits, conduct, events, separation
from avrop.authority.conduct import Benefit
from avrop.authority.holders import TODAY
from avrop.authority.separation import Conflict, Done, Open, Pair, Separation
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import read_json
from avrop.kernel.ports import Deed, Shared
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import units_in_sql
from avrop.values import uuid7

# 1,024 locks a tenant: a payment run over thousands of chains must not fill the table of locks.
_WRITE = f"""
    with rules as (
        select version_number, parameters::text from kernel_rule_set
        where tenant_id = %(tenant)s and name = %(rules)s and valid_from <= {TODAY}
        order by valid_from desc, version_number desc limit 1),
    chain as (
        select id, chain_id, person_id
        from unnest(%(ids)s::uuid[], %(chains)s::uuid[], %(people)s::uuid[])
            c (id, chain_id, person_id)),
    turn as materialized (
        select count(pg_advisory_xact_lock(hashtext(%(tenant)s::text), slot)) as slots
        from (select distinct hashtext(chain_id::text) & 1023 as slot from chain order by 1) s),
    beside as materialized (
        select count(pg_advisory_xact_lock_shared(hashtext(%(tenant)s::text), slot)) as slots
        from turn, (select distinct hashtext(b::text) & 1023 as slot
                    from unnest(%(beside)s::uuid[]) b order by 1) s),
    written as (
        insert into authority_deed
            (tenant_id, id, chain_id, deed, person_id, on_behalf_of, mandate_id, rule_set, at)
        select %(tenant)s, id, chain_id, %(deed)s, person_id,
            case when person_id = %(person)s then %(principal)s::uuid end,
            case when person_id = %(person)s then %(mandate)s::uuid end,
            %(rules)s || '/' || coalesce((select version_number from rules), 0), %(at)s
        from chain, turn, beside)
    select (select parameters from rules), (select slots from turn), (select slots from beside)"""

_IN_THE_WAY = f"""
    with done as (
        select d.chain_id, d.deed, d.person_id, d.on_behalf_of, d.at
        from unnest(%(apart)s::text[], %(days)s::int[]) a (deed, days)
        join authority_deed d on d.tenant_id = %(tenant)s and d.deed = a.deed
            and d.chain_id = any(%(chains)s) and d.id <> all(%(ids)s)
        where a.days is null or d.at > %(at)s::timestamptz - make_interval(days => a.days))
    select 'done', null::uuid, chain_id, deed, '', person_id, on_behalf_of, null::uuid[] from done
    union all
    select 'link', null, null, '', '', from_person, to_person, null from authority_delegation
    where tenant_id = %(tenant)s
      and (%(people)s::uuid[] is null or from_person = any(%(people)s) or to_person = any(%(people)s))
      and valid_from <= {TODAY}
      and least(valid_until, revoked_at::date) >= (select min(at)::date from done)
    union all
    select 'open', o.id, u.id, o.first, o.second, o.person_id, null, o.chain_ids
    from authority_dispensation o
    left join ({units_in_sql()}) u on u.tenant_id = %(tenant)s and u.id = any(%(units)s)
        and position('/' || o.unit_id || '/' in u.path) > 0
    where o.tenant_id = %(tenant)s and exists (select from done)
      and (%(people)s::uuid[] is null or o.person_id = any(%(people)s))
      and o.valid_from <= {TODAY} and o.valid_until >= {TODAY} and o.revoked_at is null
      and (o.chain_ids && %(chains)s::uuid[] or u.id is not null)
    union all
    select 'benefit', null, b.chain_id, '', '', b.person_id, null, null from authority_benefit b
    where b.tenant_id = %(tenant)s and b.chain_id = any(%(chains)s) and b.withdrawn_at is null"""

_USED = """
    insert into authority_dispensation_use
        (tenant_id, id, dispensation_id, chain_id, first, second, person_id, at)
    select %(tenant)s, id, dispensation_id, chain_id, first, %(deed)s, %(person)s, %(at)s
    from unnest(%(ids)s::uuid[], %(dispensations)s::uuid[], %(chains)s::uuid[], %(firsts)s::text[])
        u (id, dispensation_id, chain_id, first)"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A dispensation in force; `unit_id` is the unit asked about that it reaches, None for chains."""

    open: Open
    unit_id: UUID | None

    def reaches(self, unit_id: UUID | None) -> bool:
        """Whether it is good for an act in this unit."""
        return self.unit_id is None or self.unit_id == unit_id


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Deeds that may stand in another's way, the delegations in force since the first of them, the
    dispensations that may let it be done all the same, and for whose benefit the chains are."""

    done: tuple[Done, ...]
    links: tuple[tuple[UUID, UUID], ...]
    opened: tuple[Opened, ...] = ()
    benefits: tuple[Benefit, ...] = ()

    def opened_to(self, person_id: UUID | None, unit_id: UUID | None) -> tuple[Open, ...]:
        """What one person has been dispensed from, in a unit."""
        return tuple(
            each.open
            for each in self.opened
            if each.open.person_id == person_id and each.reaches(unit_id)
        )


def record_deed(
    chains: tuple[UUID, ...],
    deed: Deed,
    actor: Actor,
    at: datetime,
    shared: tuple[Shared, ...] = (),
    beside: tuple[UUID, ...] = (),
) -> None:
    """Fills `kernel.record_deed`. Two statements, one where nothing is kept apart from the deed.

    Raises `Refused` with every deed in the way of the actor or of somebody it is shared with. Routines
    do no deeds. What a dispensation lets through is written down as a use of it and announced.
    """
    written = _doings(chains, deed, actor, shared)
    if not written:
        return
    ids = [uuid7() for _ in written]
    rules = _write(written, ids, deed, actor, at, beside)
    apart = rules.apart_from(deed)
    if not apart and deed not in conduct.DECIDING:
        return
    people = {person for each in written for person in each.doers}
    on = tuple(dict.fromkeys((*(each.chain_id for each in written), *beside)))
    units = () if actor.unit_id is None else (actor.unit_id,)
    found = in_the_way(on, apart, at, people=tuple(people), but=ids, units=units)
    opened = [each.open for each in found.opened]
    conflicts = list(
        separation.opposed_each(
            found.done, written, found.links, rules, beside=beside, opened=opened
        )
    )
    refuse_if(
        [
            *(each.problem for each in conflicts if each.opened_by is None),
            *_too_close(found.benefits, written, at),
        ]
    )
    _write_uses(conflicts, deed, actor, at)


def _too_close(
    at_stake: tuple[Benefit, ...], written: Sequence[Done], at: datetime
) -> tuple[Problem, ...]:
    """Whom a deed of these would let decide on his own benefit, or a superior's (REQ-07)."""
    if not at_stake or written[0].deed not in conduct.DECIDING:
        return ()
    found = benefits.stakes(at_stake, {who for each in written for who in each.doers}, at)
    doers = dict.fromkeys(each.doers for each in written)
    return tuple(problem for each in doers for problem in found.problems(written[0].deed, each))


def _write_uses(conflicts: Sequence[Conflict], deed: Deed, actor: Actor, at: datetime) -> None:
    """Whatever was let through is kept for whoever looks afterwards."""
    uses = [(each.opened_by, each.done) for each in conflicts if each.opened_by is not None]
    if not uses:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _USED,
            {
                "tenant": current_tenant(),
                "ids": [uuid7() for _ in uses],
                "dispensations": [opened_by for opened_by, _ in uses],
                "chains": [done.chain_id for _, done in uses],
                "firsts": [str(done.deed) for _, done in uses],
                "deed": str(deed),
                "person": actor.person_id,
                "at": at,
            },
        )
    for opened_by in dict.fromkeys(opened_by for opened_by, _ in uses):
        outbox.publish(events.DispensationUsed(opened_by, str(deed)), actor=actor, at=at)


def _doings(
    chains: tuple[UUID, ...], deed: Deed, actor: Actor, shared: tuple[Shared, ...]
) -> list[Done]:
    """The deed of the actor, if he is a person, and of each of the others, once a chain."""
    own: list[Done] = []
    if actor.person_id is not None:
        own = [Done(chain, deed, actor.person_id, actor.on_behalf_of) for chain in chains]
    others = (
        Done(each.chain_id, deed, each.person_id)
        for each in shared
        if each.person_id != actor.person_id
    )
    return [*own, *others]


def in_the_way(
    chains: Sequence[UUID],
    apart: Mapping[Deed, int | None],
    at: datetime,
    *,
    people: Sequence[UUID] | None = None,
    but: Sequence[UUID] = (),
    units: Sequence[UUID] = (),
) -> InTheWay:
    """The deeds of these kinds on the chains, done within so many days (None: ever), who is linked to
    `people` (None: to anybody), and what they are dispensed from there or in these units."""
    with connection.cursor() as cursor:
        cursor.execute(
            _IN_THE_WAY,
            {
                "tenant": current_tenant(),
                "chains": list(chains),
                "apart": [str(deed) for deed in apart],
                "days": list(apart.values()),
                "units": list(units),
                "ids": list(but),
                "people": None if people is None else list(people),
                "at": at,
            },
        )
        rows = cursor.fetchall()
    done = tuple(Done(row[2], Deed(row[3]), *row[5:7]) for row in rows if row[0] == "done")
    links = tuple((row[5], row[6]) for row in rows if row[0] == "link")
    opened = tuple(_opened(row) for row in rows if row[0] == "open")
    stakes = tuple(Benefit(row[2], row[5]) for row in rows if row[0] == "benefit")
    return InTheWay(done, links, opened, stakes)


def _opened(row: Sequence[Any]) -> Opened:
    pair = Pair(Deed(row[3]), Deed(row[4]))
    return Opened(Open(row[1], row[5], pair, frozenset(row[7])), row[2])


def _write(
    written: Sequence[Done],
    ids: list[UUID],
    deed: Deed,
    actor: Actor,
    at: datetime,
    beside: Sequence[UUID],
) -> Separation:
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "rules": separation.NAME,
        "ids": ids,
        "chains": [each.chain_id for each in written],
        "beside": list(beside),
        "people": [each.person_id for each in written],
        "deed": str(deed),
        "person": actor.person_id,
        "principal": actor.on_behalf_of,
        "mandate": actor.mandate_id,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, facts)
        parameters = cursor.fetchone()[0]
    return separation.DEFAULT if parameters is None else read_json(parameters, Separation)
