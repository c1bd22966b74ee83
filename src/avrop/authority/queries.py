"""Reads: who may, what a reader sees, the register of mandates, the certificate of a chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from avrop.authority import benefits, conduct, deeds, many, rights, rules, separation
from avrop.authority.benefits import BenefitView, benefits_on
from avrop.authority.certifying import certify
from avrop.authority.conduct import Conduct
from avrop.authority.desks import Holder
from avrop.authority.dispensed import dispensation, dispensations_page
from avrop.authority.held import HeldMandate, held_on, roles_held_on
from avrop.authority.holders import DAY, holdings_in_sql
from avrop.authority.holding import holders_of_both_desks
from avrop.authority.lent import (
    IN_FORCE,
    LENDER_IS_AWAY,
    facts_now,
    lent_in_sql,
    principals_of,
)
from avrop.authority.many import Act, problems_requiring_each
from avrop.authority.models import (
    Appointment,
    DeedRow,
    Delegation,
    Mandate,
    RestrictedCategory,
    Role,
)
from avrop.authority.pass_models import Moment
from avrop.authority.proof_shapes import (
    Certificate,
    CertifiedDeed,
    CertifiedPair,
    DispensationView,
    ProofView,
)
from avrop.authority.prover import Carried, Finding, Step, Way
from avrop.authority.proving import last_proof, proof, proofs_page, sees_proofs, what_if_granted
from avrop.authority.rights import problems_requiring
from avrop.authority.rules import category_prefix
from avrop.authority.separation import Separation, is_always
from avrop.authority.shapes import (
    DeedView,
    DelegationView,
    MandateView,
    PersonRight,
    Restricted,
    RestrictionView,
    RoleView,
    Sight,
)
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.looking import read_once
from avrop.kernel.paging import Page, page_of
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import ANYWHERE, Deed, Within
from avrop.kernel.problems import Problem, missing
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import people, people_in_sql, unit, units_in_sql
from avrop.values import Money, Text

__all__ = [
    "Act",
    "AppointmentView",
    "AwayView",
    "BenefitView",
    "Carried",
    "Certificate",
    "CertifiedDeed",
    "CertifiedPair",
    "DelegationView",
    "DispensationView",
    "Explanation",
    "Finding",
    "Group",
    "HeldMandate",
    "Holder",
    "MandateView",
    "Moment",
    "PositionView",
    "ProofView",
    "RegisterRow",
    "RenewalsAhead",
    "Sight",
    "Step",
    "SubstituteView",
    "Vacancy",
    "Way",
    "absences_of",
    "absences_page",
    "benefits_on",
    "category_prefix",
    "certify",
    "coordinators",
    "delegations_of_mandate",
    "dispensation",
    "dispensations_page",
    "explain",
    "gates",
    "gates_in_force",
    "groups_of",
    "held_on",
    "held_where",
    "holders_of_both_desks",
    "is_always",
    "last_proof",
    "lent_in_sql",
    "licence_checks_page",
    "longest_vacancy",
    "one_mandate",
    "one_pass",
    "passes_page",
    "people_who_may",
    "policy_effect",
    "position",
    "position_on",
    "positions",
    "positions_of",
    "positions_on",
    "principals_of",
    "problems_requiring",
    "problems_requiring_each",
    "proof",
    "proofs_page",
    "register_page",
    "renewals_ahead",
    "requester_policies",
    "roles_held_on",
    "sees_proofs",
    "sight",
    "specimens_of",
    "substitutes_of",
    "substitutes_on",
    "vacancies",
    "what_if_granted",
    "who_answers_for",
    "who_may",
    "who_may_each",
    "why_not",
]

_HELD_NOW = f"""
    select coalesce(h.unit_id, m.unit_id) as unit_id, m.role_id
    from ({holdings_in_sql("= %(person)s")}) h
    join authority_mandate m on m.tenant_id = %(tenant)s and m.id = h.mandate_id
    where {IN_FORCE.format("m")}
      and (h.held_from is null or h.held_from <= {DAY})
      and (h.held_until is null or h.held_until >= {DAY})
    union all
    select m.unit_id, m.role_id from authority_delegation g
    join authority_mandate m on m.tenant_id = g.tenant_id and m.id = g.mandate_id
    where g.tenant_id = %(tenant)s and g.to_person = %(person)s
      and {IN_FORCE.format("m")} and {IN_FORCE.format("g")} and {LENDER_IS_AWAY}"""

# Almost every page asks for both, what its reader sees into and what he may do somewhere.
_HOLDINGS = f"""
    with held as ({_HELD_NOW})
    select bool_or(unit_id is null), array(
        select u.id from ({units_in_sql()}) u
        where u.tenant_id = %(tenant)s and not exists (select from held where unit_id is null)
          and exists (select from held where position('/' || unit_id || '/' in u.path) > 0)),
        array(select distinct jsonb_array_elements_text(r.permissions) from authority_role r
            where r.tenant_id = %(tenant)s and r.id in (select role_id from held))
    from held"""


def sight(actor: Actor, *, at: datetime | None = None) -> Sight:
    """What the actor may see by his mandates, `at` a moment or now. One statement, once for a page;
    routines see all."""
    return _holdings(actor, at)[0] if actor.is_person else Sight(True, frozenset())


def permissions_of(actor: Actor, *, at: datetime | None = None) -> frozenset[str]:
    """The names of all permissions the actor holds somewhere: what a menu is made of. One statement, the
    same as of `sight`."""
    return _holdings(actor, at)[1] if actor.is_person else actor.may


def _holdings(actor: Actor, at: datetime | None) -> tuple[Sight, frozenset[str]]:
    def read() -> tuple[Sight, frozenset[str]]:
        with connection.cursor() as cursor:
            cursor.execute(_HOLDINGS, facts_now(actor, at))
            everything, units, permissions = cursor.fetchone()
        return Sight(bool(everything), frozenset(units)), frozenset(permissions)

    if at is not None:
        return read()
    return read_once(("authority.holdings", current_tenant(), actor.person_id), read)


def holds(actor: Actor, permission: Permission, *, at: datetime | None = None) -> bool:
    """Whether the actor has this permission anywhere."""
    return permission.name in permissions_of(actor, at=at)


def why_not(
    actor: Actor, permission: Permission, *, at: datetime, within: Within = ANYWHERE
) -> tuple[Problem, ...]:
    """Every reason why `require` would refuse; empty where it would not. One statement."""
    return problems_requiring(actor, permission, (within,), at=at)[0]


def who_may(
    permission: Permission,
    within: Within,
    at: datetime,
    *,
    without_deeds_on: Iterable[UUID] = (),
    deed: Deed | None = None,
) -> tuple[PersonRight, ...]:
    """Everybody who may do this, each under the narrowest right, the lowest limits first.

    With `deed` and the chains it is to be done to, whoever separation of duties keeps from it is
    left out. One statement, or three with `deed`.
    """
    held = rights.rights_of_anybody(permission, at, within)
    by_person: dict[UUID, list[rules.Right]] = {}
    for right in held.rights:
        by_person.setdefault(right.person_id, []).append(right)
    narrowest = (rules.narrowest(several, within, held.ground) for several in by_person.values())
    chosen = [right for right in narrowest if right is not None]
    if deed is not None:
        chosen = _without_conflicts(chosen, tuple(without_deeds_on), deed, at, within.unit_id)
    return tuple(_person_right(right) for right in sorted(chosen, key=_by_limit))


def people_who_may(permission: Permission, within: Within, at: datetime) -> tuple[UUID, ...]:
    """The people of `who_may`, for whom a task is: each once, the lowest limits first."""
    return tuple(right.person_id for right in who_may(permission, within, at))


def held_where(
    permission: Permission, at: datetime, within: Within = ANYWHERE
) -> tuple[tuple[UUID, UUID | None], ...]:
    """Everybody who holds a right at a moment that is good somewhere, each with the unit it is for
    (None: everywhere). One statement."""
    held = rights.rights_of_anybody(permission, at, within)
    return tuple(dict.fromkeys((right.person_id, right.unit_id) for right in held.rights))


def who_may_each(
    acts: Sequence[Act], permission: Permission, at: datetime, *, deed: Deed | None = None
) -> tuple[tuple[PersonRight, ...], ...]:
    """What `who_may` says of each of many acts; the person of an act is not looked at. The same few
    statements however many there are."""
    found = many.who_may_each(
        acts, permission, at=at, deed=deed, pairs_on=lambda day: separation_in_force(day)[0]
    )
    return tuple(tuple(_person_right(right) for right in each) for each in found)


def _without_conflicts(
    chosen: list[rules.Right],
    chains: tuple[UUID, ...],
    deed: Deed,
    at: datetime,
    unit_id: UUID | None,
) -> list[rules.Right]:
    pairs, _ = separation_in_force(day_of(at))
    units = () if unit_id is None else (unit_id,)
    found = deeds.in_the_way(chains, pairs.apart_from(deed), at, units=units)
    people = {who for right in chosen for who in (right.person_id, right.principal)}
    stakes = benefits.stakes(found.benefits if deed in conduct.DECIDING else (), people, at)
    return [
        right
        for right in chosen
        if not stakes.problems(deed, (right.person_id, right.principal))
        and not any(
            separation.conflicts(
                found.done,
                deed,
                separation.counted_as_one((right.person_id, right.principal), found.links),
                pairs,
                found.opened_to(right.person_id, unit_id),
            )
        )
    ]


def problems_doing(
    deed: Deed,
    chains: Iterable[UUID],
    *,
    actor: Actor,
    at: datetime,
    but: frozenset[Deed] = frozenset(),
) -> tuple[Problem, ...]:
    """Why separation of duties keeps an actor from a deed, on chains that it is not recorded on.

    For what closes the chains of others, as a payment does. `but`: deeds that are looked at elsewhere.
    One statement, and another where something is kept apart from the deed.
    """
    pairs, _ = separation_in_force(day_of(at))
    apart = {done: days for done, days in pairs.apart_from(deed).items() if done not in but}
    if not actor.is_person or (not apart and deed not in conduct.DECIDING):
        return ()
    people = [person for person in (actor.person_id, actor.on_behalf_of) if person is not None]
    units = () if actor.unit_id is None else (actor.unit_id,)
    found = deeds.in_the_way(tuple(chains), apart, at, people=people, units=units)
    counted = separation.counted_as_one(people, found.links)
    opened = found.opened_to(actor.person_id, actor.unit_id)
    stakes = benefits.stakes(found.benefits if deed in conduct.DECIDING else (), people, at)
    return (
        *separation.conflicts(found.done, deed, counted, pairs, opened),
        *stakes.problems(deed, people),
    )


def _by_limit(right: rules.Right) -> tuple[Any, ...]:
    limit = right.limit
    return (
        limit is None,
        limit.amount if limit else 0,
        right.principal is not None,
        right.person_id,
    )


def _person_right(right: rules.Right) -> PersonRight:
    return PersonRight(
        right.person_id, right.mandate_id, right.role, right.unit_id, right.limit, right.principal
    )


def separation_in_force(on: date) -> tuple[Separation, str]:
    """Which deeds are kept apart on a day, and the reference of that version."""
    return ruleset.in_force(separation.NAME, separation.DEFAULT, on=on)


def conduct_in_force(on: date) -> tuple[Conduct, str]:
    """Who stands too close to decide on a purchase, by which version of the rules."""
    return ruleset.in_force(conduct.NAME, Conduct(), on=on)


def lenders(
    actor: Actor, permission: Permission, *, at: datetime, within: Within = ANYWHERE
) -> tuple[UUID, ...]:
    """The people in whose place the actor may do this, under rights that they have lent him. One
    statement."""
    if not actor.is_person:
        return ()
    held = rights.rights_of(actor, permission, at, (within,))
    lent = (
        right.principal
        for right in held.rights
        if right.principal and not rules.problems_with(right, within, held.ground)
    )
    return tuple(dict.fromkeys(lent))


def restricted(categories: Iterable[str], on: date) -> tuple[Restricted, ...]:
    """Those of the categories that are restricted on a day, with who answers for each (ORG-08).

    The longest prefix decides. One statement.
    """
    asked = sorted(set(categories))
    rows = (
        RestrictedCategory.objects.filter(valid_from__lte=on)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .values_list("category", "responsible_person_id")
    )
    by_length = sorted(rows, key=lambda row: -len(row[0]))
    found = ((code, row) for code in asked for row in by_length if code.startswith(row[0]))
    first: dict[str, Restricted] = {}
    for code, (prefix, person) in found:
        first.setdefault(code, Restricted(code, prefix, person))
    return tuple(first.values())


def responsible_for(categories: Iterable[str], *, on: date) -> dict[str, UUID]:
    """The restricted ones among the categories, with who answers for each. One statement."""
    return {found.category: found.responsible_person_id for found in restricted(categories, on)}


def holders_of(role: str, *, unit_id: UUID | None, on: date) -> tuple[UUID, ...]:
    """Who holds a role on a day, however he came by it, in the unit or above it; None: anywhere. One
    statement, or two."""
    lineage = None if unit_id is None else unit(unit_id).lineage
    held = held_on(on, roles=(role,), lineage=lineage)
    return tuple(dict.fromkeys(one.person_id for one in held))


@query
def roles(*, actor: Actor) -> tuple[RoleView, ...]:
    """The role catalogue."""
    rows = Role.objects.order_by("code")
    return tuple(RoleView(r.code, r.name, r.level, tuple(r.permissions)) for r in rows)


def role_named(code: str) -> Text:
    """What people call a role of the organisation, for sentences about it; its code where there is none
    such. One statement."""
    name = Role.objects.filter(code=code).values_list("name", flat=True).first()
    return Text(name) if name else Text({"en": code})


@query
def mandates_of(person_id: UUID, *, actor: Actor) -> tuple[MandateView, ...]:
    """A person's mandates, past ones too, the newest first."""
    rows = Mandate.objects.filter(seen_by(actor), person_id=person_id).select_related("role")
    return tuple(mandate_view(row) for row in rows.order_by("-id"))


