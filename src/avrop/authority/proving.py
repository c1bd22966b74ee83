"""Reads what the proof is about: everybody's mandates and delegations, the units, the rules in force.

The statements are as many for one person as for nine thousand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from avrop.authority import permissions, separation
from avrop.authority.holders import holdings_in_sql
from avrop.authority.holding import roles_apart_in_force
from avrop.authority.models import (
    Delegation,
    Dispensation,
    ProofRow,
    RestrictedCategory,
    Role,
    Substitute,
)
from avrop.authority.overlap import Means
from avrop.authority.proof_shapes import ProofView
from avrop.authority.prover import (
    NOTHING,
    Dispensed,
    Facts,
    Finding,
    Lent,
    Proof,
    gained,
    prove,
)
from avrop.authority.rules import Absence, Right
from avrop.authority.separation import Pair
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page, page_of
from avrop.kernel.permissions import all_permissions
from avrop.kernel.ports import Deed
from avrop.kernel.problems import Forbidden, Problem, missing, refuse_if
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import units_in_sql
from avrop.values import Money, uuid7

#: So many findings are kept with a proof; the counts tell of all.
MOST_KEPT = 1000

ASKED, MADE = "asked", "made"


def means_of(permissions: Iterable[str]) -> tuple[Means, ...]:
    """What a role with these permissions can do to a chain, and what that is held against."""
    held = set(permissions)
    return tuple(
        Means(permission.name, deed, frozenset(permission.asks))
        for permission in all_permissions()
        if permission.name in held
        for deed in permission.deeds
    )


def facts_on(day: date) -> Facts:
    """Everything that the search needs. Nine statements."""
    mandates = _mandates(day)
    rules, _ = ruleset.in_force(separation.NAME, separation.DEFAULT, on=day)
    apart, _ = roles_apart_in_force(day)
    roles = dict(Role.objects.values_list("code", "permissions"))
    goes_on = Q(valid_until=None) | Q(valid_until__gte=day)
    restricted = RestrictedCategory.objects.filter(goes_on, valid_from__lte=day)
    return Facts(
        day=day,
        roles={code: means_of(permissions) for code, permissions in roles.items()},
        mandates=mandates,
        lendings=(*_lendings(day), *_standing(day, mandates)),
        paths=_paths(),
        restricted=tuple(restricted.values_list("category", flat=True)),
        separation=rules,
        roles_apart=apart,
        dispensed=_dispensed(day),
    )


_MANDATES = f"""
    select m.id, h.person_id, r.code, greatest(m.valid_from, h.held_from),
        least(m.valid_until, h.held_until), coalesce(h.unit_id, m.unit_id), m.categories::text,
        m.agreements::text, m.responsibilities::text, m.amount_limit, m.currency
    from ({holdings_in_sql("is not null")}) h
    join authority_mandate m on m.tenant_id = %(tenant)s and m.id = h.mandate_id
    join authority_role r on r.tenant_id = %(tenant)s and r.id = m.role_id
    where m.revoked_at is null
      and coalesce(least(m.valid_until, h.held_until), 'infinity') >= %(day)s
    order by m.id, h.person_id"""


def _mandates(day: date) -> tuple[Right, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_MANDATES, {"tenant": current_tenant(), "day": day, "today": day})
        rows = cursor.fetchall()
    return tuple(
        Right(
            mandate_id=row[0],
            person_id=row[1],
            role=row[2],
            valid_from=row[3],
            valid_until=row[4],
            unit_id=row[5],
            categories=_texts(row[6]),
            agreements=frozenset(map(UUID, _texts(row[7]))),
            responsibilities=_texts(row[8]),
            limit=_money(row[9], row[10]),
        )
        for row in rows
    )


def _texts(stored: str) -> tuple[str, ...]:
    return () if stored == "[]" else tuple(json.loads(stored))


def _lendings(day: date) -> tuple[Lent, ...]:
    rows = Delegation.objects.filter(revoked_at=None, valid_until__gte=day).order_by("id")
    columns = (
        "id",
        "mandate_id",
        "from_person",
        "to_person",
        "valid_from",
        "valid_until",
        "amount_limit",
        "currency",
    )
    return tuple(
        Lent(row[0], row[1], row[2], Absence(row[3], row[4], row[5], None, _money(row[6], row[7])))
        for row in rows.values_list(*columns)
    )


def _standing(day: date, mandates: Iterable[Right]) -> Iterator[Lent]:
    """What standing substitutes would use of these mandates: an absence is easily told of, so each is a
    way that is open on all its days."""
    rows = Substitute.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day), ended_at=None
    ).order_by("id")
    by_person = {row.person_id: row for row in rows}
    for right in mandates:
        row = by_person.get(right.person_id)
        if row is not None:
            until = row.valid_until or date.max
            absence = Absence(row.substitute_id, row.valid_from, until)
            yield Lent(row.id, right.mandate_id, row.person_id, absence)


def _money(amount: object, currency: str) -> Money | None:
    return None if amount is None else Money(amount, currency)  # type: ignore[arg-type]


def _paths() -> Mapping[UUID, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"select id, path from ({units_in_sql()}) u where tenant_id = %s",
            [current_tenant()],
        )
        return dict(cursor.fetchall())


def _dispensed(day: date) -> tuple[Dispensed, ...]:
    rows = Dispensation.objects.filter(
        unit_id__isnull=False, revoked_at=None, valid_until__gte=day
    ).order_by("id")
    columns = ("id", "person_id", "first", "second", "unit_id", "valid_from", "valid_until")
    return tuple(
        Dispensed(row[0], row[1], Pair(Deed(row[2]), Deed(row[3])), *row[4:])
        for row in rows.values_list(*columns)
    )


# --- proofs that have been made ----------------------------------------------------------------------


def sees_proofs(actor: Actor) -> bool:
    """What is found tells who holds what everywhere: it is seen by whoever searches everywhere."""
    from avrop.authority.queries import holds, sight

    return not actor.is_person or (sight(actor).everything and holds(actor, permissions.PROVE))


def counts_of(found: Proof) -> dict[str, int | bool]:
    """What a list of proofs tells of each."""
    return {
        "standing": sum(one.stands for one in found.findings),
        "open": sum(one.is_open for one in found.findings)
        + sum(one.stopped_by == NOTHING for one in found.carried),
        "decided": sum(not one.stands for one in found.findings),
        "holds": found.holds,
    }


def proof_view(row: ProofRow, *, whole: bool = True) -> ProofView:
    """A proof as others see it."""
    return ProofView(
        id=row.id,
        version=row.version,
        state=row.state,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        made_at=row.made_at,
        day=row.day,
        rule_set=row.rule_set,
        roles_rule_set=row.roles_rule_set,
        people=row.people,
        mandates=row.mandates,
        delegations=row.delegations,
        units=row.units,
        standing=row.counts.get("standing", 0),
        open_ways=row.counts.get("open", 0),
        decided=row.counts.get("decided", 0),
        holds=bool(row.counts.get("holds", False)),
        proof=from_plain(row.found, Proof) if whole and row.found else None,
    )


@query
def proof(proof_id: UUID, *, actor: Actor) -> ProofView:
    """A proof over the whole organisation, with the path of everything that was found."""
    row = ProofRow.objects.filter(id=proof_id).first() if sees_proofs(actor) else None
    if row is None:
        raise missing("proof", proof_id)
    return proof_view(row)


@query
def last_proof(*, actor: Actor) -> ProofView | None:
    """The newest proof that has been made; None where there is none yet, or not for the reader."""
    if not sees_proofs(actor):
        return None
    row = ProofRow.objects.filter(state=MADE).order_by("-asked_at").first()
    return None if row is None else proof_view(row)


@query
def proofs_page(*, actor: Actor, cursor: str | None = None, limit: int = 50) -> Page[ProofView]:
    """The proofs that have been asked for, the newest first, without what each found."""
    rows = ProofRow.objects.defer("found") if sees_proofs(actor) else ProofRow.objects.none()
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(proof_view(row, whole=False) for row in found), following)


@query
def what_if_granted(
    person_id: UUID,
    role: str,
    *,
    unit_id: UUID | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[Finding, ...]:
    """What a role would add to what somebody, or two who are linked, can bring together, before it is
    granted (X5 c). Empty where it adds nothing. Statements don't grow with the people."""
    if not sees_proofs(actor):
        raise Forbidden((Problem("authority.no_role", {"permission": permissions.PROVE.name}),))
    facts = facts_on(day_of(at))
    if role not in facts.roles:
        refuse_if([Problem("authority.unknown_role", {"role": role}, ("role",))])
    given = Right(uuid7(), person_id, role, valid_from or facts.day, valid_until, unit_id=unit_id)
    after = replace(facts, mandates=(*facts.mandates, given))
    return gained(prove(facts), prove(after))
