"""The ledger of deeds: answers the kernel's second question, and keeps duties apart.

The deed is written first and judged afterwards. Deeds on the same chain wait for each other by an
advisory lock that the INSERT takes, so that the SELECT after it sees every deed that could be in the
way, also one that another transaction was about to commit. A refusal rolls the deed back with its
command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.authority import separation
from avrop.authority.holders import TODAY
from avrop.authority.separation import Done, Separation
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import read_json
from avrop.kernel.ports import Deed, Shared
from avrop.kernel.problems import refuse_if
from avrop.kernel.scope import current_tenant
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
    written as (
        insert into authority_deed
            (tenant_id, id, chain_id, deed, person_id, on_behalf_of, mandate_id, rule_set, at)
        select %(tenant)s, id, chain_id, %(deed)s, person_id,
            case when person_id = %(person)s then %(principal)s::uuid end,
            case when person_id = %(person)s then %(mandate)s::uuid end,
            %(rules)s || '/' || coalesce((select version_number from rules), 0), %(at)s
        from chain, turn)
    select (select parameters from rules), (select slots from turn)"""

_IN_THE_WAY = f"""
    with done as (
        select chain_id, deed, person_id, on_behalf_of, at from authority_deed
        where tenant_id = %(tenant)s and chain_id = any(%(chains)s) and deed = any(%(apart)s)
          and id <> all(%(ids)s))
    select chain_id, deed, person_id, on_behalf_of from done
    union all
    select null, null, from_person, to_person from authority_delegation
    where tenant_id = %(tenant)s
      and (%(people)s::uuid[] is null or from_person = any(%(people)s) or to_person = any(%(people)s))
      and valid_from <= {TODAY}
      and least(valid_until, revoked_at::date) >= (select min(at)::date from done)"""


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Deeds that may stand in another's way, and the delegations in force since the first of them."""

    done: tuple[Done, ...]
    links: tuple[tuple[UUID, UUID], ...]


def record_deed(
    chains: tuple[UUID, ...],
    deed: Deed,
    actor: Actor,
    at: datetime,
    shared: tuple[Shared, ...] = (),
) -> None:
    """Fills `kernel.record_deed`. Two statements, one where nothing is kept apart from the deed.

    Raises `Refused` with every deed in the way of the actor or of somebody it is shared with. Routines
    do no deeds.
    """
    written = _doings(chains, deed, actor, shared)
    if not written:
        return
    ids = [uuid7() for _ in written]
    rules = _write(written, ids, deed, actor, at)
    apart = rules.apart_from(deed)
    if not apart:
        return
    people = {person for each in written for person in each.doers}
    on = tuple(dict.fromkeys(each.chain_id for each in written))
    found = in_the_way(on, apart, at, people=tuple(people), but=ids)
    refuse_if(separation.conflicts_of_each(found.done, written, found.links, rules))


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
    apart: frozenset[Deed],
    at: datetime,
    *,
    people: Sequence[UUID] | None = None,
    but: Sequence[UUID] = (),
) -> InTheWay:
    """The deeds of these kinds on the chains, and who is linked to `people` (None: to anybody)."""
    with connection.cursor() as cursor:
        cursor.execute(
            _IN_THE_WAY,
            {
                "tenant": current_tenant(),
                "chains": list(chains),
                "apart": [str(deed) for deed in apart],
                "ids": list(but),
                "people": None if people is None else list(people),
                "at": at,
            },
        )
        rows = cursor.fetchall()
    done = tuple(Done(row[0], Deed(row[1]), row[2], row[3]) for row in rows if row[0] is not None)
    return InTheWay(done, tuple((row[2], row[3]) for row in rows if row[0] is None))


def _write(
    written: Sequence[Done], ids: list[UUID], deed: Deed, actor: Actor, at: datetime
) -> Separation:
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "rules": separation.NAME,
        "ids": ids,
        "chains": [each.chain_id for each in written],
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
