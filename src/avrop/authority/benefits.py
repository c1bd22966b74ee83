"""For whom chains of documents are, and who stands too close to decide on them.

Nothing is asked where nobody is named, which is nearly always: `deeds.in_the_way` brings the names
along with the deeds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.authority import conduct
from avrop.authority.benefit_models import BenefitRow
from avrop.authority.conduct import Benefit, Conduct, Ranks, Stakes
from avrop.authority.holders import holdings_in_sql, on_the_day
from avrop.kernel import bulk, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.ports import Deed
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import people_in_sql, units_in_sql

_RANKS = f"""
    select 'area', h.person_id, null::uuid, coalesce(u.path, '/')
    from ({holdings_in_sql("= any(%(people)s)")}) h
    join authority_mandate m on m.tenant_id = %(tenant)s and m.id = h.mandate_id
    join authority_role r on r.tenant_id = %(tenant)s and r.id = m.role_id
    left join ({units_in_sql()}) u on u.tenant_id = %(tenant)s
        and u.id = coalesce(h.unit_id, m.unit_id)
    where r.code = any(%(heads)s) and {on_the_day("m")} and m.revoked_at is null
      and coalesce(h.held_from, m.valid_from) <= %(today)s::date
      and coalesce(h.held_until, 'infinity') >= %(today)s::date
      and (u.path is not null or coalesce(h.unit_id, m.unit_id) is null)
    union all
    select 'place', p.id, null, u.path
    from ({people_in_sql()}) p
    join ({units_in_sql()}) u on u.tenant_id = p.tenant_id and u.id = p.unit_id
    where p.tenant_id = %(tenant)s and p.id = any(%(people)s)
    union all
    select 'link', d.from_person, d.to_person, ''
    from authority_delegation d
    where d.tenant_id = %(tenant)s and d.revoked_at is null and {on_the_day("d")}
      and (d.from_person = any(%(benefiting)s) or d.to_person = any(%(benefiting)s))"""


@dataclass(frozen=True, slots=True)
class BenefitView:
    """What is said of a line or a document: it is for this person's own benefit."""

    id: UUID
    chain_id: UUID
    subject_id: UUID
    person_id: UUID
    stated_by: UUID | None
    stated_at: datetime


def stakes(benefits: Sequence[Benefit], people: Iterable[UUID | None], at: datetime) -> Stakes:
    """What decides whether one of `people` is too close. Two statements; none without a benefit."""
    if not benefits:
        return Stakes()
    today = day_of(at)
    rules, _ = ruleset.in_force(conduct.NAME, Conduct(), on=today)
    benefiting = {each.person_id for each in benefits}
    areas: dict[UUID, tuple[str, ...]] = {}
    places: dict[UUID, str] = {}
    links: list[tuple[UUID, UUID]] = []
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "today": today,
        "people": [*({one for one in people if one is not None} | benefiting)],
        "benefiting": [*benefiting],
        "heads": [*rules.heads],
    }
    with connection.cursor() as cursor:
        cursor.execute(_RANKS, facts)
        for kind, person_id, other_id, path in cursor.fetchall():
            if kind == "area":
                areas[person_id] = (*areas.get(person_id, ()), path)
            elif kind == "place":
                places[person_id] = path
            else:
                links.append((person_id, other_id))
    return Stakes(tuple(benefits), Ranks(areas, places), tuple(links), rules)


def benefits_on(chains: Collection[UUID]) -> tuple[BenefitView, ...]:
    """For whom some chains of documents are, as it is said now. One statement."""
    rows = BenefitRow.objects.filter(chain_id__in=list(chains), withdrawn_at=None).order_by("id")
    return tuple(
        BenefitView(
            row.id, row.chain_id, row.subject_id, row.person_id, row.stated_by, row.stated_at
        )
        for row in rows
    )


def state_benefits(
    chain_of: Mapping[UUID, UUID], person_id: UUID, *, actor: Actor, at: datetime
) -> int:
    """Say that subjects (each with the chain it is on) are for somebody's benefit; returns of how many
    it had not been said. For the command of the app whose subjects they are. Two statements."""
    said = set(
        BenefitRow.objects.filter(
            subject_id__in=list(chain_of), person_id=person_id, withdrawn_at=None
        ).values_list("subject_id", flat=True)
    )
    rows = [
        BenefitRow(
            chain_id=chain_id,
            subject_id=subject_id,
            person_id=person_id,
            stated_by=actor.person_id,
            stated_at=at,
        )
        for subject_id, chain_id in chain_of.items()
        if subject_id not in said
    ]
    bulk.insert_rows(BenefitRow, rows)
    return len(rows)


def withdraw_benefit(
    benefit_id: UUID,
    reason: str,
    *,
    chains: Collection[UUID],
    freely: bool = False,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Take back that something is for somebody's benefit; returns the subject it was said of.

    Whoever benefits, stands in for him or works under him doesn't: he would open the way for himself.
    `freely`: nobody has been asked for a decision yet, so a mistake is mended by whoever made it.
    `Missing` where it is not said on one of the `chains`.
    """
    row = (
        BenefitRow.objects.select_for_update()
        .filter(id=benefit_id, chain_id__in=list(chains), withdrawn_at=None)
        .first()
    )
    if row is None:
        raise missing("benefit", benefit_id)
    problems = [] if reason.strip() or freely else [Problem("authority.no_reason", {}, ("reason",))]
    if not freely and actor.is_person:
        doers = (actor.person_id, actor.on_behalf_of)
        found = stakes((Benefit(row.chain_id, row.person_id),), doers, at)
        if found.problems(Deed.APPROVE, doers):
            problems.append(Problem("authority.own_benefit_stays", {"person": str(row.person_id)}))
    refuse_if(problems)
    row.withdrawn_by, row.withdrawn_at, row.reason = actor.person_id, at, reason.strip()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
    subject_id: UUID = row.subject_id
    return subject_id


def end_benefits_of(subject_ids: Collection[UUID], *, actor: Actor, at: datetime) -> None:
    """What was said of subjects that are not bought after all counts no more. One statement."""
    BenefitRow.objects.filter(subject_id__in=list(subject_ids), withdrawn_at=None).update(
        withdrawn_by=actor.person_id, withdrawn_at=at
    )