def mandates_in_force(person_id: UUID, on: date) -> tuple[MandateView, ...]:
    """What somebody may do on a day by mandates of his own, the newest first. For other apps, inside a
    scope. One statement."""
    rows = Mandate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        person_id=person_id,
        revoked_at=None,
        valid_from__lte=on,
    )
    return tuple(mandate_view(row) for row in rows.select_related("role").order_by("-id"))


@query
def mandates_page(*, actor: Actor, cursor: str | None = None, limit: int = 50) -> Page[MandateView]:
    """The register of mandates, the newest first (the Swedish *attestförteckning*, REQ-06)."""
    rows = Mandate.objects.filter(seen_by(actor)).select_related("role")
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(mandate_view(row) for row in found), following)


@query
def delegations_of(person_id: UUID, *, actor: Actor) -> tuple[DelegationView, ...]:
    """Who is a person's substitute and whose substitute he is, the newest first."""
    seen = Mandate.objects.filter(seen_by(actor)).values("id")
    rows = Delegation.objects.filter(mandate__in=seen).filter(
        Q(from_person=person_id) | Q(to_person=person_id)
    )
    return tuple(delegation_view(row) for row in rows.order_by("-id"))


@query
def certificate(chain_id: UUID, *, actor: Actor) -> Certificate:
    """Who did what to a chain, for whom, under which mandate and rules, in order of time, and whether
    what is kept apart was (X5).

    For those who took part in it and those who see the whole organisation; `Missing` to others.
    """
    found = certify((chain_id,))
    people = {person for deed in found.deeds for person in (deed.person_id, deed.on_behalf_of)}
    if actor.person_id not in people and not sight(actor).everything:
        raise missing("certificate", chain_id)
    return found


