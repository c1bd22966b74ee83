"""Reads who holds which roles, his own and lent ones, for the rules that keep desks apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from avrop.authority import desks
from avrop.authority.desks import Held, Holder, RolesApart
from avrop.authority.models import Appointment, Delegation, Mandate, RequesterPolicy
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.parties import queries as parties


def roles_apart_in_force(on: date) -> tuple[RolesApart, str]:
    """Which roles are kept apart on a day, and the reference of that version. One statement."""
    return ruleset.in_force(desks.NAME, desks.DEFAULT, on=on)


def held_by(person_id: UUID) -> tuple[Held, ...]:
    """Every role that somebody has or gets, of his own, by a position, lent or with everyone who works
    in his unit, but what is revoked. Five statements at most."""
    posts = Appointment.objects.filter(person_id=person_id)
    by_post = Mandate.objects.filter(position_id__in=posts.values("position_id"), revoked_at=None)
    own = Mandate.objects.filter(person_id=person_id, revoked_at=None)
    lent = Delegation.objects.filter(to_person=person_id, revoked_at=None, mandate__revoked_at=None)
    return tuple(
        Held(*row)
        for rows in (
            own.values_list("role__code", "valid_from", "valid_until"),
            by_post.values_list("role__code", "valid_from", "valid_until"),
            lent.values_list("mandate__role__code", "valid_from", "valid_until"),
            _with_everyone(person_id),
        )
        for row in rows
    )


def _with_everyone(person_id: UUID) -> Iterator[tuple[str, date, date | None]]:
    """What policies give to whoever works where the person does, as long as no nearer one stands in
    the way all the time (`set_requester_policy`)."""
    person = parties.people([person_id]).get(person_id)
    unit_id = person.unit_id if person else None
    unit = parties.units_by_id([unit_id]).get(unit_id) if unit_id else None
    if unit is None:
        return
    depths = {key: depth for depth, key in enumerate(unit.lineage, start=1)}
    rows = RequesterPolicy.objects.filter(Q(unit_id=None) | Q(unit_id__in=depths))
    policies = [
        (depths.get(row.unit_id, 0) if row.unit_id else 0, row)
        for row in rows.select_related("mandate__role")
    ]
    for depth, row in policies:
        gives = row.mandate is not None and row.mandate.revoked_at is None
        if gives and not any(_stands_before(other, row) for at, other in policies if at > depth):
            yield row.mandate.role.code, row.valid_from, row.valid_until


def _stands_before(nearer: RequesterPolicy, policy: RequesterPolicy) -> bool:
    """Whether a nearer policy decides in the whole time of another one."""
    return nearer.valid_from <= policy.valid_from and (
        nearer.valid_until is None
        or (policy.valid_until is not None and nearer.valid_until >= policy.valid_until)
    )


@query
def holders_of_both_desks(*, actor: Actor, at: datetime) -> tuple[Holder, ...]:
    """Who holds roles today that are kept apart, by decision; a crossing of a day is counted by itself
    and left out. For whoever sees the whole organisation; others are told of themselves. Statements
    do not grow with the people."""
    from avrop.authority.queries import sight

    today = day_of(at)
    rules, _ = roles_apart_in_force(today)
    codes = sorted({role for pair in rules.pairs for role in (*pair.first, *pair.second)})
    own: QuerySet[Mandate] = Mandate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        ~Q(valid_until=F("valid_from")),
        valid_from__lte=today,
        revoked_at=None,
        role__code__in=codes,
    )
    lent = Delegation.objects.filter(
        valid_from__lte=today,
        valid_until__gte=today,
        revoked_at=None,
        mandate__revoked_at=None,
        mandate__role__code__in=codes,
    )
    posts = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today), valid_from__lte=today
    ).values_list("position_id", "person_id")
    by_post = own.filter(position__isnull=False).values_list("position_id", "role__code")
    if not sight(actor, at=at).everything:
        himself = [actor.person_id] if actor.person_id else []
        own, lent = own.filter(person_id__in=himself), lent.filter(to_person__in=himself)
        posts = posts.filter(person_id__in=himself)
    codes_of: dict[UUID, list[str]] = {}
    for position_id, code in by_post:
        if position_id is not None:
            codes_of.setdefault(position_id, []).append(code)
    held = [
        *((person, role) for person, role in own.values_list("person_id", "role__code") if person),
        *((person, role) for post, person in posts for role in codes_of.get(post, ())),
        *lent.values_list("to_person", "mandate__role__code"),
    ]
    return tuple(sorted(desks.holders(held, rules), key=lambda each: each.person_id))