@query
def restrictions(*, actor: Actor) -> tuple[RestrictionView, ...]:
    """The restricted categories, past ones too, and who answers for each."""
    return tuple(
        RestrictionView(r.id, r.category, r.responsible_person_id, r.valid_from, r.valid_until)
        for r in RestrictedCategory.objects.order_by("category", "valid_from")
    )


@query
def my_permissions(*, actor: Actor) -> tuple[str, ...]:
    """The names of the permissions the reader holds somewhere."""
    return tuple(sorted(permissions_of(actor)))


def deeds_on(chains: Sequence[UUID]) -> tuple[DeedView, ...]:
    """Who did what to these chains, in order of time: the certificate of X5. One statement."""
    rows = DeedRow.objects.filter(chain_id__in=list(chains)).order_by("at", "id")
    return tuple(
        DeedView(r.chain_id, r.deed, r.person_id, r.on_behalf_of, r.mandate_id, r.rule_set, r.at)
        for r in rows
    )


def mandate_view(row: Mandate) -> MandateView:
    """A mandate as others see it."""
    return MandateView(
        id=row.id,
        person_id=row.person_id,
        role=row.role.code,
        unit_id=row.unit_id,
        categories=tuple(row.categories),
        agreements=tuple(UUID(text) for text in row.agreements),
        responsibilities=tuple(row.responsibilities),
        limit=None if row.amount_limit is None else Money(row.amount_limit, row.currency),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        decision_reference=row.decision_reference,
        granted_by=row.granted_by,
        revoked_at=row.revoked_at,
        position_id=row.position_id,
    )


def delegation_view(row: Delegation) -> DelegationView:
    """A delegation as others see it."""
    return DelegationView(
        id=row.id,
        mandate_id=row.mandate_id,
        from_person=row.from_person,
        to_person=row.to_person,
        limit=None if row.amount_limit is None else Money(row.amount_limit, row.currency),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        reason=row.reason,
        revoked_at=row.revoked_at,
        absence_id=row.absence_id,
    )


def seen_by(actor: Actor) -> Q:
    """Own mandates, those of one's positions, those one is a substitute for, and those of the units one
    sees."""
    seen = sight(actor)
    if seen.everything or actor.person_id is None:
        return Q()
    lent = Delegation.objects.filter(to_person=actor.person_id).values("mandate_id")
    posts = Appointment.objects.filter(person_id=actor.person_id).values("position_id")
    own = Q(person_id=actor.person_id) | Q(position_id__in=posts)
    return own | Q(id__in=lent) | Q(unit_id__in=seen.unit_ids)


def people_of(unit_ids: Iterable[UUID]) -> RawSQL:
    """The people who work in these units, as a part of another statement."""
    sql = f"select p.id from ({people_in_sql()}) p where p.tenant_id = %s and p.unit_id = any(%s)"
    return RawSQL(sql, (current_tenant(), list(unit_ids)))  # noqa: S611 - no text of others is in it


def sees_person(actor: Actor, person_id: UUID) -> bool:
    """Whether a reader sees what concerns somebody: himself, and those of the units he sees into."""
    seen = sight(actor)
    if seen.everything or actor.person_id == person_id:
        return True
    found = people([person_id]).get(person_id)
    return found is not None and found.unit_id in seen.unit_ids


# The registers read through this module, and other apps ask for them here.
from avrop.authority.away import (  # noqa: E402
    AwayView,
    SubstituteView,
    absences_of,
    absences_page,
    substitutes_of,
    substitutes_on,
)
from avrop.authority.explaining import Explanation, explain  # noqa: E402
from avrop.authority.policies import policy_effect, requester_policies  # noqa: E402
from avrop.authority.posts import (  # noqa: E402 - it reads through the registers
    AppointmentView,
    PositionView,
    Vacancy,
    longest_vacancy,
    position,
    position_on,
    positions,
    positions_of,
    positions_on,
    vacancies,
)
from avrop.authority.registers import (  # noqa: E402
    Group,
    RegisterRow,
    coordinators,
    delegations_of_mandate,
    gates,
    gates_in_force,
    groups_of,
    licence_checks_page,
    one_mandate,
    one_pass,
    passes_page,
    register_page,
    specimens_of,
    who_answers_for,
)
from avrop.authority.renewals import RenewalsAhead, renewals_ahead  # noqa: E402
